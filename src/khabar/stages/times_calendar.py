"""Arithmetic on the calendar for the time grammar: pure functions from a date and what is said of it to ISO 8601."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from hijridate import Gregorian, Hijri

# Which of the many Sundays or Januaries is meant. recent: the nearest not after publication; coming: the nearest not
# before it; last and next: the same, publication's own left out; this: the one of the running week, month or year.
Aim = Literal["recent", "coming", "last", "next", "this"]
Precision = Literal["day", "week", "month", "year", "interval", "duration"]

HIJRI_YEARS = range(1343, 1501)
PARTS = {  # a quarter of a unit, in a smaller one
    "minute": ("PT", 15, "S"),
    "hour": ("PT", 15, "M"),
    "day": ("PT", 6, "H"),
    "year": ("P", 3, "M"),
    "century": ("P", 25, "Y"),
}
WHOLES = {
    "second": ("PT", 1, "S"),
    "minute": ("PT", 1, "M"),
    "hour": ("PT", 1, "H"),
    "day": ("P", 1, "D"),
    "week": ("P", 1, "W"),
    "month": ("P", 1, "M"),
    "year": ("P", 1, "Y"),
    "decade": ("P", 10, "Y"),
    "century": ("P", 100, "Y"),
}


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or nothing where the calendar has none."""
    if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def move(day: date, days: int) -> date | None:
    """The date so many days later, or nothing beyond the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def weekday_date(published: date, weekday: int, aim: Aim) -> date | None:
    """The date of a weekday (1 Monday to 7 Sunday)."""
    behind = (published.isoweekday() - weekday) % 7
    if aim == "recent":
        return move(published, -behind)
    if aim == "last":
        return move(published, -(behind or 7))
    if aim == "this":
        return move(published, weekday - published.isoweekday())
    ahead = -behind % 7
    return move(published, ahead if aim == "coming" else ahead or 7)


def nearest_weekday(day: date, weekday: int, back: bool) -> date | None:
    """The weekday next to a day: five days off at most in the direction told, and one in the other."""
    reach = 5 if back else 1
    return move(day, (weekday - day.isoweekday() + reach) % 7 - reach)


def month_year(published: date, month: int, aim: Aim) -> int:
    """The year of a month named without one."""
    year = published.year
    if aim == "recent":
        return year - (month > published.month)
    if aim == "last":
        return year - (month >= published.month)
    if aim == "coming":
        return year + (month < published.month)
    return year + (aim == "next" and month <= published.month)


def month_day(published: date, month: int, day: int, aim: Aim) -> date | None:
    """The date of a day and a month named without a year."""
    if aim == "this":
        return valid_date(published.year, month, day)
    back = aim in ("recent", "last")
    dates = (valid_date(published.year + (-n if back else n), month, day) for n in range(9))
    return _first(dates, published, aim)


def _first(dates: Iterable[date | None], published: date, aim: Aim) -> date | None:
    for found in dates:
        if found is None or (found == published and aim in ("last", "next")):
            continue
        if found == published or (found < published) == (aim in ("recent", "last")):
            return found
    return None


def month_iso(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def week_iso(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def century_iso(century: int) -> str:
    """The years of a century counted from 1, as the Gregorian calendar counts."""
    return f"{century * 100 - 99:04d}/{century * 100:04d}"


def before_christ(year: int) -> str:
    """ISO 8601 has a year 0, so 1 BC is 0000 and 500 BC -0499."""
    return f"{1 - year:05d}" if year > 1 else "0000"


def period_iso(published: date, unit: str, offset: int) -> tuple[str | None, Precision]:
    """The running week, month, year, decade or century, or one so many before or after it; with its precision."""
    if unit == "day":
        day = move(published, offset)
        return (day.isoformat() if day else None), "day"
    if unit == "week":
        day = move(published, 7 * offset)
        return (week_iso(day) if day else None), "week"
    if unit == "month":
        year, month = divmod(published.year * 12 + published.month - 1 + offset, 12)
        return (month_iso(year, month + 1) if 1 <= year <= 9999 else None), "month"
    if unit == "decade":
        start = (published.year // 10 + offset) * 10
        return f"{start:04d}/{start + 9:04d}", "interval"
    if unit == "century":
        return century_iso((published.year - 1) // 100 + 1 + offset), "interval"
    year = published.year + offset
    return (f"{year:04d}" if year >= 0 else f"{year:05d}"), "year"


def ago_iso(published: date, unit: str, count: int) -> tuple[str | None, Precision]:
    """The day, week, month or year so many units after publication (before it: a negative count)."""
    if unit in ("decade", "century"):
        return period_iso(published, "year", count * (10 if unit == "decade" else 100))
    return period_iso(published, unit, count)


def duration_iso(quarters: int, unit: str) -> str | None:
    """A length of time, counted in quarters of a unit."""
    whole, rest = divmod(quarters, 4)
    if not rest:
        prefix, size, letter = WHOLES[unit]
        return f"{prefix}{whole * size}{letter}"
    if unit == "hour":
        return f"PT{whole}H{rest * 15}M" if whole else f"PT{rest * 15}M"
    if unit == "month":
        return f"P{quarters * 30 // 4}D"
    if unit == "decade" and rest == 2:
        return f"P{quarters * 10 // 4}Y"
    if unit not in PARTS:
        return None
    prefix, size, letter = PARTS[unit]
    return f"{prefix}{quarters * size}{letter}"


def hijri_date(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a hijri one (Umm al-Qura), or nothing outside 1343 to 1500."""
    if year not in HIJRI_YEARS or not 1 <= month <= 12 or not 1 <= day <= Hijri(year, month, 1).month_length():
        return None
    return date.fromisoformat(Hijri(year, month, day).to_gregorian().isoformat())


def hijri_month(year: int, month: int) -> tuple[date, date] | None:
    """The first and the last day of a hijri month."""
    start = hijri_date(year, month, 1)
    end = hijri_date(year, month, Hijri(year, month, 1).month_length()) if start else None
    return (start, end) if start and end else None


def hijri_year(year: int) -> str:
    """The Gregorian days of a hijri year; far back, where no table reaches, the Gregorian year it mostly fell in."""
    start, end = hijri_date(year, 1, 1), hijri_month(year, 12)
    if start and end:
        return f"{start}/{end[1]}"
    return f"{round(year * 0.970229 + 621.5643):04d}"


def hijri_nearest(published: date, month: int, day: int, aim: Aim) -> int | None:
    """The hijri year of a hijri day named without one."""
    if not date(1925, 1, 1) <= published <= date(2076, 1, 1):
        return None
    now = Gregorian.fromdate(published).to_hijri().year
    if aim == "this":
        return int(now)
    back = aim in ("recent", "last")
    years = {hijri_date(now + n, month, day): now + n for n in ((1, 0, -1, -2) if back else (-1, 0, 1, 2))}
    found = _first(years, published, aim)
    return int(years[found]) if found else None


def hijri_of_gregorian(year: int, month: int) -> int | None:
    """The hijri year whose month begins in a Gregorian year."""
    starts = ((hijri, hijri_date(hijri, month, 1)) for hijri in range(year - 582, year - 576))
    return next((hijri for hijri, start in starts if start and start.year == year), None)
