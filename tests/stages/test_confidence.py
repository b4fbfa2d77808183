"""Confidences of events and quotes: what they are drawn from, that they change nothing else, and that the switch turns them off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

import khabar
from khabar.cli import main
from khabar.evaluate.calibration import table
from khabar.evaluate.sentences import judge_piece, read_pieces
from khabar.model.record import Record
from khabar.pipeline import MODELS, Report, engine
from khabar.stages.calibration import Calibration, Logistic
from khabar.stages.confidence import features
from khabar.stages.quote_confidence import quote_features
from khabar.stages.trace import Trace

SAMPLE = (Path(khabar.__file__).parent / "samples" / "sample.txt").read_text(encoding="utf-8")
STUDY = Path(__file__).parents[1] / "data" / "study"
PIECES = [piece for name in "abc" for piece in read_pieces(STUDY / f"{name}.jsonl")]


def drawn_from(text: str) -> list[dict[str, float]]:
    """The features of a text's events."""
    trace = Trace()
    engine().code(Report(text, published="2025-04-14"), trace)
    assert trace.scene is not None
    return [features(trace.scene, found, len(trace.events) - 1) for found in trace.events]


@pytest.mark.parametrize("text,wanted,absent", [
    ("طالبت النرويج آيسلندا بالإفراج عن السفينة.",
     {"form V", "tense P", "content", "status asserted", "sides sr", "source subject", "recipient object"}, {"quoted", "asked"}),
    ("لم تعتذر ريكيافيك لأوسلو.", {"form V", "status negated", "sides sr", "recipient preposition"}, {"content"}),
    ("أجرى الوزير محادثات مع نظيره الدنماركي.", {"form Nl", "source light subject", "recipient preposition"}, {"tense P"}),
    ("قال الوزير إن بلاده ستهاجم السويد.", {"quoted", "status future", "tense I"}, set()),
    ("هاجم مسلحون قاعدة عسكرية في مالي.", {"asked", "told"}, set()),
])  # fmt: skip
def test_what_a_confidence_is_drawn_from(text: str, wanted: set[str], absent: set[str]) -> None:
    found = drawn_from(text)
    assert found
    assert wanted <= found[0].keys()
    assert not absent & found[0].keys()


def test_other_events_of_the_sentence_are_counted() -> None:
    assert [f["others"] for f in drawn_from("زار الوزير أوسلو واتهم السويد بالتجسس.")] == [1.0, 1.0]


def quotes_drawn_from(text: str) -> list[dict[str, float]]:
    """The features of a text's quotes."""
    trace = Trace()
    record = engine().code(Report(text, published="2025-04-14"), trace)
    assert trace.scene is not None
    return [quote_features(trace.scene, quote, {m.id: m for m in record.mentions}) for quote in record.quotes]


@pytest.mark.parametrize("text,wanted,absent", [
    ("قال الوزير إن الحل قريب.", {"after", "far", "chain 1", "speaker PER"}, {"comma", "before"}),
    ("وزير الزراعة قال إن المطر قليل، وإن السدود فارغة.", {"before", "comma"}, {"after"}),
    ("نقلت وكالة رويترز عن مسؤول دنماركي قوله إن الحل قريب.", {"chain 2", "speaker PER"}, {"chain 1"}),
    ('قالت الشركة: "سنبني المصنع".', {"speaker ORG"}, {"no speaker"}),
])  # fmt: skip
def test_what_the_confidence_of_a_quote_is_drawn_from(text: str, wanted: set[str], absent: set[str]) -> None:
    (found,) = quotes_drawn_from(text)
    assert wanted <= found.keys()
    assert not absent & found.keys()


