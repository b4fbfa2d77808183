"""The readings of lengths of time: «خمسة أيام», «منذ أربع سنوات», «كل سنتين»."""

from __future__ import annotations

from datetime import date

import msgspec

from khabar.stages import times_calendar as cal
from khabar.stages.times_match import Context, Match, Reading, aged, count, quoted
from khabar.text.arabic import AL

SINGULAR = ("UNIT", "DAY", "WEEK", "MONTH_UNIT", "YEAR", "DECADE", "CENTURY")
SMALLER = (
    ("year", "month"),
    ("month", "week"),
    ("month", "day"),
    ("week", "day"),
    ("day", "hour"),
    ("hour", "minute"),
    ("minute", "second"),
)
ANY_DAY = date(2000, 1, 1)
DEFINITE = ("UNIT_DEF", "WEEK_DEF", "MONTH_UNIT_DEF", "YEAR_DEF", "DECADE_DEF", "CENTURY_DEF")


def length_of(m: Match) -> tuple[int, str] | None:
    """A length in quarters of a unit, and the unit."""
    unit = m.value(*SINGULAR, "PLURAL", "PLURAL_DEF", "DUAL", "DUAL_DEF", *DEFINITE) or "day"
    figures = count(m.values("DIGIT", "COUNT", "YEAR4_PLAIN", "YEAR4_HIJRI", "NUMBER", "NUMBER_DEF"))
    if m.has("DUAL", "DUAL_DEF"):
        figures = 2
    if figures and figures >= 1000 and m.has("PLURAL_DEF"):
        return None
    plural = m.has("PLURAL", "PLURAL_DEF")
    if figures and ((figures == 1 and plural) or (3 <= figures <= 10 and not plural and m.has("NUMBER"))):
        return None
    if unit == "second" and not (figures or m.has("FRACTION")):
        return None
    if m.has("FRACTION") and not m.has("AND"):
        return int(m.value("FRACTION") or 2), unit
    half = 2 if m.has("FRACTION", "HALF_NOUN") else 0
    return (figures or 1) * 4 + half, unit


def construct(m: Match) -> bool:
    """Whether a bare unit belongs to the noun after it: «قبل يوم الاقتراع», «خلال يوم الراحة»."""
    counted = m.has("DIGIT", "COUNT", "YEAR4_PLAIN", "YEAR4_HIJRI", "NUMBER", "NUMBER_DEF", "DUAL", "DUAL_DEF")
    return not counted and not m.has("ONE", "FRACTION", "HALF_NOUN") and m.word(m.end).startswith(AL)


def contracts(m: Match) -> bool:
    """Whether «عقدين», «ثلاثة عقود» are contracts and not decades."""
    return m.listed(m.end, "contract") or any(m.listed(at, "contract") for at in range(m.start - 4, m.start))


def length_reading(m: Match, start: int) -> Reading | None:
    length = length_of(m)
    if quoted(m) or (length and length[1] == "decade" and contracts(m)):
        return None
    value = cal.duration_iso(*length) if length and not aged(m) else None
    return Reading(value, "duration", "duration", start) if value else None


def read_length(m: Match, context: Context) -> Reading | None:
    return None if m.sign_is(m.start - 1, "EVERY") or construct(m) else length_reading(m, m.start)


def read_two_lengths(m: Match, context: Context) -> Reading | None:
    """«سنة وثلاثة أشهر»: a unit and the next smaller one."""
    parts = [length_of(msgspec.structs.replace(m, start=a, end=b)) for a, b in (m.groups["a"], m.groups["b"])]
    if parts[0] is None or parts[1] is None or aged(m) or (parts[0][1], parts[1][1]) not in SMALLER:
        return None
    values = [cal.duration_iso(*part) or "" for part in (parts[0], parts[1])]
    both = values[0] + (values[1].removeprefix("PT") if "T" in values[0] else values[1].removeprefix("P"))
    return Reading(both, "duration", "duration") if parts[0][0] % 4 == parts[1][0] % 4 == 0 else None


def read_ago(m: Match, context: Context) -> Reading | None:
    length = length_of(m)
    if length is None or construct(m):
        return None
    quarters, unit = length
    told_from = m.has("BEFORE") and m.sign_is(m.end, "OF", "UPON")
    if told_from or unit in ("second", "minute", "hour"):
        return length_reading(m, m.start + 1 if told_from else m.start)
    if context.published is None:
        return Reading(None, cal.ago_iso(ANY_DAY, unit, 0)[1])
    value, precision = cal.ago_iso(context.published, unit, -(quarters // 4))
    return Reading(value, precision)


def read_length_after(m: Match, context: Context) -> Reading | None:
    length = length_of(m)
    later = context.future(m.start, m.end) and not m.sign_is(m.end, "OF", "UPON")
    if length is None or context.published is None or not later or length[1] in ("second", "minute", "hour"):
        return length_reading(m, m.start + 1)
    value, precision = cal.ago_iso(context.published, length[1], length[0] // 4)
    return Reading(value, precision)


def read_every(m: Match, context: Context) -> Reading | None:
    if m.has("WEEKDAY", "WEEKDAY_BARE"):
        return Reading(None, "day", "set")
    length = length_of(m)
    return Reading(cal.duration_iso(*length), "duration", "set") if length else None
