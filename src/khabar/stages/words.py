"""Words: what a token may be according to the lexicon, with its clitics split and offsets kept."""

from __future__ import annotations

from typing import NamedTuple

from khabar.lexicon.pack import Lexicon
from khabar.text.arabic import IGNORED
from khabar.text.clitics import Split, proclitic_splits, without_ending


class Reading(NamedTuple):
    """One reading: `kind` of entry (see `lexicon.pack.Lexicon`), its `ref` or class name, features, and the split."""

    kind: str
    ref: int
    name: str
    feature: str
    pre: str
    skip: int
    stem: str
    ending: str


VERBAL = "PIJpij"
DUAL = ("3md", "3fd")
_CACHE_LIMIT = 200_000


class Analyser:
    """Readings of a folded word; a word is analysed once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._cache: dict[str, tuple[Reading, ...]] = {}
        self.jussive: set[str] = set()  # words with a reading that stands only after «لم» and its like

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The readings of a folded word, from the split that takes the fewest letters off."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            found = self._cache[word] = self._analyse(word)
            if any(r.feature[:1] in ("J", "j") for r in found):
                self.jussive.add(word)
        return found

    def _analyse(self, word: str) -> tuple[Reading, ...]:
        rare: tuple[Reading, ...] = ()
        for split in proclitic_splits(word):
            found = self._lookup(split)
            if found and split.skip == 0 and all(r.feature[1:] in DUAL for r in found):
                rare = rare or found  # «ودعا»: «and he called» before the dual of «to bid farewell»
                continue
            if found:
                return found
        if rare:
            return rare
        for split in proclitic_splits(word):
            if "A" in split.pre:
                continue
            found = ()
            for stem, ending in without_ending(split.stem):
                found += self._lookup(Split(split.pre, split.skip, stem, ending))
            if found:
                return found
        return ()

    def _lookup(self, split: Split) -> tuple[Reading, ...]:
        packed = self.lexicon.forms.get(split.stem)
        if not packed:
            return ()
        found = []
        for item in packed.split("|"):
            head, _, feature = item.partition(" ")
            kind, rest = head[0], head[1:]
            reading = Reading(kind, int(rest) if rest.isdigit() else -1, rest, feature, *split)
            if _fits(reading):
                found.append(reading)
        return tuple(found)


def _fits(reading: Reading) -> bool:
    """Whether the clitics can stand with this kind of word."""
    feature = reading.feature[:1]
    if feature and feature in VERBAL:
        if set(reading.pre) - set("wls") or ("s" in reading.pre and feature in "Pp"):
            return False
        return not ("l" in reading.pre and feature in "Pp")
    if "s" in reading.pre:
        return False
    return not (reading.ending and reading.kind == "f" and reading.name != "prepositions")


def source_offset(text: str, start: int, letters: int) -> int:
    """The offset after `letters` letters from `start`, signs that folding drops not counted."""
    at = start
    while letters:
        if text[at] not in IGNORED:
            letters -= 1
        at += 1
    while at < len(text) and text[at] in IGNORED:
        at += 1
    return at
