"""What each pattern of the time grammar means: from the matched tokens to a value in ISO 8601, or to nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from khabar.stages import times_calendar as cal
from khabar.stages.times_calendar import Aim
from khabar.stages.times_lengths import read_ago, read_every, read_length, read_length_after, read_two_lengths
from khabar.stages.times_match import (
    Context,
    Match,
    Reading,
    aged,
    aim_of,
    anniversary,
    count,
    day,
    offset_of,
    quoted,
    year_of,
)

YEARS = range(1000, 2200)
PERIODS = {
    "YEAR_DEF": "year",
    "MONTH_UNIT_DEF": "month",
    "WEEK_DEF": "week",
    "DECADE_DEF": "decade",
    "CENTURY_DEF": "century",
}


def resolve(m: Match, context: Context, month: int, number: int, aim: Aim | None = None) -> Reading | None:
    """A day of a Gregorian month, with or without its year."""
    if not 1 <= number <= 31 or cal.valid_date(2000, month, number) is None:
        return None
    if m.has("YEAR4_PLAIN", "YEAR4_HIJRI", "YEAR_DEF"):
        year = year_of(m, context)
        found = cal.valid_date(year, month, number) if year else None
        return day(found) if found or not year else None
    if context.published is None:
        return Reading(None, "day")
    if anniversary(m):
        before = cal.move(context.published, -330)
        return day(cal.month_day(before, month, number, "recent") if before else None)
    return day(cal.month_day(context.published, month, number, aim or aim_of(m, context)))


def months_of(m: Match) -> list[int]:
    return [int(v) for v in m.values("MONTH")]


def read_numeric(m: Match, context: Context) -> Reading | None:
    parts = [int(p) for p in (m.value("NUMERIC") or "").replace("/", "-").replace(".", "-").split("-")]
    first, month, last = parts
    year, number = (first, last) if first > 31 else (last, first)
    if number <= 12 < month:
        month, number = number, month
    if year in cal.HIJRI_YEARS or m.value("ERA") == "hijri":
        found = cal.hijri_date(year, month, number)
    else:
        found = cal.valid_date(year, month, number) if year in YEARS else None
    return day(found) if found else None


def read_day_month(m: Match, context: Context) -> Reading | None:
    months, number = months_of(m), m.number("d")
    return resolve(m, context, months[0], number) if len(set(months)) == 1 and number else None


def read_libyan_day(m: Match, context: Context) -> Reading | None:
    number, start = m.number("d"), m.groups["m"][0]
    month = "9" if m.sign_is(start, "FATEH") else m.tokens.values[start]
    return resolve(m, context, int(month), number) if number else None


def read_libyan_month(m: Match, context: Context) -> Reading | None:
    return month_reading(m, context, int(m.tokens.values[m.groups["m"][0]]))


def read_day_of_this(m: Match, context: Context) -> Reading | None:
    number = m.number("d")
    if not number or number > 31 or m.has("SAME"):
        return None
    if context.published is None:
        return Reading(None, "day")
    iso, _ = cal.period_iso(context.published, "month", offset_of(m))
    found = cal.valid_date(int(iso[:4]), int(iso[5:]), number) if iso else None
    return day(found) if found else None


def read_days(m: Match, context: Context) -> Reading | None:
    first, last, months = m.number("a"), m.number("b"), months_of(m)
    if not first or not last or first >= last or len(set(months)) != 1:
        return None
    end = resolve(m, context, months[0], last)
    if end is None:
        return None
    return Reading(f"{end.value[:8]}{first:02d}/{end.value}" if end.value else None, "interval")


def read_long_days(m: Match, context: Context) -> Reading | None:
    first, last, months = m.number("a"), m.number("b"), months_of(m)
    if not first or not last or len(months) != 2:
        return None
    end = resolve(m, context, months[1], last)
    if end is None:
        return None
    start = cal.month_day(date.fromisoformat(end.value), months[0], first, "last") if end.value else None
    return Reading(f"{start}/{end.value}" if start else None, "interval")


def month_reading(m: Match, context: Context, month: int) -> Reading:
    if m.has("YEAR4_PLAIN", "YEAR4_HIJRI", "YEAR_DEF"):
        year = year_of(m, context)
    elif context.published is None:
        year = None
    elif anniversary(m):
        year = cal.month_year(context.published, month, "last")
    else:
        year = cal.month_year(context.published, month, aim_of(m, context))
    return Reading(cal.month_iso(year, month) if year else None, "month")


def read_month(m: Match, context: Context) -> Reading | None:
    months = months_of(m)
    return month_reading(m, context, months[0]) if len(set(months)) == 1 else None


def read_months(m: Match, context: Context) -> Reading | None:
    months = months_of(m)
    last = month_reading(m, context, months[-1])
    if not last.value:
        return Reading(None, "interval")
    year = int(last.value[:4]) - (months[0] > months[-1])
    return Reading(f"{cal.month_iso(year, months[0])}/{last.value}", "interval")


def hijri_year_of(m: Match, context: Context, month: int, number: int) -> int | None:
    year = m.number("y")
    if year is None:
        return cal.hijri_nearest(context.published, month, number, aim_of(m, context)) if context.published else None
    return year if year in cal.HIJRI_YEARS else cal.hijri_of_gregorian(year, month)


def read_hijri_day(m: Match, context: Context) -> Reading | None:
    month, number = int(m.value("HIJRI") or 0), m.number("d")
    if not number or number > 30 or (month == 2 and m.has("DIGIT") and not m.has("YEAR4_HIJRI", "MONTH_UNIT", "OF")):
        return None
    year = hijri_year_of(m, context, month, number)
    return day(cal.hijri_date(year, month, number) if year else None)


def read_hijri_month(m: Match, context: Context) -> Reading | None:
    month = int(m.value("HIJRI") or 0)
    year = hijri_year_of(m, context, month, 1)
    found = cal.hijri_month(year, month) if year else None
    return Reading(f"{found[0]}/{found[1]}" if found else None, "interval")


def read_named_day(m: Match, context: Context) -> Reading | None:
    if m.listed(m.start - 1, "weekday_not_after") or m.listed(m.end, "weekday_not_before"):
        return None
    weekdays = [int(v) for v in m.values("WEEKDAY")]
    if context.published is None:
        return Reading(None, "day")
    found = cal.weekday_date(context.published, weekdays[-1], aim_of(m, context))
    if found and len(weekdays) == 2:
        found = cal.weekday_date(found, weekdays[0], "last")
    if found and m.has("BEFORE_LAST"):
        found = cal.move(found, -7)
    return day(found)


def read_relative_day(m: Match, context: Context) -> Reading | None:
    if m.has("TODAY") and not m.has("WEEKDAY", "PART", "NIGHT", "PART_DEF") and not names_today(m):
        return None
    qualified = m.listed(m.end, "today_not_before") or m.sign_is(m.end, "ORDINAL", "SAME", "FOLLOWING")
    if m.listed(m.end, "relative_not_before") or (m.has("TODAY") and not m.has("WEEKDAY") and qualified):
        return None
    if context.published is None:
        return Reading(None, "day")
    offset = int(m.value("RELATIVE_DAY") or m.has("TOMORROW_NOUN", "TOMORROW_NOUN_DEF"))
    found = cal.move(context.published, offset)
    weekday = m.value("WEEKDAY")
    if found and weekday:
        found = cal.nearest_weekday(found, int(weekday), back=offset <= 0)
    return day(found)


def names_today(m: Match) -> bool:
    """Whether «اليوم» is today, and not a day told of, a rate («في اليوم») or a newspaper."""
    named = m.listed(m.start - 1, "today_name") and m.listed(m.start - 2, "media")
    other_day = m.sign_is(m.start - 1, "IN", "FOR", "EVERY", "THAT", "SAME_NOUN") or m.listed(
        m.start - 1, "today_not_after"
    )
    return not (named or quoted(m) or other_day)


def read_this_day(m: Match, context: Context) -> Reading | None:
    if m.listed(m.start - 1, "this_day_not_after"):
        return None
    return day(context.published)


def read_tonight(m: Match, context: Context) -> Reading | None:
    if m.listed(m.end, "tonight_not_before") or m.sign_is(m.end, "SAME"):
        return None
    return day(cal.move(context.published, offset_of(m)) if context.published else None)


def read_weekdays(m: Match, context: Context) -> Reading | None:
    if m.value("CONSTRUCT", "PLURAL") != "day":
        return None
    weekdays = [int(v) for v in m.values("WEEKDAY")]
    if len(weekdays) == 1:
        return Reading(None, "day", "set")
    if context.published is None:
        return Reading(None, "interval")
    aim = aim_of(m, context)
    if aim in ("coming", "next"):
        start = cal.weekday_date(context.published, weekdays[0], aim)
        end = cal.weekday_date(start, weekdays[-1], "next") if start else None
    else:
        end = cal.weekday_date(context.published, weekdays[-1], aim)
        start = cal.weekday_date(end, weekdays[0], "last") if end else None
    return Reading(f"{start}/{end}" if start and end else None, "interval")


def read_that_day(m: Match, context: Context) -> Reading | None:
    return day(context.last_day) if context.last_day else None


def read_next_day(m: Match, context: Context) -> Reading | None:
    return day(cal.move(context.last_day, 1)) if context.last_day else None


def read_period(m: Match, context: Context) -> Reading | None:
    unit = next(unit for name, unit in PERIODS.items() if m.has(name) and not (name == "WEEK_DEF" and m.has("ORDINAL")))
    bare = not m.has("PAST", "NEXT", "CURRENT", "BEFORE_LAST", "THIS")
    if (bare and m.listed(m.end, "period_not_before")) or (m.has("HALF_NOUN") and unit == "year"):
        return None
    if context.published is None:
        return Reading(None, cal.period_iso(date(2000, 1, 1), unit, 0)[1])
    value, precision = cal.period_iso(context.published, unit, offset_of(m))
    return Reading(value, precision)


def read_years(m: Match, context: Context) -> Reading | None:
    first, last = m.number("a"), m.number("b")
    if m.value("CONSTRUCT", "PLURAL", "PLURAL_DEF") not in (None, "year") or not first or not last or first >= last:
        return None
    return Reading(f"{first:04d}/{last:04d}", "interval")


def read_year(m: Match, context: Context) -> Reading | None:
    year, era = m.number("y"), m.value("ERA")
    if not year:
        return None
    if era == "hijri":
        value = cal.hijri_year(year) if year <= 1500 else None
        return Reading(value, "interval" if "/" in value else "year") if value else None
    if era == "bc":
        return Reading(cal.before_christ(year), "year") if year < 10000 else None
    if era == "ad" and "era" in m.groups:
        return Reading(f"{year:04d}", "year") if 1800 <= year < 2200 else None
    return Reading(f"{year:04d}", "year") if year in YEARS or (era and year < 2200) else None


def read_bare_year(m: Match, context: Context) -> Reading | None:
    year = m.number("y") or 0
    round_count = year % 100 == 0 and m.sign_is(m.end, "OTHER")
    reached = m.sign_is(m.start - 1, "UNTIL") and m.sign_is(m.end, "OTHER")
    if (
        not 1800 <= year < 2200
        or round_count
        or reached
        or m.listed(m.end, "counted")
        or m.sign_is(m.end, "SLASH", "DASH")
    ):
        return None
    return Reading(f"{year:04d}", "year")


def read_season(m: Match, context: Context) -> Reading | None:
    year = year_of(m, context)
    if year is None and m.has("SEASON_DEF") and context.published:
        first = int(m.value("SEASON_DEF") or 1)
        aim: Aim = "this" if m.has("THIS") else aim_of(m, context)
        year = cal.month_year(context.published, first, aim)
    return Reading(f"{year:04d}" if year else None, "year")


def read_quarter(m: Match, context: Context) -> Reading | None:
    nth, size = int(m.value("ORDINAL") or 0), 3 if m.has("QUARTER_NOUN") else 6
    if nth * size > 12:
        return None
    year = year_of(m, context)
    months = (nth * size - size + 1, nth * size)
    return Reading("/".join(cal.month_iso(year, month) for month in months) if year else None, "interval")


def read_decades(m: Match, context: Context) -> Reading | None:
    if aged(m):
        return None
    tens = int(m.value("DECADES", "DECADES_DEF") or 0)
    nth = count(m.values("ORDINAL", "NUMBER", "NUMBER_DEF"))
    if nth:
        century = nth * 100 - 100
    elif m.has("CURRENT", "NEXT") or (m.has("PAST") and context.published):
        century = (context.published.year // 100 + offset_of(m)) * 100 if context.published else 2000
    else:
        century = 1900
    return Reading(f"{century + tens:04d}/{century + tens + 9:04d}", "interval")


def read_decade_of(m: Match, context: Context) -> Reading | None:
    nth, place = m.number("n"), int(m.value("ORDINAL") or 0)
    if nth is None and context.published is None:
        return Reading(None, "interval")
    year = context.published.year if context.published else 0
    first = (nth * 100 - 100 if nth else (year // 100 + offset_of(m)) * 100) + place * 10 - 10
    return Reading(f"{first:04d}/{first + 9:04d}", "interval") if first >= 0 else None


def read_century(m: Match, context: Context) -> Reading | None:
    nth = m.number("n")
    if not nth or nth > 30:
        return None
    if m.value("ERA") == "bc":
        return Reading(f"{cal.before_christ(nth * 100)}/{cal.before_christ(nth * 100 - 99)}", "interval")
    return Reading(cal.century_iso(nth), "interval") if m.value("ERA") != "hijri" else None


READINGS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "numeric": read_numeric,
    "day_month": read_day_month,
    "libyan_day": read_libyan_day,
    "libyan_month": read_libyan_month,
    "day_of_this": read_day_of_this,
    "days": read_days,
    "long_days": read_long_days,
    "month": read_month,
    "months": read_months,
    "hijri_day": read_hijri_day,
    "hijri_month": read_hijri_month,
    "named_day": read_named_day,
    "relative_day": read_relative_day,
    "this_day": read_this_day,
    "tonight": read_tonight,
    "weekdays": read_weekdays,
    "that_day": read_that_day,
    "next_day": read_next_day,
    "period": read_period,
    "years": read_years,
    "year": read_year,
    "bare_year": read_bare_year,
    "season": read_season,
    "quarter": read_quarter,
    "decades": read_decades,
    "decade_of": read_decade_of,
    "two_lengths": read_two_lengths,
    "century": read_century,
    "length": read_length,
    "ago": read_ago,
    "length_after": read_length_after,
    "every": read_every,
}
