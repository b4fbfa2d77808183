"""An input as it is read: its name, its bytes, taken out of gzip and zstd, and the first of them to look at.

What is damaged, cut off or grows out of all proportion is an `InputError` at the place where it is met, so that all before
it has been read.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from khabar.errors import InputError
from khabar.io.decode import LIMIT
from khabar.io.packed import CHUNK, is_packed, unpack

HEAD = 16_384  # bytes that a format is told by


class Source:
    """One input: `name` as failures tell it, `stem` the id of a lone report in it, `named` where the user named it, and
    not only a folder that it is in, `path` where the bytes are those of a file on disk."""

    def __init__(self, name: str, file: BinaryIO, named: bool = True, path: str | None = None) -> None:
        self.name = name
        self.named = named
        self.path = path
        self.stem = None if name == "-" else Path(unpacked(name)).stem
        self.head = _first(file)
        self.file = _joined(self.head, file)

    @property
    def suffix(self) -> str:
        """The ending of the name without that of a compression: `.jsonl` of `a.jsonl.gz`."""
        return Path(unpacked(self.name)).suffix.lower()

    def read(self, limit: int = LIMIT) -> bytes:
        """All bytes; more than the limit is an `InputError`."""
        data = self.file.read(limit + 1)
        if len(data) > limit:
            raise InputError(f"is too large for one report (at most {limit >> 20} MiB); split it")
        return data


def unpacked(name: str) -> str:
    """A file's name without the ending of a compression."""
    return name[: -len(Path(name).suffix)] if Path(name).suffix.lower() in (".gz", ".zst") else name


@contextmanager
def open_source(path: str, named: bool = True) -> Iterator[Source]:
    """Open a file, or standard input for «-»."""
    if path == "-":
        yield Source(path, _opened(sys.stdin.buffer), named)
        return
    try:
        file = Path(path).open("rb")  # noqa: SIM115
    except OSError as error:
        raise InputError(error.strerror or str(error)) from None
    with file:
        yield Source(path, _opened(file), named, None if is_packed(file.peek(4)) else path)


def _opened(file: BinaryIO) -> BinaryIO:
    """The bytes of a stream, decompressed where it begins as gzip or zstd does."""
    head = _first(file, 4)
    return unpack(head, _joined(head, file))


def _first(file: BinaryIO, size: int = HEAD) -> bytes:
    """The first bytes; a pipe may give them in pieces."""
    data = b""
    while len(data) < size:
        more = file.read1(size - len(data)) if hasattr(file, "read1") else file.read(size - len(data))
        if not more:
            break
        data += more
        if size == HEAD and b"\n" in data:
            break  # a pipe that gives line by line: what has come is enough to tell by
    return data


class _Joined(io.RawIOBase):
    """Bytes that were taken to look at, and then the rest of their stream."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self.head = head
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), CHUNK)
        data, self.head = self.head[:size], self.head[size:]
        if not data:
            data = self.file.read1(size) if hasattr(self.file, "read1") else self.file.read(size)
        buffer[: len(data)] = data
        return len(data)


def _joined(head: bytes, file: BinaryIO) -> BinaryIO:
    """A stream from its beginning: by going back where it can, else with its head before it."""
    return io.BufferedReader(_Joined(head, file), CHUNK)
