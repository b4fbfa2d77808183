"""CSV after RFC 4180, with a header: a table of the events and a table of the quotes, each row whole in itself."""

from __future__ import annotations

from khabar.io.exports.days import days
from khabar.io.exports.made import Made
from khabar.io.exports.rows import Cell, csv_row, listed
from khabar.io.exports.view import View, chain, name
from khabar.model.record import Document, Entity, Event, Quote, Record

_REPORT = ("report", "published", "publisher", "url", "title")
_SIDE = ("{}", "{}_ar", "{}_country", "{}_sector", "{}_office", "{}_wikidata")
EVENT_COLUMNS = (
    *_REPORT, "event", "happening", "type", "mode", "quad", "intensity", "cameo", "status",
    "date", "precision", "first_day", "last_day",
    *(column.format("source") for column in _SIDE), *(column.format("recipient") for column in _SIDE),
    "place", "place_ar", "place_country", "latitude", "longitude", "geonames", "according_to", "quote",
    "trigger", "lemma", "sentence", "trigger_start", "trigger_end", "sentence_start", "sentence_end", "confidence", "why",
)  # fmt: skip
QUOTE_COLUMNS = (
    *_REPORT, "quote", "kind", "content", "cue", *(column.format("speaker") for column in _SIDE),
    "addressee", "channel", "according_to", "start", "end", "confidence",
)  # fmt: skip
EVENT_HEAD, QUOTE_HEAD = csv_row(EVENT_COLUMNS), csv_row(QUOTE_COLUMNS)


def events_csv(record: Record, all_statuses: bool = False) -> Made:
    """A row an event, of every status."""
    view = View(record)
    parts = tuple(csv_row(_event(view, event)) for event in record.events)
    return Made(parts, len(parts))


def quotes_csv(record: Record, all_statuses: bool = False) -> Made:
    """A row a quote; the contents of one that its attribution breaks are joined by « … »."""
    view = View(record)
    parts = tuple(csv_row(_quote(view, quote)) for quote in record.quotes)
    return Made(parts, len(parts))


def _report(document: Document) -> tuple[Cell, ...]:
    return document.id, document.published, document.source, document.url, document.title


def _event(view: View, event: Event) -> tuple[Cell, ...]:
    date, span, place = event.date, days(event.date.value) if event.date else None, view.place(event)
    where = (name(place), place.name.ar, place.country, place.lat, place.lon, place.geonames) if place else (None,) * 6
    trigger, sentence = event.trigger, event.sentence
    return (
        *_report(view.record.document), event.id, event.happening, event.type, event.mode, event.quad, event.intensity,
        event.cameo, event.status, date.value if date else None, date.precision if date else None,
        *(day.isoformat() for day in span or ()), *(() if span else (None, None)),
        *_side(view.entities(event.source)), *_side(view.entities(event.recipient)), *where,
        listed(chain(view, event)), event.quote, trigger.text, trigger.lemma, view.sentence(event), trigger.start, trigger.end,
        sentence.start, sentence.end, event.confidence, event.why,
    )  # fmt: skip


def _quote(view: View, quote: Quote) -> tuple[Cell, ...]:
    def one(key: str | None) -> str | None:
        return name(view.entity(key)) if key else None

    return (
        *_report(view.record.document), quote.id, quote.kind, " … ".join(content.text for content in quote.contents),
        quote.cue.text if quote.cue else None, *_side([view.entity(quote.speaker)] if quote.speaker else []),
        one(quote.addressee), one(quote.channel), listed(name(view.entity(link.entity)) for link in quote.chain),
        quote.contents[0].start if quote.contents else None, quote.contents[-1].end if quote.contents else None, quote.confidence,
    )  # fmt: skip


def _side(who: list[Entity]) -> tuple[Cell, ...]:
    """The cells of a side, parallel where there are several: «Norway; Denmark», «NOR; DNK»."""
    return (
        listed(name(e) for e in who), listed(e.name.ar or "" for e in who), listed(e.country or "" for e in who),
        listed(", ".join(e.sector) for e in who), listed(e.office or "" for e in who), listed(e.kb or "" for e in who),
    )  # fmt: skip
