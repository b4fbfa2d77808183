"""Tokens and sentences: whole words, numbers and signs with their offsets, and the sentences they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from khabar.text.arabic import IGNORED, TA_MARBUTA, key

ARABIC, LATIN, NUMBER, SIGN = "ar", "la", "num", "sign"
_IGNORED = re.escape(IGNORED)
_LETTER = r"[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]"
_FIGURE = r"[0-9\u0660-\u0669\u06f0-\u06f9]"
KINDS = {
    ARABIC: rf"{_LETTER}+(?:[{_IGNORED}]+{_LETTER}+)*[{_IGNORED}]*",
    SIGN: r"[^\s\w]|_",
    NUMBER: rf"{_FIGURE}+(?:[.,/:\u066b\u066c-]{_FIGURE}+)*",
    LATIN: r"[^\W\d_\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc](?:['\u2019.&]?[^\W\d_\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc])*",
}
_TOKEN = re.compile("|".join(KINDS.values()))
_ARABIC, _DIGIT = re.compile(_LETTER), re.compile(_FIGURE)
_ENDS = ".!?\u061f\u06d4"
_CLOSERS = "\u00bb\u201d\"'\u2019)]"


class Token(msgspec.Struct, frozen=True, gc=False):  # many, and never part of a cycle
    """A word, number or sign: `key` is its folded form, `kind` one of ar, la, num, sign."""

    start: int
    end: int
    key: str
    kind: str


@lru_cache(maxsize=100_000)  # words come back, and folding one takes ten times as long as finding it again
def _form(word: str) -> tuple[str, str]:
    """The folded form and the kind of what the pattern of tokens fits; the kind is "" where words are glued together."""
    if _ARABIC.match(word):
        return ("", "") if TA_MARBUTA in word[:-2] else (key(word), ARABIC)
    if not word[0].isalnum():
        return word, SIGN
    return key(word), NUMBER if _DIGIT.match(word) else LATIN


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end]; offsets are those of the whole text."""
    found = []
    for word in _TOKEN.findall(text, start, end):
        start = text.index(word, start)
        form, kind = _form(word)
        if kind:
            found.append(Token(start, start + len(word), form, kind))
        else:
            found += [Token(start + a, start + b, key(word[a:b]), ARABIC) for a, b in unglued(word)]
        start += len(word)
    return found


def unglued(word: str) -> list[tuple[int, int]]:
    """The parts of words written without a space between: «النائبةالأمريكية», since ta marbuta only ends a word."""
    cuts = [0]
    for n in range(1, len(word) - 2):
        if word[n] == TA_MARBUTA and n - cuts[-1] >= 2 and word[n + 1] not in IGNORED:
            cuts.append(n + 1)
    return list(zip(cuts, [*cuts[1:], len(word)], strict=True))


def sentences(text: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Ranges of token indexes, one a sentence; closing marks stay with the sentence that they close."""
    found: list[tuple[int, int]] = []
    first = 0
    for i, token in enumerate(tokens):
        if token.kind != SIGN or token.key not in _ENDS or i + 1 == len(tokens):
            continue
        after = tokens[i + 1]
        if after.kind == SIGN and (after.key in _CLOSERS or after.key in _ENDS):
            continue
        before = tokens[i - 1] if i else None
        initial = token.key == "." and before is not None and before.kind in (ARABIC, LATIN) and before.end - before.start == 1
        if initial or (token.key == "." and after.start == token.end and after.kind != SIGN):
            continue
        found.append((first, i + 1))
        first = i + 1
    if first < len(tokens):
        found.append((first, len(tokens)))
    return _close(tokens, found)


def _close(tokens: Sequence[Token], ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give a range that begins with the closing marks of the one before back to it."""
    found: list[tuple[int, int]] = []
    for first, last in ranges:
        cut = first
        while found and cut < last and tokens[cut].kind == SIGN and tokens[cut].key in "\u00bb\u201d)]":
            cut += 1
        if cut > first:
            found[-1] = (found[-1][0], cut)
        if cut < last:
            found.append((cut, last))
    return found
