"""Arabic clitics: the ways in which a written word may be split into proclitics, stem and pronoun ending.

Proclitics are named by a letter each: `w` conjunction (و ف), `b` `l` `k` prepositions, `A` article, `s` future.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter

import msgspec

from khabar.text.arabic import AL, ALEF, BA, FA, HA, HAMZA, KAF, LAM, MEEM, NOON, SEEN, TA, TA_MARBUTA, WAW, YA

_CONJUNCTIONS = (WAW, FA)
_PREPOSITIONS = {BA: "b", LAM: "l", KAF: "k"}
PRONOUNS = (
    HA + MEEM + ALEF, HA + MEEM, HA + NOON, HA + ALEF, KAF + MEEM, NOON + ALEF, NOON + YA, HA, KAF, YA,
)  # fmt: skip


class Split(msgspec.Struct, frozen=True, gc=False):  # kept by the ten thousand, never part of a cycle
    """`skip` letters of proclitics `pre`, the `stem`, and the pronoun `ending` that follows it."""

    pre: str
    skip: int
    stem: str
    ending: str


_skipped = attrgetter("skip")


@lru_cache(maxsize=100_000)
def proclitic_splits(word: str) -> tuple[Split, ...]:
    """Splits of the beginning alone, the least split first."""
    found = [Split("", 0, word, "")]
    starts = [("", 0)]
    if len(word) > 2 and word[0] in _CONJUNCTIONS:
        starts.append(("w", 1))
        found.append(Split("w", 1, word[1:], ""))
    for pre, skip in starts:
        rest = word[skip:]
        if rest[:2] == LAM + LAM and len(rest) > 3:
            found.append(Split(pre + "l", skip + 1, rest[1:], ""))  # «للبنان»
            found.append(Split(pre + "lA", skip + 2, rest[2:], ""))
            continue
        if rest[:2] == AL and len(rest) > 3:
            found.append(Split(pre + "A", skip + 2, rest[2:], ""))
        if len(rest) > 2 and rest[0] in _PREPOSITIONS:
            preposition = _PREPOSITIONS[rest[0]]
            found.append(Split(pre + preposition, skip + 1, rest[1:], ""))
            if rest[1:3] == AL and len(rest) > 4:
                found.append(Split(pre + preposition + "A", skip + 3, rest[3:], ""))
        if len(rest) > 3 and rest[0] == SEEN and rest[1] in YA + TA + NOON + ALEF:
            found.append(Split(pre + "s", skip + 1, rest[1:], ""))
    return tuple(sorted(found, key=_skipped)) if len(found) > 1 else tuple(found)


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """What of a word may be a name or begin one: its splits' stems, with the article too where it is written «لل»."""
    splits = proclitic_splits(word)
    return tuple([s.stem for s in splits] + [AL + s.stem for s in splits if s.pre.endswith("lA")])


def without_ending(stem: str) -> list[tuple[str, str]]:
    """(stem, ending) for each pronoun ending a stem may carry, with the stem as it is written alone."""
    found: list[tuple[str, str]] = []
    for ending in PRONOUNS if stem.endswith(PRONOUNS) else ():
        if not stem.endswith(ending) or len(stem) - len(ending) < 2:
            continue
        bare = stem[: -len(ending)]
        found.append((bare, ending))
        if bare[-1] == TA:
            found.append((bare[:-1] + TA_MARBUTA, ending))
        elif bare[-1] == WAW:
            found.append((bare + ALEF, ending))
            found.append((bare[:-1] + HAMZA, ending))
            found.append((bare + NOON, ending))
        elif bare[-1] == YA:
            found.append((bare[:-1] + HAMZA, ending))
            found.append((bare + NOON, ending))
        elif bare[-1] == ALEF:
            found.append((bare[:-1] + YA, ending))
            found.append((bare + NOON, ending))
    return found
