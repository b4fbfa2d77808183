"""FollowTheMoney: every entity is valid by the schemata of the library, and points at what there is and may be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from invented import LINES, by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.ftm import NO_PARTY, NO_QUOTES, ftm
from khabar.model.record import Date, Record

RECORDS = pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])


def entities(record: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ftm(record).parts]


def of(record: Record, schema: str) -> list[dict[str, Any]]:
    return [entity["properties"] for entity in entities(record) if entity["schema"] == schema]


@RECORDS
def test_followthemoney_takes_it(record: Record) -> None:
    library = pytest.importorskip("followthemoney", reason="followthemoney is not installed: make test-exports")
    found = entities(record)
    schemata = {entity["id"]: library.model.get(entity["schema"]) for entity in found}
    assert len(schemata) == len(found)
    for entity in found:
        schema = schemata[entity["id"]]
        schema.validate(entity)
        assert all(name in entity["properties"] for name in schema.required)
        proxy = library.model.make_entity(schema)
        proxy.id = entity["id"]
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            assert prop is not None, (schema.name, name)
            proxy.add(name, values)
            assert sorted(proxy.get(name)) == sorted(values), name  # nothing is dropped or cleaned away
            if prop.range is not None:
                assert all(schemata[value].is_a(prop.range) for value in values), (schema.name, name)
        assert proxy.caption


def test_a_wrong_entity_is_refused() -> None:
    library = pytest.importorskip("followthemoney", reason="followthemoney is not installed: make test-exports")
    event = next(entity for entity in entities(by_hand()) if entity["schema"] == "Event")
    event["properties"]["country"] = ["Norway!"]
    with pytest.raises(library.exc.InvalidData):
        library.model.get("Event").validate(event)


def test_the_report() -> None:
    (report,) = of(by_hand(), "Article")
    assert report == {
        "title": [LINES[0]], "publishedAt": ["2025-05-04T07:00:00"], "author": ["Nora Vik"], "publisher": ["Wave"],
        "sourceUrl": ["https://news.example/sea/1"], "language": ["ara"],
    }  # fmt: skip


def test_who_is_who() -> None:
    record = by_hand()
    ids = {entity["properties"].get("name", [""])[0]: (entity["id"], entity["schema"]) for entity in entities(record)}
    assert ids["Iceland"] == ("Q189", "LegalEntity")
    assert ids["Norwegian coast guard"][1] == "PublicBody" and ids["The «Wave» Agency"][1] == "Organization"
    (person,) = of(record, "Person")
    assert (person["name"], person["weakAlias"], person["position"]) == (
        ["سولفيغ بيرغ"], ["Sulfigh Birgh"], ["minister of Norway"],
    )  # fmt: skip
    (mention,) = [m for m in of(record, "Mention") if m["name"] == ["سولفيغ بيرغ"]]
    assert (mention["detectedSchema"], mention["contextCountry"]) == (["Person"], ["no"])


def test_an_event_and_its_address() -> None:
    record = by_hand()
    first, second = of(record, "Event")
    assert first["name"] == ["COERCE arrest: Norwegian coast guard -> Iceland, Denmark"]
    assert (first["date"], first["location"], first["country"]) == (["2025-05-03"], ["Bergen"], ["no"])
    assert first["addressEntity"] == ["geonames-3161732"]
    assert first["keywords"] == ["COERCE", "arrest", "CAMEO 173"]
    assert first["notes"] == ["according to The «Wave» Agency"]
    assert first["involved"][1:] == ["Q189", "Q35"]
    assert second["summary"] == [LINES[2]] and "date" not in second
    (address,) = of(record, "Address")
    assert address == {
        "full": ["Bergen, Norway"], "city": ["Bergen"], "country": ["no"], "latitude": ["60.39"], "longitude": ["5.32"],
    }  # fmt: skip


def test_two_sentences_about_one_happening_are_one_event() -> None:
    record = by_hand()
    again = replace(record.events[1], happening="h1", date=Date("2025-05", "month"))
    (event,) = of(replace(record, events=(record.events[0], again)), "Event")
    assert event["summary"] == [" ".join(LINES[1].split()), LINES[2]]
    assert event["date"] == ["2025-05-03", "2025-05"]
    assert event["notes"] == ["COERCE arrest: Norway -> fishermen", "according to The «Wave» Agency"]
    assert event["recordId"] == ["v1", "v2"]


@pytest.mark.parametrize("value,told", [
    ("2025-05-03", {"date": ["2025-05-03"]}), ("2025", {"date": ["2025"]}),
    ("2025-W14", {"startDate": ["2025-03-31"], "endDate": ["2025-04-06"]}),
    ("2025-05-01/2025-06", {"startDate": ["2025-05-01"], "endDate": ["2025-06-30"]}),
])  # fmt: skip
def test_dates(value: str, told: dict[str, list[str]]) -> None:
    record = by_hand()
    (event,) = of(replace(record, events=(replace(record.events[0], date=Date(value, "")),)), "Event")
    assert {key: event[key] for key in ("date", "startDate", "endDate") if key in event} == told


def test_what_is_left_out() -> None:
    assert ftm(by_hand()).left == ("negated", "hypothetical", "future", NO_QUOTES)
    record = by_hand()
    event = replace(record.events[0], recipient=("e8",))  # a town is no party
    made = ftm(replace(record, events=(event,), quotes=()))
    assert made.left == (NO_PARTY,)
    assert b"Norwegian coast guard" in b"".join(made.parts)
