"""Reports as they are given: JSON Lines, text files, folders of them, or standard input.

A line or a file that is no report becomes a `Failure` that says where and why; the rest is read on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from khabar.errors import InputError
from khabar.io.decode import LIMIT, decode, read_text
from khabar.io.given import Failure, Given, Row, check_published, check_row
from khabar.io.jsons import from_json

__all__ = ["Failure", "Given", "Row", "check_published", "read_reports"]

_LINE_LIMIT = 6 * LIMIT  # a JSON string may write one character of the text in six bytes


def read_reports(paths: Iterable[str]) -> Iterator[Given | Failure]:
    """All reports of the given files, folders and «-»; a path that does not exist is an error before any is read."""
    paths = list(paths)
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise InputError(f"{path}: no such file or folder")
    for path in paths:
        yield from _one(path)


def _one(path: str) -> Iterator[Given | Failure]:
    if path == "-":
        yield from _lines(sys.stdin.buffer, "-")
    elif Path(path).is_dir():
        yield from _folder(Path(path))
    elif path.lower().endswith((".jsonl", ".ndjson", ".json")):
        try:
            with Path(path).open("rb") as file:
                yield from _lines(file, path)
        except OSError as error:
            yield Failure(path, None, None, error.strerror or str(error))
    else:
        yield _text(path)


def _folder(folder: Path) -> Iterator[Given | Failure]:
    """The text and JSON Lines files of a folder and the folders in it, by name; other files are no reports."""
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".txt", ".jsonl", ".ndjson") and p.is_file())
    if not found:
        yield Failure(str(folder), None, None, "the folder holds no .txt and no .jsonl file")
    for path in found:
        yield from _one(str(path))


def _text(path: str) -> Given | Failure:
    """A text file is one report; its id is its name without the ending."""
    name = Path(path).stem
    try:
        return Given(path, None, Row(read_text(path), name))
    except InputError as error:
        return Failure(path, None, name, str(error))


def _lines(file: BinaryIO, path: str) -> Iterator[Given | Failure]:
    number = 0
    while line := file.readline(_LINE_LIMIT + 1):
        number += 1
        if len(line) > _LINE_LIMIT:
            yield Failure(path, number, None, "the line is too long for one report; what follows it was not read")
            return
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield _row(line, path, number)


def _row(line: bytes, path: str, number: int) -> Given | Failure:
    try:
        row = check_row(from_json(decode(line, "the line"), Row))
    except InputError as error:
        return Failure(path, number, _id(line), str(error))
    return Given(path, number, row)


def _id(line: bytes) -> str | None:
    """The id of a line that is no report, where it can still be read."""
    try:
        found = from_json(line.decode("utf-8", "replace"), dict).get("id")
    except InputError:
        return None
    return str(found) if isinstance(found, str | int) else None
