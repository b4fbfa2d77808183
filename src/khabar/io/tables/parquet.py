"""Tables on disk, the room of pyarrow: a shard's part is one file, the output a folder with a Parquet file for each table.

A part holds the tables one after the other as Arrow streams, in the order of the schema. Joining numbers the reports
through and packs rows into row groups, so that many small shards make no small groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from khabar.errors import InputError
from khabar.io.tables.rows import Rows
from khabar.io.tables.schema import TABLES, Column, Table, columns
from khabar.model.record import Record

_GROUP = 16 << 20  # bytes of a table, as they lie in memory, that make a row group
_ROWS = 100_000  # or so many rows
Held = list[Any]  # record batches of a table that are not written yet


class Tables:
    """Parquet, a file for each table, in a folder."""

    ending = ".arrows"
    files: tuple[str, ...] | None = tuple(f"{table.name}.parquet" for table in TABLES)

    def __init__(self) -> None:
        if find_spec("pyarrow") is None:
            raise InputError("--format parquet needs pyarrow: pip install 'khabar[tables]'")

    @contextmanager
    def writer(self, stream: BinaryIO) -> Iterator[Callable[[Record], None]]:
        """What takes records; they are written as a part when all are there."""
        import pyarrow as pa

        rows = Rows()
        yield rows.add
        for table in TABLES:
            schema = arrow_schema(table)
            values = zip(rows.values[table.name], schema, strict=True)
            batch = pa.record_batch([_array(held, field.type) for held, field in values], schema=schema)
            with pa.ipc.new_stream(stream, schema) as out:
                out.write_batch(batch)

    def join(self, parts: Iterable[Path], target: Path) -> None:
        """Write all parts, in order, as one Parquet file for each table into a new folder."""
        import pyarrow.parquet as pq

        target.mkdir()
        writers = {
            table.name: pq.ParquetWriter(target / f"{table.name}.parquet", arrow_schema(table), compression="zstd")
            for table in TABLES
        }
        held: dict[str, Held] = {table.name: [] for table in TABLES}
        before = 0
        for path in parts:
            batches = list(_read(path))
            for name, batch in batches:
                held[name].append(_renumbered(batch, before))
                if _full(held[name]):
                    _flush(writers[name], held[name])
            before += batches[0][1].num_rows  # the reports come first
        for name, writer in writers.items():
            _flush(writer, held[name])
            writer.close()


def arrow_schema(table: Table) -> Any:
    """A table's columns as an Arrow schema."""
    import pyarrow as pa

    return pa.schema([pa.field(c.name, _arrow_type(c), nullable=c.nullable) for c in columns(table)])


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    if column.fields:
        return pa.list_(pa.struct([(name, pa.string()) for name, _ in column.fields]))
    return _plain_types()[column.type]


@cache
def _plain_types() -> dict[str, Any]:
    import pyarrow as pa

    return {
        "text": pa.string(), "texts": pa.list_(pa.string()), "bool": pa.bool_(),
        "int32": pa.int32(), "int64": pa.int64(), "float64": pa.float64(),
    }  # fmt: skip


def _array(values: list[Any], kind: Any) -> Any:
    """Values as an Arrow array; half of a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD, so offsets stay true."""
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_carried(value) for value in values], kind)


def _carried(value: Any) -> Any:
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    if isinstance(value, list):
        return [_carried(item) for item in value]
    return {name: _carried(item) for name, item in value.items()} if isinstance(value, dict) else value


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    """The tables of a part, by name."""
    import pyarrow as pa

    with path.open("rb") as part:
        for table in TABLES:
            (batch,) = pa.ipc.open_stream(part)
            yield table.name, batch


def _renumbered(batch: Any, before: int) -> Any:
    """The rows of a part, its reports numbered after those that came before."""
    import pyarrow.compute as pc

    place = batch.schema.get_field_index("report")
    numbers = pc.add(batch.column(place), before)
    return batch.set_column(place, batch.schema.field(place), numbers)


def _full(held: Held) -> bool:
    return bool(sum(b.nbytes for b in held) >= _GROUP or sum(b.num_rows for b in held) >= _ROWS)


def _flush(writer: Any, held: Held) -> None:
    """Write what is held as one row group."""
    import pyarrow as pa

    if any(batch.num_rows for batch in held):
        writer.write_table(pa.Table.from_batches(held).combine_chunks())
    held.clear()
