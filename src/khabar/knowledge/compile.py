"""Compile the knowledge files into one pack. The same files give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

import msgspec

from khabar.knowledge.base import Fact, Pack, packed, title_key
from khabar.knowledge.load import City, cities, offices, records
from khabar.knowledge.schema import Capital, Entry, OfficeKind, iso
from khabar.text.arabic import AL, is_arabic, key
from khabar.text.segment import tokenize

_KINDS = {"full": "N", "variant": "N", "surname": "S", "guarded": "G", "acronym": "A", "former": "N", "metonym": "M"}
LARGE = 100_000  # people of a town that may be meant by the name of a country, a capital or a place with a record
_SERVANT = key("عبد")
_ENCODER = msgspec.msgpack.Encoder(order="sorted")


def phrase_key(name: str) -> str:
    """A name as it is looked up: the folded forms of its tokens, joined by spaces."""
    return " ".join(t.key for t in tokenize(name, 0, len(name)))


class Index:
    """Names, seats and records as they are gathered."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.ids: dict[str, int] = {}
        self.phrases: dict[str, list[str]] = {}
        self.seats: dict[str, list[tuple[int, str, str]]] = {}
        self.called: dict[str, list[tuple[int, str, str]]] = {}
        self.demonyms: dict[str, str] = {}

    def add(self, fact: Fact) -> int:
        """Add a record, or put it in the place that its id already has, and give its reference."""
        ref = self.ids.get(fact.id)
        if ref is not None:
            self.facts[ref] = fact
            return ref
        self.ids[fact.id] = len(self.facts)
        self.facts.append(fact)
        return len(self.facts) - 1

    def name(self, name: str, kind: str, ref: int) -> None:
        """Index a name; «عبد الله» is also found as one word."""
        phrase = phrase_key(name)
        if not phrase:
            return
        joined = phrase.replace(f"{_SERVANT} ", _SERVANT)
        for form in {phrase, joined}:
            entries = self.phrases.setdefault(form, [])
            if not any(e.split()[1] == str(ref) for e in entries):
                entries.append(f"{kind} {ref}")

    def pack(
        self, digest: str, heads: tuple[str, ...], titles: dict[str, str], leads: dict[str, str], voices: dict[str, str]
    ) -> bytes:
        """The pack file of all that was gathered; the same records give the same bytes."""
        starts: dict[str, int] = {}
        for phrase in self.phrases:
            first, _, rest = phrase.partition(" ")
            starts[first] = max(starts.get(first, 0), 1 + (rest.count(" ") + 1 if rest else 0))
        facts = [_ENCODER.encode(f) for f in self.facts]
        pack = Pack(
            digest=f"sha256:{digest}",
            ends=tuple(accumulate(map(len, facts))),
            starts=starts,
            seats={k: tuple(sorted(v, key=lambda s: s[1])) for k, v in sorted(self.seats.items())},
            called={k: tuple(sorted(v, key=lambda s: s[1])) for k, v in sorted(self.called.items())},
            heads=heads,
            titles=titles,
            leads=leads,
            voices=voices,
            demonyms=dict(sorted(self.demonyms.items())),
            ids=self.ids,
        )
        return packed(pack, {k: "|".join(v) for k, v in sorted(self.phrases.items())}, facts)


def _fact(entry: Entry) -> Fact:
    names = [n for names in entry.aliases.values() for n in names]
    held = tuple((h.office or h.title or "", h.of, iso(h.start), iso(h.end, True)) for h in entry.offices)
    status = tuple((s.sector, iso(s.start), iso(s.end, True)) for s in entry.status)
    country = entry.country or (entry.id if entry.type == "GPE" and len(entry.id) == 3 else None)
    return Fact(
        entry.id, entry.type, entry.en, entry.ar, entry.wikidata, country, entry.sector, tuple(names), held, status,
        entry.role, entry.lat, entry.lon, entry.geonames,
    )  # fmt: skip


def _adjective(form: str) -> Iterable[str]:
    """A nationality adjective without the article and, where it has more words than one, with it on each."""
    yield form
    words = form.split()
    if len(words) > 1:
        yield " ".join(AL + w for w in words)
        yield " ".join([words[0], *(AL + w for w in words[1:])])


