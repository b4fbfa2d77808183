"""Sums of packed rows are the sums of their numbers, for a word and for the words around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khabar.stages.lanes import Lanes

ROWS, SIZE = 3, 2
FEATURE = st.lists(st.integers(-32768, 32767), min_size=ROWS * SIZE, max_size=ROWS * SIZE)
WORD = st.lists(FEATURE, min_size=1, max_size=20)


def apart(numbers: list[int]) -> list[int]:
    """How far numbers lie from the first of them."""
    return [n - numbers[0] for n in numbers]


@given(st.lists(WORD, min_size=ROWS, max_size=30))
def test_what_the_words_around_say_is_summed(words: list[list[list[int]]]) -> None:
    lanes = Lanes(ROWS, SIZE)
    packed = [lanes.word(sum(lanes.pack(range(ROWS * SIZE), feature) for feature in word)) for word in words]
    plain = [[sum(numbers) for numbers in zip(*word, strict=True)] for word in words]
    for word, numbers in zip(packed, plain, strict=True):
        for n, row in enumerate(lanes.rows(word)):
            assert apart(list(row)) == apart(numbers[n * SIZE : (n + 1) * SIZE])
    seen = lanes.around(packed)
    assert len(seen) == SIZE * (len(words) - ROWS + 1)
    for at in range(len(words) - ROWS + 1):
        own = [sum(plain[at + n][n * SIZE + place] for n in range(ROWS)) for place in range(SIZE)]
        assert apart(list(seen[at * SIZE : (at + 1) * SIZE])) == apart(own)
