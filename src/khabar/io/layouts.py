"""How records lie in a file: JSON Lines, or tables. A shard has a part of its own; parts are joined into the output."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from khabar.errors import InputError
from khabar.io.jsons import to_json
from khabar.model.record import Record

_BLOCK = 1 << 20


class Layout(Protocol):
    """`ending` is that of a part's name; `files` are those of a folder that is the output, None where it is one file."""

    ending: str
    files: tuple[str, ...] | None

    def writer(self, stream: BinaryIO) -> AbstractContextManager[Callable[[Record], None]]:
        """What writes records to a part, one after the other."""

    def join(self, parts: Iterable[Path], target: Path) -> None:
        """Write the records of all parts, in order, to a new file or folder."""


class Lines:
    """JSON Lines: one record a line; parts are joined byte for byte."""

    ending = ".jsonl"
    files: tuple[str, ...] | None = None

    @contextmanager
    def writer(self, stream: BinaryIO) -> Iterator[Callable[[Record], None]]:
        """What writes records to a stream, one after the other."""

        def write(record: Record) -> None:
            stream.write(to_json(record) + b"\n")

        yield write

    def join(self, parts: Iterable[Path], target: Path) -> None:
        """Put the parts one after the other into a new file."""
        with target.open("wb") as out:
            for path in parts:
                with path.open("rb") as part:
                    shutil.copyfileobj(part, out, _BLOCK)


def layout(name: str) -> Layout:
    """The layout of a name: jsonl or parquet."""
    if name == "jsonl":
        return Lines()
    if name == "parquet":
        from khabar.io.tables.parquet import Tables

        return Tables()
    raise InputError(f"there is no format «{name}»: use jsonl or parquet")
