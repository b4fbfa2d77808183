"""Check the lexicons: every entry against the ontology, the letters it is written in, and its own example sentences.

Each finding names the file, the line and the entry. An error fails `khabar lexicon check`; a warning does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from khabar.errors import LexiconError
from khabar.lexicon.load import event_files, load_source, read_yaml
from khabar.lexicon.schema import TYPES, EventEntry
from khabar.model.record import Record
from khabar.text.arabic import DIACRITICS, FARSI_YA, INVISIBLE, KEHEH, TATWEEL, key

# Letters of other alphabets that look like an Arabic one, so that a word would never match for no visible reason.
_LOOKALIKES = {FARSI_YA: "YEH", KEHEH: "KAF", "\u06aa": "KAF", **dict.fromkeys("\u06be\u06c0\u06c1\u06d5", "HEH")}
_FORMS = ("verb", "passive", "nouns", "participles", "expressions", "particle")
_MARK = re.compile(r"([TSR])\(([^()]*)\)")
_ID = re.compile(r"\s*-\s*\{?\s*id: *[\"']?([-\w]+)")
_ARABIC = re.compile("[\u0600-\u06ff]")


class Finding(msgspec.Struct, frozen=True):
    """What is wrong and where; `severity` is error or warning."""

    severity: str
    path: Path
    line: int
    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.path}:{self.line}: {self.entry}: {self.reason}"


class Example(msgspec.Struct, frozen=True):
    """A sentence of an entry; a counter sentence must not be coded by it. `passed` tells what the engine made of it."""

    entry: str
    sentence: str
    counter: bool
    passed: bool

    @property
    def line(self) -> str:
        """The example as a line of the file of known failures."""
        return f"{self.entry}\t{'counter' if self.counter else 'example'}\t{self.sentence}"


def line_of(path: Path, name: str) -> int:
    """The line of a file on which an entry stands, 1 where it is not found."""
    return _entry_lines(path).get(name, 1)


@lru_cache(maxsize=64)
def _entry_lines(path: Path) -> dict[str, int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = ((_ID.match(line), number) for number, line in enumerate(lines, 1))
    return {match.group(1): number for match, number in found if match}


def letters(text: str) -> str | None:
    """What is wrong with the letters of a word, None where nothing is."""
    for character in text:
        if character in _LOOKALIKES:
            return f"«{text}» holds U+{ord(character):04X}, which only looks like the Arabic {_LOOKALIKES[character]}"
        if character in DIACRITICS or character == TATWEEL:
            return f"«{text}» holds the mark U+{ord(character):04X}; write words without diacritics and tatweel"
        if character in INVISIBLE:
            return f"«{text}» holds the invisible sign U+{ord(character):04X}"
    return None


def check_lexicon(folder: Path) -> Iterator[Finding]:
    """The findings on a language's folder, by file."""
    try:
        load_source(folder)
    except LexiconError as error:
        yield Finding("error", folder, 1, "schema", str(error))
        return
    ontology = read_yaml(folder.parent / "plover.yaml")
    codes = frozenset(str(code) for code in read_yaml(folder.parent / "cameo.yaml"))
    seen: dict[str, Path] = {}
    for path, entry in event_files(folder):
        line = line_of(path, entry.id)
        yield from (Finding("error", path, line, entry.id, reason) for reason in _event(entry, ontology, codes))
        yield from (Finding("warning", path, line, entry.id, reason) for reason in _doubles(entry))
        if not entry.examples:
            yield Finding("warning", path, line, entry.id, "has no example")
        if entry.id in seen:
            yield Finding("error", path, line, entry.id, f"this id is also in {seen[entry.id].name}")
        seen[entry.id] = path
    yield from _lists(folder)


def _event(entry: EventEntry, ontology: Mapping[str, Any], codes: frozenset[str]) -> Iterator[str]:
    """What is wrong with one event entry."""
    if entry.type not in TYPES or entry.type not in ontology:
        yield f"«{entry.type}» is no PLOVER type"
    elif entry.mode is not None and entry.mode not in ontology[entry.type]["modes"]:
        yield f"«{entry.mode}» is no mode of {entry.type}"
    if entry.cameo not in codes:
        yield f"«{entry.cameo}» is no CAMEO code"
    if not any(getattr(entry, name, ()) for name in _FORMS):
        yield "has no word that anchors it"
    for pair in (*entry.verb, *entry.passive):
        if len(pair.split()) != 2:
            yield f"«{pair}» must be a past and a present form"
    for name in (*_FORMS, "companions", "unless"):
        yield from (f"{name}: {wrong}" for word in getattr(entry, name, ()) if (wrong := letters(word)))
    for example in entry.examples:
        if len([kind for kind, _ in _MARK.findall(example) if kind == "T"]) != 1:
            yield f"the example «{example}» must mark one trigger with T()"


def _doubles(entry: EventEntry) -> Iterator[str]:
    """Forms that one list holds twice: harmless, but the second says nothing."""
    for name in (*_FORMS, "companions", "unless"):
        seen: dict[str, str] = {}
        for word in getattr(entry, name, ()):
            other = seen.setdefault(key(word), word)
            if other is not word:
                yield f"{name}: «{word}» and «{other}» are one form after folding"


def _lists(folder: Path) -> Iterator[Finding]:
    """The letters of all other files; the examples and notes of events are sentences and are not looked at."""
    for path in sorted(folder.glob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            words = re.sub(r"(^|\s)#.*", "", line).split() if _ARABIC.search(line) else []
            for word in words:
                wrong = letters(word.strip("[]{},\"'"))
                if wrong and not set(word) & set("\\^$*+?"):  # not in a regular expression
                    yield Finding("error", path, number, path.stem, wrong)


def run_examples(folder: Path, code: Callable[[str], Record]) -> Iterator[Example]:
    """Code the example sentences of each entry and tell which come out as their marks say."""
    for _, entry in event_files(folder):
        for sentence in entry.examples:
            yield Example(entry.id, sentence, False, _example(entry, sentence, code))
        for sentence in entry.counter:
            record = code(strip(sentence)[0])
            coded = any(event.why.split()[0] == f"events/{entry.id}" for event in record.events)
            yield Example(entry.id, sentence, True, not coded)


def _example(entry: EventEntry, sentence: str, code: Callable[[str], Record]) -> bool:
    """Whether an event of the entry's type has a trigger that overlaps T()."""
    plain, marks = strip(sentence)
    triggers = [(start, end) for kind, start, end in marks if kind == "T"]
    return any(
        event.type == entry.type and event.trigger.start < end and start < event.trigger.end
        for event in code(plain).events
        for start, end in triggers
    )


def strip(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """A sentence without its marks, and what they marked as (kind, start, end)."""
    plain, at = "", 0
    marks = []
    for match in _MARK.finditer(marked):
        plain += marked[at : match.start()]
        marks.append((match.group(1), len(plain), len(plain) + len(match.group(2))))
        plain += match.group(2)
        at = match.end()
    return plain + marked[at:], marks


def known_failures(path: Path) -> frozenset[str]:
    """The lines of a file of known failures; «#» begins a comment."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from None
    return frozenset(line for line in lines if line and not line.startswith("#"))
