"""The code tables of the formats, read once: countries, the Goldstein scale, CAMEO types, names of languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

DATA = Path(__file__).with_name("data")


class Country(msgspec.Struct, frozen=True):
    """The codes of a country; «» where it has none. `numeric` is ISO 3166-1, `fips` FIPS 10-4, `cow` Correlates of War."""

    iso3: str = ""
    iso2: str = ""
    numeric: str = ""
    fips: str = ""
    cow: str = ""
    cameo: str = ""
    name: str = ""


class Language(msgspec.Struct, frozen=True):
    """A language in ISO 639-1, ISO 639-3, and as the Global Quotation Graph names it."""

    iso1: str
    iso3: str = ""
    name: str = ""


_NOWHERE = Country()


def read_table(name: str) -> Iterator[list[str]]:
    """The rows of a table of `data`, less its comments."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _countries() -> dict[str, Country]:
    rows = read_table("countries.tsv")
    columns = next(rows)
    found = (msgspec.convert(dict(zip(columns, row, strict=True)), Country) for row in rows)
    return {country.iso3: country for country in found}


@cache
def _goldstein() -> dict[str, float]:
    return {code: float(value) for value, codes in read_table("goldstein.tsv") for code in codes.split()}


@cache
def _types() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("cameo_types.tsv")}


@cache
def _languages() -> dict[str, Language]:
    return {row[0]: Language(*row) for row in read_table("languages.tsv")}


def country(iso3: str | None) -> Country:
    """The codes of a country by ISO 3166-1 alpha-3; all empty where it is unknown."""
    return _countries().get(iso3 or "", _NOWHERE)


def goldstein(cameo: str) -> float | None:
    """The Goldstein value (-10 to 10) of a CAMEO code or, where the scale does not list it, of the code above it."""
    for length in range(len(cameo), 1, -1):
        value = _goldstein().get(cameo[:length])
        if value is not None:
            return value
    return None


def quad_class(cameo: str) -> int | None:
    """The quad class of a CAMEO code by its root: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict."""
    root = int(cameo[:2]) if cameo[:2].isdecimal() else 0
    return next((quad for last, quad in ((5, 1), (8, 2), (13, 3), (20, 4)) if root <= last), None) if root else None


def cameo_types(sectors: tuple[str, ...]) -> list[str]:
    """The CAMEO type codes of PLOVER sectors, in their order, as far as there are."""
    return [_types()[sector] for sector in sectors if sector in _types()]


def language(iso1: str) -> Language:
    """A language by ISO 639-1; with that code alone where the table does not hold it."""
    return _languages().get(iso1, Language(iso1))
