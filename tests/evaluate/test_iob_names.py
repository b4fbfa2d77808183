"""Name corpora: reading IOB, taking mentions back to tokens, and what differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from handmade import DATA, REFERENCES, ideal
from msgspec.structs import replace

from khabar.errors import InputError
from khabar.evaluate.counts import Counts
from khabar.evaluate.names import LENGTH, evaluate_names, found_names, read_iob
from khabar.model.record import Mention, Record

EMPTY = replace(ideal(REFERENCES[0]), mentions=())


def with_mentions(*places: tuple[int, int, str, str]) -> Record:
    """A record with mentions only: start, end, type, form."""
    mentions = tuple(
        Mention(f"m{n}", a, b, "", None, kind, form, 1.0, "") for n, (a, b, kind, form) in enumerate(places)
    )
    return replace(EMPTY, mentions=mentions)


def names(text: str, path: Path) -> list[tuple[int, int, str]]:
    """The names of a file with these lines."""
    path.write_text(text, encoding="utf-8")
    return [name for passage in read_iob(path) for name in passage.names()]


def test_the_file_is_read_as_running_text() -> None:
    (passage,) = read_iob(DATA / "names.txt")
    assert passage.text.count("\n") == 2
    assert [(n[1] - n[0], n[2]) for n in passage.names()] == [
        (2, "PER"), (1, "LOC"), (1, "LOC"), (2, "ORG"), (1, "LOC"), (1, "LOC"), (2, "PER"),
    ]  # fmt: skip


@pytest.mark.parametrize("text,wanted", [
    ("a B-PER\nb I-PER\nc O", [(0, 2, "PER")]),
    ("a B-PER\nb B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
    ("a I-LOC\nb I-ORG", [(0, 1, "LOC"), (1, 2, "ORG")]),  # an I that continues nothing begins
    ("a B-MISC\nb I-PER", [(1, 2, "PER")]),
    ("a B-LOC\n\nb I-LOC\n", [(0, 1, "LOC"), (1, 2, "LOC")]),  # no name crosses a sentence
    ("\n\na O\n\n\n", []),
])  # fmt: skip
def test_labels(text: str, wanted: list[tuple[int, int, str]], tmp_path: Path) -> None:
    assert names(text, tmp_path / "x.txt") == wanted


@pytest.mark.parametrize("line", ["alone", "a b O", "a X", "a B-"])
def test_a_faulty_line_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x\.txt, line 2"):
        names(f"a O\n{line}\n", tmp_path / "x.txt")


def test_passages_have_a_length(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("a O\n\n" * (LENGTH + 1), encoding="utf-8")
    assert [len(p.sentences) for p in read_iob(tmp_path / "x.txt")] == [LENGTH, 1]


@pytest.mark.parametrize("places,wanted", [
    ([(1, 4, "GPE", "name")], [(0, 1, "LOC")]),  # a clitic before it: the whole token
    ([(0, 7, "PER", "name")], [(0, 2, "PER")]),
    ([(0, 4, "NORP", "name"), (5, 8, "ORG", "description")], []),
    ([(0, 4, "PER", "name"), (2, 8, "ORG", "name")], [(0, 1, "PER")]),
    ([(4, 5, "PER", "name"), (40, 44, "PER", "name")], []),
])  # fmt: skip
def test_mentions_become_tokens(places: list[tuple[int, int, str, str]], wanted: list[tuple[int, int, str]]) -> None:
    assert found_names(["wabc", "def", "ghi"], with_mentions(*places)) == wanted


def test_differences(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("aa B-PER\nbb B-LOC\ncc B-ORG\ndd I-ORG\nee O\n", encoding="utf-8")
    record = with_mentions((3, 5, "PER", "name"), (6, 8, "ORG", "name"), (12, 14, "LOC", "name"))
    evaluation = evaluate_names([path], lambda report: record)
    assert [(d.cause, d.where, d.words) for d in evaluation.differences()] == [
        ("missed name", "x.txt:1", "aa"), ("wrong type of name", "x.txt:2", "bb"),
        ("wrong extent of name", "x.txt:3", "cc dd"), ("extra name", "x.txt:5", "ee"),
    ]  # fmt: skip
    assert evaluation.totals()["names"] == Counts(0, 3, 3)
    assert evaluation.totals()["names LOC"] == Counts(0, 1, 1)
