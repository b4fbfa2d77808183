"""Corpora of labelled names for training: sentences of words with B-, I- and O labels of PER, LOC and ORG."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

TYPES = {"PERS": "PER", "PER": "PER", "LOC": "LOC", "GPE": "LOC", "ORG": "ORG"}
LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]
ANERCORP = "ANERCorp_CamelLab_train.txt"


def read_conll(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Sentences of "token label…" lines; of nested labels the outermost that is a name of ours."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        rows = [line.split() for line in block.splitlines() if len(line.split()) > 1]
        if rows:
            yield [r[0] for r in rows], repaired([our_label(r[1:]) for r in rows])


def our_label(labels: Sequence[str]) -> str:
    """The first label that is a name of ours."""
    for label in labels:
        head, _, kind = label.replace("--", "-").partition("-")
        if head in ("B", "I") and kind in TYPES:
            return f"{head}-{TYPES[kind]}"
    return "O"


def repaired(labels: list[str]) -> list[str]:
    """Every name begins with B-."""
    for n, label in enumerate(labels):
        if label[0] == "I" and (n == 0 or labels[n - 1][2:] != label[2:]):
            labels[n] = "B" + label[1:]
    return labels


def aqmar(folder: Path) -> list[Path]:
    """The articles of AQMAR."""
    return sorted(p for p in folder.glob("*.txt") if "LICENCE" not in p.stem)


def wojood(folder: Path) -> list[Path]:
    """The parts of the Wojood sample."""
    return [folder / "data" / f"{part}.txt" for part in ("train", "val", "test")]
