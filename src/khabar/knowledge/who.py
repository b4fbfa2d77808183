"""Who or what a name may be: the candidates of the knowledge base, the likeliest first.

A name is looked for as it is written, without hamza, ya and article forms, inside complete names, and last by its sound. What
only sounds alike is a proposal with a score, never a link.
"""

from __future__ import annotations

from unicodedata import normalize

import msgspec

from khabar.knowledge.base import Fact, Knowledge
from khabar.knowledge.sound import Sounds
from khabar.model.record import Entity, Name
from khabar.text.arabic import AL, HA, TA_MARBUTA, is_arabic
from khabar.text.segment import tokenize

# How a name stands for a record, the surest first.
_HOW = {
    "@": "office",
    "N": "name", "S": "surname", "A": "acronym", "M": "seat", "J": "adjective", "C": "capital", "P": "place", "G": "short name",
    "Q": "place, guarded", "~": "name but for an article, «bin» or a sign", "?": "part of the name", "=": "sounds like",
}  # fmt: skip
_RANKS = "".join(_HOW)
_SMALL = frozenset(("\u0628\u0646", "\u0627\u0628\u0646", "\u0627\u0644", "al", "el", "bin", "ben", "ibn"))


class Tenure(msgspec.Struct, frozen=True):
    """An office with its days; what is open or unknown is null."""

    office: str
    start: str | None = msgspec.field(name="from")
    end: str | None = msgspec.field(name="to")
    current: bool


class Candidate(Entity, frozen=True):
    """An entity as in a record, with how the name stands for it and its offices: on the day, where one is given.

    `proposal` marks what only sounds like the name; `score` tells how much, and is 1 for a name the record bears.
    """

    matched: str = ""
    score: float = 1.0
    proposal: bool = False
    roles: tuple[Tenure, ...] = ()


class Match(msgspec.Struct, frozen=True):
    """A record that a name may stand for: the kind of name, the form found, and its likeness."""

    ref: int
    kind: str
    form: str
    score: float = 1.0


def who(
    knowledge: Knowledge, name: str, on: str | None = None, most: int = 12, meant: tuple[str, str] | None = None
) -> list[Candidate]:
    """The candidates for a name; on a day (ISO 8601) those in office then come first.

    `meant` is the record's id of whom a description means, with the reason; it comes before all others.
    """
    held = seat(knowledge, name, on)
    found = [Match(held, "@", name)] if held is not None else find(knowledge, name)
    ranked = sorted(found, key=lambda m: _order(knowledge, m, name, on))
    described = knowledge.ref(meant[0]) if meant else None
    if meant and described is not None:
        ranked = [Match(described, "@", meant[1]), *(m for m in ranked if m.ref != described and m.kind not in "?=")]
    return [_candidate(knowledge, n, match, on) for n, match in enumerate(ranked[:most], 1)]


def borne(knowledge: Knowledge, name: str) -> bool:
    """Whether the name as a whole is some record's."""
    return " ".join(t.key for t in tokenize(name, 0, len(name))) in knowledge.phrases


def seat(knowledge: Knowledge, name: str, on: str | None) -> int | None:
    """Who holds the office of that English name on a day: «Foreign Minister of Germany»."""
    if on is None or is_arabic(name):
        return None
    wanted = name.strip().lower()
    for office, _, of in (s.rpartition(" ") for s in knowledge.pack.seats):
        if wanted.startswith(knowledge.pack.titles.get(office, "\0").lower()):
            held = knowledge.holders(office, of, on)
            if held and knowledge.office_name(office, of).lower() == wanted:
                return held[0]
    return None


def find(knowledge: Knowledge, name: str) -> list[Match]:
    """The records for a name by the surest of the ways that finds any."""
    words = [t.key for t in tokenize(name, 0, len(name))]
    if not any(c.isalnum() for c in name):
        return []
    found = _readings(knowledge, " ".join(words))
    if not found and words[0].startswith(AL) and len(words[0]) > 4:
        found = _readings(knowledge, " ".join([words[0][len(AL) :], *words[1:]]))
    found = found or _town(knowledge, name) or _loose(knowledge, words) or _within(knowledge, frozenset(words))
    for first in range(1, len(words)):  # «President Putin»: a title before the name
        found = found or [m for m in _readings(knowledge, " ".join(words[first:])) if first == 1 or _person(knowledge, m)]
    if all(m.kind == "?" for m in found):  # nothing, or a part of a longer name only
        known = {m.ref for m in found}
        sounding = (p for p in Sounds(knowledge).propose(name) if p.ref not in known)
        found = [*found, *(Match(p.ref, "=", p.name, min(p.score, 0.99)) for p in sounding)]
    return found


