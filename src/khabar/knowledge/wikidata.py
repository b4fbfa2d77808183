"""Wikidata's entity JSON as rows: labels, other names, and the statements that a record has a place for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Entity = dict[str, Any]
_INSTANCE, _COUNTRY, _CITIZEN, _POSITION, _PLACE = "P31", "P17", "P27", "P39", "P625"
_START, _END, _OF = "P580", "P582", "P642"


def entity_rows(entities: Sequence[Entity]) -> Iterator[dict[str, str]]:
    """A row for each entity, and one more for each position held; the labels of positions are those the file holds."""
    labels = {e["id"]: label for e in entities if (label := _label(e, "en"))}
    used = {s["value"] for e in entities for name in (_POSITION, _CITIZEN) for s in _statements(e, name)}
    for entity in entities:
        if entity["id"] in used and not _statements(entity, _POSITION):
            continue  # stands in the file only to name a position or country
        row = _basic(entity)
        yield row
        for position in _statements(entity, _POSITION):
            held = {"office": position["value"], "officelabel": labels.get(position["value"], "")}
            held |= {"from": position.get(_START, ""), "to": position.get(_END, ""), "of": position.get(_OF, "")}
            yield {"item": entity["id"], **{k: v for k, v in held.items() if v}}


def _basic(entity: Entity) -> dict[str, str]:
    kinds = [s["value"] for s in _statements(entity, _INSTANCE)]
    countries = [s["value"] for s in (*_statements(entity, _CITIZEN), *_statements(entity, _COUNTRY))]
    row = {"item": entity["id"], "en": _label(entity, "en"), "ar": _label(entity, "ar")}
    row["alias"] = "|".join(a["value"] for code in ("ar", "en") for a in entity.get("aliases", {}).get(code, []) if "value" in a)
    row["type"] = kinds[0] if kinds else ""
    row["country"] = countries[0] if countries else ""
    point = _point(entity)
    if point:
        row["lat"], row["lon"] = point
    return {name: value for name, value in row.items() if value}


def _label(entity: Entity, code: str) -> str:
    label = entity.get("labels", {}).get(code, {})
    return str(label.get("value", "")) if isinstance(label, dict) else str(label)


def _statements(entity: Entity, name: str) -> list[dict[str, str]]:
    """The values of a property that are not deprecated, with their qualifiers; preferred ones first."""
    claims = [c for c in entity.get("claims", {}).get(name, []) if c.get("rank") != "deprecated"]
    found = []
    for claim in sorted(claims, key=lambda c: c.get("rank") != "preferred"):
        value = _value(claim.get("mainsnak", {}))
        if value:
            marks = {p: _value(snaks[0]) for p, snaks in claim.get("qualifiers", {}).items() if snaks}
            found.append({"value": value, **{p: v for p, v in marks.items() if v}})
    return found


def _value(snak: Entity) -> str:
    value = snak.get("datavalue", {}).get("value")
    if not isinstance(value, dict):
        return str(value or "")
    if "time" in value:
        parts = str(value["time"]).lstrip("+").partition("T")[0].split("-")
        return "-".join(parts[: {9: 1, 10: 2}.get(value.get("precision", 11), 3)])
    return str(value.get("id", ""))


def _point(entity: Entity) -> tuple[str, str] | None:
    for claim in entity.get("claims", {}).get(_PLACE, []):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value")
        if isinstance(value, dict) and "latitude" in value:
            return str(value["latitude"]), str(value["longitude"])
    return None
