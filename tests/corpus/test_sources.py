"""Which agency a report credits, and where the credit stands.

A case is a report as printed, and under it what is credited: agency: where.
"""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

from papers import comparer, papers

from khabar.corpus.copies import find_tree
from khabar.corpus.library import open_library, tally

CASES = """
# 1 | AFP |
أعلنت وزارة الصيد أن الموسم يبدأ الأحد.
    afp: outlet
# 2 | جريدة المرفأ |
بيرغن (رويترز) - أعلنت وزارة الصيد أن الموسم يبدأ الأحد.
    reuters: dateline
# 3 | جريدة المرفأ |
موسم الصيد
المصدر: وكالة الأنباء الألمانية
أعلنت وزارة الصيد أن الموسم يبدأ الأحد. وقالت إن السفن جاهزة.
    dpa: byline
# 4 | جريدة المرفأ |
موسم الصيد
وكالات
أعلنت وزارة الصيد أن الموسم يبدأ الأحد. وقالت إن السفن جاهزة.
    وكالات: byline
# 5 | جريدة المرفأ |
موسم الصيد
نقلت وكالة رويترز عن وزير الصيد قوله إن الموسم يبدأ الأحد. وقال الوزير إن السفن جاهزة.
    reuters: lead
# 6 | جريدة المرفأ |
موسم الصيد
أعلنت وزارة الصيد أن الموسم يبدأ الأحد. وقال الوزير إن السفن جاهزة. وينتظر البحارة في الميناء منذ أسبوع. \
وذكرت وكالة فرانس برس أن الأسعار سترتفع.
    afp: text
# 7 | جريدة المرفأ |
أعلنت وزارة الصيد أن الموسم يبدأ الأحد. وقالت إن السفن جاهزة.
# 8 | جريدة المرفأ |
بيرغن (أ ف ب) - قال وزير الصيد إن الموسم يبدأ الأحد. وينتظر البحارة في الميناء. والسفن جاهزة. \
وأفادت وكالة رويترز بأن الأسعار سترتفع.
    afp: dateline
    reuters: text
# 9 | جريدة المرفأ |
اجتماع في أوسلو
اجتمع وزير الخارجية مع مدير وكالة رويترز في أوسلو. وزار الوزير المرفأ.
"""


def cases() -> list[object]:
    found = []
    for part in CASES.strip().split("\n# "):
        lines = part.removeprefix("# ").splitlines()
        text = "\n".join(line for line in lines if not line.startswith("    "))
        found.append(pytest.param(f"# {text}", [line.strip() for line in lines if line.startswith("    ")], id=text[0]))
    return found


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_credits(text: str, wanted: list[str]) -> None:
    (record,) = papers(text)
    found = comparer().sources.credits(record)
    assert [f"{c.agency.key or c.agency.name}: {c.where}" for c in found] == wanted


AGENCIES = """
# a | جريدة المرفأ | 2025-03-02
موسم الصيد
وكالات
أعلنت وزارة الصيد أن الموسم يبدأ الأحد المقبل في المياه الشمالية كلها. وقالت إن السفن جاهزة للإبحار منذ أسبوع.
"""


def test_agencies_without_a_name_are_no_source() -> None:
    records = list(papers(AGENCIES))
    library = open_library(find_tree(records, comparer()), comparer().sources)
    told = tally(library, [0])
    assert (told.sources, told.unknown_sources) == ((), 1)


OUTLETS = """
Reuters | reuters
رويترز | reuters
الجزيرة نت | al-jazeera
صحيفة المرفأ | -
"""


@pytest.mark.parametrize("line", OUTLETS.strip().splitlines())
def test_an_outlet_is_known_by_its_names(line: str) -> None:
    name, key = line.split(" | ")
    (record,) = papers(f"# x | {name} |\nنص.")
    outlet = comparer().sources.outlet(record)
    assert outlet is not None
    assert (outlet.key or "-") == key
