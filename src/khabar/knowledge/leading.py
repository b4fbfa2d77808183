"""Who leads a body and who is envoy to a country, by the offices and titles of the records, where nobody is named."""

from __future__ import annotations

from functools import cached_property, lru_cache

from khabar.knowledge.base import Knowledge

# Offices that lead what they are of, the first before the others; «the president of a country» is the base's own question.
OFFICES = (
    "president_of_org", "secretary_general", "director_general", "party_leader", "group_leader", "army_commander",
    "chief_of_staff", "intelligence_chief", "central_bank_governor", "high_commissioner", "parliament_speaker", "president",
    "prime_minister", "governor",
)  # fmt: skip
TITLES = (
    "head of", "president", "chair", "secretary", "director-general", "director general", "managing", "chief", "commander",
    "leader", "governor", "general director", "director", "grand", "founder and", "executive", "prosecutor",
)  # fmt: skip
UNDER = ("deputy", "adviser", "assistant", "spokes", "office")  # who works for an envoy
ENVOY = ("envoy", "special representative", "special coordinator")


class Leading:
    """The leaders of bodies and the envoys to countries of a knowledge base, gathered when first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    @cached_property
    def _seats(self) -> dict[str, list[str]]:
        """The leading offices and titles of each body, the first before the others."""
        found: dict[str, list[str]] = {}
        for seat in self.knowledge.pack.seats:
            office, _, of = seat.rpartition(" ")
            if office in OFFICES or self._leads(office.lower(), of):
                found.setdefault(of, []).append(office)
        for offices in found.values():
            offices.sort(key=lambda o: (_rank(o), o))
        return found

    def _leads(self, title: str, of: str) -> bool:
        """Whether a title is that of who leads a body, and not one of its parts: «Commander of its ground forces»."""
        ref = self.knowledge.ref(of)
        if ref is None or not title.startswith(TITLES):
            return False
        _, _, part = title.partition(" of ")
        fact = self.knowledge.fact(ref)
        names = {name.lower().removeprefix("the ") for name in (fact.en, *fact.aliases)}
        return not part or part.removeprefix("the ") in names

    def leader(self, body: str, on: str | None) -> int | None:
        """Who leads a body on a day (ISO 8601); None where nobody is known to, or two do under one title."""
        for office in self._seats.get(body, ()):
            held = self.knowledge.holders(office, body, on)
            if held:
                return held[0] if len(held) == 1 else None
        return None

    def envoy(self, to: str, sender: str, on: str | None) -> int | None:
        """Who is the sender's envoy to a country or region, by its English name, on a day; None where not one."""
        held = set()
        for seat in self.knowledge.pack.seats:
            title, _, of = seat.rpartition(" ")
            known = title.lower()
            if of == sender and to in title and any(w in known for w in ENVOY) and not any(w in known for w in UNDER):
                held.update(self.knowledge.holders(title, of, on))
        return held.pop() if len(held) == 1 else None


@lru_cache(maxsize=4)
def leading(knowledge: Knowledge) -> Leading:
    """The leaders of a knowledge base, gathered once for all reports."""
    return Leading(knowledge)


def _rank(office: str) -> int:
    """Offices by their order, then titles by theirs."""
    if office in OFFICES:
        return OFFICES.index(office)
    return len(OFFICES) + next(n for n, start in enumerate(TITLES) if office.lower().startswith(start))
