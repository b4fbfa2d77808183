"""What the figures of a sentence count, to hold those of two reports against each other: 12 dead, 30 wounded, 5 ships."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from khabar.corpus.figures import Figure, NumberWords, figures
from khabar.corpus.rules import FigureRules
from khabar.corpus.topics import bare
from khabar.corpus.words import normal_words

KINDS = ("dead", "wounded", "arrested", "displaced", "missing")


class Counted(msgspec.Struct, frozen=True, gc=False):
    """A figure with what it counts: one of KINDS, else the noun beside it without its prefixes."""

    what: str
    value: str
    text: str


class Counter:
    """Finds what is counted in a sentence."""

    def __init__(self, numbers: NumberWords, rules: FigureRules) -> None:
        self.numbers, self.rules = numbers, rules
        self.starts = tuple((kind, tuple(normal_words(word)[0] for word in getattr(rules, kind))) for kind in KINDS)

    def counts(self, text: str, start: int, end: int) -> tuple[Counted, ...]:
        """The figures of text[start:end] with what they count; those beside which nothing stands are left out."""
        found = figures(text, start, end, self.numbers)
        told = []
        for n, figure in enumerate(found):
            low = found[n - 1].end if n else start
            high = found[n + 1].start if n + 1 < len(found) else end
            what = self._what(figure, normal_words(text[low : figure.start]), normal_words(text[figure.end : high]))
            if what:
                told.append(Counted(what, figure.value, figure.text))
        return tuple(told)

    def _what(self, figure: Figure, before: Sequence[str], after: Sequence[str]) -> str | None:
        """The unit says it best, then the nearest word before the figure, then one soon after it."""
        unit = normal_words(figure.unit or "")
        near = [*unit[:1], *before[::-1][: self.rules.before], *after[: self.rules.after]]
        for word in near:
            kind = self._kind(bare(word)) or self._kind(word[1:])  # «وقتل»
            if kind:
                return kind
        return bare(unit[0]) if unit else None

    def _kind(self, word: str) -> str | None:
        return next((kind for kind, starts in self.starts if word.startswith(starts)), None)
