"""Found events: what the event stage puts together, which mentions are one act, and which one happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from khabar.model.record import Link
from khabar.stages.scene import Line
from khabar.stages.status import HYPOTHETICAL, NEGATED
from khabar.stages.times import TimeSpan
from khabar.stages.triggers import Trigger

if TYPE_CHECKING:
    from khabar.stages.trace import Trace

PARTICIPANTS = "participants"  # slots of an event anchored by a noun for those who take part
TWO_SIDED = frozenset({"CONSULT", "AGREE", "COOPERATE"})


class Found(msgspec.Struct):
    """An event while it is put together."""

    trigger: Trigger
    line: Line
    source: tuple[str, ...]
    recipient: tuple[str, ...]
    status: str
    slots: str
    dropped: bool
    time: TimeSpan | None = None
    place: str | None = None
    chain: tuple[Link, ...] = ()
    quote: str | None = None
    happening: int = -1
    inherited: bool = False
    chance: float | None = None


def needed(events: list[Found], trace: Trace | None = None) -> list[Found]:
    """Those who take part in another event of the sentence anchor none of their own."""
    busy = {x for e in events if e.slots != PARTICIPANTS for x in (*e.source, *e.recipient)}
    kept: list[Found] = []
    for event in events:
        if event.slots != PARTICIPANTS or not set(event.source) & busy:
            kept.append(event)
        elif trace is not None:
            trace.lose(event.trigger, "names people who take part in another event of the sentence")
    return kept


def _compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return not a or not b or bool(set(a) & set(b))


def merge(events: list[Found], trace: Trace | None = None) -> list[Found]:
    """One event for several words about one act: same type and status in a sentence, and no actor against another."""
    kept: list[Found] = []
    struck = {e.trigger.first for e in events if e.trigger.rule.type == "ASSAULT" and e.recipient}
    for event in events:
        if event.trigger.rule.type == "MOBILIZE" and event.trigger.first in struck:
            if trace is not None:
                trace.lose(event.trigger, "is an attack: what is fired at someone is not only shown")
            continue
        twin = next((k for k in kept if _same_act(k, event)), None)
        if twin is None:
            kept.append(event)
            continue
        better = _filled(event) > _filled(twin)
        source = tuple(dict.fromkeys((*twin.source, *event.source)))
        recipient = tuple(x for x in dict.fromkeys((*twin.recipient, *event.recipient)) if x not in source)
        if trace is not None:
            lost, won = (twin, event) if better else (event, twin)
            trace.lose(lost.trigger, "tells the same act", won.trigger)
        if better:
            kept[kept.index(twin)] = event
            twin = event
        twin.source, twin.recipient = source, recipient
    return kept


def _filled(event: Found) -> int:
    return bool(event.source) + bool(event.recipient) + (not event.inherited)


def _same_act(a: Found, b: Found) -> bool:
    if a.trigger.rule.type != b.trigger.rule.type or a.status != b.status:
        return False
    if a.trigger.rule.type in TWO_SIDED:
        parties = set(a.source + a.recipient)
        return not parties or not (b.source + b.recipient) or bool(parties & set(b.source + b.recipient))
    return _compatible(a.source, b.source) and _compatible(a.recipient, b.recipient)


def number_happenings(events: list[Found]) -> None:
    """Give mentions of one happening the same number: same type, no actor and no date against another."""
    count = 0
    for n, event in enumerate(events):
        for other in reversed(events[:n]):
            if other.happening >= 0 and _one_happening(other, event):
                event.happening = other.happening
                break
        else:
            count += 1
            event.happening = count


def _one_happening(a: Found, b: Found) -> bool:
    if a.trigger.rule.type != b.trigger.rule.type or (a.status == NEGATED) != (b.status == NEGATED):
        return False
    if {a.status, b.status} & {HYPOTHETICAL} and a.status != b.status:
        return False
    if b.inherited:
        return True
    if a.time and b.time and a.time.value != b.time.value:
        return False
    parties_a, parties_b = set(a.source + a.recipient), set(b.source + b.recipient)
    if a.trigger.rule.type in TWO_SIDED:
        return len(parties_a & parties_b) >= 2
    return bool(set(a.source) & set(b.source)) and bool(set(a.recipient) & set(b.recipient))
