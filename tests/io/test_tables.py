"""CSV, TSV and Parquet: columns by their names, and rows that are told by themselves when they are wrong."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from khabar.errors import InputError
from khabar.io.intake import Intake
from khabar.io.readers.columns import choose, known
from khabar.io.reports import Failure, Given, Row, read_reports
from khabar.run.opening import day_reader

TEXT = "افتتح المحافظ الجسر، وقال: «تم العمل»."


def read(path: Path, data: bytes, intake: Intake | None = None) -> list[Given | Failure]:
    path.write_bytes(data)
    return list(read_reports([str(path)], intake or Intake(day=day_reader("ar"))))


def rows(items: list[Given | Failure]) -> list[Row]:
    return [item.row for item in items if isinstance(item, Given)]


CHOICES = [
    (["text"], {}, {"text": "text"}),
    (["Headline", "Body", "Pub-Date"], {}, {"text": "Body", "title": "Headline"}),
    (["date", "published_at", "content"], {}, {"text": "content", "published": "published_at"}),
    (["العنوان", "نص الخبر", "تاريخ النشر"], {}, {"title": "العنوان", "text": "نص الخبر", "published": "تاريخ النشر"}),
    (["body", "text"], {"text": "body"}, {"text": "body"}),
    (["story", "when"], {"published": "when"}, {"text": "story", "published": "when"}),
]


@pytest.mark.parametrize("header,given,chosen", CHOICES)
def test_columns_go_by_their_names(header: list[str], given: dict[str, str], chosen: dict[str, str]) -> None:
    assert choose(header, given) == chosen


@pytest.mark.parametrize("header,given,words", [
    (["a", "b"], {}, "--column text=NAME"),
    (["text"], {"text": "body"}, "no column «body»"),
    (["text"], {"body": "text"}, "no key «body»"),
])  # fmt: skip
def test_wrong_columns_are_told(header: list[str], given: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        choose(header, given)


def test_a_name_is_of_one_key() -> None:
    names = [name for names in known().values() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(encoding: str, separator: str, tmp_path: Path) -> None:
    table = separator.join(["id", "title", "text", "date"]) + "\r\n"
    table += separator.join(["7", "الجسر", f'"{TEXT}\r\nسطر ثان ""بين"" علامات"', "الأحد 13 أبريل 2025"]) + "\r\n"
    found = rows(read(tmp_path / "in.csv", table.encode(encoding)))
    assert found == [Row(f'{TEXT}\r\nسطر ثان "بين" علامات', "7", "2025-04-13", title="الجسر")]


def test_wrong_rows_are_told_with_their_line(tmp_path: Path) -> None:
    data = (
        b'text,date\n"one\nmore",2025-04-12\ntwo\nthree,04/05/2025\n,2025-04-12\n'
        + b"fo\xff\xffur,2025-04-12\nfive,2025-04-12\n"
    )
    found = read(tmp_path / "in.csv", data)
    assert [(f.line, f.reason.split(":")[0]) for f in found if isinstance(f, Failure)] == [
        (4, "the row has 1 cells under 2 names"),
        (5, "«04/05/2025» is no publication date"),
        (6, "the row holds no text"),
        (7, "the row is damaged"),
    ]
    assert [row.text for row in rows(found)] == ["one\nmore", "five"]


def test_a_mark_that_is_never_closed_does_not_swallow_the_rest_unsaid(tmp_path: Path) -> None:
    found = read(tmp_path / "in.csv", b'id,text\n1,one\n2,"two\n3,three\n')
    assert [row.text for row in rows(found)] == ["one"]
    assert isinstance(found[-1], Failure)
    assert (found[-1].line, "never closed" in found[-1].reason) == (3, True)


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    text = "نص " * 100_000
    assert [len(row.text) for row in rows(read(tmp_path / "in.csv", f"id,text\n1,{text}\n".encode()))] == [300_000]


def test_a_table_in_a_pipe_is_told_by_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    class In:
        buffer = io.BytesIO(f"headline,body\nالجسر,{TEXT.replace(',', ' ')}\n".encode())

    monkeypatch.setattr(sys, "stdin", In)
    (given,) = read_reports(["-"])
    assert isinstance(given, Given)
    assert given.row.title == "الجسر"


@pytest.fixture
def arrow() -> Any:
    pytest.importorskip("pyarrow")
    import pyarrow
    import pyarrow.parquet

    return pyarrow


def parquet(arrow: Any, **columns: Any) -> bytes:
    out = io.BytesIO()
    arrow.parquet.write_table(arrow.table(columns), out)
    return out.getvalue()


def test_parquet(arrow: Any, tmp_path: Path) -> None:
    when = [datetime(2025, 4, 13, 14, 5, tzinfo=UTC), None]
    data = parquet(arrow, body=[TEXT, None], headline=["الجسر", "x"], id=[1, 2], date=when)
    found = read(tmp_path / "in.parquet", data)
    assert rows(found) == [Row(TEXT, "1", "2025-04-13T14:05:00+00:00", title="الجسر")]
    assert found[1] == Failure(str(tmp_path / "in.parquet"), 2, "2", "the row holds no text")


def test_parquet_in_a_pipe(arrow: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class In:
        buffer = io.BytesIO(parquet(arrow, text=[TEXT] * 200))

    monkeypatch.setattr(sys, "stdin", In)
    assert [item.line for item in read_reports(["-"])] == list(range(1, 201))


def test_a_value_said_a_million_times_takes_its_room_once(arrow: Any, tmp_path: Path) -> None:
    """A megabyte of text in each of 20,000 rows: 20 GB, in a file of some kilobytes."""
    rows_ = arrow.DictionaryArray.from_arrays(arrow.array([0] * 20_000, arrow.int32()), arrow.array(["x" * 1_000_000]))
    path = tmp_path / "in.parquet"
    arrow.parquet.write_table(arrow.table({"text": rows_}), path)
    items = read_reports([str(path)])
    assert sum(isinstance(next(items), Given) for _ in range(500)) == 500


@pytest.mark.parametrize("cut", [4, 20, -20, -5])
def test_damaged_parquet_is_told(arrow: Any, cut: int, tmp_path: Path) -> None:
    (failure,) = read(tmp_path / "in.parquet", parquet(arrow, text=["one"])[:cut])
    assert isinstance(failure, Failure)
    assert "no sound Parquet" in failure.reason


def test_parquet_without_a_text_is_told(arrow: Any, tmp_path: Path) -> None:
    (failure,) = read(tmp_path / "in.parquet", parquet(arrow, a=["one"]))
    assert isinstance(failure, Failure)
    assert "--column text=NAME (there is: a)" in failure.reason
