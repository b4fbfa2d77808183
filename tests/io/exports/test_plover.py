"""PLOVER records: the manual's fields by a JSON Schema, and what each holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from invented import LINES, by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.plover import plover
from khabar.lexicon.pack import open_lexicon
from khabar.model.record import Date, Record

TEXT, DAY = {"type": "string", "minLength": 1}, {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
MODES = sorted({mode for entry in open_lexicon("ar").ontology.values() for mode in entry.modes})
ACTOR = {
    "type": "object", "required": ["identifier_text"], "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"}, "sector": {"type": "array", "items": {"pattern": "^[A-Z]{3}$"}},
        "actor_text": TEXT, "identifier_text": TEXT, "office": TEXT,
        "identifier_id": {"type": "string", "pattern": r"^https://www\.wikidata\.org/wiki/Q\d+$"},
    },
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object", "required": ["id", "date", "actor", "event"], "additionalProperties": False,
    "properties": {
        "id": TEXT, "date": {"anyOf": [DAY, {"type": "null"}]}, "enddate": DAY, "has_event": {"const": True}, "link": TEXT,
        "actor": {"type": "array", "items": ACTOR}, "recipient": {"type": "array", "items": ACTOR, "minItems": 1},
        "event": {"type": "array", "minItems": 1, "items": {"enum": sorted(open_lexicon("ar").ontology)}},
        "mode": {"type": "array", "minItems": 1, "items": {"enum": [*MODES, "negation", "future", "hypothetical"]}},
        "quad_code": {"enum": [1, 2, 3, 4]}, "event_scale": {"type": "number", "minimum": -10, "maximum": 10},
        "event_loc": {"type": "object", "required": ["name"]}, "event_text": {"type": "array", "items": TEXT}, "text": TEXT,
        "text_info": {
            "type": "object", "required": ["sequence", "start", "end"], "additionalProperties": {"type": "integer", "minimum": 0},
        },
        "cite_info": {"type": "object", "additionalProperties": TEXT}, "coder": TEXT,
        "date_value": TEXT, "date_precision": {"enum": ["week", "month", "year"]}, "publication_date": TEXT, "cameo": TEXT,
        "according_to": {"type": "array", "items": TEXT}, "status": TEXT, "confidence": {"type": "number"},
    },
}  # fmt: skip


def records(record: Record, all_statuses: bool = False) -> list[dict[str, Any]]:
    return [json.loads(line) for line in plover(record, all_statuses).parts]


@pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])
def test_schema(record: Record) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: make test-exports")
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    found = records(record, all_statuses=True)
    assert len(found) == len(record.events)
    for held in found:
        validator.validate(held)
        assert record.document.text[held["text_info"]["start"] : held["text_info"]["end"]] == held["text"]
    with pytest.raises(jsonschema.ValidationError):  # the check can fail
        validator.validate({key: value for key, value in found[0].items() if key != "date"})


def test_a_record_tells_the_event() -> None:
    first, second = records(by_hand())
    assert first == {
        "id": "hand/1-v1", "date": "2025-05-03", "event": ["COERCE"], "has_event": True, "mode": ["arrest"],
        "actor": [{
            "code": "NOR", "sector": ["COP", "GOV"], "actor_text": "خفر السواحل النرويجي",
            "identifier_text": "Norwegian coast guard",
        }],
        "recipient": [
            {"code": "ISL", "actor_text": "آيسلندا", "identifier_text": "Iceland", "identifier_id": "https://www.wikidata.org/wiki/Q189"},
            {"code": "DNK", "actor_text": "الدنمارك", "identifier_text": "Denmark", "identifier_id": "https://www.wikidata.org/wiki/Q35"},
        ],
        "quad_code": 4, "event_scale": -7.0, "event_text": ["أوقف"], "link": "hand/1-h1", "text": LINES[1],
        "event_loc": {
            "geonameid": 3161732, "name": "Bergen", "alternatenames": "بيرغن", "latitude": 60.39, "longitude": 5.32,
            "country code": "NO", "cc3": "NOR",
        },
        "text_info": first["text_info"] | {"sequence": 2},
        "cite_info": {
            "citation": "hand/1", "url": "https://news.example/sea/1", "title": LINES[0], "language": "ar", "publication": "Wave",
            "coder": "khabar 0.1.0", "codebook": "plover-0.8",
        },
        "coder": "khabar 0.1.0", "publication_date": "2025-05-04T10:00:00+03:00", "according_to": ["The «Wave»\tAgency"],
        "cameo": "173", "confidence": 0.84,
    }  # fmt: skip
    assert second["date"] is None and "according_to" not in second


def test_a_status_is_an_auxiliary_mode() -> None:
    made = plover(by_hand())
    assert (made.count, made.left) == (2, ("negated", "hypothetical", "future"))
    modes = {held["id"]: held.get("mode") for held in records(by_hand(), all_statuses=True)}
    assert modes == {
        "hand/1-v1": ["arrest"], "hand/1-v2": ["arrest"], "hand/1-v3": ["negation"], "hand/1-v4": ["boycott", "hypothetical"],
        "hand/1-v5": ["future"],
    }  # fmt: skip


@pytest.mark.parametrize("value,precision,told", [
    ("2025-05-03", "day", ("2025-05-03", None, None)), ("2025-05", "month", (None, None, "2025-05")),
    ("2025-W14", "week", (None, None, "2025-W14")), ("2025-05-01/2025-05-03", "interval", ("2025-05-01", "2025-05-03", None)),
])  # fmt: skip
def test_dates(value: str, precision: str, told: tuple[str | None, ...]) -> None:
    record = by_hand()
    event = replace(record.events[0], date=Date(value, precision), source=())
    held = records(replace(record, events=(event,)))[0]
    assert (held["date"], held.get("enddate"), held.get("date_value")) == told
    assert held["actor"] == []
