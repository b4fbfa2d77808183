"""brat standoff: for each report its text, and a file of annotations by offset; `annotation.conf` beside them for brat itself.

    T3  ORG 24 43   خفر السواحل النرويجي           a span: a mention, time, quote, cue or trigger
    E1  COERCE:T9 Source:T3 Recipient:T4          an event, with the mentions nearest to its trigger
    A1  Status E3 negated                         an attribute: a status that is not asserted, a mode
    R1  SaidBy Arg1:T7 Arg2:T2                    a relation: who said a quote, by which word
    *   Coref T4 T8                               mentions of one entity
    #1  AnnotatorNotes T3   Norwegian coast guard; NOR
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from khabar.io.exports.codes import DATA
from khabar.io.exports.made import ASSERTED, Made
from khabar.io.exports.view import View, chain, name
from khabar.model.record import Event, Mention, Quote, Record

ENDINGS = (".txt", ".ann")
BESIDE = (("annotation.conf", (DATA / "annotation.conf").read_bytes()),)
# A span may not run over what a reader takes for the end of a line or a field: it is cut there into fragments.
_BREAK = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


def standoff(record: Record, all_statuses: bool = False) -> Made:
    """The two files of a report, with all events and their statuses."""
    lines = list(_Sheet(View(record)).lines())
    text = record.document.text.encode("utf-8", "replace")
    return Made((text, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")), len(lines))


class _Sheet:
    """The annotations of one report while they are numbered."""

    def __init__(self, view: View) -> None:
        self.view, self.record = view, view.record
        self.spans = 0
        self.notes: list[tuple[str, str]] = []

    def lines(self) -> Iterator[str]:
        """All lines, each after those that it refers to."""
        at: dict[str, str] = {}
        for mention in self.record.mentions:
            at[mention.id], line = self._span(mention.type, [(mention.start, mention.end)])
            self._note(at[mention.id], _who(self.view, mention))
            yield line
        for time in self.record.times:
            key, line = self._span("Time", [(time.start, time.end)])
            self._note(key, [time.value or "", time.precision])
            yield line
        yield from self._quotes(at)
        yield from self._events(at)
        yield from self._same(at)
        yield from (f"#{n}\tAnnotatorNotes {key}\t{note}" for n, (key, note) in enumerate(self.notes, 1))

    def _span(self, kind: str, parts: Sequence[tuple[int, int]]) -> tuple[str, str]:
        self.spans += 1
        text = self.record.document.text
        fragments = [piece for start, end in parts for piece in _fragments(text, start, end)]
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(text[start:end] for start, end in fragments)
        return f"T{self.spans}", f"T{self.spans}\t{kind} {offsets}\t{words}"

    def _note(self, key: str, parts: Iterable[str]) -> None:
        told = "; ".join(" ".join(part.split()) for part in parts if part)
        if told:
            self.notes.append((key, told))

    def _quotes(self, at: dict[str, str]) -> Iterator[str]:
        relations: list[str] = []
        for quote in self.record.quotes:
            key, line = self._span("Quote", [(content.start, content.end) for content in quote.contents])
            yield line
            self._note(key, _told(self.view, quote))
            if quote.cue is not None:
                cue, line = self._span("Cue", [(quote.cue.start, quote.cue.end)])
                yield line
                relations.append(f"CuedBy Arg1:{key} Arg2:{cue}")
            if quote.speaker_mention in at:
                relations.append(f"SaidBy Arg1:{key} Arg2:{at[quote.speaker_mention]}")
        yield from (f"R{n}\t{relation}" for n, relation in enumerate(relations, 1))

    def _events(self, at: dict[str, str]) -> Iterator[str]:
        attributes: list[str] = []
        for number, event in enumerate(self.record.events, 1):
            trigger, line = self._span(event.type, [(event.trigger.start, event.trigger.end)])
            yield line
            slots, unsaid = self._slots(event, at)
            yield f"E{number}\t" + " ".join((f"{event.type}:{trigger}", *slots))
            self._note(f"E{number}", [*unsaid, *_about(self.view, event)])
            if event.status != ASSERTED:
                attributes.append(f"Status E{number} {event.status}")
            if event.mode:
                attributes.append(f"Mode E{number} {event.mode}")
        yield from (f"A{n}\t{attribute}" for n, attribute in enumerate(attributes, 1))

    def _slots(self, event: Event, at: dict[str, str]) -> tuple[list[str], list[str]]:
        """The arguments of an event, and those that no words of the report name."""
        slots: list[str] = []
        unsaid: list[str] = []
        for role, keys in (("Source", event.source), ("Recipient", event.recipient)):
            said = [(key, self.view.nearest(key, event)) for key in keys]
            found = [at[mention.id] for _, mention in said if mention]
            slots += [f"{role}{n if n > 1 else ''}:{key}" for n, key in enumerate(found, 1)]
            unsaid += [f"{role.lower()}: {name(self.view.entity(key))}" for key, mention in said if not mention]
        if event.place in at:
            slots.append(f"Place:{at[event.place]}")
        return slots, unsaid

    def _same(self, at: dict[str, str]) -> Iterator[str]:
        together: dict[str, list[str]] = {}
        for mention in self.record.mentions:
            if mention.entity is not None:
                together.setdefault(mention.entity, []).append(at[mention.id])
        yield from (f"*\tCoref {' '.join(keys)}" for keys in together.values() if len(keys) > 1)


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without what would end a line or a field."""
    for gap in _BREAK.finditer(text, start, end):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if end > start:
        yield start, end


def _who(view: View, mention: Mention) -> list[str]:
    if mention.entity is None:
        return []
    entity = view.entity(mention.entity)
    return [name(entity), entity.country or "", ", ".join(entity.sector), entity.office or "", entity.kb or ""]


def _about(view: View, event: Event) -> list[str]:
    date = f"date: {event.date.value}" if event.date else ""
    voice = f"according to: {', '.join(chain(view, event))}" if event.chain else ""
    return [date, voice, f"happening: {event.happening}"]


def _told(view: View, quote: Quote) -> list[str]:
    voice = ", ".join(name(view.entity(link.entity)) for link in quote.chain)
    return [quote.kind, f"according to: {voice}" if voice else ""]
