"""Records in: a file of JSON Lines, as `khabar code` writes it, or one record laid out over lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from khabar.errors import InputError
from khabar.io.jsons import from_json
from khabar.model.record import FORMAT, Record


def read_records(path: str | Path) -> Iterator[Record]:
    """The records of a file, or of standard input for «-», one at a time; a wrong one is an `InputError` that names it."""
    if str(path) == "-":
        yield from _records(sys.stdin.buffer, "standard input")
        return
    try:
        with Path(path).open("rb") as lines:
            yield from _records(lines, str(path))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _records(lines: Iterable[bytes], name: str) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if number == 1 and bare[:1] == b"{" and not bare.endswith(b"}"):
            yield _record(b"".join((line, *lines)), name)  # laid out over several lines
            return
        if bare:
            yield _record(line, f"{name}, line {number}")


def _record(data: bytes, where: str) -> Record:
    try:
        record = from_json(data, Record)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    if record.format > FORMAT:
        raise InputError(f"{where}: has format {record.format}; this version reads up to {FORMAT}: use a newer khabar")
    return record
