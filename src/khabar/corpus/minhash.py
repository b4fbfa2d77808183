"""Wordings that are nearly the same, found in near-linear time: MinHash in bands, then every find checked in full.

Broder, «On the resemblance and containment of documents» (1997); bands after Leskovec, Rajaraman and Ullman, «Mining of Massive
Datasets», ch. 3. The hashes are those of `columns`, so the same corpus gives the same bands everywhere.
"""

from __future__ import annotations

import numpy as np

from khabar.corpus.columns import SPREAD, Columns, Hashes, Integers, Numbers, each_once, mix, ragged

_BLOCK = 200_000  # pairs of words that are hashed at a time, so that they stay in the processor's cache
_CHECKED = 40_000  # pairs of wordings that are checked at a time


def near_wordings(
    table: Columns, bands: int, rows: int, reach: int, alike: float
) -> tuple[Integers, Integers, Numbers]:
    """The pairs of wordings, the earlier first, of whose pairs of words the part `alike` is common to both, and that part.

    Wordings that fall together in a band are held against those up to `reach` places on: no pile of formulas grows by its square.
    """
    count = len(table.sizes)
    met = [np.zeros(0, dtype=np.int64)]
    for band in range(bands):
        keys = _band(table, band, rows)
        order = np.argsort(keys, kind="stable")
        sorted_keys = keys[order]
        for step in range(1, reach + 1):
            same = np.flatnonzero(sorted_keys[step:] == sorted_keys[:-step])
            if not len(same):
                break
            met.append(order[same] * count + order[same + step])
    found = each_once(np.concatenate(met))
    a, b = found // max(count, 1), found % max(count, 1)
    likeness = jaccard(table, a, b)
    kept = likeness >= alike
    return a[kept], b[kept], likeness[kept]


def jaccard(table: Columns, a: Integers, b: Integers) -> Numbers:
    """How alike the wordings a[n] and b[n] are: pairs of words in both by those in either, from 0 to 1."""
    parts = [_common(table, a[n : n + _CHECKED], b[n : n + _CHECKED]) for n in range(0, len(a), _CHECKED)]
    common = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    return common / (table.sizes[a] + table.sizes[b] - common)


def _common(table: Columns, a: Integers, b: Integers) -> Integers:
    """How many pairs of words the wordings a[n] and b[n] have in common."""
    keys = []
    for side in (a, b):
        sizes = table.sizes[side]
        values = table.pairs[ragged(table.ends[side] - sizes, sizes)] >> np.uint64(24)
        keys.append(np.repeat(np.arange(len(side), dtype=np.uint64), sizes) << np.uint64(40) | values)
    both = np.sort(np.concatenate(keys))
    twice = both[1:][both[1:] == both[:-1]] >> np.uint64(40)
    return np.bincount(twice.astype(np.int64), minlength=len(a))


def _band(table: Columns, band: int, rows: int) -> Hashes:
    """One key a wording: wordings whose smallest hashes agree in all rows of the band have the same."""
    keys = np.zeros(len(table.sizes), dtype=np.uint64)
    starts = table.ends - table.sizes
    seeds = [(2 * (band * rows + row) + 1) * SPREAD % 2**64 | 1 for row in range(rows)]
    cuts = np.searchsorted(table.ends, np.arange(0, len(table.pairs), _BLOCK), side="right")
    for low, high in zip(cuts, [*cuts[1:], len(keys)], strict=True):
        if low == high:
            continue
        values = table.pairs[starts[low] : table.ends[high - 1]]
        for seed in seeds:
            smallest = np.minimum.reduceat(mix(values, seed), starts[low:high] - starts[low])
            keys[low:high] = mix(keys[low:high] + smallest)
    return keys
