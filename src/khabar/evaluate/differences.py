"""Differences between a record and its reference, grouped by cause.

The causes follow the parts of the coding manual. One event may differ in several ways and is then listed under each, so
the counts of causes add up to more than the events that are not right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khabar.bidi import clean, isolate
from khabar.model.record import Struct

CAUSES = (
    "missed block", "extra block",
    "missed name", "extra name", "wrong type of name", "wrong extent of name", "wrong link",
    "missed time", "extra time", "wrong time",
    "missed quote", "extra quote", "wrong speaker", "wrong chain of quote",
    "missed trigger", "wrong type", "extra event", "sides exchanged", "no source", "wrong source", "no recipient",
    "wrong recipient", "wrong status", "no date", "wrong date", "wrong chain",
    "missed sentence", "extra sentence",
)  # fmt: skip
_ORDER = {cause: place for place, cause in enumerate(CAUSES)}
_LONGEST = 90  # characters of the source that are shown


class Difference(Struct, frozen=True):
    """One difference: its cause, the unit, the words of the source, and what was wanted and found."""

    cause: str
    where: str
    words: str
    detail: str = ""

    def line(self) -> str:
        """The difference on one line, its words isolated for terminals."""
        words = clean(self.words)
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rpartition(" ")[0] + "…"
        return f"{self.where}: {isolate(f'«{short}»')}{f' {self.detail}' if self.detail else ''}"


class Group(Struct, frozen=True):
    """All differences of one cause."""

    cause: str
    count: int
    examples: tuple[Difference, ...]


def group(differences: Iterable[Difference], examples: int | None = None) -> Iterator[Group]:
    """The causes in the order of the manual, each with up to `examples` of its differences, or with all of them."""
    found: dict[str, list[Difference]] = {}
    for difference in differences:
        found.setdefault(difference.cause, []).append(difference)
    for cause in sorted(found, key=lambda c: _ORDER[c]):
        yield Group(cause, len(found[cause]), tuple(found[cause][:examples]))


def wanted(gold: str, got: str) -> str:
    """The usual wording of a detail."""
    return f"is {isolate(gold)}, got {isolate(got)}"
