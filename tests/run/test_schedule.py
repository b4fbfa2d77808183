"""What happens when workers die, played with a runner that dies over the reports it is told to."""

from __future__ import annotations

from collections import Counter, deque

import pytest
from coders import faulty, given, many, plain

from khabar.io.given import Failure, Given
from khabar.io.jsons import from_json
from khabar.model.record import Record
from khabar.run.schedule import Died, Job, coded
from khabar.run.shards import Shard, cut
from khabar.run.work import Done, Work, perform


class Stage:
    """A runner whose workers die over texts as often as `deadly` says; `last` gives the latest job's result first."""

    def __init__(self, deadly: dict[str, int], room: int = 3, last: bool = False) -> None:
        self.room = room
        self.deadly = Counter(deadly)
        self.jobs: deque[Job] = deque()
        self.most = 0
        self.tried: list[tuple[int, int | None]] = []
        self._last = last

    def submit(self, job: Job) -> None:
        self.jobs.append(job)
        self.most = max(self.most, sum(j.alone is None for j in self.jobs))
        self.tried.append((job.shard.number, job.alone))

    def result(self) -> tuple[Job, Done | Died]:
        job = self.jobs.pop() if self._last else self.jobs.popleft()
        for item in job.shard.items:
            if isinstance(item, Given) and self.deadly[item.row.text] > 0:
                self.deadly[item.row.text] -= 1
                return job, Died("was killed (SIGKILL)")
        return job, perform(Work(plain, "jsonl", 0), job.shard)


def run(texts: list[str], stage: Stage, each: int = 3) -> tuple[list[str], list[Failure]]:
    """Ids of the records and failures that come out, in order."""
    records: list[str] = []
    failures: list[Failure] = []
    for _, done in coded(cut(given(*texts), 1000, each), stage):
        records += [from_json(line, Record).document.id for line in done.records.splitlines()]
        failures += [from_json(line, Failure) for line in done.failures.splitlines()]
    return records, failures


TEXTS = ["a", "b", "c", "d", "e", "f", "g"]
IDS = [f"r{n}" for n in range(1, 8)]


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("deadly,lost", [
    ({}, []),
    ({"b": 1}, []),                                  # a shard is tried twice
    ({"b": 3}, []),                                  # its reports alone twice
    ({"b": 4}, ["r2"]),
    ({"b": 9, "c": 9, "g": 9}, ["r2", "r3", "r7"]),
    ({"a": 2, "b": 1}, []),                          # alone, they all went through
    (dict.fromkeys("abcdefg", 9), IDS),
])  # fmt: skip
def test_only_a_report_that_kills_alone_is_lost(deadly: dict[str, int], lost: list[str], last: bool) -> None:
    records, failures = run(TEXTS, Stage(deadly, last=last))
    assert records == [i for i in IDS if i not in lost]
    assert [f.id for f in failures] == lost
    assert all(f.reason == "its worker was killed (SIGKILL) twice while it was coded" for f in failures)


def test_reports_that_kill_only_together_are_lost_together() -> None:
    class Together(Stage):
        def result(self) -> tuple[Job, Done | Died]:
            job = self.jobs.popleft()
            heavy = sum(isinstance(item, Given) for item in job.shard.items) > 1
            return job, Died("was killed") if heavy else perform(Work(plain, "jsonl", 0), job.shard)

    records, failures = run(["a", "b"], Together({}))
    assert records == []
    assert [f.id for f in failures] == ["r1", "r2"]
    assert "code it by itself" in failures[0].reason


def test_no_more_shards_are_held_than_there_is_room_for() -> None:
    held: list[Shard] = []

    def shards():  # type: ignore[no-untyped-def]
        for shard in cut(many(40), 1000, 2):
            held.append(shard)
            yield shard

    stage = Stage({}, room=3, last=True)
    for n, (shard, _) in enumerate(coded(shards(), stage)):
        assert shard.number == n
        assert len(held) - n <= 3
    assert stage.most <= 3
    assert len(held) == 20


def test_there_may_be_less_room_than_there_was() -> None:
    stage = Stage({}, room=8)
    results = coded(cut(many(30), 1000, 2), stage)
    numbers = [next(results)[0].number]
    stage.room = 2
    numbers += [shard.number for shard, _ in results]
    assert numbers == list(range(15))


def test_what_could_not_be_read_is_never_tried_alone() -> None:
    broken = Failure("in.jsonl", 9, None, "is not JSON")
    stage = Stage({"a": 9})
    (result,) = coded(cut([broken, *given("a", "b")], 1000, 5), stage)
    assert [from_json(line, Failure).line for line in result[1].failures.splitlines()] == [9, 1]
    assert {alone for _, alone in stage.tried} == {None, 1, 2}
    assert result[0].digest == next(cut([broken, *given("a", "b")], 1000, 5)).digest


def test_the_tests_coder_is_what_it_says() -> None:
    assert plain(given("x")[0]) == faulty(given("x")[0])  # type: ignore[arg-type]
