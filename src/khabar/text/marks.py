"""Quotation marks of every kind, paired: «», “”, "", '', ‘’, „“, reversed and unbalanced ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

_MARK = re.compile(
    "[\u00ab\u00bb\u201c\u201d\u201e\u201f\"\u2039\u203a\uff02]|''|``|(?<!\\w)['\u2018\u2019\u201a]|['\u2018\u2019](?!\\w)"
)
_OPENERS, _CLOSERS = "\u00ab\u201c\u201e\u2018\u2039\u201a`", "\u00bb\u201d\u2019\u203a"
_FAMILY = {
    "\u00bb": "\u00ab",
    "\u201d": "\u201c",
    "\u201e": "\u201c",
    "\u201f": "\u201c",
    "\u203a": "\u2039",
    "\u2019": "\u2018",
    "\u201a": "\u2018",
    "'": "\u2018",
    "\uff02": '"',
}
QUOTES = frozenset("\u00ab\u00bb\u201c\u201d\u201e\u201f\"\u2039\u203a")  # marks that are nothing but quotation marks
CLITICS = "\u0648\u0641\u0628\u0644\u0643"
REACH = 6  # lines over which one pair of marks may run


class Quoted(msgspec.Struct, frozen=True):
    """A pair of marks at `start` and `end` (the closing mark included) and what stands inside; `closed` or run to a line's end."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool


class _Mark(msgspec.Struct, frozen=True):
    start: int
    end: int
    family: str
    lean: int  # 1 opens, -1 closes, 0 either


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    found = []
    for match in _MARK.finditer(text, start, end):
        a, b = match.span()
        sign = match.group()[0]
        lone = a - 1 > start and text[a - 1] in CLITICS and text[a - 2].isspace()  # «و"قال"»
        before = a == start or lone or text[a - 1].isspace() or text[a - 1] in "([{:\u060c-"
        after = b >= end or text[b].isspace() or text[b] in ".,;:!?)]}\u060c\u061b\u061f-"
        if sign in _OPENERS:
            lean = 1 if before or not after else -1
        elif sign in _CLOSERS:
            lean = -1 if after or not before else 1
        else:
            lean = 1 if before and not after else -1 if after and not before else 0
        found.append(_Mark(a, b, _FAMILY.get(sign, sign), lean))
    return found


def _single(mark: _Mark) -> bool:
    return mark.family == "\u2018" and mark.end - mark.start == 1


def pair_marks(text: str, lines: Sequence[tuple[int, int]]) -> tuple[Quoted, ...]:
    """Pair the marks of a text whose lines are given; marks inside an open pair are left to it.

    A mark that no other closes within `REACH` lines runs to the end of its own line. A mark that leans to opening while one
    of its own family is open shows that the earlier one was stray.
    """
    found: list[Quoted] = []
    opened: _Mark | None = None
    opened_line = 0
    for n, (start, end) in enumerate(lines):
        marks = _marks(text, start, end)
        nested = 0
        for m, mark in enumerate(marks):
            if nested and mark.lean <= 0:
                nested -= 1
                continue
            if opened is not None and opened_line == n and _opens_inside(marks, m, opened):
                nested += 1
                continue
            if opened is None:
                if mark.lean >= 0:
                    opened, opened_line = mark, n
                continue
            if _single(mark) != _single(opened):
                continue
            if mark.lean <= 0 and (mark.family == opened.family or (mark.lean < 0 and opened_line == n)):
                found.append(Quoted(opened.start, mark.end, opened.end, mark.start, True))
                opened = None
            elif mark.family == opened.family:
                if opened_line != n or mark.family in "\u00ab\u201c":
                    found.append(_unclosed(opened, lines[opened_line][1] if opened_line != n else mark.start))
                opened, opened_line = mark, n
        if opened and not _closes_later(text, lines[n + 1 : opened_line + REACH], opened):
            found.append(_unclosed(opened, lines[opened_line][1]))
            opened = None
    if opened:
        found.append(_unclosed(opened, lines[opened_line][1]))
    return tuple(q for q in found if text[q.inner_start : q.inner_end].strip() and not _apostrophe(text, q))


def _closes_later(text: str, lines: Sequence[tuple[int, int]], opened: _Mark) -> bool:
    """Whether the next mark of the family in the lines that follow closes the open one."""
    for start, end in lines:
        for mark in _marks(text, start, end):
            if mark.family == opened.family and _single(mark) == _single(opened):
                return mark.lean <= 0
    return False


def _opens_inside(marks: Sequence[_Mark], m: int, opened: _Mark) -> bool:
    """Whether mark m opens a quotation inside the open one: it leans to opening and the next mark closes it."""
    mark = marks[m]
    if mark.lean <= 0 or _single(mark) != _single(opened) or mark.family != opened.family:
        return False
    return m + 1 < len(marks) and marks[m + 1].lean < 0


def _unclosed(mark: _Mark, end: int) -> Quoted:
    return Quoted(mark.start, end, mark.end, end, False)


def _apostrophe(text: str, quoted: Quoted) -> bool:
    """A single mark that nothing closes is an apostrophe."""
    return not quoted.closed and text[quoted.start] in "'\u2018\u2019\u201a"
