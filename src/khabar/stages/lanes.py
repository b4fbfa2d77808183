"""Whole numbers side by side in one int, so that adding many numbers is adding two ints.

The weights of the name tagger are whole numbers. A word adds up some twenty features, each with a row of numbers for the word
itself and for each of its neighbours; and what a word says of its neighbours is added up for a whole sentence at once, word
beside word. A lane has 32 bits; what is read is raised by `RAISED` in each lane, which keeps it above zero within 27 bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct, unpack

BITS = 32
RAISED = 1 << 27


class Lanes:
    """Words of `rows` times `size` numbers; the first row is for the word farthest after, the last for the one farthest before."""

    def __init__(self, rows: int, size: int) -> None:
        self._count = rows
        self._raise = sum(RAISED << BITS * lane for lane in range(rows * size))
        self._row, self._size = size * BITS // 8, size
        self._at = [BITS * ((rows - 1 - n) * size + lane) for n in range(rows) for lane in range(size)]
        self._read = Struct(f"<{size}I").iter_unpack

    def pack(self, lanes: Iterable[int], numbers: Iterable[int]) -> int:
        """Numbers, each with its lane (row * size + place), as one int."""
        at = self._at
        return sum([number << at[lane] for lane, number in zip(lanes, numbers, strict=True)])

    def word(self, total: int) -> bytes:
        """The sum of a word's features, ready for `around`."""
        return (total + self._raise).to_bytes(self._count * self._row, "little")

    def rows(self, word: bytes) -> Sequence[Sequence[int]]:
        """The rows of a word; only what lies between the numbers of a row means something."""
        return list(self._read(word))[::-1]

    def around(self, words: Sequence[bytes]) -> Sequence[int]:
        """What the words around say of each word that has enough of them on both sides, row after row.

        Every fifth word (of five rows) does not reach into the one before, so these are put side by side as they are.
        """
        count, row = self._count, self._row
        apart = [int.from_bytes(b"".join(words[n::count]), "little") << 8 * n * row for n in range(count)]
        seen = sum(apart).to_bytes((len(words) + count - 1) * row, "little")
        seen = seen[(count - 1) * row : len(words) * row]
        return unpack(f"<{len(seen) * 8 // BITS}I", seen)
