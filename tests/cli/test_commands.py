"""The commands as they are run: what they print, where failures go, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import khabar

SAMPLE = Path(__file__).parents[1] / "data" / "sample.txt"


def run(
    *arguments: str, cwd: Path | None = None, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `khabar` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "khabar", *arguments],
        input=stdin, capture_output=True, cwd=cwd, env={**os.environ, "COLUMNS": "100", **environment},
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_version_is_quick() -> None:
    begun = time.monotonic()
    done = run("--version")
    assert time.monotonic() - begun < 1  # 0.03 s on a free core
    assert (done.returncode, done.stdout) == (0, f"khabar {khabar.__version__}\n")


@pytest.mark.parametrize("command", [[], ["read"], ["code"], ["explain"], ["who"], ["lexicon"], ["lexicon", "check"]])
def test_help_teaches(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    if command in ([], ["read"], ["code"], ["explain"], ["who"]):
        assert "examples:" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["fly"], ["read"], ["code", "x"], ["read", "x", "--format", "xml"]])
def test_wrong_use_is_2(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_read_for_people() -> None:
    done = run("read", str(SAMPLE), "--published", "2025-04-12", "--source", "AFP", "--why")
    assert done.returncode == 0, done.stderr
    for heading in ("What happened", "Who said what", "Who is who"):
        assert f"\n{heading}\n" in done.stdout
    assert "Sergey Lavrov (" in done.stdout
    assert "coded by events/" in done.stdout
    assert "\u2068" not in done.stdout  # no terminal: plain
    assert "\x1b" not in done.stdout


def test_read_as_json_is_the_record() -> None:
    done = run("read", str(SAMPLE), "--published", "2025-04-12", "--format", "json", "--id", "x", "--title", "T")
    record = json.loads(done.stdout)
    assert record["format"] == 1
    assert record["document"]["id"] == "x"
    assert record["document"]["title"] == "T"
    assert record["document"]["text"] == SAMPLE.read_text(encoding="utf-8")
    assert run("read", "-", "--published", "2025-04-12", "--format", "json", "--id", "x", "--title", "T",
               stdin=SAMPLE.read_bytes()).stdout == done.stdout  # fmt: skip


@pytest.mark.parametrize("arguments,words", [
    (["read", "none.txt"], "none.txt: No such file"),
    (["read", str(SAMPLE), "--published", "soon"], "publication date"),
    (["read", str(SAMPLE), "--language", "xx"], "there is: ar"),
    (["read", "-"], "binary"),
    (["code", "none.jsonl", "-o", "-"], "no such file"),
    (["code", str(SAMPLE), "-o", "-", "--format", "parquet"], "name a folder"),
    (["code", str(SAMPLE), "-o", "x", "--workers", "0"], "workers must be 1 or more"),
    (["code", str(SAMPLE), "-o", str(SAMPLE)], "choose another place"),
    (["code", str(SAMPLE), "-o", "x", "--from", "pdf"], "there is no format «pdf»; there is: csv"),
    (["code", str(SAMPLE), "-o", "x", "--column", "text"], "--column text=story"),
    (["code", str(SAMPLE), "-o", "none/out.jsonl"], "cannot be written"),
    (["who", "x", "--on", "soon"], "date"),
])  # fmt: skip
def test_errors_are_one_line_and_2(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path, stdin=b"\x00\x01\x02\x03")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("khabar: ")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


def test_code_writes_records_and_failures(tmp_path: Path) -> None:
    reports = [{"id": "a", "text": SAMPLE.read_text(encoding="utf-8"), "published": "2025-04-12"}, {"id": "b"}]
    lines = "".join(json.dumps(r) + "\n" for r in reports)
    (tmp_path / "in.jsonl").write_text(lines + "{", encoding="utf-8")
    done = run("code", "in.jsonl", str(SAMPLE), "-o", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "4 read, 2 coded, 0 skipped, 2 failed" in done.stderr
    assert [r.document.id for r in khabar.load(tmp_path / "out.jsonl")] == ["a", "sample"]
    failures = [json.loads(line) for line in (tmp_path / "out.jsonl.errors.jsonl").read_text().splitlines()]
    assert [(f["line"], f["id"]) for f in failures] == [(2, "b"), (3, None)]
    assert all(f["input"] == "in.jsonl" and f["reason"] for f in failures)
    assert run("code", str(SAMPLE), "-o", "out.jsonl", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "out.jsonl.errors.jsonl").exists()


def test_code_in_a_pipe(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": SAMPLE.read_text(encoding="utf-8")}).encode()
    done = run("code", "-", "-o", "-", stdin=line + b"\n{\n")
    assert done.returncode == 1
    assert json.loads(done.stdout)["document"]["id"] == "a"
    assert json.loads(done.stderr.splitlines()[0])["line"] == 2


@pytest.mark.parametrize("how", [["--engine", "serial"], ["--workers", "1"], ["--workers", "3", "--shard", "1"]])
def test_a_pipe_keeps_the_order_of_the_input(how: list[str]) -> None:
    lines = [json.dumps({"id": n, "text": "نص قصير. " * (20 * (n % 3))}) for n in range(20)]
    done = run("code", "-", "-o", "-", *how, stdin="\n".join(lines).encode())
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["document"]["id"] for line in done.stdout.splitlines()] == [str(n) for n in range(20)]


def test_limits_of_one_report(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": "نص " * (20 ** n)}) for n in range(3)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("code", "in.jsonl", "-o", "out.jsonl", "--largest", "1000", cwd=tmp_path)
    assert done.returncode == 1
    assert "2 coded, 0 skipped, 1 failed" in done.stderr
    assert "2,000 bytes, more than 1,000" in (tmp_path / "out.jsonl.errors.jsonl").read_text(encoding="utf-8")
    assert run("code", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path, KHABAR_LARGEST="3000").returncode == 0
    settings = json.loads((tmp_path / "out.jsonl.manifest.json").read_text())["versions"]["settings"]
    assert settings["largest"] == 3000


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text((json.dumps({"text": "نص " * 2000}) + "\n") * 50, encoding="utf-8")
    command = f'"{sys.executable}" -m khabar code in.jsonl -o - | head -c 10'
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True)
    assert done.stdout == b'{"format":'
    assert b"Traceback" not in done.stderr


def test_settings_come_from_file_then_environment_then_options(tmp_path: Path) -> None:
    (tmp_path / "khabar.toml").write_text('bidi = "isolate"\n', encoding="utf-8")
    assert "\u2068" in run("read", str(SAMPLE), cwd=tmp_path).stdout
    assert "\u2068" not in run("read", str(SAMPLE), cwd=tmp_path, KHABAR_BIDI="plain").stdout
    assert "\u2068" in run("read", str(SAMPLE), "--bidi", "isolate", cwd=tmp_path, KHABAR_BIDI="plain").stdout
    (tmp_path / "khabar.toml").write_text("fast = true\n", encoding="utf-8")
    done = run("read", str(SAMPLE), cwd=tmp_path)
    assert done.returncode == 2
    assert "fast" in done.stderr


def test_the_tagger_can_be_left_out(tmp_path: Path) -> None:
    def models(*more: str, **environment: str) -> list[str]:
        done = run("read", str(SAMPLE), "--format", "json", *more, cwd=tmp_path, **environment)
        found: list[str] = json.loads(done.stdout)["coder"]["models"]
        return found

    assert "names-ar" in models()
    assert "names-ar" not in models("--no-tagger")
    assert "names-ar" not in models(KHABAR_NAMES="off")


def test_who_gives_candidates_with_their_roles() -> None:
    done = run("who", "Trump", "--on", "2018-01-01", "--json")
    found = json.loads(done.stdout)
    assert found[0]["name"]["en"] == "Donald Trump"
    assert found[0]["kb"] == "Q22686"
    assert found[0]["office"].startswith("President of")
    assert {"from": "2017-01-20", "to": "2021-01-20"}.items() <= found[0]["roles"][-1].items()
    shown = run("who", "President Trump", "--on", "2018-01-01").stdout
    assert "Donald Trump (" in shown
    assert "* President of" in shown


def test_who_of_nobody_is_1() -> None:
    done = run("who", "Qwrtzpx")
    assert done.returncode == 1
    assert "nobody" in done.stdout


def test_code_reads_a_table_and_says_what_it_skipped(tmp_path: Path) -> None:
    text = "قال المحافظ إن العمل في الجسر القديم انتهى قبل أسبوع من الموعد"
    english = "The governor said that the work on the bridge was over a week early"
    (tmp_path / "in.csv").write_text(f"story,day\n{text},2025-04-12\n{english},2025-04-12\n", encoding="utf-8")
    columns = ["--column", "text=story", "--column", "published=day"]
    done = run("code", "in.csv", "-o", "out.jsonl", *columns, cwd=tmp_path)
    assert (done.returncode, "2 read, 1 coded, 1 skipped, 0 failed" in done.stderr) == (0, True), done.stderr
    (record,) = khabar.load(tmp_path / "out.jsonl")
    assert (record.document.published, record.document.language) == ("2025-04-12", "ar")
    (skipped,) = map(json.loads, (tmp_path / "out.jsonl.errors.jsonl").read_text().splitlines())
    assert (skipped["line"], skipped["skipped"]) == (3, True)
    assert "English" in skipped["reason"]


def test_read_takes_a_page_and_what_is_given_goes_first(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    text = "<p>قال وزير الخارجية الفرنسي أمس إن بلاده تدين الهجوم، وطالب الطرفين بوقف إطلاق النار في المدينة.</p>" * 3
    told = '<meta property="article:published_time" content="2025-04-13"><meta property="og:site_name" content="المثال">'
    page = f"<html><head>{told}</head><body><article><h1>إدانة</h1>{text}</article></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    document = json.loads(run("read", "page.html", "--format", "json", cwd=tmp_path).stdout)["document"]
    assert (document["published"], document["source"], document["title"]) == ("2025-04-13", "المثال", "إدانة")
    assert document["found"]["published"] == "meta article:published_time"
    given = run("read", "page.html", "--published", "2025-04-14", "--format", "json", cwd=tmp_path)
    document = json.loads(given.stdout)["document"]
    assert document["published"] == "2025-04-14"
    assert "published" not in document["found"]


def test_read_is_for_one_report(tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n', encoding="utf-8")
    for name, words in (("two.jsonl", "several reports"), (".", "is a folder")):
        done = run("read", name, cwd=tmp_path)
        assert (done.returncode, words in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
