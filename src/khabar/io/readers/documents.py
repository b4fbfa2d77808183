"""A document of the web, by the type that its server says or, where it says none or one too general, by its content."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from khabar.errors import InputError
from khabar.io.decode import decode
from khabar.io.given import Failure, Given, Row, Unwanted
from khabar.io.intake import Intake
from khabar.io.readers import feed, html

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_FEEDS = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml", "application/xml")
)
_UNSAID = frozenset(("", "application/octet-stream", "text/plain", "unknown/unknown"))
_HEAD = 16_384


def kind_of(kind: str, data: bytes) -> str | None:
    """`page`, `feed` or `text`; None for what is none of them."""
    if kind not in _PAGES | _FEEDS | _UNSAID:
        return None
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if feed.looks(head):
        return "feed"
    if kind in _PAGES or html.looks(head):
        return "page"
    return "text" if kind == "text/plain" else None


def read_document(
    data: bytes, kind: str, charset: str | None, url: str | None, where: tuple[str, int | None], intake: Intake
) -> Iterator[Given | Failure]:
    """The reports of a document: one of a page or a text, those of a feed; `where` is the input and the place in it."""
    name, line = where
    try:
        if kind == "feed":
            for item in feed.read_feed(data, name, intake, charset):
                yield msgspec.structs.replace(item, line=line)
        elif kind == "page":
            yield Given(name, line, html.read_page(data, intake.day, charset=charset, url=url))
        else:
            yield Given(name, line, Row(decode(data, "the text"), url=url, found={"text": "plain text"}))
    except InputError as error:
        yield Failure(name, line, url, str(error), skipped=isinstance(error, Unwanted))
