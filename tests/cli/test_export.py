"""`khabar export` as it is run: pipes, what it tells on standard error, and how it refuses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import khabar
from khabar.io.exports.table import FORMATS, Format
from khabar.io.writers import JsonLines

SAMPLE = Path(khabar.__file__).parent / "samples" / "sample.txt"
FILES = [fmt.name for fmt in FORMATS if not fmt.endings]


def run(*arguments: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run `khabar export` in a process of its own."""
    command = [sys.executable, "-m", "khabar", "export", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env={**os.environ, "COLUMNS": "100"})


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the record of the sample report."""
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    with JsonLines(str(path)) as out:
        out.write(khabar.read(SAMPLE.read_text(encoding="utf-8"), published="2025-04-14", id="sample"))
    return path


def test_help_lists_the_formats() -> None:
    shown = run("--help").stdout.decode()
    for fmt in FORMATS:
        assert f"\n  {fmt.name:15} {fmt.what}\n" in shown


@pytest.mark.parametrize("name", FILES)
def test_pipes_files_and_repeats_give_the_same_bytes(name: str, records: Path, tmp_path: Path) -> None:
    piped = run("-", "--to", name, "-o", "-", stdin=records.read_bytes())
    assert piped.returncode == 0, piped.stderr
    for out in ("a", "b"):
        assert run(str(records), "--to", name, "-o", str(tmp_path / out)).returncode == 0
        assert (tmp_path / out).read_bytes() == piped.stdout != b""


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_all_statuses(fmt: Format, records: Path, tmp_path: Path) -> None:
    done = run(str(records), "--to", fmt.name, "-o", "x", "--all-statuses", cwd=tmp_path)
    if fmt.status == "none":
        assert done.returncode == 2
        assert b"no place for an event's status" in done.stderr


def test_what_is_left_out_is_told(records: Path) -> None:
    told = run(str(records), "--to", "polecat", "-o", "-").stderr.decode()
    assert re.fullmatch(
        r"khabar: 1 report, \d+ rows of polecat\n"
        r"khabar: left out \d+:\n( +\d+  (negated|future|hypothetical)\n)+"
        r"khabar: polecat has no place for an event's status: it holds what is asserted\n"
        r"khabar: \d+ rows? by the word of someone in the report, which polecat has no place to say\n",
        told,
    )
    told = run(str(records), "--to", "plover", "-o", "-").stderr.decode()
    assert "khabar: --all-statuses takes those too" in told and "by the word" not in told
    told = run(str(records), "--to", "plover", "-o", "-", "--all-statuses").stderr.decode()
    assert re.fullmatch(r"khabar: 1 report, \d+ records of plover\n", told)


@pytest.mark.parametrize("arguments,words", [
    (["none.jsonl", "--to", "polecat", "-o", "-"], "none.jsonl: no such file"),
    (["RECORDS", "--to", "excel", "-o", "-"], "there is no format «excel»; there are:\n  polecat"),
    (["RECORDS", "--to", "polecat", "-o", "."], "is a folder"),
    (["RECORDS", "--to", "brat", "-o", "-"], "cannot go to standard output; name a folder"),
    (["RECORDS", "--to", "brat", "-o", ".."], "holds files already"),
    (["RECORDS", "--to", "polecat", "-o", "none/out"], "cannot be written"),
    (["RECORDS", "--to", "polecat", "-o", "RECORDS"], "choose another place"),
])  # fmt: skip
def test_errors_say_what_to_do(arguments: list[str], words: str, records: Path, tmp_path: Path) -> None:
    done = run(*(str(records) if a == "RECORDS" else a for a in arguments), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_record_that_names_what_it_does_not_hold_is_refused(records: Path) -> None:
    record = records.read_bytes().replace(b'"id":"e4"', b'"id":"e4000"', 1)
    done = run("-", "--to", "polecat", "-o", "-", stdin=record)
    assert done.returncode == 2
    assert b"the record of report sample names e4, but holds no such entity" in done.stderr


def test_a_folder(records: Path, tmp_path: Path) -> None:
    for out in ("a", "b"):
        done = run(str(records), str(records), "--to", "brat", "-o", str(tmp_path / out))
        assert done.returncode == 0 and b"left out 1:\n         1  report given twice" in done.stderr
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / out).iterdir()} for out in ("a", "b"))
    assert first == second and set(first) == {"annotation.conf", "sample.ann", "sample.txt"}


def test_no_records_are_an_empty_table() -> None:
    done = run("-", "--to", "polecat", "-o", "-")
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 1)
