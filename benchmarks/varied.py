"""Reports of which no two sentences are the same, made by chance from a seed: what coding costs where little comes back.

The sentences are those of `varied.toml`, filled with forms of the lexicon and names of the knowledge base, some words more often
than others as in any text: of ninety thousand words some 27 in a hundred are met for the first time, as in running news.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from khabar.knowledge.base import Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.text.arabic import AL

FILE = Path(__file__).parent / "varied.toml"
SKEW = 3.5  # the higher, the more often the first words of a list are met
CLITIC = 0.3  # of the words that may carry a conjunction or a preposition, how many do
LONG = (5, 12)  # sentences of a report
SLOT = re.compile(r"\{(\w+)\}")
VERBS, NOUNS = ("P3ms", "P3fs", "I3ms", "I3fs"), ("N",)


class Maker:
    """Fills sentences; everything follows from the seed."""

    def __init__(self, lexicon: Lexicon, knowledge: Knowledge, seed: int) -> None:
        self.chance = random.Random(seed)
        self.text = tomllib.loads(FILE.read_text(encoding="utf-8"))
        facts = knowledge.facts()
        forms = [(word, packed.split("|")[0].partition(" ")) for word, packed in sorted(lexicon.forms.items())]
        verbs = [word for word, (head, _, feature) in forms if head[0] in "ecv" and feature in VERBS]
        nouns = [word for word, (head, _, feature) in forms if head[0] == "n" or feature.startswith(NOUNS)]
        named = {kind: [f.ar for f in facts if f.type == kind and f.ar] for kind in ("PER", "ORG", "GPE", "LOC")}
        self.words = {
            "verb": self._shuffled(verbs),
            "noun": self._shuffled(nouns),
            "title": self._shuffled([word for word, (head, _, _) in forms if head[0] == "t"]),
            "role": self._shuffled([word for word, (head, _, _) in forms if head[0] == "r"]),
            "person": self._shuffled(named["PER"]),
            "body": self._shuffled(named["ORG"]),
            "place": self._shuffled(named["GPE"] + named["LOC"]),
            "first": self._shuffled(sorted(lexicon.first_names)),
            "family": self._shuffled(sorted(lexicon.family_names)),
        }
        self.slots: dict[str, Callable[[], str]] = {
            "the": lambda: AL + self._word("noun").removeprefix(AL),
            "of": lambda: self._bound(self.chance.choice((AL, "")) + self._word("noun").removeprefix(AL)),
            "stranger": lambda: f"{self._word('first')} {self._word('family')}",
            "day": lambda: self.chance.choice(self.text["days"]),
            "month": lambda: self.chance.choice(self.text["months"]),
            "number": lambda: str(self.chance.randint(2, 31)),
            "and_noun": lambda: self._joined("noun"),
            "and_place": lambda: self._joined("place"),
            "and_role": lambda: self._joined("role"),
        }

    def reports(self, count: int) -> Iterator[str]:
        """So many reports, each a title and paragraphs of two sentences."""
        for _ in range(count):
            told = [self._filled("sentences") for _ in range(self.chance.randint(*LONG))]
            yield "\n\n".join([self._filled("titles"), *[" ".join(told[n : n + 2]) for n in range(0, len(told), 2)]])

    def _filled(self, kind: str) -> str:
        return SLOT.sub(lambda slot: self._slot(slot[1]), self.chance.choice(self.text[kind]))

    def _slot(self, name: str) -> str:
        return self.slots[name]() if name in self.slots else self._word(name)

    def _word(self, name: str) -> str:
        words = self.words[name]
        return words[int(len(words) * self.chance.random() ** SKEW)]

    def _bound(self, word: str) -> str:
        return self.chance.choice(self.text["bound"]) + word if self.chance.random() < CLITIC else word

    def _joined(self, name: str) -> str:
        return self.chance.choice(self.text["joins"]) + self._word(name)

    def _shuffled(self, words: Sequence[str]) -> Sequence[str]:
        return self.chance.sample(words, k=len(words))


def varied(count: int, seed: int = 1) -> list[str]:
    """Reports all different, with the lexicon and the knowledge base as they are."""
    from khabar.knowledge.base import PACK, map_knowledge
    from khabar.lexicon.pack import open_lexicon

    apart = map_knowledge(PACK)  # so that the one that codes has not read all its records before
    return list(Maker(open_lexicon("ar"), apart, seed).reports(count))
