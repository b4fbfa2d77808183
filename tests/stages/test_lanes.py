"""Sums of packed rows are the sums of their numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khabar.stages.lanes import Lanes

ROW = st.lists(st.integers(-32768, 32767), min_size=6, max_size=6)


@given(st.lists(ROW, min_size=1, max_size=30))
def test_a_sum_of_packed_rows_is_the_sum_of_their_numbers(rows: list[list[int]]) -> None:
    lanes = Lanes(2, 3)
    first, second = lanes.split(sum(lanes.pack(enumerate(row)) for row in rows))
    total = [sum(numbers) for numbers in zip(*rows, strict=True)]
    for packed, expected in ((first, total[:3]), (second, total[3:])):
        assert [n - lanes.read(packed)[0] for n in lanes.read(packed)] == [n - expected[0] for n in expected]
    both = lanes.read(first + second)
    assert both[1] - both[0] == total[1] + total[4] - total[0] - total[3]
