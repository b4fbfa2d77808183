"""What a measure counts: hits, false alarms and misses, or right answers among those asked.

Precision, recall and F1 are those of van Rijsbergen, Information Retrieval (1979), with a zero denominator counted as 0.
A sum over units is a micro-average: long reports weigh more than short ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from khabar.evaluate.differences import Difference
from khabar.evaluate.reliability import CLAIMED, Judged, Reliability
from khabar.model.record import Struct


class Counts(Struct, frozen=True):
    """True positives, false positives and false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @classmethod
    def of(cls, parts: Sequence[float]) -> Counts:
        """The counts from their numbers in one row."""
        return cls(*map(int, parts))

    @property
    def parts(self) -> tuple[float, ...]:
        """The numbers that are added up."""
        return (self.tp, self.fp, self.fn)

    @property
    def precision(self) -> float:
        """How much of what was found is right."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """How much of what there is was found."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def figure(self) -> float:
        """F1, the harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if self.tp else 0.0

    @property
    def n(self) -> int:
        """How many there are in the reference."""
        return self.tp + self.fn


class Rate(Struct, frozen=True):
    """Right answers among those asked."""

    right: int = 0
    asked: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.right + other.right, self.asked + other.asked)

    @classmethod
    def of(cls, parts: Sequence[float]) -> Rate:
        """The rate from its numbers in one row."""
        return cls(*map(int, parts))

    @property
    def parts(self) -> tuple[float, ...]:
        """The numbers that are added up."""
        return (self.right, self.asked)

    @property
    def figure(self) -> float:
        """The share of right answers."""
        return _share(self.right, self.asked)

    @property
    def n(self) -> int:
        """How many were asked."""
        return self.asked


Score = Counts | Rate | Reliability
_ORDER = (Counts, Rate, Reliability)
Judgements = dict[str, tuple[Judged, ...]]  # by what was judged: events, links …


class Unit(Struct, frozen=True):
    """What one report or sentence gave; a measure that does not apply to it is not among its scores."""

    id: str
    scores: dict[str, Score]
    differences: tuple[Difference, ...] = ()
    judged: Judgements = msgspec.field(default_factory=dict)


class Evaluation(Struct, frozen=True):
    """The units of a corpus, which are also what intervals are drawn over, and notes on what could not be scored."""

    unit: str
    units: tuple[Unit, ...]
    notes: tuple[str, ...] = ()

    def column(self, measure: str) -> list[Score]:
        """The scores of one measure, one for each unit that it applies to."""
        return [u.scores[measure] for u in self.units if measure in u.scores]

    def totals(self) -> dict[str, Score]:
        """Every measure over all units as they first appear, first precision and recall, then rates, then confidences."""
        names = dict.fromkeys(name for u in self.units for name in u.scores)
        totals = {name: total(self.column(name)) for name in names}
        return {n: totals[n] for n in sorted(names, key=lambda name: _ORDER.index(type(totals[name])))}

    def judged(self, name: str) -> list[tuple[Judged, ...]]:
        """What was judged under a name, unit by unit."""
        return [u.judged[name] for u in self.units if name in u.judged]

    def differences(self) -> list[Difference]:
        """The differences of all units."""
        return [d for u in self.units for d in u.differences]


def total(scores: Sequence[Score]) -> Score:
    """The sum of scores of one kind."""
    kind = type(scores[0])
    return kind.of([sum(parts) for parts in zip(*(s.parts for s in scores), strict=True)])


def rate(answers: Iterable[bool]) -> Rate:
    """A rate from single answers."""
    listed = list(answers)
    return Rate(sum(listed), len(listed))


def confidence(judged: Judgements) -> dict[str, Score]:
    """How far the confidences of a unit can be taken at their word, as a measure for each that a record claims."""
    return {f"confidence of {name}": Reliability.judge(judged[name]) for name in CLAIMED if judged.get(name)}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
