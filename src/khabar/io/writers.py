"""Write records and failures as JSON Lines, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from khabar.errors import InputError
from khabar.io.jsons import to_json


class JsonLines:
    """A JSON Lines file that is written value by value; «-» is standard output, and a `stream` is left open.

    With `lazy`, the file is made with the first value, and an old one of the same name is removed: no file then means
    that there was nothing to write.
    """

    def __init__(self, path: str = "-", *, lazy: bool = False, stream: BinaryIO | None = None) -> None:
        self.path = path
        self.count = 0
        self._file = stream
        if stream is not None:
            return
        try:
            if path != "-" and lazy:
                Path(path).unlink(missing_ok=True)
            elif not lazy:
                self._file = self._open()
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None

    def write(self, value: Any) -> None:
        """Write one value as one line."""
        if self._file is None:
            self._file = self._open()
        self._file.write(to_json(value) + b"\n")
        self.count += 1

    def _open(self) -> BinaryIO:
        return sys.stdout.buffer if self.path == "-" else Path(self.path).open("wb")

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.flush()
            if self.path != "-":
                self._file.close()
