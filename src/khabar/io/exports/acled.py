"""Events in columns like those of ACLED: CSV with a header, 31 columns. It is not ACLED data, and each row says so in `tags`.

ACLED's researchers decide by reading; here a PLOVER type and mode decide, and what they do not settle is left out or empty.
"""

from __future__ import annotations

from functools import cache

import msgspec

from khabar.io.exports.codes import country, read_table
from khabar.io.exports.days import day, days
from khabar.io.exports.made import Made, claimed, facts
from khabar.io.exports.rows import Cell, csv_row, listed
from khabar.io.exports.view import View, name
from khabar.model.record import Date, Entity, Event, Record

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
HEAD = csv_row(COLUMNS)
CIVILIANS, RIOTERS, PROTESTERS = "Civilians", "Rioters", "Protesters"
AGAINST_CIVILIANS = "Violence against civilians"
PRECISION = {"day": 1, "week": 2, "month": 3}
_BY_VICTIMS = "by victims"
_CROWDS = {"Protests": PROTESTERS, "Riots": RIOTERS}


class Kind(msgspec.Struct, frozen=True):
    """What ACLED calls an event; «» for what is not known of it."""

    event: str
    sub: str
    disorder: str


def acled(record: Record, all_statuses: bool = False) -> Made:
    """The rows of the asserted events for which ACLED has a type."""
    view = View(record)
    events, left = facts(record)
    kinds = [(event, _kind(view, event)) for event in events]
    left += [_why_not(event) for event, kind in kinds if kind is None]
    kept = [(event, kind) for event, kind in kinds if kind is not None]
    parts = tuple(csv_row(_row(view, event, kind)) for event, kind in kept)
    return Made(parts, len(parts), tuple(left), claimed(event for event, _ in kept))


@cache
def _kinds() -> dict[tuple[str, str], Kind]:
    rows = ([cell if cell != "-" else "" for cell in row] for row in read_table("acled.tsv"))
    return {(row[0], row[1]): Kind(*row[2:]) for row in rows}


@cache
def _actors() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("acled_actors.tsv")}


def _kind(view: View, event: Event) -> Kind | None:
    """The type of an event, or None where ACLED has none or the sides do not settle it."""
    kind = _kinds().get((event.type, event.mode or ""))
    if kind is None or kind.event != _BY_VICTIMS:
        return kind
    source, recipient = (_side(view, keys) for keys in (event.source, event.recipient))
    if recipient == CIVILIANS:
        return Kind(AGAINST_CIVILIANS, "Attack", kind.disorder)
    return Kind("Battles", "Armed clash", kind.disorder) if source and recipient and source != CIVILIANS else None


def _why_not(event: Event) -> str:
    if (event.type, event.mode or "") in _kinds():
        return f"{event.type} whose sides do not tell a battle from violence against civilians"
    return f"{event.type} for which ACLED has no type"


def _inter(entity: Entity) -> str:
    return next((_actors()[sector] for sector in entity.sector if sector in _actors()), "")


def _side(view: View, keys: tuple[str, ...]) -> str:
    """The kind of the first actor of a side, «» where it is unknown."""
    return _inter(view.entity(keys[0])) if keys else ""


def _row(view: View, event: Event, kind: Kind) -> tuple[Cell, ...]:
    document = view.record.document
    first = _CROWDS.get(kind.event) or _side(view, event.source)
    second = _side(view, event.recipient)
    targeting = "Civilian targeting" if kind.event == AGAINST_CIVILIANS or _civilians(kind, second) else None
    return (
        f"{document.id}-{event.id}", *_dates(event.date), kind.disorder, kind.event, kind.sub,
        *_actors_of(view, event.source), first, *_actors_of(view, event.recipient), second,
        f"{first}-{second}" if first and second else None, targeting, *_where(view, event),
        document.source, None, view.sentence(event), None,
        f"not ACLED data; coded by khabar {view.record.coder.khabar}", None,
    )  # fmt: skip


def _civilians(kind: Kind, second: str) -> bool:
    return kind.event == "Explosions/Remote violence" and second == CIVILIANS


def _dates(date: Date | None) -> tuple[Cell, ...]:
    """Day, year and precision; a week or a month has its precision, and no day."""
    span = days(date.value) if date else None
    if date is None or span is None:
        return None, None, None
    known = day(date.value)
    year = span[0].year if span[0].year == span[1].year else None
    return known.isoformat() if known else None, year, PRECISION.get(date.precision)


def _actors_of(view: View, keys: tuple[str, ...]) -> tuple[Cell, ...]:
    """The first actor of a side, and the others that go with it."""
    names = [name(entity) for entity in view.entities(keys)]
    return (names[0], listed(names[1:])) if names else (None, None)


def _where(view: View, event: Event) -> tuple[Cell, ...]:
    place = view.place(event)
    if place is None:
        return (None,) * 10
    land = country(place.country)
    whole = view.is_country(place)
    town = view.is_settlement(place)
    return (
        land.numeric, None, land.name, None, None, None, None if whole else name(place), place.lat, place.lon, 1 if town else None,
    )  # fmt: skip
