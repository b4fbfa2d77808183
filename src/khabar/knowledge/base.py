"""The compiled knowledge base: names to records, offices to holders by date.

A pack file holds the seats and the first words of names, which are read when it is opened, and after them the table of names and
the records, which stay in the mapped file: each is read when it is asked for, and all processes that code share those pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct, error
from types import MappingProxyType

import msgspec

from khabar.errors import LexiconError
from khabar.text.table import Table, table

FOLDER = Path(__file__).parent
PACK = FOLDER / "knowledge.pack"
# Alias kinds in the pack: N complete name, S surname safe alone, G guarded, A acronym, M metonym, J nationality adjective,
# C capital (place, or the government of its country), P gazetteer place, Q guarded gazetteer place.
AMERICA, AMERICA_TOO = "\u0627\u0645\u0631\u064a\u0643", "\u0627\u0645\u064a\u0631\u0643"
STRONG = "NSAMC"
_HEAD = Struct("<4sI")  # what the file is, and the length of the names in bytes
_SIGN = b"KHB3"


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
    """What is read at once.

    `ends` says where each record ends among the bytes of all; `starts` maps the first word of names to the words of the longest;
    `seats` maps `office of` to (ref, from, to), `called` a folded Arabic title to the same; `heads` are the offices that lead a
    country, by rank; `leads` maps a country to the one that leads there in spite of it; `voices` maps a body, or the end of the ids
    of its kind, to the office that speaks for it.
    """

    digest: str
    ends: tuple[int, ...]
    starts: dict[str, int]
    seats: dict[str, tuple[tuple[int, str, str], ...]]
    called: dict[str, tuple[tuple[int, str, str], ...]]
    heads: tuple[str, ...]
    leads: dict[str, str]
    voices: dict[str, str]
    titles: dict[str, str]
    demonyms: dict[str, str]
    ids: dict[str, int]


_NONE: Mapping[str, int] = MappingProxyType({})


class Knowledge:
    """Lookup over a pack; records are decoded when they are asked for.

    `phrases` maps a folded name to `kind ref` joined by «|».
    """

    def __init__(self, pack: Pack, phrases: Table, records: memoryview) -> None:
        self.pack = pack
        self._records = records
        self.digest = pack.digest
        self.phrases = phrases
        self.starts = pack.starts
        self._facts: dict[int, Fact] = {}
        self._seconds: dict[str, dict[str, int]] = {}

    def fact(self, ref: int) -> Fact:
        """The record under a reference of the pack."""
        found = self._facts.get(ref)
        if found is None:
            ends = self.pack.ends
            packed = self._records[ends[ref - 1] if ref else 0 : ends[ref]]
            found = self._facts[ref] = msgspec.msgpack.decode(packed, type=Fact)
        return found

    def seconds(self, first: str) -> Mapping[str, int]:
        """The second words of the names that begin with a folded word, and the words of the longest of these names."""
        if self.starts.get(first, 0) < 2:
            return _NONE
        found = self._seconds.get(first)
        if found is None:
            found = self._seconds[first] = {}
            for name in self.phrases.beginning(first + " "):
                second = name.split(" ", 2)[1]
                found[second] = max(found.get(second, 0), name.count(" ") + 1)
        return found

    def facts(self) -> Sequence[Fact]:
        """All records, by reference."""
        return [self.fact(ref) for ref in range(len(self.pack.ends))]

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

    def bearer(self, title: str, on: str | None) -> int | None:
        """Who alone bore a folded Arabic title on a day."""
        held = [ref for ref, start, end in self.pack.called.get(title_key(title), ()) if on and start <= on[:10] <= end]
        return held[0] if len(held) == 1 else None

    def head(self, of: str, on: str | None) -> int | None:
        """Who «the leader» of a country is on a day, by the office that leads there, else by the rank of the offices."""
        leads = self.pack.leads.get(of)
        for office in (leads, *self.pack.heads) if leads else self.pack.heads:
            found = self.holders(office, of, on)
            if found:
                return found[0]
        return None

    def voice(self, body: str) -> str | None:
        """The office that speaks for a body of a country: of `irn-foreign-ministry` its spokesperson."""
        voices = self.pack.voices
        return voices.get(body) or voices.get(body.partition("-")[2])

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


def title_key(words: str) -> str:
    """A folded Arabic title with one of the two spellings of «American»."""
    return words.replace(AMERICA, AMERICA_TOO)


def packed(pack: Pack, phrases: Mapping[str, str], facts: Sequence[bytes]) -> bytes:
    """The bytes of a pack file."""
    names = msgspec.msgpack.Encoder(order="sorted").encode(pack)
    return b"".join([_HEAD.pack(_SIGN, len(names)), names, table(phrases), *facts])


def opened(data: bytes | mmap) -> Knowledge:
    """The knowledge in the bytes of a pack file; what is no such file is a `msgspec.DecodeError`."""
    view = memoryview(data)
    with suppress(error, TypeError):
        sign, length = _HEAD.unpack_from(view)
        if sign == _SIGN:
            pack = msgspec.msgpack.decode(view[_HEAD.size : _HEAD.size + length], type=Pack)
            phrases = Table(view[_HEAD.size + length :])
            records = view[_HEAD.size + length + phrases.size :]
            if len(records) == (pack.ends[-1] if pack.ends else 0):
                return Knowledge(pack, phrases, records)
    raise msgspec.DecodeError("no knowledge pack of this version")


def map_knowledge(path: Path) -> Knowledge:
    """The knowledge of a pack file, which stays mapped; a `FileNotFoundError` where there is none."""
    with path.open("rb") as file:
        return opened(mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b"")


@lru_cache(maxsize=1)
def open_knowledge(path: Path = PACK) -> Knowledge:
    """The compiled base, opened once a process."""
    try:
        return map_knowledge(path)
    except FileNotFoundError:
        raise LexiconError(f"{path} is missing: run «khabar lexicon compile»") from None
