"""What a page says of itself: title, author, source, address, language and, from places that can be trusted, its date.

A publication date is taken from these alone, the first that has one:

    json-ld             datePublished of the page's article, as schema.org has it
    microdata           itemprop="datePublished"
    meta NAME           article:published_time, dc.date, dcterms.created and their like
    time pubdate        <time datetime="…" pubdate>

No date is taken from the text, the address, a copyright line, or the time of the last change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from khabar.io.dates import read_date
from khabar.io.readers.json_ld import articles, names, text_of

_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "datepublished", "parsely-pub-date",
    "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created", "dc.date.created",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author")
_SOURCES = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_TITLES = ("og:title", "dc.title", "dcterms.title", "twitter:title")
_LONG = 500  # characters; no title and no name is longer
Day = Callable[[str], str | None] | None


class Fact(msgspec.Struct, frozen=True):
    """A value and where it was found."""

    value: str
    where: str


def facts(tree: Any, day: Day) -> dict[str, Fact]:
    """What a page says of itself, by key."""
    meta = dict(_meta(tree))
    told = articles(tree, _plain(tree.findtext(".//title") or ""))
    first = {
        "title": _titles(tree, told, meta),
        "author": _authors(told, meta),
        "source": _sources(told, meta),
        "url": _addresses(tree, told, meta),
        "language": _languages(tree, told),
        "published": _dates(tree, told, meta, day),
    }
    return {name: fact for name, found in first.items() if (fact := next(found, None)) is not None}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _fact(value: str | None, where: str) -> Iterator[Fact]:
    text = _plain(value or "")
    if text and len(text) <= _LONG:
        yield Fact(text, where)


def _meta(tree: Any) -> Iterator[tuple[str, str]]:
    """The meta elements by name, in lower case; of several of a name the first."""
    seen = set()
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = element.get("content") or ""
        if name and name not in seen and content.strip():
            seen.add(name)
            yield name, content


def _named(meta: dict[str, str], wanted: tuple[str, ...]) -> Iterator[Fact]:
    for name in wanted:
        yield from _fact(meta.get(name), f"meta {name}")


def _titles(tree: Any, told: list[dict[str, Any]], meta: dict[str, str]) -> Iterator[Fact]:
    for article in told:
        yield from _fact(text_of(article.get("headline")), "json-ld")
    headings = [_plain("".join(h.itertext())) for h in tree.iter("h1")]
    if len(headings) == 1:
        yield from _fact(headings[0], "h1")
    yield from _named(meta, _TITLES)
    yield from _fact(tree.findtext(".//title"), "title")


def _authors(told: list[dict[str, Any]], meta: dict[str, str]) -> Iterator[Fact]:
    for article in told:
        yield from _fact(", ".join(names(article.get("author"))), "json-ld")
    for fact in _named(meta, _AUTHORS):
        if not fact.value.startswith(("http://", "https://")):
            yield fact


def _sources(told: list[dict[str, Any]], meta: dict[str, str]) -> Iterator[Fact]:
    for article in told:
        yield from _fact(", ".join(names(article.get("publisher"))), "json-ld")
    yield from _named(meta, _SOURCES)


def _addresses(tree: Any, told: list[dict[str, Any]], meta: dict[str, str]) -> Iterator[Fact]:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    found = [*_fact(links[0] if links else None, "link canonical"), *_named(meta, ("og:url",))]
    for article in told:
        found += _fact(text_of(article.get("url")), "json-ld")
    yield from (fact for fact in found if fact.value.startswith(("http://", "https://")))


def _languages(tree: Any, told: list[dict[str, Any]]) -> Iterator[Fact]:
    yield from _fact(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"), "html lang")
    for article in told:
        yield from _fact(text_of(article.get("inLanguage")), "json-ld")


def _dates(tree: Any, told: list[dict[str, Any]], meta: dict[str, str], day: Day) -> Iterator[Fact]:
    written = [(text_of(article.get("datePublished")), "json-ld") for article in told]
    for element in tree.iter("meta", "time", "span", "div", "p"):
        if element.get("itemprop") == "datePublished":
            written.append((element.get("content") or element.get("datetime") or element.text, "microdata"))
    written += [(meta.get(name), f"meta {name}") for name in _PUBLISHED]
    written += [(e.get("datetime"), "time pubdate") for e in tree.iter("time") if e.get("pubdate") is not None]
    for text, where in written:
        value = read_date(text, day)
        if value is not None:
            yield Fact(value, where)
