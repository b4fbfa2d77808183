"""Words: what a token may be according to the lexicon, with its clitics split and offsets kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from khabar.lexicon.pack import Lexicon
from khabar.text.arabic import FA, IGNORED, WAW
from khabar.text.clitics import Split, proclitic_splits, stems, without_ending
from khabar.text.segment import Token


class Reading(msgspec.Struct, frozen=True, gc=False):  # kept by the ten thousand, never part of a cycle
    """One reading: `kind` of entry (see `lexicon.pack.Lexicon`), its `ref` or class name, features, and the split."""

    kind: str
    ref: int
    name: str
    feature: str
    pre: str
    skip: int
    stem: str
    ending: str


class Word(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What a folded word may be: its readings, their kinds, the classes of function words among them, whether it is a number.

    There is one for each form, so that what follows from it can be kept by identity.
    """

    readings: tuple[Reading, ...]
    kinds: frozenset[str]
    functions: frozenset[str]
    finite: bool  # a finite verb and nothing nominal
    number: bool


UNKNOWN = Word((), frozenset(), frozenset(), finite=False, number=False)
VERBAL = "PIJpij"
FINITE, JUSSIVE = ("P", "I", "p", "i"), ("J", "j")
_NONE: frozenset[str] = frozenset()
DUAL = ("3md", "3fd")
_AFTER_SPACE = chr(ord(" ") + 1)
_KEPT = 200_000  # words of which a memo keeps what was found
K = TypeVar("K")
T = TypeVar("T")


class Memo(dict[K, T]):
    """What a function finds of a word, or of anything else with a hash, asked once: `memo[word]`."""

    def __init__(self, find: Callable[[K], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: K) -> T:
        if len(self) >= _KEPT:
            self.clear()
        found = self[word] = self._find(word)
        return found


class Analyser:
    """Readings of a folded word; a word is analysed once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.words: Memo[str, Word] = Memo(lambda word: self.word(word, self._analyse(word)))
        particles = lexicon.classes.get("jussive", frozenset())
        self.asking = particles | {conjunction + word for word in particles for conjunction in (WAW, FA)}
        self.jussive: set[str] = set()  # words with a reading that stands only after «لم» and its like
        self.asked: Memo[str, Word] = Memo(lambda word: self._short(word, True))
        self.unasked: Memo[str, Word] = Memo(lambda word: self._short(word, False))
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self.phrase_starts = Memo(self._phrase_starts)
        self._phrases = sorted(lexicon.phrases)
        self.seconds = Memo(self._second_words)

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The readings of a folded word, from the split that takes the fewest letters off."""
        return self.words[word].readings

    def word(self, word: str, readings: tuple[Reading, ...]) -> Word:
        """A folded word with its readings."""
        if not readings and word not in self.lexicon.numbers:
            return UNKNOWN
        heads = {r.feature[:1] for r in readings}
        if not heads.isdisjoint(JUSSIVE):
            self.jussive.add(word)
        kinds = self._same(frozenset([r.kind for r in readings]))
        functions = self._same(frozenset([r.name for r in readings if r.kind == "f"])) if "f" in kinds else _NONE
        return Word(readings, kinds, functions, bool(readings) and heads.issubset(FINITE), word in self.lexicon.numbers)

    def _same(self, names: frozenset[str]) -> frozenset[str]:
        """One object for equal sets, of which there are few."""
        return self._sets.setdefault(names, names)

    def _short(self, word: str, asked: bool) -> Word:
        """A word with short forms of weak verbs, which count only after a particle that asks for them."""
        found = []
        for r in self.readings(word):
            if r.feature[:1] not in JUSSIVE:
                found.append(r)
            elif asked or "l" in r.pre:
                found.append(msgspec.structs.replace(r, feature=("I" if r.feature[0] == "J" else "i") + r.feature[1:]))
        return self.word(word, tuple(found))

    def phrases(self, tokens: Sequence[Token], i: int, last: int) -> list[tuple[Split, int, str]]:
        """The phrases of the lexicon that begin at token i, by its splits, the longest first: split, end token, entries."""
        found = []
        for split, seconds in self.phrase_starts[tokens[i].key]:
            size = seconds.get(tokens[i + 1].key, 0) if i + 1 < last else 0
            if not size:
                continue
            words = [split.stem, *[t.key for t in tokens[i + 1 : min(last, i + size)]]]
            for n in range(len(words), 1, -1):
                packed = self.lexicon.phrases.get(" ".join(words[:n]))
                if packed:
                    found.append((split, i + n, packed))
        return found

    def phrased(self, words: Sequence[str]) -> frozenset[int]:
        """Where a phrase of the lexicon may begin among folded words, by each word and the next."""
        found = []
        for i, starts in enumerate(map(self.phrase_starts.__getitem__, words[:-1])):
            for _, seconds in starts:
                if words[i + 1] in seconds:
                    found.append(i)
        return frozenset(found)

    def _phrase_starts(self, word: str) -> tuple[tuple[Split, dict[str, int]], ...]:
        """The splits of a word whose stem begins phrases, with the second words of these."""
        if self.lexicon.starts.keys().isdisjoint(stems(word)):
            return ()
        splits = [split for split in proclitic_splits(word) if split.stem in self.lexicon.starts]
        return tuple([(split, self.seconds[split.stem]) for split in splits])

    def _second_words(self, first: str) -> dict[str, int]:
        """The second words of the phrases that begin with a word, and the words of the longest of these phrases."""
        phrases, found = self._phrases, dict[str, int]()
        for phrase in phrases[bisect_left(phrases, first + " ") : bisect_left(phrases, first + _AFTER_SPACE)]:
            second = phrase.split(" ", 2)[1]
            found[second] = max(found.get(second, 0), phrase.count(" ") + 1)
        return found

    def _analyse(self, word: str) -> tuple[Reading, ...]:
        rare: tuple[Reading, ...] = ()
        splits = proclitic_splits(word)
        for split in splits:
            found = self._lookup(split)
            if found and split.skip == 0 and all(r.feature[1:] in DUAL for r in found):
                rare = rare or found  # «ودعا»: «and he called» before the dual of «to bid farewell»
                continue
            if found:
                return found
        if rare:
            return rare
        for split in splits:
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
        own, found = (split.pre, split.skip, split.stem, split.ending), []
        for item in packed.split("|"):
            head, _, feature = item.partition(" ")
            kind, rest = head[0], head[1:]
            reading = Reading(kind, int(rest) if rest.isdigit() else -1, rest, feature, *own)
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
