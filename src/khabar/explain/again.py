"""A record's text coded again, and in what the event differs from the one that was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from khabar.model.record import Coder, Event, Link, Record
from khabar.pipeline import Engine, Report
from khabar.stages.trace import Trace


def code_again(record: Record, engine: Engine) -> tuple[Record, Trace]:
    """The same report by this version, with what was considered on the way."""
    old, trace = record.document, Trace()
    report = Report(
        old.text, old.id, old.published, old.source, old.url, old.language, old.title, old.author, old.found
    )
    return engine.code(report, trace), trace


def same_event(event: Event, record: Record) -> Event | None:
    """The event of a newly coded record that an older one became: of the same trigger, and of its type where there is one."""
    there = [e for e in record.events if e.trigger.start < event.trigger.end and event.trigger.start < e.trigger.end]
    exact = [e for e in there if e.type == event.type and e.trigger == event.trigger]
    alike = exact or [e for e in there if e.type == event.type] or there
    return next((e for e in alike if e.why == event.why), alike[0] if alike else None)


def warnings(old: Record, new: Record, event: Event, now: Event | None) -> Iterator[str]:
    """What a reader must know before trusting the explanation of an older record."""
    yield from _coders(old.coder, new.coder)
    if now is None:
        yield f"the event of the record, {event.type} «{event.trigger.text}», does not come out today"
        return
    was, found = _facts(old, event), _facts(new, now)
    for key, value in was.items():
        if found[key] != value:
            yield f"{key} comes out as {found[key]} today; the record has {value}"


def _coders(old: Coder, new: Coder) -> Iterator[str]:
    if old.khabar != new.khabar:
        yield f"the record was made by khabar {old.khabar}; this is {new.khabar}"
    if old.lexicons != new.lexicons:
        yield "the record was made with other word lists or other knowledge than there are here"
    if old.models != new.models:
        yield f"the record was made with the models {_list(old.models)}; here there are {_list(new.models)}"


def _facts(record: Record, event: Event) -> dict[str, str]:
    """What an event says, by names, since ids hold only inside one record."""
    names = {e.id: e.name.en or e.name.ar or e.id for e in record.entities}
    mentions = {m.id: m.text for m in record.mentions}

    def chain(links: Sequence[Link]) -> list[str]:
        return [names.get(link.entity, link.entity) for link in links]

    return {
        "the type": f"{event.type} {event.mode}" if event.mode else event.type,
        "the trigger": f"«{event.trigger.text}»",
        "the source": _list([names.get(x, x) for x in event.source]),
        "the recipient": _list([names.get(x, x) for x in event.recipient]),
        "the status": event.status,
        "the date": event.date.value if event.date else "none",
        "the place": mentions.get(event.place, event.place) if event.place else "none",
        "the chain": _list(chain(event.chain)),
        "the rule": event.why,
    }


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
