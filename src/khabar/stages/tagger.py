"""Names that the knowledge base does not hold: a linear-chain CRF over the words of a sentence, in plain Python.

What a word's features weigh for itself and for its neighbours is summed once by form and kept; only runs of tokens
that may be names are decoded. The model folder is made by `training/train_tagger.py`; see its `card.md`. CRF: Lafferty
et al. 2001; trained with CRFsuite (Okazaki 2007).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from khabar.stages.chain import NEVER, Chain, Row
from khabar.stages.lanes import Lanes
from khabar.stages.words import Memo
from khabar.text.arabic import ALEF, WAW, YA, is_arabic, key

_ROWS = 5  # words of which a word says something: two before, itself, two after
EDGE, WEIGHTS, _CACHE_LIMIT = "EDGE", "weights.msgpack", 60_000
_LONG_VOWELS = ALEF + WAW + YA
_LESS: dict[str | int, slice] = {"begins": slice(None, -1), "ends": slice(1, None)}  # the letters but the one farthest inside
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


Part = tuple[str | int, ...]  # a kind of features and what they follow from
Word = bytes  # what it says of itself and its neighbours, in `Lanes`


def spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Names in a sequence of B-, I- and O labels: first, end, type."""
    starts = [n for n, label in enumerate(labels) if label[0] == "B"]
    ends = (next((m for m in range(n + 1, len(labels)) if labels[m][0] != "I"), len(labels)) for n in starts)
    return [(n, end, labels[n][2:]) for n, end in zip(starts, ends, strict=True)]


