"""Two texts sentence by sentence: which say the same, which the same in other words, which stand on one side alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from khabar.corpus.rules import CopyRules
from khabar.corpus.words import normal_words, pairs

_SURE_WORDS = 6  # a shorter sentence is not found inside another: three words stand in many

_LONG = 400  # words from which frequent ones are no longer compared: time would grow by their square


class Alignment(msgspec.Struct, frozen=True):
    """Numbers of sentences: `same` and `changed` in pairs of the first and second text, `dropped` of the first, `added` of the
    second; `moved` are the pairs that stand in another order than most.
    """

    same: tuple[tuple[int, int], ...]
    changed: tuple[tuple[int, int], ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    moved: tuple[tuple[int, int], ...]


class Words(msgspec.Struct, frozen=True):
    """Words that were put in the place of others; one side may be empty."""

    a: str
    b: str


def align(words_a: Sequence[list[str]], words_b: Sequence[list[str]], rules: CopyRules) -> Alignment:
    """The alignment of two texts given by the normal words of their sentences."""
    same = _same(words_a, words_b)
    met_a, met_b = {i for i, _ in same}, {j for _, j in same}
    rest_a = [n for n, words in enumerate(words_a) if words and n not in met_a]
    rest_b = [n for n, words in enumerate(words_b) if words and n not in met_b]
    changed = _changed(words_a, words_b, rest_a, rest_b, rules)
    left, right = {i for i, _ in changed}, {j for _, j in changed}
    together = sorted([*same, *changed])
    kept = _rising([j for _, j in together])
    return Alignment(
        tuple(same), tuple(changed), tuple(n for n in rest_a if n not in left), tuple(n for n in rest_b if n not in right),
        tuple(pair for n, pair in enumerate(together) if n not in kept),
    )  # fmt: skip


def _same(a: Sequence[list[str]], b: Sequence[list[str]]) -> list[tuple[int, int]]:
    """Equal sentences, each used once, in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for n in range(len(b) - 1, -1, -1):
        places[" ".join(b[n])].append(n)
    return [(n, places[words].pop()) for n, words in enumerate(map(" ".join, a)) if words and places.get(words)]


def _changed(
    a: Sequence[list[str]], b: Sequence[list[str]], rest_a: Sequence[int], rest_b: Sequence[int], rules: CopyRules
) -> list[tuple[int, int]]:
    """Sentences that are alike or that one holds the other, the likest first, each used once.

    Only those with a pair of words in common are looked at: reports may be long.
    """
    sets = {n: pairs(b[n]) for n in rest_b}
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n in rest_b:
        for pair in sets[n]:
            places[pair].append(n)
    scored = []
    for i in rest_a:
        own = pairs(a[i])
        for j, common in Counter(n for pair in own for n in places.get(pair, ())).items():
            score = common / (len(own) + len(sets[j]) - common)
            held = min(len(a[i]), len(b[j])) >= _SURE_WORDS and common >= rules.within * min(len(own), len(sets[j]))
            if score >= rules.alike or held:
                scored.append((-score, i, j))
    used_a: set[int] = set()
    used_b: set[int] = set()
    found = []
    for _, i, j in sorted(scored):
        if i not in used_a and j not in used_b:
            found.append((i, j))
            used_a.add(i)
            used_b.add(j)
    return sorted(found)


def _rising(places: Sequence[int]) -> set[int]:
    """The members of a longest rising subsequence, by index: what was not moved."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        tails[at : at + 1] = [n]
    found: set[int] = set()
    n = tails[-1] if tails else -1
    while n >= 0:
        found.add(n)
        n = before[n]
    return found


def changed_words(a: str, b: str) -> tuple[Words, ...]:
    """What was put for what in a changed sentence, as it stands there: «12 صيادا» for «15 صيادا»."""
    words_a, words_b = a.split(), b.split()
    keys_a, keys_b = ([_bare(w) for w in words] for words in (words_a, words_b))
    long = max(len(keys_a), len(keys_b)) > _LONG
    steps = SequenceMatcher(None, keys_a, keys_b, autojunk=long).get_opcodes()
    return tuple(
        Words(" ".join(words_a[i:j]), " ".join(words_b[k:m])) for kind, i, j, k, m in steps if kind != "equal"
    )


@lru_cache(maxsize=50_000)  # words come back
def _bare(word: str) -> str:
    return " ".join(normal_words(word))
