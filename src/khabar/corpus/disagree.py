"""Where the reports of one happening disagree: figures, who did it, whether it happened, day and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from khabar.corpus.agree import side
from khabar.corpus.library import Library, tally
from khabar.corpus.rules import HappeningRules
from khabar.corpus.told import Told


class Version(msgspec.Struct, frozen=True):
    """What some reports say: its value, the reports by id, and the independent sources they have it from.

    `copies` where only copies of a text say it: then it may have come in with the copying.
    """

    value: str
    reports: tuple[str, ...]
    sources: tuple[str, ...]
    copies: bool


class Disagreement(msgspec.Struct, frozen=True):
    """`kind` is figures, blame, denial, date or place; `what` is what a figure counts, or who denies."""

    kind: str
    what: str | None
    versions: tuple[Version, ...]


class Denial(msgspec.Struct, frozen=True, gc=False):
    """An act of denying in a report: its number, the identities and countries of who denies, and their name."""

    report: int
    tokens: frozenset[str]
    name: str


def disagreements(
    told: Sequence[Told], denials: Mapping[int, Sequence[Denial]], library: Library, rules: HappeningRules
) -> tuple[Disagreement, ...]:
    """All disagreements among the mentions of a happening."""
    found = (*_figures(told, library), *_blame(told, library, rules), *_denied(told, denials, library), *_when(told, library))
    return tuple(found)


def _version(value: str, reports: Sequence[int], library: Library) -> Version:
    numbers = sorted(set(reports))
    sources = tuple(source.name for source in tally(library, numbers).sources)
    copies = all(library.texts[n] != n for n in numbers)
    return Version(value, tuple(library.reports[n].id for n in numbers), sources, copies)


def _versions(said: Mapping[str, list[int]], library: Library) -> tuple[Version, ...]:
    """Versions by how many reports have them."""
    ranked = sorted(said, key=lambda value: (-len(set(said[value])), value))
    return tuple(_version(value, said[value], library) for value in ranked)


def _figures(told: Sequence[Told], library: Library) -> Iterator[Disagreement]:
    """Things of which different reports give different figures; a report that gives two of one thing says neither."""
    said: dict[str, dict[str, list[int]]] = {}
    for mention in told:
        values: dict[str, set[str]] = {}
        for count in mention.counts:
            values.setdefault(count.what, set()).add(count.value)
        for what, found in values.items():
            if len(found) == 1:
                said.setdefault(what, {}).setdefault(found.pop(), []).append(mention.report)
    for what in sorted(said):
        if len(said[what]) > 1:
            yield Disagreement("figures", what, _versions(said[what], library))


def _blame(told: Sequence[Told], library: Library, rules: HappeningRules) -> Iterator[Disagreement]:
    """Sources that cannot be the same, for types of which reports may disagree who did it."""
    groups: list[tuple[Told, list[int]]] = []
    for mention in told:
        if mention.type not in rules.disputed or not any(a.telling for a in mention.sources):
            continue
        for first, reports in groups:
            if side(first.sources, mention.sources, "source", rules)[0]:
                reports.append(mention.report)
                break
        else:
            groups.append((mention, [mention.report]))
    if len(groups) > 1:
        said = {", ".join(a.name for a in first.sources): reports for first, reports in groups}
        yield Disagreement("blame", None, _versions(said, library))


def _denied(
    told: Sequence[Told], denials: Mapping[int, Sequence[Denial]], library: Library
) -> Iterator[Disagreement]:
    """Told as what happened by some, and denied by others or by one of those who are said to have done it."""
    said: dict[str, list[int]] = {}
    for mention in told:
        said.setdefault({"negated": "did not happen", "future": "is to happen"}.get(mention.status, "happened"), []).append(
            mention.report
        )
    if len(said) > 1 and "did not happen" in said:
        yield Disagreement("denial", None, _versions(said, library))
    deniers: dict[str, list[int]] = {}
    for mention in told:
        if mention.type == "REJECT":
            continue  # the denial itself
        tokens = {t for a in mention.sources for t in (a.identity, a.country) if t and a.telling}
        for denial in denials.get(mention.report, ()):
            if denial.tokens & tokens:
                deniers.setdefault(denial.name, []).append(mention.report)
    for name in sorted(deniers):
        yield Disagreement("denial", name, (_version("denies, in a report of it", deniers[name], library),))


def _when(told: Sequence[Told], library: Library) -> Iterator[Disagreement]:
    """Days and places that are stated differently, within the tolerances."""
    dates: dict[str, list[int]] = {}
    places: dict[str, list[int]] = {}
    for mention in told:
        if mention.days is not None and mention.days.stated:
            dates.setdefault(mention.days.words(), []).append(mention.report)
        for spot in mention.places[:1]:
            places.setdefault(spot.name, []).append(mention.report)
    for kind, said in (("date", dates), ("place", places)):
        if len(said) > 1:
            yield Disagreement(kind, None, _versions(said, library))
