"""What a knowledge record may hold; the format is explained in `knowledge/README.md`."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SECTORS = frozenset((
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC",
))  # fmt: skip
When = Any  # a date, a year or a text such as 2012-05, as YAML reads it


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value that refuses keys it does not know."""


class Held(Strict, frozen=True):
    """An office held, or a role with a title of its own; a year, month or day as far as it is known."""

    office: str | None = None
    of: str | None = None
    title: str | None = None
    title_ar: str | None = None
    start: When = msgspec.field(default=None, name="from")
    end: When = msgspec.field(default=None, name="to")
    asof: When = None
    note: str | None = None


class Status(Strict, frozen=True):
    sector: str
    start: When = msgspec.field(default=None, name="from")
    end: When = msgspec.field(default=None, name="to")
    asof: When = None


class Capital(Strict, frozen=True):
    ar: str
    en: str
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    variant: tuple[str, ...] = ()
    wikidata: str | None = None
    guarded: tuple[str, ...] = ()


class Entry(Strict, frozen=True):
    """One record."""

    id: str
    type: Literal["PER", "ORG", "GPE", "NORP", "LOC", "FAC"]
    en: str
    ar: str | None = None
    wikidata: str | None = None
    country: str | None = None
    sector: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = {}
    offices: tuple[Held, ...] = ()
    adjectives: tuple[str, ...] = ()
    capital: Capital | None = None
    status: tuple[Status, ...] = ()
    role: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    note: str | None = None
    source: str | None = None


class OfficeKind(Strict, frozen=True):
    """An office: `head` for those that «the leader of a country» may mean, `rank` the order among them, `many` for those that
    several people hold at one time, `voice_of` the bodies that it speaks for."""

    id: str
    en: str
    ar: str | None = None
    sector: tuple[str, ...] = ()
    head: bool = False
    rank: int | None = None
    many: bool = False
    note: str | None = None
    first_in: tuple[str, ...] = ()
    voice_of: tuple[str, ...] = ()


ALIAS_KINDS = ("full", "variant", "surname", "guarded", "acronym", "former", "metonym")


def iso(when: When, end: bool = False) -> str:
    """A date of any precision as a day: its first, or its last where `end`; unknown is the far past or future."""
    text = str(when) if when is not None else ""
    if not text:
        return "9999-12-31" if end else "0000-01-01"
    parts = text.split("-")
    if len(parts) == 1:
        return f"{parts[0]}-12-31" if end else f"{parts[0]}-01-01"
    if len(parts) == 2:
        return f"{parts[0]}-{parts[1]}-31" if end else f"{parts[0]}-{parts[1]}-01"
    return text