def _capital(index: Index, country: Fact, ref: int, capital: Capital) -> None:
    place = Fact(
        f"{country.id}-capital", "LOC", capital.en, capital.ar, capital.wikidata, country.id, (), tuple(capital.variant), (), (),
        None, capital.lat, capital.lon, capital.geonames,
    )  # fmt: skip
    index.add(place)
    for name in (capital.ar, capital.en, *capital.variant):
        index.name(name, "C", ref)


def add_record(index: Index, entry: Entry) -> None:
    """Index a record with all its names, its capital and its offices."""
    fact = _fact(entry)
    ref = index.add(fact)
    guarded = entry.aliases.get("guarded", ())
    for name in (entry.en, entry.ar):
        if name and name not in guarded:  # a town of the name of a common thing needs more than its name
            index.name(name, "N", ref)
    for kind, names in sorted(entry.aliases.items(), key=lambda kv: list(_KINDS).index(kv[0])):
        for name in names:
            index.name(name, _KINDS[kind], ref)
    latin = next((a for a in entry.adjectives if not is_arabic(a)), None)
    if latin:
        index.demonyms[entry.id] = latin
    for adjective in entry.adjectives:
        for form in _adjective(adjective):
            index.name(form, "J", ref)
    if entry.capital:
        _capital(index, fact, ref, entry.capital)
    for held in entry.offices:
        if held.title_ar:
            index.called.setdefault(title_key(phrase_key(held.title_ar)), []).append((ref, iso(held.start), iso(held.end, True)))
    for office, of, start, end in fact.offices:
        if of:
            index.seats.setdefault(f"{office} {of}", []).append((ref, start, end))


def _same_place(index: Index, city: City, entry: str) -> bool:
    """Whether a name is that of a record which is no place, or of one in the country of the town; small towns give way to all."""
    fact = index.facts[int(entry[2:])]
    place = fact.type in ("GPE", "LOC", "FAC")
    if entry[0] not in "NSAMC":
        return city.guarded and place and entry[0] == "G" and fact.country == city.country
    return city.population < LARGE or not place or fact.country == city.country


def _cities(index: Index, folder: Path) -> None:
    for n, city in enumerate(cities(folder)):
        kind = "Q" if city.guarded else "P"
        if any(_same_place(index, city, e) for e in index.phrases.get(phrase_key(city.ar), ())):
            continue  # a record of its own, or a capital, has the name
        place = f"city-{city.geonames or n}"
        ref = index.ids.get(place)  # a town on two lines, under two spellings, is one place
        if ref is None:
            ref = index.add(
                Fact(place, "LOC", city.en, city.ar, city.wikidata, city.country, (), city.variants, (), (), None, city.lat,
                     city.lon, city.geonames)
            )  # fmt: skip
        for form in (city.ar, *city.variants):
            index.name(form, kind, ref)


def _heads(kinds: Iterable[OfficeKind]) -> tuple[str, ...]:
    return tuple(k.id for k in sorted((k for k in kinds if k.head), key=lambda k: (k.rank or 99, k.id)))


def _leads(kinds: Iterable[OfficeKind]) -> dict[str, str]:
    """The office that leads a country whatever the ranks say."""
    return {country: k.id for k in kinds for country in sorted(k.first_in)}


def _voices(kinds: Iterable[OfficeKind]) -> dict[str, str]:
    """The office that speaks for a body."""
    return {body: k.id for k in kinds for body in k.voice_of}


def compile_knowledge(folder: Path) -> bytes:
    """The compiled knowledge of a folder, as bytes."""
    index = Index()
    for _, entry in records(folder):
        add_record(index, entry)
    _cities(index, folder)
    kinds = offices(folder)
    files = sorted([*(folder / "records").glob("*.yaml"), folder / "gazetteer.tsv"])
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()
    return index.pack(digest, _heads(kinds), {k.id: k.en for k in kinds}, _leads(kinds), _voices(kinds))
