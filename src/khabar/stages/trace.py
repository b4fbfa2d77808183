"""A trace of one report's coding: what was considered, where it was looked for, and what lost, for `khabar explain`.

The stages are given a trace or None. Without one nothing is noted, and with one the record is the same: a trace only listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from khabar.lexicon.pack import EventRule
    from khabar.model.record import Quote
    from khabar.stages.clauses import Clauses
    from khabar.stages.found import Found
    from khabar.stages.scene import Scene
    from khabar.stages.times import TimeSpan
    from khabar.stages.triggers import Trigger
    from khabar.stages.words import Reading

Ids = tuple[str, ...]


class Refused(msgspec.Struct, frozen=True):
    """A lexicon entry that a word or phrase belongs to, and why it anchors nothing there."""

    first: int
    last: int
    rule: EventRule
    reading: Reading
    why: str


class Tried(msgspec.Struct, frozen=True):
    """A slot of a frame that was looked into: whom it holds, and who of them stood on the other side already."""

    slot: str
    found: Ids
    taken: Ids


class Lost(msgspec.Struct, frozen=True):
    """Why a trigger gave no event; `other` is the trigger that it lost to."""

    why: str
    other: Trigger | None = None
    chance: float | None = None


class Considered(msgspec.Struct):
    """A trigger with the clauses of its sentence, the slots that were tried and, where it gave no event, why."""

    trigger: Trigger
    clauses: Clauses
    tried: list[Tried]
    lost: Lost | None = None


class Trace:
    """What is noted while one report is coded."""

    def __init__(self) -> None:
        self.refused: list[Refused] = []
        self.considered: list[Considered] = []
        self.scene: Scene | None = None
        self.quotes: Sequence[Quote] = ()
        self.times: Sequence[TimeSpan] = ()
        self.events: list[Found] = []

    def refuse(self, first: int, last: int, rule: EventRule, reading: Reading, why: str) -> None:
        """An entry's word stands at tokens first to last (exclusive) and is no trigger."""
        self.refused.append(Refused(first, last, rule, reading, why))

    def consider(self, trigger: Trigger, clauses: Clauses) -> None:
        """A trigger whose roles are looked for from now on."""
        self.considered.append(Considered(trigger, clauses, []))

    def tried(self, slot: str, found: Ids, taken: Ids) -> None:
        """A slot was looked into for the trigger that is considered."""
        self.considered[-1].tried.append(Tried(slot, found, taken))

    def lose(self, trigger: Trigger, why: str, other: Trigger | None = None, chance: float | None = None) -> None:
        """A trigger gives no event, or one with `other` that speaks for both."""
        for considered in self.considered:
            if considered.trigger is trigger:
                considered.lost = Lost(why, other, chance)

    def end(self, scene: Scene, quotes: Sequence[Quote], times: Sequence[TimeSpan], events: list[Found]) -> None:
        """All is coded: the events in the order of the record, and what they were read from."""
        self.scene, self.quotes, self.times, self.events = scene, quotes, times, events
