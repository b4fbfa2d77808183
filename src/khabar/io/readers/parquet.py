"""Parquet: a report a row, by the names of columns as in tables of text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from khabar.errors import InputError
from khabar.io.decode import LIMIT
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.library import needed
from khabar.io.readers.columns import choose, report
from khabar.io.source import Source

_ROWS = 64  # that are held at once
_GROUP = 2 << 30  # bytes of a group of rows; larger ones come from damaged files
_PIPE = 4 << 30  # bytes of a file in a pipe, which is put on disk first


def looks(head: bytes) -> bool:
    """The mark of the format."""
    return head.startswith(b"PAR1")


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The reports of a file; it must be whole, as its table of contents stands at its end."""
    with needed("pyarrow"):
        import pyarrow
        import pyarrow.parquet as parquet
    with _on_disk(source) as file:
        try:
            found = parquet.ParquetFile(file)
            chosen = choose(found.schema_arrow.names, intake.columns)
            _check(found, chosen)
            columns = sorted(set(chosen.values()))
            whole = parquet.ParquetFile(file, read_dictionary=_texts(found, columns, pyarrow))
            yield from _rows(whole, columns, chosen, source.name, intake)
        except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
            raise InputError(f"is no sound Parquet ({_first_line(error)})") from None


def _rows(
    file: Any, columns: list[str], chosen: dict[str, str], name: str, intake: Intake
) -> Iterator[Given | Failure]:
    number = 0
    for batch in file.iter_batches(_ROWS, columns=columns, use_threads=False):
        arrays = {wanted: batch.column(columns.index(column)) for wanted, column in chosen.items()}
        for at in range(batch.num_rows):
            number += 1
            try:
                values = {wanted: _text(array[at].as_py()) for wanted, array in arrays.items()}
            except UnicodeDecodeError as error:
                yield Failure(name, number, None, f"the row is damaged: byte {error.start} is no UTF-8")
                continue
            yield report(values, name, number, intake.day)


def _check(file: Any, chosen: dict[str, str]) -> None:
    """Refuse what no memory would hold."""
    for n in range(file.metadata.num_row_groups):
        if file.metadata.row_group(n).total_byte_size > _GROUP:
            raise InputError(f"a group of rows is larger than {_GROUP >> 30} GiB; write it anew in smaller groups")


def _texts(file: Any, columns: list[str], pyarrow: Any) -> list[str]:
    """The columns of text: read by their dictionary, so that one long value said often takes its room once."""
    kinds = (pyarrow.string(), pyarrow.binary(), pyarrow.large_string(), pyarrow.large_binary())
    return [column for column in columns if file.schema_arrow.field(column).type in kinds]


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value[: LIMIT + 1].decode("utf-8")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


@contextmanager
def _on_disk(source: Source) -> Iterator[BinaryIO]:
    """A file that can be read from its end, which a pipe cannot."""
    if source.path is not None:
        with Path(source.path).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as kept:
        size = 0
        while data := source.file.read(1 << 20):
            size += len(data)
            if size > _PIPE:
                raise InputError(f"is larger than {_PIPE >> 30} GiB; write it in smaller files")
            kept.write(data)
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
