"""Choosing: which bearer of a name the report means, why, and why not the others.

Each clue that the report gives for a bearer has a weight. A short name that needs the complete one, and a town of the name of a
better known place, are taken only on a clue of their own. Between equals the order of the knowledge base decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khabar.knowledge.base import Fact
from khabar.model.record import Name, Other
from khabar.stages.atoms import Atom
from khabar.stages.people import SPOKESPERSON, Person, Registry
from khabar.stages.phrases import Phrase

MOST = 4  # other bearers that a mention tells of


class Clue(NamedTuple):
    """What speaks for a bearer, in words, and what the one who lacks it is told by."""

    weight: int
    has: str
    lacks: str


NAMED = Clue(6, "named in full in the report", "not named in full in the report")
TAKEN = Clue(4, "taken for that one before in the report", "the name was taken for another before in the report")
TITLE = Clue(4, "holds or held the office beside the name", "never held the office beside the name")
THEN = Clue(3, "held the office beside the name on that date", "did not hold the office beside the name on that date")
BESIDE = Clue(3, "of the country beside the name", "not of the country beside the name")
BODY = Clue(2, "the report names the body of that office", "the report does not name that body")
MAIN = Clue(2, "of the country that the report speaks of most", "not of the country that the report speaks of most")
COUNTRY = Clue(1, "the report speaks of that country", "the report does not speak of that country")
OFFICE = Clue(1, "in office on that date", "not in office on that date")
STATE = Clue(1, "a country or capital", "no country or capital")
SETTLES = (NAMED, TAKEN, TITLE, THEN, BESIDE)  # what lets a short name stand that needs the complete one
PLACES = (*SETTLES, MAIN, COUNTRY)  # what lets a town stand that has the name of a better known place
ALONE = "name in the knowledge base"
FIRST = "the best known of the name"
FORMER = "former "
COMMON = "a name that many bear, and nothing else in the report speaks for this one"
NEEDS = "a short name that needs the complete one"


class Chooser(Registry):
    """Settles names of several bearers."""

    def _chosen(self, atom: Atom, phrase: Phrase | None, owner: Person | None) -> tuple[int, str, tuple[Other, ...]]:
        """The reference of the bearer meant, the reason, and the others with why not."""
        refs = list(dict.fromkeys((*atom.refs, *atom.also)))
        if len(refs) == 1:
            return refs[0], ALONE, ()
        clues = {ref: self._clues(ref, atom, phrase, owner) for ref in refs}
        able = [r for r in refs if r in atom.refs or self._stands(r, clues[r])]
        best = min(able, key=lambda r: (-sum(c.weight for c in clues[r]), refs.index(r)))
        won = [c for c in clues[best] if any(c not in clues[r] for r in refs)]
        why = won[0].has if won else FIRST
        return best, f"of several of the name: {why}", self._others([r for r in refs if r != best], clues, best, able)

    def _settles(self, ref: int) -> tuple[Clue, ...]:
        return SETTLES if self.knowledge.fact(ref).type == "PER" else PLACES

    def _stands(self, ref: int, clues: Sequence[Clue]) -> bool:
        """Whether there is a clue that lets a weaker bearer stand."""
        return any(c in self._settles(ref) for c in clues)

    def _others(
        self, refs: Sequence[int], clues: dict[int, list[Clue]], best: int, able: Sequence[int]
    ) -> tuple[Other, ...]:
        found = []
        for ref in refs[:MOST]:
            lost = next((c for c in clues[best] if c not in clues[ref]), None)
            weak = ref not in able and lost not in self._settles(ref)
            why = NEEDS if weak else lost.lacks if lost else "less known by the name"
            found.append(self._other(self.knowledge.fact(ref), why))
        return tuple(found)

    def _unsettled(self, atom: Atom) -> tuple[Other, ...]:
        """The bearers of a short name, none of whom the report speaks for."""
        return tuple(self._other(self.knowledge.fact(ref), NEEDS) for ref in atom.refs[:MOST])

    def _other(self, fact: Fact, why: str) -> Other:
        return Other(fact.id, fact.wikidata, Name(fact.ar, fact.en), fact.country, self.knowledge.office_on(fact, self.on), why)

    def _clues(self, ref: int, atom: Atom, phrase: Phrase | None, owner: Person | None) -> list[Clue]:
        """What the report says for a bearer, the weightiest first."""
        fact = self.knowledge.fact(ref)
        found = []
        if ref in self.known:
            found.append(NAMED)
        elif ("fact", ref) in self.by_key:
            found.append(TAKEN)
        if phrase is not None and self._title_fits(ref, phrase):
            found.append(TITLE)
            if self.on and self._title_fits(ref, phrase, self.on[:10]):
                found.append(THEN)
        if owner and owner.country and owner.country == fact.country:
            found.append(BESIDE)
        if any(of in self.bodies for _, of, _, _ in fact.offices):
            found.append(BODY)
        country = self.knowledge.ref(fact.country) if fact.country else None
        ranked = self.countries.most_common(2)
        if country is not None and self.countries[country]:
            if ranked[0][0] == country and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]):
                found.append(MAIN)
            found.append(COUNTRY)
        if self.knowledge.office_on(fact, self.on):
            found.append(OFFICE)
        if fact.type == "GPE" and ref in atom.refs:
            found.append(STATE)
        return sorted(found, key=lambda c: -c.weight)

    def _anybody(self, ref: int, atom: Atom, phrase: Phrase | None, owner: Person | None) -> bool:
        """Whether a name is one that many bear, «محمد حسن», and nothing else in the report speaks for the one in the base."""
        fact = self.knowledge.fact(ref)
        words = [self.tokens[atom.first].key[atom.skip :], *(t.key for t in self.tokens[atom.first + 1 : atom.last])]
        if fact.type != "PER" or len(words) != 2 or not set(words) <= self.lexicon.first_names or self._leads(fact):
            return False
        country = self.knowledge.ref(fact.country) if fact.country else None
        elsewhere = country is not None and self.countries[country] > self.named[ref]
        clues = self._clues(ref, atom, phrase, owner)
        return not elsewhere and not any(c in (TITLE, BESIDE, BODY) for c in clues)

    def _title_fits(self, ref: int, phrase: Phrase, on: str | None = None) -> bool:
        """Whether the bearer held the office of the title beside the name, on a day where one is given; «former»: before it."""
        if phrase.title < 0:
            return False
        rule = self.lexicon.titles[phrase.title]
        former = rule.en.startswith(FORMER)
        names, title = self.knowledge.pack.titles, rule.en.removeprefix(FORMER)
        offices = {rule.office, *(self.knowledge.pack.voices.values() if rule.office == SPOKESPERSON else ())}
        held = [o for o in self.knowledge.fact(ref).offices if o[0] in offices or names.get(o[0], o[0]).lower() == title]
        return any(on is None or (o[3] < on if former else o[2] <= on <= o[3]) for o in held)
