"""A page as a report: its main text by trafilatura, and of what it says of itself what can be trusted.

The text begins with the headline, where the page has one. Where each thing was found is in `page_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from khabar.errors import InputError
from khabar.io.given import Failure, Given, Row, Unwanted, check_row
from khabar.io.intake import Intake
from khabar.io.library import needed
from khabar.io.readers.charsets import damaged_text
from khabar.io.readers.page_facts import Fact, facts
from khabar.io.readers.trees import html_tree
from khabar.io.source import Source

LIMIT = 8 * 1024 * 1024  # bytes of a page
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p)[\s>]", re.I)
Day = Callable[[str], str | None] | None


def looks(head: bytes) -> bool:
    """A page by its first tags."""
    return head[:1] == b"<" and not head.startswith(b"<?xml") and _TAGS.match(head) is not None


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The one report of a page; its id is the file's name without the ending."""
    try:
        yield Given(source.name, None, read_page(source.read(LIMIT), intake.day, id=source.stem))
    except Unwanted as error:
        yield Failure(source.name, None, source.stem, str(error), skipped=True)
    except InputError as error:
        yield Failure(source.name, None, source.stem, str(error))


def read_page(
    data: bytes, day: Day, *, charset: str | None = None, url: str | None = None, id: str | None = None
) -> Row:
    """The report of a page; `charset` is what its server says, `url` where it was found."""
    page = _decode(data, charset)
    if not page.strip():
        raise Unwanted("the page is empty")
    tree = html_tree(page, "the page")
    told = facts(tree, day)
    body = _main_text(tree)
    title = told.pop("title", None)
    if not body:
        raise Unwanted("the page holds no text of a report")
    text = f"{title.value}\n\n{body}" if title and not body.startswith(title.value) else body
    if url is not None:
        told.pop("url", None)
    found = {"text": "trafilatura", **({"title": title.where} if title else {})}
    return check_row(_row(text, title, told, found, url, id))


def _row(
    text: str, title: Fact | None, told: dict[str, Fact], found: dict[str, str], url: str | None, id: str | None
) -> Row:
    values = {name: fact.value for name, fact in told.items()}
    return Row(
        text,
        id=id,
        published=values.get("published"),
        source=values.get("source"),
        url=url or values.get("url"),
        language=values.get("language"),
        title=title.value if title else None,
        author=values.get("author"),
        found={**found, **{name: fact.where for name, fact in told.items()}},
    )


def _decode(data: bytes, charset: str | None) -> str:
    within = _META_CHARSET.search(data[:4096])
    return damaged_text(data, charset, within[1].decode("ascii") if within else None, "the page")


def _main_text(tree: Any) -> str:
    """The main text, a paragraph a line with a blank line between."""
    with needed("trafilatura"):
        import trafilatura
    text = trafilatura.extract(tree, include_comments=False, include_tables=True, deduplicate=False)
    lines = (line.strip() for line in (text or "").split("\n"))
    return "\n\n".join(line for line in lines if line)
