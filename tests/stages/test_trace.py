"""The trace of coding listens and changes nothing: records are the same bytes with it and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from khabar.io.jsons import to_json
from khabar.pipeline import Report, engine
from khabar.stages.trace import Trace

SAMPLE = (Path(__file__).parents[1] / "data" / "sample.txt").read_text(encoding="utf-8")
TEXTS = [
    SAMPLE,
    "هاجم مسلحون دورية للشرطة المالية وقتلوا جنديا في غاو أمس.",
    "قال الوزير إن بلاده لن تعتذر للنرويج، ونفى أن تكون القوات قد قصفت القرية.",
    "تظاهر مئات الطلاب احتجاجا على الغلاء.",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("telling", [True, False])
def test_a_record_is_the_same_bytes_with_a_trace(text: str, telling: bool) -> None:
    coder, report = engine("ar", "fast", telling), Report(text, published="2025-04-14")
    assert to_json(coder.code(report, Trace())) == to_json(coder.code(report))


def test_what_is_found_stands_in_the_order_of_the_record() -> None:
    trace = Trace()
    record = engine().code(Report(SAMPLE, published="2025-04-14"), trace)
    assert [f.trigger.rule.type for f in trace.events] == [e.type for e in record.events]
    assert all(any(c.trigger is f.trigger for c in trace.considered) for f in trace.events)


def why(text: str) -> dict[str, str]:
    """Why words of a sentence gave no event: by their entry, the reason."""
    trace = Trace()
    engine().code(Report(text, published="2025-04-14"), trace)
    lost = {c.trigger.rule.type: c.lost.why for c in trace.considered if c.lost is not None}
    return {r.rule.type: r.why for r in trace.refused} | lost


def test_what_is_asked_for_is_no_event() -> None:
    assert "only asked for" in why("طالبت النرويج آيسلندا بالإفراج عن سفينة صيد.")["CONCEDE"]


def test_the_model_doubts() -> None:
    assert "rather spoken of" in why("فتحت الشرطة تحقيقا في اغتيال رجل أعمال قبل أعوام.")["ASSAULT"]


def test_a_verb_lacks_its_companion() -> None:
    assert "must go with it" in why("قدمت تونس عرضا جديدا.")["AID"]


def test_another_word_of_the_sentence_shows_another_sense() -> None:
    assert why("هاجم المنتخب النرويجي ضيفه في المباراة.")["ASSAULT"].startswith("has another sense")
