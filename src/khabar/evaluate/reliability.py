"""How far confidences can be taken at their word: of what is given .8, are eight in ten right?

What has been judged is sorted into ten bins of equal width by its confidence. The expected calibration error is the mean distance
between the confidence and the share that is right, bin by bin, weighted by how many are in each (Naeini, Cooper and Hauskrecht,
2015; Guo and others, 2017). The Brier score is the mean square of the distance, item by item (Brier 1950), and the area under the
curve tells how often what is right has more confidence than what is wrong (Hanley and McNeil 1982): a confidence that is always
the same may have no error and still sort nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khabar.model.record import Struct

BINS = 10
CLAIMED = ("events", "quotes with speaker", "names")  # what confidences of a record claim; the rest is shown beside it


class Judged(Struct, frozen=True):
    """Something that a record gives a confidence to, and how right it is: 1, 0 or the share of annotators who say so."""

    confidence: float
    right: float


class Bin(Struct, frozen=True):
    """How many have a confidence from `low` to `high`, their mean confidence, and the share that is right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


class Reliability(Struct, frozen=True):
    """Sums by bin that can be added up over units: how many there are, their confidences, and how many are right."""

    counts: tuple[float, ...] = (0,) * BINS
    confidences: tuple[float, ...] = (0.0,) * BINS
    rights: tuple[float, ...] = (0.0,) * BINS

    @classmethod
    def of(cls, parts: Sequence[float]) -> Reliability:
        """The sums from their numbers in one row."""
        return cls(tuple(parts[:BINS]), tuple(parts[BINS : 2 * BINS]), tuple(parts[2 * BINS :]))

    @classmethod
    def judge(cls, judged: Iterable[Judged]) -> Reliability:
        """The sums of what has been judged."""
        parts: list[float] = [0] * BINS + [0.0] * (2 * BINS)
        for one in judged:
            bin = min(BINS - 1, int(round(one.confidence * 1000) * BINS // 1000))
            parts[bin] += 1
            parts[BINS + bin] += one.confidence
            parts[2 * BINS + bin] += one.right
        return cls.of(parts)

    @property
    def parts(self) -> tuple[float, ...]:
        """The numbers that are added up."""
        return (*self.counts, *self.confidences, *self.rights)

    @property
    def n(self) -> int:
        """How many were judged."""
        return int(sum(self.counts))

    @property
    def error(self) -> float:
        """The expected calibration error, 0 to 1; 0 where nothing was judged."""
        apart = sum(abs(c - r) for c, r in zip(self.confidences, self.rights, strict=True))
        return apart / self.n if self.n else 0.0

    @property
    def figure(self) -> float:
        """One less the error, so that more is better, as with the other measures."""
        return 1 - self.error if self.n else 0.0

    def bins(self) -> tuple[Bin, ...]:
        """The bins that hold anything."""
        rows = enumerate(zip(self.counts, self.confidences, self.rights, strict=True))
        return tuple(Bin(i / BINS, (i + 1) / BINS, int(n), c / n, r / n) for i, (n, c, r) in rows if n)


def brier(judged: Sequence[Judged]) -> float:
    """The mean square distance of confidence and truth; always saying the share s that is right gives s * (1 - s)."""
    return sum((j.confidence - j.right) ** 2 for j in judged) / len(judged) if judged else 0.0


def area(judged: Iterable[Judged]) -> float | None:
    """How often the more confident of a right and a wrong one is the right one, ties as half; None where all are alike."""
    groups: dict[float, list[float]] = {}
    for one in judged:
        right, wrong = groups.get(one.confidence, (0.0, 0.0))
        groups[one.confidence] = [right + one.right, wrong + 1 - one.right]
    wins = below = 0.0
    for _, (right, wrong) in sorted(groups.items()):
        wins += right * (below + wrong / 2)
        below += wrong
    rights = sum(right for right, _ in groups.values())
    return wins / (rights * below) if rights and below else None
