"""Places: the named places of a report with their coordinates from the gazetteer."""

from __future__ import annotations

from khabar.model.record import Name, Place
from khabar.stages.scene import Scene


def find_places(scene: Scene) -> tuple[Place, ...]:
    """One place a mention that names one, sorted by position."""
    found = []
    for mention in scene.resolved.mentions:
        ref = scene.resolved.places.get(mention.id)
        if ref is None or ref < 0:
            continue
        fact = scene.knowledge.fact(ref)
        if fact.type == "GPE" and fact.lat is None:
            found.append(Place(mention.id, Name(fact.ar, fact.en), fact.country, None, None, fact.geonames))
            continue
        found.append(Place(mention.id, Name(fact.ar, fact.en), fact.country, fact.lat, fact.lon, fact.geonames))
    return tuple(found)
