"""Where an export goes: one file, standard output, or a folder with files for each report."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from khabar.errors import InputError
from khabar.io.exports.table import Format

_LONGEST = 80  # letters of a file's name from an id; file systems take 255 bytes, and an Arabic letter is two


class FileOut:
    """One file, or standard output for «-», that opens with the format's header."""

    def __init__(self, path: str, fmt: Format) -> None:
        self._path = path
        if path != "-" and Path(path).is_dir():
            raise InputError(f"{path}: is a folder, and {fmt.name} is one file; name a file")
        try:
            self._file = self._open()
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None
        self._file.write(fmt.head)

    def _open(self) -> BinaryIO:
        return sys.stdout.buffer if self._path == "-" else Path(self._path).open("wb")

    def write(self, report: str, parts: tuple[bytes, ...]) -> bool:
        """Write the lines of one report."""
        self._file.writelines(parts)
        return True

    def __enter__(self) -> FileOut:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        if self._path != "-":
            self._file.close()


class FolderOut:
    """A folder with files for each report, named by its id."""

    def __init__(self, path: str, fmt: Format) -> None:
        if path == "-":
            raise InputError(f"{fmt.name} is a folder of files and cannot go to standard output; name a folder")
        self._folder, self._endings = Path(path), fmt.endings
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if any(self._folder.iterdir()):
                raise InputError(f"{path}: holds files already; name a new or an empty folder")
            for name, data in fmt.beside:
                (self._folder / name).write_bytes(data)
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None

    def write(self, report: str, parts: tuple[bytes, ...]) -> bool:
        """Write the files of one report; False where the very same was written before.

        Another report of the same id gets a name with a digest of what it holds.
        """
        digest = hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
        stem = file_name(report)
        for name in (stem, f"{stem}-{digest}"):
            paths = [self._folder / f"{name}{ending}" for ending in self._endings]
            if not any(path.exists() for path in paths):
                for path, data in zip(paths, parts, strict=True):
                    path.write_bytes(data)
                return True
            if all(path.exists() and path.read_bytes() == data for path, data in zip(paths, parts, strict=True)):
                return False
        raise InputError(f"{self._folder / stem}: is in the way of another report with the id {report}")

    def __enter__(self) -> FolderOut:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Every file is closed when it is written."""


def file_name(report: str) -> str:
    """A name that every file system takes, from the id of a report: letters, digits and - _ are kept, a dot within."""
    kept = "".join(c if c.isalnum() or c in "-_" or (c == "." and n) else f"%{ord(c):X}" for n, c in enumerate(report))
    if len(kept) > _LONGEST:
        kept = f"{kept[:_LONGEST]}-{hashlib.sha256(report.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    return kept or "report"
