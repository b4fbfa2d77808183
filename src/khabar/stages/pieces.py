"""Words cut into the pieces that an encoder knows: of all ways to write a word with them, the likeliest.

Each piece has a log probability and stands for itself alone (a unigram model, Kudo 2018); the best way is found letter by
letter. A letter that no piece holds counts as unknown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from khabar.text.arabic import IGNORED

START = "\u2581"  # stands before the first letter of a word
BEGIN, PAD, END, UNKNOWN = range(4)  # the first numbers, of no letters
_RARER = 10.0  # an unknown letter is that much less likely (log) than the rarest piece
_DROPPED = dict.fromkeys(map(ord, IGNORED))


class Pieces:
    """Cuts words; numbers are places in `pieces`, whose first four have no letters."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._known = {piece: (n, scores[n]) for n, piece in enumerate(pieces) if n > UNKNOWN}
        self._longest = max(map(len, self._known))
        self._unknown = min(score for _, score in self._known.values()) - _RARER

    def of(self, word: str) -> tuple[int, ...]:
        """The pieces of a word, at least one; diacritics and tatweel are no part of it."""
        text = START + unicodedata.normalize("NFKC", word).translate(_DROPPED).replace(" ", "")
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # up to each letter: how likely, from where, by which piece
        for end in range(1, len(text) + 1):
            ways = [(best[end - 1][0] + self._unknown, end - 1, UNKNOWN)]
            for start in range(max(0, end - self._longest), end):
                if (known := self._known.get(text[start:end])) is not None:
                    ways.append((best[start][0] + known[1], start, known[0]))
            best.append(max(ways))
        found, at = [], len(text)
        while at:
            _, at, piece = best[at]
            found.append(piece)
        return tuple(reversed(found))
