"""Copies: one text in several outlets, told apart from one story in words of their own, and from a form filled in anew."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

from papers import comparer, papers, shown

from khabar.corpus.copies import Copies, find_copies, find_tree

# An agency's report of a ferry; a newspaper prints it whole under its own title, another cuts it, changes a figure and the agency,
# a third writes of the ferry in words of its own, and one takes two sentences into a long report on harbours.
FERRY = """
# agency | AFP | 2025-03-02T09:00
عبارة تجنح قرب أوسلو
أوسلو (أ ف ب) - جنحت عبارة تقل سياحا قرب مدخل ميناء أوسلو فجر الأحد بعدما تعطل محركها الرئيسي.
وقال متحدث باسم خفر السواحل النرويجي إن رجاله أجلوا 140 راكبا على متن زوارق مطاطية.
وأصيب سبعة ركاب بجروح طفيفة ونقلوا إلى مستشفى قريب من المرفأ.
وأعلنت الشرطة فتح تحقيق في أسباب العطل الذي أصاب المحرك.
وتنقل العبارة السياح بين جزر المضيق منذ عشر سنوات.
# whole | جريدة المرفأ | 2025-03-02T11:30
نجاة ركاب عبارة في النرويج
أوسلو (أ ف ب) - جنحت عبارة تقلّ سياحًا قرب مدخل ميناء أوسلو فجر الأحد بعدما تعطل محركها الرئيسي.
وقال متحدث باسم خفر السواحل النرويجى إن رجاله أجلوا ١٤٠ راكبا على متن زوارق مطاطيه.
وأصيب سبعة ركاب بجروح طفيفة ونقلوا إلى مستشفى قريب من المرفأ.
وأعلنت الشرطة فتح تحقيق في أسباب العطل الذي أصاب المحرك.
وتنقل العبارة السياح بين جزر المضيق منذ عشر سنوات.
# cut | صوت الساحل | 2025-03-03
عبارة تجنح قرب أوسلو
المصدر: رويترز
وأصيب 9 ركاب بجروح طفيفة ونقلوا إلى مستشفى قريب من المرفأ.
جنحت عبارة تقل سياحا قرب مدخل ميناء أوسلو فجر الأحد بعدما تعطل محركها الرئيسي.
وقالت شركة النقل البحري إن رجاله أجلوا 140 راكبا على متن زوارق مطاطية.
# own | الشراع | 2025-03-02T12:00
ليلة صعبة على ركاب عبارة
أمضى عشرات السياح ليلتهم في قاعة رياضية بعدما علقت السفينة التي حملتهم عند صخور المضيق.
ويقول قبطانها إن المحرك توقف فجأة وإنه لم يجد وقتا لإنزال المرساة.
# harbours | مجلة الموانئ | 2025-03-20
موانئ الشمال تشيخ
تحتاج أرصفة كثيرة في شمال القارة إلى ترميم عاجل بحسب دراسة جديدة أعدتها جامعة بيرغن.
وتقول الدراسة إن ثلث المرافئ بني قبل أكثر من نصف قرن ولم يجدد منذ ذلك الحين.
ويرى خبراء أن كلفة الترميم أقل كثيرا من كلفة الحوادث التي تقع كل شتاء.
وأعلنت الشرطة فتح تحقيق في أسباب العطل الذي أصاب المحرك.
وينتظر أن تناقش الحكومة نتائج الدراسة في الخريف المقبل مع ممثلي البلديات.
"""


def group() -> Copies:
    records = list(papers(FERRY))
    found = list(find_copies(find_tree(records, comparer()), comparer()))
    assert len(found) == 1
    return found[0]


def test_a_group_is_one_text() -> None:
    found = group()
    assert [found.original.report, *(copy.report for copy in found.copies)] == ["agency", "whole", "cut"]
    assert found.original_why == "published first, by the hour"
    assert [copy.kind for copy in found.copies] == ["same", "copy"]


def test_many_outlets_are_told_apart_from_one_source() -> None:
    found = group()
    assert (found.reports, found.outlets, found.unknown) == (3, 3, 0)
    assert found.source is not None
    assert (found.source.key, found.source_why) == ("afp", "its own report")
    assert found.credited == {"Agence France-Presse": 2, "Reuters": 1}


def test_spelling_alone_is_no_change() -> None:
    whole = group().copies[0].differences
    assert whole is not None
    assert (whole.sentences.same, whole.sentences.changed, whole.figures, whole.names) == (5, (), (), ())
    assert whole.title is not None
    assert shown((whole.title,)) == ["عبارة تجنح قرب أوسلو -> نجاة ركاب عبارة في النرويج"]


def test_what_a_copy_drops_adds_and_changes() -> None:
    cut = group().copies[1].differences
    assert cut is not None
    assert [place.text.split()[1] for place in cut.sentences.dropped] == ["الشرطة", "العبارة"]
    assert (cut.sentences.same, cut.sentences.moved, len(cut.sentences.added)) == (1, 1, 0)
    assert [word for x in cut.sentences.changed for word in shown_words(x.words)] == [
        "وقال متحدث باسم خفر السواحل النرويجي -> وقالت شركة النقل البحري", "سبعة -> 9",
    ]  # fmt: skip
    assert shown(cut.figures) == ["سبعة ركاب -> 9 ركاب", "- عشر سنوات"]
    assert cut.credit is not None
    assert shown((cut.credit,)) == ["Agence France-Presse -> Reuters"]
    assert any("company" in line for line in shown(cut.attributions))


def shown_words(words: tuple[object, ...]) -> list[str]:
    return [f"{w.a} -> {w.b}" for w in words]  # type: ignore[attr-defined]


# The same sentences with other figures, every day: a form, and nobody copies.
PRICES = """
# monday | الميزان | 2025-03-03
أسعار العملات
بلغ سعر صرف الدولار أمام الدرهم 36.42 للشراء و36.50 للبيع في البنوك الكبرى.
وسجل اليورو 39.15 للشراء و39.31 للبيع وفق نشرة المصرف المركزي.
ووصل الجنيه الإسترليني إلى 46.02 للشراء و46.20 للبيع.
# tuesday | الميزان | 2025-03-04
أسعار العملات
بلغ سعر صرف الدولار أمام الدرهم 36.47 للشراء و36.55 للبيع في البنوك الكبرى.
وسجل اليورو 39.22 للشراء و39.40 للبيع وفق نشرة المصرف المركزي.
ووصل الجنيه الإسترليني إلى 46.11 للشراء و46.27 للبيع.
"""


def test_a_form_filled_in_anew_is_no_copy() -> None:
    assert not list(find_copies(find_tree(list(papers(PRICES)), comparer()), comparer()))


# No dates and no outlets: what is unknown stays unknown.
BARE = """
# short ||
افتتح وزير الثقافة معرض الخط العربي في قاعة المتحف الكبير أمام جمهور واسع.
ويضم المعرض سبعين لوحة من القرن الماضي.
# long ||
افتتح وزير الثقافة معرض الخط العربي في قاعة المتحف الكبير أمام جمهور واسع.
ويضم المعرض سبعين لوحة من القرن الماضي.
وقال الوزير إن المعرض سينتقل إلى ثلاث مدن أخرى قبل نهاية العام.
"""


def test_without_dates_the_longest_is_the_original() -> None:
    (found,) = find_copies(find_tree(list(papers(BARE)), comparer()), comparer())
    assert (found.original.report, found.outlets, found.unknown) == ("long", 0, 2)
    assert (found.source, found.source_why, found.first) == (None, "nobody says", None)
    assert found.original_why == "no report has a date: the longest, or the first in the file"


def test_the_order_of_the_file_changes_nothing() -> None:
    records = list(papers(FERRY))
    forth, back = (list(find_copies(find_tree(own, comparer()), comparer())) for own in (records, records[::-1]))
    assert forth == back
