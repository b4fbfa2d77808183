"""GDELT 2.0: the columns and types of its codebook, dyads of a happening, and mentions that belong to them."""

from __future__ import annotations

import re

import pytest
from invented import by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.dyads import pairs
from khabar.io.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS, gdelt, gdelt_mentions
from khabar.model.record import Date, Record

INTEGER, DECIMAL, DAY = r"-?\d+", r"(-?\d+\.\d+)?", r"(\d{8})?"
CODE, GEO = "([A-Z]{3})*", {"Lat": DECIMAL, "Long": DECIMAL, "Type": "[1345]?", "CountryCode": "([A-Z]{2})?"}
EVENT_TYPES = {
    "GLOBALEVENTID": INTEGER, "SQLDATE": DAY, "MonthYear": r"(\d{6})?", "Year": r"(\d{4})?", "FractionDate": r"(\d{4}\.\d{4})?",
    **{f"Actor{n}{c}": CODE for n in (1, 2) for c in ("Code", "CountryCode", "KnownGroupCode", "Type1Code", "Type3Code")},
    **{f"Actor{n}{c}": "" for n in (1, 2) for c in ("EthnicCode", "Religion1Code", "Religion2Code")},
    "IsRootEvent": "[01]", "EventCode": r"\d{2,4}", "EventBaseCode": r"\d{2,3}", "EventRootCode": r"\d\d", "QuadClass": "[1-4]",
    "GoldsteinScale": r"-?\d+\.\d+", "NumMentions": INTEGER, "NumSources": "1", "NumArticles": "1", "AvgTone": "",
    **{f"ActionGeo_{c}": pattern for c, pattern in GEO.items()}, "DATEADDED": "", "SOURCEURL": r"\S+",
}  # fmt: skip
MENTION_TYPES = {
    "GLOBALEVENTID": INTEGER, "EventTimeDate": "", "MentionTimeDate": r"(\d{14})?", "MentionType": "[12]", "SentenceID": INTEGER,
    "Actor1CharOffset": r"\d*", "Actor2CharOffset": r"\d*", "ActionCharOffset": INTEGER, "InRawText": "1", "Confidence": r"\d+",
    "MentionDocLen": INTEGER, "MentionDocTone": "", "MentionDocTranslationInfo": "", "Extras": "",
}  # fmt: skip


