"""Dates as publishers write them: with their zone where they have one, Arabic ones by the time grammar, and no guess."""

from __future__ import annotations

import pytest

from khabar.io.dates import read_date
from khabar.run.opening import day_reader

DATES = [
    ("2025-04-13", "2025-04-13"),
    ("20250413", "2025-04-13"),
    (" 2025-04-13T14:05:00Z ", "2025-04-13T14:05:00+00:00"),
    ("2025-04-13T14:05:00+0300", "2025-04-13T14:05:00+03:00"),
    ("2025-04-13 14:05", "2025-04-13T14:05:00"),
    ("٢٠٢٥-٠٤-١٣", "2025-04-13"),
    ("Sun, 13 Apr 2025 14:05:00 +0300", "2025-04-13T14:05:00+03:00"),
    ("Sun, 13 Apr 2025 14:05:00 GMT", "2025-04-13T14:05:00+00:00"),
    ("الأحد، 13 أبريل 2025 14:05", "2025-04-13T14:05:00"),
    ("الأحد ١٣ نيسان/أبريل ٢٠٢٥", "2025-04-13"),
    ("13 أفريل 2025", "2025-04-13"),
    ("الأحد 13 أبريل 2025 2:05 م", "2025-04-13"),  # after noon: the day is sure
    ("14 شوال 1446", "2025-04-12"),
    ("13 أبريل", None),  # no year
    ("أمس", None),
    ("04/05/2025", None),  # which of them is the month?
    ("2025", None),
    ("2025-02-30", None),
    ("1970-01-01T00:00:00Z", None),  # written by programs that do not know it
    ("0001-01-01", None),
    ("", None),
    ("13 أبريل 2025 " * 20, None),
]


@pytest.mark.parametrize("text,value", DATES)
def test_dates(text: str, value: str | None) -> None:
    assert read_date(text, day_reader("ar")) == value


def test_without_a_grammar_words_are_not_read() -> None:
    assert read_date("13 أبريل 2025") is None
