"""Who is meant, across reports: the knowledge record where there is one, else the words of the name or description."""

from __future__ import annotations

import msgspec

from khabar.corpus.coded import Coded, Entity
from khabar.corpus.differences import entity_name
from khabar.corpus.words import normal_words

_UNNAMED = "~"  # begins the identity of whom no knowledge record describes


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who acts or is acted on: `identity` is equal across reports; `known` where a knowledge record says who it is.

    `telling` marks one that says whom among many: «citizens» does not, «Danish citizens» does.
    """

    identity: str
    type: str
    country: str | None
    name: str
    known: bool
    telling: bool


def actor(entity: Entity) -> Actor:
    """An entity of one report as an actor of all; a description goes by its English form, which leaves figures out."""
    name = entity_name(entity)
    words = " ".join(normal_words((entity.name.ar if entity.romanised else None) or name))
    nation = f" ({entity.country})" if entity.country else ""
    identity = entity.key or f"{_UNNAMED}{words or name}{nation}"
    known = entity.key is not None
    return Actor(identity, entity.type, entity.country, name, known, known or entity.country is not None)


def actors(record: Coded) -> dict[str, Actor]:
    """The actors of a report by the ids of its entities."""
    return {entity.id: actor(entity) for entity in record.entities}
