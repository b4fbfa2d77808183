"""A shard is coded whatever comes, what came of each report is counted, and one report has only so much time."""

from __future__ import annotations

import signal
import time

import pytest
from coders import faulty, given

from khabar.io.given import Failure
from khabar.io.jsons import from_json
from khabar.model.record import Record
from khabar.run.limits import OutOfTime, time_limit
from khabar.run.shards import cut
from khabar.run.work import Work, perform

SKIPPED = Failure("a.jsonl", 2, "b", "is in Persian; there is no lexicon for it", skipped=True)
BROKEN = Failure("a.jsonl", 3, None, "is not JSON")


def failures(data: bytes) -> list[Failure]:
    return [from_json(line, Failure) for line in data.splitlines()]


def test_what_was_read_coded_skipped_and_failed_is_counted() -> None:
    items = [*given("fine and good", "refuse", "err"), SKIPPED, BROKEN]
    done = perform(Work(faulty, "jsonl", 0), next(cut(items, 1000)))
    tally = done.tally
    assert (tally.read, tally.coded, tally.skipped, tally.failed) == (5, 1, 1, 3)
    assert (tally.words, tally.characters) == (3, 13)
    assert [from_json(line, Record).document.id for line in done.records.splitlines()] == ["r1"]
    assert [f.reason.split(":")[0] for f in failures(done.failures)] == [
        "cannot be coded", "internal error, please report it", SKIPPED.reason, BROKEN.reason,
    ]  # fmt: skip
    assert "1 coded, 1 skipped, 3 failed" in tally.line(1.0)


def test_a_report_that_takes_too_long_is_a_failure_and_the_next_is_coded() -> None:
    begun = time.monotonic()
    done = perform(Work(faulty, "jsonl", 0.2), next(cut(given("a", "dawdle", "b"), 1000)))
    assert time.monotonic() - begun < 20
    assert (done.tally.coded, done.tally.failed) == (2, 1)
    (failure,) = failures(done.failures)
    assert (failure.id, failure.line) == ("r2", 2)
    assert "longer than 0.2 s" in failure.reason


def test_the_time_limit_goes_away() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(5, deadly=True):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    assert signal.getsignal(signal.SIGALRM) == before
    with pytest.raises(OutOfTime), time_limit(0.05):
        time.sleep(10)
    assert signal.getsignal(signal.SIGALRM) == before
    with time_limit(0):
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
