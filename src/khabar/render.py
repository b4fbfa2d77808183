"""A record as text for people: what happened, who said what, who is who, and what to be wary of.

Every line is English and left to right, with the names and words of the report in Arabic beside it; how Arabic is put
into such a line is explained in `bidi`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from khabar.bidi import Mode, clean, isolate, mixed, show, width, wrap
from khabar.knowledge.who import Candidate
from khabar.model.record import Entity, Event, Link, Name, Piece, Quote, Record, Span

_TYPES = {
    "AGREE": "agrees", "CONSULT": "meets or talks", "SUPPORT": "supports", "CONCEDE": "concedes",
    "COOPERATE": "cooperates", "AID": "gives aid", "RETREAT": "retreats", "REQUEST": "requests", "ACCUSE": "accuses",
    "REJECT": "rejects", "THREATEN": "threatens", "PROTEST": "protests", "SANCTION": "sanctions",
    "MOBILIZE": "mobilizes", "COERCE": "coerces", "ASSAULT": "uses violence",
}  # fmt: skip
KINDS = {
    "PER": "person", "ORG": "organisation", "GPE": "country or its government", "NORP": "group", "LOC": "place",
    "FAC": "facility",
}  # fmt: skip
_STATUS = {"negated": "did not happen", "future": "planned or expected", "hypothetical": "possible, not asserted"}
BOLD, RESET = "\x1b[1m", "\x1b[0m"
_LABEL = 12  # columns before the text of an entry


class Style(msgspec.Struct, frozen=True):
    """How text is laid out: columns, the treatment of Arabic, bold headings, and whether rules are shown."""

    columns: int = 100
    bidi: Mode = "plain"
    bold: bool = False
    why: bool = False


def render(record: Record, style: Style) -> str:
    """The whole record as text that ends with a line end."""
    return "\n".join(_Page(record, style).lines()) + "\n"


class _Page:
    """One record with what looking things up in it needs."""

    def __init__(self, record: Record, style: Style) -> None:
        self.record = record
        self.style = style
        self.text = record.document.text
        self.entities = {e.id: e for e in record.entities}
        self.mentions = {m.id: m for m in record.mentions}
        self.counts = Counter(m.entity for m in record.mentions)

    def lines(self) -> Iterator[str]:
        """All lines, ready to print."""
        yield from self._head()
        yield from self._section("What happened", self._events(), "nothing that could be coded")
        yield from self._section("Who said what", self._quotes(), "nobody is quoted")
        yield from self._section("Who is who", self._people(), "nobody is named")
        warnings = list(self._warnings())
        if warnings:
            yield from self._section("Warnings", warnings, "")

    def _head(self) -> Iterator[str]:
        document = self.record.document
        parts = [isolate(document.id), *(isolate(p) for p in (document.source, document.published, document.url) if p)]
        yield from self._entry("Report", "  ".join(parts))
        if document.title:
            yield from self._entry("Title", isolate(document.title))
        if not document.published:
            yield from self._entry("Note", "without --published, days such as yesterday and offices stay unknown")

    def _section(self, title: str, lines: Iterable[str], empty: str) -> Iterator[str]:
        yield ""
        yield f"{BOLD}{title}{RESET}" if self.style.bold else title
        found = list(lines)
        yield from found or [f"  {empty}"]

    def _entry(self, label: str, text: str) -> Iterator[str]:
        """A label and its text, wrapped; the lines that follow stand under the text."""
        room = max(self.style.columns - _LABEL - 2, 24)
        for n, line in enumerate(wrap(text, room)):
            head = label if n == 0 else ""
            yield show(f"  {head}{' ' * max(_LABEL - width(head), 1 if head else 0)}{line}", self.style.bidi).rstrip()

    def _events(self) -> Iterator[str]:
        happenings: dict[str, list[Event]] = {}
        for event in self.record.events:
            happenings.setdefault(event.happening, []).append(event)
        for told in sorted(happenings.values(), key=_when):
            yield from self._happening(told)

    def _happening(self, told: Sequence[Event]) -> Iterator[str]:
        """A happening by the event that tells most of it."""
        event = max(told, key=lambda e: (len(e.source) + len(e.recipient), -e.trigger.start))
        date = next((e.date.value for e in told if e.date), "undated")
        kind = f"{_TYPES.get(event.type, event.type)}{f' ({event.mode})' if event.mode else ''}"
        sides = f"{self._names(event.source)} -> {self._names(event.recipient)}"
        label = date if len(date) < _LABEL else "between"
        lead = "" if label == date else f"{date.replace('/', ' and ')}; "
        yield from self._entry(label, f"{lead}{kind}: {sides}")
        notes = [_STATUS[event.status]] if event.status in _STATUS else []
        place = self.mentions.get(event.place) if event.place else None
        if place:
            notes.append(f"in {self._name(place.entity) if place.entity else isolate(place.text)}")
        if event.chain:
            notes.append(self._chain(event.chain))
        if len(told) > 1:
            notes.append(f"told {len(told)} times")
        if notes:
            yield from self._entry("", "; ".join(notes))
        yield from self._entry("", self._snippet(event.trigger, event.sentence))
        if self.style.why:
            for one in told:
                yield from self._entry("", f"coded by {isolate(one.why)} (confidence {one.confidence:.2f})")

    def _quotes(self) -> Iterator[str]:
        for quote in self.record.quotes:
            who = self._name(quote.speaker) if quote.speaker else "unknown speaker"
            aside = self._aside(quote)
            yield from self._entry(quote.kind, f"{who}{aside}:")
            for content in quote.contents:
                yield from self._entry("", _quoted(content.text))

    def _aside(self, quote: Quote) -> str:
        via = [self._name(link.entity) for link in reversed(quote.chain) if link.entity != quote.speaker]
        found = f" via {' via '.join(via)}" if via else ""
        if quote.addressee:
            found += f", to {self._name(quote.addressee)}"
        if quote.channel:
            found += f", on {self._name(quote.channel)}"
        return found

    def _people(self) -> Iterator[str]:
        shown = [e for e in self.record.entities if self.counts[e.id]]
        for entity in sorted(shown, key=lambda e: -self.counts[e.id]):
            count = self.counts[entity.id]
            facts = [KINDS.get(entity.type, entity.type), entity.country, entity.office and clean(entity.office)]
            yield from self._entry(f"{count} x", f"{_name(entity)}: {', '.join(f for f in facts if f)}")
        if any(e.romanised for e in shown):
            yield from self._entry("", "* not in the knowledge base: the English name is only the Arabic letters")

    def _warnings(self) -> Iterator[str]:
        for warning in self.record.document.warnings:
            place = _short(self.text[warning.start : warning.end], 60)
            where = "" if f"«{place}»" in warning.message else f" {_quoted(place)}"
            yield from self._entry("", f"{warning.code}: {mixed(warning.message)}{where}")

    def _chain(self, chain: Sequence[Link]) -> str:
        return "according to " + " via ".join(self._name(link.entity) for link in reversed(chain))

    def _names(self, ids: Sequence[str]) -> str:
        return ", ".join(self._name(i) for i in ids) or "?"

    def _name(self, entity_id: str) -> str:
        entity = self.entities.get(entity_id)
        return _name(entity) if entity else entity_id

    def _snippet(self, trigger: Piece, sentence: Span) -> str:
        """The words around a trigger, which stands in brackets."""
        room = max(self.style.columns - _LABEL - 10, 30)
        before = self.text[sentence.start : trigger.start]
        after = self.text[trigger.end : sentence.end]
        left, right = before[-room // 2 :], after[: room // 2]
        if len(left) < len(before):
            left = "…" + (left.partition(" ")[2] or left)
        if len(right) < len(after):
            right = (right.rpartition(" ")[0] or right) + "…"
        return isolate(f"{left}[{trigger.text}]{right}")


def _when(told: Sequence[Event]) -> tuple[bool, str, int]:
    """By date, the undated last, then by position."""
    date = next((e.date.value for e in told if e.date), "")
    return (not date, date, min(e.trigger.start for e in told))


def _name(entity: Entity) -> str:
    """A name in both scripts; one that was only romanised by rule has a mark."""
    return both_names(entity.name, entity.romanised) or entity.id


def both_names(name: Name, romanised: bool = False) -> str:
    """A name in English and, beside it, in Arabic."""
    first = f"{clean(name.en)}{'*' if romanised else ''}" if name.en else ""
    second = isolate(name.ar) if name.ar and name.ar != name.en else ""
    return f"{first} ({second})" if first and second else first or second


def _quoted(text: str) -> str:
    """Words of the report between guillemets, unless they bring their own."""
    return isolate(text if text.startswith("«") else f"«{text}»")


def _short(text: str, most: int) -> str:
    text = clean(text)
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"


def describe(candidate: Candidate, on: str | None) -> Iterator[str]:
    """A candidate of `khabar who`: one line, and one for each office it has held."""
    facts = [KINDS.get(candidate.type, candidate.type), candidate.country, candidate.kb]
    yield f"{_name(candidate)}: {', '.join(f for f in facts if f)}  [{candidate.matched}, {candidate.key}]"
    for role in candidate.roles:
        mark = "*" if on and role.current else " "
        yield f"  {mark} {clean(role.office)}: {role.start or '?'} to {role.end or ('now' if role.start else '?')}"
