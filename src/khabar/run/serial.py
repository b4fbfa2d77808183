"""Code a stream of reports one after the other, and count what came of them.

It knows neither files nor stages: it is given the reports, the function that codes one, and where results go.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

import msgspec

from khabar.errors import KhabarError
from khabar.io.given import Failure, Given
from khabar.model.record import Record

_ALLOCATIONS = 20_000  # objects made before the garbage collector looks for cycles; Python's own number is 700


class Summary(msgspec.Struct, frozen=True):
    """How many reports were read, coded, skipped and failed, and how long it took."""

    read: int = 0
    coded: int = 0
    failed: int = 0
    events: int = 0
    characters: int = 0
    seconds: float = 0.0
    skipped: int = 0

    def line(self) -> str:
        """The summary in words."""
        rate = self.characters / self.seconds / 1000 if self.seconds else 0.0
        return (
            f"{self.read} read, {self.coded} coded, {self.skipped} skipped, {self.failed} failed; "
            f"{self.events} events; {self.seconds:.1f} s, {rate:.0f}k characters/s"
        )


def code_all(
    reports: Iterable[Given | Failure],
    code: Callable[[Given], Record],
    write: Callable[[Record], None],
    fail: Callable[[Failure], None],
    progress: Callable[[Summary], None] = lambda summary: None,
) -> Summary:
    """Code all reports; a report that cannot be coded is a failure with its reason, and the next one is taken.

    What the intake skipped goes to `fail` too, so that nothing is left out without a word, but is counted apart.
    """
    started = monotonic()
    coded = failed = skipped = events = characters = 0
    summary = Summary()
    with _few_collections():
        for read, item in enumerate(reports, 1):
            result = item if isinstance(item, Failure) else _attempt(item, code)
            if isinstance(result, Failure):
                failed += not result.skipped
                skipped += result.skipped
                fail(result)
            else:
                coded += 1
                events += len(result.events)
                characters += len(result.document.text)
                write(result)
            summary = Summary(read, coded, failed, events, characters, monotonic() - started, skipped)
            progress(summary)
    return summary


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for cycles rarely: coding makes many objects and hardly a cycle, and looking takes a twentieth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _attempt(item: Given, code: Callable[[Given], Record]) -> Record | Failure:
    name = None if item.row.id is None else str(item.row.id)
    try:
        return code(item)
    except KhabarError as error:
        return Failure(item.input, item.line, name, str(error))
    except Exception as error:  # a fault of ours must not stop a batch: it is written down, with its kind
        reason = f"internal error, please report it: {type(error).__name__}: {error}"
        return Failure(item.input, item.line, name, reason)
