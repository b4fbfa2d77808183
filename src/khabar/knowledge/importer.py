"""Import records from Wikidata or a table into a user's folder, merged on the Wikidata id. The base is never written.

A record of the base that the file adds to is copied whole into the folder with what is new; its own names and offices stay as they
are, for the base was reviewed and the file was not. What cannot be used is left out and told, with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from khabar.errors import InputError
from khabar.knowledge.base import FOLDER, Fact, Knowledge
from khabar.knowledge.check import faults
from khabar.knowledge.drafts import Draft, read_drafts
from khabar.knowledge.layer import own_records
from khabar.knowledge.load import records
from khabar.knowledge.schema import Entry, Held
from khabar.text.arabic import key

NAME = "imported.yaml"
_HEAD = "# Written by: khabar knowledge import. Later imports add to it; to change a record, move it to a file of your own.\n"


class Outcome(msgspec.Struct):
    """What became of a file: counts of new and added-to records, and why others were left out."""

    new: int = 0
    added: int = 0
    same: int = 0
    left: Counter[str] = msgspec.field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """The outcome for people."""
        yield f"{self.new} new records, {self.added} added to, {self.same} with nothing new"
        for reason, count in sorted(self.left.items()):
            yield f"left out: {reason}" + (f" ({count} times)" if count > 1 else "")


def import_file(path: Path, folder: Path, knowledge: Knowledge) -> Outcome:
    """Merge a file into the folder's `imported.yaml`."""
    outcome = Outcome()
    drafts = read_drafts(path, knowledge, outcome.left)
    folder.mkdir(parents=True, exist_ok=True)
    own = own_records(folder)
    imported = {entry.id: entry for place, entry in own if place.name == NAME}
    fixed = {entry.id: place for place, entry in own if place.name != NAME}
    merger = _Merger(knowledge, imported, [entry for _, entry in own])
    for draft in drafts:
        old = merger.known(draft)
        if old is not None and old.id in fixed:
            outcome.left[f"{old.id} is your own record, in {fixed[old.id].name}"] += 1
            continue
        entry = merger.merge(draft, old)
        wrong = next(faults(entry, frozenset(knowledge.pack.titles), merger.ids | {entry.id}), None)
        if wrong:
            outcome.left[f"{draft.wikidata or draft.en}: {wrong}"] += 1
        elif entry == old:
            outcome.same += 1
        else:
            outcome.added, outcome.new = outcome.added + (old is not None), outcome.new + (old is None)
            merger.keep(entry)
    _write(folder / NAME, imported.values())
    return outcome


class _Merger:
    """Finds the record a draft is about and lays what is new over it."""

    def __init__(self, knowledge: Knowledge, imported: dict[str, Entry], own: Sequence[Entry]) -> None:
        self.imported = imported
        facts = knowledge.facts()
        self.ids = frozenset(f.id for f in facts)
        self.entries: dict[str, Entry] = {f.id: _entry(f) for f in facts if f.wikidata and f.id.startswith("city-")}
        self.entries |= {entry.id: entry for _, entry in records(FOLDER)}
        self.entries |= {entry.id: entry for entry in own}
        self.wikidata = {entry.wikidata: entry.id for entry in self.entries.values() if entry.wikidata}

    def known(self, draft: Draft) -> Entry | None:
        """The record of the same Wikidata id; without one, that of the id the draft gives."""
        own = self.wikidata.get(draft.wikidata) if draft.wikidata else draft.id
        return self.entries.get(own) if own else None

    def keep(self, entry: Entry) -> None:
        """Take a merged record up."""
        self.imported[entry.id] = self.entries[entry.id] = entry
        self.ids |= {entry.id}
        if entry.wikidata:
            self.wikidata[entry.wikidata] = entry.id

    def merge(self, draft: Draft, old: Entry | None) -> Entry:
        """A draft as a record, over the one there is."""
        base = old or Entry(
            self._new_id(draft), draft.type, draft.en, draft.ar, draft.wikidata, draft.country, draft.sector,
            lat=draft.lat, lon=draft.lon,
        )  # fmt: skip
        known = {key(n) for n in (base.en, base.ar or "", *(n for names in base.aliases.values() for n in names))}
        fresh: dict[str, str] = {}
        for name in (draft.en, draft.ar, *draft.aliases):
            if name and key(name) not in known:
                fresh.setdefault(key(name), name)
        if base.ar is None and draft.ar:
            fresh.pop(key(draft.ar), None)
        aliases = dict(base.aliases)
        for name in fresh.values():  # one short word is not safe alone
            kind = "variant" if " " in name or (len(name) > 5 and base.type != "PER") else "guarded"
            aliases[kind] = (*aliases.get(kind, ()), name)
        offices = (*base.offices, *(o for o in draft.offices if not any(_same(o, other) for other in base.offices)))
        return msgspec.structs.replace(
            base, ar=base.ar or draft.ar, country=base.country or draft.country, aliases=aliases, offices=offices
        )

    def _new_id(self, draft: Draft) -> str:
        plain = unicodedata.normalize("NFKD", draft.en).encode("ascii", "ignore").decode().lower()
        name = draft.id or re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or (draft.wikidata or "record").lower()
        taken = name in self.ids
        return f"{name}-{(draft.wikidata or 'imported').lower()}" if taken else name


def _same(one: Held, other: Held) -> bool:
    """Whether two offices are one term: the same seat from the same year, or with no day to tell them apart."""
    if (one.office, one.of, one.title) != (other.office, other.of, other.title):
        return False
    years = (str(one.start or "")[:4], str(other.start or "")[:4])
    return years[0] == years[1] or not all(years)


def _entry(fact: Fact) -> Entry:
    """A town of the gazetteer as a record."""
    aliases = {"variant": fact.aliases} if fact.aliases else {}
    return Entry(
        fact.id, "LOC", fact.en, fact.ar, fact.wikidata, fact.country, fact.sector, aliases, lat=fact.lat, lon=fact.lon,
        geonames=fact.geonames,
    )  # fmt: skip


def _write(path: Path, entries: Iterable[Entry]) -> None:
    """A record a line, by id; JSON is YAML."""
    lines = [f"- {msgspec.json.encode(_plain(e)).decode()}\n" for e in sorted(entries, key=lambda e: e.id)]
    try:
        path.write_text(_HEAD + "".join(lines), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _plain(value: Any) -> Any:
    """A record without what it does not say."""
    if isinstance(value, msgspec.Struct):
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        pairs = ((encoded, _plain(getattr(value, own))) for own, encoded in names)
        return {name: item for name, item in pairs if item not in (None, (), [], {})}
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value if isinstance(value, int | float | str | None) else str(value)


