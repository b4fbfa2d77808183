"""A linear chain of labels over words: the best path, and how sure each label of it is.

O is label 0, and the I- label of a type follows its B- label; only these two may stand before it. Most words stand far from
any name, so the path is sought only where a name may pay, and the sums that say how sure a label is begin and end where
what lies beyond weighs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import exp
from operator import add, itemgetter, mul

Row = Sequence[float]  # by label
Rows = Callable[[int, int], list[Row]]  # the scores of tokens first to end (exclusive)
Name = tuple[int, Sequence[int]]  # the first token of a name and its labels
NEVER = -1e9
_ENOUGH = 16.0  # log weight by which O leads in the words between a name and what it is not summed with; under 1e-6 is lost
_TINY, _HUGE = 1e-100, 1e100


class Chain:
    """Decodes rows of scores with the weights of `moves`, [from label][to label]."""

    def __init__(self, moves: Sequence[Row]) -> None:
        size, self._size = len(moves), len(moves)
        names = range(1, size, 2)
        allowed = [[p for p in range(size) if to in (0, *names) or p in (to - 1, to)] for to in range(size)]
        self._into = [[moves[p][to] if p in allowed[to] else NEVER for p in range(size)] for to in range(size)]
        goes = [[to for to in range(size) if p in allowed[to]] for p in range(size)]
        self._out = [(itemgetter(*to), [exp(moves[p][n]) for n in to]) for p, to in enumerate(goes)]
        self._steps = [(b, self._into[b], moves[b][b + 1], moves[b + 1][b + 1]) for b in names]
        self._leave = [exp(weight) for weight in self._into[0]]
        self._grow = [([exp(w) for w in self._into[b]], exp(moves[b][b + 1]), exp(moves[b + 1][b + 1])) for b in names]
        self.outside: Row = [0.0] + [NEVER] * (size - 1)
        self.first: Row = [NEVER if label and label not in names else 0.0 for label in range(size)]
        # What moves through a name weigh at most beyond moves from O to O: to begin, to go on, to end. What only the
        # move from B- to I- is worth is counted when the name ends.
        idle, spare = moves[0][0], [0.0] * size
        for b in names:
            spare[b + 1] = max(0.0, moves[b][b + 1] - idle)
        steps = [moves[p][to] - idle + spare[p] - spare[to] for to in range(1, size) for p in allowed[to] if p]
        self._begins = max(moves[0][b] - idle for b in names)
        self._goes_on = max(0.0, *steps)
        self._ends = max(moves[p][0] - idle + spare[p] for p in range(1, size))
        self._last = max(spare)

    def names(self, rows: Rows, leads: Row) -> Iterator[tuple[int, Sequence[int]]]:
        """Stretches of the best path with labels other than O: the first token and the labels, O at the ends."""
        for first, end in self._stretches(leads):
            scores = [self.outside] * (first > 0) + rows(first, end) + [self.outside] * (end < len(leads))
            yield first - (first > 0), self._best(scores)

    def _stretches(self, leads: Row) -> Iterator[tuple[int, int]]:
        """Where a name may stand on the best path; `leads` tells by how much O leads the other labels for each word alone.

        A name is better than O in its place only if what O leads by in its words is less than what its moves are worth.
        """
        gains = [self._goes_on - lead for lead in leads]
        gains[0] -= self._begins
        gains[-1] += self._last - self._ends
        ahead, behind = _runs(gains), _runs(gains[::-1])[::-1]
        least = self._goes_on - self._begins - self._ends
        first = -1
        for n, (a, b, own) in enumerate(zip(ahead, behind, gains, strict=True)):
            if a + b - own > least:
                first = n if first < 0 else first
            elif first >= 0:
                yield first, n
                first = -1
        if first >= 0:
            yield first, len(gains)

    def _best(self, scores: Sequence[Row]) -> list[int]:
        """The best labels of a run of tokens (Viterbi)."""
        bests = [scores[0]]
        for row in scores[1:]:
            last = bests[-1]
            grown = [max(map(add, last, self._into[0])) + row[0]]
            for b, begin, into, inside in self._steps:
                grown.append(max(map(add, last, begin)) + row[b])
                grown.append(max(last[b] + into, last[b + 1] + inside) + row[b + 1])
            bests.append(grown)
        best = bests.pop()
        path = [best.index(max(best))]
        for best in reversed(bests):
            path.append(max(zip(map(add, best, self._into[path[-1]]), range(self._size), strict=True))[1])
        return path[::-1]

    def sure(self, rows: Rows, leads: Row, names: Sequence[Name]) -> list[list[float]]:
        """The probability of each label of names, in order (sums from both sides; names near one another share them)."""
        found: list[list[float]] = []
        for start, stop, near in self._groups(leads, names):
            scores = [self.outside] * (start > 0) + rows(start, stop) + [self.outside] * (stop < len(leads))
            local = [[exp(score - top) for score in row] for row, top in zip(scores, map(max, scores), strict=True)]
            start -= start > 0
            first, last = near[0][0], near[-1][0] + len(near[-1][1])
            ahead = self._ahead(local[: last - start])[first - start :]
            behind = self._behind(local[first - start :])
            for at, labels in near:
                both = zip(ahead[at - first :], behind[at - first :], labels, strict=False)
                found.append([a[n] * b[n] / sum(map(mul, a, b)) for a, b, n in both])
        return found

    def _groups(self, leads: Row, names: Sequence[Name]) -> list[tuple[int, int, list[Name]]]:
        """Names whose sums reach into one another, with the tokens from and to (exclusive) which they reach."""
        found: list[tuple[int, int, list[Name]]] = []
        for name in names:
            first, end = name[0], name[0] + len(name[1])
            start, stop = _before(leads, first), len(leads) - _before(leads[::-1], len(leads) - end)
            if found and start < found[-1][1]:
                start, near = found[-1][0], found.pop()[2]
            else:
                near = []
            found.append((start, stop, [*near, name]))
        return found

    def _ahead(self, local: Sequence[Row]) -> list[Row]:
        last = local[0]
        found: list[Row] = [last]
        for row in local[1:]:
            grown = [sum(map(mul, last, self._leave))]
            for b, (begin, into, inside) in enumerate(self._grow):
                grown += (sum(map(mul, last, begin)), last[2 * b + 1] * into + last[2 * b + 2] * inside)
            last = _scaled(list(map(mul, grown, row)))
            found.append(last)
        return found

    def _behind(self, local: Sequence[Row]) -> list[Row]:
        last: Row = [1.0] * self._size
        found = [last]
        for row in reversed(local[1:]):
            step = list(map(mul, row, last))
            last = _scaled([sum(map(mul, to(step), weights)) for to, weights in self._out])
            found.append(last)
        return found[::-1]


def _runs(gains: Row) -> list[float]:
    """What the best run of tokens gains that ends with each token."""
    found, run = [], 0.0
    for gain in gains:
        run = run + gain if run > 0.0 else gain
        found.append(run)
    return found


def _before(leads: Row, at: int) -> int:
    """The token before `at` from which on O leads by enough in all."""
    total = 0.0
    while at > 0 and total < _ENOUGH:
        at -= 1
        total += leads[at]
    return at


def _scaled(row: Row) -> Row:
    """A row brought back to a sum of 1 where its numbers would grow too small or too large for a float."""
    total = sum(row)
    return row if _TINY < total < _HUGE else [value / total for value in row]
