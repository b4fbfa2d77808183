"""Whole numbers side by side in one int, so that adding two rows of numbers is adding two ints.

The weights of the name tagger are whole numbers and a word adds up some twenty rows of them; one addition of long ints
takes the place of dozens in Python. A lane has 32 bits; sums that are read are raised by `RAISED` in each lane, which
keeps them above zero while they stay within 27 bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct

BITS = 32
RAISED = 1 << 27


class Lanes:
    """Rows of `rows` times `size` numbers."""

    def __init__(self, rows: int, size: int) -> None:
        self._raise = sum(RAISED << BITS * lane for lane in range(rows * size))
        self._bytes, self._bits, self._mask = size * BITS // 8, size * BITS, (1 << size * BITS) - 1
        self._rows, self._read = range(0, rows * size * BITS, size * BITS), Struct(f"<{size}I").unpack

    def pack(self, lanes: Iterable[int], numbers: Iterable[int]) -> int:
        """Numbers, each with its lane, as one int."""
        return sum([number << BITS * lane for lane, number in zip(lanes, numbers, strict=True)])

    def split(self, total: int) -> tuple[int, ...]:
        """The rows of a sum, each an int of its own, raised."""
        raised = total + self._raise
        return tuple([raised >> at & self._mask for at in self._rows])

    def read(self, row: int) -> Sequence[int]:
        """The numbers of a row, or of a sum of raised rows; only what lies between them means something."""
        return self._read(row.to_bytes(self._bytes, "little"))
