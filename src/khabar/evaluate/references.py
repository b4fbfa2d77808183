"""Score records against references in the format of the coding manual, by its rules.

Given the same input the figures equal those of the project's stand-alone reference scorer; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from khabar.evaluate.acts import judge_events
from khabar.evaluate.case import Case
from khabar.evaluate.counts import Evaluation, Unit, confidence
from khabar.evaluate.manual import Reference, read_references
from khabar.evaluate.spans import judge_blocks, judge_names, judge_quotes, judge_times
from khabar.model.record import Record
from khabar.pipeline import Report

Find = Callable[[Report], Record | None]
_PARTS = (judge_blocks, judge_names, judge_times, judge_quotes, judge_events)


def evaluate_references(folder: Path, find: Find) -> Evaluation:
    """Every reference of a folder against the record that `find` gives for its report, or against none."""
    units, notes = [], []
    for reference in read_references(folder):
        marks = reference.marks
        record = find(Report(reference.text, marks.id, marks.published, language=marks.language))
        if record is None:
            notes.append(f"no record for {marks.id}: scored as empty")
        units.append(score(reference, record))
    return Evaluation("report", tuple(units), tuple(notes))


def score(reference: Reference, record: Record | None) -> Unit:
    """One reference against one record, by all parts of the manual."""
    case = Case(reference, record)
    parts = [judge(case) for judge in _PARTS]
    scores = {name: s for part in parts for name, s in part.scores.items()}
    judged = {name: j for part in parts for name, j in part.judged.items()}
    differences = tuple(d for part in parts for d in part.differences)
    return Unit(reference.marks.id, scores | confidence(judged), differences, judged)
