"""A page as a report: its main text by trafilatura, and of what it says of itself what can be trusted.

The text begins with the headline, where the page has one. Where each thing was found is in `page_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from khabar.errors import InputError
from khabar.io.decode import MARKS, decode
from khabar.io.given import Failure, Given, Row, Unwanted, check_row
from khabar.io.intake import Intake
from khabar.io.library import needed
from khabar.io.readers.page_facts import Fact, facts
from khabar.io.source import Source

LIMIT = 8 * 1024 * 1024  # bytes of a page
_ELEMENTS = 60_000  # of a page; larger ones are lists, or made to hang a reader
_DEPTH = 200  # of elements in one another
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p)[\s>]", re.I)
_NUL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))  # control signs, which no page shows
_DAMAGED = 0.01  # share of signs that stand for bytes that are no text, from which on a page is given up
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
    tree = _tree(_decode(data, charset))
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
    """The text of a page: by its mark, its server, itself, or as it turns out; single damaged bytes are borne."""
    if not data.startswith(tuple(mark for mark, _ in MARKS)):
        within = _META_CHARSET.search(data[:4096])
        for named in (charset, within[1].decode("ascii") if within else None):
            text = _as(data, named) if named else None
            if text is not None:
                return text
    try:
        return decode(data, "the page").translate(_NUL)
    except InputError:
        text = _as(data, "utf-8")
        if text is None:
            raise
        return text


def _as(data: bytes, charset: str) -> str | None:
    """The text in an encoding, None where there is no such encoding or it is another."""
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError):
        return None
    strange = text.count("\ufffd") + text.count("\0")
    return text.translate(_NUL) if strange <= _DAMAGED * sum(c > "\x7f" for c in text) + 2 else None


def _tree(text: str) -> Any:
    """The page as a tree that is neither too large nor too deep."""
    with needed("trafilatura"):
        import lxml.etree
        import lxml.html
    if not text.strip():
        raise Unwanted("the page is empty")
    parser = lxml.html.HTMLParser(encoding="utf-8", recover=True, remove_pis=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise InputError(f"is no page that can be read ({str(error)[:200]})") from None
    if sum(1 for _ in tree.iter()) > _ELEMENTS:
        raise InputError(f"the page has more than {_ELEMENTS} elements")
    if _depth(tree) > _DEPTH:
        raise InputError(f"the page has elements more than {_DEPTH} deep")
    return tree


def _depth(tree: Any) -> int:
    deepest = depth = 0
    import lxml.etree

    for event, _ in lxml.etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _main_text(tree: Any) -> str:
    """The main text, a paragraph a line with a blank line between."""
    import trafilatura

    text = trafilatura.extract(tree, include_comments=False, include_tables=True, deduplicate=False)
    lines = (line.strip() for line in (text or "").split("\n"))
    return "\n\n".join(line for line in lines if line)
