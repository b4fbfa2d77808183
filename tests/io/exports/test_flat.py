"""The CSV tables: read back by Python's csv and by DuckDB, cell by cell what the record holds."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from invented import LINES, TEXT, by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.flat import EVENT_COLUMNS, EVENT_HEAD, QUOTE_COLUMNS, QUOTE_HEAD, events_csv, quotes_csv
from khabar.model.record import Record

RECORDS = pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])


def rows(head: bytes, parts: tuple[bytes, ...]) -> list[dict[str, str]]:
    """The rows as Python's csv reads them."""
    return list(csv.DictReader(io.StringIO((head + b"".join(parts)).decode(), newline=""), strict=True))


def test_an_event() -> None:
    found = rows(EVENT_HEAD, events_csv(by_hand()).parts)
    first = dict(found[0])
    for column in ("trigger_start", "trigger_end", "sentence_start", "sentence_end"):
        first[column] = TEXT[int(first[column]) :][:4]
    assert first == {
        "report": "hand/1", "published": "2025-05-04T10:00:00+03:00", "publisher": "Wave", "url": "https://news.example/sea/1",
        "title": LINES[0], "event": "v1", "happening": "h1", "type": "COERCE", "mode": "arrest", "quad": "4", "intensity": "-7.0",
        "cameo": "173", "status": "asserted", "date": "2025-05-03", "precision": "day", "first_day": "2025-05-03",
        "last_day": "2025-05-03", "source": "Norwegian coast guard", "source_ar": "خفر السواحل النرويجي", "source_country": "NOR",
        "source_sector": "COP, GOV", "source_office": "", "source_wikidata": "", "recipient": "Iceland; Denmark",
        "recipient_ar": "آيسلندا; الدنمارك", "recipient_country": "ISL; DNK", "recipient_sector": "", "recipient_office": "",
        "recipient_wikidata": "Q189; Q35", "place": "Bergen", "place_ar": "بيرغن", "place_country": "NOR", "latitude": "60.39",
        "longitude": "5.32", "geonames": "3161732", "according_to": "The «Wave»\tAgency", "quote": "", "trigger": "أوقف",
        "lemma": "أوقف", "sentence": LINES[1], "trigger_start": "أوقف", "trigger_end": " صيا", "sentence_start": "أفاد",
        "sentence_end": "\nوأك", "confidence": "0.84", "why": "events/x verb",
    }  # fmt: skip
    assert [row["status"] for row in found] == ["asserted", "asserted", "negated", "hypothetical", "future"]
    assert (found[4]["date"], found[4]["first_day"], found[4]["last_day"]) == ("2025-05", "2025-05-01", "2025-05-31")


def test_a_quote() -> None:
    (row,) = rows(QUOTE_HEAD, quotes_csv(by_hand()).parts)
    assert row["content"] == "لن نترك\nبحرنا لأحد" == TEXT[int(row["start"]) : int(row["end"])]
    assert (row["kind"], row["cue"], row["speaker"], row["speaker_office"]) == (
        "direct", "وقالت", "Sulfigh Birgh", "minister of Norway",
    )  # fmt: skip


@RECORDS
def test_every_row_has_every_column(record: Record) -> None:
    for head, columns, made in (
        (EVENT_HEAD, EVENT_COLUMNS, events_csv(record)), (QUOTE_HEAD, QUOTE_COLUMNS, quotes_csv(record)),
    ):  # fmt: skip
        found = rows(head, made.parts)
        assert len(found) == made.count > 0
        assert all(tuple(row) == columns and None not in row.values() for row in found)


@pytest.mark.parametrize("odd", ['say "yes", no', "a\rb", "a\r\nb", ";\t'", "\u2028\x85", " padded "])
def test_odd_text_comes_back(odd: str) -> None:
    record = by_hand()
    document = replace(record.document, title=odd)
    assert rows(EVENT_HEAD, events_csv(replace(record, document=document)).parts)[0]["title"] == odd


def test_half_a_surrogate_is_a_question_mark() -> None:
    record = by_hand()
    document = replace(record.document, title="a\ud800")
    assert rows(EVENT_HEAD, events_csv(replace(record, document=document)).parts)[0]["title"] == "a?"


@RECORDS
def test_duckdb_reads_it(record: Record, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: make test-exports")
    made = events_csv(record)
    path = tmp_path / "events.csv"
    path.write_bytes(EVENT_HEAD + b"".join(made.parts))
    table = duckdb.sql(f"SELECT * FROM read_csv('{path}', header = true, strict_mode = true)")
    assert tuple(table.columns) == EVENT_COLUMNS
    found = table.fetchall()
    assert [row[EVENT_COLUMNS.index("event")] for row in found] == [event.id for event in record.events]
    assert [row[EVENT_COLUMNS.index("intensity")] for row in found] == [event.intensity for event in record.events]
    text = record.document.text
    sentence = EVENT_COLUMNS.index("sentence")
    assert [row[sentence] for row in found] == [text[e.sentence.start : e.sentence.end] for e in record.events]
