"""Compile the country records from open country tables and the hand-written overrides.

Reads country-codes, CLDR, ArWikiCats and GeoNames under --data and writes knowledge/records/countries.yaml.
"""

import argparse
import csv
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
OVERRIDES = Path(__file__).with_name("countries_overrides.yaml")
RECORDS = ROOT / "src" / "khabar" / "knowledge" / "records"
KINDS = ("full", "variant", "surname", "guarded", "acronym", "former", "metonym")
ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي"})
MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u200c-\u200f]")


def flow(value: Any) -> str:
    """A value as YAML on one line."""
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=True, width=100000)
    return text.removesuffix("...\n").strip()


def dump(records: list[dict[str, Any]], head: str) -> str:
    """Records as YAML text under a comment line, one key a line."""
    lines = [
        f"{'- ' if key == 'id' else '  '}{key}: {flow(value)}" for found in records for key, value in found.items()
    ]
    return "\n".join([f"# {head}", *lines, ""])


def clean(text: str) -> str:
    """Text without diacritics, notes and outer spaces."""
    return re.sub(r"\s+", " ", MARKS.sub("", text).replace("*", "")).strip()


def fold(text: str) -> str:
    """The spelling under which names are compared."""
    return clean(text).translate(ALEF).casefold()


def unique(names: list[str], seen: set[str] | None = None) -> list[str]:
    """Names without repeats of the folded spelling, in order."""
    seen = set() if seen is None else seen
    return [name for name in names if name and not (fold(name) in seen or seen.add(fold(name)))]


def inflect(masculine: str) -> list[str]:
    """All forms of an adjective in ي; of several words each that ends in ي is inflected."""
    endings = ("", "ة", "ا", "ون", "ين", "ات", "ان", "تان", "تين")
    words = masculine.split()
    return [" ".join(word + end if word.endswith("ي") else word for word in words) for end in endings]


def latin_key(name: str) -> str:
    """A Latin name reduced to its letters."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalnum()).lower()


def load(data: Path) -> dict[str, Any]:
    """The source tables, keyed as the compiler needs them."""
    names = {}
    for language in ("ar", "en"):
        tree = json.loads((data / "cldr" / f"territories.{language}.json").read_text(encoding="utf-8"))
        names[language] = tree["main"][language]["localeDisplayNames"]["territories"]
    with (data / "country-codes" / "country-codes.csv").open(encoding="utf-8", newline="") as handle:
        rows = {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(handle)}
    nationalities: dict[str, list[Any]] = {}
    wikicats = json.loads((data / "arwikicats" / "nationalities_data.json").read_text(encoding="utf-8"))
    for key, value in wikicats.items():
        nationalities.setdefault(value["en"].lower(), []).append((key, value))
    cities = json.loads((data / "geonames" / "cities15000-ar.json").read_text(encoding="utf-8"))
    return {"names": names, "rows": rows, "nationalities": nationalities, "cities": cities}


def adjectives(own: dict[str, Any], english: str, tables: dict[str, Any], banned: set[str]) -> list[str]:
    """Forms of the nationality adjective: hand-written, else from ArWikiCats."""
    forms: list[str] = []
    stems, extra, latin = own.get("adj"), own.get("forms", []), own.get("en_adj", [])
    if stems is None:
        found = tables["nationalities"].get(english.lower(), [])
        stems, latin = [v["male"] for _, v in found], [k.title() for k, _ in found]
    for stem in stems:
        forms += [form for form in inflect(stem) if not form.endswith("ا") or fold(form) not in banned]
    drop = {fold(form) for form in own.get("drop", [])}
    return unique([form for form in [*forms, *extra, *latin] if fold(form) not in drop])


def capital(own: dict[str, Any], row: dict[str, str], tables: dict[str, Any]) -> dict[str, Any] | None:
    """The capital's names with the point and id GeoNames has for it."""
    if own.get("cap") == []:
        return None
    english = own.get("cap_en", row.get("Capital", "").strip())
    code, cities = row.get("ISO3166-1-Alpha-2", ""), tables["cities"]
    key = str(own.get("cap_id", ""))
    if not key:
        same = [k for k, c in cities.items() if c["cc"] == code and latin_key(c["name"]) == latin_key(english)]
        key = max(same, key=lambda k: cities[k]["pop"], default="")
    city = cities.get(key)
    arabic = own.get("cap") or [clean(name) for name in (city or {}).get("ar", [])][:1]
    if not city or not arabic:
        return None
    names = unique(arabic)
    found: dict[str, Any] = {"ar": names[0], "en": english, "lat": round(city["lat"], 2), "lon": round(city["lon"], 2)}
    found["geonames"] = int(key)
    if names[1:]:
        found["variant"] = names[1:]
    return found


def aliases(
    own: dict[str, Any], row: dict[str, str], name: str, english: str, tables: dict[str, Any]
) -> dict[str, list[str]]:
    """Alias lists: official names from the tables, everything else from the overrides."""
    code = row.get("ISO3166-1-Alpha-2", "")
    formal = [clean(row.get(f"UNTERM {kind} Formal", "")).removeprefix("the ") for kind in ("Arabic", "English")]
    official = [text for text in formal if text and "(" not in text]
    short = [clean(tables["names"][tongue].get(code, "")) for tongue in ("ar", "en")]
    spellings = [text for text in short if text and not re.search(r"[(\-&]|SAR|الصينية", text)]
    seen = {
        fold(text) for text in (name, english, *own.get("guarded", []), *own.get("acronym", []), *own.get("drop", []))
    }
    lists = {"full": own.get("full", []) + official, "variant": own.get("variant", []) + spellings}
    found = {}
    for kind in KINDS:
        names = unique(lists.get(kind, []), seen) if kind in lists else unique(own.get(kind, []))
        if names:
            found[kind] = names
    return found


def record(code: str, own: dict[str, Any], tables: dict[str, Any], banned: set[str]) -> dict[str, Any]:
    """One country record."""
    row = tables["rows"].get(code, {})
    two = row.get("ISO3166-1-Alpha-2", "")
    english = own.get("en") or clean(tables["names"]["en"][two]).replace("&", "and")
    name = clean(own.get("ar") or tables["names"]["ar"][two])
    found: dict[str, Any] = {"id": code, "type": "GPE", "en": english, "ar": name}
    found["wikidata"] = own.get("wikidata") or row["wikidata_id"].rsplit("/", 1)[-1]
    found["country"] = code
    lists = aliases(own, row, name, english, tables)
    if lists:
        found["aliases"] = lists
    forms = adjectives(own, english, tables, banned)
    if forms:
        found["adjectives"] = forms
    city = capital(own, row, tables)
    if city:
        found["capital"] = city
    return found


def compile_countries(data: Path) -> list[dict[str, Any]]:
    """All country records, in the order of their codes."""
    own = yaml.safe_load(OVERRIDES.read_text(encoding="utf-8"))["countries"]
    tables = load(data)
    arabic = {fold(name) for name in tables["names"]["ar"].values()}
    for entry in own.values():
        arabic |= {fold(name) for name in [entry.get("ar", ""), *entry.get("variant", [])]}
    codes = sorted(tables["rows"].keys() | own.keys())
    return [record(code, own.get(code, {}), tables, arabic) for code in codes]


def main() -> None:
    """Write the country records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    records = compile_countries(parser.parse_args().data)
    head = "Compiled by training/compile_countries.py; corrections go into training/countries_overrides.yaml."
    (RECORDS / "countries.yaml").write_text(dump(records, head), encoding="utf-8")
    print(f"{len(records)} countries, {sum('capital' in r for r in records)} with a capital")


if __name__ == "__main__":
    main()
