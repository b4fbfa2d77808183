"""People: what a report tells of each entity, kept while it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from khabar.knowledge.base import Fact, Knowledge
from khabar.knowledge.leading import leading
from khabar.lexicon.pack import Lexicon
from khabar.model.record import Entity, Mention, Name, Other
from khabar.stages.atoms import ADJECTIVE, NAME, Atom
from khabar.stages.phrases import Phrase
from khabar.stages.words import source_offset
from khabar.text.arabic import is_arabic
from khabar.text.romanise import romanise
from khabar.text.segment import Token

COMPLETE = "NA"  # kinds of name that leave no doubt whom they mean: complete ones and acronyms
SPOKESPERSON, LEADER = "spokesperson", "leader"
OFTEN = 2  # mentions from which a country may be what the report is about


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


class Registry:
    """The entities and mentions of one report as they are gathered."""

    def __init__(
        self, lexicon: Lexicon, knowledge: Knowledge, text: str, tokens: Sequence[Token], on: str | None
    ) -> None:
        self.lexicon, self.knowledge, self.text, self.tokens, self.on = lexicon, knowledge, text, tokens, on
        self.leading = leading(knowledge)
        self.out = Resolved([], [], {}, {}, {}, {})
        self.by_key: dict[tuple[object, ...], str] = {}
        self.people: dict[str, Person] = {}
        self.recent: list[str] = []
        self.pair: tuple[str, ...] = ()  # the last two actors named together: «بين الجيش والحركة»
        self.sides: tuple[str, ...] = ()  # the last two that «بين» names
        self.two_countries: tuple[str, ...] = ()  # those whom «البلدان» meant first
        self.paired = 0  # how many actors had been named before them
        self.known: set[int] = set()
        self.countries: Counter[int] = Counter()
        self.named: Counter[int] = Counter()  # how often a name alone spoke for its bearer's country
        self.bodies: set[str] = set()  # ids of the bodies that the report names
        self.place_words = lexicon.classes.get("place_prepositions", frozenset())

    def _count(self, atom: Atom) -> None:
        if atom.kind not in (NAME, ADJECTIVE):
            return
        if atom.alias in COMPLETE and len(atom.refs) == 1 and not atom.also:
            self.known.add(atom.refs[0])
        fact = self.knowledge.fact(atom.refs[0])
        if fact.type == "ORG":
            self.bodies.add(fact.id)
        if len({self.knowledge.fact(r).country for r in (*atom.refs, *atom.also)}) > 1:
            return  # bearers of several countries: the name speaks for none
        if fact.country and fact.type != "LOC" and atom.alias != "G":
            ref = self.knowledge.ref(fact.country)
            if ref is not None:
                self.countries[ref] += 1
                self.named[atom.refs[0]] += 1

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
        met = self.by_key.get(("fact", ref))
        if met is not None:
            return self.people[met]
        fact = self.knowledge.fact(ref)
        sector = self.knowledge.sector_on(fact, self.on)
        office = self.knowledge.office_on(fact, self.on) if fact.type == "PER" else None
        return self._entity(("fact", ref), Person("", fact.type, [], ref, fact.country, sector, fact.en, office))

    def _mention(
        self, atom: Atom | Phrase, start: int, end: int, entity: Person, form: str, score: float, why: str,
        others: tuple[Other, ...] = (),
    ) -> str:  # fmt: skip
        mention = f"m{len(self.out.mentions) + 1}"
        text = self.text[start:end]
        self.out.mentions.append(Mention(mention, start, end, text, entity.id, entity.type, form, score, why, others))
        self.out.mention_of[(atom.first, atom.last)] = mention
        if text not in entity.names:
            entity.names.append(text)
        return mention

    def _span(self, atom: Atom) -> tuple[int, int]:
        if atom.proper:
            first, last = atom.proper
            skip = atom.skip if first == atom.first else 0
            return source_offset(self.text, self.tokens[first].start, skip), self.tokens[last - 1].end
        first, skip = (atom.first + 1, 0) if self._generic_head(atom) else (atom.first, atom.skip)
        return source_offset(self.text, self.tokens[first].start, skip), self.tokens[atom.last - 1].end

    def _generic_head(self, atom: Atom) -> bool:
        """Whether a name begins with a noun for its kind that is no part of it: «تنظيم داعش», «محافظة ذي قار»."""
        head = self.tokens[atom.first].key[atom.skip :]
        if atom.last - atom.first < 2 or head not in self.lexicon.classes.get("generic_heads", frozenset()):
            return False
        rest = self.knowledge.phrases.get(" ".join(t.key for t in self.tokens[atom.first + 1 : atom.last]))
        return any(int(entry[2:]) in atom.refs for entry in rest.split("|") if entry)

    def _of_main_country(self, ref: int) -> bool:
        """Whether a body belongs to the country that the report speaks of most, or a person leads it on the day."""
        fact = self.knowledge.fact(ref)
        ranked = self.countries.most_common(2)
        if not fact.country or not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return False
        if self.knowledge.ref(fact.country) != ranked[0][0]:
            return False
        return fact.type == "ORG" or (fact.type == "PER" and self._leads(fact))

    def _leads(self, fact: Fact) -> bool:
        """Whether a person is head of a state or a government on the report's day."""
        day, heads = (self.on or "")[:10], self.knowledge.pack.heads
        return any(o[0] in heads and o[2] <= day <= o[3] for o in fact.offices)

    def _not_current(self, phrase: Phrase) -> bool:
        """«السابق», «المنتخب», «الراحل»: the description is of no one in office."""
        words = self.lexicon.classes.get("not_current", frozenset())
        return any(t.key in words for t in self.tokens[phrase.first : phrase.last])

    def _holder(self, office: str, owner: Person) -> int | None:
        fact = self.knowledge.fact(owner.fact) if owner.fact is not None else None
        return self._held_of(office, fact) if fact is not None else None

    def _held_of(self, office: str, fact: Fact) -> int | None:
        """Who holds an office of a country or a body on the day, else of the body's country."""
        if office == SPOKESPERSON:
            return self._spokesperson(fact)
        if office == LEADER:
            country = self.knowledge.head(fact.country, self.on) if fact.country else None
            return self.knowledge.head(fact.id, self.on) or country
        for of in (fact.id, fact.country):
            if of:
                held = self.knowledge.holders(office, of, self.on)
                if held:
                    return held[0] if fact.type == "GPE" or len(held) == 1 else None
        return None

    def _spokesperson(self, body: Fact) -> int | None:
        """The one who speaks for a body, where it has only one."""
        office = self.knowledge.voice(body.id)
        held = self.knowledge.holders(SPOKESPERSON, body.id, self.on)
        if office and body.country:
            held += self.knowledge.holders(office, body.country, self.on)
        return held[0] if len(held) == 1 else None

    def _main_country(self) -> Person | None:
        """The country that the report speaks of most, where one leads."""
        ranked = self.countries.most_common(2)
        if not ranked or ranked[0][1] < OFTEN or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return self._from_fact(ranked[0][0])


def finish(people: Sequence[Person], knowledge: Knowledge) -> tuple[Entity, ...]:
    """The entities as the record holds them."""
    found = []
    for person in people:
        fact: Fact | None = knowledge.fact(person.fact) if person.fact is not None else None
        arabic = (
            fact.ar if fact else next((n for n in sorted(person.names, key=len, reverse=True) if is_arabic(n)), None)
        )
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
