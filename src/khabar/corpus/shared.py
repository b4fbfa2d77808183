"""Which reports have how much of their text in common."""

from __future__ import annotations

import msgspec
import numpy as np

from khabar.corpus.columns import Columns, Flags, Integers, Numbers, each_once
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
    """The pairs of reports of which one is, for the part `rules.share` of it at least, found in the other; sorted.

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
    return [
        Shared(int(found.pairs[n] // reports), int(found.pairs[n] % reports), int(found.words[n]), *found.parts[:, n].tolist())
        for n in np.flatnonzero(found.copies)
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


def _weigh(table: Columns, spoken: Flags, matches: _Matches, reports: int, rules: CopyRules) -> _Weighed:
    """How much each pair of reports with a match shares, of the sentences that are spoken."""
    pairs, place = np.unique(table.report[matches.a] * reports + table.report[matches.b], return_inverse=True)
    words = np.bincount(table.report[spoken], table.words[spoken], reports)
    sentences = np.bincount(table.report[spoken], minlength=reports)
    shared, parts, single = [], [], np.ones(len(pairs), dtype=bool)
    for sentence, report in ((matches.a, pairs // reports), (matches.b, pairs % reports)):
        own_words, own_sentences = _side(table, place, sentence, len(pairs))
        shared.append(own_words)
        parts.append(np.maximum(own_words / words[report], own_sentences / sentences[report]))
        single &= (own_sentences == 1) & (sentences[report] > 1)
    common, both = np.minimum(*shared), np.array(parts)
    refilled = _refilled(table, matches, place, len(pairs)) >= rules.other_figures
    copies = (both.max(axis=0) >= rules.share) & (common >= rules.least_words) & ~refilled
    return _Weighed(pairs, place, common, both, copies, ~copies | single)


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
    return spoken & ~formulas[table.wording], _Matches(matches.a[kept], matches.b[kept])


def _matches(table: Columns, spoken: Flags, rules: CopyRules) -> _Matches:
    """The spoken sentences of different reports that are the same or alike."""
    a, b = near_wordings(table, rules.bands, rules.rows, rules.reach, rules.alike)
    long = np.flatnonzero(spoken)
    posts = long[np.argsort(table.wording[long], kind="stable")]
    starts = np.searchsorted(table.wording[posts], np.arange(len(table.sizes) + 1))
    equal = _equal(table.wording[posts], posts, starts, rules.reach)
    alike = _alike(posts, starts, a, b, rules.beside)
    first, second = (np.concatenate(sides) for sides in zip(*equal, *alike, strict=True))
    other = table.report[first] != table.report[second]
    return _Matches(np.minimum(first, second)[other], np.maximum(first, second)[other])


def _equal(wording: Integers, posts: Integers, starts: Integers, reach: int) -> list[tuple[Integers, Integers]]:
    """Sentences of one wording: each with those up to `reach` places on, and with the first of all."""
    found = [(posts[starts[wording]], posts)]
    for step in range(1, reach + 1):
        same = np.flatnonzero(wording[step:] == wording[:-step])
        found.append((posts[same], posts[same + step]))
    return found


def _alike(posts: Integers, starts: Integers, a: Integers, b: Integers, beside: int) -> list[tuple[Integers, Integers]]:
    """Sentences of two wordings that are alike: the first `beside` of the one with the first of the other."""
    many_a = np.minimum(starts[a + 1] - starts[a], beside)
    many_b = np.minimum(starts[b + 1] - starts[b], beside)
    found = []
    for n in range(beside):
        for m in range(beside):
            there = np.flatnonzero((many_a > n) & (many_b > m))
            if not len(there):
                break
            found.append((posts[starts[a[there]] + n], posts[starts[b[there]] + m]))
    return found or [(posts[:0], posts[:0])]


def _side(table: Columns, place: Integers, sentence: Integers, pairs: int) -> tuple[Numbers, Numbers]:
    """The words and sentences of one side of each pair that are matched, each sentence once."""
    count = len(table.report)
    once = each_once(place * count + sentence)
    owner, sentence = once // count, once % count
    words = np.bincount(owner, table.words[sentence], pairs)
    return words.astype(np.float64), np.bincount(owner, minlength=pairs).astype(np.float64)


def _refilled(table: Columns, matches: _Matches, place: Integers, pairs: int) -> Numbers:
    """The part of what each pair shares, in words, in which the figures are others."""
    a, b = table.wording[matches.a], table.wording[matches.b]
    weight = np.minimum(table.words[matches.a], table.words[matches.b])
    other = np.where(table.figures[a] != table.figures[b], weight, 0)
    return np.bincount(place, other, pairs) / np.bincount(place, weight, pairs)
