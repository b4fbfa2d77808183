"""A user's own records, laid over the base when it is opened.

The folder holds YAML files in the format of `records/`. A record with the id, or the Wikidata id, of one of the base takes its
place; others are added. What comes of it is kept in one file beside them, named after the hash of the base and the files, so that
opening stays as fast as that of the base. The base itself is never written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from khabar.errors import LexiconError
from khabar.knowledge.base import PACK, Fact, Knowledge, map_knowledge, open_knowledge, opened
from khabar.knowledge.check import faults
from khabar.knowledge.compile import Index, add_record
from khabar.knowledge.schema import Entry
from khabar.lexicon.load import entries

_VERSION = b"5"  # raised when what is made of the same files changes
_CACHE = ".khabar-knowledge-"
Located = Sequence[tuple[Path, Entry]]


def open_layered(folder: Path | None, pack: Path = PACK) -> Knowledge:
    """The base with a user's folder over it, or the base alone where there is none."""
    if folder is None:
        return open_knowledge(pack)
    digest = _digest(files(folder), pack)
    cache = folder / f"{_CACHE}{digest[:16]}.pack"
    with suppress(FileNotFoundError, msgspec.DecodeError):
        return map_knowledge(cache)
    laid = lay(open_knowledge(pack), own_records(folder), digest)
    _keep(cache, laid)
    return opened(laid)


def files(folder: Path) -> list[Path]:
    """The YAML files of a user's folder."""
    if not folder.is_dir():
        raise LexiconError(f"{folder}: is no folder; `knowledge` in khabar.toml names the folder of your own records")
    return sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml") and p.name != "offices.yaml")


def own_records(folder: Path) -> list[tuple[Path, Entry]]:
    """A user's records with the file of each; one id in two places is an error."""
    found: dict[str, tuple[Path, Entry]] = {}
    for path in files(folder):
        for entry in entries(path, Entry):
            if entry.id in found:
                raise LexiconError(f"{path}: {entry.id}: this id is also in {found[entry.id][0].name}")
            found[entry.id] = (path, entry)
    return list(found.values())


def lay(base: Knowledge, own: Located, digest: str) -> bytes:
    """The pack file of the base with a user's records in it; the first fault is a `LexiconError` that names file and entry."""
    pack = base.pack
    ids = frozenset(pack.ids) | frozenset(entry.id for _, entry in own)
    for path, entry in own:
        for reason in faults(entry, frozenset(pack.titles), ids):
            raise LexiconError(f"{path}: {entry.id}: {reason}")
    facts = list(base.facts())
    wikidata = {fact.wikidata: ref for ref, fact in enumerate(facts) if fact.wikidata}
    places = dict(pack.ids)
    for _, entry in own:
        if entry.id not in places and entry.wikidata in wikidata:
            places[entry.id] = wikidata[entry.wikidata]
    index = _without(base, facts, places, {places[e.id] for _, e in own if e.id in places})
    for _, entry in own:
        add_record(index, entry)
    return index.pack(digest, pack.heads, pack.titles, pack.leads, pack.voices)


def _without(base: Knowledge, facts: list[Fact], places: dict[str, int], gone: set[int]) -> Index:
    """The base as it was gathered, without the names and seats of the records that are replaced."""
    pack, index = base.pack, Index()
    index.facts, index.ids = facts, places
    names = {str(ref) for ref in gone}
    for phrase, packed in base.phrases.items():
        kept = [e for e in packed.split("|") if e[2:] not in names]
        if kept:
            index.phrases[phrase] = kept
    for seat, terms in pack.seats.items():
        held = [t for t in terms if t[0] not in gone]
        if held:
            index.seats[seat] = held
    for title, terms in pack.called.items():
        borne = [t for t in terms if t[0] not in gone]
        if borne:
            index.called[title] = borne
    index.demonyms = dict(pack.demonyms)
    return index


def _digest(paths: Sequence[Path], pack: Path) -> str:
    parts = [_VERSION, pack.read_bytes() if pack.exists() else b""]
    for path in paths:
        parts += [path.name.encode(), path.read_bytes()]
    return hashlib.sha256(b"".join(hashlib.sha256(p).digest() for p in parts)).hexdigest()


def _keep(cache: Path, laid: bytes) -> None:
    """Write the cache and drop older ones; where nothing can be written, it is made again the next time."""
    with suppress(OSError):
        fresh = cache.with_suffix(".part")
        fresh.write_bytes(laid)
        fresh.replace(cache)
        for old in cache.parent.glob(f"{_CACHE}*.pack"):
            if old != cache:
                old.unlink()
