"""Archives of the web: the pages, feeds and texts among their records, as they were fetched (ISO 28500).

The date of a record is that of the crawl, and is never taken for that of publication. Requests, metadata and revisits hold
no page; pictures, scripts and answers other than 200 are counted and told in one line. A record that says a false length is
read up to the next record, and that is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from khabar.errors import InputError
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.readers.documents import kind_of, read_document
from khabar.io.readers.http import Response, parse_headers, parse_response, unpack_body
from khabar.io.readers.records import Archive, Part
from khabar.io.source import Source

LIMIT = 8 * 1024 * 1024  # bytes of a document that is unpacked
_OTHERS = frozenset(("warcinfo", "request", "metadata", "revisit", "continuation"))
_HOLDS = ("response", "resource", "conversion")


def looks(head: bytes) -> bool:
    """The version that every record begins with."""
    return head.startswith(b"WARC/")


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The reports of an archive, in its order."""
    passed: Counter[str] = Counter()
    number = 0
    for part in Archive(source.file):
        number = part.number
        if part.trouble:
            yield Failure(source.name, part.number, _address(part), part.trouble)
        kind = part.headers.get("warc-type", "").lower()
        if part.whole and kind in _HOLDS:
            yield from _reports(part, source.name, intake, passed)
        elif part.whole and kind not in _OTHERS:
            yield Failure(source.name, part.number, _address(part), f"the record is of no known type: «{kind[:40]}»")
    if passed:
        told = ", ".join(f"{count} {what}" for what, count in sorted(passed.items(), key=lambda p: (-p[1], p[0])))
        yield Failure(source.name, None, None, f"records that hold no report: {told}"[:2000], skipped=True)
    if not number:
        raise InputError("holds no record of a WARC")


def _address(part: Part) -> str | None:
    """The address of a record; some write it between angle brackets."""
    return part.headers.get("warc-target-uri", "").strip("<>") or None


def _reports(part: Part, name: str, intake: Intake, passed: Counter[str]) -> Iterator[Given | Failure]:
    url = _address(part)
    try:
        response = _response(part)
    except InputError as error:
        yield Failure(name, part.number, url, str(error))
        return
    kind = kind_of(response.kind, response.body)
    if response.status != 200:
        passed[f"HTTP {response.status}"] += 1
    elif kind is None or (url or "").endswith("/robots.txt"):
        passed[response.kind or "of no type"] += 1
    elif not response.body.strip():
        passed["empty"] += 1
    else:
        yield from read_document(response.body, kind, response.charset, url, (name, part.number), intake)


def _response(part: Part) -> Response:
    """What was fetched; a record that is no response holds the document itself."""
    kind: Any = part.headers.get("content-type", "")
    if part.headers["warc-type"].lower() == "response" and (part.body.startswith(b"HTTP/") or "http" in kind):
        return parse_response(part.body, LIMIT)
    return Response(200, parse_headers(f"content-type: {kind}".encode()), unpack_body(part.body, "", LIMIT))
