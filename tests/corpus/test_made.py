"""Copies in a made corpus: as many are found, and as few invented, as the benchmark promises."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

from papers import comparer

from khabar.corpus.coded import Block, Coded, Document
from khabar.corpus.copies import find_tree
from khabar.model.record import Span

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from corpus_made import Made, make

REPORTS = 1200


def coded(made: Made) -> Coded:
    """A made report as a record of sentences alone, which is all that copies are found by."""
    text = " ".join(made.sentences)
    spans, at = [], 0
    for sentence in made.sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    blocks = (Block("paragraph", 0, len(text)),)
    document = Document(made.id, text, made.title, made.source, None, made.published.isoformat(), blocks, tuple(spans))
    return Coded(1, document, (), (), (), (), ())


@pytest.mark.parametrize("seed", [3, 4])
def test_copies_are_found_and_none_invented(seed: int) -> None:
    reports = make(REPORTS, 60, seed)
    tree = find_tree([coded(report) for report in reports], comparer())
    groups = [[tree.reports[n].id for n in group] for group in tree.groups()]
    found = {pair for group in groups for pair in combinations(sorted(group), 2)}
    one_account, half = set(), set()
    for a, b in combinations(sorted(reports, key=lambda report: report.id), 2):
        if a.family == b.family:
            one_account.add((a.id, b.id))
            if 2 * len(set(a.origin) & set(b.origin)) >= min(len(a.origin), len(b.origin)):
                half.add((a.id, b.id))
    assert len(half) > 2000
    assert len(found & one_account) / len(found) >= 0.98
    assert len(found & half) / len(half) >= 0.95


def test_the_corpus_follows_from_its_seed() -> None:
    assert make(200, 60, 5) == make(200, 60, 5)
    assert make(200, 60, 5) != make(200, 60, 6)
