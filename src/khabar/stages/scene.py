"""What the later stages read of a report: its sentences with their phrases, and whom the phrases mean."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from khabar.knowledge.base import Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.stages.atoms import Atom
from khabar.stages.people import Person, Resolved
from khabar.stages.phrases import Phrase
from khabar.stages.words import FINITE, Analyser, Reading, Word
from khabar.text.marks import Quoted
from khabar.text.segment import ARABIC, SIGN, Token

__all__ = ["FINITE", "Line", "Scene", "coordinated", "read_words"]


class Line(msgspec.Struct, frozen=True):
    """A sentence: its place, the tokens first to last (exclusive), its actor phrases, all atoms, the tokens of names."""

    index: int
    block: int
    kind: str
    first: int
    last: int
    start: int
    end: int
    phrases: tuple[Phrase, ...]
    atoms: tuple[Atom, ...]
    names: frozenset[int]


class Scene(msgspec.Struct, frozen=True):
    """A report as the quote and event stages see it."""

    text: str
    tokens: Sequence[Token]
    keys: Sequence[str]  # the folded form of each token
    words: Sequence[Word]  # what each token may be
    phrased: frozenset[int]  # tokens at which a phrase of the lexicon may begin
    lines: Sequence[Line]
    quoted: Sequence[Quoted]
    lexicon: Lexicon
    knowledge: Knowledge
    analyser: Analyser
    resolved: Resolved
    people: dict[str, Person]

    def readings(self, i: int) -> tuple[Reading, ...]:
        """The readings of token i."""
        return self.words[i].readings

    def entity(self, phrase: Phrase | None) -> str | None:
        """The entity a phrase means."""
        if phrase is None:
            return None
        found = self.resolved.by_phrase.get((phrase.first, phrase.last))
        return found[0] if found else None

    def entities(self, phrase: Phrase | None) -> tuple[str, ...]:
        """All the entities a phrase means: «الرجلان» are two."""
        return self.resolved.by_phrase.get((phrase.first, phrase.last), ()) if phrase is not None else ()

    def mention(self, phrase: Phrase | None) -> str | None:
        """The mention of a phrase's head."""
        if phrase is None:
            return None
        by = self.resolved.mention_of
        if phrase.name is not None and (phrase.name.first, phrase.name.last) in by:
            return by[(phrase.name.first, phrase.name.last)]
        return by.get((phrase.first, phrase.last)) or by.get((phrase.head.first, phrase.head.last))

    def person(self, entity: str | None) -> Person | None:
        """The entity's own data."""
        return self.people.get(entity) if entity else None

    def is_sign(self, i: int, signs: str) -> bool:
        """Whether token i is one of the given signs."""
        token = self.tokens[i]
        return token.kind == SIGN and token.key in signs

    def finite(self, i: int) -> bool:
        """Whether token i can be a finite verb and nothing nominal."""
        return self.words[i].finite


def read_words(tokens: Sequence[Token], analyser: Analyser) -> list[Word]:
    """What each token may be, the short forms of weak verbs settled by the particle before them."""
    keys = [token.key if token.kind == ARABIC else "" for token in tokens]
    found = [analyser.words[key] for key in keys]
    for i in [i for i, key in enumerate(keys) if key in analyser.jussive]:
        asked = i > 0 and tokens[i - 1].key in analyser.asking
        found[i] = (analyser.asked if asked else analyser.unasked)[keys[i]]
    return found


def coordinated(line: Line, phrase: Phrase) -> list[Phrase]:
    """A phrase and those coordinated with it, «موسكو وكييف»."""
    at = line.phrases.index(phrase)
    found = [phrase]
    for other in line.phrases[at + 1 :]:
        if not other.joined:
            break
        found.append(other)
    return found
