"""`khabar export`: records in, a format of the field out, and a word on what it could not hold."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from khabar.errors import InputError
from khabar.io.exports.table import Format, pick
from khabar.io.exports.write import FileOut, FolderOut
from khabar.io.records import read_records
from khabar.model.record import Record

_STATUSES = ("negated", "future", "hypothetical")


def export(options: Namespace) -> int:
    """Write the records of all inputs, one after the other, and tell on standard error what was left out and why."""
    fmt = pick(options.to)
    if options.all_statuses and fmt.status == "none":
        raise InputError(f"{fmt.name} has no place for an event's status, so --all-statuses would make facts of them")
    _refuse_overwriting(options.records, options.output)
    records = _begun(_records(options.records))
    reports, count, bare, left = 0, 0, 0, Counter[str]()
    with FolderOut(options.output, fmt) if fmt.endings else FileOut(options.output, fmt) as out:
        for record in records:
            made = fmt.make(record, options.all_statuses)
            if not out.write(record.document.id, made.parts):
                left["report given twice"] += 1
                continue
            reports, count, bare = reports + 1, count + made.count, bare + made.bare
            left.update(made.left)
    for line in _told(fmt, reports, count, bare, left):
        print(f"khabar: {line}", file=sys.stderr)
    return 0


def _records(paths: list[str]) -> Iterator[Record]:
    for path in paths:
        if path != "-" and not Path(path).is_file():
            raise InputError(f"{path}: no such file")
    for path in paths:
        yield from read_records(path)


def _begun(records: Iterator[Record]) -> Iterator[Record]:
    """The same records, the first one read: input that is none of ours is refused before anything is written."""
    first = next(records, None)
    return iter(()) if first is None else chain((first,), records)


def _told(fmt: Format, reports: int, count: int, bare: int, left: Counter[str]) -> Iterator[str]:
    """What was written, what was left out, and what a reader of the format will not see."""
    yield f"{_number(reports, 'reports')}, {_number(count, fmt.unit)} of {fmt.name}"
    if left:
        reasons = sorted(left.items(), key=lambda reason: (-reason[1], reason[0]))
        yield "\n".join((f"left out {left.total():,}:", *(f"{number:10,}  {reason}" for reason, number in reasons)))
    if left.keys() & set(_STATUSES):
        asked = "--all-statuses takes those too that are negated, future or hypothetical"
        yield asked if fmt.status == "asked" else f"{fmt.name} has no place for an event's status: it holds what is asserted"
    if bare and not fmt.voice:
        yield f"{_number(bare, fmt.unit)} by the word of someone in the report, which {fmt.name} has no place to say"


def _number(count: int, unit: str) -> str:
    return f"{count:,} {_one(unit) if count == 1 else unit}"


def _one(unit: str) -> str:
    return unit.removesuffix("ies") + "y" if unit.endswith("ies") else unit.removesuffix("s")


def _refuse_overwriting(inputs: list[str], output: str) -> None:
    for given in inputs:
        if "-" not in (given, output) and Path(given).resolve() == Path(output).resolve():
            raise InputError(f"{output}: is what is read; choose another place")
