"""JSON that is laid out over lines, and items of ninjs among it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khabar.io.reports import Failure, Given, Row, read_reports

OLD = {
    "uri": "https://agency.example/items/17",
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2025-04-13T09:30:00+03:00",
    "firstcreated": "2025-04-13T08:00:00+03:00",
    "language": "ar",
    "headline": "افتتاح الجسر",
    "byline": "ليلى حداد",
    "infosource": [{"name": "وكالة المثال"}],
    "body_xhtml": "<p>افتتح المحافظ الجسر.</p><p>وقال إن العمل &laquo;تم&raquo;.<br/>وشكر العمال.</p><script>x()</script>",
}
NEW = {
    "uri": "urn:item:18",
    "standard": {"name": "ninjs", "version": "2.1"},
    "contentcreated": "2025-04-13",
    "headlines": [{"role": "main", "value": "افتتاح الجسر"}],
    "by": "ليلى حداد",
    "infosources": [{"name": "وكالة المثال", "role": "source"}],
    "bodies": [
        {"contenttype": "text/html", "value": "<p>لا يؤخذ</p>"},
        {"contenttype": "text/plain", "value": "افتتح المحافظ الجسر."},
    ],
    "links": [{"href": "https://agency.example/items/18"}],
}


def read(tmp_path: Path, text: str) -> list[Given | Failure]:
    path = tmp_path / "in.json"
    path.write_text(text, encoding="utf-8")
    return list(read_reports([str(path)]))


def row(item: dict[str, Any], tmp_path: Path) -> Row:
    (given,) = read(tmp_path, json.dumps(item, indent=2))
    assert isinstance(given, Given)
    return given.row


def test_an_item_of_the_first_version(tmp_path: Path) -> None:
    assert row(OLD, tmp_path) == Row(
        "افتتاح الجسر\n\nافتتح المحافظ الجسر.\n\nوقال إن العمل «تم».\n\nوشكر العمال.",
        id="https://agency.example/items/17",
        published="2025-04-13T09:30:00+03:00",
        source="وكالة المثال",
        url="https://agency.example/items/17",
        language="ar",
        title="افتتاح الجسر",
        author="ليلى حداد",
        found={
            "text": "ninjs body_xhtml", "title": "ninjs headline", "author": "ninjs byline",
            "source": "ninjs infosource", "published": "ninjs versioncreated",
        },
    )  # fmt: skip


def test_an_item_of_the_second_version(tmp_path: Path) -> None:
    found = row(NEW, tmp_path)
    assert found.text == "افتتاح الجسر\n\nافتتح المحافظ الجسر."
    assert (found.published, found.source, found.url) == (
        "2025-04-13", "وكالة المثال", "https://agency.example/items/18",
    )  # fmt: skip
    assert found.found is not None
    assert found.found["published"] == "ninjs contentcreated"


@pytest.mark.parametrize("change,words", [
    ({"pubstatus": "canceled"}, "canceled by its publisher"),
    ({"type": "picture", "body_xhtml": ""}, "the picture holds no text"),
    ({"body_xhtml": "<p> </p>"}, "the text holds no text"),
])  # fmt: skip
def test_what_is_no_report_is_skipped(change: dict[str, str], words: str, tmp_path: Path) -> None:
    (failure,) = read(tmp_path, json.dumps({**OLD, **change}))
    assert isinstance(failure, Failure)
    assert failure.skipped
    assert words in failure.reason
    assert failure.id == OLD["uri"]


def test_a_list_of_reports_laid_out_over_lines(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps([{"text": "one"}, OLD, {"id": "b"}], indent=1))
    assert [item.line for item in found] == [1, 2, 3]
    assert [type(item) for item in found] == [Given, Given, Failure]
    assert read(tmp_path, "[]") == []


def test_items_a_line(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps(OLD) + "\n" + json.dumps(NEW) + "\n")
    assert [item.line for item in found] == [1, 2]


def test_what_only_begins_like_json_fails_line_by_line(tmp_path: Path) -> None:
    found = read(tmp_path, '{"text": "one",\n{"text": "two"}\n[\n')
    assert [(item.line, type(item)) for item in found] == [(1, Failure), (2, Given), (3, Failure)]


def test_nesting_without_end_is_told(tmp_path: Path) -> None:
    (failure,) = read(tmp_path, '{"text": "one", "more": ' + "[" * 100_000)
    assert isinstance(failure, Failure)
    assert "nested too deep" in failure.reason
