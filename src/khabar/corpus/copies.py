"""Reports that are one text: each group with its original, its copies, and what each of them adds, drops or changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from khabar.corpus.coded import Coded, told_sentences
from khabar.corpus.columns import columns
from khabar.corpus.differences import Comparer, Differences, Part
from khabar.corpus.order import in_order, when
from khabar.corpus.shared import Shared, shared_text
from khabar.corpus.sources import WHOLE, Credit, Printed, Source, Sources, origin

_ALL = 0.95  # the part of a report that counts as the whole of it


class Copy(msgspec.Struct, frozen=True):
    """A report of a group; `kind` is original, same (all of it), copy (most of both), excerpt (part of the original) or
    expanded (the original in a longer text); `of` is the report it is nearest to among the earlier ones.

    `share` is the part of its own text that stands in the original, `of_original` the part of the original that it has.
    """

    report: str
    outlet: Source | None
    published: str | None
    title: str | None
    kind: str
    of: str | None
    words: int
    share: float
    of_original: float
    credits: tuple[Credit, ...]
    differences: Differences | None


class Copies(msgspec.Struct, frozen=True):
    """A group: one text, and so one `source`, however many outlets print it.

    `credited` counts the reports that credit an agency for the whole, by agency; `silent` those, other than the agency's own, that
    credit none. `unknown` counts reports that do not say where they were published.
    """

    id: str
    reports: int
    outlets: int
    unknown: int
    source: Source | None
    source_why: str
    credited: dict[str, int]
    silent: int
    first: str | None
    last: str | None
    original_why: str
    original: Copy
    copies: tuple[Copy, ...]


class Tree(msgspec.Struct, frozen=True):
    """Reports in their order, the pairs that share text, and of each report the earlier one that it is nearest to, or -1."""

    reports: tuple[Coded, ...]
    shared: tuple[Shared, ...]
    parents: tuple[int, ...]

    def groups(self) -> list[list[int]]:
        """The numbers of reports that come from one original, which stands first; by original."""
        roots: list[int] = []
        found: dict[int, list[int]] = {}
        for n, parent in enumerate(self.parents):
            roots.append(n if parent < 0 else roots[parent])
            found.setdefault(roots[n], []).append(n)
        return [found[root] for root in sorted(found)]


def find_tree(records: Sequence[Coded], comparer: Comparer) -> Tree:
    """Which report was made from which: each hangs on the earlier one with which it shares most words."""
    reports = in_order(list(records), comparer.sources)
    table = columns(_texts(record) for record in reports)
    shared = shared_text(table, len(reports), comparer.rules)
    parents = [-1] * len(reports)
    most = [0] * len(reports)
    for pair in shared:  # sorted by the earlier one, so that of equals the first stays
        if pair.copies and pair.words > most[pair.later]:
            parents[pair.later], most[pair.later] = pair.earlier, pair.words
    return Tree(tuple(reports), tuple(shared), tuple(_joined(parents, shared)))


def _joined(parents: list[int], shared: Sequence[Shared]) -> list[int]:
    """Trees that are one text, joined: two excerpts that hardly overlap, and the whole that came later.

    A later report that copies both is no proof, since a round-up copies several texts; but these two have text in common too.
    """
    roots = list(range(len(parents)))
    for n, parent in enumerate(parents):
        roots[n] = roots[parent] if parent >= 0 else n
    met = {(pair.earlier, pair.later) for pair in shared}
    copied: dict[int, list[int]] = {}
    for pair in shared:
        if pair.copies:
            copied.setdefault(pair.later, []).append(pair.earlier)
    found, top = list(parents), list(range(len(parents)))  # top: the root of a root that was joined
    for later in sorted(copied):
        parent = parents[later]
        for other in copied[later]:
            a, b = sorted((_top(top, roots[parent]), _top(top, roots[other])))
            if a != b and (min(other, parent), max(other, parent)) in met:
                found[b], top[b] = a, a
    return found


def _top(top: list[int], root: int) -> int:
    while top[root] != root:
        root = top[root]
    return root


def _texts(record: Coded) -> Iterator[str]:
    text = record.document.text
    return (text[s.start : s.end] for s in told_sentences(record))


def find_copies(tree: Tree, comparer: Comparer) -> Iterator[Copies]:
    """The groups of more than one report, in the order of their originals."""
    groups = (group for group in tree.groups() if len(group) > 1)
    return (_group(f"C{n}", group, tree, comparer) for n, group in enumerate(groups, 1))


def _group(name: str, members: list[int], tree: Tree, comparer: Comparer) -> Copies:
    reports = [tree.reports[n] for n in members]
    first = reports[0]
    original = _copy(first, None, "original", Part(0, 1.0, 1.0), None, comparer)
    ready = comparer.ready(first)
    copies = []
    for n, report in zip(members[1:], reports[1:], strict=True):
        part, found = comparer.compare(ready, comparer.ready(report))
        nearest = tree.reports[tree.parents[n]].id
        copies.append(_copy(report, nearest, _kind(part, comparer.rules.share), part, found, comparer))
    outlets = {copy.outlet.identity for copy in (original, *copies) if copy.outlet}
    days = [report.document.published for report in reports if report.document.published]
    credited = Counter(c.agency.name for copy in (original, *copies) for c in copy.credits if c.where in WHOLE)
    source, why = origin([Printed(copy.outlet, copy.credits) for copy in (original, *copies)])
    return Copies(
        name, len(reports), len(outlets), sum(copy.outlet is None for copy in (original, *copies)), source, why,
        dict(sorted(credited.items(), key=lambda item: (-item[1], item[0]))),
        sum(not any(c.where in WHOLE for c in copy.credits) for copy in (original, *copies)),
        days[0] if days else None, days[-1] if days else None, _why_first(reports, comparer.sources), original, tuple(copies),
    )  # fmt: skip


def _copy(
    report: Coded, of: str | None, kind: str, part: Part, found: Differences | None, comparer: Comparer
) -> Copy:
    document, sources = report.document, comparer.sources
    return Copy(
        document.id, sources.outlet(report), document.published, document.title, kind, of, part.words, part.of_b, part.of_a,
        sources.credits(report), found,
    )  # fmt: skip


def _kind(part: Part, share: float) -> str:
    """How a report stands to its original."""
    if part.of_a >= _ALL and part.of_b >= _ALL:
        return "same"
    if part.of_a < share <= part.of_b:
        return "excerpt"
    if part.of_b < share <= part.of_a:
        return "expanded"
    return "copy"


def _why_first(reports: Sequence[Coded], sources: Sources) -> str:
    """Why the first report is held to be the original."""
    first, second = reports[0], reports[1]
    days = [when(r.document.published) for r in (first, second)]
    if days[0][0] is None:
        return "no report has a date: the longest, or the first in the file"
    if days[0][0] != days[1][0]:
        return "published first, by the day"
    if days[0][1] and days[1][1] and days[0][1] != days[1][1]:
        return "published first, by the hour"
    outlet = sources.outlet(first)
    if outlet is not None and sources.is_agency(outlet.key):
        return "the agency's own report of the day"
    if days[0][1] and not days[1][1]:
        return "the only one of the day with an hour"
    return "of one day: the longest, or the first in the file"
