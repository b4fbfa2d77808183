"""Items of IPTC ninjs (1.x and 2.x/3.x), the JSON of news agencies: https://iptc.org/standards/ninjs/.

The text is the plain body where there is one, else the body in HTML; the date is that of this version of the item.
"""

from __future__ import annotations

from typing import Any

from khabar.io.dates import read_date
from khabar.io.given import Row, Unwanted
from khabar.io.readers.markup import fragment_text

_TEXTS = ("body_text", "body_xhtml", "bodies", "headline", "headlines", "description_text", "descriptions")
_DATES = ("versioncreated", "contentcreated", "firstcreated")
_WITHDRAWN = frozenset(("canceled", "withheld"))


def is_ninjs(item: dict[str, Any]) -> bool:
    """An object with a `uri`, as every item has, or one that holds what only items hold."""
    return "uri" in item and (any(key in item for key in _TEXTS) or "type" in item or "pubstatus" in item)


def read_item(item: dict[str, Any]) -> Row:
    """The report of an item; one without text, or withdrawn, is `Unwanted`."""
    status = item.get("pubstatus")
    if status in _WITHDRAWN:
        raise Unwanted(f"the item is {status} by its publisher")
    body, where = _body(item)
    title, title_key = _first(item, ("headline",), "headlines")
    if not body.strip():
        kind = item.get("type") or "item"
        raise Unwanted(f"the {kind} holds no text")
    dates = [(value, key) for key in _DATES if (value := read_date(_text(item.get(key))))]
    published, date_key = dates[0] if dates else (None, "")
    author, author_key = _first(item, ("byline", "by"), "")
    source, source_key = _names(item)
    found = {"text": where, "title": title_key, "author": author_key, "source": source_key, "published": date_key}
    return Row(
        f"{title}\n\n{body}" if title and not body.lstrip().startswith(title) else body,
        id=_text(item.get("uri")) or None,
        published=published,
        source=source or None,
        url=_link(item),
        language=_text(item.get("language")) or None,
        title=title or None,
        author=author or None,
        found={name: f"ninjs {key}" for name, key in found.items() if key},
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _body(item: dict[str, Any]) -> tuple[str, str]:
    """The body and the key it is under: plain before HTML, a whole body before a description."""
    if _text(item.get("body_text")).strip():
        return item["body_text"], "body_text"
    if _text(item.get("body_xhtml")).strip():
        return fragment_text(item["body_xhtml"]), "body_xhtml"
    bodies = [(entry, _text(entry.get("value"))) for entry in _list(item.get("bodies"))]
    plain = [text for entry, text in bodies if text.strip() and "html" not in _text(entry.get("contenttype"))]
    if plain:
        return plain[0], "bodies"
    for _, text in bodies:
        if text.strip():
            return fragment_text(text), "bodies"
    return _first(item, ("description_text",), "descriptions")


def _first(item: dict[str, Any], keys: tuple[str, ...], entries: str) -> tuple[str, str]:
    """The first text under one of the keys, or the first value of a list of them, with its key."""
    for key in keys:
        if _text(item.get(key)).strip():
            return item[key].strip(), key
    for entry in _list(item.get(entries)):
        if _text(entry.get("value")).strip():
            return entry["value"].strip(), entries
    return "", ""


def _names(item: dict[str, Any]) -> tuple[str, str]:
    """Who publishes the item: its source of information, else who holds its rights."""
    for key in ("infosources", "infosource"):
        for entry in _list(item.get(key)):
            if _text(entry.get("name")).strip():
                return entry["name"].strip(), key
    return _first(item, ("source", "copyrightholder"), "")


def _link(item: dict[str, Any]) -> str | None:
    """Where it was published on the web, where it says so."""
    places = [_text(item.get("url")), _text(item.get("uri")), *(_text(e.get("href")) for e in _list(item.get("links")))]
    return next((place for place in places if place.startswith(("http://", "https://"))), None)
