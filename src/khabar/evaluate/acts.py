"""Events of a record against a reference (coding manual, section 5).

An event is found when one of a defensible type is coded in its sentence. `events with actors` asks besides that each side
that the reference names holds one of its actors; `… or country` is content with one of the actor's country.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from khabar.bidi import clean, isolate
from khabar.evaluate.case import Case, Part, span
from khabar.evaluate.counts import Counts, Judgements, Score, rate
from khabar.evaluate.differences import Difference, wanted
from khabar.evaluate.manual import MarkedEvent
from khabar.evaluate.matching import Pairing, Range, common, pair
from khabar.evaluate.reliability import Judged
from khabar.evaluate.spans import strict_counts
from khabar.model.record import Event

Match = Callable[[str, str | None], bool]
_Gold = tuple[Range, MarkedEvent]


def judge_events(case: Case) -> Part:
    """Events with their sides, status, date and chain."""
    gold: list[_Gold] = [(case.where(e.sentence, e.occurrence), e) for e in case.marks.events]
    found = case.events()
    fitting = pair(gold, found, lambda g, f: _fit(case, g, f))
    pairing = _required(gold, fitting)
    pairs = [(gold[i][1], found[j]) for i, j in pairing.pairs]
    dated = [(e, f) for e, f in pairs if e.date]
    scores: dict[str, Score] = {
        "events": Counts(len(pairs), len(pairing.extra), len(pairing.missed)),
        "events with actors": strict_counts(pairing, [both(e, f, case.same) for e, f in pairs]),
        "events with actors or country": strict_counts(pairing, [both(e, f, case.near) for e, f in pairs]),
        "event status": rate(e.status == f.status for e, f in pairs),
        "event date": rate(f.date is not None and f.date.value == e.date for e, f in dated),
        "event chain": rate(case.same_chain(e.chain, f.chain) for e, f in pairs),
    }
    differences = [*_unpaired(case, gold, found, pairing)]
    for event, coded in pairs:
        differences += _within(case, event, coded)
    return Part(scores, tuple(differences), _judged(case, gold, found, fitting))


def _judged(case: Case, gold: Sequence[_Gold], found: Sequence[Event], pairing: Pairing) -> Judgements:
    """How right each coded event is, with its type and with its actors besides; an optional event is as good as another."""
    partner = {j: gold[i][1] for i, j in pairing.pairs}
    sides = {j: both(event, found[j], case.same) for j, event in partner.items()}
    return {
        "events": tuple(Judged(e.confidence, j in partner) for j, e in enumerate(found)),
        "events with actors": tuple(Judged(e.confidence, sides.get(j, False)) for j, e in enumerate(found)),
    }


def both(event: MarkedEvent, coded: Event, match: Match) -> bool:
    """Whether both sides hold a wanted actor, for two-sided events in either order."""
    return any(_holds(event, sides, match) == (True, True) for sides in _orders(event, coded))


def _orders(event: MarkedEvent, coded: Event) -> list[tuple[Sequence[str], Sequence[str]]]:
    straight = (coded.source, coded.recipient)
    return [straight, straight[::-1]] if event.either_order else [straight]


def _holds(event: MarkedEvent, sides: tuple[Sequence[str], Sequence[str]], match: Match) -> tuple[bool, ...]:
    """Whether each side holds a wanted actor; a side that the reference leaves open holds anything."""
    asked = zip((event.source, event.recipient), sides, strict=True)
    return tuple(not side or any(match(a, b) for a in side for b in got) for side, got in asked)


def _fit(case: Case, gold: _Gold, coded: Event) -> float:
    """How well a coded event fits a marked one: nothing outside its sentence or types, then required before optional, the
    right actors, and the trigger."""
    place, event = gold
    if common(place, span(coded.sentence)) <= 0 or coded.type not in event.type:
        return 0.0
    actors = 2 * both(event, coded, case.same) + both(event, coded, case.near)
    return 1 + actors + 4 * (not event.optional) + 0.5 * _same_trigger(event, coded)


def _same_trigger(event: MarkedEvent, coded: Event) -> bool:
    return coded.trigger.text in event.trigger or event.trigger in coded.trigger.text


def _required(gold: Sequence[_Gold], pairing: Pairing) -> Pairing:
    return Pairing(
        tuple((i, j) for i, j in pairing.pairs if not gold[i][1].optional),
        tuple(i for i in pairing.missed if not gold[i][1].optional),
        pairing.extra,
    )


def _unpaired(case: Case, gold: Sequence[_Gold], found: Sequence[Event], pairing: Pairing) -> Iterator[Difference]:
    """Events that have no partner. A miss and an extra of one sentence and trigger are one event of a wrong type."""
    extra = dict.fromkeys(pairing.extra)
    for i in pairing.missed:
        place, event = gold[i]
        same = [j for j in extra if common(place, span(found[j].sentence)) > 0 and _same_trigger(event, found[j])]
        if same:
            del extra[same[0]]
            detail = wanted(" or ".join(event.type), found[same[0]].type)
            yield Difference("wrong type", case.marks.id, event.trigger, f"{detail} in {_in(case.words(place))}")
        else:
            yield Difference(
                "missed trigger", case.marks.id, event.trigger, f"{event.type[0]} in {_in(event.sentence)}"
            )
    for j in extra:
        sides = f"{case.found(found[j].source)} to {case.found(found[j].recipient)}"
        yield Difference("extra event", case.marks.id, found[j].trigger.text, f"{found[j].type}, {sides}")


def _within(case: Case, event: MarkedEvent, coded: Event) -> Iterator[Difference]:
    """What differs in an event that was found."""

    def differ(cause: str, gold: str, got: str) -> Difference:
        return Difference(cause, case.marks.id, event.trigger, f"{coded.type}: {wanted(gold, got)}")

    if not both(event, coded, case.same):
        yield from _sides(case, event, coded, differ)
    if event.status != coded.status:
        yield differ("wrong status", event.status, coded.status)
    if event.date and coded.date is None:
        yield differ("no date", event.date, "none")
    elif event.date and coded.date and coded.date.value != event.date:
        yield differ("wrong date", event.date, coded.date.value)
    if not case.same_chain(event.chain, coded.chain):
        yield differ("wrong chain", case.actors(event.chain), case.found([link.entity for link in coded.chain]))


def _sides(
    case: Case, event: MarkedEvent, coded: Event, differ: Callable[[str, str, str], Difference]
) -> Iterator[Difference]:
    """What is wrong with the sides, in the order of the parties that is nearer to the reference."""
    straight = (coded.source, coded.recipient)
    if _holds(event, straight[::-1], case.same) == (True, True) and event.source and event.recipient:
        gold = f"{case.actors(event.source)} to {case.actors(event.recipient)}"
        yield differ("sides exchanged", gold, "the reverse")
        return
    best = max(_orders(event, coded), key=lambda sides: sum(_holds(event, sides, case.same)))
    asked = zip(
        ("source", "recipient"), (event.source, event.recipient), best, _holds(event, best, case.same), strict=True
    )
    for name, gold_side, got, right in asked:
        if not right:
            yield differ(f"{'wrong' if got else 'no'} {name}", case.actors(gold_side), case.found(got))


def _in(sentence: str) -> str:
    return isolate(f"«{clean(sentence)[:60]}»")