@pytest.mark.parametrize("near,far", [
    ("قال الوزير إن الحل قريب.", "قال بعد اجتماع دام ثلاث ساعات في مقر الحلف أمس الوزير إن الحل قريب."),
    ("قال الوزير إن الحل قريب.", "قالت الوزارة إن الحل قريب، والشركاء راضون، والعمل جار."),
])  # fmt: skip
def test_a_speaker_near_the_cue_of_a_short_quote_is_surer(near: str, far: str) -> None:
    first, second = (engine().code(Report(text)).quotes[0].confidence for text in (near, far))
    assert first > second


@pytest.mark.parametrize("sizes,chance", [({}, 0.5), ({"a": 1.0}, 0.73), ({"a": -1.0}, 0.27), ({"unheard of": 9.0}, 0.5),
                                          ({"a": 1e9}, 1.0), ({"a": -1e9}, 0.0)])  # fmt: skip
def test_a_chance_stays_between_0_and_1(sizes: dict[str, float], chance: float) -> None:
    assert Logistic(0.0, {"a": 1.0}).chance(sizes) == chance


def without_confidence(record: Record) -> Record:
    """The record less its confidences of events and quotes and the names of the models."""
    events = tuple(replace(event, confidence=0.0) for event in record.events)
    quotes = tuple(replace(quote, confidence=0.0) for quote in record.quotes)
    return replace(record, events=events, quotes=quotes, coder=replace(record.coder, models=()))


@pytest.mark.parametrize("text", [SAMPLE, *(p.text for p in PIECES[::12])])
def test_nothing_else_changes(text: str) -> None:
    report = Report(text, published="2025-04-14")
    with_it, without = engine().code(report), engine(calibrated=False).code(report)
    assert without_confidence(with_it) == without_confidence(without)
    given = [x.confidence for x in (*with_it.events, *with_it.quotes)]
    assert all(0 < c < 1 and round(c, 2) == c for c in given)


def test_the_record_names_the_model() -> None:
    assert engine().code(Report("")).coder.models == ("names-ar", "telling-ar", "calibration-ar")
    assert engine(calibrated=False).code(Report("")).coder.models == ("names-ar", "telling-ar")


def test_the_switch(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "one.txt").write_text("طالبت النرويج آيسلندا بالإفراج عن السفينة.", encoding="utf-8")

    def confidence(*options: str) -> float:
        assert main(["read", str(tmp_path / "one.txt"), "--format", "json", *options]) == 0
        value: float = json.loads(capfdbinary.readouterr().out)["events"][0]["confidence"]
        return value

    assert confidence("--no-calibration") == 0.85
    assert confidence() != 0.85


def test_what_is_plain_is_surer_than_what_is_not() -> None:
    plain, vague = (engine().code(Report(text)).events[0].confidence for text in (
        "طالبت النرويج آيسلندا بالإفراج عن السفينة.", "قال الوزير إنه سيرفض العرض."))  # fmt: skip
    assert plain > 0.9 > 0.75 > vague


def test_every_weight_is_of_a_feature_that_there_is() -> None:
    """A feature that was renamed would weigh nothing from then on, and nobody would see."""
    model = Calibration.open(MODELS / "calibration-ar")
    assert model.events.weights.keys() <= {name for p in PIECES for found in drawn_from(p.text) for name in found}
    assert model.quotes.weights.keys() <= {name for p in PIECES for found in quotes_drawn_from(p.text) for name in found}


def test_confidences_are_nearer_to_the_truth_than_estimates() -> None:
    """On what the weights were fitted to; what they are worth elsewhere is in docs/calibration.md."""

    def errors(calibrated: bool) -> tuple[float, float]:
        coder = engine(calibrated=calibrated)
        units = [judge_piece(p, coder.code(Report(p.text, p.id, p.published))) for p in PIECES]
        events, quotes = ([u.judged[kind] for u in units] for kind in ("events", "quotes with speaker"))
        return table("events", events).error, table("quotes with speaker", quotes).error

    (events, quotes), (events_by_hand, quotes_by_hand) = errors(True), errors(False)
    assert events < events_by_hand / 2
    assert quotes < 0.8 * quotes_by_hand
