"""JSON: a report a line (JSON Lines), or one report or a list of them laid out over lines; rows of ours, or ninjs items."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

import msgspec

from khabar.errors import InputError
from khabar.io.decode import LIMIT, decode
from khabar.io.given import Failure, Given, Row, Unwanted, check_row
from khabar.io.intake import Intake
from khabar.io.jsons import from_json
from khabar.io.readers.ninjs import is_ninjs, read_item
from khabar.io.source import Source

LINE_LIMIT = 6 * LIMIT  # a JSON string may write one character of the text in six bytes
_MANY = 4_000_000  # commas; a list of reports of this size has fewer, and one of more things would not fit in memory


def looks(head: bytes) -> bool:
    """An object, or a list of objects."""
    return head[:1] == b"{" or (head[:1] == b"[" and head[1:].lstrip()[:1] in (b"{", b"]"))


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The reports of a file, line by line; one that is laid out over lines is read as a whole."""
    lines = _lines(source.file)
    for number, line in lines:
        first = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not first.strip():
            continue
        if _goes_on(first):
            yield from _laid_out(first, number, lines, source)
            return
        yield _row(first, source.name, number)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT:
            raise InputError("the line is too long for one report; what follows it was not read")
        yield number, line


def _goes_on(line: bytes) -> bool:
    """Whether a first line cannot stand alone, as JSON Lines do."""
    bare = line.strip()
    return bare[:1] == b"[" or (bare[:1] == b"{" and bare[-1:] != b"}")


def _laid_out(
    first: bytes, number: int, lines: Iterator[tuple[int, bytes]], source: Source
) -> Iterator[Given | Failure]:
    """The whole as one JSON value; where it is none, each line by itself."""
    kept, size = [(number, first)], len(first)
    for line in lines:
        kept.append(line)
        size += len(line[1])
        if size > LIMIT:
            break
    else:
        items = _items(b"".join(line for _, line in kept))
        if items is not None:
            yield from _members(items, source.name)
            return
    for n, data in chain(kept, lines):
        if data.strip():
            yield _row(data, source.name, n)


def _members(items: list[bytes], name: str) -> Iterator[Given | Failure]:
    """The members of a list; those that are no objects, of which there may be millions, are told together."""
    others = [n for n, item in enumerate(items, 1) if item.lstrip()[:1] != b"{"]
    if others:
        yield Failure(name, others[0], None, f"{len(others)} members of the list are no objects, this one the first")
    for n, item in enumerate(items, 1):
        if item.lstrip()[:1] == b"{":
            yield _row(item, name, n if len(items) > 1 else None)


def _items(data: bytes) -> list[bytes] | None:
    """The members of a list, or a lone value; None where the data is no JSON."""
    try:
        text = decode(data, "the file")
        if not text.lstrip().startswith("["):
            from_json(text, msgspec.Raw)
            return [data]
        if text.count(",") > _MANY:
            return None
        return [memoryview(item).tobytes() for item in from_json(text, list[msgspec.Raw])]
    except InputError:
        return None


def _row(line: bytes, name: str, number: int | None) -> Given | Failure:
    """One line as a report; an object without `text` may be an item of ninjs."""
    try:
        return Given(name, number, check_row(_read(line)))
    except Unwanted as error:
        return Failure(name, number, _id(line), str(error), skipped=True)
    except InputError as error:
        return Failure(name, number, _id(line), str(error))


def _read(line: bytes) -> Row:
    text = decode(line, "the line")
    try:
        return from_json(text, Row)
    except InputError:
        item = _object(text)
        if item is None or not is_ninjs(item):
            raise
    return read_item(item)


def _object(text: str) -> dict[str, object] | None:
    try:
        return from_json(text, dict)
    except InputError:
        return None


def _id(line: bytes) -> str | None:
    """The id of a line that is no report, where it can still be read."""
    item = _object(line.decode("utf-8", "replace")) or {}
    found = item.get("id", item.get("uri"))
    return str(found) if isinstance(found, str | int) else None
