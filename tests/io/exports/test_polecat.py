"""POLECAT: forty columns of the types that its documentation gives, and nothing in them that the record does not hold."""

from __future__ import annotations

import csv
import io
import re

import pytest
from invented import by_hand, sample

from khabar.io.exports.polecat import COLUMNS, HEAD, polecat
from khabar.lexicon.pack import open_lexicon
from khabar.model.record import Record

TYPES = {
    "Event ID": r"\S+", "Event Date": r"(\d{4}-\d\d-\d\d)?", "Event Type": "[A-Z]+", "Event Mode": "[a-z-]*",
    "Intensity": r"(-?\d+\.\d+)?", "Quad Code": "(VERBAL|MATERIAL) (COOPERATION|CONFLICT)", "Contexts": "",
    "Actor Country": "|(([A-Z]{3}|None)(; )?)+", "Actor COW": r"|((\d+|None)(; )?)+",
    "Recipient Country": "|(([A-Z]{3}|None)(; )?)+", "Recipient COW": r"|((\d+|None)(; )?)+",
    "Wikipedia Actor ID": "", "Wikipedia Recipient ID": "", "District": "", "Province": "", "Country": "([A-Z]{3})?",
    "Latitude": r"(-?\d+\.\d+)?", "Longitude": r"(-?\d+\.\d+)?", "GeoNames ID": r"\d*", "Feature Type": "",
    "Publication Date": r"(\d{4}-\d\d-\d\d)?", "Language": "ar", "Version": r"khabar \S+",
}  # fmt: skip


def rows(record: Record) -> list[dict[str, str]]:
    """The rows as a reader of tab-separated files has them."""
    text = (HEAD + b"".join(polecat(record).parts)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True))


@pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])
def test_columns_and_types(record: Record) -> None:
    lines = (HEAD + b"".join(polecat(record).parts)).decode().removesuffix("\n").split("\n")
    assert len(COLUMNS) == 40
    assert {line.count("\t") for line in lines} == {39}
    for row in rows(record):
        for column, pattern in TYPES.items():
            assert re.fullmatch(pattern, row[column]), (column, row[column])
        assert row["Event Type"] in open_lexicon("ar").ontology


def test_a_row_tells_the_event() -> None:
    row, second = rows(by_hand())
    assert row == dict.fromkeys(COLUMNS, "") | {
        "Event ID": "hand/1-v1", "Event Date": "2025-05-03", "Event Type": "COERCE", "Event Mode": "arrest",
        "Intensity": "-7.0", "Quad Code": "MATERIAL CONFLICT", "Actor Name": "Norwegian coast guard",
        "Actor Country": "NOR", "Actor COW": "385", "Primary Actor Sector": "COP", "Actor Sectors": "COP, GOV",
        "Actor Name Raw": "خفر السواحل النرويجي", "Recipient Name": "Iceland; Denmark", "Recipient Country": "ISL; DNK",
        "Recipient COW": "395; 390", "Recipient Name Raw": "آيسلندا; الدنمارك", "Placename": "Bergen", "City": "Bergen",
        "Country": "NOR", "Latitude": "60.39", "Longitude": "5.32", "GeoNames ID": "3161732", "Raw Placename": "بيرغن",
        "Source": "Wave", "Publication Date": "2025-05-04", "Story People": "Sulfigh Birgh",
        "Story Organizations": "The «Wave» Agency; Norwegian coast guard", "Story Locations": "Iceland; Denmark; Norway; Bergen",
        "Language": "ar", "Version": "khabar 0.1.0",
    }  # fmt: skip
    assert second["Event Date"] == ""  # the text gives no day, and the day of publication is none


def test_what_did_not_happen_is_left_out() -> None:
    made = polecat(by_hand())
    assert (made.count, made.left, made.bare) == (2, ("negated", "hypothetical", "future"), 1)
