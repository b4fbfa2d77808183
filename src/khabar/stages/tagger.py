"""Names that the knowledge base does not hold: a linear-chain CRF over the words of a sentence, in plain Python.

What a word's features weigh for itself and for its neighbours is summed once by form and kept; only runs of tokens that
may be names are decoded. Weights, lists and affixes are in the model folder, made by `training/train_tagger.py` (see its
`card.md`). CRF: Lafferty et al. 2001; trained with CRFsuite (Okazaki 2007).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec

from khabar.text.arabic import ALEF, WAW, YA, is_arabic, key

EDGE, WEIGHTS = "EDGE", "weights.msgpack"
FLAG_BITS, OFTEN_BITS, CLUSTER_BITS = 13, 3, 11  # of `Pack.info`, from the lowest; the rest is for the class
_CACHE_LIMIT = 60_000
_LEAD = 9.0  # where O leads every other label by this much (log weight), the token is O whatever stands beside it
_NEVER = -1e9

Row = Sequence[float]


class Pack(msgspec.Struct, frozen=True):
    """The model file. `keys` and `listed` are sorted CRC-32 of feature names and of forms. The weights of feature n
    are starts[n] to starts[n + 1], each with a slot: offset * labels + label, where offset 0 is for a word two before
    the token, 1 one before, 2 the token itself, 3 and 4 after it. O is label 0; each I- label follows its B- label.
    """

    labels: list[str]
    moves: list[list[float]]  # [from label][to label]
    scale: float
    keys: bytes  # uint32
    starts: bytes  # uint32
    slots: bytes  # uint8
    weights: bytes  # int16
    listed: bytes  # uint32
    info: bytes  # uint32
    flags: list[str]
    clusters: list[list[int]]  # coarser clusters of each cluster
    proclitics: list[str]  # longest first


class Word(NamedTuple):
    """A word's `weights` by the place of the token that looks at it, [offset][label], and the `leads` of O in them."""

    weights: tuple[Row, ...]
    leads: Row


def numbers(code: str, data: bytes) -> array[int]:
    """A flat field of the pack."""
    found: array[int] = array(code)
    found.frombytes(data)
    return found


def spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Names in a sequence of B-, I- and O labels: first, end, type."""
    found: list[tuple[int, int, str]] = []
    for n, label in enumerate(labels):
        if label[0] == "B":
            found.append((n, n + 1, label[2:]))
        elif label[0] == "I" and found and found[-1][1:] == (n, label[2:]):
            found[-1] = (found[-1][0], n + 1, label[2:])
    return found


class Features:
    """Features of words by form, from the lists of the pack."""

    def __init__(self, pack: Pack) -> None:
        self._listed, self._info = numbers("I", pack.listed), numbers("I", pack.info)
        self._flags, self._clusters, self._proclitics = pack.flags, pack.clusters, pack.proclitics

    def of(self, word: str, hint: str = "") -> list[str]:
        """Names of the features of a folded word."""
        known = ["h=" + hint] if hint else []
        if not is_arabic(word):
            shape = "sh=" + ("num" if word[:1].isdigit() else "latin" if word[:1].isalpha() else word)
            return ["w=" + word, shape, *known]
        clitic = next(iter(self._cuts(word)), "")
        stem = word[len(clitic) :]
        lists, letters = self._lists(word, stem, clitic), _letters(word, stem)
        return ["w=" + word, "s=" + stem, "p=" + clitic, *known, *lists, *letters]

    def _cuts(self, word: str) -> Iterator[str]:
        return (p for p in self._proclitics if word.startswith(p) and len(word) - len(p) >= 3)

    def _find(self, word: str) -> int:
        code = crc32(word.encode())
        n = bisect_left(self._listed, code)
        return self._info[n] if n < len(self._listed) and self._listed[n] == code else 0

    def _lists(self, word: str, stem: str, clitic: str) -> list[str]:
        """What the lists say of it; with proclitics off where they do not know it whole."""
        mask, often, cluster, sort, before = *_parts(self._find(word)), ""
        for cut in () if mask and cluster else self._cuts(word):
            inner, _, inner_cluster, inner_sort = _parts(self._find(word[len(cut) :]))
            if not mask and inner:
                mask, before = inner, cut
            cluster, sort = cluster or inner_cluster, sort or inner_sort
        flags = [flag for n, flag in enumerate(self._flags) if mask >> n & 1]
        whole = "+".join(flags)
        found = [f"L={flag}" for flag in flags] + [f"LF={flag}{often}" for flag in flags or ["-"]]
        found += ["LL=" + whole, f"LP={before}|{whole}", f"F={often}", f"E={sort}", f"EP={sort}{clitic}"]
        found.append(f"FS={often}{_parts(self._find(stem))[1]}{clitic}")
        if cluster:
            found += [f"C{n}={c}" for n, c in enumerate([cluster - 1, *self._clusters[cluster - 1]])]
        return found


def _parts(info: int) -> tuple[int, int, int, int]:
    """Flags, frequency, one more than the cluster, class."""
    often, cluster = info >> FLAG_BITS, info >> FLAG_BITS + OFTEN_BITS
    flags = info & (1 << FLAG_BITS) - 1
    return flags, often & (1 << OFTEN_BITS) - 1, cluster & (1 << CLUSTER_BITS) - 1, cluster >> CLUSTER_BITS


def _letters(word: str, stem: str) -> Iterator[str]:
    """Length, beginnings, endings, and the order of consonants (C) and long vowels (V)."""
    yield f"len={min(len(word), 10)}"
    for n in range(1, min(5, len(word))):
        yield f"p{n}={word[:n]}"
        yield f"x{n}={word[-n:]}"
    yield "cv=" + "".join("V" if c in (ALEF, WAW, YA) else "C" for c in stem)


def _doubtful(leads: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Runs of tokens, first and end, that may be anything but O."""
    first = -1
    for n, (v, w, x, y, z) in enumerate(zip(leads, leads[1:], leads[2:], leads[3:], leads[4:], strict=False)):
        if v[0] + w[1] + x[2] + y[3] + z[4] < _LEAD:
            first = n if first < 0 else first
        elif first >= 0:
            yield first, n
            first = -1
    if first >= 0:
        yield first, len(leads) - 4


