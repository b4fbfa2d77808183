"""Reports as they are given: files of many formats, folders of them, pages on the web, or standard input.

What is no report becomes a `Failure` that says where and why; the rest is read on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from khabar.errors import InputError
from khabar.io.given import Failure, Given, Row, check_published
from khabar.io.intake import Intake
from khabar.io.readers.addresses import STARTS, read_named
from khabar.io.readers.formats import SUFFIXES, recognise
from khabar.io.screen import screen
from khabar.io.source import Source, open_source, unpacked

__all__ = ["Failure", "Given", "Intake", "Row", "check_published", "read_lone", "read_reports"]

_PLAIN = Intake()


def read_reports(paths: Iterable[str], intake: Intake = _PLAIN) -> Iterator[Given | Failure]:
    """All reports of the given files, folders, addresses and «-»; a path that does not exist is an error before any is read."""
    paths = list(paths)
    for path in paths:
        if path != "-" and not path.startswith(STARTS) and not Path(path).exists():
            raise InputError(f"{path}: no such file or folder")
    for path in paths:
        yield from screen(_one(path, intake), intake)


def read_lone(path: str, intake: Intake) -> Row:
    """The one report of a file, a page of the web, or «-»; an input of several, or of none, is an `InputError`."""
    if path not in ("-",) and not path.startswith(STARTS) and Path(path).is_dir():
        raise InputError(f"{path}: is a folder; use «khabar code» for many reports")
    items = list(islice(_one(path, intake), 2))
    first = items[0] if items else Failure(path, None, None, "holds no report")
    if isinstance(first, Failure):
        name = "standard input" if path == "-" else path
        raise InputError(first.reason if first.reason.startswith(name) else f"{name}: {first.reason}")
    if len(items) > 1 and isinstance(items[1], Given):
        raise InputError(f"{path}: holds several reports; use «khabar code»")
    return first.row


def _one(path: str, intake: Intake) -> Iterator[Given | Failure]:
    if path.startswith(STARTS):
        return read_named(path, intake)
    if path != "-" and Path(path).is_dir():
        return _folder(Path(path), intake)
    return read_input(path, intake)


def read_input(path: str, intake: Intake, named: bool = True) -> Iterator[Given | Failure]:
    """The reports of one file or of «-»; what stops its reading is a failure after those that were read."""
    last = None
    try:
        with open_source(path, named) as source:
            for item in _read(source, intake):
                last = item.line
                yield item
    except InputError as error:
        after = f"after {last}: " if last is not None else ""
        yield Failure(path, None, None, after + str(error))


def _read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """What the reader of the source's format gives; a fault of ours is told, and does not stop the run."""
    try:
        yield from recognise(source, intake).read(source, intake)
    except (InputError, GeneratorExit):
        raise
    except Exception as error:
        raise InputError(f"internal error, please report it: {type(error).__name__}: {error}") from error


def _folder(folder: Path, intake: Intake) -> Iterator[Given | Failure]:
    """The files of a folder and the folders in it that have a suffix of a format, by name; others are no reports."""
    found = sorted(p for p in folder.rglob("*") if Path(unpacked(str(p))).suffix.lower() in SUFFIXES and p.is_file())
    if not found:
        known = ", ".join(sorted(SUFFIXES))
        yield Failure(str(folder), None, None, f"the folder holds no file that can be read (known: {known})")
    for path in found:
        yield from read_input(str(path), intake, named=False)
