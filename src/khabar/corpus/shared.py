"""Which reports have how much of their text in common."""

from __future__ import annotations

import msgspec
import numpy as np

from khabar.corpus.columns import Columns, Flags, Integers, Numbers
from khabar.corpus.minhash import near_wordings
from khabar.corpus.rules import CopyRules


class Shared(msgspec.Struct, frozen=True, gc=False):
    """Two reports, by number, that are one text in part: the part of each, in words or sentences, that the other has too.

    `copies` where that is as much as makes a copy; other pairs have words in common, and no formula.
    """

    earlier: int
    later: int
    words: int
    of_earlier: float
    of_later: float
    copies: bool = True


class _Matches(msgspec.Struct, frozen=True):
    """Sentences a[n] and b[n] of two reports, the earlier one's first, and how alike they are: 1 where they are the same."""

    a: Integers
    b: Integers
    likeness: Numbers


def shared_text(table: Columns, reports: int, rules: CopyRules) -> list[Shared]:
    """The pairs of reports with text in common; copies where one is, for the part `rules.share` at least, found in the other.

    It is weighed twice: sentences that mostly stand in reports with nothing else in common turn out to be formulas of the trade
    («ولم يصدر أي تعليق»), or forms with other names in them, and are left out the second time.
    """
    if not len(table.report):
        return []
    spoken = table.words >= rules.sentence_words
    matches = _matches(table, spoken, rules)
    if not len(matches.a):
        return []
    first = _weigh(table, spoken, matches, reports, rules)
    spoken, matches = _without_formulas(table, spoken, matches, first, rules)
    found = _weigh(table, spoken, matches, reports, rules)
    told = found.copies | (~found.refilled & (found.words >= rules.least_words))
    return [
        Shared(pair // reports, pair % reports, round(words), parts[0], parts[1], copies)
        for pair, words, parts, copies in zip(
            found.pairs[told].tolist(), found.words[told].tolist(), found.parts[:, told].T.tolist(),
            found.copies[told].tolist(), strict=True,
        )
    ]


class _Weighed(msgspec.Struct, frozen=True):
    """Pairs of reports (earlier * reports + later), the pair of each match, and of each pair the words and parts that are shared.

    `idle` are pairs that are no copies, or share a single sentence though both have more.
    """

    pairs: Integers
    place: Integers
    words: Numbers
    parts: Numbers
    copies: Flags
    idle: Flags
    refilled: Flags


def _weigh(table: Columns, spoken: Flags, matches: _Matches, reports: int, rules: CopyRules) -> _Weighed:
    """How much each pair of reports with a match shares, of the sentences that are spoken."""
    pairs, place = np.unique(table.report[matches.a] * reports + table.report[matches.b], return_inverse=True)
    words = np.bincount(table.report[spoken], table.words[spoken], reports)
    sentences = np.bincount(table.report[spoken], minlength=reports)
    shared, parts, single = [], [], np.ones(len(pairs), dtype=bool)
    for sentence, report in ((matches.a, pairs // reports), (matches.b, pairs % reports)):
        own_words, own_sentences = _side(table, place, sentence, matches.likeness, len(pairs))
        shared.append(own_words)
        parts.append(np.maximum(own_words / words[report], own_sentences / sentences[report]))
        single &= (own_sentences <= 1) & (sentences[report] > 1)
    common, both = np.minimum(*shared), np.array(parts)
    refilled = _refilled(table, matches, place, len(pairs)) >= rules.other_figures
    copies = (both.max(axis=0) >= rules.share) & (common >= rules.least_words) & ~refilled
    return _Weighed(pairs, place, common, both, copies, ~copies | single, refilled)


def _without_formulas(
    table: Columns, spoken: Flags, matches: _Matches, weighed: _Weighed, rules: CopyRules
) -> tuple[Flags, _Matches]:
    """The sentences that are no formulas, and the matches that are no matches of formulas or forms."""
    idle = weighed.idle[weighed.place]
    a, b = table.wording[matches.a], table.wording[matches.b]
    formulas = np.zeros(len(table.sizes), dtype=bool)
    kept = np.ones(len(a), dtype=bool)
    for equal in (True, False):
        own = (a == b) == equal
        total, empty = (
            np.bincount(a[own], weights, len(formulas)) + np.bincount(b[own], weights, len(formulas))
            for weights in (np.ones(int(own.sum())), idle[own])
        )
        loose = (total >= rules.formula_matches) & (empty > rules.formula * total)
        kept &= ~(own & (loose[a] | loose[b]))
        if equal:
            formulas = loose
    return spoken & ~formulas[table.wording], _Matches(matches.a[kept], matches.b[kept], matches.likeness[kept])


def _matches(table: Columns, spoken: Flags, rules: CopyRules) -> _Matches:
    """The spoken sentences of different reports that are the same or alike."""
    a, b, part = near_wordings(table, rules.bands, rules.rows, rules.reach, rules.alike)
    long = np.flatnonzero(spoken)
    posts = long[np.argsort(table.wording[long], kind="stable")]
    starts = np.searchsorted(table.wording[posts], np.arange(len(table.sizes) + 1))
    equal = _equal(table.wording[posts], posts, starts, rules.reach)
    alike = _alike(posts, starts, a, b, part, rules.beside)
    first, second, likeness = (np.concatenate(sides) for sides in zip(*equal, *alike, strict=True))
    other = table.report[first] != table.report[second]
    return _Matches(np.minimum(first, second)[other], np.maximum(first, second)[other], likeness[other])


def _equal(wording: Integers, posts: Integers, starts: Integers, reach: int) -> list[tuple[Integers, Integers, Numbers]]:
    """Sentences of one wording: each with those up to `reach` places on, and with the first of all."""
    found = [(posts[starts[wording]], posts, np.ones(len(posts)))]
    for step in range(1, reach + 1):
        same = np.flatnonzero(wording[step:] == wording[:-step])
        found.append((posts[same], posts[same + step], np.ones(len(same))))
    return found


def _alike(
    posts: Integers, starts: Integers, a: Integers, b: Integers, part: Numbers, beside: int
) -> list[tuple[Integers, Integers, Numbers]]:
    """Sentences of two wordings that are alike: the first `beside` of the one with the first of the other."""
    many_a = np.minimum(starts[a + 1] - starts[a], beside)
    many_b = np.minimum(starts[b + 1] - starts[b], beside)
    found = []
    for n in range(beside):
        for m in range(beside):
            there = np.flatnonzero((many_a > n) & (many_b > m))
            if not len(there):
                break
            found.append((posts[starts[a[there]] + n], posts[starts[b[there]] + m], part[there]))
    return found or [(posts[:0], posts[:0], part[:0])]


def _side(
    table: Columns, place: Integers, sentence: Integers, likeness: Numbers, pairs: int
) -> tuple[Numbers, Numbers]:
    """The words and sentences of one side of each pair that are matched, each sentence once, for the part that is the same."""
    key = place * len(table.report) + sentence
    order = np.lexsort((likeness, key))
    key = key[order]
    best = np.ones(len(key), dtype=bool)
    best[:-1] = key[1:] != key[:-1]  # the likest match of each sentence stands last
    owner, part = key[best] // len(table.report), likeness[order][best]
    words = table.words[key[best] % len(table.report)] * part
    return np.bincount(owner, words, pairs).astype(np.float64), np.bincount(owner, part, pairs).astype(np.float64)


def _refilled(table: Columns, matches: _Matches, place: Integers, pairs: int) -> Numbers:
    """The part of what each pair shares, in words, in which the figures are others."""
    a, b = table.wording[matches.a], table.wording[matches.b]
    weight = np.minimum(table.words[matches.a], table.words[matches.b])
    other = np.where(table.figures[a] != table.figures[b], weight, 0)
    return np.bincount(place, other, pairs) / np.bincount(place, weight, pairs)
