"""What is said of a run under way: rates, and the time left where the number of reports is known."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from khabar.io.count import count_reports
from khabar.run import progress
from khabar.run.progress import Progress, duration
from khabar.run.tally import Tally

SHARD = Tally(read=100, coded=98, failed=2, words=25_000)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_rates_and_the_time_left() -> None:
    shown = Progress(io.StringIO(), 1000)
    shown.add(SHARD, False)
    shown.add(SHARD, False)
    assert shown.line(10.0) == "200 of 1,000 reports, 4 failed; 20.0 reports/s, 5,000 words/s; 40 s left"


def test_what_an_earlier_run_did_is_done_but_no_speed() -> None:
    shown = Progress(io.StringIO(), 1000)
    shown.add(SHARD, True)
    shown.add(SHARD, False)
    assert shown.line(10.0) == "200 of 1,000 reports, 4 failed; 10.0 reports/s, 2,500 words/s; 1 min left"


def test_without_a_total_no_time_is_promised() -> None:
    shown = Progress(io.StringIO())
    shown.add(SHARD, False)
    assert shown.line(10.0) == "100 reports, 2 failed; 10.0 reports/s, 2,500 words/s"


@pytest.mark.parametrize(
    "seconds,words", [(0, "0 s"), (59, "59 s"), (90, "2 min"), (3540, "59 min"), (11_100, "3 h 05 min")]
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize("stream,wanted,begins", [
    (Terminal(), False, "\r\x1b[K100 reports"), (io.StringIO(), True, "khabar: 100 reports"), (io.StringIO(), False, ""),
])  # fmt: skip
def test_a_terminal_gets_one_line_a_log_lines_and_a_pipe_nothing(
    stream: io.StringIO, wanted: bool, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(progress, "monotonic", lambda: now)
    shown = Progress(stream, wanted=wanted)
    now += 1
    shown.add(SHARD, False)
    assert stream.getvalue() == ""  # too early
    now += 10
    shown.add(Tally(), False)
    assert stream.getvalue().startswith(begins)
    assert (stream.getvalue() == "") == (begins == "")
    shown.end()
    assert stream.getvalue().endswith("\r\x1b[K") == stream.isatty()


def test_reports_are_counted_where_that_is_cheap(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{}\n{}\n{}")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text("text")
    (tmp_path / "sub" / "c.ndjson").write_text("{}\n")
    (tmp_path / "empty.jsonl").write_text("")
    assert count_reports([str(tmp_path)]) == 5
    assert count_reports([str(tmp_path / "a.jsonl")]) == 3
    assert count_reports([str(tmp_path), "-"]) is None
    (tmp_path / "page.html").write_text("<p>")
    assert count_reports([str(tmp_path)]) is None
    assert count_reports(["none.jsonl"]) is None
