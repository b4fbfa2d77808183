"""An explanation put together: the entry and its frame, who the actors are, what decided the rest, and what lost."""

from __future__ import annotations

from collections.abc import Iterator

from khabar.explain import decide
from khabar.explain.again import code_again, same_event, warnings
from khabar.explain.evidence import Evidence, gather
from khabar.explain.lost import actors as other_actors
from khabar.explain.lost import entries_and_acts
from khabar.explain.model import Actor, Entry, Explanation, Frame, Losers, Mark, Reasons, Slot, Words
from khabar.explain.terms import FORMS, NEEDS, reading_of
from khabar.explain.terms import slot as in_words
from khabar.lexicon.where import entry_place
from khabar.model.record import Event, Record
from khabar.pipeline import Engine
from khabar.stages.forms import NOUN
from khabar.stages.phrases import Phrase
from khabar.stages.trace import Trace

_HOW = {
    "after": "its subject, which follows the verb",
    "before": "its subject, which stands before the verb",
    "dropped": "the verb has no subject of its own; the one before is carried on",
}


def explain(record: Record, event: Event, engine: Engine) -> Explanation:
    """Why an event of a record is coded as it is, by coding the record's text again."""
    new, trace = code_again(record, engine)
    now = same_event(event, new)
    told = tuple(warnings(record, new, event, now))
    span = (now or event).sentence
    sentence = Words(span.start, span.end, record.document.text[span.start : span.end])
    if now is None:
        marks: tuple[Mark, ...] = (Mark("trigger", event.trigger.start, event.trigger.end),)
        return Explanation(record.document.id, event, None, told, sentence, marks, None, _losers(new, trace, engine, event))
    evidence = gather(new, trace, now)
    reasons = _reasons(evidence, engine)
    lost = _losers(new, trace, engine, now, evidence)
    return Explanation(record.document.id, event, now, told, sentence, _marks(evidence, reasons), reasons, lost)


def _losers(
    record: Record, trace: Trace, engine: Engine, event: Event, evidence: Evidence | None = None
) -> Losers:
    """What lost in the sentence of an event, which may not come out today."""
    scene = trace.scene
    assert scene is not None
    at = event.trigger
    line = next((x for x in scene.lines if x.start <= at.start < x.end), None)
    if line is None:
        return Losers((), (), ())
    inside = [n for n in range(line.first, line.last) if scene.tokens[n].start < at.end and at.start < scene.tokens[n].end]
    mine = (inside[0], inside[-1] + 1) if inside else (line.first, line.first)
    entries, acts = entries_and_acts(record, trace, line, mine, engine.telling.threshold if engine.telling else {})
    if evidence is None:
        return Losers(entries, (), acts)
    own = f"is event {event.id}"
    return Losers(tuple(e for e in entries if e.why != own), tuple(other_actors(evidence)), acts)


def _reasons(evidence: Evidence, engine: Engine) -> Reasons:
    return Reasons(
        _entry(evidence),
        tuple(_slots(evidence)),
        tuple(_actors(evidence)),
        decide.status(evidence),
        decide.date(evidence),
        decide.place(evidence),
        decide.chain(evidence),
        decide.opinion(evidence, engine.telling),
    )


def _entry(evidence: Evidence) -> Entry:
    trigger, rule = evidence.found.trigger, evidence.found.trigger.rule
    place = entry_place(evidence.record.document.language, rule.id)
    noun = trigger.form == NOUN
    frame = Frame(
        tuple(map(in_words, rule.noun_source if noun else rule.source)),
        tuple(map(in_words, rule.noun_recipient if noun else rule.recipient)),
        rule.mutual,
        NEEDS[rule.needs],
    )
    return Entry(
        id=rule.id, file=place[0] if place else None, line=place[1] if place else None, type=rule.type, mode=rule.mode,
        cameo=rule.cameo, lemma=rule.lemma, phrase=trigger.last - trigger.first > 1, form=FORMS[trigger.form],
        reading=reading_of(trigger.reading) + ("; passive" if "passive" in evidence.found.slots and not trigger.passive else ""),
        light=evidence.words(trigger.light.at, trigger.light.at + 1).text if trigger.light else None, frame=frame,
    )  # fmt: skip


