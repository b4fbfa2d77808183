"""Coding one shard: what a worker does, wherever it runs. It knows no language: it is given what codes a report."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from khabar.errors import KhabarError
from khabar.io.given import Failure, Given
from khabar.io.jsons import to_json
from khabar.io.layouts import layout
from khabar.model.record import Record
from khabar.run.limits import OutOfTime, time_limit
from khabar.run.parts import Mark, Parts
from khabar.run.shards import Shard, failure
from khabar.run.tally import Tally

_ALLOCATIONS = 20_000  # objects made before the garbage collector looks for cycles; Python's own number is 700


class Work(msgspec.Struct, frozen=True):
    """What all shards of a run share; it goes to every worker, so all of it can be pickled.

    `code` makes a record of a report, `layout` names how records are laid out, `seconds` is the time for one report (0:
    any). With a `folder` a shard's results are written there; without, they come back as bytes.
    """

    code: Callable[[Given], Record]
    layout: str
    seconds: float
    folder: str | None = None
    fingerprint: str = ""


class Done(msgspec.Struct, frozen=True):
    """A shard's numbers and its records and failures; no records (None) where they were written to a file."""

    tally: Tally
    records: bytes | None = None
    failures: bytes = b""


def perform(work: Work, shard: Shard, *, deadly: bool = False, alive: Callable[[], None] = lambda: None) -> Done:
    """Code a shard. `deadly` is for processes that may be ended for one report; `alive` is called before each report."""
    with few_collections():
        if work.folder is None:
            held, failed = io.BytesIO(), io.BytesIO()
            tally = code_shard(work, shard, held, failed, deadly=deadly, alive=alive)
            return Done(tally, held.getvalue(), failed.getvalue())
        parts = Parts(Path(work.folder), layout(work.layout).ending)
        with parts.writing(shard.number) as (records, failures):
            tally = code_shard(work, shard, records, failures, deadly=deadly, alive=alive)
        parts.mark(shard.number, Mark(shard.digest, work.fingerprint, tally))
        return Done(tally)


def code_shard(
    work: Work,
    shard: Shard,
    records: BinaryIO,
    failures: BinaryIO,
    *,
    deadly: bool = False,
    alive: Callable[[], None] = lambda: None,
) -> Tally:
    """Code the reports of a shard in order; what cannot be coded is a failure with its reason, and the next is taken."""
    tally = Tally()
    with layout(work.layout).writer(records) as write:
        for item in shard.items:
            alive()
            result = item if isinstance(item, Failure) else attempt(item, work, deadly)
            if isinstance(result, Failure):
                failures.write(to_json(result) + b"\n")
                tally += Tally(read=1, skipped=int(result.skipped), failed=int(not result.skipped))
            else:
                write(result)
                text = result.document.text
                tally += Tally(1, 1, 0, 0, len(result.events), len(text.split()), len(text))
    return tally


def attempt(item: Given, work: Work, deadly: bool = False) -> Record | Failure:
    """The record of a report, or why there is none."""
    try:
        with time_limit(work.seconds, deadly=deadly):
            return work.code(item)
    except OutOfTime:
        return failure(item, f"took longer than {work.seconds:g} s; split it, or set --time-limit higher")
    except KhabarError as error:
        return failure(item, str(error))
    except Exception as error:  # a fault of ours must not stop a batch: it is written down, with its kind
        return failure(item, f"internal error, please report it: {type(error).__name__}: {error}")


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for cycles rarely: coding makes many objects and hardly a cycle, and looking takes a twentieth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
