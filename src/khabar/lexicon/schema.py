"""What a lexicon file may hold: the schema of every YAML file of `lexicons/<language>/`, checked on loading.

The format is explained in `lexicons/README.md`; an unknown key or a wrong type is an error that names its place.
"""

from __future__ import annotations

from typing import Literal

import msgspec

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value that refuses keys it does not know."""


class EventEntry(Strict, frozen=True):
    """One entry of `events/*.yaml`: the words that anchor an event and where they have their source and recipient."""

    id: str
    type: str
    cameo: str
    mode: str | None = None
    verb: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()
    particle: tuple[str, ...] = ()
    companions: tuple[str, ...] = msgspec.field(default=(), name="with")
    unless: tuple[str, ...] = ()
    source: tuple[str, ...] = ("subject",)
    recipient: tuple[str, ...] = ("object",)
    noun_source: tuple[str, ...] = ("of", "adj", "by")
    noun_recipient: tuple[str, ...] | None = None
    mutual: bool = False
    needs: Literal["none", "carried", "actor", "source", "recipient", "both"] = "actor"
    content: bool = False
    evaluates: bool = False
    status: str | None = None
    note: str | None = None
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()


class Cue(Strict, frozen=True):
    """One entry of `reporting.yaml`."""

    id: str
    verb: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()
    continues: bool = False
    denies: bool = False
    addressee: str | None = None
    needs: Literal["", "speech", "quote", "source"] = ""


class Reporting(Strict, frozen=True):
    say: tuple[Cue, ...]
    that: tuple[Cue, ...]
    carry: tuple[Cue, ...]
    source: tuple[Cue, ...]
    that_words: tuple[str, ...]
    clause_ends: tuple[str, ...]
    channels: tuple[str, ...]


class Light(Strict, frozen=True):
    """A verb whose object noun is the event: it lends its subject, tense, negation and `status`."""

    verb: tuple[str, ...] = ()
    id: str | None = None
    nouns: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    source: str | None = "subject"
    status: str | None = None
    polarity: str | None = None
    ends: bool = False
    note: str | None = None


class Role(Strict, frozen=True):
    """A noun for people or bodies without a name."""

    id: str
    en: str
    forms: tuple[str, ...]
    type: Literal["PER", "NORP", "ORG"] = "NORP"
    singular: str | None = None
    sector: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    quantity: bool = False
    note: str | None = None


class Title(Strict, frozen=True):
    """A noun of office or an honorific; `office` is an id of the knowledge base, `of` that of the body it names: «شيخ الأزهر»."""

    forms: tuple[str, ...]
    en: str
    office: str | None = None
    sector: tuple[str, ...] = ()
    number: Literal["singular", "dual", "plural"] = "singular"
    kind: Literal["PER", "GPE"] | None = None
    of: str | None = None
    unless: tuple[str, ...] = ()
    note: str | None = None
