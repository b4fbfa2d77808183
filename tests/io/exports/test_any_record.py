"""Whatever text a record was made of, every format takes it, and what it writes can be read."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import khabar
from khabar.io.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from khabar.io.exports.polecat import COLUMNS
from khabar.io.exports.table import FORMATS, Format
from khabar.model.record import Record

WIDTHS = {"polecat": len(COLUMNS), "gdelt": len(EVENT_COLUMNS), "gdelt-mentions": len(MENTION_COLUMNS)}
PIECES = [
    "قصفت القوات الروسية مدينة خاركيف أمس", "وقال بوتين: «لن نتراجع»", "لم تعتقل الشرطة الصحفي", "\t", "\r\n", "\n\n", '"',
    "\u2028", "\ud800", "واتهمت فرنسا وألمانيا روسيا", "متظاهرون في بيروت", "\x85", " ", ",", "التقى الوزيران", "🙂", "=1+1",
]  # fmt: skip


def read_back(fmt: Format, record: Record) -> None:
    """Read what a format makes of a record, as strictly as its kind of file allows."""
    made = fmt.make(record, fmt.status == "asked")
    text = (fmt.head + b"".join(made.parts)).decode("utf-8")
    if fmt.name in WIDTHS:
        assert all(line.count("\t") == WIDTHS[fmt.name] - 1 for line in text.splitlines())
        assert len(made.parts) == made.count
    elif fmt.head:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len(rows) == made.count + 1 and len({len(row) for row in rows}) == 1
    elif not fmt.endings:
        assert all(json.loads(line) for line in text.split("\n") if line)
    else:
        assert made.parts[0].decode() == record.document.text.encode("utf-8", "replace").decode()
        assert all(line.split("\t")[0][0] in "TERA*#" for line in made.parts[1].decode().splitlines())
    assert fmt.make(record, fmt.status == "asked") == made


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), st.text(max_size=12))
def test_any_text(text: str, name: str) -> None:
    record = khabar.read(text, id=name, title=name, source=name, url=name, published="2025-05-04")
    for fmt in FORMATS:
        read_back(fmt, record)


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_an_empty_report(fmt: Format) -> None:
    made = fmt.make(khabar.read(""), False)
    assert made.left == () and made.bare == 0
    read_back(fmt, khabar.read(""))
