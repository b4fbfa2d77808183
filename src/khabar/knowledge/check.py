"""Check the knowledge records: ids, dates, offices, letters. Each finding names the file, the line and the record.

`check_knowledge` is what `khabar lexicon check` asks; `audit` adds what only the calendar or a list of common words can tell.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from pathlib import Path

from khabar.errors import LexiconError
from khabar.knowledge.load import cities, offices, records
from khabar.knowledge.schema import ALIAS_KINDS, SECTORS, Entry, Held, Status, When, iso
from khabar.lexicon.check import Finding, letters, line_of
from khabar.text.arabic import is_arabic, key

_DAY = re.compile(r"\b(?:from|to|asof): *(\d{4}-\d{2}-\d{2})\b")
_Located = Sequence[tuple[Path, Entry]]


def check_knowledge(folder: Path) -> Iterator[Finding]:
    """The findings on the knowledge files, by file."""
    unread = list(_impossible(folder))
    yield from unread
    try:
        found = list(records(folder))
        known = offices(folder)
        kinds = frozenset(k.id for k in known)
        list(cities(folder))
    except (LexiconError, ValueError) as error:
        if not unread:
            yield Finding("error", folder, 1, "schema", str(error))
        return
    ids = frozenset(entry.id for _, entry in found)
    yield from _doubles(found)
    for path, entry in found:
        line = line_of(path, entry.id)
        yield from (Finding("error", path, line, entry.id, reason) for reason in faults(entry, kinds, ids))
        yield from (Finding("warning", path, line, entry.id, reason) for reason in oddities(entry))
    yield from overlaps(found, frozenset(k.id for k in known if k.many))


def bad_date(when: When) -> str | None:
    """Why a date of any precision is impossible, None where it is possible."""
    if when is None:
        return None
    parts = str(when).split("-")
    if not all(p.isdigit() for p in parts) or not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
        return f"«{when}» is no date: write 2012, 2012-05 or 2012-05-07"
    year, month, day = (int(p) for p in (*parts, "1", "1")[:3])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return f"«{when}» is not in the calendar"
    return None


def _impossible(folder: Path) -> Iterator[Finding]:
    """Days that are in no calendar, found before YAML reads them: it would only say that there is one."""
    for path in sorted((folder / "records").glob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for day in _DAY.findall(line):
                wrong = bad_date(day)
                if wrong:
                    yield Finding("error", path, number, path.stem, wrong)


def _doubles(found: _Located) -> Iterator[Finding]:
    """One id twice (an error), or one English name for two records of a type (a warning)."""
    seen: dict[str, Path] = {}
    names: dict[tuple[str, str, str | None], str] = {}
    for path, entry in found:
        line = line_of(path, entry.id)
        if entry.id in seen:
            yield Finding("error", path, line, entry.id, f"this id is also in {seen[entry.id].name}")
        seen[entry.id] = path
        other = names.setdefault((entry.type, entry.en.lower(), entry.country), entry.id)
        if other != entry.id:
            yield Finding("warning", path, line, entry.id, f"«{entry.en}» is also the name of {other}: are they one?")


def faults(entry: Entry, kinds: frozenset[str], ids: frozenset[str]) -> Iterator[str]:
    """What is wrong with one record; `kinds` are the offices, `ids` the records, that there are."""
    if entry.country and entry.country not in ids:
        yield f"country «{entry.country}» has no record"
    for sector in (*entry.sector, *(s.sector for s in entry.status)):
        if sector not in SECTORS:
            yield f"«{sector}» is no PLOVER sector"
    for kind in entry.aliases:
        if kind not in ALIAS_KINDS:
            yield f"«{kind}» is no kind of alias; there are {', '.join(ALIAS_KINDS)}"
    for held in entry.offices:
        yield from _office(held, kinds, ids)
    for status in entry.status:
        yield from _dates(status)


def oddities(entry: Entry) -> Iterator[str]:
    """What does no harm in matching, which folds letters, but is not as records are written."""
    if not entry.ar:
        yield "has no Arabic name"
    for name in (entry.ar, *entry.adjectives, *(n for names in entry.aliases.values() for n in names)):
        wrong = letters(name) if name and is_arabic(name) else None
        if wrong:
            yield wrong
    for kind, aliases in entry.aliases.items():
        seen: dict[str, str] = {}
        for alias in aliases:
            other = seen.setdefault(key(alias), alias)
            if other is not alias:
                yield f"aliases: {kind}: «{alias}» and «{other}» are one form after folding"


def _office(held: Held, kinds: frozenset[str], ids: frozenset[str]) -> Iterator[str]:
    if held.office is None and held.title is None:
        yield "an office needs `office` or `title`"
    if held.office is not None and held.office not in kinds:
        yield f"«{held.office}» is not in offices.yaml"
    if held.of is not None and held.of not in ids:
        yield f"`of: {held.of}` has no record"
    yield from _dates(held)


def _dates(held: Held | Status) -> Iterator[str]:
    """Impossible and reversed dates, and an open end that does not say as of when."""
    for when in (held.start, held.end, held.asof):
        wrong = bad_date(when)
        if wrong:
            yield wrong
            return
    if held.start is not None and held.end is not None and iso(held.start) > iso(held.end, True):
        yield f"begins {held.start} and ends before, {held.end}"


def overlaps(found: _Located, many: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Two holders of one seat at one time; a day of handing over, or dates known to the month, are no overlap.

    `many` are the offices that several people hold at once.
    """
    seats: dict[tuple[str, str], list[tuple[str, str, Path, Entry]]] = {}
    for path, entry in found:
        for held in entry.offices:
            if held.office and held.of and held.office not in many and not bad_date(held.start) and not bad_date(held.end):
                start = iso(held.start, len(str(held.start or "")) < 10)  # «2019» may be its last day
                end = iso(held.end) if held.end is not None else iso(None, True)
                seats.setdefault((held.office, held.of), []).append((start, end, path, entry))
    for (office, of), terms in sorted(seats.items()):
        terms.sort(key=lambda t: t[:2])
        for n, (_, end, _, first) in enumerate(terms):
            for start, _, path, second in terms[n + 1 :]:
                if start < end and first.id != second.id:
                    reason = f"{office} of {of} from {start}, when {first.id} still holds it until {end}"
                    yield Finding("warning", path, line_of(path, second.id), second.id, reason)
