"""What an explanation is drawn from: one event of a newly coded record with the trace of its sentence."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from khabar.explain.model import Words
from khabar.explain.terms import sides
from khabar.model.record import Event, Record
from khabar.stages.atoms import Atom
from khabar.stages.clauses import Clauses
from khabar.stages.found import Found
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene
from khabar.stages.subjects import Verb
from khabar.stages.trace import Considered, Trace


class Evidence(msgspec.Struct, frozen=True):
    """One event of a record, how it was found, and all that its report's trace holds."""

    record: Record
    scene: Scene
    trace: Trace
    event: Event
    found: Found
    considered: Considered

    @property
    def line(self) -> Line:
        """The sentence."""
        return self.found.line

    @property
    def clauses(self) -> Clauses:
        """The clauses of the sentence."""
        return self.considered.clauses

    def words(self, first: int, last: int) -> Words:
        """The words at tokens first to last (exclusive)."""
        return self.stretch(self.scene.tokens[first].start, self.scene.tokens[last - 1].end)

    def stretch(self, start: int, end: int) -> Words:
        """A stretch of the text as words."""
        return Words(start, end, self.scene.text[start:end])

    def names(self, entities: Iterable[str]) -> tuple[str, ...]:
        """The names of entities, in English where there is one."""
        known = {e.id: e.name.en or e.name.ar or e.id for e in self.record.entities}
        return tuple(known.get(x, x) for x in entities)

    def verb(self) -> Verb | None:
        """The finite verb that lends the event its subject: the trigger, its light verb, else the one before."""
        trigger = self.found.trigger
        at = {trigger.at, trigger.light.at if trigger.light else -1}
        own = next((v for v in self.clauses.verbs if v.at in at), None)
        return own or self.clauses.verb_before(trigger.first)

    def reach(self) -> int:
        """The token at which the trigger's clause ends."""
        return self.clauses.reach(max(self.found.trigger.at, self.found.trigger.last - 1))

    def slot_of(self, side: str) -> str:
        """The slot that filled a side, as the event notes it."""
        return sides(self.found.slots)[side == "recipient"]

    def tried(self, entity: str) -> str:
        """The slot in which an actor was found, or ""."""
        return next((t.slot for t in self.considered.tried if entity in t.found), "")

    def told_too(self, entity: str) -> Considered | None:
        """Another trigger of the same act that brought an actor in, where the event's own did not."""
        if not self.considered.tried or self.tried(entity):
            return None
        mine = self.found.trigger
        twins = (c for c in self.trace.considered if c.lost is not None and c.lost.other is mine)
        return next((c for c in twins if any(entity in t.found for t in c.tried)), None)

    def standing(self, entity: str, slot: str) -> Phrase | Atom | None:
        """Where an actor stands for a side: the phrase in the slot, else the nearest after the trigger, else before it."""
        trigger, verb = self.found.trigger, self.verb()
        own = [p for p in self.line.phrases if entity in self.scene.entities(p)]
        subject = verb.subject if verb is not None else None
        if slot in ("subject", "light subject", "implied") and entity in self.scene.entities(subject):
            return subject
        adjectives = [a for a in self.line.atoms if self.scene.resolved.by_atom.get((a.first, a.last)) == entity]
        if slot in ("adj", "country of the object"):
            return next((a for a in adjectives if a.first >= trigger.first), None)
        governed = [p for p in own if p.governor == slot and p.first >= trigger.first]
        after = [p for p in own if p.first >= trigger.last]
        best: list[Phrase | Atom] = [*governed, *after, *reversed(own), *adjectives]
        return best[0] if best else None


def gather(record: Record, trace: Trace, event: Event) -> Evidence:
    """The evidence of an event; events and what was found stand in one order."""
    scene, found = trace.scene, trace.events[record.events.index(event)]
    assert scene is not None
    considered = next(c for c in trace.considered if c.trigger is found.trigger)
    return Evidence(record, scene, trace, event, found, considered)
