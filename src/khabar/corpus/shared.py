"""Which reports have how much of their text in common."""

from __future__ import annotations

import msgspec
import numpy as np

from khabar.corpus.columns import Columns, Integers, Numbers
from khabar.corpus.minhash import near_wordings
from khabar.corpus.rules import CopyRules


class Shared(msgspec.Struct, frozen=True, gc=False):
    """Two reports, by number, that are one text in part: the part of each, in words or sentences, that the other has too."""

    earlier: int
    later: int
    words: int
    of_earlier: float
    of_later: float


class _Matches(msgspec.Struct, frozen=True):
    """Sentences a[n] and b[n] of two reports, the earlier one's first, that are the same or alike."""

    a: Integers
    b: Integers


def shared_text(table: Columns, reports: int, rules: CopyRules) -> list[Shared]:
    """The pairs of reports of which one is, for the part `rules.share` of it at least, found in the other; sorted."""
    if not len(table.report):
        return []
    spoken, matches = _matches(table, rules)
    keys = table.report[matches.a] * reports + table.report[matches.b]
    pairs, place = np.unique(keys, return_inverse=True)
    earlier, later = pairs // reports, pairs % reports
    sides = [_side(table, place, side, len(pairs)) for side in (matches.a, matches.b)]
    (words_a, sentences_a), (words_b, sentences_b) = sides
    all_words = np.bincount(table.report[spoken], table.words[spoken], reports)
    all_sentences = np.bincount(table.report[spoken], minlength=reports)
    part_a = np.maximum(words_a / all_words[earlier], sentences_a / all_sentences[earlier])
    part_b = np.maximum(words_b / all_words[later], sentences_b / all_sentences[later])
    common = np.minimum(words_a, words_b)
    refilled = _refilled(table, matches, place, len(pairs)) >= rules.other_figures
    kept = (np.maximum(part_a, part_b) >= rules.share) & (common >= rules.least_words) & ~refilled
    return [
        Shared(int(earlier[n]), int(later[n]), int(common[n]), float(part_a[n]), float(part_b[n]))
        for n in np.flatnonzero(kept)
    ]


def _matches(table: Columns, rules: CopyRules) -> tuple[Integers, _Matches]:
    """The sentences that speak (no formulas of the trade, and not of a few words), and which of them match."""
    a, b = near_wordings(table, rules.bands, rules.rows, rules.reach, rules.alike)
    spread = _reports_of(table)
    near = spread.copy()
    np.add.at(near, a, spread[b])
    np.add.at(near, b, spread[a])
    speaks = (near <= rules.common)[table.wording]
    long = np.flatnonzero(speaks & (table.words >= rules.sentence_words))
    posts = long[np.argsort(table.wording[long], kind="stable")]
    starts = np.searchsorted(table.wording[posts], np.arange(len(table.sizes) + 1))
    equal = _equal(table.wording[posts], posts, starts, rules.reach)
    alike = _alike(posts, starts, a, b, rules.reach)
    first, second = (np.concatenate(sides) for sides in zip(*equal, *alike, strict=True))
    other = table.report[first] != table.report[second]
    first, second = np.minimum(first, second)[other], np.maximum(first, second)[other]
    return long, _Matches(first, second)


def _reports_of(table: Columns) -> Integers:
    """In how many reports each wording stands."""
    met = np.unique(table.wording * (int(table.report[-1]) + 1) + table.report) // (int(table.report[-1]) + 1)
    return np.bincount(met, minlength=len(table.sizes))


def _equal(wording: Integers, posts: Integers, starts: Integers, reach: int) -> list[tuple[Integers, Integers]]:
    """Sentences of one wording: each with those up to `reach` places on, and with the first of all."""
    found = [(posts[starts[wording]], posts)]
    for step in range(1, reach + 1):
        same = np.flatnonzero(wording[step:] == wording[:-step])
        found.append((posts[same], posts[same + step]))
    return found


def _alike(posts: Integers, starts: Integers, a: Integers, b: Integers, reach: int) -> list[tuple[Integers, Integers]]:
    """Sentences of two wordings that are alike: the first `reach` of the one with the first `reach` of the other."""
    many_a = np.minimum(starts[a + 1] - starts[a], reach)
    many_b = np.minimum(starts[b + 1] - starts[b], reach)
    found = []
    for n in range(reach):
        for m in range(reach):
            there = np.flatnonzero((many_a > n) & (many_b > m))
            if not len(there):
                break
            found.append((posts[starts[a[there]] + n], posts[starts[b[there]] + m]))
    return found or [(posts[:0], posts[:0])]


def _side(table: Columns, place: Integers, sentence: Integers, pairs: int) -> tuple[Numbers, Numbers]:
    """The words and sentences of one side of each pair that are matched, each sentence once."""
    count = len(table.report)
    once = np.unique(place * count + sentence)
    owner, sentence = once // count, once % count
    words = np.bincount(owner, table.words[sentence], pairs)
    return words.astype(np.float64), np.bincount(owner, minlength=pairs).astype(np.float64)


def _refilled(table: Columns, matches: _Matches, place: Integers, pairs: int) -> Numbers:
    """The part of what each pair shares, in words, in which the figures are others."""
    a, b = table.wording[matches.a], table.wording[matches.b]
    weight = np.minimum(table.words[matches.a], table.words[matches.b])
    other = np.where(table.figures[a] != table.figures[b], weight, 0)
    return np.bincount(place, other, pairs) / np.bincount(place, weight, pairs)
