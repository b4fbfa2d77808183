"""Columns like ACLED's: their types, which events have one, and that every row says that it is not ACLED data."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from invented import LINES, by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.acled import COLUMNS, HEAD, _kinds, acled
from khabar.lexicon.pack import open_lexicon
from khabar.model.record import Date, Record

EVENTS = {
    "Battles": ("Armed clash",), "Protests": ("",), "Riots": ("Violent demonstration", ""),
    "Explosions/Remote violence": ("Air/drone strike", "Shelling/artillery/missile attack", "Suicide bomb", ""),
    "Violence against civilians": ("Attack", "Abduction/forced disappearance", "Sexual violence"),
    "Strategic developments": ("Arrests", "Looting/property destruction"),
}  # fmt: skip
EMPTY = ("region", "admin1", "admin2", "admin3", "source_scale", "fatalities", "timestamp")


def rows(record: Record) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((HEAD + b"".join(acled(record).parts)).decode(), newline=""), strict=True))


@pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])
def test_columns_and_types(record: Record) -> None:
    found = rows(record)
    assert len(COLUMNS) == 31 and found
    for row in found:
        assert tuple(row) == COLUMNS and None not in row.values()
        assert row["sub_event_type"] in EVENTS[row["event_type"]]
        assert row["disorder_type"] in ("Political violence", "Demonstrations", "Strategic developments", "")
        assert row["event_date"] == "" or date.fromisoformat(row["event_date"]).year == int(row["year"])
        assert re.fullmatch("[123]?", row["time_precision"]) and re.fullmatch("1?", row["geo_precision"])
        assert re.fullmatch(r"\d*", row["iso"])
        assert row["tags"].startswith("not ACLED data; coded by khabar ")
        assert not any(row[column] for column in EMPTY)


def test_every_type_and_mode_of_the_table_is_plovers() -> None:
    ontology = open_lexicon("ar").ontology
    for kind, mode in _kinds():
        assert kind in ontology and (not mode or mode in ontology[kind].modes)


def test_a_row_tells_the_event() -> None:
    first, second = rows(by_hand())
    assert first == dict.fromkeys(COLUMNS, "") | {
        "event_id_cnty": "hand/1-v1", "event_date": "2025-05-03", "year": "2025", "time_precision": "1",
        "disorder_type": "Strategic developments", "event_type": "Strategic developments", "sub_event_type": "Arrests",
        "actor1": "Norwegian coast guard", "inter1": "State forces", "actor2": "Iceland", "assoc_actor_2": "Denmark",
        "iso": "578", "country": "Norway", "location": "Bergen", "latitude": "60.39", "longitude": "5.32", "geo_precision": "1",
        "source": "Wave", "notes": LINES[1], "tags": "not ACLED data; coded by khabar 0.1.0",
    }  # fmt: skip
    assert (second["actor2"], second["inter2"], second["event_date"], second["location"]) == ("fishermen", "Civilians", "", "")


@pytest.mark.parametrize("kind,mode,sectors,told", [
    ("PROTEST", "demo", ("LAB", "GOV"), ("Protests", "", "Protesters")),
    ("PROTEST", "riot", ("LAB", "COP"), ("Riots", "Violent demonstration", "Rioters")),
    ("ASSAULT", "drone", ("MIL", "CVL"), ("Explosions/Remote violence", "Air/drone strike", "State forces")),
    ("ASSAULT", None, ("MIL", "REB"), ("Battles", "Armed clash", "State forces")),
    ("ASSAULT", "firearms", ("REB", "JRN"), ("Violence against civilians", "Attack", "Rebel group")),
    ("ASSAULT", "firearms", ("PTY", "CVL"), ("Violence against civilians", "Attack", "")),
    ("ASSAULT", None, ("GOV", "GOV"), None),  # nothing tells a battle from an attack on civilians
    ("ASSAULT", "crowd-control", ("COP", "CVL"), None),
    ("PROTEST", "strike", ("LAB", "BUS"), None),
    ("ACCUSE", None, ("GOV", "GOV"), None),
])  # fmt: skip
def test_types(kind: str, mode: str | None, sectors: tuple[str, str], told: tuple[str, ...] | None) -> None:
    record = by_hand()
    sides = tuple(replace(e, sector=(s,)) for e, s in zip((record.entities[1], record.entities[5]), sectors, strict=True))
    event = replace(record.events[0], type=kind, mode=mode, source=("e2",), recipient=("e6",))
    changed = replace(record, entities=(*sides, *record.entities[2:5], *record.entities[0:1]), events=(event,))
    made = acled(changed)
    if told is None:
        assert made.count == 0 and made.left[0].startswith(f"{kind} ")
        return
    (row,) = rows(changed)
    assert (row["event_type"], row["sub_event_type"], row["inter1"]) == told
    assert (row["civilian_targeting"] != "") == (row["inter2"] == "Civilians" and kind == "ASSAULT")
    assert row["interaction"] == (f"{row['inter1']}-{row['inter2']}" if row["inter1"] and row["inter2"] else "")


@pytest.mark.parametrize("value,precision,told", [
    ("2025-05-03", "day", ("2025-05-03", "2025", "1")), ("2025-W14", "week", ("", "2025", "2")),
    ("2025-05", "month", ("", "2025", "3")), ("2025", "year", ("", "2025", "")),
])  # fmt: skip
def test_dates(value: str, precision: str, told: tuple[str, ...]) -> None:
    record = by_hand()
    (row,) = rows(replace(record, events=(replace(record.events[0], date=Date(value, precision)),)))
    assert (row["event_date"], row["year"], row["time_precision"]) == told


def test_what_did_not_happen_is_left_out() -> None:
    made = acled(by_hand())
    assert (made.count, made.left, made.bare) == (2, ("negated", "hypothetical", "future"), 1)
