"""Any two texts can be compared, and a text is all of itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

from papers import comparer

from khabar.corpus.coded import Block, Coded, Document
from khabar.corpus.copies import find_copies, find_tree
from khabar.model.record import Span

WORDS = st.sampled_from(
    ["قال", "وزير", "الصيد", "إن", "١٢", "12,5", "سفينة", "في", "أوسلو", "ثلاثة", ".", "،", "", "x", "\u0640", "\ud800"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=6)


def report(name: str, sentences: list[str]) -> Coded:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    blocks = (Block("paragraph", 0, len(text)),)
    return Coded(1, Document(name, text, None, None, None, None, blocks, tuple(spans)), (), (), (), (), ())


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts(first: list[str], second: list[str]) -> None:
    a, b = report("a", first), report("b", second)
    part, found = comparer().compare(comparer().ready(a), comparer().ready(b))
    assert 0 <= part.of_a <= 1
    assert 0 <= part.of_b <= 1
    sentences = found.sentences
    assert sentences.same + len(sentences.changed) + len(sentences.dropped) <= len(first)
    assert sentences.same + len(sentences.changed) + len(sentences.added) <= len(second)
    list(find_copies(find_tree([a, b], comparer()), comparer()))


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_a_text_is_all_of_itself(sentences: list[str]) -> None:
    ready = comparer().ready(report("a", sentences))
    part, found = comparer().compare(ready, ready)
    assert part.of_a == part.of_b
    assert part.of_a in (0.0, 1.0)
    assert (found.sentences.changed, found.sentences.dropped, found.sentences.added, found.sentences.moved) == ((), (), (), 0)
    assert (found.title, found.credit, found.figures, found.names) == (None, None, (), ())
