"""Which column of a table holds what: as the user says, else by the names of `lexicons/columns.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from khabar.errors import InputError
from khabar.io.dates import read_date
from khabar.io.given import Failure, Given, Row, check_row
from khabar.text.arabic import key

NAMES = Path(__file__).parents[2] / "lexicons" / "columns.toml"
KEYS = ("text", "id", "title", "author", "source", "url", "published", "language")


@lru_cache(maxsize=1)
def known() -> dict[str, tuple[str, ...]]:
    """The names under which each key is known, as `plain` writes them, the likeliest first."""
    return {name: tuple(map(plain, names)) for name, names in tomllib.loads(NAMES.read_text(encoding="utf-8")).items()}


def plain(name: str) -> str:
    """A column's name without case, marks and the signs between its words."""
    return " ".join(key(name).replace("_", " ").replace("-", " ").split())


def choose(header: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The column of each key that a table has; without one for the text, an `InputError` that lists the columns."""
    for wanted, column in given.items():
        if wanted not in KEYS:
            raise InputError(f"there is no key «{wanted}»; there is: {', '.join(KEYS)}")
        if column not in header:
            raise InputError(f"there is no column «{column}»; there is: {_listed(header)}")
    by_name = {plain(column): column for column in reversed(header)}
    taken = set(given.values())
    chosen = dict(given)
    for wanted in KEYS:
        free = [by_name[name] for name in known()[wanted] if name in by_name and by_name[name] not in taken]
        if wanted not in chosen and free:
            chosen[wanted] = free[0]
            taken.add(free[0])
    if "text" not in chosen:
        raise InputError(f"no column holds the text; name it with --column text=NAME (there is: {_listed(header)})")
    return chosen


def report(
    values: Mapping[str, str | None], name: str, number: int, day: Callable[[str], str | None] | None
) -> Given | Failure:
    """The report of a row, by key; a date that cannot be read is told, and never guessed."""
    kept = {wanted: value for wanted, value in values.items() if value is not None and value.strip()}
    written = kept.pop("published", None)
    try:
        published = read_date(written, day)
        if written is not None and published is None:
            raise InputError(f"«{written[:60]}» is no publication date: write it as 2025-04-12")
        if "text" not in kept:
            raise InputError("the row holds no text")
        return Given(name, number, check_row(msgspec.convert({**kept, "published": published}, Row)))
    except InputError as error:
        return Failure(name, number, kept.get("id"), str(error))


def _listed(header: Sequence[str]) -> str:
    return ", ".join(column[:40] for column in header[:20])
