"""Naming: whom a proper name means.

A name is linked by the knowledge base; of several bearers the one whom the report, the title, the country or the date speaks
for is taken, and the reason is kept. Sound only proposes: office and date decide."""

from __future__ import annotations

from difflib import SequenceMatcher

from khabar.stages.atoms import ADJECTIVE, NAME, PERSON, Atom
from khabar.stages.people import Person, Registry
from khabar.stages.phrases import Phrase
from khabar.text.arabic import AL, key

BETWEEN = "\u0628\u064a\u0646"  # «بين الرياض وطهران»: the two governments
LIKE = 0.7  # likeness of two spellings of a surname, of an office holder whom the date has settled


class NameLinker(Registry):
    """Links names to entities."""

    def _owner(self, atom: Atom) -> Person | None:
        if atom.kind == ADJECTIVE:
            return self._adjective(atom)
        return self._name(atom, None, None)

    def _adjective(self, atom: Atom) -> Person:
        entity = self._from_fact(atom.refs[0])
        start, end = self._span(atom)
        names = list(entity.names)
        self._mention(atom, start, end, entity, "adjective", 0.9, "nationality adjective")
        entity.names[:] = names  # an adjective is no name of the country
        self.out.by_atom[(atom.first, atom.last)] = entity.id
        return entity

    def _name(self, atom: Atom, phrase: Phrase | None, owner: Person | None) -> Person | None:
        """The entity of a proper name, or None where a guarded short form has nothing to lean on."""
        if atom.kind == PERSON:
            found: tuple[Person, str] | None = self._unknown(atom, owner)
        elif atom.alias == "C":
            found = self._capital(atom)
        else:
            found = self._choose(atom, phrase, owner)
        if found is None:
            return None
        entity, why = found
        start, end = self._span(atom)
        mention = self._mention(atom, start, end, entity, "name", atom.score, why)
        self.out.by_atom[(atom.first, atom.last)] = entity.id
        if atom.kind == NAME:
            fact = self.knowledge.fact(entity.fact) if entity.fact is not None else None
            if fact and (fact.type in ("LOC", "FAC") or (fact.type == "GPE" and atom.alias != "C")):
                self.out.places[mention] = entity.fact if entity.fact is not None else -1
            elif atom.alias == "C":
                capital = self._capital_place(atom)
                if capital is not None:
                    self.out.places[mention] = capital
        return entity

    def _capital_place(self, atom: Atom) -> int | None:
        return self.knowledge.ref(f"{self.knowledge.fact(atom.refs[0]).id}-capital")

    def _capital(self, atom: Atom) -> tuple[Person, str] | None:
        """A capital is its government when it acts and a place when things happen there."""
        place = self._capital_place(atom)
        before = self.tokens[atom.first - 1].key if atom.first else ""
        if place is not None and ("b" in atom.pre or (before in self.place_words and before != BETWEEN)):
            return self._from_fact(place), "capital as a place"
        entity = self._from_fact(atom.refs[0])
        return entity, "capital as its government"

    def _choose(self, atom: Atom, phrase: Phrase | None, owner: Person | None) -> tuple[Person, str] | None:
        """Of the bearers of a name, the one whom the report speaks for."""
        refs = atom.refs
        if atom.alias == "G":
            named = [r for r in refs if r in self.known]
            titled = [r for r in refs if phrase is not None and self._title_fits(r, phrase, owner)]
            home = [r for r in refs if self._of_main_country(r)]
            if not named and not titled and len(home) == 1:
                return self._from_fact(home[0]), "body of the country that the report is about"
            if not named and not titled:
                return self._titled_unknown(atom, phrase, owner)
            chosen = (named or titled)[0]
            return self._from_fact(chosen), "short name after the full one" if named else "short name with the title"
        if len(refs) == 1:
            return self._from_fact(refs[0]), "name in the knowledge base"
        ranked = sorted(refs, key=lambda r: (-self._weight(r, phrase, owner), refs.index(r)))
        others = ", ".join(self.knowledge.fact(r).en for r in ranked[1:4])
        return self._from_fact(ranked[0]), f"one of several of the name; also {others}"

    def _weight(self, ref: int, phrase: Phrase | None, owner: Person | None) -> int:
        fact = self.knowledge.fact(ref)
        weight = 4 * (("fact", ref) in self.by_key)
        weight += 3 * (phrase is not None and self._title_fits(ref, phrase, owner))
        weight += 2 * bool(owner and owner.country and owner.country == fact.country)
        country = self.knowledge.ref(fact.country) if fact.country else None
        weight += (country is not None and self.countries[country] > 0) + bool(self.knowledge.office_on(fact, self.on))
        return weight

    def _title_fits(self, ref: int, phrase: Phrase, owner: Person | None) -> bool:
        if phrase.title < 0:
            return False
        rule = self.lexicon.titles[phrase.title]
        fact = self.knowledge.fact(ref)
        return any(o[0] == rule.office or o[0].lower() == rule.en for o in fact.offices)

    def _titled_unknown(self, atom: Atom, phrase: Phrase | None, owner: Person | None) -> tuple[Person, str] | None:
        if phrase is not None and phrase.title >= 0:
            return self._unknown(atom, owner)
        words = tuple(t.key for t in self.tokens[atom.first : atom.last])
        words = (words[0][atom.skip :], *words[1:])
        for known, entity in self.by_key.items():
            if known[0] == "name" and _same_person(words, known[2]):  # type: ignore[arg-type]
                return self.people[entity], "name met before in the report"
        return None

    def _unknown(self, atom: Atom, owner: Person | None) -> tuple[Person, str]:
        """A name outside the knowledge base: the report's own person of that name, or a new one."""
        _start, _end = self._span(atom)
        words = tuple(t.key for t in self.tokens[atom.first : atom.last])
        if atom.skip and atom.kind == PERSON:
            words = (words[0][atom.skip :], *words[1:])
        kind = atom.type or "PER"
        for known, name in self.by_key.items():
            if known[0] == "name" and known[1] == kind and _same_person(words, known[2]):  # type: ignore[arg-type]
                return self.people[name], "name met before in the report"
        if kind == "PER":
            for entity in self.out.entities:
                if entity.type == "PER" and entity.fact is not None and self._bears(entity, words):
                    return entity, "name met before in the report"
        person = Person("", kind, [], None, owner.country if owner else None)
        why = {"T": "proposed by the name tagger", "R": "words after a title", "V": "words after a verb of saying"}.get(
            atom.alias, "name with a title"
        )
        return self._entity(("name", kind, words), person), why

    def _bears(self, entity: Person, words: tuple[str, ...]) -> bool:
        fact = self.knowledge.fact(entity.fact) if entity.fact is not None else None
        if fact is None or not fact.ar:
            return False
        return any(_same_person(words, tuple(key(n).split())) for n in (fact.ar, *entity.names))

    def _likely_holder(self, phrase: Phrase, name: Atom, owner: Person | None) -> Person | None:
        """An unknown spelling of the one who held the office that the title names: sound proposes, office and date decide."""
        office = self.lexicon.titles[phrase.title].office if phrase.title >= 0 else None
        owner = owner or self._main_country() if office else None
        if not office or owner is None or owner.fact is None or self._not_current(phrase):
            return None
        ref = self._holder(office, owner)
        fact = self.knowledge.fact(ref) if ref is not None else None
        if fact is None or not fact.ar:
            return None
        last = self.tokens[name.last - 1].key
        if SequenceMatcher(None, last, key(fact.ar).split()[-1]).ratio() < LIKE:
            return None
        entity = self._from_fact(ref)  # type: ignore[arg-type]
        start, end = self._span(name)
        self._mention(name, start, end, entity, "name", 0.8, "office, date and a like name")
        self.out.by_atom[(name.first, name.last)] = entity.id
        return entity


def _same_person(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name is the other's beginning or end: «إبراهيم» of «خليل إبراهيم»."""
    if words == other:
        return True
    if len(words) > len(other):
        words, other = other, words
    bare = tuple(w.removeprefix(AL) for w in words)
    full = tuple(w.removeprefix(AL) for w in other)
    return len(words) < len(other) and full[-len(words) :] == bare
