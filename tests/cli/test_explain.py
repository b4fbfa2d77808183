"""`khabar explain`: why an event is coded as it is, what lost, and what it says of records of another version."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

import khabar
from khabar.bidi import CLOSE, OPEN, width
from khabar.explain.assemble import explain
from khabar.explain.model import Explanation
from khabar.explain.pick import split
from khabar.explain.show import render
from khabar.model.record import Record
from khabar.pipeline import engine
from khabar.render import Style

ROOT = Path(__file__).parents[2]
REPORT = (
    "طالبت النرويج آيسلندا أمس بالإفراج عن سفينة صيد. ولم تعتذر ريكيافيك لأوسلو. "
    "ونقلت وكالة رويترز عن مسؤول دنماركي قوله إن القوات النرويجية قصفت آيسلندا. "
    "وقدمت الدنمارك لآيسلندا مساعدات مالية. "
    "وعقد وزير الخارجية النرويجي محادثات مع نظيره الدنماركي."
)


@pytest.fixture(scope="module")
def record() -> Record:
    return khabar.read(REPORT, published="2025-04-14", id="fish")


def explained(record: Record, trigger: str) -> Explanation:
    """The explanation of the event of a trigger."""
    event = next(e for e in record.events if e.trigger.text == trigger)
    return explain(record, event, engine())


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "khabar", *arguments], input=stdin, capture_output=True)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_verb_its_frame_and_its_actors(record: Record) -> None:
    found = explained(record, "طالبت")
    assert found.warnings == ()
    assert found.event == found.recorded
    assert found.reasons is not None
    entry = found.reasons.entry
    assert (entry.id, entry.file, entry.form) == ("demand", "lexicons/ar/events/request.yaml", "verb")
    assert entry.reading == "past, 3rd person feminine singular"
    assert [(s.slot, s.found, s.side) for s in found.reasons.slots] == [
        ("subject", ("Norway",), "source"), ("object", ("Iceland",), "recipient"),
    ]  # fmt: skip
    assert [(a.side, a.words and a.words.text, a.why) for a in found.reasons.actors] == [
        ("source", "النرويج", "name in the knowledge base"), ("recipient", "آيسلندا", "name in the knowledge base"),
    ]  # fmt: skip
    assert found.reasons.date.value == "2025-04-13"
    assert found.reasons.date.words is not None
    assert found.reasons.date.words.text == "أمس"


def test_what_is_asked_for_is_told_among_what_lost(record: Record) -> None:
    lost = explained(record, "طالبت").lost.acts
    assert [(x.words.text, x.why) for x in lost if "events/release" in x.what] == [
        ("بالإفراج", "is only asked for, threatened, blamed or refused (see «طالبت»)")
    ]


def test_a_status_names_its_word_and_a_capital_its_reading(record: Record) -> None:
    found = explained(record, "تعتذر")
    assert found.reasons is not None
    assert found.reasons.status.value == "negated"
    assert found.reasons.status.words is not None
    assert found.reasons.status.words.text == "ولم"
    assert found.reasons.actors[0].why == "capital as its government"
    assert [REPORT[m.start : m.end] for m in found.marks] == ["ولم", "تعتذر", "ريكيافيك", "أوسلو"]
    assert [m.role for m in found.marks] == ["status", "trigger", "source", "recipient"]


def test_a_chain_names_its_quote_and_cue_and_the_model_its_chance(record: Record) -> None:
    found = explained(record, "قصفت")
    assert found.reasons is not None
    assert "Reuters" in (found.reasons.chain.value or "")
    assert found.reasons.chain.words is not None
    opinion = found.reasons.opinion
    assert opinion.asked
    assert opinion.chance is not None
    assert opinion.threshold is not None
    assert not explained(record, "تعتذر").reasons.opinion.asked  # type: ignore[union-attr]


def test_a_noun_is_carried_by_its_light_verb(record: Record) -> None:
    found = explained(record, "محادثات")
    assert found.reasons is not None
    assert (found.reasons.entry.light, found.reasons.entry.form) == ("وعقد", "verbal noun")
    assert found.reasons.actors[0].slot == "subject of the light verb"
    assert found.reasons.actors[1].slot == "after «مع»"
    assert (found.reasons.actors[1].why or "").startswith("counterpart of")


def test_other_bearers_of_a_name_are_told() -> None:
    found = explained(khabar.read("اتهم الرئيس جورج بوش العراق بإخفاء أسلحة.", published="2003-03-20"), "اتهم")
    assert found.reasons is not None
    assert [other.key for other in found.reasons.actors[0].others] == ["george-h-w-bush"]
    assert "not George H. W. Bush" in render(found, Style())


def test_one_act_in_several_words_is_one_event(record: Record) -> None:
    found = explained(record, "وقدمت")
    assert ("مساعدات", "tells the same act (see «وقدمت»)") in {(x.words.text, x.why) for x in found.lost.acts}


def test_an_event_that_does_not_come_out_today_says_why(record: Record) -> None:
    old = json.loads(msgspec.json.encode(record))
    event = old["events"][0]
    at = REPORT.index("بالإفراج")
    event |= {"type": "CONCEDE", "trigger": {"start": at, "end": at + 8, "text": "بالإفراج", "lemma": None}}
    older = msgspec.convert(old, Record)
    found = explain(older, older.events[0], engine())
    assert found.reasons is None
    assert found.warnings == ("the event of the record, CONCEDE «بالإفراج», does not come out today",)
    assert "is only asked for, threatened, blamed or refused (see «طالبت»)" in [x.why for x in found.lost.entries]
    assert "does not come out" in render(found, Style())


def test_another_version_is_told(record: Record) -> None:
    old = json.loads(msgspec.json.encode(record))
    old["coder"] |= {"khabar": "0.0.9", "lexicons": "sha256:0"}
    old["events"][0] |= {"status": "negated", "source": []}
    older = msgspec.convert(old, Record)
    warnings = explain(older, older.events[0], engine()).warnings
    assert warnings[0].startswith("the record was made by khabar 0.0.9")
    assert "other word lists" in warnings[1]
    assert warnings[2:] == (
        "the source comes out as Norway today; the record has none",
        "the status comes out as asserted today; the record has negated",
    )


@pytest.mark.parametrize("columns", [60, 100])
def test_lines_fit_and_are_safe(record: Record, columns: int) -> None:
    for event in record.events:
        for line in render(explain(record, event, engine()), Style(columns, "isolate")).splitlines():
            assert width(line) <= columns
            assert line.count(OPEN) == line.count(CLOSE)
            assert not line.strip() or line.strip()[0].isascii() or line.strip()[0] == OPEN


def test_a_terminal_gets_colours_and_a_file_brackets(record: Record) -> None:
    found = explained(record, "طالبت")
    assert "[طالبت]T [النرويج]S [آيسلندا]R [أمس]D" in render(found, Style())
    coloured = render(found, Style(bold=True))
    assert "\x1b[31mطالبت\x1b[0m" in coloured
    assert "]T" not in coloured
    assert "\U000e0041" not in coloured


def test_what_is_meant() -> None:
    assert split("v2", None) == (None, "v2")
    assert split("AFP:17:v2", None) == ("AFP:17", "v2")
    assert split("v2", "AFP:17") == ("AFP:17", "v2")
    assert split(None, "x") == ("x", None)


def test_the_command(record: Record, tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.jsonl"
    one.write_bytes(msgspec.json.format(msgspec.json.encode(record)))
    many.write_bytes(msgspec.json.encode(record) + b"\n" + msgspec.json.encode(khabar.read("نص", id="b")) + b"\n")
    assert run("explain", str(one)).stdout.startswith("v1   REQUEST   [طالبت] Norway -> Iceland (2025-04-13)\n")
    assert run("explain", str(many)).stdout.startswith("fish:v1 ")
    assert "\nWhy it is coded\n" in run("explain", str(one), "v1").stdout
    found: dict[str, Any] = json.loads(run("explain", "-", "fish:v1", "--json", stdin=many.read_bytes()).stdout)
    assert found["reasons"]["entry"]["id"] == "demand"
    assert found == json.loads(run("explain", str(many), "v1", "--report", "fish", "--json").stdout)


@pytest.mark.parametrize("arguments,words", [
    (["v1"], "the ids are fish, b"),
    (["none:v1"], "no report «none»; there is fish, b"),
    (["fish:v99"], "it has v1 REQUEST «طالبت»"),
    (["b:v1"], "it has none"),
])  # fmt: skip
def test_errors_list_what_there_is(record: Record, tmp_path: Path, arguments: list[str], words: str) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes(msgspec.json.encode(record) + b"\n" + msgspec.json.encode(khabar.read("نص", id="b")) + b"\n")
    done = run("explain", str(file), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("khabar: ")
    assert words in done.stderr


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("نص", encoding="utf-8")
    assert "line 1" in run("explain", str(tmp_path / "text"), "v1").stderr
    (tmp_path / "empty").write_text("", encoding="utf-8")
    assert "no record" in run("explain", str(tmp_path / "empty"), "v1").stderr
