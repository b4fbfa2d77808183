"""`khabar evaluate` as it is run, and the examples of docs/evaluation.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from handmade import DATA, REFERENCES, ideal

from khabar.io.writers import JsonLines

ROOT = Path(__file__).parents[2]
OWN = str(DATA / "references")
FLOOR = """[[set]]
name = "own"
kind = "references"
path = "references"
about = "ours"

[[set]]
name = "away"
kind = "gsr"
path = "gone"
about = "may not ship"

[[floor]]
set = "own"
measure = "times"
floor = 0.5
measured = 0.52
date = 2025-04-12
reason = "a test"
"""


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `khabar evaluate` in a process of its own."""
    command = [sys.executable, "-m", "khabar", "evaluate", *arguments]
    return subprocess.run(command, capture_output=True, cwd=cwd, encoding="utf-8", env={**os.environ, "COLUMNS": "100"})


@pytest.mark.parametrize("arguments", [[], ["references"], ["gsr"], ["names"], ["floors"]])
def test_help_teaches(arguments: list[str]) -> None:
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert "examples:" in done.stdout


@pytest.mark.parametrize(
    "arguments", [[], ["luck"], ["references"], ["names"], ["references", "x", "--differences", "y"]]
)
def test_wrong_use_is_2(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_references_for_people() -> None:
    done = run("references", OWN, "--interval", "--differences", "1")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^events with actors +[\d.]+ +[\d.]+ +[\d.]+ +10 +[\d.]+ to [\d.]+$", done.stdout, re.M)
    assert "\n2 reports\n" in done.stdout
    assert "\nDifferences by cause\n" in done.stdout
    assert "Differences" not in run("references", OWN).stdout


def test_references_as_json() -> None:
    found = json.loads(run("references", OWN, "--json").stdout)
    assert (found["unit"], found["units"]) == ("report", 2)
    assert found["measures"]["mentions"].keys() == {"n", "precision", "recall", "f1"}
    assert found["measures"]["time value"].keys() == {"n", "accuracy"}


def test_records_that_were_coded_before(tmp_path: Path) -> None:
    with JsonLines(str(tmp_path / "records.jsonl")) as out:
        out.write(ideal(REFERENCES[1]))
    done = run("references", OWN, "--records", str(tmp_path / "records.jsonl"))
    assert "no record for streets: scored as empty" in done.stdout


def test_gsr_and_names() -> None:
    assert "assault sentences" in run("gsr", str(DATA / "gsr")).stdout
    assert "names ORG" in run("names", str(DATA / "names.txt"), "--differences").stdout
    done = run("gsr", str(DATA / "references"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "assault.jsonl" in done.stderr


def test_floors_pass_fail_and_are_lowered(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(FLOOR, encoding="utf-8")
    done = run("floors", "--data", str(DATA), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "own/times (F1, n=3)" in done.stdout
    assert "ABSENT away: not at" in done.stdout
    assert "1 of 1 floors checked, 0 below" in done.stdout
    file.write_text(FLOOR.replace("times", "events with actors").replace("0.5\n", "1.0\n"), encoding="utf-8")
    assert run("floors", "--data", str(DATA), cwd=tmp_path).returncode == 1
    lowering = ["floors", "--data", str(DATA), "--lower", "own/events with actors=0.1"]
    assert run(*lowering, cwd=tmp_path).returncode == 2
    assert run(*lowering, "--reason", "to see", cwd=tmp_path).returncode == 0
    assert "lowered_from = 1.0" in file.read_text(encoding="utf-8")
    assert run("floors", "--data", str(DATA), "--raise", cwd=tmp_path).returncode == 0


def test_without_data_nothing_is_checked_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "floors.toml").write_text(FLOOR, encoding="utf-8")
    done = run("floors", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("ABSENT") == 2
    assert "0 of 1 floors checked" in done.stdout


DOCS = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^khabar evaluate (.*tests/evaluate/data.*)$", DOCS, re.M)


def test_the_documentation_has_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_the_documentation_run(example: str) -> None:
    done = run(*example.partition("#")[0].split(), cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_the_second_opinion_can_be_left_out() -> None:
    done = run("gsr", str(DATA / "gsr"), "--no-telling")
    assert done.returncode == 0, done.stderr
    assert "assault sentences" in done.stdout
