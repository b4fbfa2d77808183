"""Dates as publishers write them, as ISO 8601: what cannot be read is None, and nothing is guessed.

ISO 8601 and the form of mails and RSS (RFC 822) keep their time and zone. A date in words is read by the time grammar of
the language, which the caller hands over, and keeps the clock time that stands after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_LONG = 120  # characters; no date is longer
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_FIGURES = {ord(chr(base + n)): str(n) for base in (0x0660, 0x06F0) for n in range(10)}
_COMPACT = re.compile(r"\d{4}(?:-?\d\d){2}(?:[T ].*)?")
_COLONLESS = re.compile(r"(?<=\d)([+-]\d\d)(\d\d)$")
_EMPTY = frozenset(("0001-01-01", "1900-01-01", "1970-01-01"))  # what programs write for a date that they do not know


def read_date(text: str | None, day: Callable[[str], str | None] | None = None) -> str | None:
    """A date or date-time in ISO 8601; `day` reads one in words as the day."""
    bare = (text or "").strip().translate(_FIGURES)
    if not bare or len(bare) > _LONG:
        return None
    found = _iso(bare) or _mail(bare) or (_words(bare, day) if day and any(map(str.isalpha, bare)) else None)
    return None if found and found[:10] in _EMPTY else found


def _iso(text: str) -> str | None:
    if not _COMPACT.fullmatch(text):
        return None
    try:
        if len(text) in (8, 10):
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(_COLONLESS.sub(r"\1:\2", text.replace(" ", "T", 1).replace(" ", ""))).isoformat()
    except ValueError:
        return None


def _mail(text: str) -> str | None:
    """«Sun, 13 Apr 2025 14:05:00 +0300»."""
    if not text.isascii():
        return None
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _words(text: str, day: Callable[[str], str | None]) -> str | None:
    """The day in words and, where one stands beside it, the time of a clock of 24 hours."""
    found = day(text)
    clocks = _CLOCK.findall(text)
    if found is None or len(clocks) != 1 or _after(text):
        return found
    hour, minute, second = clocks[0]
    return f"{found}T{int(hour):02}:{minute}:{second or '00'}"


def _after(text: str) -> bool:
    """Whether words follow the clock time: before or after noon, or a zone, which are not read."""
    clock = _CLOCK.search(text)
    return clock is not None and any(c.isalpha() for c in text[clock.end() :])
