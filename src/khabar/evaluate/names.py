"""Score proper names on IOB corpora: one token and label a line, a blank line between sentences (the ANERcorp layout).

A name counts when its tokens and its type are exactly those of the corpus, as in the CoNLL 2003 shared task (Tjong Kim Sang
and De Meulder). Such corpora do not mark where a report begins; since names are read in the light of the report, passages of
twenty sentences are coded as running text. A mention of the form `name` is taken back to the tokens that it touches: a
token with a clitic on it counts as the whole token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from khabar.bidi import isolate
from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Evaluation, Score, Unit
from khabar.evaluate.differences import Difference
from khabar.io.decode import read_text
from khabar.model.record import Record, Struct
from khabar.pipeline import Report

Code = Callable[[Report], Record]
Name = tuple[int, int, str]  # first token, token after the last, type
LENGTH = 20  # sentences of a passage, about as many as a report has
TYPES = ("PER", "LOC", "ORG")
# The types of corpora and of the record as the three that are scored; other types are left out on both sides.
_TYPES = {"PER": "PER", "PERS": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG"}
_LABEL = re.compile(r"O|[BI]-\S+")


class Token(Struct, frozen=True):
    """A word of the corpus, its label, and its line in the file."""

    word: str
    label: str
    line: int


class Passage(Struct, frozen=True):
    """Sentences that are coded together."""

    file: str
    sentences: tuple[tuple[Token, ...], ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of all sentences."""
        return tuple(token for sentence in self.sentences for token in sentence)

    @property
    def text(self) -> str:
        """The running text: tokens joined by blanks, sentences by line ends, so that one sign stands after each token."""
        return "\n".join(" ".join(token.word for token in sentence) for sentence in self.sentences)

    def names(self) -> Iterator[Name]:
        """The names that are marked."""
        first = 0
        for sentence in self.sentences:
            yield from ((first + a, first + b, kind) for a, b, kind in _names([token.label for token in sentence]))
            first += len(sentence)


def evaluate_names(paths: Iterable[Path], code: Code) -> Evaluation:
    """All passages of the files."""
    return Evaluation("passage", tuple(_unit(passage, code) for path in paths for passage in read_iob(path)))


def read_iob(path: Path) -> Iterator[Passage]:
    """The passages of a file; a line that is not a token and a label is an `InputError` that names it."""
    sentences = _sentences(path)
    while passage := tuple(islice(sentences, LENGTH)):
        yield Passage(path.name, passage)


def _sentences(path: Path) -> Iterator[tuple[Token, ...]]:
    tokens: list[Token] = []
    for number, line in enumerate([*read_text(str(path)).split("\n"), ""], 1):
        fields = line.split()
        if not fields:
            if tokens:
                yield tuple(tokens)
            tokens = []
        elif len(fields) == 2 and _LABEL.fullmatch(fields[1]):
            tokens.append(Token(fields[0], fields[1], number))
        else:
            raise InputError(f"{path}, line {number}: «{line}» is not a token and a label such as O, B-LOC or I-LOC")


def found_names(tokens: Sequence[str], record: Record) -> list[Name]:
    """The names of a record as ranges of tokens; of two that touch one token the first stays."""
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    found: list[Name] = []
    for mention in sorted(record.mentions, key=lambda m: (m.start, -m.end)):
        kind = _TYPES.get(mention.type) if mention.form == "name" else None
        touched = [i for i, s in enumerate(starts) if s < mention.end and mention.start < s + len(tokens[i])]
        if kind and touched and (not found or found[-1][1] <= touched[0]):
            found.append((touched[0], touched[-1] + 1, kind))
    return found


def _names(labels: Sequence[str]) -> Iterator[Name]:
    """Names from labels; an I that continues nothing of its type begins a name, as in conlleval."""
    first, last = 0, "O"
    for i, label in enumerate([*labels, "O"]):
        goes_on = label[0] == "I" and last[2:] == label[2:]
        if not goes_on:
            if last[2:] in _TYPES:
                yield first, i, _TYPES[last[2:]]
            first = i
        last = label


def _unit(passage: Passage, code: Code) -> Unit:
    gold, tokens = set(passage.names()), passage.tokens
    found = set(found_names([token.word for token in tokens], code(Report(passage.text))))
    scores: dict[str, Score] = {"names": _counts(gold, found)}
    for kind in TYPES:
        scores[f"names {kind}"] = _counts({n for n in gold if n[2] == kind}, {n for n in found if n[2] == kind})
    return Unit(f"{passage.file}:{tokens[0].line}", scores, tuple(_differences(passage, gold, found)))


def _counts(gold: set[Name], found: set[Name]) -> Counts:
    return Counts(len(gold & found), len(found - gold), len(gold - found))


def _differences(passage: Passage, gold: set[Name], found: set[Name]) -> Iterator[Difference]:
    """Names that differ: in type, in extent, or altogether."""
    tokens = passage.tokens

    def words(name: Name) -> str:
        return " ".join(token.word for token in tokens[name[0] : name[1]])

    def differ(cause: str, name: Name, detail: str) -> Difference:
        return Difference(cause, f"{passage.file}:{tokens[name[0]].line}", words(name), detail)

    extra = sorted(found - gold)
    for name in sorted(gold - found):
        got = next((f for f in extra if f[0] < name[1] and name[0] < f[1]), None)
        if got is None:
            yield differ("missed name", name, name[2])
            continue
        extra.remove(got)
        if got[:2] == name[:2]:
            yield differ("wrong type of name", name, f"is {name[2]}, got {got[2]}")
        else:
            yield differ("wrong extent of name", name, f"{name[2]}, got {isolate(f'«{words(got)}»')} {got[2]}")
    yield from (differ("extra name", name, name[2]) for name in extra)