class Features:
    """Features of words by form, from the lists of the pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack, self._codes = pack, array("I", pack.listed)
        self._masks, self._cluster = array("H", pack.masks), array("H", pack.cluster)
        self._proclitics = frozenset(pack.proclitics)
        self._sizes = sorted({len(p) for p in pack.proclitics}, reverse=True)
        self._names: dict[Any, Callable[..., list[str]]] = {
            "lists": self._listed, "often": _frequency, "sort": _sorted, "cluster": self._clusters,
            "begins": _beginnings, "ends": _endings, "shape": _shape,
        }  # fmt: skip

    def of(self, word: str, hint: str = "") -> list[str]:
        """Names of the features of a folded word."""
        own, parts = self.parts(word, hint)
        return own + [name for part in parts for name in self.named(part)]

    def parts(self, word: str, hint: str) -> tuple[list[str], list[Part]]:
        """Names of the features that a word hardly shares, and the parts from which its others follow: many words share them."""
        own = ["w=" + word, "h=" + hint] if hint else ["w=" + word]
        if not is_arabic(word):
            shape = "sh=" + ("num" if word[:1].isdigit() else "latin" if word[:1].isalpha() else word)
            return [*own, shape], []
        cuts = self._cuts(word)
        clitic = cuts[0] if cuts else ""
        stem = word[len(clitic) :]
        order = "".join(["V" if c in _LONG_VOWELS else "C" for c in stem])
        return [*own, "s=" + stem], [
            *self._lists(word, stem, clitic, cuts),
            ("begins", word[:-1][:4]),
            ("ends", word[1:][-4:]),
            ("shape", min(len(word), 10), order),
        ]

    def known(self, word: str) -> list[str]:
        """What the lists alone say of a folded word: those that it is in, clitics aside, and how often it is met."""
        parts = self.parts(word, "")[1]
        if not parts:
            return []
        _, mask, before, often = parts[0]
        flags = [f"L={flag}" for n, flag in enumerate(self._pack.flags) if int(mask) >> n & 1]
        return [*flags, f"F={often}", *(["LP"] if before else [])]

    def named(self, part: Part) -> list[str]:
        """Names of the features that follow from a part."""
        return self._names[part[0]](*part[1:])

    def _cuts(self, word: str) -> list[str]:
        return [word[:n] for n in self._sizes if word[:n] in self._proclitics and len(word) - n >= 3]

    def _find(self, word: str) -> int:
        code = crc32(word.encode())
        n = bisect_left(self._codes, code)
        return n if n < len(self._codes) and self._codes[n] == code else len(self._codes)

    def _lists(self, word: str, stem: str, clitic: str, cuts: Sequence[str]) -> list[Part]:
        """What the lists say of a word; with proclitics off where they do not know it whole."""
        pack, here, before = self._pack, self._find(word), ""
        bare = self._find(stem) if clitic else here
        mask, cluster, often, sort = self._masks[here], self._cluster[here], pack.often[here], pack.sorts[here]
        for cut in () if mask and cluster else cuts:
            inner = bare if cut is clitic else self._find(word[len(cut) :])
            mask, before = (mask, before) if mask else (self._masks[inner], cut if self._masks[inner] else "")
            cluster, sort = cluster or self._cluster[inner], sort or pack.sorts[inner]
        return [
            ("lists", mask, before, often),
            ("often", often, pack.often[bare], clitic),
            ("sort", sort, clitic),
            ("cluster", cluster),
        ]

    def _listed(self, mask: int, before: str, often: int) -> list[str]:
        flags = [flag for n, flag in enumerate(self._pack.flags) if mask >> n & 1]
        whole = "+".join(flags)
        found = [f"L={flag}" for flag in flags] + [f"LF={flag}{often}" for flag in flags or ["-"]]
        return [*found, "LL=" + whole, f"LP={before}|{whole}"]

    def _clusters(self, cluster: int) -> list[str]:
        """The cluster and the coarser ones around it."""
        tiers = [cluster - 1, *self._pack.coarser[cluster - 1]] if cluster else []
        return [f"C{n}={c}" for n, c in enumerate(tiers)]


def _frequency(often: int, bare: int, clitic: str) -> list[str]:
    """How often the word is met, whole and without its clitic."""
    return [f"F={often}", f"FS={often}{bare}{clitic}"]


def _sorted(sort: int, clitic: str) -> list[str]:
    return ["p=" + clitic, f"E={sort}", f"EP={sort}{clitic}"]


def _beginnings(letters: str) -> list[str]:
    return [f"p{n}={letters[:n]}" for n in range(1, len(letters) + 1)]


def _endings(letters: str) -> list[str]:
    return [f"x{n}={letters[-n:]}" for n in range(1, len(letters) + 1)]


def _shape(length: int, order: str) -> list[str]:
    """Length, and the order of consonants (C) and long vowels (V)."""
    return [f"len={length}", "cv=" + order]


class Tagger:
    """Finds names in sentences with one model."""

    def __init__(self, pack: Pack) -> None:
        self._features, self._labels = Features(pack), pack.labels
        self._rows = {code: n for n, code in enumerate(array("I", pack.keys))}
        self._starts, self._slots = array("I", pack.starts), pack.slots
        self._packed, self._scale = array("h", pack.weights), pack.scale
        self._weights, self._parts, self._leads = Memo(self._unpacked), Memo(self._part), Memo(self._lead)
        self._lanes = Lanes(_ROWS, len(pack.labels))
        self._chain = Chain(pack.moves)
        self._cache: dict[tuple[str, str], Word] = {}
        self._edge = self._lanes.word(self._sum([EDGE]))

    def known(self, word: str) -> list[str]:
        """What the lists of the model say of a word."""
        return self._features.known(key(word))

    @classmethod
    def open(cls, path: Path) -> Tagger:
        """Open a model folder."""
        return cls(msgspec.msgpack.decode((path / WEIGHTS).read_bytes(), type=Pack))

    def tag(
        self, tokens: Sequence[str], hints: Sequence[str], wanted: Callable[[int, int, str], bool] = lambda *_: True
    ) -> list[tuple[int, int, str, float]]:
        """Names of one sentence: first token, end token, PER, LOC or ORG, confidence. Empty hint: nothing is known.

        Only names that are `wanted` are given: how sure a name is takes as long to find out as the name itself."""
        if len(self._cache) > _CACHE_LIMIT:
            self._cache.clear()
            self._parts.clear()
            self._leads.clear()
        words = [self._cache.get(pair) or self._word(pair) for pair in zip(tokens, hints, strict=True)]
        words = [self._edge, self._edge, *words, self._edge, self._edge]
        numbers = self._lanes.around(words)
        leads = self._led(words, numbers)
        kept: dict[int, Row] = {}

        def rows(first: int, end: int) -> list[Row]:
            """What each label of some tokens weighs more than O."""
            missing = [n for n in range(first, end) if n not in kept]
            kept.update((n, self._row(n, leads[n], numbers)) for n in missing)
            return [kept[n] for n in range(first, end)]

        names = [name for first, path in self._chain.names(rows, leads) for name in self._names(first, path)]
        found = [(a, path, kind) for a, path, kind in names if wanted(a, a + len(path), kind)]
        sure = self._chain.sure(rows, leads, [(a, path) for a, path, _ in found])
        return [(a, a + len(path), kind, round(min(own), 3)) for (a, path, kind), own in zip(found, sure, strict=True)]

    def _row(self, n: int, lead: float, numbers: Sequence[int]) -> Row:
        """What each label of token n weighs more than O."""
        size = len(self._labels)
        own = numbers[n * size : (n + 1) * size]
        row = self._chain.outside if lead == -NEVER else [(number - own[0]) * self._scale for number in own]
        return row if n else [a + b for a, b in zip(row, self._chain.first, strict=True)]

    def _led(self, words: Sequence[Word], numbers: Sequence[int]) -> list[float]:
        """By how much O leads the other labels of each token; endlessly where nothing but O can be."""
        size, scale = len(self._labels), self._scale
        best = map(max, *[numbers[label::size] for label in range(1, size)])
        leads = [(own - other) * scale for own, other in zip(numbers[::size], best, strict=True)]
        for n in [n for n, lead in enumerate(leads) if lead > _LEAD]:
            apart = sum([self._leads[word][at] for at, word in enumerate(words[n : n + _ROWS])])
            leads[n] = -NEVER if apart * scale >= _LEAD else leads[n]
        return leads

    def _lead(self, word: Word) -> list[int]:
        """By how much O leads the other labels in what one word says of each word around."""
        return [first - max(others) for first, *others in self._lanes.rows(word)]

    def _names(self, first: int, path: Sequence[int]) -> Iterator[tuple[int, Sequence[int], str]]:
        """The names of a path that begins at token `first`: first token, labels, type."""
        for a, b, kind in spans([self._labels[n] for n in path]):
            yield first + a, path[a:b], kind

    def _word(self, pair: tuple[str, str]) -> Word:
        found = self._cache.get(pair)
        if found is None:
            own, parts = self._features.parts(key(pair[0]), pair[1])
            shared = map(self._parts.__getitem__, parts)
            found = self._cache[pair] = self._lanes.word(sum(shared, self._sum(own)))
        return found

    def _part(self, part: Part) -> int:
        """The weights of the features of a part; those of letters are those of one letter less and of one feature."""
        kind, letters = part[0], part[1]
        names = self._features.named(part)
        if kind in _LESS and isinstance(letters, str) and len(letters) > 1:
            return self._parts[kind, letters[_LESS[kind]]] + self._sum(names[-1:])
        return self._sum(names)

    def _sum(self, names: Iterable[str]) -> int:
        codes = [crc32(name.encode("utf-8", "surrogatepass")) for name in names]
        return sum([self._weights[code] for code in codes if code in self._rows])

    def _unpacked(self, code: int) -> int:
        """The weights of a feature, kept since most features are met again in other words."""
        row = self._rows[code]
        part = slice(self._starts[row], self._starts[row + 1])
        return self._lanes.pack(self._slots[part], self._packed[part])
