"""A whole run: reports in, one file of records out, or a stream of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from khabar.errors import InputError
from khabar.io.given import Failure, Given
from khabar.io.layouts import layout
from khabar.model.record import Record
from khabar.run.manifest import manifest
from khabar.run.output import check, publish
from khabar.run.parts import Mark, Parts
from khabar.run.pool import pool
from khabar.run.ray import cluster
from khabar.run.resume import opened
from khabar.run.schedule import Runner, coded
from khabar.run.serial import Serial
from khabar.run.shards import REPORTS, Shard, cut
from khabar.run.tally import Tally
from khabar.run.versions import fingerprint
from khabar.run.work import Work

Tell = Callable[[Tally, bool], None]  # numbers of a shard, and whether an earlier run had coded it


class Plan(msgspec.Struct, frozen=True):
    """How to code: what makes a record of a report, within which limits (bytes of text and seconds, each for one report), where.

    `versions` finds everything that a record depends on, in this process or on a node of a cluster, whose `address` may be given.
    """

    code: Callable[[Given], Record]
    layout: str = "jsonl"
    engine: str = "local"
    workers: int = 1
    largest: int = 1_000_000
    seconds: float = 60.0
    reports: int = REPORTS
    versions: Callable[[], Mapping[str, Any]] = dict
    address: str | None = None


class _Book:
    """What is known of the shards of a run so far."""

    def __init__(self, tell: Tell) -> None:
        self.shards = 0
        self.tally = Tally()
        self.digest = hashlib.sha256()
        self._tell = tell

    def enter(self, shard: Shard) -> None:
        """Note a shard that was read."""
        self.shards += 1
        self.digest.update(shard.digest.encode())

    def add(self, tally: Tally, earlier: bool) -> None:
        """Note what came of one."""
        self.tally += tally
        self._tell(tally, earlier)


def to_stream(items: Iterable[Given | Failure], plan: Plan, records: BinaryIO, failures: BinaryIO, tell: Tell) -> Tally:
    """Code all reports and write records and failures as they come, in the order of the input."""
    book = _Book(tell)
    with _runner(plan, Work(plan.code, plan.layout, plan.seconds)) as runner:
        for _, done in coded(cut(items, plan.largest, plan.reports), runner):
            records.write(done.records or b"")
            records.flush()
            failures.write(done.failures)
            failures.flush()
            book.add(done.tally, False)
    return book.tally


def to_file(
    items: Iterable[Given | Failure],
    plan: Plan,
    inputs: Sequence[str],
    output: Path,
    tell: Tell,
    *,
    fresh: bool = False,
) -> Tally:
    """Code all reports into a file, with its failures and a manifest beside it; shards that are done are not coded again."""
    shape = layout(plan.layout)
    check(shape, output)
    folder = output.with_name(f"{output.name}.parts")
    versions = plan.versions()
    book = _Book(tell)
    try:
        with opened(folder, shape.ending, versions, fresh) as parts:
            _code_parts(items, plan, parts, fingerprint(versions), book)
            described = (inputs, versions, book.shards, book.digest.hexdigest(), book.tally)
            publish(parts, shape, book.shards, output, lambda files: manifest(*described, files))
            parts.remove()
    except OSError as error:
        raise InputError(f"{error.filename or output}: cannot be read or written: {error.strerror or error}") from None
    return book.tally


def _code_parts(items: Iterable[Given | Failure], plan: Plan, parts: Parts, mark: str, book: _Book) -> None:
    """Code each shard that has no completion mark of this run into a part of its own."""

    def missing() -> Iterator[Shard]:
        for shard in cut(items, plan.largest, plan.reports):
            book.enter(shard)
            earlier = parts.done(shard.number, shard.digest, mark)
            if earlier is None:
                yield shard
            else:
                book.add(earlier, True)

    folder = None if plan.engine == "ray" else str(parts.folder)
    work = Work(plan.code, plan.layout, plan.seconds, folder, mark)
    with _runner(plan, work) as runner:
        for shard, done in coded(missing(), runner):
            if done.records is not None:  # from a worker that does not see the folder
                parts.keep(shard.number, done.records, done.failures, Mark(shard.digest, mark, done.tally))
            book.add(done.tally, False)


def _runner(plan: Plan, work: Work) -> AbstractContextManager[Runner]:
    if plan.engine == "serial":
        return nullcontext(Serial(work))
    if plan.engine == "local":
        return pool(work, plan.workers)
    if plan.engine == "ray":
        return cluster(work, plan.versions, plan.address)
    raise InputError(f"there is no engine «{plan.engine}»: use local, ray or serial")
