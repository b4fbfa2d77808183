"""Names that the knowledge base does not hold: a linear-chain CRF over the words of a sentence, in plain Python.

What a word's features weigh for itself and for its neighbours is summed once by form and kept; only runs of tokens
that may be names are decoded. The model folder is made by `training/train_tagger.py`; see its `card.md`. CRF: Lafferty
et al. 2001; trained with CRFsuite (Okazaki 2007).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import exp
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec

from khabar.text.arabic import ALEF, WAW, YA, is_arabic, key

EDGE, WEIGHTS, _CACHE_LIMIT, _NEVER = "EDGE", "weights.msgpack", 60_000, -1e9
_LEAD = 9.0  # where O leads every other label by this much (log weight), the token is O whatever stands beside it


class Pack(msgspec.Struct, frozen=True):
    """The model file. `keys` and `listed` are sorted CRC-32 of feature names and of forms. The weights of feature n
    are starts[n] to starts[n + 1], each with a slot: offset * labels + label, where offset 0 is for a word two before
    the token, 1 one before, 2 the token itself, 3 and 4 after it. O is label 0; each I- label follows its B- label.
    `masks`, `often`, `cluster` and `sorts` are of the listed forms, with an empty item at the end for all others."""

    labels: list[str]
    moves: list[list[float]]  # [from label][to label]
    scale: float
    keys: bytes  # uint32
    starts: bytes  # uint32
    slots: bytes  # uint8
    weights: bytes  # int16
    listed: bytes  # uint32
    masks: bytes  # uint16: bits of `flags`, the lists that a form is in
    often: bytes  # uint8
    cluster: bytes  # uint16: one more than its number
    sorts: bytes  # uint8
    flags: list[str]
    coarser: list[list[int]]  # [cluster]
    proclitics: list[str]  # longest first


class Word(NamedTuple):
    """A word's `weights` by the place of the token that looks at it, [offset][label], and the `leads` of O in them."""

    weights: tuple[Sequence[float], ...]
    leads: Sequence[float]


def spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Names in a sequence of B-, I- and O labels: first, end, type."""
    starts = [n for n, label in enumerate(labels) if label[0] == "B"]
    ends = (next((m for m in range(n + 1, len(labels)) if labels[m][0] != "I"), len(labels)) for n in starts)
    return [(n, end, labels[n][2:]) for n, end in zip(starts, ends, strict=True)]


class Features:
    """Features of words by form, from the lists of the pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack, self._listed = pack, array("I", pack.listed)
        self._masks, self._cluster = array("H", pack.masks), array("H", pack.cluster)

    def of(self, word: str, hint: str = "") -> list[str]:
        """Names of the features of a folded word."""
        known = ["w=" + word, "h=" + hint] if hint else ["w=" + word]
        if not is_arabic(word):
            shape = "sh=" + ("num" if word[:1].isdigit() else "latin" if word[:1].isalpha() else word)
            return [*known, shape]
        clitic = next(self._cuts(word), "")
        stem = word[len(clitic) :]
        return [*known, "s=" + stem, "p=" + clitic, *self._lists(word, stem, clitic), *_letters(word, stem)]

    def _cuts(self, word: str) -> Iterator[str]:
        return (p for p in self._pack.proclitics if word.startswith(p) and len(word) - len(p) >= 3)

    def _find(self, word: str) -> int:
        code = crc32(word.encode())
        n = bisect_left(self._listed, code)
        return n if n < len(self._listed) and self._listed[n] == code else len(self._listed)

    def _lists(self, word: str, stem: str, clitic: str) -> list[str]:
        """What the lists say of it; with proclitics off where they do not know it whole."""
        here = self._find(word)
        mask, cluster, before = self._masks[here], self._cluster[here], ""
        often, sort = self._pack.often[here], self._pack.sorts[here]
        for cut in () if mask and cluster else self._cuts(word):
            inner = self._find(word[len(cut) :])
            mask, before = (mask, before) if mask else (self._masks[inner], cut if self._masks[inner] else "")
            cluster, sort = cluster or self._cluster[inner], sort or self._pack.sorts[inner]
        flags = [flag for n, flag in enumerate(self._pack.flags) if mask >> n & 1]
        whole, stem_often = "+".join(flags), self._pack.often[self._find(stem)]
        found = [f"L={flag}" for flag in flags] + [f"LF={flag}{often}" for flag in flags or ["-"]]
        found += ["LL=" + whole, f"LP={before}|{whole}", f"E={sort}", f"EP={sort}{clitic}"]
        tiers = [cluster - 1, *self._pack.coarser[cluster - 1]] if cluster else []
        return [*found, f"F={often}", f"FS={often}{stem_often}{clitic}", *(f"C{n}={c}" for n, c in enumerate(tiers))]


def _letters(word: str, stem: str) -> Iterator[str]:
    """Length, beginnings, endings, and the order of consonants (C) and long vowels (V)."""
    yield f"len={min(len(word), 10)}"
    for n in range(1, min(5, len(word))):
        yield from (f"p{n}={word[:n]}", f"x{n}={word[-n:]}")
    yield "cv=" + "".join("V" if c in (ALEF, WAW, YA) else "C" for c in stem)


