"""Describing: whom a title, a role or a nationality without a name means.

A title is settled by office, country and date, or by the person of that title named before. What nothing settles stays as it is
described."""

from __future__ import annotations

import msgspec

from khabar.knowledge.base import Fact
from khabar.knowledge.leading import OFFICES, TITLES
from khabar.stages.atoms import ADJECTIVE, ROLE, TITLE, Atom
from khabar.stages.naming import NameLinker
from khabar.stages.people import LEADER, Person
from khabar.stages.phrases import SOUND_PLURAL, Phrase
from khabar.text.arabic import AL, ALEF, LAM, TA_MARBUTA, key

GOVERNMENT = frozenset({"government", "authorities"})  # with a country they are the country that acts
ORGANS = frozenset(
    {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"}
)  # bodies that belong to a country even where it is not named
STATE = "state"
HOMELAND = "homeland"
NAMED_BODIES = ("_ministry",)  # roles whose noun is the body's own name
LEADERS = frozenset({"commander", "leader"})
SEVERAL = ("\u0627\u0646", "\u064a\u0646", "\u0627\u062a")  # endings of the dual and the plural
COUNTERPART = "counterpart"
COUNTERPARTS = "\u0646\u0638\u0631\u0627"  # «نظراء»
LATTER = "latter"
SIDES = "two sides"
ENVOY, AMBASSADOR, UNITED_NATIONS = "special_envoy", "ambassador", "united-nations"
ABOVE = frozenset({"president", "prime_minister", "king", "governor", "leader"})  # of a country: no body of it is led by these
LATELY = 6  # actors named since two were named together, at most, for «الطرفان» to mean them


class Describer(NameLinker):
    """Settles descriptions."""

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
        form = "name" if settled is None and self._names_itself(phrase) else "description"
        self._mention(phrase, start, phrase.end, entity, form, 0.85 if settled else 0.7, why)
        if settled:
            entity.names[:] = names
        if settled and why == "body of the country":
            last = self.out.mentions[-1]
            self.out.mentions[-1] = msgspec.structs.replace(last, form="name")
        return entity

    def _settle_title(self, phrase: Phrase, owner: Person | None) -> tuple[Person, str] | None:
        """The holder of an office on the report's date, or the person of that title named before."""
        rule = self.lexicon.titles[phrase.title]
        if rule.number != "singular":
            return None
        if self._not_current(phrase):
            return None
        ref = self._in_office(phrase, owner)
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
        if owner is None and rule.office in self.knowledge.pack.heads and phrase.definite:
            country = self._main_country()
            ref = self._holder(rule.office, country) if country else None
            if ref is not None:
                return self._from_fact(ref), "office, date and the country that the report is about"
        return None

    def _in_office(self, phrase: Phrase, owner: Person | None) -> int | None:
        """Who held the office of a title on the report's date: of the country or body beside it, or of the one that it names."""
        called = self._called(phrase)
        if called is not None:
            return called
        rule = self.lexicon.titles[phrase.title]
        if rule.office == AMBASSADOR:
            return None  # whose, and where, the offices do not tell apart
        of = self.knowledge.ref(rule.of) if rule.of else self._body_inside(phrase)
        of = of if of is not None else owner.fact if owner else None
        if of is None:
            return self._envoy(phrase, None) if rule.office == ENVOY else None
        fact = self.knowledge.fact(of)
        if rule.office == ENVOY:
            return self._envoy(phrase, fact)
        if rule.office and (fact.type == "GPE" or rule.office not in ABOVE):
            held = self._held_of(rule.office, fact)
            if held is not None or fact.type == "GPE":
                return held
        leads = rule.office in (*OFFICES, LEADER) or rule.en.lower().startswith(TITLES)
        if leads and fact.type == "GPE":
            return self.knowledge.head(fact.id, self.on)  # «قائد كوريا الشمالية»
        return self.leading.leader(fact.id, self.on) if leads else None

    def _called(self, phrase: Phrase) -> int | None:
        """Who bore the title as it stands, with or without the last word: «قائد الحرس الثوري الإيراني»."""
        words = [t.key for t in self.tokens[phrase.first : phrase.last]]
        titles = (" ".join(words), " ".join(words[:-1])) if len(words) > 2 else (" ".join(words),)
        return next((ref for title in titles if (ref := self.knowledge.bearer(title, self.on)) is not None), None)

    def _body_inside(self, phrase: Phrase) -> int | None:
        """The body or country that stands in a title of several words: «الأمين العام لحلف شمال الأطلسي», «رئيس الموساد»."""
        words = [t.key for t in self.tokens[phrase.first : phrase.last]]
        for n in range(1, len(words)):
            first = words[n]
            bare = first[1:] if first.startswith(LAM + LAM) else first.removeprefix(LAM)
            article = ALEF + first[1:] if first.startswith(LAM + LAM) else bare
            for word in dict.fromkeys((first, bare, article, first.removeprefix(AL))):
                packed = self.knowledge.phrases.get(" ".join([word, *words[n + 1 :]]))
                for entry in packed.split("|") if packed else ():
                    fact = self.knowledge.fact(int(entry[2:]))
                    if entry[0] in "NSAMJ" and fact.type in ("ORG", "GPE"):
                        return int(entry[2:])
        return None

    def _envoy(self, phrase: Phrase, sender: Fact | None) -> int | None:
        """The envoy to the country or region that the words after a title name: «المبعوث الأممي إلى سوريا»."""
        world = self.lexicon.classes.get("united_nations", frozenset())
        united = any(t.key in world for t in self.tokens[phrase.first : phrase.last])
        of = UNITED_NATIONS if united else sender.id if sender else None
        after = [t.key for t in self.tokens[phrase.last : phrase.last + 3]]
        to = next((f for word in after for f in self._countries(word)), None)
        return self.leading.envoy(to.en, of, self.on) if of and to else None

    def _countries(self, word: str) -> list[Fact]:
        """The countries of a name, with or without «ل»."""
        packed = self.knowledge.phrases.get(word) or self.knowledge.phrases.get(word.removeprefix(LAM))
        facts = [self.knowledge.fact(int(entry[2:])) for entry in packed.split("|") if entry]
        return [f for f in facts if f.type == "GPE"]

    def _both(self, phrase: Phrase) -> tuple[str, ...]:
        """«الرجلان», «الرئيسان», «البلدان»: the last two of that kind; «الطرفان»: the last two named together."""
        rule = self.lexicon.titles[phrase.title]
        if rule.number != "dual" or not phrase.definite or phrase.owners:
            return ()
        kind = rule.kind or "PER"
        if rule.en == SIDES and self.sides:
            return self.sides
        if rule.en == SIDES and self.pair and len(self.recent) - self.paired <= LATELY:
            return self.pair
        if kind == "GPE" and self.two_countries:
            return self.two_countries  # the two countries that the report is about stay the same
        pair: list[str] = []
        for entity in reversed(self.recent):
            if self.people[entity].type == kind and entity not in pair and not self.people[entity].described:
                pair.append(entity)
            if len(pair) == 2:
                found = tuple(reversed(pair))
                self.two_countries = found if kind == "GPE" else self.two_countries
                return found
        return ()

    def _held(self, person: Person, office: str | None, title: str) -> bool:
        if person.title >= 0:
            known = self.lexicon.titles[person.title]
            if known.en == title or known.en.endswith(f" {title}") or (office and known.office == office):
                return True
        if person.fact is None:
            return False
        if not office:
            held = [self.knowledge.pack.titles.get(o[0], o[0]) for o in self.knowledge.fact(person.fact).offices]
            return any(h.lower().endswith(f" {title}") for h in held)
        return any(o[0] == office and o[2] <= (self.on or o[2]) for o in self.knowledge.fact(person.fact).offices)

    def _settle_role(self, phrase: Phrase, owner: Person | None) -> tuple[Person, str] | None:
        rule = self.lexicon.roles[phrase.role]
        if rule.id == LATTER:
            last = next((x for x in reversed(self.recent) if self.people[x].type == "PER"), None)
            return (self.people[last], "the person named last") if last else None
        if rule.id == COUNTERPART and owner and owner.fact is not None:
            return None if self._counterparts(phrase) else self._counterpart(owner)
        if rule.id == HOMELAND and phrase.ending:
            return self._homeland()
        if rule.id in LEADERS and owner and owner.type == "GPE" and owner.fact is not None:
            ref = self.knowledge.head(self.knowledge.fact(owner.fact).id, self.on)
            if ref is not None and ("fact", ref) in self.by_key:
                return self._from_fact(ref), "leader of the country, named before"
        if owner and self._head_word(phrase) in self.lexicon.classes.get("equipment", frozenset()):
            return owner, "whose things they are"
        if rule.id in GOVERNMENT and not self._head_word(phrase).endswith(SEVERAL):
            country = owner if owner else self._main_country() if phrase.definite else None
            if country and country.type == "GPE":
                return country, "government of the country"
        body = self._named_body(phrase, rule.id, owner)
        if body is not None:
            return body
        alone = phrase.last - phrase.first == 1  # not «القوات الحكومية»
        if rule.type == "ORG" and phrase.definite and owner is None and not phrase.quantity and alone:
            word = self._head_word(phrase)
            for entity in reversed(self.recent):
                person = self.people[entity]
                if person.type == "ORG" and any(
                    key(n).split()[0].removeprefix(AL) == word for n in self._arabic(person) if n.strip()
                ):
                    return person, "body of that kind named before"
        return None

    def _names_itself(self, phrase: Phrase) -> bool:
        """Whether a ministry is named in full, though the base does not hold it: «وزارة الصحة»."""
        if phrase.role < 0 or phrase.title >= 0 or not self.lexicon.roles[phrase.role].id.endswith(NAMED_BODIES):
            return False
        return phrase.head.last - phrase.head.first > 1 and not phrase.quantity

    def _named_body(self, phrase: Phrase, role: str, owner: Person | None) -> tuple[Person, str] | None:
        """«وزارة الداخلية» of the country it belongs to, or of the one the report is about, where the base knows it."""
        if not role.endswith(NAMED_BODIES) or phrase.quantity:
            return None
        country = owner if owner is not None else self._main_country()
        if country is None or country.type != "GPE" or not country.country:
            return None
        ref = self.knowledge.ref(f"{country.country.lower()}-{role.replace('_', '-')}")
        return (self._from_fact(ref), "body of the country") if ref is not None else None

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

    def _counterparts(self, phrase: Phrase) -> bool:
        """Whether «نظراء» are several, or the counterpart is a body beside a body: «البحرية الأمريكية ونظيرتها الكورية»."""
        several = self._head_word(phrase).startswith(COUNTERPARTS)
        return several or (phrase.joined and bool(self.recent) and self.people[self.recent[-1]].type == "ORG")

    def _homeland(self) -> tuple[Person, str] | None:
        """«بلاده»: the country of the person or body named last, the media aside that carry his words."""
        for entity in reversed(self.recent):
            if "JRN" in self.people[entity].sector:
                continue
            country = self.people[entity].country
            ref = self.knowledge.ref(country) if country and self.people[entity].type in ("PER", "ORG") else None
            if ref is not None:
                return self._from_fact(ref), "country of the one named before"
        return None

    def _description(self, phrase: Phrase, owner: Person | None) -> Person:
        """An entity of the report for what is only described."""
        if phrase.title >= 0:
            rule = self.lexicon.titles[phrase.title]
            english, kind, sector, noun = (
                rule.en,
                "PER" if rule.number == "singular" else "NORP",
                rule.sector,
                f"t{phrase.title}",
            )
        else:
            role = self.lexicon.roles[phrase.role]
            one = not phrase.quantity and self._singular(phrase, role.base)
            english, kind, sector, noun = role.singular if one else role.en, role.type, role.sector, role.id
        if owner is None and kind == "ORG" and set(sector) & ORGANS and phrase.definite and noun != STATE:
            owner = self._main_country()
        english = self._english(english, owner)
        own = owner.id if owner else None
        country = owner.country if owner else None
        return self._entity(
            ("described", noun, own), Person("", kind, [], None, country, sector, english, described=True)
        )

    def _singular(self, phrase: Phrase, base: str) -> bool:
        """Whether a role names one: by the base of its entry, or as a word whose sound plural the entry has too."""
        word = self._head_word(phrase).removesuffix(TA_MARBUTA).removesuffix(ALEF)
        plural = self.lexicon.forms.get(word + SOUND_PLURAL[0], "").split("|")
        return word == base or any(entry.partition(" ")[0] == f"r{phrase.role}" for entry in plural)

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
