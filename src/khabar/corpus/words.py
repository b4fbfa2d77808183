"""The words of a sentence as they are compared: letter forms folded, without marks and signs; and the figures among them."""

from __future__ import annotations

import re
from itertools import pairwise

from khabar.text.arabic import HA, IGNORED, TA_MARBUTA, fold

_IGNORED = re.compile(f"[{re.escape(IGNORED)}]+")
_WORD = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"[,\u066c](?=\d{3}(?!\d))|\.(?=\d{3}[.,\u066b\u066c])")


def normal_words(text: str) -> list[str]:
    """The words of a text without what spelling may vary in: «أُصيبَ ١٢٬٥٠٠ في المدينة» as «اصيب 12500 في المدينه».

    The last of «ة» and «ه» is written for the other so often that they count as one here, which look-up keeps apart.
    """
    folded = _IGNORED.sub("", fold(text)).lower().replace(TA_MARBUTA, HA)
    return [_number(w) if w[0].isdigit() else w for w in _WORD.findall(folded)]


def _number(text: str) -> str:
    """A number in one spelling: without marks of thousands, with a point before decimals."""
    return re.sub(r"[,\u066b\u066c]", ".", _THOUSANDS.sub("", text))


def pairs(words: list[str]) -> frozenset[tuple[str, str]]:
    """The neighbouring words of a sentence, two by two: what likeness is measured on.

    All figures are one, so that a sentence stays like itself when its figures change; a single word is a pair with nothing.
    """
    shape = ["0" if w[0].isdigit() else w for w in words]
    return frozenset(pairwise(shape)) if len(shape) > 1 else frozenset((w, "") for w in shape)


def likeness(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> float:
    """Jaccard: the pairs in common by those in either."""
    common = len(a & b)
    return common / (len(a) + len(b) - common) if common else 0.0
