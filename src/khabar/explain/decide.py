"""What decided the status, date, place and chain of an event, and whether the model was asked."""

from __future__ import annotations

from khabar.explain.evidence import Evidence
from khabar.explain.model import Decision, Loser, Opinion
from khabar.model.record import Quote
from khabar.stages.status import StatusReader
from khabar.stages.telling import Model
from khabar.stages.times import TimeSpan

_NO_PLACE = "does not stand after a word of place, or is further away"


def status(evidence: Evidence) -> Decision:
    """The word that decided the status, or that nothing bears on it."""
    found, event = evidence.found, evidence.event
    if found.trigger.rule.evaluates:
        return Decision(event.status, "praise or blame in reported words")
    verdict = StatusReader(evidence.scene, evidence.line, evidence.clauses).read(found.trigger)
    if verdict.status != event.status:
        quote = _quote(evidence)
        cue = quote.cue if quote else None
        words = evidence.stretch(cue.start, cue.end) if cue else None
        return Decision(event.status, "stands in what someone denies", words)
    return Decision(event.status, verdict.why, evidence.words(verdict.at, verdict.at + 1) if verdict.at >= 0 else None)


def date(evidence: Evidence) -> Decision:
    """The time expression that dates the event, and the others of the sentence."""
    line, taken = evidence.line, evidence.found.time
    others = tuple(
        Loser(evidence.stretch(t.start, t.end), f"{t.kind} {t.value or 'without a value'}", _no_date(evidence, t))
        for t in evidence.trace.times
        if line.start <= t.start < line.end and t is not taken
    )
    if taken is None:
        why = "none of the time expressions of the sentence can date it" if others else "no time expression in the sentence"
        return Decision(None, why, None, others)
    return Decision(
        taken.value, f"{taken.precision}, the time expression nearest the trigger", evidence.stretch(taken.start, taken.end),
        others,
    )  # fmt: skip


def _no_date(evidence: Evidence, time: TimeSpan) -> str:
    """Why a time expression does not date the event."""
    if time.kind != "date" or time.value is None:
        return "is no date" if time.kind != "date" else "could not be put on the calendar"
    trigger, tokens = evidence.found.trigger, evidence.scene.tokens
    start, end = sorted((tokens[trigger.first].start, time.start))
    own = {trigger.first, trigger.light.at if trigger.light else -1}
    between = sum(start < tokens[v.at].start < end for v in evidence.clauses.verbs if v.at not in own)
    if not between:
        return "stands further from the trigger"
    return f"stands behind {between} other verb{'s' if between > 1 else ''}"


def place(evidence: Evidence) -> Decision:
    """The named place nearest after a word of place, and the other places of the sentence."""
    mentions = {m.id: m for m in evidence.record.mentions}
    line, resolved = evidence.line, evidence.scene.resolved
    sides = {*evidence.found.source, *evidence.found.recipient}
    there = [mentions[m] for m in resolved.places if line.start <= mentions[m].start < line.end]
    taken = mentions.get(evidence.event.place or "")
    others = tuple(
        Loser(evidence.stretch(m.start, m.end), _name(evidence, m.entity), _NO_PLACE)
        for m in there
        if m is not taken and m.entity not in sides
    )
    if taken is None:
        none = "no known place is named besides the sides of the event"
        return Decision(None, "no named place stands near after a word of place" if others else none, None, others)
    words = evidence.stretch(taken.start, taken.end)
    return Decision(_name(evidence, taken.entity), "the named place nearest the trigger, after a word of place", words, others)


def _name(evidence: Evidence, entity: str | None) -> str:
    return ", ".join(evidence.names([entity] if entity else []))


def chain(evidence: Evidence) -> Decision:
    """By whose word the event is told: the quote in which it stands, and its cue."""
    event, quote = evidence.event, _quote(evidence)
    names = evidence.names(link.entity for link in event.chain)
    value = " < ".join(names) or None
    if quote is None:
        if names:
            return Decision(value, "a participle after what they are quoted with")
        return Decision(None, "stands in no quote: the report's own voice")
    cue = evidence.stretch(quote.cue.start, quote.cue.end) if quote.cue else None
    why = f"stands in quote {quote.id}, {quote.kind}, {'told by its cue' if cue else 'without a cue'}"
    if len(event.chain) < len(quote.chain):
        why += "; the speaker is left out, for the act is the speaker's own"
    return Decision(value, why, cue)


def _quote(evidence: Evidence) -> Quote | None:
    return next((q for q in evidence.record.quotes if q.id == evidence.event.quote), None)


def opinion(evidence: Evidence, model: Model | None) -> Opinion:
    """What the model had to say, or why it was not asked."""
    kind, chance = evidence.event.type, evidence.found.chance
    if model is None:
        return Opinion(False, None, None, "not asked: coded without it")
    if kind not in model.weights:
        return Opinion(False, None, None, f"not asked: it knows {' and '.join(sorted(model.weights))}, not {kind}")
    if chance is None:
        return Opinion(False, None, None, "not asked: it is not asked of titles")
    threshold = model.threshold[kind]
    if chance >= threshold:
        return Opinion(True, round(chance, 3), threshold, "the sentence is taken to tell the act")
    return Opinion(True, round(chance, 3), threshold, "overruled, for the first verb plainly says it of two known sides")
