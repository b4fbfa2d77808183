"""Text for people about many reports: labels and wrapped entries, as `khabar read` lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khabar.bidi import isolate, show, wrap
from khabar.corpus.sources import Source
from khabar.render import BOLD, RESET, Style

LABEL = 12
_LONG = 160  # letters of a sentence that are shown


def heading(text: str, style: Style) -> str:
    """A line of its own, bold where the terminal can."""
    line = show(text, style.bidi)
    return f"{BOLD}{line}{RESET}" if style.bold else line


def entry(label: str, text: str, style: Style, indent: int = 2) -> Iterator[str]:
    """A label and its text, wrapped; the lines that follow stand under the text."""
    room = max(style.columns - LABEL - indent, 24)
    for n, line in enumerate(wrap(text, room)):
        head = label if n == 0 else ""
        gap = " " if len(head) >= LABEL else ""
        yield show(f"{' ' * indent}{head:{LABEL}}{gap}{line}", style.bidi).rstrip()


def entries(label: str, texts: Iterable[str], style: Style, most: int, indent: int = 2) -> Iterator[str]:
    """Several texts under one label, `most` of them, and how many more there are."""
    all_texts = list(texts)
    for n, text in enumerate(all_texts[:most]):
        yield from entry("" if n else label, text, style, indent)
    if len(all_texts) > most:
        yield from entry("", f"and {len(all_texts) - most} more", style, indent)


def said(text: str) -> str:
    """Words of a report between guillemets, cut where they are long."""
    short = text if len(text) <= _LONG else text[: _LONG - 1].rpartition(" ")[0] + "…"
    return isolate(f"«{short}»")


def source_name(source: Source | None) -> str:
    """The name of an outlet or agency."""
    return isolate(source.name) if source else "unknown outlet"


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """«1 report», «3 reports»."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def percent(part: float) -> str:
    """A part of 1 in per cent, without making the whole of what is not."""
    return f"{min(round(100 * part), 99) if part < 1 else 100} %"
