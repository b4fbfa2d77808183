"""Who is meant, across reports: the knowledge record where there is one, else the words of the name or description."""

from __future__ import annotations

import msgspec

from khabar.corpus.coded import Coded, Entity
from khabar.corpus.differences import entity_name
from khabar.corpus.words import normal_words

_UNNAMED = "~"  # begins the identity of whom no knowledge record describes
_PLACES = frozenset(("GPE", "LOC"))


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who acts or is acted on: `identity` is equal across reports; `known` where a knowledge record says who it is."""

    identity: str
    type: str
    country: str | None
    name: str

    @property
    def known(self) -> bool:
        return not self.identity.startswith(_UNNAMED)

    @property
    def telling(self) -> bool:
        """Whether it says whom among many: «citizens» does not, «Danish citizens» does."""
        return self.known or self.country is not None


def actor(entity: Entity) -> Actor:
    """An entity of one report as an actor of all."""
    name = entity_name(entity)
    words = " ".join(normal_words(entity.name.ar or name))
    nation = f" ({entity.country})" if entity.country else ""
    return Actor(entity.key or f"{_UNNAMED}{words or name}{nation}", entity.type, entity.country, name)


def actors(record: Coded) -> dict[str, Actor]:
    """The actors of a report by the ids of its entities."""
    return {entity.id: actor(entity) for entity in record.entities}


def is_place(entity: Entity) -> bool:
    """Whether an entity is a place, or a country."""
    return entity.type in _PLACES
