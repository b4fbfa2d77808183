"""Two reports beside each other: what they share, whether one is a copy, and all differences."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from khabar.bidi import isolate
from khabar.corpus.coded import Coded
from khabar.corpus.differences import Comparer, Differences
from khabar.corpus.page import count, entry, percent, said, source_name
from khabar.corpus.show_differences import difference_lines
from khabar.corpus.sources import Credit, Source
from khabar.render import Style

COLUMNS = ("what", "how", "a", "b", "of")


class Side(msgspec.Struct, frozen=True):
    """One of the two reports."""

    report: str
    outlet: Source | None
    published: str | None
    title: str | None
    credits: tuple[Credit, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Two reports; `words` are shared, `of_a` and `of_b` the part of each that the other has.

    `copies` tells whether they share as much as copies do.
    """

    a: Side
    b: Side
    words: int
    of_a: float
    of_b: float
    copies: bool
    differences: Differences


def compare(a: Coded, b: Coded, comparer: Comparer) -> Comparison:
    """The comparison of a report with another, in the order given."""
    part, found = comparer.compare(comparer.ready(a), comparer.ready(b))
    rules = comparer.rules
    copies = max(part.of_a, part.of_b) >= rules.share and part.words >= rules.least_words
    return Comparison(_side(a, comparer), _side(b, comparer), part.words, part.of_a, part.of_b, copies, found)


def _side(record: Coded, comparer: Comparer) -> Side:
    document, sources = record.document, comparer.sources
    return Side(document.id, sources.outlet(record), document.published, document.title, sources.credits(record))


def comparison_lines(found: Comparison, style: Style) -> Iterator[str]:
    """A comparison as text."""
    for label, side in (("A", found.a), ("B", found.b)):
        facts = [isolate(side.report), source_name(side.outlet), side.published or "undated"]
        yield from entry(label, "  ".join([*facts, *([said(side.title)] if side.title else [])]), style)
        credits = ", ".join(f"{isolate(c.agency.name)} ({c.where}: {said(c.text)})" for c in side.credits)
        yield from entry("", f"credits {credits or 'nobody'}", style)
    told = "as copies do" if found.copies else "less than copies do"
    shared = f"{count(found.words, 'word')}: {percent(found.of_a)} of A, {percent(found.of_b)} of B; {told}"
    yield from entry("shared", shared, style)
    yield from entry("same", count(found.differences.sentences.same, "sentence"), style)
    yield from difference_lines(found.differences, style, 10_000)


def comparison_rows(found: Comparison) -> Iterator[tuple[object, ...]]:
    """A table of COLUMNS: one row a difference."""
    own = found.differences
    yield from (("sentence", "changed", x.a.text, x.b.text, None) for x in own.sentences.changed)
    yield from (("sentence", "dropped", x.text, None, None) for x in own.sentences.dropped)
    yield from (("sentence", "added", None, x.text, None) for x in own.sentences.added)
    kinds = (
        ("title", (own.title,)), ("credit", (own.credit,)), ("figure", own.figures), ("attribution", own.attributions),
        ("name", own.names),
    )  # fmt: skip
    for kind, changes in kinds:
        for x in changes:
            if x is not None:
                how = "added" if x.a is None else "dropped" if x.b is None else "changed"
                yield kind, how, x.a, x.b, x.what
