"""Where an export goes: one file, standard output, or a folder with files for each report."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from khabar.errors import InputError
from khabar.io.exports.table import Format


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

    def write(self, report: str, parts: tuple[bytes, ...]) -> None:
        """Write the lines of one report."""
        self._file.writelines(parts)

    def __enter__(self) -> FileOut:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        if self._path != "-":
            self._file.close()
