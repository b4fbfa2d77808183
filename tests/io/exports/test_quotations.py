"""The Global Quotation Graph: what stands between quotation marks, its surroundings, and who said it."""

from __future__ import annotations

import json

import pytest
from invented import TEXT, at, by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.quotations import AROUND, INDIRECT, MIXED, quotations
from khabar.model.record import Content

QUOTED = "لن نترك\nبحرنا لأحد"


def test_a_line_tells_a_report() -> None:
    made = quotations(by_hand())
    assert json.loads(made.parts[0]) == {
        "date": "2025-05-04T07:00:00Z", "url": "https://news.example/sea/1", "title": TEXT.split("\n")[0], "lang": "ARABIC",
        "id": "hand/1",
        "quotes": [{
            "pre": TEXT[: at(QUOTED)[0]][-AROUND:], "quote": QUOTED, "post": "»، ثم غادرت.", "speaker": "Sulfigh Birgh",
            "speaker_ar": "سولفيغ بيرغ", "speaker_wikidata": None, "according_to": ["Sulfigh Birgh"],
        }],
    }  # fmt: skip
    assert (made.count, made.left) == (1, ())


def test_a_broken_quotation_is_two_quotes() -> None:
    record = by_hand()
    quote = replace(record.quotes[0], contents=(Content(*at("لن نترك"), "لن نترك"), Content(*at("بحرنا"), "بحرنا")))
    made = quotations(replace(record, quotes=(quote,)))
    assert [held["quote"] for held in json.loads(made.parts[0])["quotes"]] == ["لن نترك", "بحرنا"]
    assert (len(made.parts), made.count) == (1, 2)


@pytest.mark.parametrize("kind,reason", [("indirect", INDIRECT), ("mixed", MIXED)])
def test_what_no_marks_bound_is_left_out(kind: str, reason: str) -> None:
    record = by_hand()
    made = quotations(replace(record, quotes=(replace(record.quotes[0], kind=kind),)))
    assert (made.parts, made.count, made.left) == ((), 0, (reason,))


@pytest.mark.parametrize("published,date", [
    ("2025-05-04", "2025-05-04"), ("2025-05-04T10:00:00Z", "2025-05-04T10:00:00Z"),
    ("2025-05-04T10:00", "2025-05-04"), (None, None),
])  # fmt: skip
def test_date(published: str | None, date: str | None) -> None:
    record = by_hand()
    made = quotations(replace(record, document=replace(record.document, published=published)))
    assert json.loads(made.parts[0])["date"] == date


def test_surroundings_and_quotation_stand_so_in_the_text() -> None:
    record = sample()
    quotes = json.loads(quotations(record).parts[0])["quotes"]
    assert quotes
    for held in quotes:
        assert held["pre"] + held["quote"] + held["post"] in record.document.text
        assert set(held) >= {"pre", "quote", "post", "speaker"}
