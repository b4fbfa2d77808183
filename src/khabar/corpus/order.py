"""Which report came first: the order in which reports are held to have been published."""

from __future__ import annotations

from datetime import UTC, datetime

from khabar.corpus.coded import Coded
from khabar.corpus.sources import Sources

_UNKNOWN = "9999-12-31"


def in_order(records: list[Coded], sources: Sources) -> list[Coded]:
    """The reports from first to last, the undated at the end.

    Of one day, those with an hour go by it, and those without one stand last, but an agency's own first; then the longer report
    and the earlier in the file.
    """
    return sorted(records, key=lambda record: _key(record, sources))


def _key(record: Coded, sources: Sources) -> tuple[str, str, bool, int]:
    outlet = sources.outlet(record)
    agency = outlet is not None and sources.is_agency(outlet.key)
    day, hour = when(record.document.published)
    return day or _UNKNOWN, hour or ("00:00:00" if agency else "24:00:00"), not agency, -len(record.document.text)


def when(published: str | None) -> tuple[str | None, str | None]:
    """Day and hour of a publication date in ISO 8601, in UTC where it tells its zone."""
    if not published:
        return None, None
    if len(published) <= 10:
        return published, None
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published[:10], None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.date().isoformat(), moment.time().isoformat("seconds")
