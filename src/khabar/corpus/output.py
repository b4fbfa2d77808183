"""What comparing finds, written as text, JSON Lines or a table, to a file or to standard output."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from khabar.errors import InputError
from khabar.io.writers import JsonLines
from khabar.terminal import put


def write_json(values: Iterable[Any], path: str) -> None:
    """One value a line."""
    with JsonLines(path) as out:
        for value in values:
            out.write(value)


def write_csv(columns: Iterable[str], rows: Iterable[Iterable[object]], path: str) -> None:
    """A table with a head line, in UTF-8; what is unknown is empty."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows(["" if cell is None else cell for cell in row] for row in rows)
    _write(text.getvalue(), path)


def write_text(lines: Iterable[str], path: str) -> None:
    """Lines for people."""
    _write("".join(f"{line}\n" for line in lines), path)


def _write(text: str, path: str) -> None:
    data = text.encode("utf-8", "replace")
    if path == "-":
        put(data)
        return
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None
