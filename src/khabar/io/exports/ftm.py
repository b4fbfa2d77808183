"""FollowTheMoney: a JSON object an entity, one a line: the report, who and what it names, what happened, where.

One happening is one Event, whose properties hold what all its sentences tell. Entities that the knowledge base knows have one id in
every report; FollowTheMoney merges entities of one id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from khabar.io.exports.codes import country, language
from khabar.io.exports.days import days, moment
from khabar.io.exports.made import Made, facts
from khabar.io.exports.view import View, chain, name
from khabar.io.jsons import to_json
from khabar.model.record import Date, Entity, Event, Place, Record

PUBLIC = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY"})  # sectors whose bodies are public
PARTIES = frozenset({"GPE", "NORP"})  # written where they act or are acted on; people and bodies always
NO_QUOTES = "quote, for which FollowTheMoney has no schema"
NO_PARTY = "place among the sides of an event, which is no LegalEntity"


def ftm(record: Record, all_statuses: bool = False) -> Made:
    """The entities of a report and of its asserted events."""
    events, left = facts(record)
    graph = _Graph(View(record), events)
    parts = tuple(to_json(entity) + b"\n" for entity in graph.entities())
    left += [NO_QUOTES] * len(record.quotes) + [NO_PARTY] * graph.placeless()
    return Made(parts, len(parts), tuple(left))


class _Graph:
    """One report as entities that point at one another."""

    def __init__(self, view: View, events: list[Event]) -> None:
        self.view, self.document, self.events = view, view.record.document, events
        told = f"{self.document.id}\0{self.document.sha256}"
        self.report = "khabar-" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        acting = {key for event in events for key in (*event.source, *event.recipient)}
        self.parties = {
            e.id: self._id(e) for e in view.record.entities if _schema(e) and (e.type not in PARTIES or e.id in acting) and name(e)
        }

    def entities(self) -> Iterator[dict[str, Any]]:
        """All of them, the report first."""
        yield self._article()
        for entity in self.view.record.entities:
            if entity.id in self.parties:
                yield self._party(entity)
        yield from self._mentions()
        happenings: dict[str, list[Event]] = {}
        for event in self.events:
            happenings.setdefault(event.happening, []).append(event)
        addresses: set[str] = set()
        for key, told in happenings.items():
            for place in _places(self.view, told):
                if self._address_id(place) not in addresses:
                    addresses.add(self._address_id(place))
                    yield self._address(place)
            yield self._event(key, told)

    def placeless(self) -> int:
        """How many sides of events are no party that FollowTheMoney knows."""
        return sum(key not in self.parties for event in self.events for key in (*event.source, *event.recipient))

    def _id(self, entity: Entity) -> str:
        """One id over all reports for whom the knowledge base knows, else one of the report."""
        return entity.kb or (f"khabar-{entity.key}" if entity.key else f"{self.report}-{entity.id}")

    def _article(self) -> dict[str, Any]:
        document = self.document
        return _entity(self.report, "Article", {
            "title": [document.title], "publishedAt": [_published(document.published)], "author": [document.author],
            "publisher": [document.source], "sourceUrl": [self._url()], "language": [language(document.language).iso3],
        })  # fmt: skip

    def _url(self) -> str | None:
        return self.document.url if (self.document.url or "").startswith(("http://", "https://")) else None

    def _party(self, entity: Entity) -> dict[str, Any]:
        made = entity.name.en if entity.romanised and entity.name.ar else None  # an English name that only the letters gave
        names = [entity.name.ar] if made else [entity.name.en, entity.name.ar]
        schema = _schema(entity) or ""
        return _entity(self.parties[entity.id], schema, {
            "name": names, "alias": [alias for alias in entity.aliases if alias not in names], "weakAlias": [made],
            "country": [country(entity.country).iso2.lower()], "sector": list(entity.sector), "wikidataId": [entity.kb],
            "position": [entity.office] if schema == "Person" else [], "proof": [self.report],
        })  # fmt: skip

    def _mentions(self) -> Iterator[dict[str, Any]]:
        """The names by which the report calls each of them."""
        said = dict.fromkeys((m.entity, m.text) for m in self.view.record.mentions if m.form == "name" and m.entity in self.parties)
        for number, (key, text) in enumerate(said, 1):
            entity = self.view.entity(key or "")
            yield _entity(f"{self.report}-n{number}", "Mention", {
                "document": [self.report], "name": [text], "resolved": [self.parties[entity.id]],
                "contextCountry": [country(entity.country).iso2.lower()], "detectedSchema": [_schema(entity)],
            })  # fmt: skip

    def _event(self, key: str, told: list[Event]) -> dict[str, Any]:
        sides = [key for event in told for key in (*event.source, *event.recipient)]
        places = _places(self.view, told)
        spoken = [" -> ".join(chain(self.view, event)) for event in told]
        return _entity(f"{self.report}-{key}", "Event", {
            "name": [_told(self.view, told[0])],
            **_dates([event.date for event in told if event.date]),
            "involved": [self.parties[side] for side in sides if side in self.parties],
            "location": [name(place) for place in places],
            "addressEntity": [self._address_id(place) for place in places],
            "country": [country(place.country).iso2.lower() for place in places],
            "summary": [self.view.sentence(event) for event in told],
            "notes": [_told(self.view, event) for event in told[1:]] + [f"according to {voice}" for voice in spoken if voice],
            "keywords": [word for event in told for word in (event.type, event.mode, f"CAMEO {event.cameo}")],
            "recordId": [event.id for event in told],
            "publisher": [self.document.source], "sourceUrl": [self._url()], "proof": [self.report],
        })  # fmt: skip

    def _address_id(self, place: Place) -> str:
        if place.geonames:
            return f"geonames-{place.geonames}"
        return f"khabar-{hashlib.sha256(f'{name(place)}|{place.country}|{place.lat}|{place.lon}'.encode()).hexdigest()[:24]}"

    def _address(self, place: Place) -> dict[str, Any]:
        land = country(place.country)
        whole, town = self.view.is_country(place), self.view.is_settlement(place)
        parts = [name(place), "" if whole else land.name]
        return _entity(self._address_id(place), "Address", {
            "full": [", ".join(part for part in parts if part)], "city": [name(place)] if town else [],
            "country": [land.iso2.lower()], "latitude": [place.lat], "longitude": [place.lon],
        })  # fmt: skip


def _schema(entity: Entity) -> str | None:
    """The schema of an entity; places are none of the parties."""
    if entity.type == "ORG":
        return "PublicBody" if PUBLIC & set(entity.sector) else "Organization"
    return {"PER": "Person", "GPE": "LegalEntity", "NORP": "LegalEntity"}.get(entity.type)


def _entity(key: str, schema: str, properties: dict[str, Iterable[Any]]) -> dict[str, Any]:
    """An entity with those properties that are known, each value once; white space is one space."""
    words = {prop: [" ".join(str(v).split()) for v in values if v not in (None, "")] for prop, values in properties.items()}
    known = {prop: list(dict.fromkeys(values)) for prop, values in words.items()}
    return {"id": key, "schema": schema, "properties": {prop: values for prop, values in known.items() if values}}


def _published(value: str | None) -> str | None:
    """The time of publication in UTC where its zone is known, else as it is given."""
    known = moment(value)
    return f"{known.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" if known and known.tzinfo else value


def _places(view: View, told: list[Event]) -> list[Place]:
    found = (view.place(event) for event in told)
    return list({place.mention: place for place in found if place is not None and name(place)}.values())


def _told(view: View, event: Event) -> str:
    """An event in a line: «COERCE arrest: Norwegian coast guard -> Iceland, Denmark»."""
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    source, recipient = (", ".join(name(e) for e in view.entities(side)) for side in (event.source, event.recipient))
    sides = " -> ".join((source or "?", recipient)) if recipient else source
    return f"{kind}: {sides}" if sides else kind


def _dates(dates: list[Date]) -> dict[str, list[str]]:
    """Days, months and years as dates; weeks and intervals by their first and last day."""
    plain = [date.value for date in dates if "/" not in date.value and "W" not in date.value and days(date.value)]
    spans = [span for date in dates if date.value not in plain and (span := days(date.value))]
    return {
        "date": plain,
        "startDate": [first.isoformat() for first, _ in spans],
        "endDate": [last.isoformat() for _, last in spans],
    }
