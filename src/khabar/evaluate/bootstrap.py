"""Confidence intervals by the percentile bootstrap (Efron 1979; Efron and Tibshirani, 1993, chapter 13).

The units of a corpus, reports, passages or sentences, are drawn again with replacement, the counts of the drawn ones are added up,
and the figure of the sum is taken; the interval holds the middle 95 of 100 such figures. The seed is fixed, so the same
input gives the same interval. Reports are drawn whole, because what stands in one report hangs together.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache

from khabar.evaluate.counts import Score

SAMPLES, SEED, LEVEL = 1000, 20250412, 0.95


def interval(column: Sequence[Score], samples: int = SAMPLES, seed: int = SEED) -> tuple[float, float] | None:
    """The interval of a measure from its scores by unit; None where it was never asked or there is only one unit."""
    if len(column) < 2:
        return None
    kind = type(column[0])
    parts = list(zip(*(s.parts for s in column), strict=True))
    held = [any(part) for part in parts]
    figures = []
    for draw in _draws(len(column), samples, seed):
        drawn = kind.of([sum(map(p.__getitem__, draw)) if h else 0 for p, h in zip(parts, held, strict=True)])
        if any(drawn.parts):
            figures.append(drawn.figure)
    return percentiles(sorted(figures)) if figures else None


def percentiles(ranked: Sequence[float], level: float = LEVEL) -> tuple[float, float]:
    """The middle `level` of ranked figures, by the nearest ranks outside it."""
    outside = len(ranked) * (1 - level) / 2
    low = math.floor(outside)
    return ranked[low], ranked[len(ranked) - 1 - low]


@lru_cache(maxsize=16)
def _draws(size: int, samples: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """The same draws for all measures over the same number of units, so that their intervals can be compared."""
    generator = random.Random(seed)
    return tuple(tuple(generator.choices(range(size), k=size)) for _ in range(samples))
