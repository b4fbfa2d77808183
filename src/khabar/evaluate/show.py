"""An evaluation as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from khabar.evaluate import calibration
from khabar.evaluate.bootstrap import LEVEL, interval
from khabar.evaluate.counts import Counts, Evaluation, Score
from khabar.evaluate.differences import group
from khabar.model.record import Struct

Range = tuple[float, float]


class Figures(Struct, frozen=True, omit_defaults=True):
    """One measure: precision, recall and F1, or accuracy, with the interval of F1 or accuracy where it was asked for."""

    n: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    accuracy: float | None = None
    interval: Range | None = None


class Listing(Struct, frozen=True):
    """One cause of differences with examples, one a line."""

    cause: str
    count: int
    examples: tuple[str, ...]


class Summary(Struct, frozen=True):
    """What `--json` gives."""

    unit: str
    units: int
    measures: dict[str, Figures]
    differences: tuple[Listing, ...] = ()
    notes: tuple[str, ...] = ()
    calibration: dict[str, calibration.Table] = msgspec.field(default_factory=dict)


def summarise(evaluation: Evaluation, intervals: bool, examples: int | None, reliability: bool = False) -> Summary:
    """The figures of all measures, up to `examples` differences a cause unless that is None, and tables of confidences."""
    ranges = {n: interval(evaluation.column(n)) for n in evaluation.totals()} if intervals else {}
    measures = {name: figures(total, ranges.get(name)) for name, total in evaluation.totals().items()}
    groups = group(evaluation.differences(), examples) if examples is not None else ()
    listed = tuple(Listing(g.cause, g.count, tuple(d.line() for d in g.examples)) for g in groups)
    tables = calibration.tables(evaluation) if reliability else {}
    return Summary(evaluation.unit, len(evaluation.units), measures, listed, evaluation.notes, tables)


def figures(score: Score, found: Range | None = None) -> Figures:
    """A score rounded to three places."""
    within = (round(found[0], 3), round(found[1], 3)) if found else None
    main = round(score.figure, 3)
    if isinstance(score, Counts):
        return Figures(score.n, round(score.precision, 3), round(score.recall, 3), main, interval=within)
    return Figures(score.n, accuracy=main, interval=within)


def lines(summary: Summary) -> Iterator[str]:
    """The summary as a table, and the differences below it. Words of the source are isolated."""
    width = max((len(name) for name in summary.measures), default=0)
    with_range = any(f.interval for f in summary.measures.values())
    head = f"{'':{width}}  precision  recall  F1 or accuracy       n"
    yield head + (f"   {LEVEL:.0%} interval" if with_range else "")
    for name, f in summary.measures.items():
        yield f"{name:{width}}  {_table(f)}".rstrip()
    yield f"{summary.units} {summary.unit}s"
    yield from summary.notes
    yield from calibration.lines(summary.calibration)
    if summary.differences:
        yield ""
        yield "Differences by cause"
    for listing in summary.differences:
        yield f"{listing.count:6} {listing.cause}"
        yield from (f"         {example}" for example in listing.examples)


def _table(f: Figures) -> str:
    if not f.n and not f.precision:
        return f"{'nothing to measure':>33}  {f.n:6}"
    wide = (f"{f.precision:9.3f}", f"{f.recall:6.3f}") if f.precision is not None else (" " * 9, " " * 6)
    main = f.f1 if f.f1 is not None else f.accuracy or 0.0
    within = f"   {f.interval[0]:.3f} to {f.interval[1]:.3f}" if f.interval else ""
    return f"{'  '.join(wide)}  {main:14.3f}  {f.n:6}{within}"
