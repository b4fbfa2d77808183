"""What is printed, as the terminal or file is to get it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

from khabar.bidi import Mode, show
from khabar.settings import Bidi, Settings


def columns() -> int:
    """The columns that text is laid out in."""
    return max(40, min(shutil.get_terminal_size((100, 24)).columns, 140))


def bidi_mode(wanted: Bidi | None, settings: Settings) -> Mode:
    """How Arabic stands in text output, by the option or else the settings."""
    mode: Bidi = wanted or settings.bidi
    if mode == "auto":
        return "isolate" if sys.stdout.isatty() else "plain"
    return mode


def put_lines(lines: Iterable[str], mode: Mode) -> None:
    """Composed lines to standard output, their Arabic as the terminal is to get it."""
    put("".join(f"{show(line, mode)}\n" for line in lines).encode("utf-8", "replace"))


def put(data: bytes) -> None:
    """Bytes to standard output, whatever encoding the terminal claims."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
