"""Datelines, bylines and credits by what the knowledge holds of their parts."""

import pytest

from khabar.pipeline import Report, engine

CASES = [
    ("عدن: «الشرق الأوسط»\nقال المحافظ إن الميناء يعمل.", "dateline paragraph"),
    ("بيروت/ هالة سلامة/ الأناضول\nقال الوزير إن الجسر فتح.", "dateline paragraph"),
    ("أبوظبي في 3 مارس / وام / زار الوزير المعرض.", "dateline paragraph"),
    ("القاهرة – زار الوزير المعرض أمس.", "dateline paragraph"),
    ("القدس المحتلة - «القدس العربي»: زار الوزير المعرض أمس.", "dateline paragraph"),
    ("رام الله - وفا - زار الوزير المعرض.", "dateline paragraph"),
    ("افتتاح معرض الكتاب في المدينة\nهسبريس - متابعة\nزار الوزير المعرض.", "title byline paragraph"),
    ("هشام القروي - بوابة الوسط\nزار الوزير المعرض.", "byline paragraph"),
    ("زار الوزير المعرض.\n(إعداد ليلى سمير - تحرير كريم عادل)", "paragraph byline"),
    ("زار الوزير المعرض.\nتابعوا آخر الأخبار على قناتنا", "paragraph boilerplate"),
    ("الوزير في المعرض في 3 مارس 2025. أ ف ب/أرشيف", "caption"),
    # What looks like one and is none
    ("موسكو: لن نقبل التهديد\nقال الوزير إن الجسر فتح.", "title paragraph"),
    ("سوريا - مقتل خمسة في قصف\nقال الوزير إن الجسر فتح.", "title paragraph"),
    ("واشنطن / الرئيس يهدد بالحرب\nقال الوزير إن الجسر فتح.", "title paragraph"),
    ("زار الوزير المعرض - وكان مغلقا - ثم عاد إلى القاهرة.", "paragraph"),
]


@pytest.mark.parametrize(("text", "kinds"), CASES)
def test_blocks(text: str, kinds: str) -> None:
    blocks = engine().code(Report(text)).document.blocks
    assert " ".join(b.kind for b in blocks) == kinds
