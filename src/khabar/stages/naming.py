"""Naming: whom a proper name means.

A name is linked by the knowledge base; of several bearers the one whom the report, the title, the country or the date speaks
for is taken, and the reason is kept. Sound only proposes: office and date decide."""

from __future__ import annotations

from khabar.knowledge.base import Fact
from khabar.knowledge.sound import likeness
from khabar.model.record import Other
from khabar.stages.atoms import ADJECTIVE, NAME, PERSON, Atom
from khabar.stages.choosing import COMMON, Chooser
from khabar.stages.people import Person
from khabar.stages.phrases import Phrase
from khabar.text.arabic import AL, BETWEEN, is_arabic, key

WHY = {
    "T": "proposed by the name tagger",
    "R": "words after a title",
    "V": "words after a verb of saying",
    "N": "a name that many bear",
    "E": "found by the careful reading",
}
LIKE = 0.7  # likeness of two spellings of a surname, of an office holder whom the date has settled


class NameLinker(Chooser):
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
        others: tuple[Other, ...] = ()
        if atom.kind == PERSON:
            found: tuple[Person, str] | None = self._unknown(atom, owner)
        elif atom.alias == "C":
            government, why, others = self._capital(atom, phrase, owner)
            found = (government, why)
        else:
            found, others = self._bearer(atom, phrase, owner)
        if found is None:
            return None
        entity, why = found
        start, end = self._span(atom)
        mention = self._mention(atom, start, end, entity, "name", atom.score, why, others)
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

    def _capital(self, atom: Atom, phrase: Phrase | None, owner: Person | None) -> tuple[Person, str, tuple[Other, ...]]:
        """A capital is its government when it acts and a place when things happen there; or it is a town of the name elsewhere."""
        ref, why, others = self._chosen(atom, phrase, owner)
        if ref not in atom.refs:
            return self._from_fact(ref), why, others
        place = self._capital_place(atom)
        before = self.tokens[atom.first - 1].key if atom.first else ""
        if place is not None and ("b" in atom.pre or (before in self.place_words and before != BETWEEN)):
            return self._from_fact(place), "capital as a place", others
        country = next((r for r in atom.also if self.knowledge.fact(r).type == "GPE"), None)
        if country is not None and not self.countries[ref]:  # «دعت عمان إلى الهدوء»: of two that act, the country of the name
            capital = self._other(self.knowledge.fact(ref), "the country of the name is meant rather than its capital's")
            others = (capital, *(o for o in others if o.key != self.knowledge.fact(country).id))
            return self._from_fact(country), "country of the name", others
        return self._from_fact(ref), "capital as its government", others

    def _bearer(
        self, atom: Atom, phrase: Phrase | None, owner: Person | None
    ) -> tuple[tuple[Person, str] | None, tuple[Other, ...]]:
        """Of the bearers of a name, the one whom the report speaks for, and the others."""
        if atom.alias != "G":
            ref, why, others = self._chosen(atom, phrase, owner)
            if self._anybody(ref, atom, phrase, owner):
                others = (self._other(self.knowledge.fact(ref), COMMON), *others)
                return self._unknown(atom._replace(type="PER"), owner), others
            return (self._from_fact(ref), why), others
        named = [r for r in atom.refs if r in self.known or ("fact", r) in self.by_key]
        titled = [r for r in atom.refs if phrase is not None and self._title_fits(r, phrase)]
        home = [r for r in atom.refs if self._of_main_country(r)]
        fitting = [r for r in atom.refs if r in named or r in titled]
        if fitting:
            ref, why, others = self._chosen(atom._replace(refs=tuple(fitting), also=atom.refs), phrase, owner)
            if len(fitting) == 1:
                why = "short name after the full one" if named else "short name with the title"
            return (self._from_fact(ref), why), others
        found = self._titled_unknown(atom, phrase, owner)
        if found is None and len(home) == 1:
            what = "leader" if self.knowledge.fact(home[0]).type == "PER" else "body"
            return (self._from_fact(home[0]), f"{what} of the country that the report is about"), ()
        if found is None and atom.last - atom.first > 1 and all(self.knowledge.fact(r).type == "PER" for r in atom.refs):
            found = self._unknown(atom._replace(type="PER"), owner)  # «محمد حسن»: whoever it is, a person
        found = found or self._unknown_body(atom, owner) or (self._unknown(atom, owner) if atom.type else None)
        return found, self._unsettled(atom)

    def _unknown_body(self, atom: Atom, owner: Person | None) -> tuple[Person, str] | None:
        """«المجلس الدستوري» where nothing tells of which country: a body of that name."""
        facts = [self.knowledge.fact(ref) for ref in atom.refs]
        if atom.last - atom.first == 1 or any(f.type != "ORG" for f in facts):
            return None
        words = tuple(t.key for t in self.tokens[atom.first : atom.last])
        words = (words[0][atom.skip :], *words[1:])
        sector = facts[0].sector if len({f.sector for f in facts}) == 1 else ()
        body = Person("", "ORG", [], None, owner.country if owner else None, sector)
        return self._entity(("name", "ORG", words), body), "name of a body that the knowledge base has of others"

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
        why = WHY.get(atom.alias, "name with a title")
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
        written = " ".join((self.tokens[name.first].key[name.skip :], *(t.key for t in self.tokens[name.first + 1 : name.last])))
        if max(likeness(written, form) for form in self._forms(fact, written.count(" "))) < LIKE:
            return None
        entity = self._from_fact(ref)  # type: ignore[arg-type]
        start, end = self._span(name)
        self._mention(name, start, end, entity, "name", 0.8, "office, date and a like name")
        self.out.by_atom[(name.first, name.last)] = entity.id
        return entity

    def _forms(self, fact: Fact, spaces: int) -> list[str]:
        """The names of a person and, beside one word, each word of them that may stand alone."""
        names = [n for n in (fact.ar, *fact.aliases) if n and is_arabic(n)]
        if spaces:
            return names
        return [*names, *(w for n in names for w in n.split() if len(w) > 2 and key(w) not in self.lexicon.first_names)]


def _same_person(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name is the other's beginning or end: «إبراهيم» of «خليل إبراهيم»."""
    if words == other:
        return True
    if len(words) > len(other):
        words, other = other, words
    bare = tuple(w.removeprefix(AL) for w in words)
    full = tuple(w.removeprefix(AL) for w in other)
    return len(words) < len(other) and full[-len(words) :] == bare
