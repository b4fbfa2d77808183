"""The public API: a handful of names, instant to import, and what each does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import khabar
from khabar.io.writers import JsonLines

TEXT = (Path(__file__).parents[1] / "data" / "sample.txt").read_text(encoding="utf-8")


def test_names() -> None:
    assert khabar.__all__ == [
        "InputError", "KhabarError", "Record", "Report", "__version__", "code", "load", "read", "who",
    ]  # fmt: skip
    assert all(getattr(khabar, name) for name in khabar.__all__)
    assert dir(khabar) == sorted(khabar.__all__)
    assert not hasattr(khabar, "parse")


def test_importing_loads_nothing() -> None:
    code = "import sys, khabar; print([m for m in sys.modules if m.startswith(('khabar.', 'msgspec', 'yaml'))])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_read() -> None:
    record = khabar.read(TEXT, published="2025-04-12", source="AFP", url="https://example.org/1", title="t", id="one")
    assert isinstance(record, khabar.Record)
    document = record.document
    assert (document.id, document.source, document.published, document.title) == ("one", "AFP", "2025-04-12", "t")
    assert document.text == TEXT
    assert record.entities


def test_read_names_a_report_by_its_text() -> None:
    document = khabar.read(TEXT).document
    assert document.id == document.sha256[:16]


def test_code_is_lazy_and_takes_what_it_is_given() -> None:
    records = khabar.code(khabar.Report(TEXT, id=str(n)) for n in range(3))
    assert next(records).document.id == "0"
    assert [r.document.id for r in records] == ["1", "2"]


def test_load_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    written = [khabar.read(TEXT, published="2025-04-12"), khabar.read("\ud800 half a pair", id="x"), khabar.read("")]
    with JsonLines(str(path)) as file:
        for record in written:
            file.write(record)
    assert list(khabar.load(path)) == written


def test_load_names_a_wrong_line(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('\n{"format": 1}\n', encoding="utf-8")
    with pytest.raises(khabar.InputError, match="line 2"):
        list(khabar.load(path))
    with pytest.raises(khabar.InputError, match="No such file"):
        list(khabar.load(tmp_path / "none"))


def test_load_refuses_a_newer_format(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    with JsonLines(str(path)) as file:
        file.write(khabar.read(TEXT))
    path.write_bytes(path.read_bytes().replace(b'{"format":1,', b'{"format":99,', 1))
    with pytest.raises(khabar.InputError, match="format 99"):
        list(khabar.load(path))


@pytest.mark.parametrize(
    "published", ["yesterday", "2025-13-01", "2025-02-30", "12/04/2025", "2025", "2025-04-12T25:00"]
)
def test_a_wrong_date_is_refused(published: str) -> None:
    with pytest.raises(khabar.InputError, match="publication date"):
        khabar.read(TEXT, published=published)


@pytest.mark.parametrize(
    "published", ["2025-04-12", "2025-04-12T18:30", "2025-04-12T18:30:00+03:00", "2025-04-12T18:30:00Z"]
)
def test_a_date_is_kept_as_given(published: str) -> None:
    assert khabar.read(TEXT, published=published).document.published == published


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(khabar.InputError, match="there is: ar"):
        khabar.read("text", language="xx")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(khabar.InputError, match="not bytes"):
        khabar.read(b"text")  # type: ignore[arg-type]
