"""CSV and TSV: a report a row, under a line of names; the separator is told by that line.

The encoding is told by the first bytes; a row that is damaged is told by itself, and so is a cell that never ends.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from khabar.errors import InputError
from khabar.io.decode import LIMIT, decode
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.readers.columns import choose, known, plain, report
from khabar.io.source import Source

_SEPARATORS = ",\t;|"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def looks(head: bytes) -> bool:
    """A first line that names a text and something else."""
    line = head.split(b"\n", 1)[0]
    try:
        names = _names(line.decode("utf-8"), "")
    except (UnicodeDecodeError, csv.Error):
        return False
    texts, others = (
        {n for name, ns in known().items() if (name == "text") is text for n in ns} for text in (True, False)
    )
    found = {plain(name) for name in names}
    return bool(found & texts and found & others)


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The reports of a table."""
    csv.field_size_limit(LIMIT)  # Python's own, of 128 KiB, is for the whole process and less than a long report
    lines = _lines(source)
    first = next(lines, "").removeprefix("\ufeff")
    names = _names(first, source.suffix)
    chosen = choose(names, intake.columns)
    at = {wanted: names.index(column) for wanted, column in chosen.items()}
    table = csv.reader(lines, delimiter=_separator(first, source.suffix), strict=True)
    while True:
        number = table.line_num + 2  # the line after the names is the second
        try:
            row = next(table, None)
        except csv.Error as error:
            yield Failure(source.name, number, None, _said(error))
            continue
        if row is None:
            return
        if row:
            yield _report(row, at, source.name, number, len(names), intake)


def _said(error: csv.Error) -> str:
    if "end of data" in str(error):
        return "a quotation mark is never closed; what follows this line was not read"
    return f"is no row of a table: {error}"


def _report(row: list[str], at: dict[str, int], name: str, line: int, width: int, intake: Intake) -> Given | Failure:
    if len(row) != width:
        return Failure(name, line, None, f"the row has {len(row)} cells under {width} names")
    if any("\udc80" <= c <= "\udcff" for cell in row for c in cell if c > "\ud7ff"):
        return Failure(name, line, None, "the row is damaged: it holds bytes that are no text; save it again as UTF-8")
    return report({wanted: row[n] for wanted, n in at.items()}, name, line, intake.day)


def _lines(source: Source) -> Iterator[str]:
    """The lines as text, their ends kept; bytes that are none stand as half pairs, and mark their row."""
    file = io.TextIOWrapper(source.file, _encoding(source.head), errors="surrogateescape", newline="")
    while line := file.readline(LIMIT + 1):
        if len(line) > LIMIT:
            raise InputError("the line is too long for one report; what follows it was not read")
        yield line


def _encoding(head: bytes) -> str:
    if head.startswith(_WIDE):
        return "utf-16"
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        try:
            decode(head, "the table")  # Windows-1256, or damaged UTF-8
        except InputError:
            return "utf-8"
        return "windows-1256"
    return "utf-8"


def _separator(line: str, suffix: str) -> str:
    """The sign that parts the first line into most names, the comma where none does."""
    return "\t" if suffix in (".tsv", ".tab") else max(_SEPARATORS, key=line.count)


def _names(line: str, suffix: str) -> list[str]:
    row = next(csv.reader([line], delimiter=_separator(line, suffix)), [])
    return [name.strip().strip("\ufeff") for name in row]
