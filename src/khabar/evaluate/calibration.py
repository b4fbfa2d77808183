"""Tables of reliability, as values, as text and as JSON: what stands beside each confidence, and what chance alone would do."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from khabar.evaluate.bootstrap import LEVEL, SEED, interval, percentiles
from khabar.evaluate.counts import Evaluation
from khabar.evaluate.reliability import CLAIMED, Bin, Judged, Reliability, area, brier
from khabar.model.record import Struct

DRAWS = 300
Range = tuple[float, float]
RIGHT = {
    "events": "a type that a careful coder could defend in the same sentence",
    "events with actors": "besides, the actors of both sides",
    "names": "a proper name stands there",
    "links": "of the names found: whom they mean",
    "quotes": "the content was said",
    "quotes with speaker": "besides, by whom",
}


class Table(Struct, frozen=True):
    """The reliability of one kind of confidence: bins, and error with its interval and that of faultless confidences.

    `claimed` tells whether this is what the confidence of the record claims; `confidence` and `right` are means over all.
    """

    right_is: str
    claimed: bool
    n: int
    confidence: float
    right: float
    error: float
    interval: Range | None
    by_chance: Range | None
    brier: float
    area: float | None
    bins: tuple[Bin, ...]


def tables(evaluation: Evaluation) -> dict[str, Table]:
    """A table for all that was judged."""
    names = dict.fromkeys(name for unit in evaluation.units for name in unit.judged)
    found = {name: evaluation.judged(name) for name in names}
    return {name: table(name, column) for name, column in found.items() if any(column)}


def table(name: str, column: Sequence[Sequence[Judged]]) -> Table:
    """The table of what was judged, unit by unit, rounded to three places."""
    judged = [one for unit in column for one in unit]
    whole = Reliability.judge(judged)
    errors = interval([Reliability.judge(unit) for unit in column if unit])
    sorting = area(judged)
    bins = tuple(Bin(b.low, b.high, b.n, round(b.confidence, 3), round(b.right, 3)) for b in whole.bins())
    return Table(
        RIGHT.get(name, name), name in CLAIMED, len(judged),
        round(sum(whole.confidences) / len(judged), 3), round(sum(whole.rights) / len(judged), 3), round(whole.error, 3),
        _rounded((1 - errors[1], 1 - errors[0]) if errors else None), _rounded(by_chance(judged)),
        round(brier(judged), 3), None if sorting is None else round(sorting, 3), bins,
    )  # fmt: skip


def by_chance(judged: Sequence[Judged]) -> Range:
    """The errors between which 95 of 100 confidences without any fault come out, as many and as high as these.

    Few cases scatter: an error in this range is no sign of a fault. The seed is fixed.
    """
    generator = random.Random(SEED)
    given = [j.confidence for j in judged]
    draws = ([Judged(c, float(generator.random() < c)) for c in given] for _ in range(DRAWS))
    return percentiles(sorted(Reliability.judge(draw).error for draw in draws))


def lines(found: dict[str, Table]) -> Iterator[str]:
    """The tables for people."""
    for name, one in found.items():
        yield ""
        yield f"Confidence: {name}{'' if one.claimed else ' (not what the confidence claims)'}; right is: {one.right_is}"
        yield "  confidence        n    mean   right"
        for b in one.bins:
            yield f"  {b.low:.1f} to {b.high:.1f}  {b.n:7}   {b.confidence:.3f}   {b.right:.3f}"
        yield f"  all         {one.n:7}   {one.confidence:.3f}   {one.right:.3f}"
        yield f"  {_error(one)}"
        sorting = "all alike, nothing to sort" if one.area is None else f"{one.area:.3f} of right above wrong"
        yield f"  Brier score {one.brier:.3f}; {sorting}"


def _error(one: Table) -> str:
    within = f" ({LEVEL:.0%} interval {one.interval[0]:.3f} to {one.interval[1]:.3f})" if one.interval else ""
    chance = f"; faultless ones would have {one.by_chance[0]:.3f} to {one.by_chance[1]:.3f}" if one.by_chance else ""
    return f"calibration error {one.error:.3f}{within}{chance}"


def _rounded(found: Range | None) -> Range | None:
    return (round(found[0], 3), round(found[1], 3)) if found else None
