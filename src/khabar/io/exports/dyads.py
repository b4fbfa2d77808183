"""Happenings of a record as pairs of one source and one recipient, as CAMEO data have them.

«Norway and Denmark warned Iceland» is two dyads, and three sentences about one warning are three mentions of each. Where a
sentence leaves one side out that another sentence of the same happening names, it mentions the full dyad.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import combinations, product

import msgspec

from khabar.model.record import Date, Event, Record

Pair = tuple[str | None, str | None]
TWO_SIDED = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # parties in either order


class Dyad(msgspec.Struct, frozen=True):
    """One happening between a source and a recipient (ids of entities); `mentions` are the events that tell it, the first of
    them that names both is `event`."""

    id: int
    event: Event
    source: str | None
    recipient: str | None
    mentions: tuple[Event, ...]

    @property
    def date(self) -> Date | None:
        """When it happened, by the first mention that tells."""
        return next((e.date for e in (self.event, *self.mentions) if e.date), None)

    @property
    def where(self) -> Event:
        """The first mention that tells where it happened, if any does."""
        return next((e for e in (self.event, *self.mentions) if e.place), self.event)


def dyads(record: Record, events: Iterable[Event]) -> list[Dyad]:
    """The dyads of some events of a record, in the order of the text."""
    happenings: dict[str, list[Event]] = {}
    for event in events:
        happenings.setdefault(event.happening, []).append(event)
    return [dyad for key, told in happenings.items() for dyad in _happening(record, key, told)]


def _happening(record: Record, key: str, told: list[Event]) -> Iterable[Dyad]:
    named: list[Pair] = []
    for event in told:
        named += [pair for pair in pairs(event) if not any(_tells(pair, other, event) for other in named)]
    for pair in named:
        if any(other != pair and _tells(pair, other, told[0]) for other in named):
            continue
        mentions = tuple(event for event in told if any(_tells(found, pair, event) for found in pairs(event)))
        event = next(event for event in told if pair in pairs(event))
        yield Dyad(_number(record, key, pair), event, *pair, mentions)


def pairs(event: Event) -> list[Pair]:
    """The pairs of an event; those who meet or agree and stand on one side only are paired with one another."""
    parties = event.source + event.recipient
    if event.type in TWO_SIDED and len(parties) > 1 and not (event.source and event.recipient):
        return list(combinations(parties, 2))
    if not event.source and not event.recipient:
        return []
    return list(product(event.source or (None,), event.recipient or (None,)))


def _tells(pair: Pair, other: Pair, event: Event) -> bool:
    """Whether one pair is the other, or the other less one side; in two-sided events in either order."""
    orders = (other, other[::-1]) if event.type in TWO_SIDED else (other,)
    return any(all(side is None or side == full for side, full in zip(pair, order, strict=True)) for order in orders)


def _number(record: Record, key: str, pair: Pair) -> int:
    """A number of 60 bits that is the same whenever the record is, and practically never that of another dyad."""
    told = "\0".join((record.document.id, record.document.sha256, key, pair[0] or "", pair[1] or ""))
    return int.from_bytes(hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 4
