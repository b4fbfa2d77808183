"""Whatever the text is, it gives a record, and what the record promises holds.

Texts are made of words that the lexicon knows, marks, digits of all kinds, signs that steer the order of letters, NULs,
halves of surrogate pairs and letters of anything, so that rules meet what no newspaper prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from khabar.io.jsons import from_json, to_json
from khabar.lexicon.check import strip
from khabar.lexicon.load import event_files
from khabar.lexicon.pack import FOLDER
from khabar.model.record import Record
from khabar.pipeline import Names, Report, engine

SAMPLE = (Path(__file__).parents[1] / "data" / "sample.txt").read_text(encoding="utf-8")
SENTENCES = [strip(s)[0] for _, entry in event_files(FOLDER / "ar") for s in (*entry.examples, *entry.counter)]
WORDS = sorted({word for sentence in (*SENTENCES, SAMPLE) for word in sentence.split()})
STEERING = list("\u202e\u2067\u2069\u200f\u200d\u00ad\ufeff\0\x1b\ud800\udfff\u0640\u064b")
MARKS = [*"\u00bb\u00ab\u201c\u201d\"'()[.:!\u2026\u061f\u060c\u061b", "``", "--"]
BREAKS = ["\r", "\r\n", "\n", "\n\n", "\u2028", "\t", "\u00a0"]
LETTERS = ["\ufdfa", "\ufef7", "\U0001f600", "e\u0301"]
NUMBERS = [
    "1\u06612",
    "\u06f3\u0663",
    "12/4",
    "30\u0663/2",
    "2025",
    "0",
    "-5",
    "9" * 20,
    "10:75",
    "%",
    "\u0660",
    "31",
    "1446",
]
ODD = [*STEERING, *MARKS, *BREAKS, *LETTERS, *NUMBERS]
PIECE = st.one_of(st.sampled_from(WORDS), st.sampled_from(SENTENCES), st.sampled_from(ODD), st.text(max_size=6))
TEXT = st.lists(st.tuples(PIECE, st.sampled_from(["", " ", "\n", " \u0648"])), max_size=40).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
PUBLISHED = st.one_of(st.none(), st.dates().map(str), st.just("2025-04-12T18:30:00+03:00"))
# The same examples on every machine and run; raise max_examples to hunt.
MANY = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(MANY, max_examples=25)


def code(text: str, published: str | None = "2025-04-12", names: Names = "fast") -> Record:
    return engine("ar", names).code(Report(text, published=published))


def spans(value: Any) -> Iterator[Any]:
    """Everything in a record that has a start and an end."""
    if isinstance(value, tuple):
        yield from chain.from_iterable(spans(item) for item in value)
    elif isinstance(value, msgspec.Struct):
        if hasattr(value, "start") and hasattr(value, "end"):
            yield value
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name))


def check(record: Record, text: str) -> None:
    """What every record promises."""
    assert record.document.text == text
    for span in spans(record):
        assert 0 <= span.start <= span.end <= len(text), span
        own = getattr(span, "text", None)
        if own is not None:
            assert text[span.start : span.end] == own, span
    check_ids(record)
    check_order(record)


def check_ids(record: Record) -> None:
    """Ids are unique, and every reference is to something that is there."""
    entities, mentions, quotes, events = (
        [x.id for x in group] for group in (record.entities, record.mentions, record.quotes, record.events)
    )
    for ids in (entities, mentions, quotes, events):
        assert len(ids) == len(set(ids))
    links = [link for x in (*record.quotes, *record.events) for link in x.chain]
    quoted = [e for q in record.quotes for e in (q.speaker, q.addressee, q.channel)]
    sides = [e for v in record.events for e in (*v.source, *v.recipient)]
    assert {*quoted, *sides, *(link.entity for link in links), *(m.entity for m in record.mentions)} - {None} <= set(
        entities
    )
    placed = [*(p.mention for p in record.places), *(v.place for v in record.events)]
    spoken = [q.speaker_mention for q in record.quotes]
    assert {*placed, *spoken, *(link.mention for link in links)} - {None} <= set(mentions)
    assert {v.quote for v in record.events} - {None} <= set(quotes)
    blocks = record.document.blocks
    assert all(b.repeat_of is None or 0 <= b.repeat_of < n for n, b in enumerate(blocks))


def check_order(record: Record) -> None:
    """Lists are sorted by position; blocks and sentences do not overlap."""
    for group in (record.mentions, record.times, record.document.warnings):
        assert [x.start for x in group] == sorted(x.start for x in group)
    assert [v.trigger.start for v in record.events] == sorted(v.trigger.start for v in record.events)
    for group in (record.document.blocks, record.document.sentences):
        assert all(a.end <= b.start for a, b in pairwise(group))


@MANY
@given(TEXT, PUBLISHED)
@example("", None)
@example("\0", None)
@example("\ud800", None)
@example("\u202e\u2067", "2025-04-12")
@example(SAMPLE + "\n" + SAMPLE, "0001-01-01")
@example(SAMPLE, "9999-12-31")
def test_any_text_gives_a_sound_record(text: str, published: str | None) -> None:
    check(code(text, published), text)


@FEW
@given(TEXT)
def test_without_the_tagger_too(text: str) -> None:
    check(code(text, names="off"), text)


@FEW
@given(TEXT)
def test_coding_twice_gives_the_same_bytes(text: str) -> None:
    assert to_json(code(text)) == to_json(code(text))


@FEW
@given(TEXT)
def test_what_is_written_can_be_read(text: str) -> None:
    record = code(text)
    assert from_json(to_json(record), Record) == record


SAID, PUTIN, AND, THE = "\u0642\u0627\u0644 ", "\u0628\u0648\u062a\u064a\u0646 ", "\u0648", "\u0627\u0644"


@pytest.mark.parametrize("unit", [SAID, PUTIN, AND, THE, *'"(1\u00ab\u202e\n\0', "\u0661/", ". ", "a\u0628"])
def test_a_long_line_of_one_thing(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    check(code(text), text)


def test_a_long_line_of_sentences() -> None:
    text = " \u0648".join(SENTENCES)[:20_000]
    check(code(text), text)


@FEW
@given(st.lists(st.sampled_from(SAMPLE.split("\n")), max_size=30))
def test_lines_in_any_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    check(code(text), text)
