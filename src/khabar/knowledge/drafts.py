"""Drafts of records from other people's files: Wikidata SPARQL results, Wikidata entities, or a table with a head line.

Columns, and the variables of a query, may be: item (or wikidata, qid), id, en (or label, itemLabel, name), ar (or arLabel, labelAr,
itemLabelAr), alias (or altLabel, aliases; several apart by «|»), type, country (a code, a Wikidata id or an English name), sector,
office (or position, positionLabel, title), of, from (or start), to (or end), lat, lon, coord. Rows of one item are one record.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from khabar.errors import InputError
from khabar.knowledge.base import Knowledge
from khabar.knowledge.check import bad_date
from khabar.knowledge.schema import Held
from khabar.text.arabic import is_arabic

COLUMNS = {
    "item": "wikidata", "qid": "wikidata", "person": "wikidata", "label": "en", "itemlabel": "en", "personlabel": "en",
    "name": "en", "itemlabelen": "en", "labelen": "en", "arlabel": "ar", "labelar": "ar", "itemlabelar": "ar",
    "namear": "ar", "name_ar": "ar", "altlabel": "alias", "aliases": "alias", "itemaltlabel": "alias", "aliasar": "alias",
    "position": "office",
    "title": "office", "positionlabel": "officelabel", "officelabel": "officelabel", "start": "from", "end": "to",
    "countrylabel": "countryname",
    "countrycode": "country", "iso3": "country", "coordinates": "coord",
}  # fmt: skip
TYPES = {
    "PER": "PER", "ORG": "ORG", "GPE": "GPE", "NORP": "NORP", "LOC": "LOC", "FAC": "FAC", "Q5": "PER", "HUMAN": "PER",
    "PERSON": "PER", "Q43229": "ORG", "Q7278": "ORG", "Q484652": "ORG", "Q79913": "ORG", "Q4830453": "ORG", "Q327333": "ORG",
    "Q6256": "GPE", "Q3624078": "GPE", "Q515": "LOC", "Q486972": "LOC", "Q3957": "LOC", "Q1549591": "LOC", "Q5119": "LOC",
}  # fmt: skip
MINISTRIES = {
    "minister of foreign affairs": "foreign_minister", "minister for foreign affairs": "foreign_minister",
    "minister of defence": "defence_minister", "minister of defense": "defence_minister",
    "minister of the interior": "interior_minister", "minister of interior": "interior_minister",
    "minister of finance": "finance_minister", "minister of justice": "justice_minister",
}  # fmt: skip
_QID = re.compile(r"(?:^|/)(Q\d+)$")
_POINT = re.compile(r"point\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.I)
Row = dict[str, str]


class Draft(msgspec.Struct):
    """What a file tells of one record."""

    en: str
    type: Any
    wikidata: str | None = None
    id: str | None = None
    ar: str | None = None
    country: str | None = None
    sector: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    offices: tuple[Held, ...] = ()
    lat: float | None = None
    lon: float | None = None


def read_drafts(path: Path, knowledge: Knowledge, left: Counter[str]) -> list[Draft]:
    """The drafts of a file; what cannot be used is counted in `left` by its reason."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None
    names = Names(knowledge)
    rows = _json_rows(text, path) if text.lstrip()[:1] in ("{", "[") else _table(text, path)
    grouped: dict[str, list[Row]] = {}
    for number, row in enumerate(rows, 1):
        own = _qid(row.get("wikidata", "")) or row.get("id") or row.get("en")
        if own:
            grouped.setdefault(own, []).append(row)
        else:
            left[f"row {number} has no item, id or name"] += 1
    drafts = (_draft(own, rows, names, left) for own, rows in grouped.items())
    return [draft for draft in drafts if draft is not None]


class Names:
    """Countries and bodies by Wikidata id, code and English name."""

    def __init__(self, knowledge: Knowledge) -> None:
        facts = [f for f in knowledge.facts() if f.type in ("GPE", "ORG")]
        self.of = {name.lower(): f.id for f in facts for name in (f.en, f.wikidata, f.id) if name}
        self.countries = {f.id for f in facts if f.type == "GPE" and len(f.id) == 3}
        self.titles = {en.lower(): office for office, en in knowledge.pack.titles.items()} | MINISTRIES
        self.offices = frozenset(knowledge.pack.titles)

    def body(self, name: str) -> str | None:
        """The id of a country or body that a code, a Wikidata id or an English name means."""
        name = (_qid(name) or name).strip().lower()
        return self.of.get(name) or self.of.get(name.removeprefix("the "))

    def office(self, label: str, of: str | None) -> tuple[str | None, str | None]:
        """«President of France» as an office of ours and the record it is of; (None, None) where it is no such office."""
        if label in self.offices:
            return label, of
        for cut in (label, label.partition(" of ")[0], label.rpartition(" of ")[0]):
            office = self.titles.get(cut.lower())
            rest = label[len(cut) :].removeprefix(" of ")
            if office and (of or (rest and self.body(rest))):
                return office, of or self.body(rest)
        return None, None


