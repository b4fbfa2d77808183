"""The checks find what they are there to find, and say where it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from khabar.errors import LexiconError
from khabar.knowledge.base import FOLDER as KNOWLEDGE
from khabar.knowledge.check import bad_date, check_knowledge
from khabar.lexicon.check import check_lexicon, known_failures, letters, run_examples, strip
from khabar.lexicon.pack import FOLDER
from khabar.model.record import Record
from khabar.pipeline import Report, engine

ENTRY = """
- id: attack2
  type: ASSAULT
  cameo: "190"
  verb: [هاجم يهاجم]
  examples:
    - T(هاجم) S(الجيش) R(القاعدة)
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A copy of the Arabic lexicon with one event file."""
    shutil.copytree(FOLDER / "ar", tmp_path / "ar")
    for name in ("plover.yaml", "cameo.yaml"):
        shutil.copy(FOLDER / name, tmp_path)
    for path in (tmp_path / "ar" / "events").glob("*.yaml"):
        path.unlink()
    return tmp_path / "ar"


def errors(folder: Path, entry: str) -> list[str]:
    (folder / "events" / "one.yaml").write_text(entry, encoding="utf-8")
    return [str(f) for f in check_lexicon(folder) if f.severity == "error"]


def test_a_sound_entry(lexicon: Path) -> None:
    assert errors(lexicon, ENTRY) == []


@pytest.mark.parametrize("old,new,words", [
    ("type: ASSAULT", "type: FIGHT", "«FIGHT» is no PLOVER type"),
    ("type: ASSAULT", "type: ASSAULT\n  mode: phone", "«phone» is no mode of ASSAULT"),
    ('"190"', '"999"', "«999» is no CAMEO code"),
    ("هاجم يهاجم", "هاجم", "must be a past and a present"),
    ("هاجم يهاجم", "هاجم يهاج\u0640م", "U+0640"),
    ("هاجم يهاجم", "ها\u064eجم يهاجم", "U+064E"),
    ("هاجم يهاجم", "\u06a9تب يكتب", "only looks like"),
    ("verb: [هاجم يهاجم]", "source: [subject]", "no word that anchors it"),
    ("T(هاجم)", "هاجم", "must mark one trigger"),
    ("type: ASSAULT", "kind: ASSAULT", "schema"),
])  # fmt: skip
def test_what_is_wrong_is_found(old: str, new: str, words: str, lexicon: Path) -> None:
    assert old in ENTRY
    (found,) = errors(lexicon, ENTRY.replace(old, new))
    assert words in found
    assert "one.yaml:2: attack2" in found or words == "schema"


def test_an_id_twice(lexicon: Path) -> None:
    (found,) = errors(lexicon, ENTRY + ENTRY)
    assert "also in one.yaml" in found


def test_a_form_twice_is_a_warning(lexicon: Path) -> None:
    assert errors(lexicon, ENTRY.replace("examples", "nouns: [إعتداء, اعتداء]\n  examples")) == []
    (found,) = (f for f in check_lexicon(lexicon) if f.severity == "warning")
    assert "one form after folding" in found.reason


def test_letters() -> None:
    assert letters("كلمة") is None
    assert "U+06CC" in str(letters("ب\u06cc"))
    assert "invisible" in str(letters("ب\u200d"))


def test_marks() -> None:
    assert strip("S(أ) T(بت) R(ث) ج") == ("أ بت ث ج", [("S", 0, 1), ("T", 2, 4), ("R", 5, 6)])


def test_examples_are_run(lexicon: Path) -> None:
    entry = ENTRY + "  counter:\n    - لم يحدث شيء\n    - هاجم الجيش الروسي أوكرانيا\n"
    (lexicon / "events" / "one.yaml").write_text(entry, encoding="utf-8")

    def code(text: str) -> Record:
        return engine("ar", "off").code(Report(text))

    example, *counter = run_examples(lexicon, code)
    assert example.line == "attack2\texample\tT(هاجم) S(الجيش) R(القاعدة)"
    assert [c.passed for c in counter] == [True, True]  # the real lexicon codes the second under another id
    assert not example.counter


def test_known_failures(tmp_path: Path) -> None:
    (tmp_path / "known.txt").write_text("# comment\na\texample\tb\n\n", encoding="utf-8")
    assert known_failures(tmp_path / "known.txt") == {"a\texample\tb"}
    with pytest.raises(LexiconError):
        known_failures(tmp_path / "none.txt")


def test_the_lexicon_is_in_order() -> None:
    assert [str(f) for f in check_lexicon(FOLDER / "ar") if f.severity == "error"] == []


RECORDS = """
- {id: AAA, type: GPE, en: Aland, ar: آلاند}
- {id: ann, type: PER, en: Ann, ar: آن, country: AAA, offices: [
    {office: president, of: AAA, from: 2001-01-01, to: 2005-06-01}]}
- {id: ben, type: PER, en: Ben, ar: بن, country: AAA, offices: [
    {office: president, of: AAA, from: 2005-06-01, asof: 2026-01}]}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    shutil.copy(KNOWLEDGE / "records" / "offices.yaml", tmp_path / "records")
    (tmp_path / "gazetteer.tsv").write_text("head\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("old,new,severity,words", [
    ("", "", "", ""),
    ("id: ben", "id: ann", "error", "also in one.yaml"),
    ("ar: بن, country: AAA", "ar: بن, country: BBB", "error", "«BBB» has no record"),
    ("to: 2005-06-01", "to: 2005-06-31", "error", "not in the calendar"),
    ("to: 2005-06-01", "to: June", "error", "is no date"),
    ("to: 2005-06-01", "to: 1999-06-01", "error", "ends before"),
    ("president, of: AAA, from: 2001", "boss, of: AAA, from: 2001", "error", "not in offices.yaml"),
    ("of: AAA, from: 2001", "of: CCC, from: 2001", "error", "has no record"),
    ("ar: بن,", "sector: [XXX], ar: بن,", "error", "no PLOVER sector"),
    ("ar: بن,", "aliases: {nick: [بنبن]}, ar: بن,", "error", "no kind of alias"),
    ("ar: بن,", "", "warning", "no Arabic name"),
    ("from: 2005-06-01, asof", "from: 2004-06-01, asof", "warning", "ann still holds it"),
    ("ar: بن", "ar: ب\u064eن", "warning", "U+064E"),
])  # fmt: skip
def test_records(old: str, new: str, severity: str, words: str, base: Path) -> None:
    assert old in RECORDS
    (base / "records" / "one.yaml").write_text(RECORDS.replace(old, new) if old else RECORDS, encoding="utf-8")
    found = list(check_knowledge(base))
    if not words:
        assert found == []
        return
    assert any(f.severity == severity and words in f.reason and f.path.name == "one.yaml" for f in found), found
    assert all(f.line > 1 for f in found)


def test_dates() -> None:
    assert [bad_date(d) for d in (None, 2012, "2012-05", "2012-02-29", "2012-12-31")] == [None] * 5
    assert all(bad_date(d) for d in ("2013-02-29", "2012-13", 12, "soon", "2012-1-1-1"))
