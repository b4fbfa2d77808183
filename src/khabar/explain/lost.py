"""What lost: other entries of the trigger's words, other actors of the sentence, and its other words for acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from khabar.explain.evidence import Evidence
from khabar.explain.model import Loser, Words
from khabar.explain.terms import FORMS, NEEDS, slot
from khabar.lexicon.pack import EventRule
from khabar.model.record import Record
from khabar.stages.forms import NOUN
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene
from khabar.stages.trace import Considered, Trace
from khabar.stages.triggers import Trigger

Span = tuple[int, int]


def entries_and_acts(
    record: Record, trace: Trace, line: Line, mine: Span, thresholds: Mapping[str, float]
) -> tuple[tuple[Loser, ...], tuple[Loser, ...]]:
    """What a sentence's triggers and refused words came to: those on the tokens `mine`, and the others."""
    scene = trace.scene
    assert scene is not None
    entries: dict[tuple[int, str], Loser] = {}
    acts: dict[tuple[int, str], Loser] = {}
    for first, last, rule, what, why in (*_considered(record, trace, line, thresholds), *_refused(trace, line)):
        words = _words(scene, first, last)
        side = entries if first < mine[1] and mine[0] < last else acts
        side.setdefault((first, rule.id), Loser(words, what, why))

    def ordered(found: dict[tuple[int, str], Loser]) -> tuple[Loser, ...]:
        return tuple(sorted(found.values(), key=lambda loser: (loser.words.start, loser.what)))

    return ordered(entries), ordered(acts)


def _considered(
    record: Record, trace: Trace, line: Line, thresholds: Mapping[str, float]
) -> Iterator[tuple[int, int, EventRule, str, str]]:
    """The triggers of a sentence: coded, or lost with the reason."""
    coded = {id(f.trigger): e.id for f, e in zip(trace.events, record.events, strict=True)}
    for considered in trace.considered:
        trigger = considered.trigger
        if line.first <= trigger.first < line.last:
            event = coded.get(id(trigger))
            why = f"is event {event}" if event else _why(considered, trace.scene, thresholds)
            yield trigger.first, trigger.last, trigger.rule, _what(trigger.rule, FORMS[trigger.form]), why


def _refused(trace: Trace, line: Line) -> Iterator[tuple[int, int, EventRule, str, str]]:
    """The words of a sentence that an entry has and that anchor nothing in it."""
    for refused in trace.refused:
        if line.first <= refused.first < line.last:
            yield refused.first, refused.last, refused.rule, _what(refused.rule, ""), refused.why


def _what(rule: EventRule, form: str) -> str:
    return f"{rule.type} by events/{rule.id}{f', {form}' if form else ''}"


def _why(considered: Considered, scene: Scene | None, thresholds: Mapping[str, float]) -> str:
    lost, rule = considered.lost, considered.trigger.rule
    if lost is None:
        return "gave no event"
    if lost.chance is not None:
        return f"{lost.why}: chance {lost.chance:.3f}, threshold {thresholds[rule.type]:.3f}"
    if lost.other is not None and scene is not None:
        return f"{lost.why} (see «{_text(scene, lost.other)}»)"
    return f"{lost.why}: {NEEDS[rule.needs]}" if lost.why.endswith("its entry needs") else lost.why


def _text(scene: Scene, trigger: Trigger) -> str:
    return _words(scene, trigger.first, trigger.last).text


def _words(scene: Scene, first: int, last: int) -> Words:
    start, end = scene.tokens[first].start, scene.tokens[last - 1].end
    return Words(start, end, scene.text[start:end])


def actors(evidence: Evidence) -> Iterator[Loser]:
    """The actors of the sentence that stand on neither side, each with why it is not there."""
    scene, found = evidence.scene, evidence.found
    sides = {*found.source, *found.recipient}
    for phrase in evidence.line.phrases:
        entities = scene.entities(phrase)
        if not entities or not set(entities) <= sides:
            who = ", ".join(evidence.names(entities)) or "unknown"
            yield Loser(evidence.stretch(phrase.start, phrase.end), who, _passed(evidence, phrase, entities))


def _passed(evidence: Evidence, phrase: Phrase, entities: tuple[str, ...]) -> str:
    """Why a phrase fills no slot of the frame: what stands against it, the plainest first."""
    trigger, scene = evidence.found.trigger, evidence.scene
    if not entities:
        return "is linked to nobody"
    people = [scene.person(x) for x in entities]
    if all(p is not None and p.type in ("LOC", "FAC") for p in people):
        return "is a place, which does not act"
    other = next((t.slot for t in evidence.considered.tried if set(entities) & set(t.found) & set(t.taken)), "")
    if other:
        return f"was found ({slot(other)}), but stands on the other side already"
    if phrase.first >= evidence.reach():
        ends = evidence.words(evidence.reach(), evidence.reach() + 1).text
        return f"stands beyond the trigger's clause, which ends before «{ends}»"
    if phrase.last <= trigger.first:
        return "stands before the trigger and is not its subject"
    frame = _frame(trigger)
    if phrase.governor and phrase.governor not in frame:
        return f"stands after «{phrase.governor}», for which the frame has no slot"
    if not phrase.governor and not frame & {"object", "of"}:
        return "stands after no preposition, and the frame has no slot for that"
    return "came too late: another phrase had filled the slot, or it stands too far from the trigger"


def _frame(trigger: Trigger) -> set[str]:
    """The slots in which a trigger of its form looks."""
    rule = trigger.rule
    return {*rule.noun_source, *rule.noun_recipient} if trigger.form == NOUN else {*rule.source, *rule.recipient}
