"""Read the knowledge files into typed records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from khabar.knowledge.schema import Entry, OfficeKind
from khabar.lexicon.load import entries


class City(msgspec.Struct, frozen=True):
    """A line of the gazetteer."""

    geonames: int | None
    wikidata: str | None
    en: str
    ar: str
    variants: tuple[str, ...]
    country: str
    lat: float
    lon: float
    population: int
    guarded: bool


def records(folder: Path) -> Iterator[tuple[Path, Entry]]:
    """Each record with the file that holds it."""
    for path in sorted((folder / "records").glob("*.yaml")):
        if path.name != "offices.yaml":
            for entry in entries(path, Entry):
                yield path, entry


def offices(folder: Path) -> tuple[OfficeKind, ...]:
    """The kinds of office."""
    return entries(folder / "records" / "offices.yaml", OfficeKind)


def cities(folder: Path) -> Iterator[City]:
    """The lines of the gazetteer, most populous first where a name is shared."""
    with (folder / "gazetteer.tsv").open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            geonames, wikidata, _, en, ar, variants, country, lat, lon, population, flag = line.rstrip("\n").split("\t")
            yield City(
                int(geonames) if geonames else None, wikidata or None, en, ar, tuple(v for v in variants.split("|") if v),
                country, float(lat), float(lon), int(population or 0), flag == "guarded",
            )  # fmt: skip
