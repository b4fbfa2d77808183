"""Intervals: fixed, around the figure, and narrower with more data."""

from __future__ import annotations

from khabar.evaluate.bootstrap import interval, percentiles
from khabar.evaluate.counts import Counts, Rate, Score, total

COLUMN: list[Score] = [Counts(8, 1, 2), Counts(3, 3, 1), Counts(9, 0, 4), Counts(2, 2, 2), Counts(6, 1, 1)]


def test_the_same_input_gives_the_same_interval() -> None:
    assert interval(COLUMN) == interval(list(COLUMN))
    assert interval(COLUMN, seed=1) != interval(COLUMN, seed=2)


def test_it_holds_the_figure_and_narrows() -> None:
    few, many = interval(COLUMN), interval(COLUMN * 20)
    assert few and many
    assert few[0] < total(COLUMN).figure < few[1]
    assert few[0] < many[0] < many[1] < few[1]


def test_what_is_always_right_has_no_width() -> None:
    assert interval([Rate(3, 3), Rate(1, 1)]) == (1.0, 1.0)


def test_no_interval_without_data() -> None:
    assert interval([]) is None
    assert interval([Rate(1, 1)]) is None
    assert interval([Rate(0, 0), Rate(0, 0)]) is None


def test_percentiles_are_ranks() -> None:
    assert percentiles(list(range(1000))) == (25, 974)


def test_counts() -> None:
    counts = Counts(6, 2, 4)
    assert (counts.precision, counts.recall, counts.n) == (0.75, 0.6, 10)
    assert round(counts.figure, 4) == 0.6667
    assert (Counts().precision, Counts().recall, Counts().figure, Rate().figure) == (0, 0, 0, 0)
    assert Counts(1, 2, 3) + Counts(1, 1, 1) == Counts(2, 3, 4)
    assert Rate(1, 2) + Rate(1, 1) == Rate(2, 3)
