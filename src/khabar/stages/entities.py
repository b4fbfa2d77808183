"""Entities: whom each actor phrase means, in the order of the report.

A name is linked by the knowledge base; of several bearers the one whom the report, the title, the country or the date speaks
for is taken, and the reason is kept. A title without a name is settled by office, country and date, or by the person of that
title named before. What nothing settles stays as it is described.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec

from khabar.knowledge.base import Fact, Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.model.record import Entity, Mention, Name
from khabar.stages.mentions import ADJECTIVE, NAME, PERSON, ROLE, TITLE, Atom
from khabar.stages.phrases import Phrase
from khabar.stages.words import source_offset
from khabar.text.arabic import AL, is_arabic, key
from khabar.text.romanise import romanise
from khabar.text.segment import Token

GOVERNMENT = frozenset({"government", "authorities"})  # with a country they are the country that acts
ORGANS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})  # bodies that belong to a country even where it is not named
STATE = "state"
HOMELAND = "homeland"
LEADERS = frozenset({"commander", "leader"})
SEVERAL = ("\u0627\u0646", "\u064a\u0646", "\u0627\u062a")  # endings of the dual and the plural
LIKE = 0.7  # likeness of two spellings of a surname, of an office holder whom the date has settled
COUNTERPART = "counterpart"
PAIRED = frozenset({"GPE", "PER"})


class Person(msgspec.Struct):
    """What the report tells of one entity, gathered while it is read."""

    id: str
    type: str
    names: list[str]
    fact: int | None = None
    country: str | None = None
    sector: tuple[str, ...] = ()
    english: str | None = None
    office: str | None = None
    title: int = -1
    office_kind: str | None = None
    described: bool = False


class Place(msgspec.Struct, frozen=True):
    """A named place that a mention stands for, besides or instead of an actor."""

    mention: str
    ref: int


class Resolved(msgspec.Struct):
    """Entities, mentions and which phrase or atom stands for which entity.

    `by_phrase` maps (first, last) tokens of a phrase to entity ids, the head first; `by_atom` those of an atom; `mention_of`
    the mention id of an atom or phrase; `places` mention id to reference of the place.
    """

    entities: list[Person]
    mentions: list[Mention]
    by_phrase: dict[tuple[int, int], tuple[str, ...]]
    by_atom: dict[tuple[int, int], str]
    mention_of: dict[tuple[int, int], str]
    places: dict[str, int]


class Resolver:
    """Resolves the phrases of one report."""

    def __init__(self, lexicon: Lexicon, knowledge: Knowledge, text: str, tokens: Sequence[Token], on: str | None) -> None:
        self.lexicon, self.knowledge, self.text, self.tokens, self.on = lexicon, knowledge, text, tokens, on
        self.out = Resolved([], [], {}, {}, {}, {})
        self.by_key: dict[tuple[object, ...], str] = {}
        self.people: dict[str, Person] = {}
        self.recent: list[str] = []
        self.known: set[int] = set()
        self.countries: Counter[int] = Counter()
        self.place_words = lexicon.classes.get("place_prepositions", frozenset())

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

    def _count(self, atom: Atom) -> None:
        if atom.kind not in (NAME, ADJECTIVE):
            return
        if atom.alias != "G":
            self.known.update(atom.refs[:1] if len(atom.refs) == 1 else ())
        fact = self.knowledge.fact(atom.refs[0])
        if fact.country and fact.type != "LOC":
            ref = self.knowledge.ref(fact.country)
            if ref is not None:
                self.countries[ref] += 1

    # entities

    def _entity(self, identity: tuple[object, ...], make: Person) -> Person:
        found = self.by_key.get(identity)
        if found is None:
            make.id = f"e{len(self.out.entities) + 1}"
            self.by_key[identity] = make.id
            self.people[make.id] = make
            self.out.entities.append(make)
            found = make.id
        return self.people[found]

    def _from_fact(self, ref: int) -> Person:
        fact = self.knowledge.fact(ref)
        sector = self.knowledge.sector_on(fact, self.on)
        office = self.knowledge.office_on(fact, self.on) if fact.type == "PER" else None
        person = self._entity(
            ("fact", ref), Person("", fact.type, [], ref, fact.country, sector, fact.en, office)
        )
        return person

    def _mention(self, atom: Atom | Phrase, start: int, end: int, entity: Person, form: str, score: float, why: str) -> str:
        mention = f"m{len(self.out.mentions) + 1}"
        text = self.text[start:end]
        self.out.mentions.append(Mention(mention, start, end, text, entity.id, entity.type, form, score, why))
        self.out.mention_of[(atom.first, atom.last)] = mention
        if text not in entity.names:
            entity.names.append(text)
        return mention

    def _span(self, atom: Atom) -> tuple[int, int]:
        skip = atom.skip
        return source_offset(self.text, self.tokens[atom.first].start, skip), self.tokens[atom.last - 1].end

    # names

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
            self.recent.append(entity.id)

    def _owner(self, atom: Atom) -> Person | None:
        if atom.kind == ADJECTIVE:
            return self._adjective(atom)
        return self._name(atom, None, None)

    def _lone(self, atom: Atom) -> None:
        if atom.kind == ADJECTIVE:
            self._adjective(atom)
        elif atom.kind in (NAME, PERSON):
            self._name(atom, None, None)

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
        if place is not None and ("b" in atom.pre or before in self.place_words):
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

    def _of_main_country(self, ref: int) -> bool:
        """Whether a body belongs to the country that the report speaks of most."""
        fact = self.knowledge.fact(ref)
        ranked = self.countries.most_common(2)
        if fact.type != "ORG" or not fact.country or not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return False
        return self.knowledge.ref(fact.country) == ranked[0][0]

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
        start, end = self._span(atom)
        words = tuple(t.key for t in self.tokens[atom.first : atom.last])
        if atom.skip and atom.kind == PERSON:
            words = (words[0][atom.skip :], *words[1:])
        kind = atom.type or "PER"
        for known, entity in self.by_key.items():
            if known[0] == "name" and known[1] == kind and _same_person(words, known[2]):  # type: ignore[arg-type]
                return self.people[entity], "name met before in the report"
        if kind == "PER":
            for entity in self.out.entities:
                if entity.type == "PER" and entity.fact is not None and self._bears(entity, words):
                    return entity, "name met before in the report"
        person = Person("", kind, [], None, owner.country if owner else None)
        why = {"T": "proposed by the name tagger", "R": "words after a title", "V": "words after a verb of saying"}.get(atom.alias, "name with a title")
        return self._entity(("name", kind, words), person), why

    def _bears(self, entity: Person, words: tuple[str, ...]) -> bool:
        fact = self.knowledge.fact(entity.fact) if entity.fact is not None else None
        if fact is None or not fact.ar:
            return False
        return any(_same_person(words, tuple(key(n).split())) for n in (fact.ar, *entity.names))

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

    # descriptions

    def _described(self, phrase: Phrase, owner: Person | None) -> Person | None:
        if phrase.title >= 0:
            settled = self._settle_title(phrase, owner)
        else:
            settled = self._settle_role(phrase, owner)
            adjective = next((a for a in phrase.atoms if a.kind == ADJECTIVE), None)
            if settled is None and adjective is not None and self.lexicon.roles[phrase.role].quantity:
                return self._people(phrase, adjective)
        entity, why = settled if settled else (self._description(phrase, owner), "as described")
        start = phrase.start
        names = list(entity.names)
        self._mention(phrase, start, phrase.end, entity, "description", 0.85 if settled else 0.7, why)
        if settled:
            entity.names[:] = names
        return entity

    def _settle_title(self, phrase: Phrase, owner: Person | None) -> tuple[Person, str] | None:
        """The holder of an office on the report's date, or the person of that title named before."""
        rule = self.lexicon.titles[phrase.title]
        if rule.number != "singular":
            return None
        if self._not_current(phrase):
            return None
        if rule.office and owner and owner.fact is not None:
            ref = self._holder(rule.office, owner)
            if ref is not None:
                return self._from_fact(ref), "office and date"
        if owner is None and not phrase.definite and not phrase.ending:
            return None
        for entity in reversed(self.recent):
            person = self.people[entity]
            if person.type != "PER" or (owner and person.country and owner.country and person.country != owner.country):
                continue
            if self._held(person, rule.office, rule.en):
                return person, "title of a person named before"
        return None

    def _both(self, phrase: Phrase) -> tuple[str, ...]:
        """«الرجلان», «الرئيسان», «البلدان»: the last two of that kind, where the report named two."""
        rule = self.lexicon.titles[phrase.title]
        if rule.number != "dual" or not phrase.definite or phrase.owners:
            return ()
        kind = rule.kind or "PER"
        pair: list[str] = []
        for entity in reversed(self.recent):
            if self.people[entity].type == kind and entity not in pair and not self.people[entity].described:
                pair.append(entity)
            if len(pair) == 2:
                return tuple(reversed(pair))
        return ()

    def _not_current(self, phrase: Phrase) -> bool:
        """«السابق», «المنتخب», «الراحل»: the description is of no one in office."""
        words = self.lexicon.classes.get("not_current", frozenset())
        return any(t.key in words for t in self.tokens[phrase.first : phrase.last])

    def _holder(self, office: str, owner: Person) -> int | None:
        fact = self.knowledge.fact(owner.fact) if owner.fact is not None else None
        if fact is None:
            return None
        if office == "leader":
            return self.knowledge.head(fact.id, self.on) or (self.knowledge.head(fact.country, self.on) if fact.country else None)
        for of in (fact.id, fact.country):
            if of:
                held = self.knowledge.holders(office, of, self.on)
                if held:
                    return held[0]
        return None

    def _held(self, person: Person, office: str | None, title: str) -> bool:
        if person.title >= 0:
            known = self.lexicon.titles[person.title]
            if known.en == title or (office and known.office == office):
                return True
        if person.fact is None or not office:
            return False
        return any(o[0] == office and o[2] <= (self.on or o[2]) for o in self.knowledge.fact(person.fact).offices)

    def _settle_role(self, phrase: Phrase, owner: Person | None) -> tuple[Person, str] | None:
        rule = self.lexicon.roles[phrase.role]
        if rule.id == COUNTERPART and owner and owner.fact is not None:
            return self._counterpart(owner)
        if rule.id == HOMELAND and phrase.ending:
            return self._homeland()
        if rule.id in LEADERS and owner and owner.type == "GPE" and owner.fact is not None:
            ref = self.knowledge.head(self.knowledge.fact(owner.fact).id, self.on)
            if ref is not None and ("fact", ref) in self.by_key:
                return self._from_fact(ref), "leader of the country, named before"
        if rule.id in GOVERNMENT and not self._head_word(phrase).endswith(SEVERAL):
            country = owner if owner else self._main_country() if phrase.definite else None
            if country and country.type == "GPE":
                return country, "government of the country"
        if rule.type == "ORG" and phrase.definite and owner is None and not phrase.quantity:
            word = self._head_word(phrase)
            for entity in reversed(self.recent):
                person = self.people[entity]
                if person.type == "ORG" and any(key(n).split()[0].removeprefix(AL) == word for n in self._arabic(person) if n.strip()):
                    return person, "body of that kind named before"
        return None

    def _arabic(self, person: Person) -> list[str]:
        fact = self.knowledge.fact(person.fact) if person.fact is not None else None
        return [*([fact.ar] if fact and fact.ar else []), *(fact.aliases if fact else ()), *person.names]

    def _head_word(self, phrase: Phrase) -> str:
        atom = next(a for a in phrase.atoms if a.kind in (ROLE, TITLE))
        return self.tokens[atom.first].key[atom.skip :]

    def _counterpart(self, owner: Person) -> tuple[Person, str] | None:
        for entity in reversed(self.recent):
            person = self.people[entity]
            if person.type != "PER" or (person.country and person.country == owner.country):
                continue
            kinds = [person.office_kind] if person.office_kind else []
            if person.fact is not None and self.on:
                kinds += [o[0] for o in self.knowledge.fact(person.fact).offices if o[2] <= self.on[:10] <= o[3]]
            for kind in kinds:
                ref = self._holder(kind, owner) if kind else None
                if ref is not None:
                    return self._from_fact(ref), f"counterpart of {person.english or person.names[0]}"
        return None

    def _homeland(self) -> tuple[Person, str] | None:
        """«بلاده»: the country of the person or body named last."""
        for entity in reversed(self.recent):
            country = self.people[entity].country
            ref = self.knowledge.ref(country) if country and self.people[entity].type in ("PER", "ORG") else None
            if ref is not None:
                return self._from_fact(ref), "country of the one named before"
        return None

    def _main_country(self) -> Person | None:
        """The country that the report speaks of most, where one leads."""
        ranked = self.countries.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return self._from_fact(ranked[0][0])

    def _description(self, phrase: Phrase, owner: Person | None) -> Person:
        """An entity of the report for what is only described."""
        if phrase.title >= 0:
            rule = self.lexicon.titles[phrase.title]
            english, kind, sector, noun = rule.en, "PER" if rule.number == "singular" else "NORP", rule.sector, f"t{phrase.title}"
        else:
            role = self.lexicon.roles[phrase.role]
            english, kind, sector, noun = role.en, role.type, role.sector, role.id
        if owner is None and kind == "ORG" and set(sector) & ORGANS and phrase.definite and noun != STATE:
            owner = self._main_country()
        english = self._english(english, owner)
        own = owner.id if owner else None
        country = owner.country if owner else None
        return self._entity(("described", noun, own), Person("", kind, [], None, country, sector, english, described=True))

    def _english(self, noun: str, owner: Person | None) -> str:
        noun = noun.removeprefix("the ")
        if owner is None or owner.fact is None:
            return noun
        fact = self.knowledge.fact(owner.fact)
        adjective = self.knowledge.pack.demonyms.get(fact.id)
        return f"{adjective} {noun}" if adjective else f"{noun} of {fact.en}"

    def _people(self, phrase: Phrase, atom: Atom) -> Person:
        """A nationality that stands for its people: «الروس», «بعض الأتراك»."""
        fact = self.knowledge.fact(atom.refs[0])
        if fact.type == "NORP":
            entity = self._from_fact(atom.refs[0])
        else:
            adjective = self.knowledge.pack.demonyms.get(fact.id)
            english = f"{adjective} people" if adjective else f"people of {fact.en}"
            made = Person("", "NORP", [], None, fact.country, (), english, described=True)
            entity = self._entity(("people", atom.refs[0]), made)
        self._mention(phrase, phrase.start, phrase.end, entity, "description", 0.8, "people of the country")
        self.out.by_atom[(atom.first, atom.last)] = entity.id
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


def finish(people: Sequence[Person], knowledge: Knowledge) -> tuple[Entity, ...]:
    """The entities as the record holds them."""
    found = []
    for person in people:
        fact: Fact | None = knowledge.fact(person.fact) if person.fact is not None else None
        arabic = fact.ar if fact else next((n for n in sorted(person.names, key=len, reverse=True) if is_arabic(n)), None)
        english = fact.en if fact else person.english
        approximate = False
        if english is None:
            latin = [n for n in person.names if not is_arabic(n)]
            english = max(latin, key=len) if latin else romanise(arabic) if arabic else None
            approximate = not latin and english is not None
        aliases = tuple(dict.fromkeys(n for n in person.names if n not in (arabic, english)))
        found.append(
            Entity(
                person.id, person.type, Name(arabic, english), aliases, person.country, person.sector, person.office,
                fact.wikidata if fact else None, fact.id if fact else None, approximate,
            )
        )  # fmt: skip
    return tuple(found)
