"""Languages told apart: by letters, by small words, and by both where a text is typed without its own letters."""

from __future__ import annotations

import pytest

from khabar.io.given import Failure, Given, Row
from khabar.io.intake import Intake
from khabar.io.language import marks, tell_language
from khabar.io.screen import screen

ARABIC = "قال متحدث باسم البلدية إن أعمال الصيانة في الجسر القديم ستنتهي قبل نهاية الشهر، وإن المرور سيعود إلى طبيعته."
PERSIAN = "سخنگوی شهرداری گفت که تعمیر پل قدیمی تا پایان ماه تمام می‌شود و رفت و آمد به حالت عادی باز خواهد گشت."

TEXTS = [
    ("ar", ARABIC),
    ("ar", "اخلاء مبنى الجامعه القديم بعد حريق في الطابق الاول"),  # typed without hamza and ta marbuta
    ("ar", "افتتح الوزیر المعرض الکبیر فی العاصمة وتفقد أجنحته مع المحافظ"),  # typed on a Persian keyboard
    ("ar", "عرضت دار السينما فيلم «درباره الی» للمخرج أصغر فرهادي، وهو من أشهر أعماله في المهرجانات العالمية"),
    ("ar", "شركة OpenAI تعلن نموذجها الجديد GPT للمطورين في مؤتمر سان فرانسيسكو"),
    ("fa", PERSIAN),
    ("fa", "وزير خارجه امروز گفت كه اين ديدار براي همه طرفها مفيد بود و نتيجه آن به زودي اعلام خواهد شد"),  # Arabic ya, kaf
    ("ur", "شہر کے ترجمان نے کہا ہے کہ پرانے پل کی مرمت مہینے کے آخر تک مکمل ہو جائے گی اور ٹریفک بحال ہو گا۔"),
    ("ckb", "وتەبێژی شارەوانی ڕایگەیاند کە چاککردنەوەی پردەکە لە کۆتایی مانگدا تەواو دەبێت و هاتوچۆ ئاسایی دەبێتەوە"),
    ("ps", "د ښاروالۍ ویاند وویل چې د زاړه پله رغونه به د میاشتې تر پایه بشپړه شي او تګ راتګ به بیا عادي شي"),
    ("ug", "شەھەرلىك ھۆكۈمەت باياناتچىسى كونا كۆۋرۈكنى ئوڭشاش خىزمىتى ئاي ئاخىرىدا تۈگەيدۇ دەپ بىلدۈردى ۋە بۇ ھەقتە توختالدى"),
    ("en", "A spokesman for the city said that the repair of the old bridge will be over by the end of the month."),
    ("fr", "Un porte-parole de la ville a dit que les travaux sur le vieux pont seront finis avant la fin du mois."),
    ("tr", "Belediye sözcüsü eski köprünün onarımı için gereken malzemenin geldiğini ve bu ay içinde biteceğini söyledi."),
    ("und", "Представитель города сообщил, что ремонт старого моста закончится к концу месяца."),
    ("und", "דובר העירייה אמר כי תיקון הגשר הישן יסתיים עד סוף החודש"),
    (None, ""),
    (None, "12:30 — 45 %"),
    (None, "صور"),
]  # fmt: skip


@pytest.mark.parametrize("code,text", TEXTS, ids=[f"{code}-{n}" for n, (code, _) in enumerate(TEXTS)])
def test_languages(code: str | None, text: str) -> None:
    told = tell_language(text)
    assert (told.code if told else None) == code


def test_a_script_names_what_has_no_words_listed() -> None:
    told = tell_language("Представитель города сообщил")
    assert told is not None
    assert told.name == "a language in Cyrillic script"


def test_small_words_are_of_one_language() -> None:
    """«من» is Arabic and Persian: it says nothing."""
    assert "من" not in marks().arabic
    assert marks().arabic["است"] == "fa"


WANTED = Intake(languages=frozenset({"ar"}))


def screened(row: Row, intake: Intake = WANTED) -> Given | Failure:
    (item,) = screen([Given("in.jsonl", 7, row)], intake)
    return item


def test_a_report_in_another_language_is_skipped_with_a_reason() -> None:
    item = screened(Row(PERSIAN, "p"))
    assert item == Failure(
        "in.jsonl", 7, "p", "is in Persian (told by its letters and words); there is a lexicon for: ar", skipped=True
    )


def test_what_the_caller_states_is_trusted() -> None:
    stated = screened(Row(ARABIC, language="fa"))
    assert isinstance(stated, Failure)
    assert "Persian (stated)" in stated.reason
    kept = screened(Row(PERSIAN, language="ar-EG"))
    assert isinstance(kept, Given)
    assert (kept.row.language, kept.row.found) == ("ar", None)


def test_what_a_page_states_yields_to_its_text() -> None:
    """Many a Persian page is made with an Arabic template."""
    assert isinstance(screened(Row(PERSIAN, language="ar", found={"language": "html lang"})), Failure)
    kept = screened(Row(ARABIC, language="en", found={"language": "html lang"}))
    assert isinstance(kept, Given)
    assert kept.row.found == {"language": "told by its letters and words"}
    short = screened(Row("صور", language="ar", found={"language": "html lang"}))
    assert isinstance(short, Given)
    assert short.row.found == {"language": "html lang"}


def test_what_cannot_be_told_is_taken_for_the_language_of_the_run() -> None:
    kept = screened(Row("صور", language=None))
    assert isinstance(kept, Given)
    assert (kept.row.language, kept.row.found) == ("ar", {"language": "assumed"})


def test_the_language_of_a_run_is_that_of_all_that_do_not_say_theirs() -> None:
    kept = screened(Row(PERSIAN), Intake(languages=frozenset({"ar"}), language="ar"))
    assert isinstance(kept, Given)


def test_without_languages_to_choose_from_all_is_kept() -> None:
    item = Given("a", None, Row(PERSIAN))
    assert list(screen([item], Intake())) == [item]