class Tagger:
    """Finds names in sentences with one model."""

    def __init__(self, pack: Pack) -> None:
        self._features, self._scale, self._labels = Features(pack), pack.scale, pack.labels
        self._rows = {code: n for n, code in enumerate(numbers("I", pack.keys))}
        self._starts, self._slots, self._weights = numbers("I", pack.starts), pack.slots, numbers("h", pack.weights)
        size = range(len(pack.labels))
        inner = [label[0] == "I" for label in pack.labels]
        self._into = [[(p, pack.moves[p][to]) for p in ((to - 1, to) if inner[to] else size)] for to in size]
        self._grow = [[(p, exp(weight)) for p, weight in into] for into in self._into]
        self._outside = [0.0] + [_NEVER] * (len(inner) - 1)
        self._cache: dict[tuple[str, str], Word] = {}
        self._edge = self._sum([EDGE])

    @classmethod
    def open(cls, path: Path) -> Tagger:
        """Open a model folder."""
        return cls(msgspec.msgpack.decode((path / WEIGHTS).read_bytes(), type=Pack))

    def tag(self, tokens: Sequence[str], hints: Sequence[str]) -> list[tuple[int, int, str, float]]:
        """Names of one sentence: first token, end token, PER, LOC or ORG, confidence. Empty hint: nothing is known."""
        words, found = self._read(tokens, hints), []
        for first, last in _doubtful([word.leads for word in words]):
            scores = [self._outside, *(self._scores(words, n) for n in range(first, last)), self._outside]
            path = self._best(scores)
            names = spans([self._labels[n] for n in path])
            sure = self._sure(scores, path) if names else []
            found += [(first + a - 1, first + b - 1, kind, round(min(sure[a:b]), 3)) for a, b, kind in names]
        return found

    def _read(self, tokens: Sequence[str], hints: Sequence[str]) -> list[Word]:
        """The words of a sentence, with two edges on either side."""
        if len(self._cache) > _CACHE_LIMIT:
            self._cache.clear()
        find, edges = self._cache.get, [self._edge, self._edge]
        return edges + [find(pair) or self._word(pair) for pair in zip(tokens, hints, strict=True)] + edges

    @staticmethod
    def _scores(words: Sequence[Word], n: int) -> list[float]:
        """Log weights of the labels of token n."""
        five = (words[n + d].weights[d] for d in range(5))
        return [a + b + c + d + e for a, b, c, d, e in zip(*five, strict=True)]

    def _word(self, pair: tuple[str, str]) -> Word:
        self._cache[pair] = word = self._sum(self._features.of(key(pair[0]), pair[1]))
        return word

    def _sum(self, names: Sequence[str]) -> Word:
        size = len(self._labels)
        total = [0.0] * (size * 5)
        for name in names:
            row = self._rows.get(crc32(name.encode()))
            if row is not None:
                for n in range(self._starts[row], self._starts[row + 1]):
                    total[self._slots[n]] += self._weights[n] * self._scale
        rows = tuple(tuple(total[n : n + size]) for n in range(0, size * 5, size))
        return Word(rows, tuple(row[0] - max(row[1:]) for row in rows))

    def _best(self, scores: Sequence[Row]) -> list[int]:
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

    def _sure(self, scores: Sequence[Row], path: Sequence[int]) -> list[float]:
        """The probability of each label of a path (forward and backward sums, scaled token by token)."""
        local = [[exp(score - max(row)) for score in row] for row in scores]
        ahead = local[:1]
        for row in local[1:]:
            grown = [sum([ahead[-1][p] * weight for p, weight in into]) for into in self._grow]
            sums = [a * b for a, b in zip(grown, row, strict=True)]
            ahead.append([a / sum(sums) for a in sums])
        behind = [[1.0] * len(self._labels)]
        for row in reversed(local[1:]):
            sums = [0.0] * len(row)
            for a, b, into in zip(row, behind[-1], self._grow, strict=True):
                for p, weight in into:
                    sums[p] += a * b * weight
            behind.append([a / sum(sums) for a in sums])
        both = [[a * b for a, b in zip(x, y, strict=True)] for x, y in zip(ahead, reversed(behind), strict=True)]
        return [row[n] / sum(row) for row, n in zip(both, path, strict=True)]
