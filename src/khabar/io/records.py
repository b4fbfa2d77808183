"""Records in: a file of JSON Lines, as `khabar code` writes it, or one record laid out over lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar, overload

from khabar.errors import InputError
from khabar.io.jsons import from_json
from khabar.model.record import FORMAT, Record


class Formatted(Protocol):
    """A record, or the part of one that its reader needs."""

    @property
    def format(self) -> int: ...


T = TypeVar("T", bound=Formatted)


@overload
def read_records(path: str | Path) -> Iterator[Record]: ...
@overload
def read_records(path: str | Path, kind: type[T]) -> Iterator[T]: ...
def read_records(path: str | Path, kind: type[Formatted] = Record) -> Iterator[Formatted]:
    """The records of a file, or of standard input for «-», one at a time; a wrong one is an `InputError` that names it.

    `kind` is the type of what is read of each: a record, or a part of its keys.
    """
    if str(path) == "-":
        yield from _records(sys.stdin.buffer, "standard input", kind)
        return
    try:
        with Path(path).open("rb") as lines:
            yield from _records(lines, str(path), kind)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _records(lines: Iterable[bytes], name: str, kind: type[T]) -> Iterator[T]:
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if number == 1 and bare[:1] == b"{" and not bare.endswith(b"}"):
            yield _record(b"".join((line, *lines)), name, kind)  # laid out over several lines
            return
        if bare:
            yield _record(line, f"{name}, line {number}", kind)


def _record(data: bytes, where: str, kind: type[T]) -> T:
    try:
        record = from_json(data, kind)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    if record.format > FORMAT:
        raise InputError(f"{where}: has format {record.format}; this version reads up to {FORMAT}: use a newer khabar")
    return record
