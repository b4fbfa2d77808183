"""Mentions of happenings, one for all events of a report that its record holds to be one, ready to be compared across reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from khabar.corpus.actors import Actor, actors
from khabar.corpus.coded import Coded, Event, told_sentences
from khabar.corpus.counts import Counted, Counter
from khabar.corpus.differences import entity_name
from khabar.corpus.library import Library
from khabar.corpus.rules import HappeningRules
from khabar.corpus.words import normal_words

STATUSES = ("asserted", "negated", "future")  # of a happening, the surest first; what is only possible is none
TITLE, LEAD = "title", "lead"
_YEAR, _MONTH, _DAY = 4, 7, 10  # letters of ISO dates


class Days(msgspec.Struct, frozen=True, gc=False):
    """When, as days since the year 1: from first to last. `stated` where the report says so, else reckoned from publication."""

    first: int
    last: int
    stated: bool

    def words(self) -> str:
        """The days in ISO 8601."""
        first, last = (date.fromordinal(n).isoformat() for n in (self.first, self.last))
        return first if first == last else f"{first}/{last}"


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A place across reports."""

    identity: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None


class Told(msgspec.Struct, frozen=True, gc=False):
    """One report's telling of a happening: `report` by number, `text` and `story` of that report, the events, and what they say.

    `part` is title, lead or "" for the rest; `start` and `end` are of the first event's sentence, `sentence` its normal words.
    """

    report: int
    text: int
    story: str | None
    events: tuple[str, ...]
    type: str
    modes: tuple[str, ...]
    status: str
    sources: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    days: Days | None
    places: tuple[Spot, ...]
    counts: tuple[Counted, ...]
    triggers: tuple[str, ...]
    chain: tuple[str, ...]
    part: str
    sentence: str
    start: int
    end: int


class Teller:
    """Gathers the mentions of reports."""

    def __init__(self, library: Library, stories: Mapping[int, str], counter: Counter, rules: HappeningRules) -> None:
        self.library, self.stories, self.counter, self.rules = library, stories, counter, rules

    def of(self, n: int) -> Iterator[Told]:
        """The mentions of a report in order, but those of the title, which says least, last."""
        record = self.library.reports[n]
        groups: dict[str, list[Event]] = {}
        for event in record.events:
            if event.status in STATUSES:
                groups.setdefault(event.happening, []).append(event)
        who = actors(record)
        spots = _spots(record)
        parts = _parts(record, self.rules.lead_sentences)
        told = [self._told(n, record, events, who, spots, parts) for events in groups.values()]
        yield from sorted(told, key=lambda mention: mention.part == TITLE)

    def _told(
        self,
        n: int,
        record: Coded,
        events: Sequence[Event],
        who: Mapping[str, Actor],
        spots: Mapping[str, Spot],
        parts: Mapping[int, str],
    ) -> Told:
        first = events[0]
        names = {e.id: entity_name(e) for e in record.entities}
        sentences = list(dict.fromkeys((e.sentence.start, e.sentence.end) for e in events))
        counts = [c for start, end in sentences for c in self.counter.counts(record.document.text, start, end)]
        return Told(
            n, self.library.texts[n], self.stories.get(n), tuple(e.id for e in events), first.type,
            tuple(sorted({e.mode for e in events if e.mode})), min((e.status for e in events), key=STATUSES.index),
            _all(who, [i for e in events for i in e.source]), _all(who, [i for e in events for i in e.recipient]),
            self._days(record, events), tuple(dict.fromkeys(spots[e.place] for e in events if e.place and e.place in spots)),
            tuple(dict.fromkeys(counts)), tuple(dict.fromkeys(_lemma(e) for e in events)),
            tuple(names[link.entity] for link in first.chain if link.entity in names),
            parts.get(sentences[0][0], ""), " ".join(normal_words(record.document.text[slice(*sentences[0])])), *sentences[0],
        )  # fmt: skip

    def _days(self, record: Coded, events: Sequence[Event]) -> Days | None:
        """The closest date that an event states, else the days before publication."""
        stated = [found for e in events if e.date and (found := days(e.date.value))]
        if stated:
            return min(stated, key=lambda d: (d.last - d.first, d.first))
        published = days(record.day) if record.day else None
        future = all(e.status == "future" for e in events)
        if published is None or future:
            return None
        return Days(published.first - self.rules.undated_days, published.last, False)


def _all(who: Mapping[str, Actor], ids: Sequence[str]) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(who[i] for i in ids if i in who))


def _lemma(event: Event) -> str:
    return " ".join(normal_words(event.trigger.lemma or event.trigger.text))


def _parts(record: Coded, lead_sentences: int) -> dict[int, str]:
    """Where title and lead stand: the beginnings of their sentences."""
    parts = {span.start: LEAD for span in list(told_sentences(record))[:lead_sentences]}
    return parts | {b.start: TITLE for b in record.document.blocks if b.kind == TITLE}


def _spots(record: Coded) -> dict[str, Spot]:
    """The places of a report by the ids of the mentions that name them."""
    entities = {e.id: e for e in record.entities}
    points = {p.mention: p for p in record.places}
    wanted = {e.place for e in record.events}
    found = {}
    for mention in record.mentions:
        if mention.id not in wanted:
            continue
        entity, point = entities.get(mention.entity or ""), points.get(mention.id)
        words = " ".join(normal_words(mention.text))
        key = entity.key if entity and entity.key else f"~{words}"
        name = entity_name(entity) if entity else mention.text
        lat, lon = (point.lat, point.lon) if point else (None, None)
        found[mention.id] = Spot(key, name, entity.country if entity else None, lat, lon)
    return found


def days(value: str) -> Days | None:
    """A date of the record (day, month, year, week or interval) as days; None where it is none."""
    try:
        if "/" in value:
            low, _, high = value.partition("/")
            first, last = days(low), days(high)
            return Days(first.first, last.last, True) if first and last else None
        if "-W" in value:
            monday = date.fromisoformat(f"{value}-1").toordinal()
            return Days(monday, monday + 6, True)
        if len(value) == _YEAR:
            return Days(date(int(value), 1, 1).toordinal(), date(int(value), 12, 31).toordinal(), True)
        if len(value) == _MONTH:
            first_day = date.fromisoformat(f"{value}-01")
            after = (first_day.replace(day=28) + timedelta(4)).replace(day=1)
            return Days(first_day.toordinal(), after.toordinal() - 1, True)
        day = date.fromisoformat(value[:_DAY]).toordinal()
        return Days(day, day, True)
    except ValueError:
        return None
