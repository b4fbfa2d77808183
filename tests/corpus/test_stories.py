"""Stories: reports in words of their own that tell one thing, and reports of like things that do not."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

from papers import comparer, papers

from khabar.corpus.copies import find_tree
from khabar.corpus.library import Library, open_library
from khabar.corpus.rules import open_rules
from khabar.corpus.stories import Story, find_stories, find_threads, story_names

# The ship that Norway wants back, told by two agencies and a newspaper, one text of them printed twice; a protest in Denmark and
# another in Sweden in nearly the same words; and the ship again, weeks later.
REPORTS = """
# ship-1 | AFP | 2025-03-02
النرويج تطالب آيسلندا بسفينة صيد
طالبت النرويج آيسلندا الأحد بالإفراج عن سفينة صيد احتجزت في ميناء أكوريري. وقال وزير الخارجية النرويجي إن طاقمها بخير.
وتحمل السفينة أربعين طنا من سمك القد.
# ship-2 | جريدة المرفأ | 2025-03-02
أزمة بين أوسلو وريكيافيك
ميناء أكوريري (أ ف ب) - طالبت النرويج آيسلندا الأحد بالإفراج عن سفينة صيد احتجزت في ميناء أكوريري.
وقال وزير الخارجية النرويجي إن طاقمها بخير. وتحمل السفينة أربعين طنا من سمك القد.
# ship-3 | Reuters | 2025-03-03
آيسلندا ترفض طلب النرويج
رفضت آيسلندا الاثنين طلب النرويج الإفراج عن سفينة الصيد المحتجزة في أكوريري. وتقول الشرطة الآيسلندية إن القبطان خالف القانون.
# ship-4 | الشراع | 2025-03-04
بحارة أكوريري
زار سفير النرويج لدى آيسلندا بحارة السفينة المحتجزة في أكوريري. وكانت النرويج طالبت آيسلندا بالإفراج عن سفينة الصيد.
# fuel-dk | الميزان | 2025-03-03
احتجاج على الأسعار
تظاهر مئات المواطنين الدنماركيين الاثنين في مدينة آرهوس احتجاجا على غلاء الوقود. وأغلق المحتجون شوارع عدة.
# fuel-se | الميزان | 2025-03-03
احتجاج على الأسعار
تظاهر مئات المواطنين السويديين الاثنين في مدينة مالمو احتجاجا على غلاء الوقود. وأغلق المحتجون شوارع عدة.
# ship-late | الشراع | 2025-04-20
سفينة الصيد تعود
عادت إلى النرويج سفينة صيد احتجزتها آيسلندا في ميناء أكوريري. وطالبت النرويج آيسلندا بتعويض.
"""


def library() -> Library:
    return open_library(find_tree(list(papers(REPORTS)), comparer()), comparer().sources)


def stories() -> list[Story]:
    found = library()
    return list(find_stories(found, find_threads(found, open_rules().stories)))


def test_a_story_runs_across_outlets_and_days() -> None:
    (story,) = stories()
    assert sorted(one.report for one in story.reports) == ["ship-1", "ship-2", "ship-3", "ship-4"]
    assert (story.first, story.last) == ("2025-03-02", "2025-03-04")
    assert story.title == "النرويج تطالب آيسلندا بسفينة صيد"
    assert {"name: Norway", "name: Iceland"} <= set(story.about)


def test_outlets_texts_and_sources_are_counted_apart() -> None:
    told = stories()[0].tally
    assert (told.reports, told.outlets, told.texts) == (4, 4, 3)
    assert [source.name for source in told.sources] == ["Agence France-Presse", "Reuters", "الشراع"]


def test_each_report_says_why_it_is_there() -> None:
    by_id = {one.report: one for one in stories()[0].reports}
    assert by_id["ship-1"].joined is None
    assert by_id["ship-2"].copy_of == "ship-1"
    joined = by_id["ship-3"].joined
    assert joined is not None
    assert joined.to == "ship-1"
    assert {"name: Norway", "name: Iceland"} <= set(joined.shared)


def test_reports_are_known_by_their_story() -> None:
    found = library()
    names = story_names(found, find_threads(found, open_rules().stories))
    assert sorted(found.reports[n].id for n, story in names.items() if story == "S1") == ["ship-1", "ship-2", "ship-3", "ship-4"]
    assert set(names.values()) == {"S1"}
