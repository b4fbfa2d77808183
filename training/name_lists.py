"""Lists of names for training the tagger: which words stand in names of people, places and countries in open data."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from khabar.text import arabic
from khabar.text.arabic import key

COUNTS = (1, 2, 10, 50)  # of a name token in Wikidata: the least for n1 to n4


def words_of(name: str) -> list[str]:
    return re.findall(r"\w+", key(name))


def all_arabic(words: Sequence[str]) -> bool:
    return bool(words) and all("\u0620" <= c <= "\u064a" for w in words for c in w)


def name_lists(kb: Path) -> dict[str, set[str]]:
    """Flags of words: name token by count in Wikidata (n), first, middle, last word of a person's name (p), a place's
    whole name (l1), its first or a later word (lf, li), a country's (c1, ci), an adjective of nationality (na)."""
    flags: dict[str, set[str]] = defaultdict(set)

    def add(name: str, alone: str, first: str, later: str, last: str = "") -> None:
        words = words_of(name)
        if all_arabic(words):
            kinds = [first, *[later] * (len(words) - 2), last or later] if len(words) > 1 else [alone]
            for word, kind in zip(words, kinds, strict=True):
                if kind and len(word) > 1:
                    flags[word].add(kind)

    for name in load(kb / "arwikicats/peoples.json").values():
        add(name, "", "pf", "pm", "pl")
    for name in load(kb / "arwikicats/cities_full.json").values():
        add(re.sub(r"[(,\u060c].*", "", name), "l1", "lf", "li")
    for city in load(kb / "geonames/cities15000-ar.json").values():
        for name in city["ar"]:
            add(re.sub(r"[(,\u060c].*", "", name), "l1", "lf", "li")
    for name in country_names(kb):
        add(name, "c1", "ci", "ci")
    for word in adjectives(kb):
        flags[word].add("na")
    for word, count in name_tokens(kb).items():
        flags[word].add(f"n{sum(count >= least for least in COUNTS)}")
    return flags


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def country_names(kb: Path) -> Iterator[str]:
    yield from load(kb / "cldr/territories.ar.json")["main"]["ar"]["localeDisplayNames"]["territories"].values()
    with (kb / "country-codes/country-codes.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield from (value for field, value in row.items() if "rabic" in field)
    for name in ("nationalities_data", "continents"):
        yield from (entry["ar"] for entry in load(kb / f"arwikicats/{name}.json").values())


def adjectives(kb: Path) -> Iterator[str]:
    for name in ("nationalities_data", "continents", "sub_nats"):
        for entry in load(kb / f"arwikicats/{name}.json").values():
            for field in ("male", "males", "female", "females", "the_male", "the_female"):
                if len(words := words_of(entry.get(field, ""))) == 1:
                    yield words[0].removeprefix(arabic.AL)


def name_tokens(kb: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in (kb / "translit/wd_arabic.tsv").read_text(encoding="utf-8").splitlines():
        _, letters, count = line.split("\t")
        if len(word := key(letters.replace(" ", ""))) > 1:
            found[word] += int(count)
    return found
