"""Patterns of the time grammar, made ready: names of classes become signs, and what each pattern cannot do without is known.

There are some sixty patterns, and a run of signs in a sentence has few of the signs that they need. So most are passed over
by a look at the run, and a pattern is compiled when it is first tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

NAME = re.compile(r"[A-Z][A-Z0-9_]+")
_PARTS = re.compile(r"\(\?P<\w+>|\(\?(?::|<?[=!])|[A-Z][A-Z0-9_]+|[\[\]()|?*]")
_AROUND = ("(?=", "(?!", "(?<=", "(?<!")  # what stands in these is not part of a match
_MAYBE = ("?", "*")


class Pattern(NamedTuple):
    """A pattern: the reading it is for, its text over signs, and signs of which whatever it fits holds at least one."""

    reading: str
    text: str
    needs: frozenset[str]

    def finditer(self, run: str) -> Iterator[re.Match[str]]:
        """Where the pattern fits in a run of signs."""
        return iter(()) if self.needs.isdisjoint(run) else _compiled(self.text).finditer(run)


@lru_cache(maxsize=1_000)
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text)


def ready(reading: str, pattern: str, signs: Mapping[str, str], macros: Mapping[str, str]) -> Pattern:
    """A pattern as it is written, made ready for the signs of the classes."""
    sizes = sorted(_needs(pattern, signs, macros), key=len)
    return Pattern(reading, _over_signs(pattern, signs, macros), sizes[0] if sizes else frozenset(signs.values()))


def _over_signs(pattern: str, signs: Mapping[str, str], macros: Mapping[str, str]) -> str:
    """Put signs for the names of classes and macros in a pattern."""

    def sub(match: re.Match[str]) -> str:
        name = match.group()
        return signs[name] if name in signs else NAME.sub(sub, macros[name])

    text = NAME.sub(sub, pattern).replace(" ", "")
    while (flat := re.sub(r"\[([^\[\]]*)\[([^\[\]]*)\]", r"[\1\2", text)) != text:
        text = flat
    return text


def _needs(pattern: str, signs: Mapping[str, str], macros: Mapping[str, str]) -> list[frozenset[str]]:
    """Sets of signs of each of which a match holds at least one; none where a match may be empty."""
    return _sequence(iter(_PARTS.findall(pattern)), signs, macros)


def _sequence(parts: Iterator[str], signs: Mapping[str, str], macros: Mapping[str, str]) -> list[frozenset[str]]:
    """The needs of what stands up to the end of a group: of one way all of them, of several ways one of any."""
    ways: list[list[list[frozenset[str]]]] = [[]]
    for part in parts:
        if part in (")", "]"):
            break
        if part == "|":
            ways.append([])
        elif part in _MAYBE:
            ways[-1].pop()
            ways[-1].append([])
        elif part in signs:
            ways[-1].append([frozenset(signs[part])])
        elif part == "[":
            ways[-1].append(_any_of([[need] for need in _flat(parts, signs, macros)]))
        elif part[0] == "(":
            inside = _sequence(parts, signs, macros)
            ways[-1].append([] if part in _AROUND else inside)
        else:
            ways[-1].append(_needs(macros[part], signs, macros))
    return _any_of([[need for needs in way for need in needs] for way in ways])


def _flat(parts: Iterator[str], signs: Mapping[str, str], macros: Mapping[str, str]) -> list[frozenset[str]]:
    """The needs of the names in brackets, one each."""
    found: list[frozenset[str]] = []
    for name in parts:
        if name == "]":
            break
        found += [frozenset(signs[name])] if name in signs else _needs(macros[name], signs, macros)
    return found


def _any_of(ways: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """The needs where one of several ways is taken: one set, of all that any way needs; none where a way needs nothing."""
    if len(ways) == 1:
        return ways[0]
    return [frozenset().union(*[need for way in ways for need in way])] if all(ways) else []
