"""Entities: whom each actor phrase means, in the order of the report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from khabar.stages.atoms import ADJECTIVE, NAME, PERSON, Atom
from khabar.stages.describing import Describer
from khabar.stages.people import Person, Resolved
from khabar.stages.phrases import Phrase
from khabar.text.arabic import BETWEEN

SINGULAR = "singular"
HEADS = "president"  # of «رئيسا»


class Resolver(Describer):
    """Resolves the phrases of one report."""

    def run(self, sentences: Sequence[tuple[Sequence[Phrase], Sequence[Atom]]]) -> Resolved:
        """Resolve (phrases, atoms) of each sentence in order."""
        self.offices: dict[int, str] = {}
        for _, atoms in sentences:
            for atom in atoms:
                self._count(atom)
        for phrases, atoms in sentences:
            inside = {id(a) for p in phrases for a in p.atoms}
            marks: list[tuple[int, Phrase | Atom]] = [(p.first, p) for p in phrases]
            marks += [(a.first, a) for a in atoms if id(a) not in inside]
            self.offices = self._shared_offices(phrases)
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
        for atom in phrase.atoms:
            if atom.kind == PERSON and atom is not phrase.name:
                self._name(atom, None, None)  # «شرطة سولاوان»: a place that only the text knows
        holder = self._holds_shared(phrase, owner)
        if holder is not None:
            entity: Person | None = holder
        elif phrase.name is not None:
            entity = self._named(phrase, phrase.name, owner)
        elif phrase.title >= 0 or phrase.role >= 0:
            entity = self._described(phrase, owner)
        else:
            entity = self._people(phrase, phrase.atoms[0])
        if entity is None:
            return
        both = self._both(phrase) if phrase.name is None and phrase.title >= 0 and holder is None else ()
        self.out.by_phrase[(phrase.first, phrase.last)] = both or (entity.id,)
        if both:
            return
        if entity.type in ("PER", "GPE", "ORG"):
            if phrase.joined and self.recent and self.recent[-1] != entity.id:
                self.pair, self.paired = (self.recent[-1], entity.id), len(self.recent)
                self.sides = self.pair if phrase.governor == BETWEEN else self.sides
            self.recent.append(entity.id)

    def _shared_offices(self, phrases: Sequence[Phrase]) -> dict[int, str]:
        """The office of each of several countries that one title of two or more names, by the first token of its phrase:
        «رئيسا تركيا وألمانيا», «الوزيران المصري والأردني»."""
        shared: dict[int, str] = {}
        office, end = None, -1
        for before, phrase in pairwise(phrases):
            of = self._several(before)
            if of is not None:
                office = of
            elif before.first not in shared:
                office = None
            if office and phrase.joined and phrase.first == before.last and self._lone_country(phrase):
                shared[before.first] = shared[phrase.first] = office
                end = phrase.last
            elif before.last != end:
                office = None
        return shared

    def _several(self, phrase: Phrase) -> str | None:
        """The office of a title of two or more with the first of its countries."""
        if phrase.name is not None or not phrase.owners:
            return None
        if phrase.title >= 0:
            rule = self.lexicon.titles[phrase.title]
            return rule.office if rule.number != SINGULAR else None
        word = self.tokens[phrase.atoms[0].first].key[phrase.atoms[0].skip :]
        return HEADS if word in self.lexicon.classes.get("dual_heads", frozenset()) else None

    def _lone_country(self, phrase: Phrase) -> bool:
        atom = phrase.atoms[0]
        named = len(phrase.atoms) == 1 and atom.kind in (NAME, ADJECTIVE)
        return named and self.knowledge.fact(atom.refs[0]).type == "GPE"

    def _holds_shared(self, phrase: Phrase, owner: Person | None) -> Person | None:
        """Who holds the office that the phrase shares with the one beside it."""
        office = self.offices.get(phrase.first)
        if office is None:
            return None
        country = owner if owner is not None else self._owner(phrase.atoms[0])
        ref = self._holder(office, country) if country is not None else None
        if ref is None:
            return None
        person = self._from_fact(ref)
        names = list(person.names)
        self._mention(phrase, phrase.start, phrase.end, person, "description", 0.85, "office and date")
        person.names[:] = names
        return person

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
