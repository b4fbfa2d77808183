"""The Global Quotation Graph: a JSON object a report, one a line, with what stands between quotation marks.

The graph of GDELT has no speaker; ours adds one, and the chain by which the words came.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from khabar.io.exports.codes import language
from khabar.io.exports.days import day, moment
from khabar.io.exports.made import Made
from khabar.io.exports.view import View, name
from khabar.io.jsons import to_json
from khabar.model.record import Content, Document, Quote, Record

AROUND = 100  # code points before and after a quotation
INDIRECT = "indirect, which stand between no quotation marks"
MIXED = "indirect with quoted words, whose marks bound only a part"


def quotations(record: Record, all_statuses: bool = False) -> Made:
    """The quotations of a report; a report without any gives no line."""
    view, document = View(record), record.document
    direct = [quote for quote in record.quotes if quote.kind == "direct"]
    left = tuple(MIXED if quote.kind == "mixed" else INDIRECT for quote in record.quotes if quote.kind != "direct")
    quotes = [_quotation(view, quote, content) for quote in direct for content in quote.contents]
    line = {
        "date": _date(document),
        "url": document.url,
        "title": document.title,
        "lang": language(document.language).name or document.language,
        "quotes": quotes,
        "id": document.id,
    }
    parts = (to_json(line) + b"\n",) if quotes else ()
    return Made(parts, len(quotes), left)


def _quotation(view: View, quote: Quote, content: Content) -> dict[str, Any]:
    text = view.record.document.text
    speaker = view.entity(quote.speaker) if quote.speaker else None
    return {
        "pre": text[max(0, content.start - AROUND) : content.start],
        "quote": content.text,
        "post": text[content.end : content.end + AROUND],
        "speaker": name(speaker) if speaker else None,
        "speaker_ar": speaker.name.ar if speaker else None,
        "speaker_wikidata": speaker.kb if speaker else None,
        "according_to": [name(view.entity(link.entity)) for link in quote.chain],
    }


def _date(document: Document) -> str | None:
    """The time of publication in UTC where its zone is known, else the day."""
    known = moment(document.published)
    if known and known.tzinfo:
        return f"{known.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    published = day(document.published)
    return published.isoformat() if published else None