def _readings(knowledge: Knowledge, phrase: str) -> list[Match]:
    """The records that a phrase may stand for, each with the surest way."""
    found: dict[int, Match] = {}
    for entry in filter(None, knowledge.phrases.get(phrase, "").split("|")):
        kind, ref = entry[0], int(entry[2:])
        if ref not in found or _RANKS.index(kind) < _RANKS.index(found[ref].kind):
            found[ref] = Match(ref, kind, phrase)
    return list(found.values())


def _person(knowledge: Knowledge, match: Match) -> bool:
    return knowledge.fact(match.ref).type == "PER"


def _town(knowledge: Knowledge, name: str) -> list[Match]:
    """Towns of that English name, which reports in Arabic do not use and the names of the pack leave out."""
    if is_arabic(name):
        return []
    facts = enumerate(knowledge.facts())
    return [Match(ref, "P", name) for ref, fact in facts if fact.type == "LOC" and fact.en.lower() == name.strip().lower()]


def _bare(words: list[str]) -> str:
    """A name without articles, «bin» and the signs on Latin letters, written as one word."""
    kept = ("".join(c for c in normalize("NFKD", w) if c.isalnum()) for w in words if w not in _SMALL)
    kept = (w[:-1] + HA if w.endswith(TA_MARBUTA) else w for w in kept)
    return "".join(w[len(AL) :] if w.startswith(AL) and len(w) > 4 else w for w in kept)


def _loose(knowledge: Knowledge, words: list[str]) -> list[Match]:
    """Records with a complete name that differs in articles, «bin», hyphens and spaces only."""
    wanted = _bare(words)
    first = wanted[:2]
    if len(wanted) < 4:
        return []
    found: dict[int, Match] = {}
    for phrase, entries in knowledge.phrases.items():
        if (first[0] in phrase or not is_arabic(phrase)) and _bare(phrase.split()) == wanted:
            for entry in entries.split("|"):
                if entry[0] in "NSAMC":
                    found[int(entry[2:])] = Match(int(entry[2:]), "~", phrase)
    return list(found.values())


def _within(knowledge: Knowledge, words: frozenset[str]) -> list[Match]:
    """Records with a complete name that holds all the words."""
    found: dict[int, Match] = {}
    for phrase, entries in knowledge.phrases.items():
        if words <= frozenset(phrase.split()):
            for entry in entries.split("|"):
                if entry[0] in "NSAM":
                    found[int(entry[2:])] = Match(int(entry[2:]), "?", phrase)
    return list(found.values())


def _order(knowledge: Knowledge, match: Match, name: str, on: str | None) -> tuple[int, float, bool, bool, int, int]:
    """By kind of name, likeness, the letters as written, office on the day, and how many offices were held."""
    fact = knowledge.fact(match.ref)
    held = any(o[2] <= on[:10] <= o[3] for o in fact.offices) if on else False
    written = name in (fact.en, fact.ar, *fact.aliases) if match.kind != "J" else True
    return (_RANKS.index(match.kind), -match.score, not held, not written, -len(fact.offices), match.ref)


def _candidate(knowledge: Knowledge, n: int, match: Match, on: str | None) -> Candidate:
    fact = knowledge.fact(match.ref)
    sounds = match.kind == "="
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
        matched=f"{_HOW[match.kind]} \u00ab{match.form}\u00bb, {match.score:.2f}" if sounds else _how(match),
        score=match.score,
        proposal=sounds,
        roles=_roles(knowledge, fact, on),
    )


def _how(match: Match) -> str:
    return match.form if match.kind == "@" and " " in match.form else _HOW[match.kind]


def _roles(knowledge: Knowledge, fact: Fact, on: str | None) -> tuple[Tenure, ...]:
    """The offices, the latest first, on a day those of the day; what is as old as time or never ends has no day."""
    found = []
    for office, of, start, end in sorted(fact.offices, key=lambda o: o[2], reverse=True):
        name = knowledge.office_name(office, of)
        now = start <= on[:10] <= end if on else end.startswith("9999")
        if now or not on:
            known_start, known_end = None if start < "0001" else start, None if end.startswith("9999") else end
            found.append(Tenure(name, known_start, known_end, now))
    return tuple(found)
