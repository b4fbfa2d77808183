"""PLOVER's own record: a JSON object an event, one a line, with the field names of the PLOVER manual.

The manual requires id, date, actor and event: where no day or no actor is known, the date is null and the list of actors empty.
A status is told, where asked for, as one of the manual's auxiliary modes.
"""

from __future__ import annotations

from typing import Any

from khabar.io.exports.codes import country
from khabar.io.exports.days import days
from khabar.io.exports.made import ASSERTED, Made, facts
from khabar.io.exports.view import View, chain, name
from khabar.io.jsons import to_json
from khabar.model.record import Date, Event, Place, Record

AUXILIARY = {"negated": "negation", "future": "future", "hypothetical": "hypothetical"}
REQUIRED = ("id", "date", "actor", "event")


def plover(record: Record, all_statuses: bool = False) -> Made:
    """One PLOVER record an event."""
    view = View(record)
    events, left = facts(record, all_statuses)
    parts = tuple(to_json(_event(view, event)) + b"\n" for event in events)
    return Made(parts, len(parts), tuple(left))


def _known(value: dict[str, Any]) -> dict[str, Any]:
    """An object without the fields that are not known, less those that a record must have."""
    return {key: held for key, held in value.items() if key in REQUIRED or held not in (None, "", [], {})}


def _event(view: View, event: Event) -> dict[str, Any]:
    document, coder = view.record.document, view.record.coder
    first, last = _dates(event.date)
    sentence = next((n for n, span in enumerate(document.sentences, 1) if span == event.sentence), None)
    return _known({
        "id": f"{document.id}-{event.id}",
        "date": first,
        "enddate": last,
        "actor": [_actor(view, event, key) for key in event.source],
        "recipient": [_actor(view, event, key) for key in event.recipient],
        "event": [event.type],
        "has_event": True,
        "mode": [mode for mode in (event.mode, AUXILIARY.get(event.status)) if mode],
        "quad_code": event.quad,
        "event_scale": event.intensity,
        "event_loc": _place(view.place(event)),
        "event_text": [event.trigger.text],
        "link": f"{document.id}-{event.happening}",
        "text": view.sentence(event),
        "text_info": _known({"sequence": sentence, "start": event.sentence.start, "end": event.sentence.end}),
        "cite_info": _known({
            "citation": document.id, "url": document.url, "title": document.title, "language": document.language,
            "publication": document.source, "coder": f"khabar {coder.khabar}", "codebook": coder.ontology,
        }),
        "coder": f"khabar {coder.khabar}",
        "date_value": event.date.value if event.date and not first else None,
        "date_precision": event.date.precision if event.date and not first else None,
        "publication_date": document.published,
        "according_to": chain(view, event),
        "status": event.status if event.status != ASSERTED else None,
        "cameo": event.cameo,
        "confidence": event.confidence,
    })  # fmt: skip


def _dates(date: Date | None) -> tuple[str | None, str | None]:
    """The day, or the first and last day of an interval; a month or a year is no day."""
    span = days(date.value) if date else None
    if date is None or span is None or (span[0] != span[1] and "/" not in date.value):
        return None, None
    return span[0].isoformat(), span[1].isoformat() if span[0] != span[1] else None


def _actor(view: View, event: Event, key: str) -> dict[str, Any]:
    entity = view.entity(key)
    return _known({
        "code": entity.country,
        "sector": list(entity.sector),
        "actor_text": view.words(key, event),
        "identifier_id": f"https://www.wikidata.org/wiki/{entity.kb}" if entity.kb else None,
        "identifier_text": name(entity),
        "office": entity.office,
    })  # fmt: skip


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return _known({
        "geonameid": place.geonames, "name": name(place), "alternatenames": place.name.ar, "latitude": place.lat,
        "longitude": place.lon, "country code": country(place.country).iso2, "cc3": place.country,
    })  # fmt: skip
