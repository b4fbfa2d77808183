"""The quick chain finds what the plain one finds: all words decoded, all sums taken over the whole sentence."""

from __future__ import annotations

import random
from math import exp

import pytest

from khabar.stages.chain import NEVER, Chain

LABELS = 7
FORBIDDEN = {(p, to) for to in (2, 4, 6) for p in range(LABELS) if p not in (to - 1, to)}


def plain(moves: list[list[float]], rows: list[list[float]]) -> tuple[list[int], list[list[float]]]:
    """The best path and the probability of each label of each word."""
    size = range(LABELS)
    weigh = [[NEVER if (p, to) in FORBIDDEN else moves[p][to] for to in size] for p in size]
    best, back, ahead = [rows[0]], [], [[exp(x) for x in rows[0]]]
    for row in rows[1:]:
        steps = [max((best[-1][p] + weigh[p][to], p) for p in size) for to in size]
        best.append([a + b for (a, _), b in zip(steps, row, strict=True)])
        back.append([p for _, p in steps])
        sums = [sum(ahead[-1][p] * exp(weigh[p][to]) for p in size) * exp(row[to]) for to in size]
        ahead.append([x / sum(sums) for x in sums])
    behind = [[1.0] * LABELS]
    for row in reversed(rows[1:]):
        sums = [sum(exp(weigh[p][to] + row[to]) * behind[0][to] for to in size) for p in size]
        behind.insert(0, [x / sum(sums) for x in sums])
    path = [best[-1].index(max(best[-1]))]
    for origin in reversed(back):
        path.insert(0, origin[path[0]])
    chances = [[a * b for a, b in zip(x, y, strict=True)] for x, y in zip(ahead, behind, strict=True)]
    return path, [[x / sum(row) for x in row] for row in chances]


@pytest.mark.parametrize("seed", range(150))
def test_the_quick_chain_is_the_plain_one(seed: int) -> None:
    chance = random.Random(seed)
    moves = [[chance.gauss(0, 1.5) for _ in range(LABELS)] for _ in range(LABELS)]
    moves[0][0] += chance.choice([0, 2.8])
    for begin in (1, 3, 5):
        moves[begin][begin + 1] += 3.5
        moves[begin + 1][begin + 1] += 2.5
    rows = [[chance.gauss(0, 3) for _ in range(LABELS)] for _ in range(chance.randint(1, 40))]
    for row in rows:
        row[0] += chance.choice([-2, 0, 4, 8])
    chain = Chain(moves)
    rows[0] = [a + b for a, b in zip(rows[0], chain.first, strict=True)]
    leads = [row[0] - max(row[1:]) for row in rows]
    path, chances = plain(moves, rows)
    found = [0] * len(rows)
    for first, labels in chain.names(lambda a, b: rows[a:b], leads):
        for n, label in enumerate(labels, first):
            if label:
                found[n] = label
    assert found == path
    starts = [n for n, label in enumerate(path) if label % 2]
    names = [(n, path[n : next((m for m in range(n + 1, len(path)) if path[m] != path[n] + 1), len(path))]) for n in starts]
    sure = chain.sure(lambda a, b: rows[a:b], leads, names)
    assert sure == [
        [pytest.approx(chances[n][label], abs=1e-4) for n, label in enumerate(labels, at)] for at, labels in names
    ]
