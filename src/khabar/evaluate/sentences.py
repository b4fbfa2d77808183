"""Score records against short annotated pieces of news: events with their sides and status, quotes with their speakers.

A file holds one piece a line (JSON): `id`, `kind` (what prose it is), `published`, `text`, `events` and `quotes`. An event has
`trigger`, `type` (all that a careful coder could defend, the best first), `source` and `recipient` (stretches of the text that
name or describe the actors) and `status`; a quote has `content` and `speaker`. `optional` costs nothing, missed or found. With
`any` the stretches of a side may be several wordings of one actor, without it each is an actor of its own.

An event counts as found where an event of one of its types stands on its trigger, or else within NEAR letters of it; its sides are
right where the mentions of the actors overlap the stretches. Two-sided events may have their parties in either order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Evaluation, Judgements, Rate, Score, Unit, confidence
from khabar.evaluate.differences import Difference
from khabar.evaluate.reliability import Judged
from khabar.model.record import Event, Quote, Record, Struct
from khabar.pipeline import Report

NEAR = 60  # letters between the trigger of the reference and that of the record, at most
HALF = 0.5  # of the longer of two contents of a quote that they must share
TWO_SIDED = frozenset({"CONSULT", "AGREE", "COOPERATE", "ASSAULT"})
Span = tuple[int, int]


class WantedEvent(Struct, frozen=True):
    """An event of a piece."""

    trigger: str
    type: tuple[str, ...]
    source: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    status: str = "asserted"
    optional: bool = False


class WantedQuote(Struct, frozen=True):
    """A quote of a piece."""

    content: str
    speaker: str
    optional: bool = False


class Piece(Struct, frozen=True):
    """A short text with what it says."""

    id: str
    kind: str
    published: str
    text: str
    events: tuple[WantedEvent, ...] = ()
    quotes: tuple[WantedQuote, ...] = ()
    any: bool = False


def evaluate_sentences(path: Path, code: Callable[[Report], Record]) -> Evaluation:
    """All pieces of a file."""
    pieces = ((p, code(Report(p.text, id=p.id, published=p.published))) for p in read_pieces(path))
    return Evaluation("piece", tuple(judge_piece(piece, record) for piece, record in pieces))


def read_pieces(path: Path) -> Iterator[Piece]:
    """The pieces of a file; a wrong line is an `InputError` that names it."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=Piece)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise InputError(f"{path}, line {number}: {error}") from None


class _Reading:
    """A record with where each of its actors is mentioned."""

    def __init__(self, piece: Piece, record: Record) -> None:
        self.piece, self.record = piece, record
        self.places: dict[str, list[Span]] = {}
        for mention in record.mentions:
            if mention.entity:
                self.places.setdefault(mention.entity, []).append((mention.start, mention.end))
        self.names = {e.id: e.name.en or e.name.ar or e.id for e in record.entities}

    def named(self, ids: Sequence[str]) -> str:
        return ", ".join(self.names[i] for i in ids) or "nobody"

    def at(self, stretch: str) -> list[Span]:
        """Where a stretch stands in the text."""
        found, start = [], self.piece.text.find(stretch)
        while start >= 0:
            found.append((start, start + len(stretch)))
            start = self.piece.text.find(stretch, start + 1)
        return found

    def side(self, ids: Sequence[str], wanted: Sequence[str]) -> bool:
        """Whether actors are those that stretches of the text name."""
        if not wanted or not ids:
            return not wanted and not ids
        spans = [self.at(stretch) for stretch in wanted]
        hit = [any(_overlap(m, s) for i in ids for m in self.places.get(i, ()) for s in each) for each in spans]
        only = all(any(_overlap(m, s) for each in spans for s in each for m in self.places.get(i, ())) for i in ids)
        return only and (any(hit) if self.piece.any else all(hit))

    def event(self, wanted: WantedEvent, used: set[str]) -> Event | None:
        """The event that is the wanted one: on its trigger, else near it."""
        free = [e for e in self.record.events if e.id not in used and e.type in wanted.type]
        spans = self.at(wanted.trigger)
        on = (e for e in free if any(_overlap((e.trigger.start, e.trigger.end), s) for s in spans))
        near = (e for e in free if any(abs(e.trigger.start - s[0]) < NEAR for s in spans))
        return next(on, None) or next(near, None)

    def sides(self, event: Event, wanted: WantedEvent) -> bool:
        """Whether both sides of an event are right."""
        if self.side(event.source, wanted.source) and self.side(event.recipient, wanted.recipient):
            return True
        if event.type not in TWO_SIDED:
            return False
        if self.side(event.source, wanted.recipient) and self.side(event.recipient, wanted.source):
            return True
        parties = (*event.source, *event.recipient)
        return event.type != "ASSAULT" and self.side(parties, (*wanted.source, *wanted.recipient))

    def quote(self, wanted: WantedQuote) -> Quote | None:
        """The quote whose content is mostly the wanted one."""
        spans = self.at(wanted.content)
        return next(
            (q for q in self.record.quotes if any(_mostly((c.start, c.end), s) for c in q.contents for s in spans)), None
        )

    def said(self, quote: Quote, wanted: WantedQuote) -> bool:
        """Whether a quote is by the wanted speaker."""
        return quote.speaker is not None and self.side((quote.speaker,), (wanted.speaker,))


