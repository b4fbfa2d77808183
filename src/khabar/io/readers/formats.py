"""The formats that are read: how each is recognised, by suffix and by content, and what reads it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

import msgspec

from khabar.errors import InputError
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.source import Source

_MARKS = (b"\xef\xbb\xbf",)


class Reader(Protocol):
    """What the module of a format offers; `looks` is asked only of formats that are told by content."""

    def looks(self, head: bytes) -> bool:
        """Whether the first bytes of an input, less a mark and blanks, are of this format."""
        ...

    def read(self, source: Source, intake: Intake) -> Iterator[Given | Failure]:
        """The reports of an input."""
        ...


class Format(msgspec.Struct, frozen=True):
    """A format: its suffixes, the module that reads it, which is loaded with the first such input, and whether content tells it."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    told: bool = True

    @property
    def reader(self) -> Reader:
        """The module that reads the format."""
        return cast(Reader, import_module(f"{__package__}.{self.module}"))

    def looks(self, head: bytes) -> bool:
        """Whether some first bytes are of the format."""
        return self.told and self.reader.looks(head)

    def read(self, source: Source, intake: Intake) -> Iterator[Given | Failure]:
        """The reports of an input of the format."""
        return self.reader.read(source, intake)


# Told by content from top to bottom; what is none of them is text.
FORMATS = (
    Format("json", (".jsonl", ".ndjson", ".json"), "lines"),
    Format("warc", (".warc", ".wet"), "warc"),
    Format("feed", (".rss", ".atom", ".xml", ".rdf"), "feed"),
    Format("html", (".html", ".htm", ".xhtml"), "html"),
    Format("parquet", (".parquet", ".pq"), "parquet"),
    Format("csv", (".csv", ".tsv", ".tab"), "table"),
    Format("urls", (".urls",), "addresses", told=False),
    Format("text", (".txt", ".text"), "text", told=False),
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
