"""The first and the last day of a date of any precision, so that a format gets as much of it as is known.

    2025-04-11                  the day itself
    2025-03, 2025-W14, 2025     first and last day of the month, week, year
    2025-01-20/2025-04          from the first day of the one to the last of the other
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

_WEEK = re.compile(r"(\d{4})-W(\d{2})")


def days(value: str | None) -> tuple[date, date] | None:
    """The first and last day of an ISO 8601 date, week, month, year or interval; None for what is none."""
    if not value:
        return None
    first, _, last = value.partition("/")
    begin, end = _days(first), _days(last or first)
    return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def day(value: str | None) -> date | None:
    """The day of a date, where it is known to the day."""
    span = days(value)
    return span[0] if span and span[0] == span[1] else None


def moment(value: str | None) -> datetime | None:
    """A date with a time as it stands in ISO 8601; None for a bare date and for what is none."""
    try:
        return datetime.fromisoformat(value) if value and len(value) > 10 else None
    except ValueError:
        return None


def _days(text: str) -> tuple[date, date] | None:
    text = text.split("T", 1)[0]
    try:
        week = _WEEK.fullmatch(text)
        if week:
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return monday, monday + timedelta(6)
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        if len(parts) == 2:
            year, month = parts
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        year, month, at = parts
        return date(year, month, at), date(year, month, at)
    except (ValueError, TypeError, OverflowError):
        return None