def _slots(evidence: Evidence) -> Iterator[Slot]:
    """The slots in the order in which they were looked into; a side that none of them filled was filled otherwise."""
    found = evidence.found
    for tried in evidence.considered.tried:
        free = set(tried.found) - set(tried.taken)
        sides = [side for side in ("source", "recipient") if free & set(getattr(found, side))]
        yield Slot(in_words(tried.slot), evidence.names(tried.found), " and ".join(sides))


def _actors(evidence: Evidence) -> Iterator[Actor]:
    for side, entities in (("source", evidence.found.source), ("recipient", evidence.found.recipient)):
        for entity in entities:
            yield _actor(evidence, side, entity)


def _actor(evidence: Evidence, side: str, identity: str) -> Actor:
    scene, slot = evidence.scene, evidence.slot_of(side)
    entity = next(e for e in evidence.record.entities if e.id == identity)
    where = evidence.standing(identity, slot)
    words, named = None, None
    if isinstance(where, Phrase):
        words, named = evidence.stretch(where.start, where.end), scene.mention(where)
    elif where is not None:
        words = evidence.words(where.first, where.last)
        named = scene.resolved.mention_of.get((where.first, where.last))
    mention = next((m for m in evidence.record.mentions if m.id == named and m.entity == identity), None)
    return Actor(
        side=side, entity=identity, name=entity.name, type=entity.type, country=entity.country, office=entity.office,
        slot=_how(evidence, side, identity, slot), words=words, mention=mention.id if mention else None,
        form=mention.form if mention else None, why=mention.why if mention else None,
        confidence=mention.confidence if mention else None, others=mention.others if mention else (),
    )  # fmt: skip


def _how(evidence: Evidence, side: str, identity: str, slot: str) -> str:
    """By which slot someone came to stand on a side."""
    found = evidence.found
    if found.inherited:
        return "as in the event before, which this noun goes back to"
    twin = evidence.told_too(identity)
    if twin is not None:
        words = evidence.words(twin.trigger.first, twin.trigger.last).text
        return f"from «{words}», which tells the same act"
    verb = evidence.verb()
    if slot == "subject" and verb is not None and verb.how in _HOW and verb.at == found.trigger.at:
        return _HOW[verb.how]
    if in_words(slot):
        return in_words(slot)
    if found.trigger.rule.type == "PROTEST" and not evidence.tried(identity):
        return "whom the protest is against" if side == "recipient" else "those of the sentence who protest"
    together = in_words(evidence.tried(identity))
    return f"{together}: of those named together there is one on either side" if together else "by what the sentence tells besides"


def _marks(evidence: Evidence, reasons: Reasons) -> tuple[Mark, ...]:
    """The parts of the sentence; of two that share words the one named first counts."""
    event, light = evidence.event, evidence.found.trigger.light
    wanted = [("trigger", event.trigger.start, event.trigger.end)]
    if light is not None:
        words = evidence.words(light.at, light.at + 1)
        wanted.append(("light verb", words.start, words.end))
    for actor in reasons.actors:
        if actor.words is not None:
            wanted.append((actor.side, actor.words.start, actor.words.end))
    for role, decision in (
        ("status", reasons.status), ("date", reasons.date), ("place", reasons.place), ("cue", reasons.chain),
    ):  # fmt: skip
        if decision.words is not None:
            wanted.append((role, decision.words.start, decision.words.end))
    kept: list[Mark] = []
    for role, start, end in wanted:
        inside = event.sentence.start <= start and end <= event.sentence.end
        if inside and not any(start < m.end and m.start < end for m in kept):
            kept.append(Mark(role, start, end))
    return tuple(sorted(kept, key=lambda m: m.start))
