"""Processes of this machine: same results as without them, and a report that kills its worker costs only itself."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from coders import faulty, given, hang, many, plain, who

from khabar.errors import InputError, KhabarError
from khabar.io.given import Failure, Given
from khabar.io.jsons import from_json
from khabar.model.record import Record
from khabar.run import limits, pool
from khabar.run.memory import own_memory
from khabar.run.schedule import coded
from khabar.run.serial import Serial
from khabar.run.shards import cut
from khabar.run.work import Work


def run(items: list[Given | Failure], work: Work, workers: int = 2, each: int = 3) -> tuple[list[str], list[Failure]]:
    """Ids of the records and failures that come out, in order."""
    records: list[str] = []
    failures: list[Failure] = []
    with pool.pool(work, workers) as runner:
        for _, done in coded(cut(items, 10_000_000, each), runner):
            records += [from_json(line, Record).document.id for line in done.records.splitlines()]
            failures += [from_json(line, Failure) for line in done.failures.splitlines()]
    return records, failures


@pytest.mark.parametrize("workers", [1, 3])
def test_the_same_as_in_one_process(workers: int) -> None:
    work = Work(faulty, "jsonl", 0)
    shards = list(cut([*many(20), *given("refuse", "err")], 1000, 3))
    with pool.pool(work, workers) as runner:
        assert list(coded(shards, runner)) == list(coded(shards, Serial(work)))


def test_a_report_that_kills_its_worker_is_a_failure(tmp_path: Path) -> None:
    texts = ["a", f"once {tmp_path / 'mark'}", "b", "die", "c", "d", "e"]
    records, failures = run(given(*texts), Work(faulty, "jsonl", 0))
    assert records == ["r1", "r2", "r3", "r5", "r6", "r7"]
    (failure,) = failures
    assert (failure.input, failure.line, failure.id) == ("in.jsonl", 4, "r4")
    assert failure.reason == "its worker was killed (SIGKILL, perhaps for want of memory) twice while it was coded"
    assert (tmp_path / "mark").exists()


def test_a_report_that_cannot_be_interrupted_ends_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_GRACE", 0.2)
    records, failures = run(given("a", "hang", "b"), Work(faulty, "jsonl", 0.2))
    assert records == ["r1", "r3"]
    assert [f.id for f in failures] == ["r2"]
    assert hang.__doc__


def test_large_results_and_large_reports_pass() -> None:
    big = "x" * 3_000_000
    records, failures = run(given(big, "a", big, big), Work(plain, "jsonl", 0), each=1)
    assert (records, failures) == (["r1", "r2", "r3", "r4"], [])


def test_workers_end_with_the_block_and_with_an_error() -> None:
    with pool.pool(Work(plain, "jsonl", 0), 2) as runner:
        processes = [w.process for w in runner._workers]
    assert not any(p.is_alive() for p in processes)
    with pytest.raises(ZeroDivisionError), pool.pool(Work(faulty, "jsonl", 0), 2) as runner:
        processes = [w.process for w in runner._workers]
        for _ in coded(cut(given("a", "dawdle"), 1000, 1), runner):
            raise ZeroDivisionError
    assert not any(p.is_alive() for p in processes)


def test_workers_end_when_their_parent_is_gone() -> None:
    """The pool's process is killed while one worker waits and one is at a report that takes a minute."""
    read, write = os.pipe()
    parent = os.fork()
    if not parent:
        with pool.pool(Work(faulty, "jsonl", 1.0), 2) as runner:
            os.write(write, " ".join(str(w.process.pid) for w in runner._workers).encode())
            list(coded(cut(given("dawdle", "a"), 1000, 1), runner))
        os._exit(0)
    workers = [int(pid) for pid in os.read(read, 100).split()]
    time.sleep(0.3)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    until = time.monotonic() + 20
    while any(alive(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in workers)


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not asked about is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_that_has_grown_large_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "LIMIT", 0)
    with pool.pool(Work(who, "jsonl", 0), 2) as runner:
        records = b"".join(done.records or b"" for _, done in coded(cut(many(12), 1000, 2), runner))
    assert [from_json(line, Record).document.id for line in records.splitlines()] == [f"r{n}" for n in range(1, 13)]
    assert len({from_json(line, Record).document.language for line in records.splitlines()}) == 6  # one a shard


def test_memory_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "rollup").write_text(
        "55d0-7ffd ---p 0 00:00 0 [rollup]\nRss: 900 kB\nPrivate_Clean: 4 kB\nPrivate_Dirty: 60 kB\nPrivate_Hugetlb: 8 kB\n"
    )
    assert own_memory(tmp_path / "rollup") == 64 << 10
    assert own_memory(tmp_path / "none") is None
    before = own_memory()
    held = bytearray(b"x" * (50 << 20))
    after = own_memory()
    assert before is None or (after is not None and after - before > 40 << 20)
    assert held


def test_a_folder_that_cannot_be_written_stops_the_run() -> None:
    with pytest.raises(InputError, match="cannot be written: No such file"):
        run(many(2), Work(plain, "jsonl", 0, "none/at/all"))


def test_a_worker_that_cannot_begin_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_serve", lambda *arguments: os._exit(3))
    with pytest.raises(KhabarError, match="ended with status 3 before it began"):
        run(many(2), Work(plain, "jsonl", 0))


@pytest.mark.parametrize("code,words", [
    (0, "ended with status 0"), (1, "ended with status 1"), (-11, "was killed (SIGSEGV)"),
    (-9, "was killed (SIGKILL, perhaps for want of memory)"), (-200, "was killed (signal 200)"),
])  # fmt: skip
def test_how_a_worker_ended(code: int, words: str) -> None:
    assert pool.ended(code) == words
