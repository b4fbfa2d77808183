"""Beside a trigger: companions that must go with it, «أطلقت القوات النار», words that show another sense of it, sport.

Few words are either for any entry, so what a word may be to them is kept by form, and a sentence is looked through once for
all of its triggers.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import chain, pairwise

from khabar.lexicon.pack import EventRule, Lexicon
from khabar.stages.clauses import Clauses
from khabar.stages.forms import VERB
from khabar.stages.words import Analyser, Memo
from khabar.text.arabic import AL
from khabar.text.clitics import PRONOUNS, proclitic_splits, without_ending

_CLITICS = (AL, "\u0628", "\u0628" + AL, "\u0644\u0644", "\u0648", "\u0648" + AL)  # before a word of `unless`
COMPANION_REACH = 8  # words after a trigger, actors not counted, in which its companion stands
_PRONOUN_ENDS = frozenset(p[-1] for p in PRONOUNS)
SENSE = 16  # words before and after a trigger among which another shows another sense of it


def sport(lexicon: Lexicon) -> frozenset[str]:
    """Words that only reports of matches have."""
    return lexicon.classes.get("sport", frozenset())


class Vocabulary:
    """What words may be to the entries of a lexicon, by form: mostly nothing."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._companions = sport(analyser.lexicon).union(*[rule.companions for rule in analyser.lexicon.events])
        self._senses = frozenset().union(*[rule.unless for rule in analyser.lexicon.events])
        self.companions, self.senses = Memo(self._companion), Memo(self._sense)

    def _companion(self, word: str) -> tuple[str, ...]:
        found = companions(word, "f" in self._analyser.words[word].kinds)
        return tuple([w for w in found if w in self._companions])

    def _sense(self, word: str) -> tuple[str, ...]:
        return tuple([w for w in bare(word) if w in self._senses])


@lru_cache(maxsize=8)
def _vocabulary(analyser: Analyser) -> Vocabulary:
    return Vocabulary(analyser)


def companions(word: str, function: bool = False) -> list[str]:
    """What a folded word may be as a companion: without clitics, and without a pronoun, «قطعت الجزائر علاقاتها»."""
    splits = proclitic_splits(word)
    found = [split.stem for split in splits]
    if not function and word[-1:] in _PRONOUN_ENDS:
        found += [stem for split in splits if "A" not in split.pre for stem, _ in without_ending(split.stem)]
    return found


def bare(word: str) -> list[str]:
    """A folded word as it is written and without what may stand before a word of `unless`."""
    if not word.startswith(_CLITICS):
        return [word]
    return [word, *[word[len(clitics) :] for clitics in _CLITICS if word.startswith(clitics)]]


class Beside:
    """What stands in one sentence beside its triggers."""

    def __init__(self, clauses: Clauses) -> None:
        scene, line = clauses.scene, clauses.line
        self._clauses, self._vocabulary = clauses, _vocabulary(scene.analyser)
        self._keys = scene.keys[line.first : line.last]
        self._each = [self._vocabulary.companions[key] for key in self._keys]
        self._companions = frozenset(chain.from_iterable(self._each))

    @cached_property
    def _senses(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(map(self._vocabulary.senses.__getitem__, self._keys)))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._keys)

    @cached_property
    def _sentence(self) -> str:
        return " ".join(self._keys)

    def accompanied(self, rule: EventRule, i: int) -> bool:
        """Whether a companion of an entry follows token i in its clause, with or without clitics."""
        firsts = _firsts(rule.companions)
        phrases = bool(firsts) and not firsts.isdisjoint(self._words)
        if not phrases and rule.companions.isdisjoint(self._companions):
            return False
        clauses, keys, words = self._clauses, self._keys, 0
        for n in range(i + 1 - clauses.line.first, len(keys)):
            at = n + clauses.line.first
            words += at not in clauses.inside and clauses.scene.tokens[at].kind != "sign"
            if words > COMPANION_REACH:
                return False
            if not rule.companions.isdisjoint(self._each[n]):
                return True
            if phrases and n + 1 < len(keys) and f"{keys[n]} {keys[n + 1]}" in rule.companions:
                return True
            if clauses.forms[n] == VERB or keys[n] in ".!?;":
                return False
        return False

    @cached_property
    def sport(self) -> bool:
        """Whether the sentence has a word, or two side by side, that only reports of matches have."""
        words = sport(self._clauses.scene.lexicon)
        if not words.isdisjoint(self._companions):
            return True
        return bool(_phrases(words)) and any(f"{a} {b}" in words for a, b in pairwise(self._keys))

    def other_sense(self, rule: EventRule, i: int) -> str:
        """The word near token i, or the phrase of the sentence, that shows another sense of an entry, or ""."""
        if not rule.unless:
            return ""
        if not rule.unless.isdisjoint(self._senses):
            senses, at = self._vocabulary.senses, i - self._clauses.line.first
            for key in self._keys[max(0, at - SENSE) : at + SENSE]:
                if not rule.unless.isdisjoint(senses[key]):
                    return key
        phrases = _phrases(rule.unless)
        return next((phrase for phrase in phrases if phrase in self._sentence), "") if phrases else ""


@lru_cache(maxsize=1)
def beside(clauses: Clauses) -> Beside:
    """What stands beside the triggers of a sentence, looked through once for all of them."""
    return Beside(clauses)


@lru_cache(maxsize=10_000)
def _firsts(words: frozenset[str]) -> frozenset[str]:
    """The first words of those of several words."""
    return frozenset([phrase.partition(" ")[0] for phrase in _phrases(words)])


@lru_cache(maxsize=10_000)
def _phrases(words: frozenset[str]) -> tuple[str, ...]:
    """Those of several words, sorted."""
    return tuple(sorted(word for word in words if " " in word))
