"""Entities: whom each actor phrase means, in the order of the report."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.stages.atoms import ADJECTIVE, NAME, PERSON, Atom
from khabar.stages.describing import Describer
from khabar.stages.people import Person, Resolved
from khabar.stages.phrases import Phrase


class Resolver(Describer):
    """Resolves the phrases of one report."""

    def run(self, sentences: Sequence[tuple[Sequence[Phrase], Sequence[Atom]]]) -> Resolved:
        """Resolve (phrases, atoms) of each sentence in order."""
        for _, atoms in sentences:
            for atom in atoms:
                self._count(atom)
        for phrases, atoms in sentences:
            inside = {id(a) for p in phrases for a in p.atoms}
            marks: list[tuple[int, Phrase | Atom]] = [(p.first, p) for p in phrases]
            marks += [(a.first, a) for a in atoms if id(a) not in inside]
            for _, mark in sorted(marks, key=lambda m: m[0]):
                if isinstance(mark, Phrase):
                    self._phrase(mark)
                else:
                    self._lone(mark)
        self.out.mentions.sort(key=lambda m: (m.start, m.end))
        return self.out

    def _phrase(self, phrase: Phrase) -> None:
        owners = [self._owner(a) for a in phrase.atoms if a is not phrase.name and a.kind in (NAME, ADJECTIVE)]
        owner = next((o for o in owners if o), None)
        if phrase.name is not None:
            entity = self._named(phrase, phrase.name, owner)
        elif phrase.title >= 0 or phrase.role >= 0:
            entity = self._described(phrase, owner)
        else:
            entity = self._people(phrase, phrase.atoms[0])
        if entity is None:
            return
        both = self._both(phrase) if phrase.name is None and phrase.title >= 0 else ()
        self.out.by_phrase[(phrase.first, phrase.last)] = both or (entity.id,)
        if both:
            return
        if entity.type in ("PER", "GPE", "ORG"):
            if phrase.joined and self.recent and self.recent[-1] != entity.id:
                self.pair, self.paired = (self.recent[-1], entity.id), len(self.recent)
            self.recent.append(entity.id)

    def _lone(self, atom: Atom) -> None:
        if atom.kind == ADJECTIVE:
            self._adjective(atom)
        elif atom.kind in (NAME, PERSON):
            self._name(atom, None, None)

    def _named(self, phrase: Phrase, name: Atom, owner: Person | None) -> Person | None:
        """A phrase with a name: the name is linked, and the title beside it is noted for an unknown person."""
        holder = self._likely_holder(phrase, name, owner) if name.kind == PERSON else None
        if holder is not None:
            return holder
        entity = self._name(name, phrase, owner)
        if entity is None:
            if phrase.title < 0 and phrase.role < 0:
                return None
            return self._described(phrase, owner)
        if entity.type != "PER" or (phrase.title < 0 and phrase.role < 0):
            return entity
        if phrase.title >= 0:
            rule = self.lexicon.titles[phrase.title]
            entity.title = phrase.title
            entity.office_kind = rule.office
            if entity.fact is None:
                entity.sector = entity.sector or rule.sector
                held = f"{rule.en} of {owner.english}" if owner and owner.english else rule.en
                entity.office = entity.office or held
        elif entity.fact is None:
            entity.sector = entity.sector or self.lexicon.roles[phrase.role].sector
        if entity.fact is None and owner:
            entity.country = entity.country or owner.country
        return entity
