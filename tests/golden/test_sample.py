"""The sample report as it is coded today, against the record that was reviewed and kept: `sample.json`.

A change of the record is either wanted, then look at the difference and write the file anew,

    make golden

or it is a fault.

The digest of the lexicons (`coder`) is left out: it changes with every word that is added.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

import khabar

SAMPLE = Path(khabar.__file__).parent / "samples" / "sample.txt"
GOLDEN = Path(__file__).parent / "sample.json"
PUBLISHED = "2025-04-14"
PARTS = ("entities", "mentions", "times", "places", "quotes", "events")


def coded() -> dict[str, Any]:
    """The record of the sample as JSON has it, without its coder."""
    record = khabar.read(SAMPLE.read_text(encoding="utf-8"), published=PUBLISHED, id="sample")
    found: dict[str, Any] = json.loads(msgspec.json.encode(record))
    del found["coder"]
    return found


def golden() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def test_the_sample_is_coded_as_reviewed() -> None:
    found, kept = coded(), golden()
    assert found["document"] == kept["document"]
    for part in PARTS:
        assert found[part] == kept[part], (
            f"{part} changed: if that is wanted, run «make golden» and review the difference"
        )
    assert found == kept


def test_coding_again_gives_the_same_bytes() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    first, second = (msgspec.json.encode(khabar.read(text, published=PUBLISHED)) for _ in range(2))
    assert first == second


def test_words_stand_where_the_record_says() -> None:
    record = khabar.read(SAMPLE.read_text(encoding="utf-8"), published=PUBLISHED)
    text = record.document.text
    pieces = [(m.start, m.end, m.text) for m in record.mentions]
    pieces += [(t.start, t.end, t.text) for t in record.times]
    pieces += [(e.trigger.start, e.trigger.end, e.trigger.text) for e in record.events]
    pieces += [(c.start, c.end, c.text) for q in record.quotes for c in q.contents]
    pieces += [(q.cue.start, q.cue.end, q.cue.text) for q in record.quotes if q.cue]
    assert pieces
    assert all(text[start:end] == words for start, end, words in pieces)


def test_what_was_printed_twice_is_coded_once() -> None:
    record = khabar.read(SAMPLE.read_text(encoding="utf-8"), published=PUBLISHED)
    repeats = [(b.start, b.end) for b in record.document.blocks if b.kind == "repeat"]
    places = [e.trigger.start for e in record.events] + [c.start for q in record.quotes for c in q.contents]
    assert len(repeats) == 4
    assert not [p for p in places if any(a <= p < b for a, b in repeats)]


if __name__ == "__main__":
    text = json.dumps(coded(), ensure_ascii=False, indent=1) + "\n"
    GOLDEN.write_text(text, encoding="utf-8")
    print(f"{GOLDEN.name}: written; review what changed")
