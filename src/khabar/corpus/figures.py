"""The figures of a sentence with what they count: «12 صيادا», «ثلاثة قتلى»."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from khabar.text.arabic import BA, FA, LAM, WAW, fold
from khabar.text.segment import NUMBER, SIGN, Token, tokenize

_CLITICS = WAW + FA + BA + LAM
_LONGEST = 3  # words of a number that is written out


class Figure(msgspec.Struct, frozen=True):
    """A figure: its value as text, the word after it (folded, None at the end of a phrase), and both as they stand."""

    value: str
    unit: str | None
    text: str
    start: int
    end: int


class NumberWords:
    """The number words of the lexicon, with what a number written out may begin with."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self.starts = frozenset(words.partition(" ")[0] for words in numbers)

    def begins(self, word: str) -> bool:
        """Whether a number may begin with a word, or with what a letter is written to."""
        return word in self.starts or (len(word) > 3 and word[0] in _CLITICS and word[1:] in self.starts)


def figures(text: str, start: int, end: int, numbers: NumberWords) -> list[Figure]:
    """The figures of text[start:end], in digits or in the number words of the lexicon."""
    tokens = tokenize(text, start, end)
    found: list[Figure] = []
    n = 0
    while n < len(tokens):
        value, size = _value(tokens, n, numbers)
        if value is None:
            n += 1
            continue
        after = tokens[n + size] if n + size < len(tokens) else None
        unit = after if after is not None and after.kind != SIGN else None
        last = (unit or tokens[n + size - 1]).end
        found.append(Figure(value, unit.key if unit else None, text[tokens[n].start : last], tokens[n].start, last))
        n += size
    return found


def _value(tokens: list[Token], n: int, numbers: NumberWords) -> tuple[str | None, int]:
    """The number that begins at token n, and over how many tokens it is written."""
    token = tokens[n]
    if token.kind == NUMBER:
        return plain(token.key), 1
    if not numbers.begins(token.key):
        return None, 0
    for size in range(min(_LONGEST, len(tokens) - n), 0, -1):
        words = " ".join(t.key for t in tokens[n : n + size])
        bare = words[1:] if words[0] in _CLITICS and len(words) > 3 else words
        value = numbers.numbers.get(words, numbers.numbers.get(bare))
        if value is not None:
            return str(value), size
    return None, 0


def plain(number: str) -> str:
    """A number in one spelling: eastern digits and marks of thousands away, a point before decimals."""
    digits = fold(number).replace("\u066c", ",").replace("\u066b", ".")
    head, _, tail = digits.rpartition(",")
    if head and len(tail) == 3 and tail.isdigit():
        return digits.replace(",", "")
    return digits.replace(",", ".")


