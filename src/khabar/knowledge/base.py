"""The compiled knowledge base: names to records, offices to holders by date."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from khabar.errors import LexiconError

FOLDER = Path(__file__).parent
PACK = FOLDER / "knowledge.pack"
# Alias kinds in the pack: N complete name, S surname safe alone, G guarded, A acronym, M metonym, J nationality adjective,
# C capital (place, or the government of its country), P gazetteer place, Q guarded gazetteer place.
STRONG = "NSAMC"


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """A record as coding needs it; `offices` are (office or title, of, from, to) with days in ISO 8601."""

    id: str
    type: str
    en: str
    ar: str | None
    wikidata: str | None
    country: str | None
    sector: tuple[str, ...]
    aliases: tuple[str, ...]
    offices: tuple[tuple[str, str | None, str, str], ...]
    status: tuple[tuple[str, str, str], ...]
    role: str | None
    lat: float | None
    lon: float | None
    geonames: int | None


class Pack(msgspec.Struct, frozen=True):
    """`phrases` maps a folded name to `kind ref` joined by «|»; `seats` maps `office of` to (ref, from, to).

    `heads` are the offices that lead a country, by rank; `leads` maps a country to the one that leads there in spite of it."""

    digest: str
    facts: tuple[msgspec.Raw, ...]
    phrases: dict[str, str]
    starts: dict[str, int]
    seats: dict[str, tuple[tuple[int, str, str], ...]]
    heads: tuple[str, ...]
    leads: dict[str, str]
    titles: dict[str, str]
    demonyms: dict[str, str]
    ids: dict[str, int]


class Knowledge:
    """Lookup over a pack; records are decoded when they are asked for."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.digest = pack.digest
        self.phrases = pack.phrases
        self.starts = pack.starts
        self._facts: dict[int, Fact] = {}

    def fact(self, ref: int) -> Fact:
        """The record under a reference of the pack."""
        found = self._facts.get(ref)
        if found is None:
            found = self._facts[ref] = msgspec.msgpack.decode(self.pack.facts[ref], type=Fact)
        return found

    def ref(self, record_id: str) -> int | None:
        """The reference of a record's id."""
        return self.pack.ids.get(record_id)

    def holders(self, office: str, of: str, on: str | None) -> list[int]:
        """Who held an office on a day (ISO 8601), the latest to take it first; without a day, nobody is settled."""
        seats = self.pack.seats.get(f"{office} {of}", ())
        if on is None:
            return [seats[0][0]] if len({s[0] for s in seats}) == 1 else []
        day = on[:10]
        held = [(start, ref) for ref, start, end in seats if start <= day <= end]
        return [ref for _, ref in sorted(held, reverse=True)]

    def head(self, of: str, on: str | None) -> int | None:
        """Who «the leader» of a country is on a day, by the office that leads there, else by the rank of the offices."""
        leads = self.pack.leads.get(of)
        for office in (leads, *self.pack.heads) if leads else self.pack.heads:
            found = self.holders(office, of, on)
            if found:
                return found[0]
        return None

    def office_on(self, fact: Fact, on: str | None) -> str | None:
        """The office a person held on a day, in English, or None."""
        if on is None:
            return None
        held = [o for o in fact.offices if o[2] <= on[:10] <= o[3]]
        if not held:
            return None
        office, of, _, _ = max(held, key=lambda o: o[2])
        return self.office_name(office, of)

    def office_name(self, office: str, of: str | None) -> str:
        """An office with the country or body it is of, unless its title says that: «Grand Mufti of Egypt»."""
        name = self.pack.titles.get(office, office)
        ref = self.ref(of) if of else None
        body = self.fact(ref).en if ref is not None else ""
        return f"{name} of {body}" if body and body.lower() not in name.lower() else name

    def sector_on(self, fact: Fact, on: str | None) -> tuple[str, ...]:
        """The sector of a record on a day: its dated status where it has one."""
        if on and fact.status:
            for sector, start, end in fact.status:
                if start <= on[:10] <= end:
                    return (sector,)
        return fact.sector


@lru_cache(maxsize=1)
def open_knowledge(path: Path = PACK) -> Knowledge:
    """The compiled base, opened once a process."""
    try:
        return Knowledge(msgspec.msgpack.decode(path.read_bytes(), type=Pack))
    except FileNotFoundError:
        raise LexiconError(f"{path} is missing: run «khabar lexicon compile»") from None
