"""What the knowledge base holds, in numbers."""

from __future__ import annotations

from collections import Counter

from khabar.knowledge.base import Knowledge

_KINDS = {
    "N": "complete names", "S": "short names safe alone", "G": "guarded short names", "A": "acronyms",
    "M": "seats that stand for a body",
    "J": "adjectives", "C": "capitals", "P": "towns", "Q": "guarded towns",
}  # fmt: skip


def stats(knowledge: Knowledge) -> dict[str, dict[str, int]]:
    """Counts by heading and line."""
    facts = knowledge.facts()
    towns = [f for f in facts if f.id.startswith("city-")]
    records = [f for f in facts if not f.id.startswith("city-")]
    people = [f for f in records if f.type == "PER"]
    held = [o for f in people for o in f.offices]
    kinds = Counter(entry[0] for _, packed in knowledge.phrases.items() for entry in packed.split("|"))
    return {
        "records": {**Counter(f.type for f in records), "towns of the gazetteer": len(towns)},
        "names": {name: kinds[kind] for kind, name in _KINDS.items() if kinds[kind]},
        "people": {
            "with an office": sum(bool(f.offices) for f in people),
            "offices held": len(held),
            "of these still open": sum(o[3].startswith("9999") for o in held),
            "seats (office and country or body)": len(knowledge.pack.seats),
        },
        "records with": {
            "an Arabic name": sum(bool(f.ar) for f in records),
            "a Wikidata id": sum(bool(f.wikidata) for f in records),
            "a country": sum(bool(f.country) for f in records),
        },
    }
