"""Groups of copies as text for people and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khabar.bidi import isolate
from khabar.corpus.copies import Copies, Copy
from khabar.corpus.page import count, entry, heading, percent, said, source_name
from khabar.corpus.show_differences import difference_lines
from khabar.render import Style

COLUMNS = (
    "group", "kind", "report", "outlet", "published", "title", "of", "credits", "source", "words", "share", "of_original", "same",
    "changed", "dropped", "added", "moved", "figures", "attributions", "names",
)  # fmt: skip


def copy_lines(groups: Iterable[Copies], total: int, style: Style, most: int) -> Iterator[str]:
    """All groups, then what they come to; `most` differences of a kind are shown of each copy."""
    found = inside = 0
    for group in groups:
        found, inside = found + 1, inside + group.reports
        yield from _group(group, style, most)
        yield ""
    told = f"{inside:,} of {count(total, 'report')} in {count(found, 'group')} of copies"
    yield f"{told}; {count(total - inside + found, 'text')} in all" if found else f"no copies among {count(total, 'report')}"


def _group(group: Copies, style: Style, most: int) -> Iterator[str]:
    unknown = f" and {count(group.unknown, 'report')} of unknown outlet" if group.unknown else ""
    yield heading(
        f"{group.id}  {count(group.reports, 'report')} of {count(group.outlets, 'outlet')}{unknown}, "
        f"one source: {source_name(group.source)}", style,
    )  # fmt: skip
    yield from entry("source", group.source_why, style)
    told = [*group.credited.items(), *([("nobody", group.silent)] if group.silent else [])]
    yield from entry("credits", ", ".join(f"{n} {'credits' if n == 1 else 'credit'} {isolate(who)}" for who, n in told), style)
    yield from entry("original", _member(group.original), style)
    yield from entry("", group.original_why, style)
    for copy in group.copies:
        yield from entry(copy.kind, _member(copy), style)
        through = f"; nearest to {isolate(copy.of)}" if copy.of and copy.of != group.original.report else ""
        parts = f"{percent(copy.share)} of it is in the original, {percent(copy.of_original)} of the original in it{through}"
        yield from entry("", parts, style)
        if copy.differences is not None and most > 0:
            yield from difference_lines(copy.differences, style, most, 14)


def _member(copy: Copy) -> str:
    facts = [isolate(copy.report), source_name(copy.outlet), copy.published or "undated"]
    return "  ".join([*facts, *([said(copy.title)] if copy.title else [])])


def copy_rows(groups: Iterable[Copies]) -> Iterator[tuple[object, ...]]:
    """A table of COLUMNS: one row a report."""
    for group in groups:
        for copy in (group.original, *group.copies):
            yield (*_facts(group, copy), *_counts(copy))


def _facts(group: Copies, copy: Copy) -> tuple[object, ...]:
    credits = "; ".join(f"{c.agency.name} ({c.where})" for c in copy.credits)
    return (
        group.id, copy.kind, copy.report, copy.outlet.name if copy.outlet else None, copy.published, copy.title, copy.of, credits,
        group.source.name if group.source else None, copy.words, copy.share, copy.of_original,
    )  # fmt: skip


def _counts(copy: Copy) -> tuple[object, ...]:
    found = copy.differences
    if found is None:
        return (None,) * 8
    s = found.sentences
    return (
        s.same, len(s.changed), len(s.dropped), len(s.added), s.moved, len(found.figures), len(found.attributions),
        len(found.names),
    )  # fmt: skip
