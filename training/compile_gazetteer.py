"""Compile the gazetteer of cities from GeoNames, Natural Earth and ArWikiCats into knowledge/gazetteer.tsv.

Needs knowledge/records/countries.yaml (run compile_countries.py first): capitals and names that are a country's are left out.
Names that are also ordinary words are listed in gazetteer_guarded.yaml and match only with a head noun.
"""

import argparse
import csv
import difflib
import gettext
import json
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from compile_countries import MARKS, RECORDS, fold, latin_key, unique

TARGET = RECORDS.parent / "gazetteer.tsv"
GUARDED = Path(__file__).with_name("gazetteer_guarded.yaml")
COLUMNS = ("geonames", "wikidata", "type", "en", "ar", "variants", "iso3", "lat", "lon", "population", "flag")
LETTERS = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*")
FOREIGN = re.compile(r"^ئ[اوىيە]|ى\B|ة\B|ء\B(?!ات|ا)|(.)\1\1")
HEADS = re.compile(r"^(?:مدينة|بلدة|قرية|بلدية|محافظة|ولاية|مقاطعة|منطقة|ضاحية|جزيرة|مركز|قضاء|ناحية) (?=\S+)")
ISO3 = {"KOS": "XKX", "PSX": "PSE", "SDS": "SSD", "SAH": "ESH", "SOL": "SOM", "CYN": "CYP"}  # Natural Earth's own codes
ARABIC_STATES = frozenset(
    [
        "DZA", "BHR", "TCD", "COM", "DJI", "EGY", "IRN", "IRQ", "JOR", "KWT", "LBN", "LBY", "MRT", "MAR", "OMN", "PSE", "QAT",
        "SAU", "SOM", "SDN", "SYR", "TUN", "ARE", "YEM", "ISR", "ESH", "AFG",
    ]
)


def dbf_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of the one dBASE table in a zip archive."""
    with zipfile.ZipFile(path) as archive:
        data = archive.read(next(name for name in archive.namelist() if name.endswith(".dbf")))
    count, head, size = struct.unpack("<IHH", data[4:12])
    fields = [(data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]) for at in range(32, head - 1, 32)]
    for index in range(count):
        at, row = head + index * size + 1, {}
        for name, width in fields:
            row[name] = data[at : at + width].decode("utf-8", "replace").strip(" \0")
            at += width
        yield row


def arabic(name: str) -> str:
    """A city name without notes, diacritics and head noun; empty when it is not plain Arabic."""
    name = MARKS.sub("", re.split(r"[،,(]", name)[0]).replace("-", " ").replace("_", " ")
    name = HEADS.sub("", re.sub(r"\s+", " ", name).strip())
    good = LETTERS.fullmatch(name) and not FOREIGN.search(name) and len(name) > 2
    return name if good else ""


def english(name: str, iso3: str) -> str:
    """A Latin name; in Arab and Iranian countries without the marks of transliteration."""
    name = name.replace("’", "'").replace("‘", "'").replace("`", "'")
    if iso3 in ARABIC_STATES:
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = name.replace("ʿ", "").replace("ʾ", "").replace("ʻ", "").replace("ʼ", "")
    return name


def load(data: Path) -> list[dict[str, Any]]:
    """All cities with every Arabic name the sources give, best first."""
    with (data / "country-codes" / "country-codes.csv").open(encoding="utf-8", newline="") as handle:
        codes = {row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"] for row in csv.DictReader(handle)} | {"XK": "XKX"}
    with (data / "geonames" / "libgeonames-ar.mo").open("rb") as handle:
        preferred = gettext.GNUTranslations(handle)
    cities = {}
    for key, city in json.loads((data / "geonames" / "cities15000-ar.json").read_text(encoding="utf-8")).items():
        names = [preferred.gettext(key), *city["ar"]]
        place = (city["lat"], city["lon"], city["pop"])
        cities[key] = {"geonames": key, "wikidata": "", "en": city["name"], "ar": names, "place": place}
        cities[key]["iso3"] = codes.get(city["cc"], "")
    for row in dbf_rows(data / "naturalearth" / "ne_50m_populated_places.zip"):
        if row["FEATURECLA"] == "Scientific station":
            continue
        key = row["GEONAMESID"].split(".")[0]
        key = key if key.isdigit() else ""
        place = (float(row["LATITUDE"]), float(row["LONGITUDE"]), int(row["POP_MAX"]))
        iso3 = ISO3.get(row["ADM0_A3"], row["ADM0_A3"])
        city = cities.setdefault(key or row["NE_ID"], {"geonames": key, "iso3": iso3, "ar": [], "place": place})
        city |= {"wikidata": row["WIKIDATAID"], "en": row["NAME_EN"] or row["NAME"]}
        city["ar"] = [row["NAME_AR"], *city["ar"]]
    return list(cities.values())


def add_wikicats(cities: list[dict[str, Any]], data: Path, countries: list[dict[str, Any]]) -> None:
    """Give cities without an Arabic name the one ArWikiCats has for an English name that only one city bears."""
    names = json.loads((data / "arwikicats" / "cities_full.json").read_text(encoding="utf-8"))
    nations = {fold(country["en"]): country["id"] for country in countries}
    by_name: dict[tuple[str, str], str] = {}
    for key, name in names.items():
        city, _, nation = key.partition(", ")
        if not nation or fold(nation) in nations:
            by_name[latin_key(city), nations.get(fold(nation), "")] = name
    bearers: dict[str, int] = {}
    for city in cities:
        bearers[latin_key(city["en"])] = bearers.get(latin_key(city["en"]), 0) + 1
    for city in cities:
        key = latin_key(city["en"])
        plain = by_name.get((key, "")) if bearers[key] == 1 else None
        found = by_name.get((key, city["iso3"])) or plain
        if found:
            city["ar"].append(found)


def people(data: Path) -> set[str]:
    """Words in the Arabic names of people."""
    names = json.loads((data / "arwikicats" / "peoples.json").read_text(encoding="utf-8"))
    return {fold(word) for name in names.values() for word in name.split()}


def variants(names: list[str]) -> list[str]:
    """The first name and the others that are spellings of it."""
    plain = [fold(name).replace("ال", "") for name in names]
    near = [difflib.SequenceMatcher(None, plain[0], other, autojunk=False).ratio() >= 0.6 for other in plain]
    return [name for name, close in zip(names, near, strict=True) if close]


def risky(name: str, guarded: set[str], free: set[str]) -> bool:
    """Whether a name is too short or also a word, a person's name, a capital or an adjective."""
    form = fold(name)
    short = len(form) <= 3 or (len(form) <= 4 and form.startswith("ال"))
    return form not in free and (short or form in guarded)


