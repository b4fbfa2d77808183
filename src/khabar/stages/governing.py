"""What governs an actor phrase: the preposition before it or written with it, or the one of the phrase it is coordinated with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from khabar.lexicon.pack import Lexicon
from khabar.stages.counting import OF, Counting
from khabar.stages.words import Analyser
from khabar.text.arabic import AL, COMMA, WAW
from khabar.text.segment import ARABIC, SIGN, Token

if TYPE_CHECKING:
    from khabar.stages.phrases import Phrase

REACH = 5  # words between a preposition and the actor that it governs
THAT = " \u0627\u0646"
ALONE = frozenset({"\u0628", "\u0644"})
_WRITTEN = (("b", "\u0628"), ("l", "\u0644"), ("k", "\u0643"))


class Governing:
    """Finds the preposition of a phrase."""

    def __init__(self, lexicon: Lexicon, analyser: Analyser, counting: Counting) -> None:
        self.analyser, self.counting = analyser, counting
        classes = lexicon.classes
        self.prepositions = classes.get("prepositions", frozenset())
        self.place_heads = classes.get("place_heads", frozenset())
        self.compounds = frozenset(c for c in classes.get("compound_prepositions", ()) if not c.endswith(THAT))
        self._ends = frozenset(phrase.rpartition(" ")[2] for phrase in self.compounds)
        self._longest = max((c.count(" ") + 1 for c in self.compounds), default=1)

    def govern(self, tokens: Sequence[Token], first: int, phrase: Phrase, before: Sequence[Phrase]) -> Phrase:
        """Add the preposition that governs the phrase and whether it is coordinated with the one before."""
        joined = bool(before) and "w" in phrase.pre and self._adjacent(tokens, before[-1].last, phrase.first)
        for letter, word in _WRITTEN:
            if letter in phrase.pre:
                return msgspec.structs.replace(phrase, governor=word, governor_at=phrase.first, joined=joined)
        if joined:
            prior = before[-1]
            return msgspec.structs.replace(phrase, governor=prior.governor, governor_at=prior.governor_at, joined=True)
        at = phrase.first - 1
        stop = max(first, phrase.first - REACH, before[-1].last if before else first)
        while at >= stop:
            word = tokens[at].key
            passed = self.counting.approximate(tokens, at, first)
            if passed:
                at -= passed
                continue
            compound = self._compound(tokens, at, first)
            if compound:
                return msgspec.structs.replace(phrase, governor=compound, governor_at=at)
            if word == OF and at > first and self.counting.quantity(tokens[at - 1].key):
                at -= 2  # «كل من موسكو وكييف» is governed by what stands before «كل»
                continue
            if self._preposition(word):
                return msgspec.structs.replace(phrase, governor=self._preposition(word), governor_at=at)
            if tokens[at].kind == SIGN or self._breaks(word) or self._closed(phrase, word):
                break
            carried = self._carried(word)
            if carried:
                return msgspec.structs.replace(phrase, governor=carried, governor_at=at)
            at -= 1
        last = before[-1] if before else None
        if last is not None and last.governor and at == last.last - 1 and phrase.first - at > 1:
            between = tokens[at + 1 : phrase.first]
            if all(t.key in self.place_heads for t in between):
                return msgspec.structs.replace(phrase, governor=last.governor, governor_at=last.governor_at)
        return phrase

    def _closed(self, phrase: Phrase, word: str) -> bool:
        """Whether a noun with the article parts a preposition from counted or indefinite actors: «في العشرين ثلاثة شبان»."""
        if phrase.definite and not phrase.quantity:
            return False
        return any("A" in r.pre for r in self.analyser.readings(word)) or (word.startswith(AL) and len(word) > 4)

    def _preposition(self, word: str) -> str:
        """The preposition a word is or, with a conjunction, carries."""
        if word in self.prepositions:
            return word
        if word.removeprefix(WAW) in ALONE:
            return word[-1]  # «لـ3 آخرين»
        if word[:1] in ("\u0648", "\u0641") and word[1:] in self.prepositions and len(word) > 2:
            return word[1:]
        return ""

    def _carried(self, word: str) -> str:
        """The preposition written with a noun before the actor: «بعدم استخدام الجيش»."""
        for r in self.analyser.readings(word):
            for letter, preposition in _WRITTEN:
                if letter in r.pre and r.feature[:1] not in ("P", "I", "p", "i"):
                    return preposition
        return ""

    def _compound(self, tokens: Sequence[Token], at: int, first: int) -> str:
        if tokens[at].key not in self._ends:
            return ""
        for size in range(min(self._longest, at - first + 1), 1, -1):
            words = " ".join(t.key for t in tokens[at - size + 1 : at + 1])
            if words in self.compounds:
                return words
            if words[:1] == "\u0648" and words[1:] in self.compounds:
                return words[1:]
        return ""

    def _breaks(self, word: str) -> bool:
        """Whether a word stands between a preposition and what it governs: a verb, or a function word."""
        readings = self.analyser.readings(word)
        if not readings:
            return False
        if any(r.kind in "ern" and r.feature[:1] not in ("P", "I", "p", "i") for r in readings):
            return False
        return any(r.kind == "f" or r.feature[:1] in ("P", "I", "p", "i") for r in readings)

    def _adjacent(self, tokens: Sequence[Token], end: int, start: int) -> bool:
        return end == start or (end + 1 == start and (tokens[end].key in COMMA or tokens[end].kind != ARABIC))
