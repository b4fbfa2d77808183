"""What the readers are told: the limits, the languages wanted, how tables name things, and who reads dates in words."""

from __future__ import annotations

from collections.abc import Callable

import msgspec


class Web(msgspec.Struct, frozen=True):
    """How pages are fetched: seconds between two requests to a host, seconds and bytes a page, redirects, pages a list.

    `private` lets addresses be fetched that are not public (loopback, 10.0.0.0/8 …); only tests of a local server need it.
    """

    delay: float = 1.0
    seconds: float = 30.0
    bytes: int = 8 * 1024 * 1024
    redirects: int = 5
    pages: int = 10_000
    private: bool = False


class Intake(msgspec.Struct, frozen=True):
    """How inputs are read.

    `languages` are those that can be coded: a report told to be in another is skipped; None takes every report as it is.
    `language` is that of all reports that do not say theirs, None to tell it by the text, and `fallback` that of those for
    which it cannot be told. `format` is the name of the format of all inputs, None to
    tell it by suffix and content. `columns` names columns of tables: {"text": "body"}. `day` reads a date in words, such as
    an Arabic one, as ISO 8601.
    """

    languages: frozenset[str] | None = None
    language: str | None = None
    fallback: str = "ar"
    format: str | None = None
    columns: dict[str, str] = {}
    day: Callable[[str], str | None] | None = None
    web: Web = Web()
