"""Found events: what the event stage puts together, which mentions are one act, and which one happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from khabar.model.record import Link
from khabar.stages.forms import NOUN, VERB
from khabar.stages.scene import Line, Scene
from khabar.stages.status import HYPOTHETICAL, NEGATED
from khabar.stages.times import TimeSpan
from khabar.stages.triggers import Trigger

if TYPE_CHECKING:
    from khabar.stages.trace import Trace

PARTICIPANTS = "participants"  # slots of an event anchored by a noun for those who take part
VISIT = "visit"
DENIAL = "deny"  # the entry of «نفى», «أنكر»
BY_ACT = 10  # words between those who were killed and the act that killed them
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


def by_the_act(events: list[Found], scene: Scene) -> None:
    """Who killed, where the act that killed is named after it: «مقتل قائد في غارة إسرائيلية»."""
    means = scene.lexicon.classes.get("means", frozenset())
    for event in events:
        if event.trigger.rule.type != "ASSAULT" or event.source or not event.recipient:
            continue
        for act in events:
            near = 0 < act.trigger.first - event.trigger.last <= BY_ACT and act.trigger.form == NOUN
            if act.trigger.rule.type != "ASSAULT" or not near or not act.source or set(act.source) & set(event.recipient):
                continue
            before = scene.tokens[act.trigger.first - 1].key
            if "b" in act.trigger.reading.pre or before in means:
                event.source = act.source
                event.slots = event.slots.replace("source=none", "source=the act that did it")
                break


def deny(events: list[Found], earlier: list[Found]) -> None:
    """Whom a denial answers, where it names nobody: who accused in the same sentence or the one before."""
    for n, event in enumerate(events):
        if event.trigger.rule.id != DENIAL or event.recipient or event.trigger.form != VERB:
            continue
        near = [f for f in earlier if event.line.index - f.line.index <= 1] + events[:n]
        accused = (f for f in reversed(near) if f.trigger.rule.type == "ACCUSE" and f.source)
        source = next((f.source for f in accused if not set(f.source) & set(event.source)), ())
        if source:
            event.recipient = source
            event.slots = event.slots.replace("recipient=none", "recipient=who accused before")


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
        if not recipient and event.trigger.rule.mutual and len(source) > 1:
            source, recipient = source[:1], source[1:]
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
        if (a.trigger.rule.mode == VISIT) != (b.trigger.rule.mode == VISIT):
            return False  # «وصل إلى باكو حيث يجري مباحثات»
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
