"""Which record and which event are meant: «v3», «ID:v3», or an id of a report and «v3»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khabar.bidi import isolate
from khabar.errors import InputError
from khabar.model.record import Event, Record, Struct

_SHOWN = 20  # ids named in an error


def split(wanted: str | None, report: str | None) -> tuple[str | None, str | None]:
    """The id of the report and that of the event, where they are given."""
    if wanted is None or report is not None or ":" not in wanted:
        return report, wanted
    name, _, event = wanted.rpartition(":")
    return name, event or None


def choose(records: Iterable[Record], report: str | None) -> Record:
    """The record of a report, or the only one there is."""
    met: list[str] = []
    for record in records:
        if record.document.id == report:
            return record
        met.append(record.document.id)
        first = record
        if report is None and len(met) > _SHOWN:
            break
    if report is None and len(met) == 1:
        return first
    if not met:
        raise InputError("there is no record in the file")
    more = f" and {len(met) - _SHOWN} more" if len(met) > _SHOWN and report is not None else ""
    ids = ", ".join(met[:_SHOWN]) + (more or (" …" if len(met) > _SHOWN else ""))
    if report is None:
        raise InputError(f"there are several reports: write ID:EVENT, or --report ID; the ids are {ids}")
    raise InputError(f"there is no report «{report}»; there is {ids}")


def choose_event(record: Record, wanted: str) -> Event:
    """An event of a record; of an unknown one the error lists those there are."""
    found = next((e for e in record.events if e.id == wanted), None)
    if found is None:
        known = ", ".join(f"{e.id} {e.type} «{e.trigger.text}»" for e in record.events)
        raise InputError(f"report {record.document.id} has no event «{wanted}»; it has {known or 'none'}")
    return found


class Listed(Struct, frozen=True):
    """An event with the report that tells it."""

    report: str
    event: Event


def events(records: Iterable[Record], report: str | None) -> Iterator[Listed]:
    """All events there are, or those of one report."""
    for record in [choose(records, report)] if report is not None else records:
        yield from (Listed(record.document.id, event) for event in record.events)


def listing(records: Iterable[Record], report: str | None) -> Iterator[str]:
    """All events, one a line, each with what to write to have it explained."""
    chosen = [choose(records, report)] if report is not None else list(records)
    for record in chosen:
        names = {e.id: e.name.en or e.name.ar or e.id for e in record.entities}
        lead = f"{isolate(record.document.id)}:" if len(chosen) > 1 else ""
        for event in record.events:
            sides = [", ".join(isolate(names.get(x, x)) for x in side) or "?" for side in (event.source, event.recipient)]
            told = [event.date.value] if event.date else []
            told += [event.status] if event.status != "asserted" else []
            notes = f" ({', '.join(told)})" if told else ""
            yield f"{lead}{event.id:4} {event.type:9} {isolate(f'[{event.trigger.text}]')} {' -> '.join(sides)}{notes}"
