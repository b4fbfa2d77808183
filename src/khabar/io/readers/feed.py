"""RSS and Atom: a report an entry, its text that which the feed carries; Arabic dates by the time grammar.

An entry is read as it stands: its address is kept, and not fetched. Elements go by their names without their namespaces,
since many a feed declares them wrongly, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from khabar.errors import InputError
from khabar.io.dates import read_date
from khabar.io.given import Failure, Given, Row, Unwanted, check_row
from khabar.io.intake import Intake
from khabar.io.library import needed
from khabar.io.readers.charsets import damaged_text
from khabar.io.readers.markup import fragment_text
from khabar.io.source import Source

LIMIT = 32 * 1024 * 1024  # bytes of a feed
_ROOT = re.compile(  # each part is taken or left whole: no way back into it, which a made-up head could make endless
    rb"(?>\s+|<\?.{0,500}?\?>|<!--.{0,5000}?-->|<!DOCTYPE[^\[>]{0,500}>)*+<(?:[A-Za-z]{1,20}:)?(?:rss|feed|RDF)[\s>]",
    re.S,
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml.{0,500}?\?>", re.S)
_AMPERSAND = re.compile(r"&(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,30});|(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};))")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_NAMED = ("amp", "lt", "gt", "quot", "apos")
_ENTITY = re.compile(r"<!ENTITY", re.I)
_ENTRIES = ("item", "entry")
_DATES = ("published", "pubdate", "issued", "date", "created", "updated")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def looks(head: bytes) -> bool:
    """A feed by its root."""
    return _ROOT.match(head) is not None


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The reports of a feed, in its order."""
    yield from read_feed(source.read(LIMIT), source.name, intake)


def read_feed(data: bytes, name: str, intake: Intake, charset: str | None = None) -> Iterator[Given | Failure]:
    """The reports of the bytes of a feed; one that is damaged gives what can be read of it, and says so."""
    root, trouble = _parse(_decode(data, charset))
    entries = [element for element in root.iter() if _name(element) in _ENTRIES] if root is not None else []
    if not entries and (trouble or root is None or _name(root) not in ("rss", "feed", "rdf")):
        raise InputError(f"is no feed that can be read ({trouble or 'it has no root of a feed'})")
    whole = _feed(root)
    for number, entry in enumerate(entries, 1):
        parts = _parts(entry)
        key = _text(parts, "guid", "id") or _link(entry, parts) or None
        try:
            yield Given(name, number, check_row(_row(entry, parts, key, whole, intake)))
        except InputError as error:
            yield Failure(name, number, key, str(error), skipped=isinstance(error, Unwanted))
    if trouble:
        yield Failure(name, None, None, f"is damaged ({trouble}); entries may be missing or cut short")


def _decode(data: bytes, charset: str | None) -> str:
    declared = _DECLARED.match(data)
    named = declared[1].decode("ascii") if declared else None
    text = damaged_text(data, charset, named, "the feed")
    if _ENTITY.search(text):
        raise InputError("declares entities of its own, which feeds do not need; it is not read")
    return "".join(_mended(_DECLARATION.sub("", text, count=1)))


def _mended(text: str) -> Iterator[str]:
    """An ampersand of its own as XML has it, and a sign that only HTML has a name for as itself; what is CDATA stays."""
    at = 0
    while (start := text.find(_CDATA, at)) >= 0:
        end = text.find(_CDATA_END, start)
        yield _AMPERSAND.sub(_sign, text[at:start])
        at = len(text) if end < 0 else end
        yield text[start:at]
    yield _AMPERSAND.sub(_sign, text[at:])


def _sign(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None:
        return "&amp;"
    return match[0] if name in _NAMED else html5.get(f"{name};", f"&amp;{name};")


def _parse(text: str) -> tuple[Any, str]:
    """The root of the feed, and what is wrong with it."""
    with needed("lxml"):
        import lxml.etree as etree
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        return None, str(error)[:200]
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    return root, f"line {fatal[0].line}: {fatal[0].message.strip()}"[:200] if fatal else ""


def _name(element: Any) -> str:
    """The name of an element without its namespace, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _parts(entry: Any) -> dict[str, list[Any]]:
    """The elements of an entry by name, in its order."""
    parts: dict[str, list[Any]] = {}
    for element in entry:
        parts.setdefault(_name(element), []).append(element)
    return parts


def _content(element: Any) -> str:
    """The text of an element; of markup that stands in it as it is, that of its blocks."""
    if len(element):
        import lxml.etree as etree

        inner = (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
        return fragment_text(inner).strip()
    text = element.text or ""
    return fragment_text(text).strip() if element.get("type") != "text" else text.strip()


def _text(parts: dict[str, list[Any]], *names: str) -> str:
    """The first text under one of some names."""
    return next((text for name in names for element in parts.get(name, ()) if (text := _content(element))), "")


def _row(entry: Any, parts: dict[str, list[Any]], key: str | None, feed: dict[str, str], intake: Intake) -> Row:
    title = " ".join(_text(parts, "title").split())
    body, where = _body(parts)
    if not body and not title:
        raise Unwanted("the entry holds no text")
    source = _named(parts, "source", "title") or _text(parts, "source")
    date, date_key = _published(parts, intake)
    values = {
        "title": (title, "feed entry"),
        "author": (_named(parts, "author", "name") or _text(parts, "creator", "author"), "feed entry"),
        "source": (source, "feed entry") if source else (feed["title"], "feed title"),
        "url": (_link(entry, parts), "feed entry"),
        "published": (date, date_key),
        "language": (_text(parts, "language") or entry.get(_LANG) or feed["language"], "feed"),
    }
    found = {"text": where if body else "feed title", **{name: how for name, (value, how) in values.items() if value}}
    text = f"{title}\n\n{body}" if title and body and not body.startswith(title) else body or title
    return Row(text, id=key, found=found, **{name: value or None for name, (value, _) in values.items()})


def _body(parts: dict[str, list[Any]]) -> tuple[str, str]:
    """The whole text where the feed carries it, else its summary."""
    whole = _text(parts, "encoded", "content")
    return (whole, "feed content") if whole else (_text(parts, "description", "summary"), "feed summary")


def _named(parts: dict[str, list[Any]], name: str, child: str) -> str:
    """The text of a child of the first element of a name: <author><name>."""
    found = [inner for element in parts.get(name, ()) for inner in element if _name(inner) == child]
    return _content(found[0]) if found else ""


def _published(parts: dict[str, list[Any]], intake: Intake) -> tuple[str, str]:
    for name in _DATES:
        value = read_date(_text(parts, name), intake.day)
        if value is not None:
            return value, f"feed {name}"
    return "", ""


def _link(entry: Any, parts: dict[str, list[Any]]) -> str:
    """The address of the entry: its link, or its id where that is one."""
    links = parts.get("link", ())
    places = [link.get("href") or "" for link in links if link.get("rel", "alternate") == "alternate"]
    places += [link.text or "" for link in links]
    places += [e.text or "" for e in parts.get("guid", []) if e.get("isPermaLink") != "false"]
    return next((place.strip() for place in places if place.strip().startswith(("http://", "https://"))), "")


def _feed(root: Any) -> dict[str, str]:
    """What a feed says of itself."""
    channel = next((element for element in root if _name(element) == "channel"), root)
    parts = {name: found for name, found in _parts(channel).items() if name not in _ENTRIES}
    language = _text(parts, "language") or root.get(_LANG) or ""
    return {"title": " ".join(_text(parts, "title").split()), "language": language}
