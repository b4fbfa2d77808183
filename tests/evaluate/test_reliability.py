"""Reliability of confidences: bins, error, Brier score, sorting, what chance does, and what is judged in each kind of data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from handmade import BY_ID, DATA, change, drop, ideal
from msgspec.structs import replace
from test_gsr import record as assault_record

from khabar.cli import main
from khabar.evaluate.bootstrap import interval
from khabar.evaluate.calibration import by_chance, lines, table, tables
from khabar.evaluate.counts import Evaluation, Unit, confidence, total
from khabar.evaluate.gsr import evaluate_gsr
from khabar.evaluate.references import score
from khabar.evaluate.reliability import Judged, Reliability, area, brier
from khabar.evaluate.sentences import evaluate_sentences
from khabar.model.record import Event, Piece, Record, Span
from khabar.pipeline import Report, engine

TALKS = BY_ID["talks"]
GOOD = ideal(TALKS)


def judged(*pairs: tuple[float, float]) -> tuple[Judged, ...]:
    return tuple(Judged(c, r) for c, r in pairs)


FOUR_FIFTHS = judged(*[(0.8, 1.0)] * 8, *[(0.8, 0.0)] * 2)


@pytest.mark.parametrize("given,error,square,sorting", [
    (judged(), 0.0, 0.0, None),
    (judged((1.0, 1)), 0.0, 0.0, None),
    (judged((0.0, 1)), 1.0, 1.0, None),
    (FOUR_FIFTHS, 0.0, 0.16, 0.5),  # eight in ten of what is given .8: no error, and nothing sorted
    (judged((0.9, 1), (0.9, 1), (0.1, 0)), 0.1, 0.01, 1.0),
    (judged((0.9, 0), (0.1, 1)), 0.9, 0.81, 0.0),
    (judged((0.52, 1), (0.58, 0)), 0.05, 0.2834, 0.0),  # in one bin what is too low and too high evens out
    (judged((0.59, 1), (0.61, 0)), 0.51, 0.2701, 0.0),  # in two it does not
    (judged((0.25, 0.25)), 0.0, 0.0, 0.5),  # a quarter of the annotators
])  # fmt: skip
def test_measures(given: tuple[Judged, ...], error: float, square: float, sorting: float | None) -> None:
    assert Reliability.judge(given).error == pytest.approx(error)
    assert brier(given) == pytest.approx(square)
    assert area(given) == (None if sorting is None else pytest.approx(sorting))


@pytest.mark.parametrize("given,low", [
    (0.0, 0.0), (0.09, 0.0), (0.1, 0.1), (0.29, 0.2), (0.3, 0.3), (0.57, 0.5), (0.6, 0.6), (0.7, 0.7), (0.99, 0.9), (1.0, 0.9),
])  # fmt: skip
def test_a_bin_holds_its_lower_end(given: float, low: float) -> None:
    (only,) = Reliability.judge(judged((given, 1))).bins()
    assert (only.low, only.n, only.confidence) == (low, 1, given)


def test_sums_over_units_are_those_of_all() -> None:
    parts = [judged((0.8, 1), (0.3, 0)), judged((0.85, 0)), judged()]
    whole = total([Reliability.judge(p) for p in parts])
    assert isinstance(whole, Reliability)
    assert whole.bins() == Reliability.judge([j for p in parts for j in p]).bins()
    assert whole.n == 3
    assert whole.figure == pytest.approx(1 - whole.error)


def test_an_interval_is_drawn_over_units() -> None:
    column = [Reliability.judge(judged((0.9, n % 3 > 0), (0.4, n % 2))) for n in range(30)]
    low, high = interval(column) or (0, 0)
    assert low < total(column).figure < high
    assert interval(column) == (low, high)


def test_few_cases_scatter_by_chance() -> None:
    few, many = by_chance(FOUR_FIFTHS), by_chance(FOUR_FIFTHS * 50)
    assert few[0] <= many[0] < many[1] < few[1]
    assert many[1] < 0.05
    assert by_chance(FOUR_FIFTHS) == few


def test_what_was_never_judged_has_no_table_and_no_measure() -> None:
    assert tables(Evaluation("report", (Unit("a", {}, (), {"links": ()}),))) == {}
    assert confidence({"events": ()}) == {}
    assert list(confidence({"events": FOUR_FIFTHS, "events with actors": FOUR_FIFTHS})) == ["confidence of events"]


def test_a_table_for_people() -> None:
    shown = list(lines({"events": table("events", [FOUR_FIFTHS, FOUR_FIFTHS])}))
    assert "Confidence: events; right is: a type that a careful coder could defend in the same sentence" in shown
    assert "  0.8 to 0.9       20   0.800   0.800" in shown
    assert any(line.startswith("  calibration error 0.000 (95% interval 0.000 to 0.000); faultless ones") for line in shown)


def right(record: Record, name: str) -> list[float]:
    """How right each thing is that was judged, by the reference «talks»."""
    return [j.right for j in score(TALKS, record).judged[name]]


def test_all_is_right_in_the_wanted_record() -> None:
    for name, found in score(TALKS, GOOD).judged.items():
        assert found, name
        assert all(j.right for j in found), name


@pytest.mark.parametrize("record,events,with_actors", [
    (change(GOOD, "events", 0, type="AID"), 1, 1),
    (change(GOOD, "events", 0, source=("un",)), 0, 1),
    (change(GOOD, "events", 1, source=("greece",)), 0, 1),  # optional: its actors are looked at all the same
    (change(GOOD, "events", 0, status="future"), 0, 0),
    (replace(GOOD, events=(*GOOD.events, replace(GOOD.events[0], type="AID"))), 1, 1),
    (drop(GOOD, "events", 0), 0, 0),  # what is missed has no confidence
])  # fmt: skip
def test_wrong_events(record: Record, events: int, with_actors: int) -> None:
    assert right(record, "events").count(0) == events
    assert right(record, "events with actors").count(0) == with_actors


@pytest.mark.parametrize("changed,quotes,with_speaker", [
    ({"speaker": "un"}, 0, 1), ({"contents": (replace(GOOD.quotes[0].contents[0], start=0, end=4),)}, 1, 1),
])  # fmt: skip
def test_wrong_quotes(changed: dict[str, object], quotes: int, with_speaker: int) -> None:
    record = change(GOOD, "quotes", 0, **changed)
    assert right(record, "quotes").count(0) == quotes
    assert right(record, "quotes with speaker").count(0) == with_speaker


def test_wrong_links_and_names() -> None:
    assert right(change(GOOD, "mentions", 0, entity="greece"), "links").count(0) == 1
    extra = replace(GOOD, mentions=(*GOOD.mentions, replace(GOOD.mentions[0], start=70, end=75)))
    assert right(extra, "names").count(0) == 1
    assert len(right(extra, "links")) == len(GOOD.mentions)


PIECE = {
    "id": "p", "kind": "test", "published": "2024-03-05", "text": "زار الوزير المصنع. انتقد الحزب الوزير وهاجم الصحف.",
    "events": [
        {"trigger": "زار", "type": ["CONSULT"], "source": ["الوزير"], "recipient": ["المصنع"]},
        {"trigger": "انتقد", "type": ["ACCUSE"], "source": ["الحزب"], "recipient": ["الوزير"], "optional": True},
    ],
}  # fmt: skip


def test_pieces(tmp_path: Path) -> None:
    """An optional event is right, one that nobody asked for is wrong."""
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(PIECE, ensure_ascii=False), encoding="utf-8")
    text = str(PIECE["text"])

    def coded(report: Report) -> Record:
        record = engine().code(report)
        event = next(iter(engine().code(Report("انتقد الحزب الوزير.")).events))

        def at(word: str, kind: str) -> Event:
            start = text.index(word)
            return replace(event, id=word, type=kind, trigger=Piece(start, start + len(word), word), sentence=Span(0, 9),
                           source=(), recipient=(), confidence=0.7)  # fmt: skip

        return replace(record, events=(at("انتقد", "ACCUSE"), at("هاجم", "ASSAULT")))

    judged = evaluate_sentences(path, coded).units[0].judged
    assert judged["events"] == (Judged(0.7, 1), Judged(0.7, 0))
    assert judged["events with actors"] == (Judged(0.7, 0), Judged(0.7, 0))


def test_votes_are_shares() -> None:
    units = evaluate_gsr(DATA / "gsr", lambda report: assault_record(report, "ASSAULT")).units
    votes = [json.loads(line) for line in (DATA / "gsr" / "assault.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = [v["accept"] / (v["accept"] + v["reject"]) for v in votes]
    assert [j.right for u in units for j in u.judged.get("events", ())] == wanted


@pytest.mark.parametrize("arguments", [
    ["references", str(DATA / "references")], ["gsr", str(DATA / "gsr")], ["sentences", "tests/data/study/c.jsonl"],
])  # fmt: skip
def test_the_command(arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = Path(__file__).parents[2] / arguments[1]
    assert main(["evaluate", arguments[0], str(path), "--calibration"]) == 0
    assert "Confidence: events; right is:" in capfdbinary.readouterr().out.decode()
    assert main(["evaluate", arguments[0], str(path), "--calibration", "--json"]) == 0
    found = json.loads(capfdbinary.readouterr().out)["calibration"]["events"]
    assert found["claimed"]
    assert found["n"] == sum(b["n"] for b in found["bins"])
    assert 0 <= found["error"] <= 1


PAGE = (Path(__file__).parents[2] / "docs" / "calibration.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"^khabar (evaluate .* --calibration.*)$", PAGE, re.M))
def test_the_page_shows_what_runs(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(example.split()) == 0
