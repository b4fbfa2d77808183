"""The commands that compare reports, as they are run."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

FERRY = "جنحت عبارة تقل سياحا قرب مدخل الميناء الكبير فجر الأحد. وأصيب {} ركاب."
REPORTS = [
    {"id": "a", "source": "AFP", "published": "2025-03-02", "text": FERRY.format(7)},
    {"id": "b", "source": "المرفأ", "published": "2025-03-03", "text": FERRY.format(9)},
    {"id": "c", "source": "الشراع", "published": "2025-03-03", "text": "لم يجد القبطان وقتا لإنزال المرساة."},
]

STRIKE = "قتل {} من جنود الجيش السوري في قصف شنه الجيش التركي على مدينة حلب الأحد."
STRIKES = [
    {"id": "s1", "source": "AFP", "published": "2025-03-03T08:00", "text": STRIKE.format(12)},
    {"id": "s2", "source": "Reuters", "published": "2025-03-03T10:00", "text": "قال التلفزيون: " + STRIKE.format(15)},
]


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "khabar", *arguments], capture_output=True, cwd=cwd, env={**os.environ, "COLUMNS": "100"}
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the records of REPORTS and STRIKES, and two of them as texts."""
    path = tmp_path_factory.mktemp("corpus")
    (path / "strikes.jsonl").write_text("".join(json.dumps(r) + "\n" for r in STRIKES), encoding="utf-8")
    assert run("code", "strikes.jsonl", "-o", "strike.jsonl", cwd=path).returncode == 0
    (path / "reports.jsonl").write_text("".join(json.dumps(r) + "\n" for r in REPORTS), encoding="utf-8")
    assert run("code", "reports.jsonl", "-o", "records.jsonl", cwd=path).returncode == 0
    for report in REPORTS[:2]:
        (path / f"{report['id']}.txt").write_text(report["text"], encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["copies", "compare", "stories", "happenings"])
