"""The formats that are read: how each is recognised, by suffix and by content, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from khabar.errors import InputError
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.readers import addresses, feed, html, lines, parquet, table, text, warc
from khabar.io.source import Source

_MARKS = (b"\xef\xbb\xbf",)


class Format(msgspec.Struct, frozen=True):
    """A format: `looks` tells it by the first bytes, less a mark and blanks; `lone` files are one report each."""

    name: str
    suffixes: tuple[str, ...]
    looks: Callable[[bytes], bool]
    read: Callable[[Source, Intake], Iterator[Given | Failure]]


def _never(head: bytes) -> bool:
    return False


# Told by content from top to bottom; what is none of them is text.
FORMATS = (
    Format("json", (".jsonl", ".ndjson", ".json"), lines.looks, lines.read),
    Format("warc", (".warc", ".wet"), warc.looks, warc.read),
    Format("feed", (".rss", ".atom", ".xml", ".rdf"), feed.looks, feed.read),
    Format("html", (".html", ".htm", ".xhtml"), html.looks, html.read),
    Format("parquet", (".parquet", ".pq"), parquet.looks, parquet.read),
    Format("csv", (".csv", ".tsv", ".tab"), table.looks, table.read),
    Format("urls", (".urls",), _never, addresses.read),
    Format("text", (".txt", ".text"), _never, text.read),
)
NAMES = {format.name: format for format in FORMATS}
SUFFIXES = {suffix: format for format in FORMATS for suffix in format.suffixes}


def recognise(source: Source, intake: Intake) -> Format:
    """The format of an input: as the user says, else by its suffix, else by its first bytes."""
    if intake.format is not None:
        return NAMES[intake.format]
    return SUFFIXES.get(source.suffix) or by_content(source.head)


def known_format(name: str | None) -> str | None:
    """A format's name as it was given, if there is such a format; else an `InputError` that lists them."""
    if name is not None and name not in NAMES:
        raise InputError(f"there is no format «{name}»; there is: {', '.join(sorted(NAMES))}")
    return name


def by_content(head: bytes) -> Format:
    """The format that some first bytes are of."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    bare = head.lstrip()
    return next((format for format in FORMATS if format.looks(bare)), NAMES["text"])
