"""What a format makes of one record: what is written, what was left out and why, and what lost its attribution."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from khabar.model.record import Event, Record

ASSERTED = "asserted"


class Made(msgspec.Struct, frozen=True):
    """`parts` are lines with their ends or, for a folder, files; `count` is what they hold, in the format's own unit.

    `left` has one reason for each thing that was left out; `bare` counts events that only someone quoted in the report tells,
    written where the format has no place to say so.
    """

    parts: tuple[bytes, ...]
    count: int
    left: tuple[str, ...] = ()
    bare: int = 0


def facts(record: Record, all_statuses: bool = False) -> tuple[list[Event], list[str]]:
    """The events that may be written as facts, and for each of the others its status, the reason why not."""
    kept = [e for e in record.events if all_statuses or e.status == ASSERTED]
    return kept, [e.status for e in record.events if not all_statuses and e.status != ASSERTED]


def claimed(events: Iterable[Event]) -> int:
    """How many events stand by the word of someone in the report, not of the report."""
    return sum(bool(event.chain) for event in events)