def test_help_teaches(command: str, tmp_path: Path) -> None:
    done = run(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "examples:" in done.stdout


def test_copies_for_people(folder: Path) -> None:
    done = run("copies", "records.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "C1  2 reports of 2 outlets, one source: Agence France-Presse" in done.stdout
    assert "figures     «7 ركاب» → «9 ركاب»" in done.stdout
    assert done.stdout.endswith("2 of 3 reports in 1 group of copies; 2 texts in all\n")
    assert "figures" not in run("copies", "records.jsonl", "--most", "0", cwd=folder).stdout


def test_copies_as_data(folder: Path) -> None:
    group = json.loads(run("copies", "records.jsonl", "--format", "json", cwd=folder).stdout)
    changed = group["copies"][0]["differences"]["sentences"]["changed"][0]
    assert changed["words"] == [{"a": "7", "b": "9"}]
    text = REPORTS[1]["text"]
    assert text[changed["b"]["start"] : changed["b"]["end"]] == changed["b"]["text"]
    done = run("copies", "records.jsonl", "--format", "csv", "-o", "copies.csv", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    with (folder / "copies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["report"], r["kind"], r["of"], r["changed"]) for r in rows] == [("a", "original", "", ""), ("b", "same", "a", "1")]


@pytest.mark.parametrize("sides", [("a", "b", "--in", "records.jsonl"), ("records.jsonl:a", "b.txt"), ("a.txt", "b.txt")])
def test_compare_takes_ids_records_and_texts(sides: tuple[str, ...], folder: Path) -> None:
    done = run("compare", *sides, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "as copies do" in done.stdout
    assert "figures     «7 ركاب» → «9 ركاب»" in done.stdout
    found = json.loads(run("compare", *sides, "--format", "json", cwd=folder).stdout)
    assert found["differences"]["figures"] == [{"a": "7 ركاب", "b": "9 ركاب", "what": "ركاب"}]
    assert "figure,changed,7 ركاب,9 ركاب,ركاب" in run("compare", *sides, "--format", "csv", cwd=folder).stdout


def test_stories(folder: Path) -> None:
    done = run("stories", "records.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "2 reports of 2 outlets, 1 text, 1 independent source; 2025-03-02 to 2025-03-03" in done.stdout
    story = json.loads(run("stories", "records.jsonl", "--format", "json", cwd=folder).stdout)
    assert [(one["report"], one["copy_of"]) for one in story["reports"]] == [("a", None), ("b", "a")]
    assert "S1,b,المرفأ,2025-03-03,,a,,," in run("stories", "records.jsonl", "--format", "csv", cwd=folder).stdout


def test_happenings_and_why(folder: Path) -> None:
    done = run("happenings", "strike.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "H1  ASSAULT" in done.stdout
    assert "when        2025-03-02, in Aleppo" in done.stdout
    assert "2 reports of 2 outlets, 2 texts, 2 independent sources; 2025-03-03T08:00 to" in done.stdout
    assert "disagree    figures of dead: 12 (1 report: Agence France-Presse); 15 (1 report: Reuters)" in done.stdout
    assert "no happening is told by so many" in run("happenings", "strike.jsonl", "--least", "3", cwd=folder).stdout
    rows = list(csv.DictReader(run("happenings", "strike.jsonl", "--format", "csv", cwd=folder).stdout.splitlines()))
    assert next((r["report"], r["joined_to"]) for r in rows if r["happening"] == "H1") == ("s1", "")
    assert ("s2", "s1:v1") in [(r["report"], r["joined_to"]) for r in rows]


def test_a_happening_is_explained_from_records_and_from_happenings(folder: Path) -> None:
    assert run("happenings", "strike.jsonl", "--format", "json", "-o", "happenings.jsonl", cwd=folder).returncode == 0
    whole, kept = (run("explain", file, "H1", cwd=folder) for file in ("strike.jsonl", "happenings.jsonl"))
    assert (whole.returncode, kept.returncode) == (0, 0), whole.stderr + kept.stderr
    assert "Why these mentions are one" in whole.stdout
    assert "+2  place, the same: Aleppo" in whole.stdout
    assert "What was kept apart" in whole.stdout
    assert whole.stdout.startswith(kept.stdout.rstrip("\n"))
    data = json.loads(run("explain", "happenings.jsonl", "H1", "--json", cwd=folder).stdout)
    assert {r["what"] for r in data["happening"]["mentions"][1]["joined"]["reasons"]} >= {"date", "place", "recipient"}
    done = run("explain", "strike.jsonl", "H7", cwd=folder)
    assert done.returncode == 2
    assert "has no happening «H7»" in done.stderr
    assert run("explain", "strike.jsonl", "s1:v1", cwd=folder).returncode == 0  # an event is explained as before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["compare", "a", "z", "--in", "records.jsonl"], "has no report «z»; it has a, b, c"),
        (["compare", "records.jsonl", "b.txt"], "holds 3 reports: write records.jsonl:ID"),
        (["compare", "none.txt", "b.txt"], "none.txt: no such file"),
        (["copies", "none.jsonl"], "none.jsonl: No such file"),
        (["copies", "reports.jsonl"], "reports.jsonl, line 1: Object missing required field `format`"),
    ],
)
def test_wrong_input_is_told(arguments: list[str], told: str, folder: Path) -> None:
    done = run(*arguments, cwd=folder)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_without_numpy_it_is_told_what_to_install(folder: Path) -> None:
    code = "import sys; sys.modules['numpy'] = None; from khabar.cli import main; sys.exit(main(['copies', 'records.jsonl']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, env={**os.environ})
    assert (done.returncode, done.stderr) == (2, "khabar: comparing reports needs numpy: pip install 'khabar[corpus]'\n")


def test_the_same_input_gives_the_same_bytes(folder: Path) -> None:
    first, second = (run("copies", "records.jsonl", "--format", "json", cwd=folder).stdout for _ in range(2))
    assert first == second
