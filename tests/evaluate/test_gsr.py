"""The gold standard sentences: what counts as coded, and the same numbers as the stand-alone scorer where that is at hand."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from handmade import DATA

import khabar
from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Rate
from khabar.evaluate.gsr import evaluate_gsr
from khabar.io.jsons import to_json
from khabar.model.record import Coder, Document, Entity, Event, Name, Piece, Record, Span
from khabar.pipeline import Report

SCORER = Path(__file__).parents[3] / "shared" / "score_gsr.py"
GSR = DATA / "gsr"


def record(report: Report, kind: str, status: str = "asserted", trigger: str = "") -> Record:
    """A record with one event whose source is the Russian army."""
    army = Entity("e1", "ORG", Name(None, "Russian army"), (), "RUS", ("MIL",), None, None)
    event = Event("v1", kind, None, 4, None, "", Piece(0, 1, trigger or report.text.split()[0]), Span(0, len(report.text)),
                  ("e1",), (), status, None, None, (), None, "h1", "", 1.0)  # fmt: skip
    name = hashlib.sha1(report.text.encode()).hexdigest()[:16]
    document = Document(name, "", "ar", None, None, None, None, report.text, (), (), ())
    return Record(1, document, (army,), (), (), (), (), (event,), Coder("", "", "", ()))


def test_everything_coded() -> None:
    evaluation = evaluate_gsr(GSR, lambda report: record(report, "ASSAULT"))
    totals = evaluation.totals()
    assert totals["assault sentences"] == Counts(1, 2, 0)
    assert totals["assault difficult no coded"] == Rate(1, 1)
    assert totals["assault type recall"] == Rate(2, 2)
    assert totals["assault trigger"] == Rate(2, 2)
    assert totals["assault source country"] == Rate(1, 1)
    assert totals["assault source role"] == Rate(1, 1)
    assert totals["assault recipient country"] == Rate(0, 1)
    assert totals["protest sentences"] == Counts(0, 0, 1)
    assert [d.cause for d in evaluation.differences()] == ["extra sentence", "extra sentence", "missed sentence"]


@pytest.mark.parametrize("status,hits", [("asserted", 1), ("future", 1), ("negated", 0), ("hypothetical", 0)])
def test_what_did_not_happen_is_not_coded(status: str, hits: int) -> None:
    totals = evaluate_gsr(GSR, lambda report: record(report, "PROTEST", status)).totals()
    assert totals["protest type recall"] == Rate(hits, 1)


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "assault.jsonl").write_text('{"text": "x"}\n{\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"assault\.jsonl, line 2"):
        evaluate_gsr(tmp_path, lambda report: record(report, "ASSAULT"))


@pytest.mark.skipif(not SCORER.exists(), reason="the stand-alone scorer is not at ../shared/score_gsr.py")
@pytest.mark.parametrize("kind", ["ASSAULT", "PROTEST", "engine"])
def test_figures_are_those_of_the_stand_alone_scorer(kind: str, tmp_path: Path) -> None:
    def code(report: Report) -> Record:
        if kind != "engine":
            return record(report, kind)
        return khabar.read(report.text, id=hashlib.sha1(report.text.encode()).hexdigest()[:16])

    made: dict[str, Record] = {}
    totals = evaluate_gsr(GSR, lambda report: made.setdefault(report.text, code(report))).totals()
    (tmp_path / "records.jsonl").write_bytes(b"\n".join(to_json(r) for r in made.values()))
    command = [sys.executable, str(SCORER), str(GSR), str(tmp_path / "records.jsonl"), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    for name, values in theirs.items():
        sentences = totals[f"{name} sentences"]
        assert values.pop("yes against easy no")["f1"] == round(sentences.figure, 3)
        assert values.pop("records") == totals[f"{name} type recall"].n
        for measure, value in values.items():
            ours = f"{name} {measure.removeprefix('span records: ').replace('target', 'recipient')}"
            assert value == (round(totals[ours].figure, 3) if ours in totals else 0), ours
