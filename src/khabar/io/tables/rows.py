"""From a record to rows: plain values, a list for each column. It knows the schema and no file format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from khabar.io.tables.schema import TABLES, Column, Table, columns
from khabar.model.record import Record

Get = Callable[[Any], Any]


class Rows:
    """The rows of some records: for each table a list of values a column."""

    def __init__(self) -> None:
        self.count = 0
        self.values: dict[str, list[list[Any]]] = {t.name: [[] for _ in columns(t)] for t in TABLES}

    def add(self, record: Record) -> None:
        """Add all rows of a record; its position is its number among those added."""
        for table in TABLES:
            held = self.values[table.name]
            getters = _getters(table)
            first = len(held) - len(getters)
            for keys, value in _rows(table, record):
                for column, key in zip(held[:first], (self.count, *keys), strict=True):
                    column.append(key)
                for column, get in zip(held[first:], getters, strict=True):
                    column.append(get(value))
        self.count += 1


def _rows(table: Table, record: Record) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """What each row is made of, with the owner's id and the place in its list where the table has these."""
    for owner, value_list in _lists(table, record):
        for n, value in enumerate(value_list):
            yield (*((owner,) if table.owner else ()), *((n,) if table.index else ())), value


def _lists(table: Table, record: Record) -> Iterable[tuple[str | None, Iterable[Any]]]:
    if not table.rows:
        return [(None, [record])]
    first, _, rest = table.rows.partition(".")
    if table.owner is None:
        return [(None, _follow(table.rows)(record))]
    return ((owner.id, getattr(owner, rest)) for owner in getattr(record, first))


@cache
def _getters(table: Table) -> tuple[Get, ...]:
    return tuple(_getter(column) for column in table.columns)


def _getter(column: Column) -> Get:
    get = _follow(column.path or column.name)
    if column.type == "texts":
        return lambda value: list(get(value))
    if column.type == "map":
        (key, _), (name, _) = column.fields
        return lambda value: [{key: k, name: v} for k, v in sorted(get(value).items())]
    if column.type == "structs":
        inner = [(name, _follow(path or name)) for name, path in column.fields]
        return lambda value: [{name: find(item) for name, find in inner} for item in get(value)]
    return get


@cache
def _follow(path: str) -> Get:
    """What a path leads to from a value; None where something on the way is None."""
    names = path.split(".")

    def follow(value: Any) -> Any:
        for name in names:
            if value is None:
                return None
            value = getattr(value, name)
        return value

    return follow
