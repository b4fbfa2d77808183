"""HTML to text, for the short pieces that feeds and items of agencies carry: a block a line, without scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from khabar.errors import InputError

LIMIT = 4 * 1024 * 1024  # characters of one piece
_BLOCKS = frozenset(
    ("br", "hr", "p", "pre", "div", "blockquote", "address", "article", "aside", "footer", "header", "main")
)
_MORE_BLOCKS = frozenset(
    ("nav", "section", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "dl", "dt", "dd", "form")
)
_PARTS = frozenset(("table", "caption", "tr", "td", "th", "fieldset", "figure", "figcaption"))
_BREAKS = _BLOCKS | _MORE_BLOCKS | _PARTS
_SILENT = frozenset(("script", "style", "template", "noscript", "iframe", "object"))
_SPACES = re.compile(r"[ \t\r\n\f]+")


class _Text(HTMLParser):
    """Gathers text; blocks break lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(_SPACES.sub(" ", data))


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, a block a line and a blank line between; text without tags stands as it is."""
    if "<" not in markup and "&" not in markup:
        return markup
    if len(markup) > LIMIT:
        raise InputError(f"the piece of HTML is larger than {LIMIT >> 20} MiB")
    parser = _Text()
    parser.feed(markup)
    parser.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parser.pieces).split("\n"))
    return "\n\n".join(line for line in lines if line)
