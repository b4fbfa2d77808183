"""Settling names: what rules, knowledge and the small tagger found is weighed against a second, careful reading.

A careful reader sees all sentences of a report and says, for each, which names stand in it and how sure it is of each word that
belongs to none. A complete name from the knowledge base stands whatever the reader says, since the report's entities hang on it;
guesses and short names give way to a reader who is sure, and names that nobody else saw are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from khabar.knowledge.base import Knowledge
from khabar.stages.agreeing import Judgement, agree
from khabar.stages.atoms import ADJECTIVE, NAME, PERSON, ROLE, TITLE, Atom
from khabar.stages.hints import hints
from khabar.text.segment import Token

Range = tuple[int, int]
Clitic = Callable[[Token], tuple[int, str]]  # the letters before a name, and what they are
Says = Callable[[str], bool]  # whether a word is a verb of saying
DENIED = 0.8  # a word is no name by so much: a guess over such words is dropped
REPLACES = 0.6  # a name of the reader at least so sure replaces guesses, and short names of another type
OVERRULES = 0.65  # and titles, roles, adjectives and names of places inside it
WEAK = "GPS"  # kinds of known name that may be another's: guarded, of a place, short
_ALIKE = {"GPE": "LOC", "FAC": "LOC", "LOC": "LOC", "PER": "PER", "ORG": "ORG", "NORP": "ORG"}


class CarefulReader(Protocol):
    """What this stage asks of an encoder."""

    def read(self, sentences: Sequence[Sequence[str]], hints: Sequence[Sequence[str]]) -> list[Judgement]:
        """A judgement of each sentence of one report; words as they are written, a hint each (see `hints.py`)."""
        ...


class Settler:
    """Settles the atoms of reports by one reader."""

    def __init__(self, reader: CarefulReader, knowledge: Knowledge, clitic: Clitic, says: Says) -> None:
        self._reader, self._knowledge, self._clitic, self._says = reader, knowledge, clitic, says

    def settle(
        self, text: str, tokens: Sequence[Token], ranges: Iterable[Range], atoms: Sequence[Sequence[Atom]]
    ) -> list[Sequence[Atom]]:
        """The atoms of each sentence, tokens first to last (exclusive) of `ranges`, after a careful reading of all."""
        ranges = list(ranges)
        words = [[text[t.start : t.end] for t in tokens[a:b]] for a, b in ranges]
        known = [hints(own, a, b, self._knowledge) for (a, b), own in zip(ranges, atoms, strict=True)]
        judged = agree([[t.key for t in tokens[a:b]] for a, b in ranges], self._reader.read(words, known))
        return [self._sentence(tokens, a, own, j) for (a, _), own, j in zip(ranges, atoms, judged, strict=True)]

    def _sentence(self, tokens: Sequence[Token], first: int, atoms: Sequence[Atom], judged: Judgement) -> list[Atom]:
        kept = list(atoms)
        for a, b, kind, score in judged.names:
            if b - a > 1 and self._says(tokens[a + first].key):
                a += 1  # «جادل ترامب»
            kept = self._with(tokens, kept, (a + first, b + first), kind, score)
        return [atom for atom in kept if not self._denied(atom, judged.outside[atom.first - first : atom.last - first])]

    def _with(self, tokens: Sequence[Token], atoms: list[Atom], span: Range, kind: str, score: float) -> list[Atom]:
        """The atoms with a name of the reader among them, where it does not stand back."""
        over = [atom for atom in atoms if atom.first < span[1] and span[0] < atom.last]
        known = over[0] if len(over) == 1 and over[0].kind == NAME else None
        if known and (known.first, known.last) == span and self._type(known) == kind:
            return [atom._replace(type=kind) if atom is known else atom for atom in atoms]
        if known and score >= REPLACES and self._proper(tokens, known, span):
            return [atom._replace(type=kind, proper=span) if atom is known else atom for atom in atoms]
        if any(self._stands(atom, span, kind, score) for atom in over):
            return atoms
        skip, pre = self._clitic(tokens[span[0]])
        name = Atom(*span, PERSON, (), "E", pre, skip, "", kind, score)
        return sorted([name, *(atom for atom in atoms if atom not in over)])

    def _stands(self, atom: Atom, span: Range, kind: str, score: float) -> bool:
        """Whether an atom stands against a name of the reader that touches it."""
        inside = span[0] <= atom.first and atom.last <= span[1]
        longer = inside and span[1] - span[0] > atom.last - atom.first
        if atom.kind == PERSON:
            return score < REPLACES and not longer
        if atom.kind in (TITLE, ROLE, ADJECTIVE):
            return not inside or score < OVERRULES
        if atom.alias not in WEAK:
            return not longer or score < OVERRULES or (kind != "PER" and self._type(atom) == kind)
        return score < REPLACES if inside else score < OVERRULES or atom.last - atom.first > 1

    def _proper(self, tokens: Sequence[Token], atom: Atom, span: Range) -> bool:
        """Whether a part of a known name is a name of the same bearer: «حماس» of «حركة حماس»."""
        if not (atom.first <= span[0] and span[1] <= atom.last) or (atom.first, atom.last) == span:
            return False
        words = [t.key for t in tokens[span[0] : span[1]]]
        if span[0] == atom.first:
            words[0] = words[0][atom.skip :]
        entries = self._knowledge.phrases.get(" ".join(words), "")
        return any(int(entry[2:]) in atom.refs for entry in entries.split("|") if entry)

    def _denied(self, atom: Atom, outside: Sequence[float]) -> bool:
        """Whether a guess or a short name lies where the reader sees none."""
        weak = (atom.kind == PERSON and atom.alias != "E") or (atom.kind == NAME and atom.alias in WEAK and not atom.type)
        return weak and min(outside) > DENIED

    def _type(self, atom: Atom) -> str:
        return _ALIKE.get(self._knowledge.fact(atom.refs[0]).type, "")
