"""Who or what a name may be: the candidates of the knowledge base, the likeliest first."""

from __future__ import annotations

import msgspec

from khabar.knowledge.base import Fact, Knowledge
from khabar.model.record import Entity, Name
from khabar.text.arabic import AL
from khabar.text.segment import tokenize

# How a name stands for a record, the surest first.
_RANKS = "NSAMJCPGQ"
_HOW = {
    "N": "name", "S": "surname", "A": "acronym", "M": "seat", "J": "adjective", "C": "capital", "P": "place",
    "G": "short name", "Q": "place, guarded", "?": "part of the name",
}  # fmt: skip


class Tenure(msgspec.Struct, frozen=True):
    """An office with its days; what is open or unknown is null."""

    office: str
    start: str | None = msgspec.field(name="from")
    end: str | None = msgspec.field(name="to")
    current: bool


class Candidate(Entity, frozen=True):
    """An entity as in a record, with how the name stands for it and the offices it has held."""

    matched: str = ""
    roles: tuple[Tenure, ...] = ()


def who(knowledge: Knowledge, name: str, on: str | None = None, most: int = 12) -> list[Candidate]:
    """The candidates for a name; on a day (ISO 8601) those in office then come first."""
    words = [t.key for t in tokenize(name, 0, len(name))]
    found = _readings(knowledge, " ".join(words))
    if not found and words and words[0].startswith(AL) and len(words[0]) > 4:
        found = _readings(knowledge, " ".join([words[0][len(AL) :], *words[1:]]))
    if not found and words:
        found = _within(knowledge, frozenset(words))
    for first in range(1, len(words)):  # «President Putin»: a title before the name
        found = found or _readings(knowledge, " ".join(words[first:]))
    ranked = sorted(found.items(), key=lambda kv: _order(knowledge, kv[0], kv[1], on))
    return [_candidate(knowledge, n, ref, kind, on) for n, (ref, kind) in enumerate(ranked[:most], 1)]


def _readings(knowledge: Knowledge, phrase: str) -> dict[int, str]:
    """The records that a phrase may stand for, each with the surest way."""
    found: dict[int, str] = {}
    for entry in filter(None, knowledge.phrases.get(phrase, "").split("|")):
        kind, ref = entry.split()
        if int(ref) not in found or _RANKS.index(kind) < _RANKS.index(found[int(ref)]):
            found[int(ref)] = kind
    return found


def _within(knowledge: Knowledge, words: frozenset[str]) -> dict[int, str]:
    """Records with a complete name that holds all the words."""
    found: dict[int, str] = {}
    for phrase, entries in knowledge.phrases.items():
        if words <= frozenset(phrase.split()):
            for entry in entries.split("|"):
                kind, ref = entry.split()
                if kind in "NSAM":
                    found[int(ref)] = "?"
    return found


def _order(knowledge: Knowledge, ref: int, kind: str, on: str | None) -> tuple[int, bool, int, int]:
    fact = knowledge.fact(ref)
    held = bool(on and knowledge.office_on(fact, on))
    return (_RANKS.find(kind) if kind in _RANKS else len(_RANKS), not held, -len(fact.offices), ref)


def _candidate(knowledge: Knowledge, n: int, ref: int, kind: str, on: str | None) -> Candidate:
    fact = knowledge.fact(ref)
    return Candidate(
        id=f"e{n}",
        type=fact.type,
        name=Name(fact.ar, fact.en),
        aliases=fact.aliases,
        country=fact.country,
        sector=knowledge.sector_on(fact, on),
        office=knowledge.office_on(fact, on),
        kb=fact.wikidata,
        key=fact.id,
        matched=_HOW[kind],
        roles=_roles(knowledge, fact, on),
    )


def _roles(knowledge: Knowledge, fact: Fact, on: str | None) -> tuple[Tenure, ...]:
    """The offices, the latest first; of those that are as old as time or never end, the day is null."""
    found = []
    for office, of, start, end in sorted(fact.offices, key=lambda o: o[2], reverse=True):
        ref = knowledge.ref(of) if of else None
        title = knowledge.pack.titles.get(office, office)
        name = f"{title} of {knowledge.fact(ref).en}" if ref is not None else title
        now = start <= on[:10] <= end if on else end.startswith("9999")
        known_start, known_end = None if start < "0001" else start, None if end.startswith("9999") else end
        found.append(Tenure(name, known_start, known_end, now))
    return tuple(found)
