"""One report, one sense: words that a careful reading is sure of in one sentence are the same name in the others.

The longer name wins where several begin at a word; a conjunction or a preposition written with it is no part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from khabar.text.arabic import BA, FA, LAM, WAW

SURE = 0.9  # of a name that speaks for its like
UNSURE = 0.7  # a type of which the reader is less sure gives way
OUTSIDE = 0.98  # words that are more surely no name stay none
ADDED = 0.7  # how sure a name is that another sentence speaks for
_BEFORE, _SHORTEST = (WAW, FA, BA, LAM), 3
Found = tuple[int, int, str, float]  # first word, word after the last, type, confidence


class Judgement(NamedTuple):
    """What a reader says of one sentence: names as first token, end, type, confidence; of each token how surely it is no name."""

    names: Sequence[Found]
    outside: Sequence[float]


def agree(sentences: Sequence[Sequence[str]], judged: Sequence[Judgement]) -> list[Judgement]:
    """The judgements of the sentences of a report, folded words, in agreement with one another."""
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for words, own in zip(sentences, judged, strict=True):
        for a, b, kind, score in own.names:
            if score >= SURE:
                votes[tuple(words[a:b])][kind] += 1
    known = {name: kinds.most_common(1)[0][0] for name, kinds in votes.items()}
    starts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted(known, key=len, reverse=True):
        starts[name[0]].append(name)
    return [_agreed(words, own, known, starts) for words, own in zip(sentences, judged, strict=True)]


def _agreed(
    words: Sequence[str], judged: Judgement, known: dict[tuple[str, ...], str], starts: dict[str, list[tuple[str, ...]]]
) -> Judgement:
    names: list[Found] = []
    taken: set[int] = set()
    for a, b, kind, score in judged.names:
        names.append((a, b, known.get(tuple(words[a:b]), kind) if score < UNSURE else kind, score))
        taken.update(range(a, b))
    for a, name in _repeated(words, starts):
        place = range(a, a + len(name))
        if taken.isdisjoint(place) and min(judged.outside[a : place.stop]) < OUTSIDE:
            names.append((a, place.stop, known[name], ADDED))
            taken.update(place)
    return Judgement(sorted(names), judged.outside)


def _repeated(words: Sequence[str], starts: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where known names stand, the longest first at each word."""
    for n, word in enumerate(words):
        bare = word[1:] if word[:1] in _BEFORE and len(word) > _SHORTEST else word
        for form in dict.fromkeys((word, bare)):
            for name in starts.get(form, ()):
                if (form, *words[n + 1 : n + len(name)]) == name:
                    yield n, name
