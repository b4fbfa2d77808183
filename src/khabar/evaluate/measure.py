"""The kinds of corpora that can be measured on, each with the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from khabar.evaluate.counts import Evaluation
from khabar.evaluate.gsr import evaluate_gsr
from khabar.evaluate.names import evaluate_names
from khabar.evaluate.references import evaluate_references
from khabar.evaluate.sentences import evaluate_sentences
from khabar.model.record import Record
from khabar.pipeline import Report

Code = Callable[[Report], Record]
KINDS: dict[str, Callable[[Path, Code], Evaluation]] = {
    "references": evaluate_references,
    "gsr": evaluate_gsr,
    "names": lambda path, code: evaluate_names([path], code),
    "sentences": evaluate_sentences,
}


def measure(kind: str, path: Path, code: Code) -> Evaluation:
    """Measure on a corpus of one of the kinds."""
    return KINDS[kind](path, code)
