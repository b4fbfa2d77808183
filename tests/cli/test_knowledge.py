"""The commands on the knowledge base, run as a user runs them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "khabar", *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )  # fmt: skip


def test_a_sound_is_shown_and_is_no_find() -> None:
    done = run("who", "Zelinskiy", "--on", "2024-05-01")
    assert done.returncode == 1
    assert "these sound like it" in done.stdout
    assert "* President of Ukraine" in done.stdout


def test_stats_as_text_and_json() -> None:
    assert re.search(r"PER +[2-9],\d{3}", run("knowledge", "stats").stdout)
    assert json.loads(run("knowledge", "stats", "--json").stdout)["records"]["PER"] > 2900


def test_check_answers_a_question() -> None:
    done = run("knowledge", "check", "--only", "shared")
    assert done.returncode == 0
    assert "shared: warning:" in done.stdout
    assert "no errors" in done.stdout
    assert run("knowledge", "check", "--only", "nonsense").returncode == 2


def test_import_into_own_records_and_look_up(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("item,en,ar,type\nQ99999991,Nour Test,نور اختبار,PER\n", encoding="utf-8")
    assert run("knowledge", "import", "table.csv", cwd=tmp_path).returncode == 2
    (tmp_path / "khabar.toml").write_text('knowledge = "own"\n', encoding="utf-8")
    done = run("knowledge", "import", "table.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout
    assert json.loads(run("who", "نور اختبار", "--json", cwd=tmp_path).stdout)[0]["kb"] == "Q99999991"
    assert run("who", "نور اختبار", cwd=ROOT).returncode == 1
    assert run("who", "Putin", cwd=ROOT, KHABAR_KNOWLEDGE="nowhere").returncode == 2


def test_the_documentation_shows_commands_that_run(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ khabar "))
            assert run(*words, cwd=tmp_path).returncode == 0, line


def test_own_records_are_linked_in_a_report(tmp_path: Path) -> None:
    (tmp_path / "khabar.toml").write_text('knowledge = "own"\n', encoding="utf-8")
    (tmp_path / "table.csv").write_text("item,en,ar,type\nQ99999991,Nour Test,نور اختبار,PER\n", encoding="utf-8")
    assert run("knowledge", "import", "table.csv", cwd=tmp_path).returncode == 0
    (tmp_path / "report.txt").write_text("قالت نور اختبار إن المحادثات بدأت.", encoding="utf-8")
    done = run("read", "report.txt", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    entities = json.loads(done.stdout)["entities"]
    assert [e["name"]["en"] for e in entities if e["kb"] == "Q99999991"] == ["Nour Test"]
