"""A list of addresses of the web, one a line: each is fetched and read as a page, a feed or a text.

Blank lines and those that begin with «#» are passed over. Lists are fetched only where the user names them: a folder may
hold one that nobody knows of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from khabar.errors import InputError
from khabar.io.decode import decode
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.source import Source

if TYPE_CHECKING:
    from khabar.io.web.fetch import Fetcher

LIMIT = 16 * 1024 * 1024  # bytes of a list
STARTS = ("http://", "https://")


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The reports at the addresses of a list."""
    if not source.named:
        reason = "is a list of addresses in a folder; name it itself to have them fetched"
        yield Failure(source.name, None, None, reason, skipped=True)
        return
    from khabar.io.web.fetch import Fetcher  # what it needs of the network is loaded where it is needed

    fetcher = Fetcher(intake.web)
    seen: dict[str, int] = {}
    for number, line in enumerate(decode(source.read(LIMIT), "the list").splitlines(), 1):
        url = line.strip().removeprefix("\ufeff")
        if not url or url.startswith("#"):
            continue
        if url in seen:
            yield Failure(source.name, number, url[:500], f"stands on line {seen[url]} already", skipped=True)
            continue
        if len(seen) == intake.web.pages:
            raise InputError(f"has more than {intake.web.pages} addresses; the rest was not fetched")
        seen[url] = number
        yield from read_address(url, fetcher, (source.name, number), intake)


def read_named(url: str, intake: Intake) -> Iterator[Given | Failure]:
    """The reports at an address that the user names."""
    from khabar.io.web.fetch import Fetcher

    return read_address(url, Fetcher(intake.web), (url, None), intake)


def read_address(
    url: str, fetcher: Fetcher, where: tuple[str, int | None], intake: Intake
) -> Iterator[Given | Failure]:
    """The reports at one address."""
    from khabar.io.readers.documents import kind_of, read_document

    name, line = where
    try:
        at, response = fetcher.fetch(url)
        if response.status != 200:
            raise InputError(f"the answer is HTTP {response.status}")
        kind = kind_of(response.kind, response.body)
        if kind is None:
            raise InputError(f"is «{response.kind or 'of no type'}», which is no page, feed or text")
    except InputError as error:
        yield Failure(name, line, url[:500], str(error))
        return
    yield from read_document(response.body, kind, response.charset, at, where, intake)
