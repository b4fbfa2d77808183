"""What `khabar knowledge check` finds besides the format: one record a question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from khabar.knowledge.audit import ASKED, audit
from khabar.knowledge.base import FOLDER, PACK, open_knowledge
from khabar.knowledge.check import check_knowledge
from khabar.knowledge.compile import compile_knowledge
from khabar.knowledge.load import records
from khabar.knowledge.schema import Entry
from khabar.lexicon.load import entries

TODAY = date(2026, 6, 1)


def located(text: str, folder: Path) -> list[tuple[Path, Entry]]:
    path = folder / "one.yaml"
    path.write_text(text, encoding="utf-8")
    return [(path, entry) for entry in entries(path, Entry)]


@pytest.mark.parametrize(("question", "text"), [
    ("stale", "- {id: a, type: PER, en: A, ar: أ, offices: [{office: president, of: FRA, from: 2010}]}"),
    ("stale", "- {id: a, type: PER, en: A, ar: أ, offices: [{office: president, of: FRA, from: 2010, asof: 2024-01}]}"),
    ("seats", "- {id: a, type: PER, en: A, ar: أ, offices: [{office: president, of: FRA, from: 2010-01-01, to: 2012-01-01}]}\n"
     "- {id: b, type: PER, en: B, ar: ب, offices: [{office: president, of: FRA, from: 2011-01-01, to: 2013-01-01}]}"),
    ("doubles", "- {id: a, type: PER, en: Abu Bakr, ar: أبو بكر}\n- {id: b, type: PER, en: Aboubakr, ar: ابو بكر}"),
    ("shared", "- {id: a, type: ORG, en: A, ar: أ, aliases: {acronym: [RSF]}}\n"
     "- {id: b, type: ORG, en: B, ar: ب, aliases: {acronym: [RSF]}}"),
    ("words", "- {id: a, type: PER, en: A, ar: أ, aliases: {surname: [محمود]}}"),
    ("words", "- {id: a, type: PER, en: A, ar: أ, aliases: {surname: [آبار]}}"),
    ("arabic", "- {id: a, type: PER, en: A}"),
    ("letters", "- {id: a, type: PER, en: A, ar: مسعود بزش\u06a9يان}"),
    ("dates", "- {id: a, type: PER, en: A, ar: أ, offices: [{office: president, of: FRA, from: 2030, to: 2031}]}"),
])  # fmt: skip
def test_each_question_finds(question: str, text: str, tmp_path: Path) -> None:
    assert {name for name, _ in audit(located(text, tmp_path), TODAY)} >= {question}
    assert all(name == question for name, _ in audit(located(text, tmp_path), TODAY, question))


def test_a_record_in_order_has_no_finding(tmp_path: Path) -> None:
    text = (
        "- {id: a, type: PER, en: A B, ar: أ ب ت, offices: [{office: president, of: FRA, from: 2020, asof: 2026-01}]}"
    )
    assert list(audit(located(text, tmp_path), TODAY)) == []
    assert len(ASKED) == 8


def test_the_base_has_no_errors_and_compiles_to_its_pack() -> None:
    assert [f for f in check_knowledge(FOLDER) if f.severity == "error"] == []
    assert compile_knowledge(FOLDER) == PACK.read_bytes()


def test_no_seat_of_a_maghreb_head_is_empty() -> None:
    knowledge = open_knowledge()
    for country in ("TUN", "DZA", "MAR", "MRT"):
        for year in range(2008, 2026):
            day = f"{year}-03-01"
            assert knowledge.holders("prime_minister", country, day), (country, day)
            assert knowledge.head(country, day) is not None or (country, year) == ("MRT", 2009), (country, day)


def test_people_are_many_and_known_in_arabic() -> None:
    people = [entry for _, entry in records(FOLDER) if entry.type == "PER"]
    assert len(people) > 2900
    assert all(entry.ar for entry in people)
