"""Coded reports as comparing them needs them: the part of the record that is read, and files of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from khabar.errors import InputError
from khabar.io.records import read_records
from khabar.model.record import Date, Link, Name, Span

BODY = "paragraph"


class Slim(msgspec.Struct, frozen=True, gc=False):  # many, and never part of a cycle
    """A frozen value of which there are many."""


class Block(Slim, frozen=True, gc=False):
    kind: str
    start: int
    end: int


class Document(Slim, frozen=True, gc=False):
    id: str
    text: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]


class Entity(Slim, frozen=True, gc=False):
    id: str
    type: str
    name: Name
    country: str | None
    key: str | None = None
    romanised: bool = False


class Mention(Slim, frozen=True, gc=False):
    id: str
    start: int
    end: int
    text: str
    entity: str | None
    form: str


class Quote(Slim, frozen=True, gc=False):
    id: str
    contents: tuple[Span, ...]
    speaker: str | None
    chain: tuple[Link, ...]


class Trigger(Slim, frozen=True, gc=False):
    start: int
    end: int
    text: str
    lemma: str | None = None


class Place(Slim, frozen=True, gc=False):
    mention: str
    lat: float | None
    lon: float | None


class Event(Slim, frozen=True, gc=False):
    id: str
    type: str
    mode: str | None
    trigger: Trigger
    sentence: Span
    source: tuple[str, ...]
    recipient: tuple[str, ...]
    status: str
    date: Date | None
    place: str | None
    chain: tuple[Link, ...]
    happening: str
    why: str


class Coded(Slim, frozen=True, gc=False):
    """A record, less what comparing does not need; see `khabar.model.record`."""

    format: int
    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    quotes: tuple[Quote, ...]
    events: tuple[Event, ...]

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def day(self) -> str | None:
        """The day of publication, where it is known."""
        return self.document.published[:10] if self.document.published else None


def read_coded(paths: Iterable[str]) -> list[Coded]:
    """The reports of files that `khabar code` wrote, each under an id of its own: a second «x» becomes «x~2»."""
    met: dict[str, int] = {}
    found = []
    for path in paths:
        for record in read_records(path, Coded):
            count = met[record.id] = met.get(record.id, 0) + 1
            found.append(record if count == 1 else _renamed(record, f"{record.id}~{count}"))
    if not found:
        raise InputError("there is no record to compare: write some with «khabar code REPORTS -o records.jsonl»")
    return found


def _renamed(record: Coded, name: str) -> Coded:
    return msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, id=name))


def told_sentences(record: Coded) -> Iterator[Span]:
    """The sentences of the report's body, or all but page furniture where it has no body."""
    document = record.document
    kinds = {(b.start, b.end): b.kind for b in document.blocks}
    ranges = sorted(kinds)
    body: list[Span] = []
    other: list[Span] = []
    n = 0
    for sentence in document.sentences:
        while n + 1 < len(ranges) and ranges[n][1] <= sentence.start:
            n += 1
        kind = kinds[ranges[n]] if ranges else BODY
        if kind == BODY:
            body.append(sentence)
        elif kind in ("title", "caption"):
            other.append(sentence)
    return iter(body or other)
