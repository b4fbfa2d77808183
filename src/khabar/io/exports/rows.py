"""Rows of text tables: tab-separated without quoting, and CSV after RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

Cell = str | int | float | None


def tsv(cells: Iterable[Cell]) -> bytes:
    """A tab-separated line. The format knows no quoting: white space in a cell is one space, and " is written as '."""
    return ("\t".join(" ".join(_text(cell).split()).replace('"', "'") for cell in cells) + "\n").encode("utf-8", "replace")


def csv_row(cells: Iterable[Cell]) -> bytes:
    """A CSV line, quoted where it needs to be; cells are kept as they are."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([_text(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def listed(values: Iterable[str], unknown: str = "") -> str:
    """Several values in one cell; parallel cells keep their places by `unknown`. All unknown is an empty cell."""
    values = list(values)
    return "; ".join(value or unknown for value in values) if any(values) else ""


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
