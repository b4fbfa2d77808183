"""The khabar record, format 1: the public contract, as typed values.

Offsets are half-open ranges of Unicode code points in ``Document.text``; ``text[start:end]`` always equals the ``text``
beside it. What is unknown is ``None``. Lists are sorted by position.
"""

from __future__ import annotations

import msgspec

FORMAT = 1


class Struct(msgspec.Struct, frozen=True):
    """A frozen value."""


class Span(Struct, frozen=True):
    start: int
    end: int


class Piece(Struct, frozen=True):
    """A stretch of the text, with the words that stand there and, where it has one, a lemma."""

    start: int
    end: int
    text: str
    lemma: str | None = None


class Content(Struct, frozen=True):
    start: int
    end: int
    text: str


class Block(Struct, frozen=True):
    """`kind` is title, dateline, byline, caption, paragraph, boilerplate or repeat; `repeat_of` an index of a block."""

    kind: str
    start: int
    end: int
    repeat_of: int | None = None


class Warning(Struct, frozen=True):
    code: str
    message: str
    start: int
    end: int


class Document(Struct, frozen=True):
    """The report; `found` tells of title, author, source, url, published, language and text how each was found («json-ld»,
    «feed»); what it does not list was given by the caller."""

    id: str
    sha256: str
    language: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    warnings: tuple[Warning, ...]
    author: str | None = None
    found: dict[str, str] = {}


class Name(Struct, frozen=True):
    """A name in both scripts."""

    ar: str | None
    en: str | None


class Entity(Struct, frozen=True):
    """`sector` holds PLOVER sectors, `office` the office on the report's date, `kb` a Wikidata id, `key` the knowledge record's
    id; `romanised` tells that the English name was only made from the Arabic letters by rule."""

    id: str
    type: str
    name: Name
    aliases: tuple[str, ...]
    country: str | None
    sector: tuple[str, ...]
    office: str | None
    kb: str | None
    key: str | None = None
    romanised: bool = False


class Other(Struct, frozen=True):
    """Another bearer of a name, with the office held on the report's date, and why it is not meant."""

    key: str
    kb: str | None
    name: Name
    country: str | None
    office: str | None
    why: str


class Mention(Struct, frozen=True):
    """`form` is name, description, adjective or pronoun; `why` tells what linked it, `others` who else bears the name."""

    id: str
    start: int
    end: int
    text: str
    entity: str | None
    type: str
    form: str
    confidence: float
    why: str
    others: tuple[Other, ...] = ()


class Time(Struct, frozen=True):
    start: int
    end: int
    text: str
    kind: str
    value: str | None
    precision: str


class Place(Struct, frozen=True):
    mention: str
    name: Name
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None


class Link(Struct, frozen=True):
    """One link of a chain of attribution."""

    entity: str
    mention: str | None


class Quote(Struct, frozen=True):
    """`kind` is direct, indirect or mixed; the chain runs from the source nearest the reader to the innermost."""

    id: str
    kind: str
    contents: tuple[Content, ...]
    cue: Piece | None
    speaker: str | None
    speaker_mention: str | None
    addressee: str | None
    channel: str | None
    chain: tuple[Link, ...]
    confidence: float


class Date(Struct, frozen=True):
    value: str
    precision: str


class Event(Struct, frozen=True):
    """`why` names the lexicon entry and the frame that coded the event."""

    id: str
    type: str
    mode: str | None
    quad: int
    intensity: float | None
    cameo: str
    trigger: Piece
    sentence: Span
    source: tuple[str, ...]
    recipient: tuple[str, ...]
    status: str
    date: Date | None
    place: str | None
    chain: tuple[Link, ...]
    quote: str | None
    happening: str
    why: str
    confidence: float


class Coder(Struct, frozen=True):
    khabar: str
    ontology: str
    lexicons: str
    models: tuple[str, ...]


class Record(Struct, frozen=True):
    format: int
    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    quotes: tuple[Quote, ...]
    events: tuple[Event, ...]
    coder: Coder
