"""A record by its ids: whom an event names, where, and in which words."""

from __future__ import annotations

from khabar.errors import InputError
from khabar.model.record import Entity, Event, Mention, Place, Record


class View:
    """Look-ups over one record; an id that the record does not hold is an `InputError`."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._entities = {entity.id: entity for entity in record.entities}
        self._mentions = {mention.id: mention for mention in record.mentions}
        self._places = {place.mention: place for place in record.places}
        self._by_entity: dict[str, list[Mention]] = {}
        for mention in record.mentions:
            if mention.entity is not None:
                self._by_entity.setdefault(mention.entity, []).append(mention)

    def entity(self, key: str) -> Entity:
        """The entity of an id."""
        found = self._entities.get(key)
        if found is None:
            raise InputError(f"the record of report {self.record.document.id} names {key}, but holds no such entity")
        return found

    def entities(self, keys: tuple[str, ...]) -> list[Entity]:
        """The entities of several ids."""
        return [self.entity(key) for key in keys]

    def mention(self, key: str | None) -> Mention | None:
        """The mention of an id, where there is one."""
        return self._mentions.get(key or "")

    def nearest(self, key: str, event: Event) -> Mention | None:
        """The mention of an entity that is nearest to an event's trigger, those in its sentence first."""
        at, sentence = event.trigger.start, event.sentence

        def rank(mention: Mention) -> tuple[bool, int]:
            return not sentence.start <= mention.start < sentence.end, abs(mention.start - at)

        return min(self._by_entity.get(key, ()), key=rank, default=None)

    def words(self, key: str, event: Event) -> str:
        """The words by which the report names an entity where it tells an event; «» where it does not there."""
        found = self.nearest(key, event)
        return found.text if found else ""

    def place(self, event: Event) -> Place | None:
        """Where an event happened."""
        return self._places.get(event.place or "")

    def is_country(self, place: Place) -> bool:
        """Whether a place is a whole country."""
        mention = self.mention(place.mention)
        entity = self._entities.get(mention.entity or "") if mention else None
        return entity is not None and entity.country is not None and entity.key == entity.country and place.lat is None

    def is_settlement(self, place: Place) -> bool:
        """Whether a place is a town or a single building: it has a GeoNames id of the gazetteer, or is a facility."""
        mention = self.mention(place.mention)
        return place.geonames is not None or (mention is not None and mention.type == "FAC" and place.lat is not None)

    def sentence(self, event: Event) -> str:
        """The sentence that tells an event."""
        return self.record.document.text[event.sentence.start : event.sentence.end]


def name(entity: Entity | Place) -> str:
    """A name for readers of Latin script: the English one, else the Arabic one."""
    return entity.name.en or entity.name.ar or ""


def chain(view: View, event: Event) -> list[str]:
    """By whose word an event is told, the source nearest to the reader first."""
    return [name(view.entity(link.entity)) for link in event.chain]
