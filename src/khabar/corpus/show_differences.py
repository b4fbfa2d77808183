"""Differences between two reports as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from khabar.bidi import isolate
from khabar.corpus.differences import Change, Changed, Differences
from khabar.corpus.page import count, entries, entry, said
from khabar.render import Style


def difference_lines(found: Differences, style: Style, most: int, indent: int = 2) -> Iterator[str]:
    """What the second report adds, drops and changes, `most` lines of each kind."""
    sentences = found.sentences
    if found.title:
        yield from entry("title", _change(found.title), style, indent)
    if found.credit:
        yield from entry("credit", _change(found.credit, plain=True), style, indent)
    yield from entries("changes", (_changed(x) for x in sentences.changed), style, most, indent)
    yield from entries("drops", (said(x.text) for x in sentences.dropped), style, most, indent)
    yield from entries("adds", (said(x.text) for x in sentences.added), style, most, indent)
    if sentences.moved:
        yield from entry("order", f"{count(sentences.moved, 'sentence')} moved", style, indent)
    yield from entries("figures", map(_change, found.figures), style, most, indent)
    yield from entries("attributed", map(_attributed, found.attributions), style, most, indent)
    yield from entries("names", map(_change, found.names), style, most, indent)


def _changed(changed: Changed) -> str:
    words = ", ".join(f"{said(w.a) if w.a else '+'} → {said(w.b) if w.b else '–'}" for w in changed.words)
    return f"{said(changed.b.text)}: {words or 'only its signs'}"


def _change(change: Change, plain: bool = False) -> str:
    """«a» → «b», or what was dropped or added."""
    mark = isolate if plain else said
    if change.a is None:
        return f"adds {mark(change.b or '')}" if not plain else f"nobody → {isolate(change.b or '')}"
    if change.b is None:
        return f"drops {mark(change.a)}" if not plain else f"{isolate(change.a)} → nobody"
    return f"{mark(change.a)} → {mark(change.b)}"


def _attributed(change: Change) -> str:
    what = f": {said(change.what)}" if change.what else ""
    if change.a is None or change.b is None:
        return f"{'adds' if change.a is None else 'drops'} {isolate(change.a or change.b or '')}{what}"
    return f"{isolate(change.a)} → {isolate(change.b)}{what}"
