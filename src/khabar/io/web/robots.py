"""robots.txt as RFC 9309 has it: the longest rule that fits decides, and of two as long the one that allows."""

from __future__ import annotations

from urllib.parse import quote, unquote

import msgspec

LIMIT = 500 * 1024  # bytes that are read of it
_LINES = 20_000
_SAFE = "/*$:@!&'()+,;=~-._?"


class Rules(msgspec.Struct, frozen=True):
    """The paths that are allowed (True) or not, and the seconds asked for between two requests."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allows(self, target: str) -> bool:
        """Whether what a request asks for is allowed."""
        plain = _plain(target)
        fitting = [(len(path), allowed) for path, allowed in self.paths if _fits(path, plain)]
        return max(fitting)[1] if fitting else True


ALL = Rules()
NOTHING = Rules((("/", False),))


def parse_robots(text: str, agent: str) -> Rules:
    """The rules for an agent: those of its own groups or, where it has none, those for all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    named: list[str] = []
    naming = False
    for line in text.splitlines()[:_LINES]:
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            named = [*named, value.lower()] if naming else [value.lower()]
            groups.setdefault(value.lower(), [])
            naming = True
        elif key in ("allow", "disallow", "crawl-delay"):
            naming = False
            for name in dict.fromkeys(named):
                groups[name].append((key, value))
    return _rules(groups.get(agent.lower(), groups.get("*", [])))


def _rules(lines: list[tuple[str, str]]) -> Rules:
    paths = tuple((_plain(value), key == "allow") for key, value in lines if key != "crawl-delay" and value)
    delays = [seconds for key, value in lines if key == "crawl-delay" and (seconds := _number(value)) is not None]
    return Rules(paths, max(delays, default=None))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < 1e6 else None


def _plain(path: str) -> str:
    """A path in one spelling: «%D8%A7», «%d8%a7» and the letter itself are one."""
    return quote(unquote(path), safe=_SAFE)


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says: «*» is anything, «$» at the end the end."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for n, part in enumerate(rest):
        if whole and n == len(rest) - 1:
            return len(path) - len(part) >= at and path.endswith(part)
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not whole or at == len(path)
