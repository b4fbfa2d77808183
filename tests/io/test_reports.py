"""Reports from lines, files and folders; what is none is told and does not stop the rest."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from khabar.errors import InputError
from khabar.io.jsons import from_json, to_json
from khabar.io.readers import lines as lines_module
from khabar.io.reports import Failure, Given, Row, read_reports
from khabar.io.writers import JsonLines


def lines(tmp_path: Path, data: bytes) -> list[Given | Failure]:
    path = tmp_path / "in.jsonl"
    path.write_bytes(data)
    return list(read_reports([str(path)]))


def test_all_keys(tmp_path: Path) -> None:
    data = (
        '{"id": "a", "text": "نص", "published": "2025-04-12", "source": "AFP", "url": "u", "language": "ar", '
        '"title": "t", "extra": [1]}\n'
    )
    (given,) = lines(tmp_path, data.encode())
    assert isinstance(given, Given)
    assert given.row == Row("نص", "a", "2025-04-12", "AFP", "u", "ar", "t")
    assert given.line == 1


def test_wrong_lines_are_failures_with_their_number(tmp_path: Path) -> None:
    data = (
        b'\xef\xbb\xbf{"text": "one", "id": 7}\n\n{"text": 3, "id": "b"}\nnot json\n{"id": "c"}\n'
        b'{"text": "x", "published": "soon", "id": "d"}\n[1]\n{"text": "\xff"}\n{"text": "last"}'
    )
    found = lines(tmp_path, data)
    assert [(f.line, f.id) for f in found if isinstance(f, Failure)] == [
        (3, "b"), (4, None), (5, "c"), (6, "d"), (7, None), (8, None),
    ]  # fmt: skip
    assert [g.row.text for g in found if isinstance(g, Given)] == ["one", "last"]
    reasons = [f.reason for f in found if isinstance(f, Failure)]
    assert "Expected `str`" in reasons[0]
    assert "not JSON" in reasons[1]
    assert "missing required field `text`" in reasons[2]
    assert "publication date" in reasons[3]


def test_a_text_may_hold_nuls_and_half_pairs(tmp_path: Path) -> None:
    found = lines(tmp_path, b'{"text": "a\\u0000b"}\n{"text": "a\\ud800b"}\n')
    assert [g.row.text for g in found if isinstance(g, Given)] == ["a\0b", "a\ud800b"]


def test_folders_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("two", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.TXT").write_text("three", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n', encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(b"\x00\x01\x02\x03")
    (tmp_path / "picture.png").write_bytes(b"\x00")
    found = list(read_reports([str(tmp_path)]))
    assert [g.row.text for g in found if isinstance(g, Given)] == ["one", "two", "three"]
    assert [f.id for f in found if isinstance(f, Failure)] == ["d"]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (failure,) = read_reports([str(tmp_path)])
    assert isinstance(failure, Failure)
    assert "no file that can be read" in failure.reason


def test_what_does_not_exist_stops_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_reports([str(tmp_path), str(tmp_path / "none.txt")]))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class In:
        buffer = io.BytesIO(b'{"text": "one"}\n')

    monkeypatch.setattr(sys, "stdin", In)
    (given,) = read_reports(["-"])
    assert isinstance(given, Given)
    assert given.input == "-"


def test_a_line_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "LINE_LIMIT", 32)
    found = lines(tmp_path, b'{"text": "one"}\n' + b"x" * 100)
    assert isinstance(found[-1], Failure)
    assert "too long" in found[-1].reason


def test_json_keeps_half_pairs() -> None:
    row = Row("a\ud83d b \udc00 و")
    assert from_json(to_json(row), Row) == row


def test_lazy_files(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", encoding="utf-8")
    with JsonLines(str(path), lazy=True):
        pass
    assert not path.exists()
    with JsonLines(str(path), lazy=True) as file:
        file.write({"a": 1})
    assert path.read_bytes() == b'{"a":1}\n'
    with pytest.raises(InputError, match="cannot be written"):
        JsonLines(str(tmp_path / "none" / "x"))


def test_a_row_may_say_its_author_and_how_things_were_found(tmp_path: Path) -> None:
    data = '{"text": "نص", "author": "ليلى", "published": "2025-04-12", "found": {"published": "json-ld"}}\n'
    (given,) = lines(tmp_path, data.encode())
    assert isinstance(given, Given)
    assert (given.row.author, given.row.found) == ("ليلى", {"published": "json-ld"})
