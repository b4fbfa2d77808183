"""What a reading of the time grammar is given and what it gives: a match, its context and a value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec

from khabar.stages.times_calendar import Aim, Precision
from khabar.stages.times_grammar import TimeWords

Kind = Literal["date", "duration", "set"]


class Tokens(msgspec.Struct, frozen=True):
    """A sentence: the signs of its tokens as one string, their values, words and places in the text."""

    signs: str
    values: tuple[str, ...]
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Context(msgspec.Struct, frozen=True):
    """What a reading may know beside its own words."""

    published: date | None
    last_day: date | None
    last_year: int | None
    future: Callable[[int, int], bool]


class Reading(msgspec.Struct, frozen=True):
    """A value, and where it differs from the match the tokens it covers."""

    value: str | None
    precision: Precision
    kind: Kind = "date"
    start: int | None = None


class Match(msgspec.Struct, frozen=True):
    """A stretch of tokens that a pattern fits."""

    words: TimeWords
    tokens: Tokens
    start: int
    end: int
    groups: dict[str, tuple[int, int]]

    def has(self, *names: str) -> bool:
        return any(self.words.signs[name] in self.tokens.signs[self.start : self.end] for name in names)

    def values(self, *names: str) -> list[str]:
        signs = {self.words.signs[name] for name in names}
        return [self.tokens.values[i] for i in range(self.start, self.end) if self.tokens.signs[i] in signs]

    def value(self, *names: str) -> str | None:
        return next(iter(self.values(*names)), None)

    def number(self, group: str) -> int | None:
        start, end = self.groups.get(group, (0, 0))
        return count(self.tokens.values[start:end])

    def word(self, at: int) -> str:
        return self.tokens.words[at] if 0 <= at < len(self.tokens.words) else ""

    def sign_is(self, at: int, *names: str) -> bool:
        return 0 <= at < len(self.tokens.signs) and any(self.tokens.signs[at] == self.words.signs[n] for n in names)

    def listed(self, at: int, name: str) -> bool:
        return self.word(at) in self.words.lists.get(name, frozenset())


def count(values: tuple[str, ...] | list[str]) -> int | None:
    """The number that number words or figures say: «ثلاث مئة وخمسة وعشرين» is 3, 100, 5, 20."""
    total = current = 0
    numbers = [int(v) for v in values if v.isdigit()]
    for n in numbers:
        if n == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif n == 100 and 0 < current < 10:
            current *= 100
        else:
            current += n
    return total + current if numbers else None


def aim_of(m: Match, context: Context) -> Aim:
    if m.has("PAST", "BEFORE_LAST"):
        return "last"
    if m.has("NEXT"):
        return "next"
    if m.has("CURRENT"):
        return "this"
    return "coming" if m.sign_is(m.start - 1, "BY") or context.future(m.start, m.end) else "recent"


def offset_of(m: Match) -> int:
    """How many periods from the running one: the last -1, the next 1."""
    if m.has("BEFORE_LAST"):
        return -2
    return int(m.has("NEXT")) - int(m.has("PAST"))


def year_of(m: Match, context: Context) -> int | None:
    """The year that an expression names itself: «2014», «من العام الماضي»."""
    figures = m.value("YEAR4_PLAIN", "YEAR4_HIJRI")
    if figures:
        return int(figures)
    if not m.has("YEAR_DEF"):
        return None
    if m.has("SAME"):
        return context.last_year
    return context.published.year + offset_of(m) if context.published else None


def day(found: date | None) -> Reading:
    return Reading(found.isoformat() if found else None, "day")


def anniversary(m: Match) -> bool:
    """Whether «بعد عام من» stands a few words before."""
    return any(
        m.sign_is(i, "AFTER") and m.sign_is(i + 1, "YEAR") and m.sign_is(i + 2, "OF", "UPON")
        for i in range(m.start - 6, m.start)
    )


def aged(m: Match) -> bool:
    """Whether the words tell an age: «البالغ من العمر 42 عاما», «في الأربعينيات من عمره», «(42 عاما)»."""
    if m.sign_is(m.end, "OF") and m.sign_is(m.end + 1, "AGE"):
        return True
    for at in range(m.start - 1, max(m.start - 6, -1), -1):
        if m.sign_is(at, "AGE") or (m.has("DECADES_DEF") and at > m.start - 4 and m.listed(at, "person")):
            return True
        if m.sign_is(at, "COMMA", "OPEN", "CLOSE"):
            break
    before = m.start - 1 - m.sign_is(m.start - 1, "AL")
    enclosed = any(
        m.sign_is(m.start - 1, a) and m.sign_is(m.end, b) for a, b in (("OPEN", "CLOSE"), ("COMMA", "COMMA"))
    )
    counts_age = any(unit in ("year", "month") for unit in m.values("YEAR", "MONTH_UNIT", "PLURAL", "DUAL"))
    return counts_age and (enclosed or m.listed(before, "age_before"))


def quoted(m: Match) -> bool:
    """Whether quotation marks stand close around: a name, «اليوم», «60 دقيقة»."""
    opened, closed = m.word(m.start - 1), m.word(m.end)
    return opened in ("\u00ab", '"', "\u201c") and closed in ("\u00bb", '"', "\u201d")