def judge_piece(piece: Piece, record: Record) -> Unit:
    """One piece against its record."""
    reading = _Reading(piece, record)
    pairs = _pairs(reading)
    scores: dict[str, Score] = {}
    differences: list[Difference] = []
    _events(reading, pairs, scores, differences)
    _quotes(reading, scores, differences)
    judged = _judged_events(reading, pairs) | _judged_quotes(reading)
    return Unit(piece.id, scores | confidence(judged), tuple(differences), judged)


def _pairs(reading: _Reading) -> list[tuple[WantedEvent, Event | None]]:
    """Each wanted event with the coded one that is it."""
    used: set[str] = set()
    pairs = []
    for wanted in reading.piece.events:
        event = reading.event(wanted, used)
        used.update([event.id] if event is not None else [])
        pairs.append((wanted, event))
    return pairs


def _events(
    reading: _Reading, pairs: list[tuple[WantedEvent, Event | None]], scores: dict[str, Score], differences: list[Difference]
) -> None:
    hits = misses = sides = statuses = 0
    where = reading.piece.id
    for wanted, event in pairs:
        if wanted.optional:
            continue
        if event is None:
            misses += 1
            differences.append(Difference("missed trigger", where, wanted.trigger, "/".join(wanted.type)))
            continue
        hits += 1
        right, status = reading.sides(event, wanted), event.status == wanted.status
        sides, statuses = sides + right, statuses + status
        if not reading.side(event.source, wanted.source) and not right:
            differences.append(Difference("wrong source", where, wanted.trigger, f"got {reading.named(event.source)}"))
        if not reading.side(event.recipient, wanted.recipient) and not right:
            differences.append(Difference("wrong recipient", where, wanted.trigger, f"got {reading.named(event.recipient)}"))
        if not status:
            differences.append(Difference("wrong status", where, wanted.trigger, f"is {wanted.status}, got {event.status}"))
    used = {event.id for _, event in pairs if event is not None}
    extra = [e for e in reading.record.events if e.id not in used]
    differences += [Difference("extra event", where, e.trigger.text, f"{e.type} by {e.why}") for e in extra]
    scores["events"] = Counts(hits, len(extra), misses)
    scores["events with actors"] = Counts(sides, hits - sides + len(extra), hits - sides + misses)
    scores["actors of found events"] = Rate(sides, hits)
    scores["event status"] = Rate(statuses, hits)


def _judged_events(reading: _Reading, pairs: list[tuple[WantedEvent, Event | None]]) -> Judgements:
    """How right each coded event is, with its type and with its actors besides; an optional event is as good as another."""
    found = {event.id: reading.sides(event, wanted) for wanted, event in pairs if event is not None}
    return {
        "events": tuple(Judged(e.confidence, e.id in found) for e in reading.record.events),
        "events with actors": tuple(Judged(e.confidence, found.get(e.id, False)) for e in reading.record.events),
    }


def _quotes(reading: _Reading, scores: dict[str, Score], differences: list[Difference]) -> None:
    found = spoken = asked = 0
    for wanted in reading.piece.quotes:
        if wanted.optional:
            continue
        asked += 1
        quote = reading.quote(wanted)
        if quote is None:
            differences.append(Difference("missed quote", reading.piece.id, wanted.content))
            continue
        found += 1
        right = reading.said(quote, wanted)
        spoken += right
        if not right:
            got = reading.named((quote.speaker,)) if quote.speaker else "nobody"
            differences.append(Difference("wrong speaker", reading.piece.id, wanted.content, f"got {got}"))
    scores["quotes found"] = Rate(found, asked)
    scores["quotes with their speaker"] = Rate(spoken, asked)


def _judged_quotes(reading: _Reading) -> Judgements:
    """How right each quote is, with its content and with its speaker besides."""
    found: dict[str, bool] = {}
    for wanted in reading.piece.quotes:
        quote = reading.quote(wanted)
        if quote is not None:
            found[quote.id] = found.get(quote.id, False) or reading.said(quote, wanted)
    quotes = reading.record.quotes
    return {
        "quotes": tuple(Judged(q.confidence, q.id in found) for q in quotes),
        "quotes with speaker": tuple(Judged(q.confidence, found.get(q.id, False)) for q in quotes),
    }


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _mostly(one: Span, other: Span) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > HALF * max(one[1] - one[0], other[1] - other[0])
