"""The compiled lexicon of a language: what `compile` writes once and every run opens in milliseconds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khabar.errors import LexiconError
from khabar.text.table import Table

FOLDER = Path(__file__).parent.parent / "lexicons"


PEOPLE = "@people"  # among the companions of an event entry: people as the object


class EventRule(msgspec.Struct, frozen=True, array_like=True):
    """What coding needs of an event entry (see `schema.EventEntry`); word lists are folded."""

    id: str
    type: str
    cameo: str
    mode: str | None
    companions: frozenset[str]
    unless: frozenset[str]
    source: tuple[str, ...]
    recipient: tuple[str, ...]
    noun_source: tuple[str, ...]
    noun_recipient: tuple[str, ...]
    mutual: bool
    needs: str
    content: bool
    status: str | None
    lemma: str
    transitive: bool
    evaluates: bool


class CueRule(msgspec.Struct, frozen=True, array_like=True):
    """`group` is say, that, carry or source."""

    id: str
    group: str
    continues: bool
    denies: bool
    addressee: str | None
    needs: str
    lemma: str


class LightRule(msgspec.Struct, frozen=True, array_like=True):
    lemma: str
    source: str | None
    status: str | None
    polarity: str | None
    ends: bool


class RoleRule(msgspec.Struct, frozen=True, array_like=True):
    id: str
    en: str
    singular: str
    type: str
    sector: tuple[str, ...]
    unless: frozenset[str]
    quantity: bool
    base: str


class TitleRule(msgspec.Struct, frozen=True, array_like=True):
    en: str
    office: str | None
    sector: tuple[str, ...]
    number: str
    unless: frozenset[str]
    kind: str | None
    of: str | None


class Intensity(msgspec.Struct, frozen=True):
    """Quad class and intensities of a PLOVER type and its modes."""

    quad: int
    intensity: float | None
    modes: dict[str, float | None] = {}


class Lexicon(msgspec.Struct, frozen=True, eq=False):  # one a language: what follows from it is kept by identity
    """A language's words, compiled.

    `forms`, the largest part and read where it lies, maps a folded form to its readings, `kind ref feature` joined by «|» (kinds:
    e event, c cue, l light verb, v other verb, r role, t title, n known common word, f function word); `phrases` maps folded
    phrases of words joined by a space to `kind ref`; `starts` gives the longest phrase, in words, that begins with a word.
    """

    digest: str
    forms: Table
    phrases: dict[str, str]
    starts: dict[str, int]
    events: tuple[EventRule, ...]
    cues: tuple[CueRule, ...]
    lights: tuple[LightRule, ...]
    roles: tuple[RoleRule, ...]
    titles: tuple[TitleRule, ...]
    that_words: frozenset[str]
    clause_ends: frozenset[str]
    channels: frozenset[str]
    classes: dict[str, frozenset[str]]
    ontology: dict[str, Intensity]
    numbers: dict[str, int]
    first_names: frozenset[str]
    family_names: frozenset[str]
    name_parts: frozenset[str]
    modifiers: frozenset[str]
    blocks: dict[str, tuple[str, ...]]
    warnings: dict[str, Any]
    times: bytes


def encoded(lexicon: Lexicon) -> bytes:
    """The bytes of a pack file."""
    return msgspec.msgpack.Encoder(order="sorted", enc_hook=lambda forms: bytes(forms.bytes)).encode(lexicon)


def decoded(data: bytes) -> Lexicon:
    """The lexicon in the bytes of a pack file; what is no such file is a `msgspec.DecodeError`."""
    return msgspec.msgpack.decode(data, type=Lexicon, dec_hook=lambda _, forms: Table(memoryview(forms)))


@lru_cache(maxsize=4)
def open_lexicon(language: str) -> Lexicon:
    """The compiled lexicon of a language, opened once a process."""
    path = FOLDER / f"{language}.pack"
    try:
        return decoded(path.read_bytes())
    except FileNotFoundError:
        raise LexiconError(f"{path} is missing: run «khabar lexicon compile»") from None