def _draft(own: str, rows: list[Row], names: Names, left: Counter[str]) -> Draft | None:
    first: Row = {}
    for row in rows:
        for name, value in row.items():
            first.setdefault(name, value)
    kind = TYPES.get((_qid(first.get("type", "")) or first.get("type", "")).upper())
    kind = kind or ("PER" if any(r.get("office") or r.get("officelabel") for r in rows) else None)
    kind = kind or ("LOC" if first.get("coord") or first.get("lat") else None)
    if not kind or not first.get("en") or _QID.match(first["en"]):
        left[f"{own} has no {'English name' if kind else 'type (PER, ORG, GPE, LOC, FAC, NORP)'}"] += 1
        return None
    aliases = [a.strip() for r in rows for a in re.split(r"[|]", r.get("alias", "")) if len(a.strip()) > 2]
    aliases = [a for a in dict.fromkeys(aliases) if is_arabic(a) or a.isascii()]
    country = names.body(first.get("country", "")) or names.body(first.get("countryname", ""))
    point = _POINT.search(first.get("coord", ""))
    lon, lat = (point.group(1), point.group(2)) if point else (first.get("lon"), first.get("lat"))
    return Draft(
        first["en"], kind, _qid(first.get("wikidata", "")), first.get("id"), first.get("ar"),
        country if country in names.countries else None, tuple(first.get("sector", "").replace("|", " ").split()),
        tuple(aliases), tuple(_offices(own, rows, names, left)), _number(lat), _number(lon),
    )  # fmt: skip


def _offices(own: str, rows: list[Row], names: Names, left: Counter[str]) -> Iterable[Held]:
    seen = set()
    for row in rows:
        label = row.get("officelabel") or row.get("office") or ""
        of = names.body(row.get("of", ""))
        start, end = _when(row.get("from")), _when(row.get("to"))
        if not label or (label, of, start, end) in seen:
            continue
        seen.add((label, of, start, end))
        office, owner = names.office(label, of)
        wrong = bad_date(start) or bad_date(end) or (_qid(label) and f"the office {_qid(label)} has no label in the file")
        if wrong:
            left[f"{own}: {wrong}"] += 1
        elif office:
            yield Held(office=office, of=owner, start=start, end=end)
        else:
            yield Held(title=label, of=of, start=start, end=end)


def _when(value: str | None) -> str | None:
    """A day, month or year of a Wikidata time or a table; a first of January at midnight is only known to the year."""
    if not value:
        return None
    day = value.strip().lstrip("+").partition("T")[0].replace("-00", "")
    return day[:4] if day.endswith("-01-01") and "T" in value else day


def _qid(value: str) -> str | None:
    match = _QID.search(value.strip())
    return match.group(1) if match else None


def _number(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None


def _row(pairs: Mapping[str, Any]) -> Row:
    """A row under our names of the columns; an Arabic label is the Arabic name."""
    row: Row = {}
    for name, value in pairs.items():
        text = str(value).strip() if value is not None else ""
        column = COLUMNS.get(name.strip().lower(), name.strip().lower())
        if column == "en" and is_arabic(text):
            column = "ar"
        if text:
            row.setdefault(column, text)
    return row


def _table(text: str, path: Path) -> list[Row]:
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=mark)
    found = [_row({k: v for k, v in line.items() if isinstance(k, str)}) for line in reader]
    if not found or not any({"en", "wikidata"} & set(row) for row in found):
        raise InputError(f"{path}: no rows with a column `en` or `item`; see docs/knowledge.md for the columns")
    return found


def _json_rows(text: str, path: Path) -> list[Row]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InputError(f"{path}: {error}") from None
    if isinstance(data, dict) and isinstance(data.get("results"), dict):
        bound = data["results"].get("bindings", [])
        return [_row({k: v.get("value") for k, v in b.items() if isinstance(v, dict)}) for b in bound if isinstance(b, dict)]
    from khabar.knowledge.wikidata import entity_rows

    items = data.get("entities", data) if isinstance(data, dict) else data
    if isinstance(items, dict):
        items = [items] if "labels" in items else list(items.values())
    entities = [e for e in items if isinstance(e, dict) and isinstance(e.get("id"), str)]
    if not entities:
        raise InputError(f"{path}: is neither SPARQL results nor Wikidata entities")
    return [_row(row) for row in entity_rows(entities)]
