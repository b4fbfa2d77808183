"""All reports of a corpus in their order, with the text that each prints and the one source of each text.

Reports are counted three ways: how many there are, of how many outlets, and from how many independent sources. Forty outlets that
print one agency's text are one source; so are two texts of one agency.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from khabar.corpus.coded import Coded
from khabar.corpus.copies import Tree
from khabar.corpus.sources import Printed, Source, Sources, origin


class Library(msgspec.Struct, frozen=True):
    """`texts` gives for each report the number of the report that its text comes from, itself where it is no copy; `origins` the
    source of each such text."""

    reports: tuple[Coded, ...]
    texts: tuple[int, ...]
    outlets: tuple[Source | None, ...]
    origins: dict[int, Source | None]


class Tally(msgspec.Struct, frozen=True):
    """How many reports, of how many outlets, in how many texts, and from which independent sources.

    `unknown_outlets` counts reports that do not say where they were published; `unknown_sources` texts of which nobody says whose
    they are, each of which may be a source of its own.
    """

    reports: int
    outlets: int
    unknown_outlets: int
    texts: int
    sources: tuple[Source, ...]
    unknown_sources: int


def open_library(tree: Tree, sources: Sources) -> Library:
    """The library of a corpus whose copies are found."""
    printed = [Printed(sources.outlet(report), sources.credits(report)) for report in tree.reports]
    texts = [0] * len(tree.reports)
    origins = {}
    for group in tree.groups():
        for n in group:
            texts[n] = group[0]
        origins[group[0]] = origin([printed[n] for n in group])[0]
    return Library(tree.reports, tuple(texts), tuple(one.outlet for one in printed), origins)


def tally(library: Library, numbers: Iterable[int]) -> Tally:
    """The counts of some reports, given by number."""
    chosen = sorted(set(numbers))
    outlets = [library.outlets[n] for n in chosen]
    texts = sorted({library.texts[n] for n in chosen})
    origins = {found.identity: found for n in texts if (found := library.origins[n]) is not None}
    return Tally(
        len(chosen), len({o.identity for o in outlets if o}), sum(o is None for o in outlets), len(texts), tuple(origins.values()),
        sum(library.origins[n] is None for n in texts),
    )  # fmt: skip
