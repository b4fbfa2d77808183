"""The number words before those who are counted: «ثلاثة من», «أكثر من مئة», «كل من»."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.lexicon.pack import Lexicon
from khabar.text.segment import NUMBER, Token

OF = "\u0645\u0646"


class Counting:
    """Finds number words and the words that round them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.numbers = lexicon.numbers
        self.quantities = lexicon.classes.get("quantities", frozenset())
        self.approximators = lexicon.classes.get("approximators", frozenset())
        self._ends = frozenset(phrase.rpartition(" ")[2] for phrase in self.approximators)

    def before(self, tokens: Sequence[Token], at: int, first: int) -> int:
        """The token at which the number words that end before token `at` begin; `at` where there are none."""
        while at > first:
            counted = self._out_of(tokens, at, first) or (
                1
                if tokens[at - 1].kind == NUMBER or self.quantity(tokens[at - 1].key)
                else self.approximate(tokens, at - 1, first)
            )
            if not counted:
                break
            at -= counted
        return at

    def _out_of(self, tokens: Sequence[Token], at: int, first: int) -> int:
        """The two words of «ثلاثة من» before those who are counted."""
        if at - 2 < first or tokens[at - 1].key != OF:
            return 0
        number = tokens[at - 2]
        counts = number.kind == NUMBER or number.key in self.numbers or number.key[1:] in self.numbers
        return 2 if counts else 0

    def quantity(self, word: str) -> bool:
        """Whether a word is a number, or a noun for how many."""
        if word in self.numbers or word in self.quantities:
            return True
        return len(word) > 3 and word[0] in "\u0648\u0641\u0628\u0644" and word[1:] in self.numbers

    def clitics(self, word: str) -> tuple[str, int]:
        """The letter written with a number word, and how many letters that is."""
        if word in self.numbers or word in self.quantities or not word[:1].isalpha():
            return "", 0
        letter = {"\u0648": "w", "\u0641": "w", "\u0628": "b", "\u0644": "l"}.get(word[0], "")
        return (letter, 1) if letter and word[1:] in self.numbers else ("", 0)

    def approximate(self, tokens: Sequence[Token], at: int, first: int) -> int:
        """The words of «أكثر من», «ما يقرب من», «نحو» that end at token `at`: they count, they do not govern."""
        if tokens[at].key not in self._ends:
            return 0
        for size in range(min(4, at - first + 1), 0, -1):
            words = " ".join(t.key for t in tokens[at - size + 1 : at + 1])
            if words in self.approximators:
                return size
        return 0
