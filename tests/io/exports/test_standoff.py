"""brat standoff, read back by a small reader of the format: every span stands where the annotation says."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from invented import TEXT, at, by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.codes import DATA
from khabar.io.exports.standoff import standoff
from khabar.io.exports.table import pick
from khabar.io.exports.write import FolderOut, file_name
from khabar.lexicon.pack import open_lexicon
from khabar.model.record import Content, Record

RECORDS = pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])


class Sheet(msgspec.Struct):
    """What a reader of the format has: spans as type and fragments, events, relations, attributes, sets, notes."""

    spans: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = {}
    relations: list[tuple[str, str, str]] = []
    attributes: list[tuple[str, str, str]] = []
    sets: list[list[str]] = []
    notes: dict[str, str] = {}


def parse(text: str, annotations: str) -> Sheet:
    """Read an .ann file, strictly, and check that each span is what stands in the text."""
    sheet = Sheet()
    for line in annotations.splitlines():
        key, rest = line.split("\t", 1)
        if key[0] == "T":
            head, words = rest.split("\t")
            kind, offsets = head.split(" ", 1)
            fragments = [tuple(map(int, part.split(" "))) for part in offsets.split(";")]
            assert words == " ".join(text[start:end] for start, end in fragments), line
            assert fragments == sorted(fragments) and all(start < end for start, end in fragments)
            sheet.spans[key] = (kind, fragments)
        elif key[0] == "E":
            trigger, *slots = (tuple(part.split(":")) for part in rest.split(" "))
            sheet.events[key] = (*trigger, slots)
        elif key[0] == "R":
            kind, *sides = rest.split(" ")
            sheet.relations.append((kind, *(side.split(":")[1] for side in sides)))
        elif key[0] == "A":
            sheet.attributes.append(tuple(rest.split(" ")))
        elif key[0] == "*":
            sheet.sets.append(rest.split(" ")[1:])
        else:
            assert key[0] == "#"
            head, note = rest.split("\t")
            sheet.notes[head.removeprefix("AnnotatorNotes ")] = note
    return sheet


def read(record: Record) -> Sheet:
    text, annotations = (part.decode() for part in standoff(record).parts)
    return parse(text, annotations)


def words(record: Record, sheet: Sheet, key: str) -> str:
    return " ".join(record.document.text[start:end] for start, end in sheet.spans[key][1])


@RECORDS
def test_all_spans_come_back(record: Record) -> None:
    sheet = read(record)
    told = [(kind, fragments[0][0], fragments[-1][1]) for kind, fragments in sheet.spans.values()]
    for mention in record.mentions:
        assert (mention.type, mention.start, mention.end) in told
    for time in record.times:
        assert ("Time", time.start, time.end) in told
    for quote in record.quotes:
        assert ("Quote", quote.contents[0].start, quote.contents[-1].end) in told
    for event in record.events:
        assert (event.type, event.trigger.start, event.trigger.end) in told
    spans = len(record.mentions) + len(record.times) + len(record.quotes) + len(record.events)
    assert len(told) == spans + sum(quote.cue is not None for quote in record.quotes)


@RECORDS
def test_references_are_to_what_there_is(record: Record) -> None:
    sheet = read(record)
    for kind, trigger, slots in sheet.events.values():
        assert sheet.spans[trigger][0] == kind
        assert all(key in sheet.spans for _, key in slots)
    assert all(key in sheet.spans for _, *sides in sheet.relations for key in sides)
    assert all(key in sheet.events for _, key, _ in sheet.attributes)
    assert all(key in sheet.spans for keys in sheet.sets for key in keys)
    assert all(key in sheet.spans or key in sheet.events for key in sheet.notes)


@RECORDS
def test_the_configuration_knows_all_names(record: Record) -> None:
    parts = re.split(r"^\[(\w+)\]\n", (DATA / "annotation.conf").read_text(), flags=re.M)[1:]
    known = {part: [line.split("\t") for line in lines.splitlines()] for part, lines in zip(parts[::2], parts[1::2], strict=True)}
    names = {part: {row[0] for row in held} for part, held in known.items()}
    values = {row[0]: set(row[1].split("Value:")[1].split("|")) for row in known["attributes"]}
    assert names["events"] == set(open_lexicon("ar").ontology)
    assert values["Mode"] == {mode for entry in open_lexicon("ar").ontology.values() for mode in entry.modes}
    sheet = read(record)
    assert {kind for kind, _ in sheet.spans.values()} <= names["entities"] | names["events"]
    assert {kind for kind, *_ in sheet.relations} <= names["relations"]
    assert all(value in values[kind] for kind, _, value in sheet.attributes)


def test_events_with_sides_statuses_and_notes() -> None:
    record = by_hand()
    sheet = read(record)
    kind, trigger, slots = sheet.events["E1"]
    assert (kind, words(record, sheet, trigger)) == ("COERCE", "أوقف")
    assert [(role, words(record, sheet, key)) for role, key in slots] == [
        ("Source", "خفر السواحل النرويجي"), ("Recipient", "آيسلندا"), ("Recipient2", "الدنمارك"), ("Place", "بيرغن"),
    ]  # fmt: skip
    assert sheet.notes["E1"] == "date: 2025-05-03; according to: The «Wave» Agency; happening: h1"
    assert [a for a in sheet.attributes if a[0] == "Status"] == [
        ("Status", "E3", "negated"), ("Status", "E4", "hypothetical"), ("Status", "E5", "future"),
    ]  # fmt: skip
    assert ("Mode", "E1", "arrest") in sheet.attributes


def test_a_quote_over_two_lines_is_two_fragments() -> None:
    record = by_hand()
    sheet = read(record)
    key = next(key for key, (kind, _) in sheet.spans.items() if kind == "Quote")
    assert sheet.spans[key][1] == [at("لن نترك"), at("بحرنا لأحد")]
    (said,) = [sides for kind, *sides in sheet.relations if kind == "SaidBy"]
    assert [words(record, sheet, k) for k in said] == ["لن نترك بحرنا لأحد", "بيرغ"]
    assert sheet.notes[key] == "direct; according to: Sulfigh Birgh"


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\t", "\u2028", "\x85", "\n\n"])
def test_nothing_breaks_a_line(sign: str) -> None:
    record = by_hand()
    text = f"قال{sign}نعم"
    quote = replace(record.quotes[0], contents=(Content(0, len(text), text),), cue=None, speaker_mention=None)
    document = replace(record.document, text=text)
    bare = replace(record, document=document, mentions=(), times=(), places=(), quotes=(quote,), events=())
    sheet = read(bare)
    assert sheet.spans["T1"] == ("Quote", [(0, 3), (3 + len(sign), len(text))])


def test_an_actor_without_words_is_in_the_notes() -> None:
    record = by_hand()
    sheet = read(replace(record, mentions=tuple(m for m in record.mentions if m.entity != "e4")))
    assert [role for role, _ in sheet.events["E1"][2]] == ["Source", "Recipient", "Place"]
    assert sheet.notes["E1"].startswith("recipient: Denmark; ")


def test_the_folder(tmp_path: Path) -> None:
    fmt, record = pick("brat"), by_hand()
    with FolderOut(str(tmp_path / "out"), fmt) as out:
        assert out.write("a/1", standoff(record).parts)
        assert not out.write("a/1", standoff(record).parts)
        assert out.write("a/1", standoff(sample()).parts)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names[:2] + names[-1:] == ["a%2F1-" + names[0][6:18] + ".ann", names[0][:18] + ".txt", "annotation.conf"]
    assert len(names) == 5
    assert (tmp_path / "out" / "a%2F1.txt").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("report,name", [
    ("AFP-17", "AFP-17"), ("a/b c", "a%2Fb%20c"), ("..", "%2E."), ("تقرير_1", "تقرير_1"), ("", "report"), ("\ud800", "%D800"),
])  # fmt: skip
def test_file_names(report: str, name: str) -> None:
    assert file_name(report) == name


def test_long_names_are_cut_and_kept_apart() -> None:
    first, second = file_name("ش" * 500), file_name("ش" * 501)
    assert first != second and len(first.encode()) < 240
