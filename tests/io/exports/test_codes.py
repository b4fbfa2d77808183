"""The code tables: what they hold for countries, CAMEO codes and dates, and that every code of the lexicons is covered."""

from __future__ import annotations

import re
from datetime import date

import pytest

from khabar.io.exports.codes import cameo_types, country, goldstein, language, quad_class
from khabar.io.exports.days import day, days
from khabar.lexicon.pack import open_lexicon

CODES = [  # ISO 3166-1, FIPS 10-4, Correlates of War, CAMEO
    ("RUS", "RU", "643", "RS", "365", "RUS"), ("DEU", "DE", "276", "GM", "255", "DEU"), ("VNM", "VN", "704", "VM", "816", "VNM"),
    ("ROU", "RO", "642", "RO", "360", "ROM"), ("MCO", "MC", "492", "MN", "221", "MCO"), ("XKX", "XK", "", "KV", "347", ""),
    ("PSE", "PS", "275", "", "", "PSE"), ("SSD", "SS", "728", "OD", "626", ""), ("TWN", "TW", "158", "TW", "713", "TWN"),
    (None, "", "", "", "", ""), ("ZZZ", "", "", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize("codes", CODES, ids=lambda row: str(row[0]))
def test_countries(codes: tuple[str | None, ...]) -> None:
    found = country(codes[0])
    assert (found.iso2, found.numeric, found.fips, found.cow, found.cameo) == codes[1:]


def test_no_two_countries_share_a_code() -> None:
    from khabar.io.exports.codes import _countries

    for column, form in (("iso2", "[A-Z]{2}"), ("numeric", r"\d+"), ("fips", "[A-Z]{2}"), ("cow", r"\d+"), ("cameo", "[A-Z]{3}")):
        held = [code for c in _countries().values() if (code := getattr(c, column))]
        assert len(held) == len(set(held)) > 190, column
        assert all(re.fullmatch(form, code) for code in held)


def test_every_cameo_code_of_the_lexicon_has_a_value() -> None:
    for entry in open_lexicon("ar").events:
        value, quad = goldstein(entry.cameo), quad_class(entry.cameo)
        assert value is not None and -10 <= value <= 10, entry.cameo
        assert quad is not None and (value < 0) == (quad > 2), entry.cameo


@pytest.mark.parametrize("cameo,value,quad", [
    ("057", 8.0, 1), ("0874", 10.0, 2), ("08", 5.0, 2), ("112", -2.0, 3), ("106", -5.0, 3), ("190", -10.0, 4), ("x", None, None),
])  # fmt: skip
def test_goldstein_and_quad(cameo: str, value: float | None, quad: int | None) -> None:
    assert (goldstein(cameo), quad_class(cameo)) == (value, quad)


def test_sectors_and_languages() -> None:
    assert cameo_types(("JRN", "PRM", "MED", "GOV")) == ["MED", "HLH", "GOV"]
    assert (language("ar").iso3, language("ar").name, language("xx").name) == ("ara", "ARABIC", "")


@pytest.mark.parametrize("value,first,last", [
    ("2025-04-11", "2025-04-11", "2025-04-11"), ("2025-02", "2025-02-01", "2025-02-28"), ("2025", "2025-01-01", "2025-12-31"),
    ("2025-W14", "2025-03-31", "2025-04-06"), ("2022-01-20/2025-04", "2022-01-20", "2025-04-30"),
    ("2025-04-11T18:00", "2025-04-11", "2025-04-11"),
])  # fmt: skip
def test_days(value: str, first: str, last: str) -> None:
    assert days(value) == (date.fromisoformat(first), date.fromisoformat(last))
    assert day(value) == (date.fromisoformat(first) if first == last else None)


@pytest.mark.parametrize("value", [None, "", "PT4H", "2025-13", "2025-02-30", "soon", "2025-05/2025-04", "2025-04-11/"])
def test_what_is_no_date_has_no_days(value: str | None) -> None:
    assert value == "2025-04-11/" or days(value) is None
