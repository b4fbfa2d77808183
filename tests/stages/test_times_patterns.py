"""Patterns of the time grammar that are passed over fit nothing."""

from __future__ import annotations

import random
import re

import msgspec
import pytest

from khabar.lexicon.pack import open_lexicon
from khabar.stages.times import TimeWords, time_words
from khabar.stages.times_patterns import ready

SIGNS = dict(zip(("AND", "DAY", "MONTH", "OF", "YEAR"), "admoy", strict=True))
MACROS = {"DATE": "(?:DAY OF? MONTH)", "LIST": "(?:AND DAY)*", "UNNAMED": "(?!YEAR)"}


@pytest.mark.parametrize(
    "pattern, needs",
    [
        ("DAY", "d"),
        ("DAY? MONTH", "m"),
        ("[DAY MONTH]", "dm"),
        ("[DAY MONTH]? OF YEAR", "o"),
        ("DATE LIST", "d"),
        ("LIST", "admoy"),  # may be empty: any sign will do
        ("(?:DAY|OF MONTH) YEAR?", "dmo"),
        ("(?P<a>DAY?) (?P<b>MONTH)", "m"),
        ("(?<=DAY) MONTH UNNAMED", "m"),
        ("(?:DAY?|MONTH)", "admoy"),
    ],
)
def test_what_a_pattern_needs(pattern: str, needs: str) -> None:
    assert ready("", pattern, SIGNS, MACROS).needs == set(needs)


@pytest.fixture(scope="module")
def words() -> TimeWords:
    return time_words(msgspec.msgpack.decode(open_lexicon("ar").times, strict=False))


@pytest.mark.parametrize("seed", range(20))
def test_a_pattern_that_is_passed_over_fits_nothing(seed: int, words: TimeWords) -> None:
    chance = random.Random(seed)
    fits = 0
    for pattern in words.patterns:
        plain = re.compile(pattern.text)
        own = [sign for sign in pattern.text if sign in words.signs.values()]
        for _ in range(50):
            run = "".join(chance.choices([*own, *chance.sample(sorted(words.signs.values()), k=2)], k=chance.randint(1, 8)))
            found = [match.span() for match in plain.finditer(run)]
            assert [match.span() for match in pattern.finditer(run)] == found
            fits += bool(found)
    assert fits > 100
