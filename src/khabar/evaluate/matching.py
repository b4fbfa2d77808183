"""How a stretch or a name of the reference is told to be that of a record.

The rules are those of the project's reference scorer: names are compared folded and by whole words, spans by their
intersection over their union (Jaccard 1912), and pairs are made greedily, the best fit first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from khabar.errors import InputError
from khabar.model.record import Struct
from khabar.text import arabic as letter

G = TypeVar("G")
F = TypeVar("F")
Range = tuple[int, int]

_DROPPED = re.compile("[\u064b-\u0652\u0670\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
_SAME = str.maketrans(
    {
        letter.ALEF_HAMZA: letter.ALEF,
        letter.ALEF_HAMZA_BELOW: letter.ALEF,
        letter.ALEF_MADDA: letter.ALEF,
        letter.ALEF_WASLA: letter.ALEF,
        letter.ALEF_MAKSURA: letter.YA,
        letter.FARSI_YA: letter.YA,
        letter.TA_MARBUTA: letter.HA,
        letter.WAW_HAMZA: letter.WAW,
        letter.YA_HAMZA: letter.YA,
        letter.KEHEH: letter.KAF,
    }
)
_NO_WORD = re.compile(r"[^\w]+")


class Pairing(Struct, frozen=True):
    """Pairs of what belongs together, and the indexes of what is left on either side."""

    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    extra: tuple[int, ...]


def fold_name(name: str) -> str:
    """A name for comparison: without case, vowel signs and punctuation, and with one form for the kinds of alef, ya and ha.

    Coarser than `text.arabic.key`, which keeps the feminine ending apart because it tells words from one another.
    """
    return " ".join(_NO_WORD.sub(" ", _DROPPED.sub("", name).translate(_SAME).casefold()).split())


def same_name(gold: frozenset[str], found: frozenset[str]) -> bool:
    """Whether two sets of folded names share one, or one name is made of whole words of another («Putin», «Vladimir Putin»)."""
    if gold & found:
        return True
    pairs = ((set(g.split()), set(f.split())) for g in gold for f in found if g and f)
    return any(a <= b or b <= a for a, b in pairs)


def locate(text: str, piece: str, occurrence: int) -> Range:
    """Where the n-th occurrence of a verbatim piece stands; an `InputError` where there is none."""
    start = -1
    for _ in range(occurrence):
        start = text.find(piece, start + 1)
        if start < 0:
            raise InputError(f"«{piece}» does not occur {occurrence} times in the text")
    return start, start + len(piece)


def common(a: Range, b: Range) -> int:
    """How many characters two spans share; zero or less where they do not meet."""
    return min(a[1], b[1]) - max(a[0], b[0])


def overlap(a: Range, b: Range) -> float:
    """Intersection over union of two spans."""
    inside = common(a, b)
    return inside / (max(a[1], b[1]) - min(a[0], b[0])) if inside > 0 else 0.0


def pair(gold: Sequence[G], found: Sequence[F], fit: Callable[[G, F], float]) -> Pairing:
    """One-to-one pairs, the best fit first and, where fits are equal, the earliest; a fit of 0 is no pair."""
    ranked = sorted((-fit(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found))
    left, right = dict.fromkeys(range(len(gold))), dict.fromkeys(range(len(found)))
    pairs = []
    for fits, i, j in ranked:
        if fits < 0 and i in left and j in right:
            pairs.append((i, j))
            del left[i], right[j]
    return Pairing(tuple(pairs), tuple(left), tuple(right))


def at_least(least: float) -> Callable[[Range, Range], float]:
    """The overlap of two spans, or 0 where it is less than `least`."""

    def fit(a: Range, b: Range) -> float:
        shared = overlap(a, b)
        return shared if shared >= least else 0.0

    return fit
