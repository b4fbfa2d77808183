"""Score proper names on IOB corpora: one token and label a line, a blank line between sentences (the ANERcorp layout).

A name counts when its tokens and its type are exactly those of the corpus, as in the CoNLL 2003 shared task (Tjong Kim Sang
and De Meulder). Each sentence is coded as running text, its tokens joined by blanks, and a mention of the form `name` is
taken back to the tokens that it touches: a token with a clitic on it counts as the whole token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Evaluation, Score, Unit
from khabar.evaluate.differences import Difference
from khabar.io.decode import read_text
from khabar.model.record import Record, Struct
from khabar.pipeline import Report

Code = Callable[[Report], Record]
Name = tuple[int, int, str]  # first token, token after the last, type
TYPES = ("PER", "LOC", "ORG")
# The types of corpora and of the record as the three that are scored; other types are left out on both sides.
_TYPES = {"PER": "PER", "PERS": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG"}
_LABEL = re.compile(r"O|[BI]-\S+")


class Sentence(Struct, frozen=True):
    """The tokens of a sentence, its names, and where it stands."""

    where: str
    tokens: tuple[str, ...]
    names: tuple[Name, ...]


def evaluate_names(paths: Iterable[Path], code: Code) -> Evaluation:
    """All sentences of the files."""
    return Evaluation("sentence", tuple(_unit(s, code) for path in paths for s in read_iob(path)))


def read_iob(path: Path) -> Iterator[Sentence]:
    """The sentences of a file; a line that is not a token and a label is an `InputError` that names it."""
    tokens: list[str] = []
    labels: list[str] = []
    first = 1
    for number, line in enumerate([*read_text(str(path)).split("\n"), ""], 1):
        fields = line.split()
        if not fields and tokens:
            yield Sentence(f"{path.name}:{first}", tuple(tokens), tuple(_names(labels)))
            tokens, labels = [], []
        if not fields:
            first = number + 1
            continue
        if len(fields) != 2 or not _LABEL.fullmatch(fields[1]):
            raise InputError(f"{path}, line {number}: «{line}» is not a token and a label such as O, B-LOC or I-LOC")
        tokens.append(fields[0])
        labels.append(fields[1])


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


def _unit(sentence: Sentence, code: Code) -> Unit:
    gold = set(sentence.names)
    found = set(found_names(sentence.tokens, code(Report(" ".join(sentence.tokens)))))
    scores: dict[str, Score] = {"names": _counts(gold, found)}
    for kind in TYPES:
        scores[f"names {kind}"] = _counts({n for n in gold if n[2] == kind}, {n for n in found if n[2] == kind})
    return Unit(sentence.where, scores, tuple(_differences(sentence, gold, found)))


def _counts(gold: set[Name], found: set[Name]) -> Counts:
    return Counts(len(gold & found), len(found - gold), len(gold - found))


def _differences(sentence: Sentence, gold: set[Name], found: set[Name]) -> Iterator[Difference]:
    """Names that differ: in type, in extent, or altogether."""
    extra = sorted(found - gold)
    for name in sorted(gold - found):
        touching = [f for f in extra if f[0] < name[1] and name[0] < f[1]]
        if not touching:
            yield _difference("missed name", sentence, name, name[2])
            continue
        got = touching[0]
        extra.remove(got)
        if got[:2] == name[:2]:
            yield _difference("wrong type of name", sentence, name, f"is {name[2]}, got {got[2]}")
        else:
            detail = f"{name[2]}, got «{' '.join(sentence.tokens[got[0] : got[1]])}» {got[2]}"
            yield _difference("wrong extent of name", sentence, name, detail)
    for name in extra:
        yield _difference("extra name", sentence, name, name[2])


def _difference(cause: str, sentence: Sentence, name: Name, detail: str) -> Difference:
    return Difference(cause, sentence.where, " ".join(sentence.tokens[name[0] : name[1]]), detail)
