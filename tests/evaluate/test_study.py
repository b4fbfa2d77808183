"""Pieces of the error study: what counts as found, as right sides, and as a quote with its speaker."""

from __future__ import annotations

from pathlib import Path

import pytest

from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Rate
from khabar.evaluate.sentences import evaluate_sentences, read_pieces
from khabar.pipeline import engine

STUDY = Path(__file__).parent.parent / "data" / "study"
PIECE = """{"id": "p1", "kind": "agency", "published": "2024-03-05", "text": "هاجم مسلحون قاعدة عسكرية. وقال الوزير إن الهجوم فشل.", "events": [{"trigger": "هاجم", "type": ["ASSAULT"], "source": ["مسلحون"], "recipient": ["قاعدة عسكرية"], "status": "asserted"}, {"trigger": "فشل", "type": ["CONCEDE"], "optional": true}], "quotes": [{"content": "الهجوم فشل", "speaker": "الوزير"}]}"""  # noqa: E501


def scored(path: Path) -> dict[str, object]:
    return dict(evaluate_sentences(path, engine().code).units[0].scores)


def test_a_piece_is_scored_by_events_sides_and_quotes(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(PIECE, encoding="utf-8")
    scores = scored(tmp_path / "one.jsonl")
    assert scores["events"] == Counts(1, 0, 0)
    assert scores["events with actors"] == Counts(1, 0, 0)
    assert scores["event status"] == Rate(1, 1)
    assert scores["quotes with their speaker"] == Rate(1, 1)


def test_another_actor_is_a_wrong_side(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(PIECE.replace('"source": ["مسلحون"]', '"source": ["الوزير"]'), encoding="utf-8")
    scores = scored(tmp_path / "one.jsonl")
    assert scores["events"] == Counts(1, 0, 0)
    assert scores["events with actors"] == Counts(0, 1, 1)


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text(PIECE + "\n{}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        list(read_pieces(tmp_path / "bad.jsonl"))


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_the_study_quotes_its_texts(name: str) -> None:
    for piece in read_pieces(STUDY / f"{name}.jsonl"):
        stretches = [s for e in piece.events for s in (e.trigger, *e.source, *e.recipient)]
        stretches += [s for q in piece.quotes for s in (q.content, q.speaker)]
        assert [s for s in stretches if s not in piece.text] == [], piece.id
