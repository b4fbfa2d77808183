"""Tokens are cut by a quick way; the plain one asks the pattern for each match and its kind."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from khabar.text.arabic import TA_MARBUTA, key
from khabar.text.segment import ARABIC, KINDS, SIGN, Token, tokenize, unglued

PATTERN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items()))
LETTERS = st.sampled_from("ابتةهويءأإآىک٣5.,/:«»\"'_-()xYéİ\u064b\u0640\u200f\u00a0\n 漢😀\ud800")
TEXTS = st.text(LETTERS, max_size=30)


def plain(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end], one match after the other."""
    found = []
    for match in PATTERN.finditer(text, start, end):
        word, kind, at = match[0], str(match.lastgroup), match.start()
        if kind == ARABIC and TA_MARBUTA in word[:-2]:
            found += [Token(at + a, at + b, key(word[a:b]), ARABIC) for a, b in unglued(word)]
        else:
            found.append(Token(at, match.end(), word if kind == SIGN else key(word), kind))
    return found


@given(TEXTS, st.integers(0, 3), st.integers(0, 3))
def test_the_quick_way_cuts_as_the_plain_one(text: str, start: int, left: int) -> None:
    end = max(start, len(text) - left)
    assert tokenize(text, start, end) == plain(text, start, end)
