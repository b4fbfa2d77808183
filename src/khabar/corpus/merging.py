"""Mentions of many reports into happenings, one by one, each merge with its reasons.

A mention is held only against happenings with which it shares an actor or a place and a day, or a text, the latest so many; so the
time taken grows with the number of mentions. It joins the happening with the most points for it, if nothing speaks against any of
the mentions that are already there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from khabar.corpus.agree import Verdict, judge
from khabar.corpus.rules import HappeningRules
from khabar.corpus.told import Told

Key = tuple[str, str, int | None]


class Merge(msgspec.Struct, frozen=True, gc=False):
    """A mention that joined, the mention that it is likest to, by number, and the verdict on the two."""

    mention: int
    to: int
    verdict: Verdict


class Merged(msgspec.Struct, frozen=True):
    """A happening: its mentions by number, the first one first, and how each of the others came to it."""

    mentions: tuple[int, ...]
    merges: tuple[Merge, ...]


class _Heap:
    """A happening while it is gathered; `unlike` are its mentions that say something of their own."""

    def __init__(self, first: int, told: Told) -> None:
        self.mentions = [first]
        self.merges: list[Merge] = []
        self.unlike = [first]
        self.said = {_said(told)}


def merge(told: list[Told], rules: HappeningRules) -> list[Merged]:
    """The happenings of mentions, which are in the order of their reports."""
    heaps: list[_Heap] = []
    posts: dict[Key, list[int]] = defaultdict(list)
    for n, mention in enumerate(told):
        found = _best(n, told, heaps, _met(mention, posts, rules), rules)
        if found is None:
            at = len(heaps)
            heaps.append(_Heap(n, mention))
        else:
            at, merged = found
            _add(heaps[at], merged, mention, rules)
        for key in _keys(mention, rules, 0):
            if not posts[key] or posts[key][-1] != at:
                posts[key].append(at)
    return [Merged(tuple(heap.mentions), tuple(heap.merges)) for heap in heaps]


def _add(heap: _Heap, merged: Merge, mention: Told, rules: HappeningRules) -> None:
    heap.mentions.append(merged.mention)
    heap.merges.append(merged)
    said = _said(mention)
    if said not in heap.said and len(heap.unlike) < rules.mentions:
        heap.said.add(said)
        heap.unlike.append(merged.mention)


def _said(told: Told) -> tuple[object, ...]:
    """What a mention says that another may contradict."""
    return told.status, told.sources, told.recipients, told.days, told.places, told.text


def _best(
    n: int, told: list[Told], heaps: list[_Heap], met: Iterable[int], rules: HappeningRules
) -> tuple[int, Merge] | None:
    """The happening with the most points for a mention, none of whose mentions speaks against it."""
    best: tuple[int, Merge] | None = None
    for at in met:
        merged = _joins(n, told, heaps[at].unlike, rules)
        if merged is not None and (best is None or merged.verdict.points > best[1].verdict.points):
            best = (at, merged)
    return best


def _joins(n: int, told: list[Told], unlike: list[int], rules: HappeningRules) -> Merge | None:
    """The mention that speaks most for a new one, if none speaks against it; one that disputes who did it comes last."""
    best: tuple[bool, float, int] | None = None
    found: Verdict | None = None
    for other in unlike:
        verdict = judge(told[other], told[n], rules)
        if verdict.against:
            return None
        rank = (not verdict.disputed, verdict.points, -other)
        if best is None or rank > best:
            best, found = rank, verdict
    return Merge(n, -best[2], found) if best and found and found.one else None


def _met(told: Told, posts: dict[Key, list[int]], rules: HappeningRules) -> list[int]:
    """The happenings that share a key with a mention, the latest so many of each key."""
    found: set[int] = set()
    for key in _keys(told, rules, rules.days):
        if key in posts:
            found.update(posts[key][-rules.reach :])
    return sorted(found)


def touch(a: Told, b: Told, rules: HappeningRules) -> bool:
    """Whether two mentions share a key, and so were held against each other."""
    return a.type == b.type and not set(_keys(a, rules, rules.days)).isdisjoint(_keys(b, rules, 0))


def _keys(told: Told, rules: HappeningRules, near: int) -> Iterator[Key]:
    """Under what a mention is found: its type with each actor, country or place on each of its days, and with its text."""
    yield told.type, f"text {told.text}", None
    tokens = dict.fromkeys(
        [a.identity for a in (*told.sources, *told.recipients) if a.telling]
        + [f"country {a.country}" for a in (*told.sources, *told.recipients) if a.country]
        + [f"place {spot.identity}" for spot in told.places]
    )
    days = told.days
    if days is None or days.last - days.first >= rules.long_days:
        return  # found by its text alone: a month says too little
    for token in tokens:
        for day in range(days.first - near, days.last + near + 1):
            yield told.type, token, day
