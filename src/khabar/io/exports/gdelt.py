"""GDELT 2.0: the Events table, a row a dyad of a happening, and the Mentions table, a row a mention of a dyad.

Tab-separated without a header, 61 and 16 columns. Tone, counts over many reports, ethnic and religious codes and the times
at which GDELT adds rows are not known.
"""

from __future__ import annotations

from datetime import UTC
from functools import cache
from urllib.parse import urlsplit

from khabar.io.exports.codes import cameo_types, country, goldstein, quad_class, read_table
from khabar.io.exports.days import days, moment
from khabar.io.exports.dyads import Dyad, dyads, pairs
from khabar.io.exports.made import Made, claimed, facts
from khabar.io.exports.rows import Cell, tsv
from khabar.io.exports.view import View, name
from khabar.model.record import Date, Document, Event, Place, Record

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{side}{column}" for side in (1, 2) for column in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"{side}Geo_{column}" for side in ("Actor1", "Actor2", "Action") for column in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen",
    "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
WEB, CITATION = 1, 2  # kinds of MentionIdentifier
_COUNTRY, _US_TOWN, _TOWN = 1, 3, 4  # kinds of places
_NO_GEO: tuple[Cell, ...] = (None,) * len(_GEO)


def gdelt(record: Record, all_statuses: bool = False) -> Made:
    """The rows of the Events table."""
    view = View(record)
    events, left = facts(record)
    found = dyads(record, events)
    left += ["without a source or recipient" for event in events if not pairs(event)]
    parts = tuple(tsv(_event_row(view, dyad)) for dyad in found)
    return Made(parts, len(parts), tuple(left), claimed(dyad.event for dyad in found))


def gdelt_mentions(record: Record, all_statuses: bool = False) -> Made:
    """The rows of the Mentions table, which belong to those of the Events table by their first column."""
    view = View(record)
    events, left = facts(record)
    left += ["without a source or recipient" for event in events if not pairs(event)]
    told = [(dyad, event) for dyad in dyads(record, events) for event in dyad.mentions]
    parts = tuple(tsv(_mention_row(view, dyad, event)) for dyad, event in told)
    return Made(parts, len(parts), tuple(left), claimed(event for _, event in told))


def _event_row(view: View, dyad: Dyad) -> tuple[Cell, ...]:
    code = dyad.event.cameo
    return (
        dyad.id, *_dates(dyad.date), *_actor(view, dyad.source), *_actor(view, dyad.recipient),
        int(any(_leads(view.record.document, event) for event in dyad.mentions)), code, code[:3], code[:2],
        quad_class(code), goldstein(code), len(dyad.mentions), 1, 1, None,
        *_NO_GEO, *_NO_GEO, *_geo(view, view.place(dyad.where)), None, view.record.document.url or view.record.document.id,
    )  # fmt: skip


def _dates(date: Date | None) -> tuple[Cell, ...]:
    """Day, month, year and the fraction of the year that has passed, as far as they are known."""
    span = days(date.value) if date else None
    if span is None:
        return (None,) * 4
    first, last = span
    year = f"{first:%Y}" if first.year == last.year else None
    month = f"{first:%Y%m}" if year and first.month == last.month else None
    if first != last:
        return None, month, year, None
    return f"{first:%Y%m%d}", month, year, f"{first.year + ((first.month - 1) * 30 + first.day) / 365:.4f}"


@cache
def _groups() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("cameo_groups.tsv")}


def _actor(view: View, key: str | None) -> tuple[Cell, ...]:
    if key is None:
        return (None,) * len(_ACTOR)
    entity = view.entity(key)
    land = country(entity.country).cameo
    group = next((_groups()[sector] for sector in entity.sector if sector in _groups()), "")
    types = [*cameo_types(entity.sector)[:3], "", "", ""][:3]
    return ("".join((land, group, *types)), name(entity).upper(), land, group, None, None, None, *types)


def _leads(document: Document, event: Event) -> bool:
    """Whether an event stands in the title or the first paragraph."""
    first = next((block.start for block in document.blocks if block.kind == "paragraph"), -1)
    leads = (b for b in document.blocks if b.kind == "title" or b.start == first)
    return any(block.start <= event.trigger.start < block.end for block in leads)


def _geo(view: View, place: Place | None) -> tuple[Cell, ...]:
    if place is None:
        return _NO_GEO
    land = country(place.country)
    if view.is_country(place):
        return _COUNTRY, land.name or name(place), land.fips, None, None, None, None, land.fips
    kind = (_US_TOWN if place.country == "USA" else _TOWN) if view.is_settlement(place) else None
    full = ", ".join(part for part in (name(place), land.name) if part)
    return kind, full, land.fips, None, None, place.lat, place.lon, None


def _mention_row(view: View, dyad: Dyad, event: Event) -> tuple[Cell, ...]:
    document = view.record.document
    sides = (view.nearest(key, event) if key else None for key in (dyad.source, dyad.recipient))
    sentence = next((n for n, span in enumerate(document.sentences, 1) if span == event.sentence), None)
    return (
        dyad.id, None, _published(document.published), *_identified(document), sentence,
        *(mention.start if mention else None for mention in sides), event.trigger.start, 1,
        max(10, round(100 * event.confidence)), len(document.text), None, None, None,
    )  # fmt: skip


def _identified(document: Document) -> tuple[Cell, ...]:
    """How a report is found: on the web by its URL, else by its id."""
    try:
        parts = urlsplit(document.url or "")
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        host = None
    return (WEB, host, document.url) if host else (CITATION, document.source, document.id)


def _published(value: str | None) -> str | None:
    """The time of publication in UTC, where time and zone are known."""
    known = moment(value)
    return f"{known.astimezone(UTC):%Y%m%d%H%M%S}" if known and known.tzinfo else None