class Tagger:
    """Finds names in sentences with one model."""

    def __init__(self, pack: Pack) -> None:
        self._features, self._labels = Features(pack), pack.labels
        self._rows = {code: n for n, code in enumerate(array("I", pack.keys))}
        self._starts, self._slots = array("I", pack.starts), pack.slots
        self._weights = [weight * pack.scale for weight in array("h", pack.weights)]
        size, inner = range(len(pack.labels)), [label[0] == "I" for label in pack.labels]
        self._into = [[(p, pack.moves[p][to]) for p in ((to - 1, to) if inner[to] else size)] for to in size]
        self._grow = [[(p, exp(weight)) for p, weight in into] for into in self._into]
        self._back = [[(to, exp(w)) for to in size for q, w in self._into[to] if q == p] for p in size]
        self._outside = [0.0] + [_NEVER] * (len(inner) - 1)
        self._begin = [_NEVER if i else 0.0 for i in inner]
        self._cache: dict[tuple[str, str], Word] = {}
        self._edge = self._sum([EDGE])

    @classmethod
    def open(cls, path: Path) -> Tagger:
        """Open a model folder."""
        return cls(msgspec.msgpack.decode((path / WEIGHTS).read_bytes(), type=Pack))

    def tag(self, tokens: Sequence[str], hints: Sequence[str]) -> list[tuple[int, int, str, float]]:
        """Names of one sentence: first token, end token, PER, LOC or ORG, confidence. Empty hint: nothing is known."""
        if len(self._cache) > _CACHE_LIMIT:
            self._cache.clear()
        words = [self._cache.get(pair) or self._word(pair) for pair in zip(tokens, hints, strict=True)]
        words = [self._edge, self._edge, *words, self._edge, self._edge]
        leads = [word.leads for word in words]
        near = enumerate(zip(leads, leads[1:], leads[2:], leads[3:], leads[4:], strict=False))
        doubtful = [n for n, (v, w, x, y, z) in near if v[0] + w[1] + x[2] + y[3] + z[4] < _LEAD]
        runs = ([n for _, n in run] for _, run in groupby(enumerate(doubtful), lambda item: item[1] - item[0]))
        return [name for run in runs for name in self._names(words, run)]

    def _names(self, words: Sequence[Word], run: Sequence[int]) -> list[tuple[int, int, str, float]]:
        """Names in a run of tokens; beyond its ends stands O, or the end of the sentence."""
        five, first = (zip(*(words[n + d].weights[d] for d in range(5)), strict=True) for n in run), run[0]
        rows = [[sum(weights) for weights in labels] for labels in five]
        if first == 0:
            rows[0] = [a + b for a, b in zip(rows[0], self._begin, strict=True)]
        scores = [self._outside] * (first > 0) + rows + [self._outside] * (run[-1] < len(words) - 5)
        path, at = self._best(scores), first - (first > 0)
        names = spans([self._labels[n] for n in path])
        sure = self._sure(scores, path) if names else []
        return [(at + a, at + b, kind, round(min(sure[a:b]), 3)) for a, b, kind in names]

    def _word(self, pair: tuple[str, str]) -> Word:
        found = self._cache.get(pair)
        if found is None:
            found = self._cache[pair] = self._sum(self._features.of(key(pair[0]), pair[1]))
        return found

    def _sum(self, names: Sequence[str]) -> Word:
        size, total = len(self._labels), [0.0] * (len(self._labels) * 5)
        codes = (crc32(name.encode("utf-8", "surrogatepass")) for name in names)
        for row in [self._rows[code] for code in codes if code in self._rows]:
            part = slice(self._starts[row], self._starts[row + 1])
            for slot, weight in zip(self._slots[part], self._weights[part], strict=True):
                total[slot] += weight
        rows = tuple(tuple(total[n : n + size]) for n in range(0, size * 5, size))
        return Word(rows, tuple(row[0] - max(row[1:]) for row in rows))

    def _best(self, scores: Sequence[Sequence[float]]) -> list[int]:
        """The best labels of a run of tokens (Viterbi)."""
        best, back = list(scores[0]), []
        for row in scores[1:]:
            steps = [max([(best[p] + weight, p) for p, weight in into]) for into in self._into]
            best = [a + b for (a, _), b in zip(steps, row, strict=True)]
            back.append([p for _, p in steps])
        path = [best.index(max(best))]
        for origin in reversed(back):
            path.append(origin[path[-1]])
        return path[::-1]

    def _sure(self, scores: Sequence[Sequence[float]], path: Sequence[int]) -> list[float]:
        """The probability of each label of a path (forward and backward sums, scaled token by token)."""
        local = [[exp(score - top) for score in row] for row, top in zip(scores, map(max, scores), strict=True)]
        ahead, behind = local[:1], [[1.0] * len(self._labels)]
        for row in local[1:]:
            grown = [sum([ahead[-1][p] * weight for p, weight in into]) for into in self._grow]
            ahead.append(_scaled([a * b for a, b in zip(grown, row, strict=True)]))
        for row in reversed(local[1:]):
            step = [a * b for a, b in zip(row, behind[-1], strict=True)]
            behind.append(_scaled([sum([step[to] * weight for to, weight in out]) for out in self._back]))
        both = zip(ahead, reversed(behind), strict=True)
        return [_scaled([a * b for a, b in zip(x, y, strict=True)])[n] for (x, y), n in zip(both, path, strict=True)]


def _scaled(row: Sequence[float]) -> list[float]:
    return [value / total for total in (sum(row),) for value in row]
