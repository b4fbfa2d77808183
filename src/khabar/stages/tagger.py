"""Names that the knowledge base does not hold: a linear-chain CRF over the words of a sentence, in plain Python.

What a word's features weigh for itself and for its neighbours is summed once by form and kept; only runs of tokens
that may be names are decoded. The model folder is made by `training/train_tagger.py`; see its `card.md`. CRF: Lafferty
et al. 2001; trained with CRFsuite (Okazaki 2007).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import msgspec

from khabar.stages.chain import NEVER, Chain, Row, Rows
from khabar.stages.lanes import Lanes
from khabar.text.arabic import ALEF, WAW, YA, is_arabic, key

EDGE, WEIGHTS, _CACHE_LIMIT = "EDGE", "weights.msgpack", 60_000
_LONG_VOWELS = ALEF + WAW + YA
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


Word = tuple[int, ...]  # its weights by the place of the token that looks at it, the labels in `Lanes`


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
        self._openings = frozenset(p[0] for p in pack.proclitics)

    def of(self, word: str, hint: str = "") -> list[str]:
        """Names of the features of a folded word."""
        known = ["w=" + word, "h=" + hint] if hint else ["w=" + word]
        if not is_arabic(word):
            shape = "sh=" + ("num" if word[:1].isdigit() else "latin" if word[:1].isalpha() else word)
            return [*known, shape]
        cuts = self._cuts(word)
        clitic = cuts[0] if cuts else ""
        stem = word[len(clitic) :]
        return [*known, "s=" + stem, "p=" + clitic, *self._lists(word, stem, cuts), *_letters(word, stem)]

    def _cuts(self, word: str) -> list[str]:
        if word[0] not in self._openings:
            return []
        return [p for p in self._pack.proclitics if word.startswith(p) and len(word) - len(p) >= 3]

    def _find(self, word: str) -> int:
        code = crc32(word.encode())
        n = bisect_left(self._listed, code)
        return n if n < len(self._listed) and self._listed[n] == code else len(self._listed)

    def _lists(self, word: str, stem: str, cuts: Sequence[str]) -> list[str]:
        """What the lists say of it; with proclitics off where they do not know it whole."""
        here, clitic = self._find(word), cuts[0] if cuts else ""
        mask, cluster, before = self._masks[here], self._cluster[here], ""
        often, sort = self._pack.often[here], self._pack.sorts[here]
        for cut in () if mask and cluster else cuts:
            inner = self._find(word[len(cut) :])
            mask, before = (mask, before) if mask else (self._masks[inner], cut if self._masks[inner] else "")
            cluster, sort = cluster or self._cluster[inner], sort or self._pack.sorts[inner]
        flags = [flag for n, flag in enumerate(self._pack.flags) if mask >> n & 1] if mask else []
        whole, stem_often = "+".join(flags), self._pack.often[self._find(stem)] if clitic else often
        found = [f"L={flag}" for flag in flags] + [f"LF={flag}{often}" for flag in flags or ["-"]]
        found += ["LL=" + whole, f"LP={before}|{whole}", f"E={sort}", f"EP={sort}{clitic}"]
        tiers = [cluster - 1, *self._pack.coarser[cluster - 1]] if cluster else []
        return [*found, f"F={often}", f"FS={often}{stem_often}{clitic}", *[f"C{n}={c}" for n, c in enumerate(tiers)]]


def _letters(word: str, stem: str) -> list[str]:
    """Length, beginnings, endings, and the order of consonants (C) and long vowels (V)."""
    found = [f"len={min(len(word), 10)}"]
    for n in range(1, min(5, len(word))):
        found += (f"p{n}={word[:n]}", f"x{n}={word[-n:]}")
    return [*found, "cv=" + "".join(["V" if c in _LONG_VOWELS else "C" for c in stem])]


class Tagger:
    """Finds names in sentences with one model."""

    def __init__(self, pack: Pack) -> None:
        self._features, self._labels = Features(pack), pack.labels
        self._rows = {code: n for n, code in enumerate(array("I", pack.keys))}
        self._starts, self._slots = array("I", pack.starts), pack.slots
        self._packed, self._scale = array("h", pack.weights), pack.scale
        self._weights: dict[int, int] = {}
        self._lanes = Lanes(5, len(pack.labels))
        self._chain = Chain(pack.moves)
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
        numbers, leads = self._add([self._edge, self._edge, *words, self._edge, self._edge])

        def rows(first: int, end: int) -> list[Row]:
            """What each label of some tokens weighs more than O."""
            found = [[(n - own[0]) * self._scale for n in own] if own else self._chain.outside for own in numbers[first:end]]
            if first == 0:
                found[0] = [a + b for a, b in zip(found[0], self._chain.first, strict=True)]
            return found

        stretches = self._chain.names(rows, leads)
        return [name for first, path in stretches for name in self._names(rows, leads, first, path)]

    def _add(self, words: Sequence[Word]) -> tuple[list[Sequence[int]], list[float]]:
        """The labels of each token by the words around it, none where nothing but O can be, and by how much O leads."""
        read, scale = self._lanes.read, self._scale
        numbers, leads = [], []
        for v, w, x, y, z in zip(words, words[1:], words[2:], words[3:], words[4:], strict=False):
            own = read(v[0] + w[1] + x[2] + y[3] + z[4])
            first, *others = own
            lead = (first - max(others)) * scale
            if lead > _LEAD and sum([self._lead(row) for row in (v[0], w[1], x[2], y[3], z[4])]) * scale >= _LEAD:
                own, lead = (), -NEVER
            numbers.append(own)
            leads.append(lead)
        return numbers, leads

    def _lead(self, row: int) -> int:
        """By how much O leads the other labels in what one word says."""
        first, *others = self._lanes.read(row)
        return first - max(others)

    def _names(self, rows: Rows, leads: Row, first: int, path: Sequence[int]) -> list[tuple[int, int, str, float]]:
        """The names of a path that begins at token `first`."""
        found = []
        for a, b, kind in spans([self._labels[n] for n in path]):
            sure = self._chain.sure(rows, leads, first + a, path[a:b])
            found.append((first + a, first + b, kind, round(min(sure), 3)))
        return found

    def _word(self, pair: tuple[str, str]) -> Word:
        found = self._cache.get(pair)
        if found is None:
            found = self._cache[pair] = self._sum(self._features.of(key(pair[0]), pair[1]))
        return found

    def _sum(self, names: Sequence[str]) -> Word:
        rows, kept = self._rows, self._weights
        codes = [crc32(name.encode("utf-8", "surrogatepass")) for name in names]
        return self._lanes.split(sum([kept[code] if code in kept else self._unpacked(code) for code in codes if code in rows]))

    def _unpacked(self, code: int) -> int:
        """The weights of a feature, kept since most features are met again in other words."""
        row = self._rows[code]
        part = slice(self._starts[row], self._starts[row + 1])
        found = self._weights[code] = self._lanes.pack(zip(self._slots[part], self._packed[part], strict=True))
        return found
