"""One reference with the record that is scored against it, and whom its names mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from khabar.evaluate.counts import Judgements, Score
from khabar.evaluate.differences import Difference
from khabar.evaluate.manual import Actor, Reference
from khabar.evaluate.matching import Range, fold_name, locate, same_name
from khabar.model.record import Block, Content, Entity, Event, Link, Mention, Record, Span, Struct, Time

NOBODY: frozenset[str] = frozenset()


class Part(Struct, frozen=True):
    """The scores and differences of one part of the manual, and how right is what has a confidence."""

    scores: dict[str, Score]
    differences: tuple[Difference, ...]
    judged: Judgements = msgspec.field(default_factory=dict)


class Case:
    """A reference beside a record, or beside None where there is no record: then nothing was found."""

    def __init__(self, reference: Reference, record: Record | None) -> None:
        self.text = reference.text
        self.marks = reference.marks
        self.record = record
        self.entities: dict[str, Entity] = {e.id: e for e in record.entities} if record else {}
        self._actors = {key: _folded(actor.names) for key, actor in self.marks.actors.items()}
        self._found = {key: _folded(_names(entity)) for key, entity in self.entities.items()}

    def same(self, actor: str, entity: str | None) -> bool:
        """Whether an entity of the record bears a name of an actor of the reference."""
        return same_name(self._actors[actor], self._found.get(entity or "", NOBODY))

    def near(self, actor: str, entity: str | None) -> bool:
        """Whether it is the same or at least of the same country."""
        country = self.marks.actors[actor].country
        found = self.entities.get(entity or "")
        return self.same(actor, entity) or bool(country and found and found.country == country)

    def same_chain(self, actors: Sequence[str], links: Sequence[Link]) -> bool:
        """Whether two chains of attribution have the same links in the same order."""
        return len(actors) == len(links) and all(self.same(a, k.entity) for a, k in zip(actors, links, strict=True))

    def where(self, piece: str, occurrence: int) -> Range:
        """Where verbatim words of the reference stand."""
        return locate(self.text, piece, occurrence)

    def words(self, place: Range) -> str:
        """What stands at a place."""
        return self.text[place[0] : place[1]]

    def actors(self, keys: Sequence[str]) -> str:
        """Actors of the reference by their usual names."""
        listed: list[Actor] = [self.marks.actors[key] for key in keys]
        return ", ".join(actor.names[0] for actor in listed) or "nobody"

    def found(self, ids: Sequence[str | None]) -> str:
        """Entities of the record by name."""
        listed = [self.entities.get(i or "") for i in ids]
        return ", ".join(next(iter(_names(e)), e.id) for e in listed if e) or "nobody"

    def difference(self, cause: str, place: Range, detail: str = "") -> Difference:
        """A difference at a place of the text."""
        return Difference(cause, self.marks.id, self.words(place), detail)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the record that are no paragraphs."""
        return tuple(b for b in self.record.document.blocks if b.kind != "paragraph") if self.record else ()

    def mentions(self) -> tuple[Mention, ...]:
        """The proper names of the record outside repeats."""
        listed = self.record.mentions if self.record else ()
        return tuple(m for m in listed if m.form == "name" and not self._repeated(m.start))

    def times(self) -> tuple[Time, ...]:
        """The times of the record outside repeats."""
        listed = self.record.times if self.record else ()
        return tuple(t for t in listed if not self._repeated(t.start))

    def events(self) -> tuple[Event, ...]:
        """The events of the record."""
        return self.record.events if self.record else ()

    def _repeated(self, start: int) -> bool:
        return any(b.start <= start < b.end for b in self.blocks() if b.kind == "repeat")


def span(value: Span | Block | Mention | Time | Content) -> Range:
    """The place of a value of the record."""
    return value.start, value.end


def _names(entity: Entity) -> Iterator[str]:
    return (name for name in (entity.name.en, entity.name.ar, *entity.aliases) if name)


def _folded(names: Sequence[str] | Iterator[str]) -> frozenset[str]:
    return frozenset(_fold(name) for name in names)


_fold = lru_cache(maxsize=4096)(fold_name)
