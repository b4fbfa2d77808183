"""An explanation as data: what `khabar explain --json` gives, and what the text for people is made from.

Offsets are those of the record: half-open ranges of code points in the report's text.
"""

from __future__ import annotations

from khabar.model.record import Event, Name, Other, Struct


class Words(Struct, frozen=True):
    """A stretch of the report's text."""

    start: int
    end: int
    text: str


class Mark(Struct, frozen=True):
    """A part of the sentence: trigger, light verb, source, recipient, place, date, status or cue."""

    role: str
    start: int
    end: int


class Frame(Struct, frozen=True):
    """Where an entry has its two sides, in order of trial, and what it must find to be coded."""

    source: tuple[str, ...]
    recipient: tuple[str, ...]
    mutual: bool
    needs: str


class Entry(Struct, frozen=True):
    """A lexicon entry as the trigger calls it up: `form` is verb, noun, participle or particle, `reading` the inflection."""

    id: str
    file: str | None
    line: int | None
    type: str
    mode: str | None
    cameo: str
    lemma: str
    phrase: bool
    form: str
    reading: str
    light: str | None
    frame: Frame


class Slot(Struct, frozen=True):
    """A slot that was looked into, whom it held, and which side that became; "" where it was not taken."""

    slot: str
    found: tuple[str, ...]
    side: str


class Actor(Struct, frozen=True):
    """One who stands on a side of the event: by which slot, in which words, why they mean him, and who else bears the name."""

    side: str
    entity: str
    name: Name
    type: str
    country: str | None
    office: str | None
    slot: str
    words: Words | None
    mention: str | None
    form: str | None
    why: str | None
    confidence: float | None
    others: tuple[Other, ...] = ()


class Loser(Struct, frozen=True):
    """Words that might have counted and do not, what they are, and why they lost."""

    words: Words
    what: str
    why: str


class Decision(Struct, frozen=True):
    """A value of the event, what decided it, the words that did, and what of the same kind lost."""

    value: str | None
    why: str
    words: Words | None = None
    lost: tuple[Loser, ...] = ()


class Opinion(Struct, frozen=True):
    """The model's second opinion on whether the sentence tells the act."""

    asked: bool
    chance: float | None
    threshold: float | None
    why: str


class Losers(Struct, frozen=True):
    """Other entries that claimed the trigger, other actors of the sentence, and its other words for acts."""

    entries: tuple[Loser, ...]
    actors: tuple[Loser, ...]
    acts: tuple[Loser, ...]


class Reasons(Struct, frozen=True):
    """Why an event is coded."""

    entry: Entry
    slots: tuple[Slot, ...]
    actors: tuple[Actor, ...]
    status: Decision
    date: Decision
    place: Decision
    chain: Decision
    opinion: Opinion


class Explanation(Struct, frozen=True):
    """An event of a record explained; `event` is how it comes out today, None with `reasons` where it does not."""

    report: str
    recorded: Event
    event: Event | None
    warnings: tuple[str, ...]
    sentence: Words
    marks: tuple[Mark, ...]
    reasons: Reasons | None
    lost: Losers
