"""Blocks: the parts of a report, and which of them say again what an earlier one said."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from khabar.model.record import Block
from khabar.stages.openings import Openings
from khabar.text.arabic import fold
from khabar.text.segment import SIGN, Token, tokenize

TITLE_WORDS = 26  # a longer first line is a paragraph
CAPTION_WORDS = 60
REPEAT_WORDS = 5  # shorter blocks repeat only word for word
OPENING = 6  # blocks among which a dateline stands
SAME = 0.8  # share of words in the same order that makes a near repeat
LONG = 400  # words from which order is no longer compared
_STOPS = ".!:\u061f"
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")


@lru_cache(maxsize=64)
def _patterns(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns) or "(?!)", re.IGNORECASE)


def _lines(text: str) -> list[tuple[int, int]]:
    """Ranges of the lines that hold something, without the spaces around."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if bare:
            start = match.start() + (len(line) - len(line.lstrip()))
            found.append((start, start + len(bare)))
    return found


def _kind(folded: str, words: int, first: bool, last: bool, rules: Mapping[str, tuple[str, ...]]) -> str:
    """The kind of one line; `first` where only captions and bylines came before."""
    if words <= TITLE_WORDS and _patterns(rules["boilerplate"]).search(folded):
        return "boilerplate"
    if words <= TITLE_WORDS and _patterns(rules["byline"]).search(folded):
        return "byline"
    if words <= CAPTION_WORDS and _is_caption(folded, rules):
        return "caption"
    if first and not last and words <= TITLE_WORDS and folded[-1] not in _STOPS:
        return "title"
    return "paragraph"


def _is_caption(folded: str, rules: Mapping[str, tuple[str, ...]]) -> bool:
    if _patterns(tuple(f"^{p}" for p in rules["caption_start"])).search(folded):
        return True
    return bool(_patterns(rules["credit_end"]).search(folded) or _patterns(rules["caption_end"]).search(folded))


def find_blocks(
    text: str, rules: Mapping[str, tuple[str, ...]], openings: Openings
) -> tuple[tuple[Block, ...], list[Sequence[Token]]]:
    """The blocks of a text in order, and the tokens of each; a dateline is cut off the paragraph that it opens."""
    lines = _lines(text)
    found: list[Block] = []
    words: list[Sequence[Token]] = []
    first = True
    for n, (start, end) in enumerate(lines):
        tokens = tokenize(text, start, end)
        folded = fold(text[start:end]).lower()
        count = len(tokens) - [t.kind for t in tokens].count(SIGN)
        kind = _kind(folded, count, first, n + 1 == len(lines), rules)
        if kind in ("paragraph", "title", "caption"):
            kind = openings.line(folded, count) or kind
        cut = _cut(folded, kind, rules, openings) if len(found) < OPENING else 0
        if cut:
            found.append(Block("dateline", start, start + len(folded[:cut].rstrip())))
            words.append(tokenize(text, start, found[-1].end))
            start += cut + len(folded[cut:]) - len(folded[cut:].lstrip())
            kind = "paragraph"
            tokens = tokenize(text, start, end)
        if start < end:
            found.append(Block(kind, start, end))
            words.append(tokens)
        first = first and kind in ("caption", "byline", "boilerplate")
    return _mark_repeats(found, words), words


def _cut(folded: str, kind: str, rules: Mapping[str, tuple[str, ...]], openings: Openings) -> int:
    """How many letters at the beginning of a line are its dateline."""
    if kind not in ("paragraph", "title"):
        return 0
    match = _patterns(rules["dateline"]).match(folded)
    if match:
        return match.end()
    return openings.cut(folded) if kind == "paragraph" else 0


def _mark_repeats(blocks: list[Block], words: list[Sequence[Token]]) -> tuple[Block, ...]:
    """Blocks of which an earlier one said the same become `repeat`."""
    exact: dict[tuple[str, ...], int] = {}
    pairs: dict[tuple[str, str], tuple[int, ...]] = {}
    keys = [tuple([t.key for t in tokens if t.kind != SIGN]) for tokens in words]
    found: list[Block] = []
    for n, block in enumerate(blocks):
        own = keys[n] if block.kind != "dateline" else ()
        original = exact.get(own) if len(own) > 1 else None
        own_pairs = set(itertools.pairwise(own))
        if original is None and len(own) >= REPEAT_WORDS:
            original = _near(own, own_pairs, keys, pairs)
        if original is not None and block.kind != "dateline":
            found.append(Block("repeat", block.start, block.end, original))
            continue
        found.append(block)
        exact.setdefault(own, n)
        if block.kind != "title":
            again = {pair: (*pairs[pair], n) for pair in pairs.keys() & own_pairs}
            pairs.update(dict.fromkeys(own_pairs, (n,)))
            pairs.update(again)
    return tuple(found)


def _near(
    own: tuple[str, ...],
    own_pairs: set[tuple[str, str]],
    keys: list[tuple[str, ...]],
    pairs: Mapping[tuple[str, str], tuple[int, ...]],
) -> int | None:
    """An earlier block with nearly the same words in the same order, or None."""
    shared = Counter(n for pair in pairs.keys() & own_pairs for n in pairs[pair][:50])
    for n, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:5]:
        other = keys[n]
        if count < 0.4 * len(own_pairs) or not 0.7 < len(own) / len(other) < 1.43:
            continue
        if len(own) > LONG:
            if count >= SAME * len(own_pairs):
                return n
        elif SequenceMatcher(None, own, other, autojunk=False).ratio() >= SAME:
            return n
    return None
