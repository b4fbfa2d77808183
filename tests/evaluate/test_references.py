"""Scoring by the coding manual: figures, causes, and the same numbers as the reference scorer where that is at hand."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from handmade import BY_ID, DATA, REFERENCES, change, drop, ideal, spoiled
from msgspec.structs import replace

from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Evaluation
from khabar.evaluate.differences import CAUSES, group
from khabar.evaluate.manual import read_references
from khabar.evaluate.matching import fold_name, overlap, pair, same_name
from khabar.evaluate.references import evaluate_references, score
from khabar.evaluate.show import summarise
from khabar.io.jsons import to_json
from khabar.model.record import Date, Link, Record

SCORER = Path(__file__).parents[3] / "shared" / "score.py"
TALKS = BY_ID["talks"]
GOOD = ideal(TALKS)
MEETING, NOT_LEFT = 2, 3  # events of the reference «talks»


def test_the_wanted_record_is_right_in_everything() -> None:
    summary = summarise(evaluate_references(DATA / "references", lambda r: ideal(BY_ID[r.id or ""])), False, 9)
    assert all((f.f1 if f.f1 is not None else f.accuracy) == 1 for f in summary.measures.values())
    assert summary.differences == ()


def test_no_record_is_all_missed() -> None:
    evaluation = evaluate_references(DATA / "references", lambda r: None)
    assert evaluation.notes == ("no record for streets: scored as empty", "no record for talks: scored as empty")
    totals = evaluation.totals()
    required = sum(not e.optional for r in REFERENCES for e in r.marks.events)
    assert totals["events"] == Counts(0, 0, required)
    assert totals["event status"].n == 0


CASES: list[tuple[Record, list[str]]] = [
    (drop(GOOD, "mentions", 0), ["missed name"]),
    (change(GOOD, "mentions", 0, form="description"), ["missed name"]),
    (change(GOOD, "mentions", 0, entity="greece"), ["wrong link"]),
    (change(GOOD, "mentions", 0, entity=None), ["wrong link"]),
    (replace(GOOD, mentions=(*GOOD.mentions, replace(GOOD.mentions[0], start=70, end=75))), ["extra name"]),
    (drop(GOOD, "times", 0), ["missed time"]),
    (change(GOOD, "times", 0, value="2025"), ["wrong time"]),
    (drop(GOOD, "quotes", 0), ["missed quote"]),
    (change(GOOD, "quotes", 0, speaker="un"), ["wrong speaker"]),
    (change(GOOD, "quotes", 1, chain=(Link("safadi", None),)), ["wrong chain of quote"]),
    (drop(GOOD, "events", MEETING), ["missed trigger"]),
    (drop(GOOD, "events", 1), []),  # optional: missed, found or wrong, it costs nothing
    (change(GOOD, "events", 1, source=("greece",), status="negated"), []),
    (change(GOOD, "events", MEETING, type="ASSAULT"), ["wrong type"]),
    (change(GOOD, "events", MEETING, source=("safadi",), recipient=("fidan",)), []),  # two-sided
    (change(GOOD, "events", 0, source=("greece",), recipient=("turkey",)), ["sides exchanged"]),
    (change(GOOD, "events", 0, source=()), ["no source"]),
    (change(GOOD, "events", 0, source=("un",)), ["wrong source"]),
    (change(GOOD, "events", 0, recipient=()), ["no recipient"]),
    (change(GOOD, "events", 0, recipient=("un",), source=()), ["no source", "wrong recipient"]),
    (change(GOOD, "events", NOT_LEFT, status="asserted"), ["wrong status"]),
    (change(GOOD, "events", NOT_LEFT, chain=()), ["wrong chain"]),
    (change(GOOD, "events", MEETING, date=None), ["no date"]),
    (change(GOOD, "events", MEETING, date=Date("2025-03-05", "day")), ["wrong date"]),
    (replace(GOOD, events=(*GOOD.events, replace(GOOD.events[0], type="AID"))), ["extra event"]),
    (replace(GOOD, document=replace(GOOD.document, blocks=())), ["missed block", "missed block"]),
]


@pytest.mark.parametrize("record,causes", CASES, ids=lambda v: "+".join(v) or "nothing" if isinstance(v, list) else "")
def test_each_cause_is_told_apart(record: Record, causes: list[str]) -> None:
    unit = score(TALKS, record)
    assert sorted(d.cause for d in unit.differences) == causes
    assert all(d.line().startswith("talks: ") for d in unit.differences)
    assert [g.cause for g in group(unit.differences)] == [c for c in CAUSES if c in causes]


def test_wrong_actors_are_a_miss_and_a_false_alarm() -> None:
    scores = score(TALKS, change(GOOD, "events", 0, source=("safadi",))).scores
    n = scores["events"].n
    assert scores["events"] == Counts(n, 0, 0)
    assert scores["events with actors"] == Counts(n - 1, 1, 1)
    assert score(TALKS, change(GOOD, "events", 0, source=("fidan",))).scores["events with actors or country"] == Counts(
        n, 0, 0
    )


def test_examples_are_limited_and_counts_are_not() -> None:
    missed = next(group(score(TALKS, replace(GOOD, mentions=())).differences, 2))
    assert (missed.cause, missed.count, len(missed.examples)) == ("missed name", len(GOOD.mentions), 2)


def test_names_are_compared_by_whole_words() -> None:
    assert fold_name("\u0623\u064e\u0646\u0642\u0640\u0631\u0629!") == "\u0627\u0646\u0642\u0631\u0647"
    assert same_name(frozenset(["putin"]), frozenset(["vladimir putin"]))
    assert not same_name(frozenset(["iran"]), frozenset(["iranian"]))
    assert not same_name(frozenset(["iran"]), frozenset([""]))


def test_the_best_fit_is_paired_first() -> None:
    pairing = pair([(0, 10), (5, 15)], [(5, 15), (0, 9)], overlap)
    assert (pairing.pairs, pairing.missed, pairing.extra) == (((1, 0), (0, 1)), (), ())


@pytest.mark.parametrize("old,new,words", [
    ('"actor": "amman"', '"actor": "nobody"', "«nobody» is not listed"),
    ('"text": "سوريا", "occurrence": 1', '"text": "سوريا", "occurrence": 7', "does not occur 7 times"),
    ('"type": ["ACCUSE"]', '"type": []', "has no type"),
    ('"mentions"', '"mentioned"', "missing required field"),
])  # fmt: skip
def test_a_faulty_reference_is_named(old: str, new: str, words: str, tmp_path: Path) -> None:
    for suffix in (".txt", ".json"):
        text = (DATA / "references" / f"talks{suffix}").read_text(encoding="utf-8")
        (tmp_path / f"talks{suffix}").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=f"talks.json: .*{words}"):
        read_references(tmp_path)


def test_a_folder_without_references_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no reference files"):
        read_references(tmp_path)


def reference_scorer() -> ModuleType:
    """The stand-alone scorer, which does not ship with this repository."""
    if not SCORER.exists():
        pytest.skip("the stand-alone reference scorer is not at ../shared/score.py")
    spec = importlib.util.spec_from_file_location("reference_scorer", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoil(seed: int) -> Callable[[Any], Record]:
    return lambda reference: spoiled(reference, seed)


@pytest.mark.parametrize("make", [ideal, *map(spoil, range(60))], ids=["ideal", *map(str, range(60))])
def test_figures_are_those_of_the_reference_scorer(make: Callable[[Any], Record]) -> None:
    scorer = reference_scorer().Scorer()
    units = []
    for reference in REFERENCES:
        record = make(reference)
        gold = json.loads((DATA / "references" / f"{reference.marks.id}.json").read_text(encoding="utf-8"))
        scorer.document(gold, reference.text, json.loads(to_json(record)))
        units.append(score(reference, record))
    ours = summarise(Evaluation("report", tuple(units)), False, None).measures
    theirs = scorer.summary()
    ours = {n: f for n, f in ours.items() if not n.startswith("confidence of")}  # which the scorer does not look at
    f1 = {n: {"p": f.precision, "r": f.recall, "f1": f.f1, "n": f.n} for n, f in ours.items() if f.f1 is not None}
    accuracy = {n: {"acc": f.accuracy, "n": f.n} for n, f in ours.items() if f.f1 is None and f.n}
    assert (f1, accuracy) == (theirs["f1"], theirs["accuracy"])
