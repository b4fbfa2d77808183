"""What every reader gives: reports with where they came from, and what could not be read, with the reason."""

from __future__ import annotations

import re
from datetime import date, datetime

import msgspec

from khabar.errors import InputError
from khabar.io.decode import LIMIT

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Unwanted(InputError):
    """A sound input that is no report for this run, such as a picture: it is skipped, and that is no failure."""


class Row(msgspec.Struct, frozen=True):
    """One report and what is known of it; also one line of a JSON Lines file, whose other keys are ignored.

    `found` tells how a reader found what it found: {"published": "json-ld", "text": "trafilatura"}.
    """

    text: str
    id: str | int | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    title: str | None = None
    author: str | None = None
    found: dict[str, str] | None = None


class Failure(msgspec.Struct, frozen=True):
    """What could not be read or coded: the input, the place in it, the report's id, and the reason.

    `line` is the line, row, entry or record, counted from 1, and None for the input as a whole. `skipped` marks a report
    that is sound, but not for this run: one in another language.
    """

    input: str
    line: int | None
    id: str | None
    reason: str
    skipped: bool = False


class Given(msgspec.Struct, frozen=True):
    """A row with where it came from; `line` as in a `Failure`."""

    input: str
    line: int | None
    row: Row


def check_published(published: str | None) -> str | None:
    """A publication date as it was given, if it is an ISO 8601 date or date-time; else an `InputError`."""
    if published is None:
        return None
    try:
        if not _DAY.match(published):
            raise ValueError
        if len(published) == 10:
            date.fromisoformat(published)
        else:
            datetime.fromisoformat(published)
    except ValueError:
        raise InputError(
            f"«{published}» is no publication date: write it as 2025-04-12 or 2025-04-12T18:30:00+03:00"
        ) from None
    return published


def check_row(row: Row) -> Row:
    """A row that can be coded; else an `InputError` that says why not."""
    check_published(row.published)
    if len(row.text) > LIMIT // 4 and len(row.text.encode("utf-8", "surrogatepass")) > LIMIT:
        raise InputError(f"the text is larger than {LIMIT >> 20} MiB; split it")
    return row
