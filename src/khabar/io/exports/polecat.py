"""POLECAT: one tab-separated row an event, 40 columns, with a header.

Several actors of one side stand in one cell, «; » between them, and the cells of a side are parallel.
"""

from __future__ import annotations

from khabar.io.exports.codes import country
from khabar.io.exports.days import day
from khabar.io.exports.made import Made, claimed, facts
from khabar.io.exports.rows import Cell, listed, tsv
from khabar.io.exports.view import View, name
from khabar.model.record import Event, Place, Record

UNKNOWN = "None"  # the format's own word, between the known ones of a cell
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
_SIDE = ("{} Name", "{} Country", "{} COW", "Primary {} Sector", "{} Sectors", "{} Title", "{} Name Raw", "Wikipedia {} ID")
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(column.format("Actor") for column in _SIDE), *(column.format("Recipient") for column in _SIDE),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
HEAD = tsv(COLUMNS)


def polecat(record: Record, all_statuses: bool = False) -> Made:
    """The rows of a record: its asserted events."""
    view = View(record)
    events, left = facts(record)
    story = _story(view)
    parts = tuple(tsv((*_event(view, event), *story)) for event in events)
    return Made(parts, len(parts), tuple(left), claimed(events))


def _event(view: View, event: Event) -> tuple[Cell, ...]:
    when = day(event.date.value) if event.date else None
    return (
        f"{view.record.document.id}-{event.id}", when.isoformat() if when else None, event.type, event.mode, event.intensity,
        QUADS.get(event.quad), None,
        *_side(view, event, event.source), *_side(view, event, event.recipient),
        *_place(view, view.place(event)),
    )  # fmt: skip


def _side(view: View, event: Event, keys: tuple[str, ...]) -> tuple[Cell, ...]:
    """The eight cells of a side. Khabar knows Wikidata ids, not Wikipedia's titles."""
    who = view.entities(keys)

    def cells(values: list[str]) -> str:
        return listed(values, UNKNOWN)

    return (
        cells([name(e) for e in who]),
        cells([e.country or "" for e in who]),
        cells([country(e.country).cow for e in who]),
        cells([e.sector[0] if e.sector else "" for e in who]),
        cells([", ".join(e.sector) for e in who]),
        cells([e.office or "" for e in who]),
        cells([view.words(key, event) for key in keys]),
        None,
    )


def _place(view: View, place: Place | None) -> tuple[Cell, ...]:
    """The ten cells of the place; the units between town and country are not known."""
    if place is None:
        return (None,) * 10
    mention = view.mention(place.mention)
    town = name(place) if view.is_settlement(place) else None
    raw = mention.text if mention else None
    return (name(place), town, None, None, place.country, place.lat, place.lon, place.geonames, raw, None)


def _story(view: View) -> tuple[Cell, ...]:
    """The cells that are the same for all events of a report."""
    document, coder = view.record.document, view.record.coder

    def of(*kinds: str) -> str:
        return listed(name(e) for e in view.record.entities if e.type in kinds)

    published = (document.published or "")[:10]
    people, bodies, places = of("PER"), of("ORG"), of("GPE", "LOC", "FAC")
    return document.source, published, people, bodies, places, document.language, f"khabar {coder.khabar}"
