"""Who codes which shard, and what happens when a worker dies over one: the same for every engine.

A shard whose worker dies is handed out again. When its second worker dies too, its reports are coded one by one, each in
a shard of its own whose result is thrown away: one that kills its worker twice becomes a failure, and the shard is
coded with the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

import msgspec

from khabar.io.given import Failure, Given
from khabar.run.shards import Shard, failure
from khabar.run.work import Done

TRIES = 2  # workers that a shard, or a report by itself, may cost


class Job(msgspec.Struct, frozen=True):
    """A shard to code. `digest` of the shard stays that of the input, also where a report was taken out of it.

    `alone` is the index of the one report that is tried, None for the shard as it is.
    """

    shard: Shard
    alone: int | None = None


class Died(msgspec.Struct, frozen=True):
    """A worker ended while it had a job; `how` in words."""

    how: str


class Runner(Protocol):
    """What codes jobs."""

    @property
    def room(self) -> int:
        """How many shards it takes at a time."""

    def submit(self, job: Job) -> None:
        """Take a job; it may wait."""

    def result(self) -> tuple[Job, Done | Died]:
        """Wait for any job that was taken."""


class _Case:
    """A shard under way: workers it has cost, and what is known of its reports tried alone."""

    def __init__(self, shard: Shard) -> None:
        self.shard = shard
        self.deaths = 0
        self.sifted = False
        self.waiting: set[int] = set()
        self.lost: dict[int, int] = {}
        self.bad: dict[int, str] = {}


def coded(shards: Iterable[Shard], runner: Runner) -> Iterator[tuple[Shard, Done]]:
    """The shards with their results, in order; at most `runner.room` of them are held at a time."""
    source = iter(shards)
    cases: dict[int, _Case] = {}
    order: deque[int] = deque()
    ready: dict[int, Done] = {}
    while True:
        for shard in islice(source, max(0, runner.room - len(order))):  # there may be less room than there was
            cases[shard.number] = _Case(shard)
            order.append(shard.number)
            runner.submit(Job(shard))
        if not order:
            return
        while order[0] not in ready:
            job, outcome = runner.result()
            done = _settle(cases[job.shard.number], job, outcome, runner.submit)
            if done is not None:
                ready[job.shard.number] = done
        number = order.popleft()
        yield cases.pop(number).shard, ready.pop(number)


def _settle(case: _Case, job: Job, outcome: Done | Died, submit: Callable[[Job], None]) -> Done | None:
    """What follows from a result: the shard is done, or something else is to be coded first."""
    if job.alone is not None:
        _tried(case, job, outcome, submit)
        return None
    if isinstance(outcome, Done):
        return outcome
    case.deaths += 1
    if case.deaths < TRIES:
        submit(job)
    elif not case.sifted:
        _sift(case, submit)
    else:
        reason = f"its worker {outcome.how} whenever it coded this and the reports beside it; code it by itself"
        bad = {n: reason for n, item in enumerate(case.shard.items) if isinstance(item, Given)}
        submit(Job(_without(case.shard, bad)))
    return None


def _sift(case: _Case, submit: Callable[[Job], None]) -> None:
    """Try the reports of a shard one by one."""
    case.waiting = {n for n, item in enumerate(case.shard.items) if isinstance(item, Given)}
    for n in sorted(case.waiting):
        submit(_alone(case.shard, n))


def _tried(case: _Case, job: Job, outcome: Done | Died, submit: Callable[[Job], None]) -> None:
    """A report that was tried alone; after the last of them the shard is coded without those that kill."""
    assert job.alone is not None
    if isinstance(outcome, Died):
        case.lost[job.alone] = case.lost.get(job.alone, 0) + 1
        if case.lost[job.alone] < TRIES:
            submit(job)
            return
        case.bad[job.alone] = f"its worker {outcome.how} twice while it was coded"
    case.waiting.discard(job.alone)
    if not case.waiting:
        case.sifted, case.deaths = True, 0
        submit(Job(_without(case.shard, case.bad)))


def _alone(shard: Shard, n: int) -> Job:
    return Job(Shard(shard.number, (shard.items[n],), shard.digest), n)


def _without(shard: Shard, bad: dict[int, str]) -> Shard:
    """The shard with reports replaced by failures."""

    def kept(n: int, item: Given | Failure) -> Given | Failure:
        return failure(item, bad[n]) if isinstance(item, Given) and n in bad else item

    return Shard(shard.number, tuple(kept(n, item) for n, item in enumerate(shard.items)), shard.digest)
