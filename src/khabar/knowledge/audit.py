"""What `khabar knowledge check` asks besides the format of the records: what has grown old, and what names share.

Each question is a function from records to findings; ASKED names them, and a user may ask only some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from khabar.knowledge.base import FOLDER as RECORDS
from khabar.knowledge.check import oddities, overlaps
from khabar.knowledge.load import offices
from khabar.knowledge.schema import Entry, Held, iso
from khabar.lexicon.check import Finding, line_of
from khabar.lexicon.load import read_yaml
from khabar.lexicon.pack import FOLDER
from khabar.text.arabic import AL, is_arabic, key
from khabar.text.segment import tokenize

Located = Sequence[tuple[Path, Entry]]
STALE = timedelta(days=365)  # an open office last looked at longer ago than this may have ended
_ALONE = ("full", "variant", "surname", "acronym", "former", "metonym")  # kinds that match without the full name


def audit(found: Located, on: date, only: str | None = None) -> Iterator[tuple[str, Finding]]:
    """The findings, each with the question it answers."""
    for name, ask in ASKED.items():
        if only is None or name == only:
            for finding in ask(found, on):
                yield name, finding


def _warn(path: Path, entry: Entry, reason: str) -> Finding:
    return Finding("warning", path, line_of(path, entry.id), entry.id, reason)


def stale(found: Located, on: date) -> Iterator[Finding]:
    """Offices that are open and were last looked at more than a year before."""
    for path, entry in found:
        for held in entry.offices:
            if held.end is not None or entry.type != "PER":
                continue
            what = f"{held.office or held.title} of {held.of}" if held.of else held.office or held.title
            if held.asof is None:
                yield _warn(path, entry, f"{what} is open and does not say as of when")
            elif iso(held.asof, True) < (on - STALE).isoformat():
                yield _warn(path, entry, f"{what} is open as of {held.asof}: has it ended?")


def seats(found: Located, on: date) -> Iterator[Finding]:
    """Two holders of one seat at one time; the offices that many hold at once are left to their titles."""
    return overlaps(found, frozenset(kind.id for kind in offices(RECORDS) if kind.many))


def shared(found: Located, on: date) -> Iterator[Finding]:
    """One name, which may match alone, of two records: then context has to tell them apart."""
    bearers: dict[str, list[tuple[Path, Entry]]] = {}
    for path, entry in found:
        named = {phrase(n): n for n in (entry.en, entry.ar, *_alone(entry)) if n}
        for form in named:
            bearers.setdefault(form, []).append((path, entry))
    for form, who in bearers.items():
        for path, entry in who[1:]:
            yield _warn(path, entry, f"«{form}» is also a name of {', '.join(e.id for _, e in who if e.id != entry.id)}")


def arabic(found: Located, on: date) -> Iterator[Finding]:
    """Records without an Arabic name."""
    for path, entry in found:
        if not entry.ar:
            yield _warn(path, entry, "has no Arabic name")


def dates(found: Located, on: date) -> Iterator[Finding]:
    """Offices that begin after the day, or went on for longer than a life."""
    for path, entry in found:
        for held in entry.offices:
            if held.start is not None and iso(held.start) > on.isoformat():
                yield _warn(path, entry, f"{held.office or held.title} begins {held.start}, which is yet to come")
            elif _years(held, on) > 72:
                yield _warn(path, entry, f"{held.office or held.title} from {held.start} lasts longer than any has")


def _years(held: Held, on: date) -> int:
    end = iso(held.end) if held.end is not None else on.isoformat()
    return int(end[:4]) - int(iso(held.start)[:4]) if held.start is not None else 0


def letters(found: Located, on: date) -> Iterator[Finding]:
    """Persian and other look-alike letters, marks, and forms that are one after folding."""
    for path, entry in found:
        for reason in oddities(entry):
            if reason != "has no Arabic name":
                yield _warn(path, entry, reason)


def words(found: Located, on: date) -> Iterator[Finding]:
    """Surnames that are common words or first names: they must be guarded, or every report would hold the person."""
    common, first = _lists()
    for path, entry in found:
        for name in entry.aliases.get("surname", ()):
            form = key(name)
            if not is_arabic(name) or " " in form or entry.type != "PER":
                continue
            if form in common or form.removeprefix(AL) in common:
                yield _warn(path, entry, f"aliases: surname: «{name}» is a common word: write it under guarded")
            elif form in first:
                yield _warn(path, entry, f"aliases: surname: «{name}» is a first name: write it under guarded")
            elif len(form) < 4:
                yield _warn(path, entry, f"aliases: surname: «{name}» is short: write it under guarded")


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """The common words and the first names of the Arabic lexicon."""
    common = read_yaml(FOLDER / "ar" / "common.yaml")["words"]
    return frozenset(map(key, common)), frozenset(map(key, read_yaml(FOLDER / "ar" / "names.yaml")["first"]))


def doubles(found: Located, on: date) -> Iterator[Finding]:
    """People under two ids: one Wikidata id, or a complete name in common."""
    seen: dict[str, Entry] = {}
    for path, entry in found:
        names = (entry.en, entry.ar, *entry.aliases.get("full", ()), *entry.aliases.get("variant", ()))
        marks = [entry.wikidata] if entry.wikidata else []
        marks += [phrase(n) for n in names if n and " " in n] if entry.type == "PER" else []
        for mark in dict.fromkeys(marks):
            other = seen.setdefault(mark, entry)
            if other is not entry and other.type == entry.type:
                yield _warn(path, entry, f"«{mark}» is also {other.id}: are they one?")
                break


def phrase(name: str) -> str:
    """A name as it is looked up."""
    return " ".join(t.key for t in tokenize(name, 0, len(name)))


def _alone(entry: Entry) -> Iterator[str]:
    for kind in _ALONE:
        yield from entry.aliases.get(kind, ())


ASKED: dict[str, Callable[[Located, date], Iterator[Finding]]] = {
    "stale": stale, "seats": seats, "doubles": doubles, "shared": shared, "words": words, "arabic": arabic, "letters": letters,
    "dates": dates,
}  # fmt: skip
