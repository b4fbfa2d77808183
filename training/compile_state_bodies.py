"""Compile the bodies every state has: parliament, presidency, army, police and three ministries.

Reads knowledge/records/countries.yaml (run compile_countries.py first) and countries_overrides.yaml; writes
knowledge/records/state_bodies.yaml.
"""

from typing import Any

import yaml

from compile_countries import KINDS, OVERRIDES, RECORDS, dump, fold, unique

# id suffix, sector, Arabic heads that take the adjective (m or f), heads that take the country's name, English patterns
KINDS_OF_BODY: list[tuple[str, list[str], list[str], str, list[str], list[str]]] = [
    ("parliament", ["LEG"], ["البرلمان"], "m", ["برلمان"], ["{} Parliament"]),
    ("presidency", ["GOV"], ["الرئاسة"], "f", [], ["{} Presidency"]),
    ("army", ["MIL"], ["الجيش"], "m", ["جيش"], ["{} Army", "{} military", "{} Armed Forces"]),
    ("police", ["COP"], ["الشرطة"], "f", ["شرطة"], ["{} Police"]),
    ("foreign-ministry", ["GOV"], ["وزارة الخارجية", "الخارجية"], "f", ["وزارة خارجية", "خارجية"],
     ["{} Foreign Ministry", "{} Ministry of Foreign Affairs"]),
    ("defence-ministry", ["GOV", "MIL"], ["وزارة الدفاع", "الدفاع"], "f", ["وزارة دفاع"],
     ["{} Defence Ministry", "{} Defense Ministry", "{} Ministry of Defence", "{} Ministry of Defense"]),
    ("interior-ministry", ["GOV", "COP"], ["وزارة الداخلية", "الداخلية"], "f", ["وزارة داخلية", "داخلية"],
     ["{} Interior Ministry", "{} Ministry of Interior", "{} Ministry of Internal Affairs"]),
]  # fmt: skip


def definite(adjective: str, gender: str) -> list[str]:
    """An adjective with the article, each word in ي; of «جنوب أفريقي» also the loose spelling."""
    words = [word + "ة" if gender == "f" and word.endswith("ي") else word for word in adjective.split()]
    both = " ".join("ال" + word for word in words)
    return [both] if adjective.split()[0].endswith("ي") else ["ال" + " ".join(words), both]


def record(country: dict[str, Any], kind: tuple[Any, ...], tables: dict[str, Any]) -> dict[str, Any] | None:
    """One body of one state, or None where the overrides leave it out."""
    suffix, sector, heads, gender, constructs, english = kind
    code = country["id"]
    key = f"{code.lower()}-{suffix}"
    own = tables["bodies"].get(key, {})
    if own.get("skip") or (suffix == "presidency" and code in tables["monarchies"]):
        return None
    adjectives = [form for stem in tables["countries"].get(code, {}).get("adj", []) for form in definite(stem, gender)]
    arabic = [f"{head} {adjective}" for head in heads for adjective in adjectives]
    arabic += [f"{head} {country['ar']}" for head in constructs]
    if not arabic:
        return None
    words = tables["countries"].get(code, {}).get("en_adj") or [country["en"]]
    latin = [pattern.format(tables["english"].get(code, words[0])) for pattern in english]
    found = {"id": own.get("id", key), "type": "ORG", "en": own.get("en", latin[0]), "ar": own.get("ar", arabic[0])}
    found |= {"country": code, "sector": sector}
    seen = {fold(found["en"]), fold(found["ar"])}
    lists = {kind: own.get(kind, []) + (arabic + latin if kind == "variant" else []) for kind in KINDS}
    aliases = {kind: names for kind in KINDS if (names := unique(lists[kind], seen))}
    return found | {"aliases": aliases}


def compile_bodies() -> list[dict[str, Any]]:
    """The bodies of all states, in the order of the country codes."""
    tables = yaml.safe_load(OVERRIDES.read_text(encoding="utf-8"))
    countries = yaml.safe_load((RECORDS / "countries.yaml").read_text(encoding="utf-8"))
    states = [c for c in countries if c["id"] not in tables["no_bodies"] and sovereign(c, tables)]
    found = [record(country, kind, tables) for country in states for kind in KINDS_OF_BODY]
    known = {f"{c['id'].lower()}-{kind[0]}" for c in countries for kind in KINDS_OF_BODY}
    if wrong := tables["bodies"].keys() - known:
        raise SystemExit(f"overrides for no body: {sorted(wrong)}")
    return [body for body in found if body]


def sovereign(country: dict[str, Any], tables: dict[str, Any]) -> bool:
    """Whether the country has bodies of its own worth a record: it has an adjective or an official long name."""
    return bool(tables["countries"].get(country["id"], {}).get("adj") or country.get("aliases", {}).get("full"))


def main() -> None:
    """Write the records of state bodies."""
    records = compile_bodies()
    head = "Compiled by training/compile_state_bodies.py; corrections go into training/countries_overrides.yaml."
    (RECORDS / "state_bodies.yaml").write_text(dump(records, head), encoding="utf-8")
    print(f"{len(records)} bodies")


if __name__ == "__main__":
    main()