def rows(parts: tuple[bytes, ...], columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows by column."""
    return [dict(zip(columns, part.decode().removesuffix("\n").split("\t"), strict=True)) for part in parts]


def events(record: Record) -> list[dict[str, str]]:
    return rows(gdelt(record).parts, EVENT_COLUMNS)


def mentions(record: Record) -> list[dict[str, str]]:
    return rows(gdelt_mentions(record).parts, MENTION_COLUMNS)


@pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])
def test_columns_and_types(record: Record) -> None:
    assert (len(EVENT_COLUMNS), len(MENTION_COLUMNS)) == (61, 16)
    for found, types in ((events(record), EVENT_TYPES), (mentions(record), MENTION_TYPES)):
        assert found
        for row in found:
            for column, pattern in types.items():
                assert re.fullmatch(pattern, row[column]), (column, row[column])


@pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])
def test_mentions_belong_to_events(record: Record) -> None:
    told = mentions(record)
    for row in events(record):
        of = [m for m in told if m["GLOBALEVENTID"] == row["GLOBALEVENTID"]]
        assert len(of) == int(row["NumMentions"]) > 0
    assert {m["GLOBALEVENTID"] for m in told} == {row["GLOBALEVENTID"] for row in events(record)}
    ids = [row["GLOBALEVENTID"] for row in events(record)]
    assert len(ids) == len(set(ids)) and all(int(number) < 2**60 for number in ids)


def test_a_row_tells_a_dyad() -> None:
    first, second, third = events(by_hand())
    told = dict.fromkeys(EVENT_COLUMNS, "") | {
        "GLOBALEVENTID": first["GLOBALEVENTID"], "SQLDATE": "20250503", "MonthYear": "202505", "Year": "2025",
        "FractionDate": "2025.3370", "Actor1Code": "NORCOPGOV", "Actor1Name": "NORWEGIAN COAST GUARD", "Actor1CountryCode": "NOR",
        "Actor1Type1Code": "COP", "Actor1Type2Code": "GOV", "Actor2Code": "ISL", "Actor2Name": "ICELAND",
        "Actor2CountryCode": "ISL",
        "IsRootEvent": "1", "EventCode": "173", "EventBaseCode": "173", "EventRootCode": "17", "QuadClass": "4",
        "GoldsteinScale": "-5.0", "NumMentions": "1", "NumSources": "1", "NumArticles": "1", "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Bergen, Norway", "ActionGeo_CountryCode": "NO", "ActionGeo_Lat": "60.39", "ActionGeo_Long": "5.32",
        "SOURCEURL": "https://news.example/sea/1",
    }  # fmt: skip
    assert first == told
    assert second["Actor2Code"] == "DNK" and second["GLOBALEVENTID"] != first["GLOBALEVENTID"]
    assert (third["SQLDATE"], third["Actor2Code"], third["ActionGeo_FullName"]) == ("", "LABCVL", "")


def test_a_mention_tells_where() -> None:
    record = by_hand()
    first = mentions(record)[0]
    text = record.document.text
    assert text[int(first["ActionCharOffset"]) :].startswith("أوقف")
    assert text[int(first["Actor1CharOffset"]) :].startswith("خفر السواحل")
    assert (first["SentenceID"], first["MentionType"], first["MentionSourceName"]) == ("2", "1", "news.example")
    assert first["MentionTimeDate"] == "20250504070000"  # ten o'clock in a zone of three hours
    offline = replace(record, document=replace(record.document, url=None, published="2025-05-04"))
    row = mentions(offline)[0]
    assert (row["MentionType"], row["MentionSourceName"], row["MentionIdentifier"]) == ("2", "Wave", "hand/1")
    assert row["MentionTimeDate"] == ""


def told_twice(*sides: tuple[tuple[str, ...], tuple[str, ...]], kind: str = "COERCE") -> Record:
    """The record, its first event told once for each of some sides, all of them one happening."""
    record = by_hand()
    first = record.events[0]
    told = (replace(first, type=kind, source=s, recipient=r, happening="h1", id=f"v{n}") for n, (s, r) in enumerate(sides))
    return replace(record, events=tuple(told))


@pytest.mark.parametrize("kind,sides,dyads", [
    ("COERCE", [(("e2",), ("e3", "e4"))], {("NOR", "ISL"): 1, ("NOR", "DNK"): 1}),
    ("COERCE", [(("e2",), ("e3",)), (("e2",), ())], {("NOR", "ISL"): 2}),  # a sentence that names one side
    ("COERCE", [(("e2",), ()), (("e2",), ("e3",))], {("NOR", "ISL"): 2}),  # also where it comes first
    ("COERCE", [((), ("e3",)), (("e2",), ())], {("", "ISL"): 1, ("NOR", ""): 1}),
    ("CONSULT", [(("e7", "e3"), ()), (("e3",), ("e7",))], {("NOR", "ISL"): 2}),  # two ministers met, in either order
    ("CONSULT", [(("e3",), ()), (("e7",), ("e3",)), ((), ("e7",))], {("NOR", "ISL"): 3}),
    ("CONSULT", [(("e7",), ())], {("NOR", ""): 1}),
])  # fmt: skip
def test_dyads(kind: str, sides: list[tuple[tuple[str, ...], tuple[str, ...]]], dyads: dict[tuple[str, str], int]) -> None:
    found = events(told_twice(*sides, kind=kind))
    counts = {(r["Actor1CountryCode"], r["Actor2CountryCode"]): int(r["NumMentions"]) for r in found}
    assert counts == dyads


@pytest.mark.parametrize("value,sql,month,year", [
    ("2025-05-03", "20250503", "202505", "2025"), ("2025-05", "", "202505", "2025"), ("2025-W14", "", "", "2025"),
    ("2025", "", "", "2025"), ("2024-12-30/2025-01-02", "", "", ""),
])  # fmt: skip
def test_a_date_is_told_as_far_as_it_is_known(value: str, sql: str, month: str, year: str) -> None:
    record = by_hand()
    event = replace(record.events[0], date=Date(value, "day"))
    row = events(replace(record, events=(event,)))[0]
    assert (row["SQLDATE"], row["MonthYear"], row["Year"], bool(row["FractionDate"])) == (sql, month, year, bool(sql))


def test_what_is_left_out() -> None:
    record = by_hand()
    nobody = replace(record.events[1], source=(), recipient=())
    assert not pairs(nobody)
    made = gdelt(replace(record, events=(nobody, *record.events[2:])))
    assert (made.count, made.left) == (0, ("negated", "hypothetical", "future", "without a source or recipient"))


def test_a_known_group_and_a_country_as_a_place() -> None:
    record = by_hand()
    body = replace(record.entities[1], sector=("UNO",), country=None)
    country = replace(record.places[1], mention="m7", lat=None, lon=None, geonames=None)
    event = replace(record.events[0], place="m7")
    spoilt = replace(record, entities=(record.entities[0], body, *record.entities[2:]), places=(country,), events=(event,))
    row = events(spoilt)[0]
    assert (row["Actor1Code"], row["Actor1KnownGroupCode"], row["Actor1CountryCode"]) == ("UNO", "UNO", "")
    geo = [row[f"ActionGeo_{c}"] for c in ("Type", "FullName", "CountryCode", "Lat", "FeatureID")]
    assert geo == ["1", "Norway", "NO", "", "NO"]