def risky_words(own: dict[str, Any], countries: list[dict[str, Any]], data: Path) -> set[str]:
    """Folded names that match only with a head noun."""
    words = {fold(word) for word in own["words"]} | people(data)
    words |= {fold(form) for country in countries for form in country.get("adjectives", [])}
    capitals = [country["capital"] for country in countries if "capital" in country]
    return words | {fold(name) for capital in capitals for name in [capital["ar"], *capital.get("variant", [])]}


def distinct(found: list[tuple[str, ...]], countries: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Rows without the capitals and without a second row for the same name at nearly the same point."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for country in countries:
        capital = country.get("capital", {})
        for name in filter(None, [capital.get("ar"), *capital.get("variant", [])]):
            points.setdefault((fold(name), country["id"]), []).append((capital["lat"], capital["lon"]))
    kept = []
    for row in found:
        here = (float(row[7]), float(row[8]))
        near = points.setdefault((fold(row[4]), row[6]), [])
        if not any(abs(here[0] - lat) < 0.5 and abs(here[1] - lon) < 0.5 for lat, lon in near):
            near.append(here)
            kept.append(row)
    return kept


def rows(data: Path) -> list[tuple[str, ...]]:
    """The rows of the gazetteer, sorted by folded Arabic name, the most populous city first."""
    countries = yaml.safe_load((RECORDS / "countries.yaml").read_text(encoding="utf-8"))
    own = yaml.safe_load(GUARDED.read_text(encoding="utf-8"))
    free, guarded = {fold(word) for word in own["free"]}, risky_words(own, countries, data)
    skip = {str(key) for key in own["skip"]} | {str(c["capital"]["geonames"]) for c in countries if "capital" in c}
    nations = {fold(name) for c in countries for name in [c["ar"], *c.get("aliases", {}).get("variant", [])]}
    cities = load(data)
    add_wikicats(cities, data, countries)
    found = []
    for city in cities:
        key = int(city["geonames"] or 0)
        names = unique([*own["names"].get(key, []), *filter(None, map(arabic, city["ar"]))])
        names = [name for name in names if fold(name) not in nations]
        if not names or city["geonames"] in skip:
            continue
        first, *others = names if key in own["names"] else variants(names)
        safe = [name for name in others if not risky(name, guarded, free)]
        lat, lon, count = city["place"]
        latin = own["english"].get(key) or english(city["en"], city["iso3"])
        head, point = (city["geonames"], city["wikidata"], "LOC", latin), (f"{lat:.4f}", f"{lon:.4f}", str(count))
        if risky(first, guarded, free):
            found.append((*head, first, "", city["iso3"], *point, "guarded"))
            first, *safe = safe or [""]
        if first:
            found.append((*head, first, "|".join(safe), city["iso3"], *point, ""))
    found.sort(key=lambda row: (fold(row[4]), -int(row[9]), not row[0], row[0], row[3]))
    return distinct(found, countries)


def main() -> None:
    """Write the gazetteer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    found = rows(parser.parse_args().data)
    lines = ["\t".join(row) for row in [COLUMNS, *found]]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} cities, {sum(row[-1] == 'guarded' for row in found)} guarded")


if __name__ == "__main__":
    main()
