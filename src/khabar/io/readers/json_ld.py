"""What a page says in JSON-LD (schema.org) of the article that it is: https://schema.org/NewsArticle.

A page may also list others, the latest and the most read; those are not its own. Of several articles at the top the one
with the page's title is meant, and where none has it and their dates differ, none is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from khabar.errors import InputError
from khabar.io.jsons import from_json

_LIMIT = 1 << 20  # characters of one script
_MOST = 200  # nodes at the top
_PAGE = "WebPage"


def articles(tree: Any, title: str) -> list[dict[str, Any]]:
    """The nodes that tell of the page's own article, the most certain first: its article, then the page itself."""
    nodes = [node for script in _scripts(tree) for node in _top(script)][:_MOST]
    own = [node for node in nodes if any(kind.endswith(("Article", "Posting", "Report")) for kind in _kinds(node))]
    pages = [node for node in nodes if _PAGE in _kinds(node)]
    return [*_meant(own, title), *(pages if len(pages) == 1 else [])]


def text_of(value: Any) -> str | None:
    """A text, or the first of a list of them, or the value or name that an object holds."""
    if isinstance(value, list):
        return next((text for item in value[:10] if (text := text_of(item))), None)
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name") or value.get("@id"))
    return value if isinstance(value, str) else None


def names(value: Any) -> list[str]:
    """The names of people or organisations, given as texts or as objects."""
    items = value if isinstance(value, list) else [value]
    found = [text_of(item.get("name")) if isinstance(item, dict) else text_of(item) for item in items[:10]]
    return [name.strip() for name in found if name and not name.startswith(("http://", "https://"))]


def _scripts(tree: Any) -> Iterator[Any]:
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _LIMIT:
            continue
        try:
            yield from_json(text.strip().removesuffix(";"), object)
        except InputError:
            continue


def _top(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes that stand at the top: alone, in a list, or in a graph."""
    if isinstance(value, list):
        for item in value[:_MOST]:
            yield from _top(item) if isinstance(item, dict) else ()
    elif isinstance(value, dict):
        graph = value.get("@graph")
        if isinstance(graph, list):
            yield from (node for node in graph[:_MOST] if isinstance(node, dict))
        yield value
        main = value.get("mainEntity")
        if isinstance(main, dict):
            yield main


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _meant(nodes: list[dict[str, Any]], title: str) -> list[dict[str, Any]]:
    """Of several articles the one with the page's title; all, where they agree on the date."""
    if len({text_of(node.get("datePublished")) for node in nodes}) <= 1:
        return nodes
    return [node for node in nodes if (head := (text_of(node.get("headline")) or "").strip()) and head in title][:1]
