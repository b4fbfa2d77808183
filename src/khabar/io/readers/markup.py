"""HTML to text, for the short pieces that feeds and items of agencies carry: a block a line, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from khabar.errors import InputError
from khabar.io.readers.trees import html_tree

LIMIT = 4 * 1024 * 1024  # characters of one piece
_BLOCKS = frozenset(
    ("br", "hr", "p", "pre", "div", "blockquote", "address", "article", "aside", "footer", "header", "main")
)
_MORE_BLOCKS = frozenset(
    ("nav", "section", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "dl", "dt", "dd", "form")
)
_PARTS = frozenset(("table", "caption", "tr", "td", "th", "fieldset", "figure", "figcaption"))
_BREAKS = _BLOCKS | _MORE_BLOCKS | _PARTS
_SILENT = frozenset(("script", "style", "template", "noscript", "iframe", "object", "head"))
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MARKUP = re.compile(r"<[A-Za-z/!?]|&[A-Za-z#]")


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, a block a line and a blank line between; text without tags stands as it is."""
    if not _MARKUP.search(markup):
        return markup
    if len(markup) > LIMIT:
        raise InputError(f"the piece of HTML is larger than {LIMIT >> 20} MiB")
    tree = html_tree(f"<div>{markup}</div>", "the piece of HTML")
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(_pieces(tree)).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _pieces(element: Any) -> Iterator[str]:
    """The text of an element and of those in it, with line ends around blocks; trees are no deeper than may be walked."""
    shown = isinstance(element.tag, str) and element.tag not in _SILENT
    edge = "\n" if shown and element.tag in _BREAKS else ""
    yield edge
    if shown:
        yield _SPACES.sub(" ", element.text or "")
        for child in element:
            yield from _pieces(child)
            yield _SPACES.sub(" ", child.tail or "")
    yield edge
