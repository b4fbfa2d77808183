"""All sentences of a corpus as columns: their reports, their wordings by number, the pairs of words of each wording.

Between reports everything is done on such columns, not on objects. This room alone uses numpy, and only commands that compare
import it, so that the rest of the program runs without it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import TypeAlias

import msgspec

from khabar.corpus.words import normal_words
from khabar.errors import InputError

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError:
    raise InputError("comparing reports needs numpy: pip install 'khabar[corpus]'") from None

Integers: TypeAlias = NDArray[np.int64]
Hashes: TypeAlias = NDArray[np.uint64]
Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

# Odd numbers of 64 bits that spread what is multiplied by them (splitmix64, Steele et al. 2014).
SPREAD, STIR = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9


class Columns(msgspec.Struct, frozen=True):
    """The sentences that hold words, in the order of their reports.

    A sentence has its `report`, its number of `words`, and its `wording`; a wording, which all sentences share that are equal once
    folded, has a hash of its `figures`, and `pairs[ends[n] - sizes[n] : ends[n]]`: sorted hashes of its neighbouring words, all
    figures being one.
    """

    report: Integers
    words: Integers
    wording: Integers
    figures: Hashes
    pairs: Hashes
    sizes: Integers
    ends: Integers


def columns(reports: Iterable[Iterable[str]]) -> Columns:
    """The columns of reports, each given by the texts of its sentences."""
    vocabulary: dict[str, int] = {}
    flat, lengths, owners = array("q"), array("q"), array("q")
    for owner, sentences in enumerate(reports):
        for sentence in sentences:
            words = normal_words(sentence)
            if words:
                flat.extend([vocabulary.setdefault(w, len(vocabulary)) for w in words])
                lengths.append(len(words))
                owners.append(owner)
    hashes = np.array([_hash(w) for w in vocabulary], dtype=np.uint64)
    digits = np.array([w[0].isdigit() for w in vocabulary], dtype=bool)
    words_at, counts = np.array(flat, dtype=np.int64), np.array(lengths, dtype=np.int64)
    if not len(counts):
        none, hash_of_none = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
        return Columns(none, none, none, hash_of_none, hash_of_none, none, none)
    hashed = hashes[words_at]
    wording, first = _wordings(hashed, counts)
    figures = np.where(digits[words_at], mix(hashed), np.uint64(0))
    found = np.add.reduceat(figures, _starts(counts))[first]
    sizes, pairs = _pairs(np.where(digits[words_at], np.uint64(SPREAD), hashed), counts, first)
    return Columns(np.array(owners, dtype=np.int64), counts, wording, found, pairs, sizes, np.cumsum(sizes))


def mix(values: Hashes, by: int = SPREAD) -> Hashes:
    """Hashes stirred once more, so that sums and smallest values of them mean something."""
    stirred = values * np.uint64(by)
    stirred ^= stirred >> np.uint64(29)
    stirred *= np.uint64(STIR)
    stirred ^= stirred >> np.uint64(32)
    return stirred


def ragged(starts: Integers, sizes: Integers) -> Integers:
    """The places starts[n], starts[n] + 1 … of each n, sizes[n] of them, one after the other."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()), dtype=np.int64)


def each_once(values: Integers) -> Integers:
    """The values in rising order, each once."""
    ordered = np.sort(values)
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def _hash(word: str) -> int:
    """A hash that is the same in every run and on every machine."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _starts(counts: Integers) -> Integers:
    return np.cumsum(counts) - counts


def _wordings(hashed: Hashes, counts: Integers) -> tuple[Integers, Integers]:
    """The number of each sentence's wording, in the order of their first sentences, and those sentences."""
    place = ragged(np.zeros(len(counts), dtype=np.int64), counts).astype(np.uint64)
    whole = np.add.reduceat(mix(hashed + place * np.uint64(SPREAD)), _starts(counts))
    _, index, inverse = np.unique(whole, return_index=True, return_inverse=True)
    order = np.argsort(index)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[inverse], index[order]


def _pairs(hashed: Hashes, counts: Integers, first: Integers) -> tuple[Integers, Hashes]:
    """The hashes of neighbouring words of each wording, each once and sorted; a single word is a pair with nothing."""
    sizes = counts[first]
    words = hashed[ragged(_starts(counts)[first], sizes)]
    after = np.append(words[1:], np.uint64(0))
    last = np.cumsum(sizes) - 1
    after[last] = 0
    inside = np.ones(len(words), dtype=bool)
    inside[last[sizes > 1]] = False
    owner = np.repeat(np.arange(len(sizes)), sizes)[inside]
    values = mix(words + mix(after, STIR))[inside]
    order = np.lexsort((values, owner))
    owner, values = owner[order], values[order]
    new = np.ones(len(values), dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (values[1:] != values[:-1])
    return np.bincount(owner[new], minlength=len(sizes)), values[new]
