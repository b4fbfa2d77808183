"""Names of several bearers, in sentences: whom the report means, and why it does not mean the others.

Each case is a sentence with the day it was published, and under it, for each name, the record and a word of the reason:

    name -> record id: reason; not record id: why not
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from khabar.api import read

NAME = re.compile(r"    (?P<name>[^>]+) -> (?P<key>[\w-]+)(?:: (?P<why>[^;]+))?(?:; not (?P<other>[\w-]+): (?P<lost>.+))?$")

CASES = """
2024-05-10 اندلعت اشتباكات في طرابلس شمال لبنان بين مسلحين وعناصر من الجيش اللبناني.
    طرابلس -> city-266826: country that the report speaks of most; not LBY: not of the country
2024-05-10 اندلعت اشتباكات في طرابلس، ودعت البعثة الأممية في ليبيا إلى الهدوء.
    طرابلس -> LBY-capital: capital as a place; not city-266826: not of the country
2024-05-10 أعلن الجيش الإسرائيلي قصف مدينة صور في لبنان.
    صور -> tyre
2024-05-10 قالت شرطة سلطنة عمان إن حريقا شب في مدينة صور.
    صور -> city-286245; not tyre: not of the country
2003-03-20 قال الرئيس جورج بوش إن الحرب بدأت.
    جورج بوش -> george-w-bush: held the office; not george-h-w-bush: did not hold the office
1991-03-01 قال الرئيس الأميركي جورج بوش إن الكويت تحررت.
    جورج بوش -> george-h-w-bush: held the office; not george-w-bush: did not hold
2016-03-01 التقى الملك عبد الله في عمان وفدا من الكونغرس.
    عبد الله -> abdullah-ii-of-jordan: on that date; not abdullah-of-saudi-arabia: did not hold
2021-09-01 زار الرئيس علييف موسكو.
    علييف -> ilham-aliyev: on that date; not heydar-aliyev: did not hold
2016-01-01 أعلنت هيلاري كلينتون ترشحها، وظهر الرئيس الأسبق كلينتون إلى جانبها.
    كلينتون -> bill-clinton: the office beside the name; not hillary-clinton: never held
2024-12-29 توفي الرئيس السابق كارتر في ولاية جورجيا الأميركية.
    كارتر -> jimmy-carter; not ashton-carter: never held
2025-06-01 قال المستشار فريدريش ميرتس إن ألمانيا ستساعد. وأضاف ميرتس أن الأمر ملح.
    ميرتس -> friedrich-merz: named in full; not meretz: not named in full
2021-01-01 انتقد زعيم حزب ميرتس حكومة إسرائيل.
    حزب ميرتس -> meretz
2020-11-10 صوتت ولاية جورجيا الأميركية لبايدن، وطعن ترامب في نتائج جورجيا.
    جورجيا -> georgia-us-state: named in full; not GEO: not named in full
2008-08-10 قصفت روسيا أهدافا في جورجيا.
    جورجيا -> GEO; not georgia-us-state: needs
2018-12-01 قال البشير إن السودان لن يخضع.
    البشير -> omar-al-bashir: leader of the country
2018-09-01 قال الرئيس الكوري الجنوبي مون إن بلاده مستعدة.
    مون -> moon-jae-in: like name
2024-10-15 قال المتحدث باسم الكرملين إن موسكو تدرس الأمر.
    المتحدث باسم الكرملين -> dmitry-peskov: office and date
2022-05-20 قالت المتحدثة باسم البيت الأبيض إن الزيارة قائمة.
    المتحدثة باسم البيت الأبيض -> karine-jean-pierre: office and date
2021-02-18 قال الأمين العام لحلف شمال الأطلسي إن الحلف موحد.
    الأمين العام لحلف شمال الأطلسي -> jens-stoltenberg: office and date
2021-02-18 دعت رئيسة المفوضية الأوروبية إلى الهدوء.
    رئيسة المفوضية الأوروبية -> ursula-von-der-leyen: office and date
2021-02-18 التقى قائد الحرس الثوري الإيراني ضباطا.
    قائد الحرس الثوري الإيراني -> hossein-salami: office and date
2021-02-18 قال زعيم حزب الله إن الحزب جاهز.
    زعيم حزب الله -> hassan-nasrallah: office and date
2021-02-18 وصل المبعوث الأممي إلى سوريا إلى دمشق.
    المبعوث الأممي -> geir-pedersen: office and date
2024-01-10 نفذ الجيش المصري عملية في سيناء، وقالت سيناء محمد إنها سمعت الطائرات.
    سيناء -> sinai
"""


class Case(NamedTuple):
    """A sentence and one name in it."""

    day: str
    text: str
    name: str
    key: str
    why: str
    other: str | None
    lost: str


def _cases() -> list[Case]:
    cases, day, text = [], "", ""
    for line in CASES.strip().splitlines():
        if line.startswith("    "):
            match = NAME.match(line)
            assert match, f"not a line of the table: {line}"
            cases.append(Case(day, text, match["name"], match["key"], match["why"] or "", match["other"], match["lost"] or ""))
        else:
            day, _, text = line.partition(" ")
    return cases


@pytest.mark.parametrize("case", _cases(), ids=lambda c: f"{c.name} {c.day}")
def test_a_name_of_several_bearers(case: Case) -> None:
    record = read(case.text, published=case.day)
    keys = {e.id: e.key for e in record.entities}
    places = {p.mention: p for p in record.places}
    mentions = [m for m in record.mentions if m.text == case.name and m.entity]
    assert mentions, f"{case.name} is not found"
    mention = mentions[-1] if len(mentions) > 1 and keys[mentions[-1].entity or ""] == case.key else mentions[0]
    assert keys[mention.entity or ""] == case.key, mention.why
    assert case.why in mention.why
    assert mention.id in places or mention.type != "LOC"
    if case.other:
        other = next(o for o in mention.others if o.key == case.other)
        assert case.lost in other.why


def test_a_speaker_may_have_the_name_of_a_place() -> None:
    record = read("قالت سيناء محمد إن الطائرات حلقت فوق سيناء.", published="2024-01-10")
    first, last = (m for m in record.mentions if "سيناء" in m.text)
    assert (first.text, first.type) == ("سيناء محمد", "PER")
    assert last.type == "LOC"


def test_a_name_that_many_bear_needs_something_that_speaks_for_the_one_known() -> None:
    lone = read("قال محمد رمضان إن المحل أغلق أبوابه.", published="2024-01-10")
    (mention,) = (m for m in lone.mentions if m.text == "محمد رمضان")
    assert next(e for e in lone.entities if e.id == mention.entity).key is None
    assert [o.key for o in mention.others] == ["mohamed-ramadan-actor"]
    home = read("قال محمد رمضان إن الفيلم سيعرض في مصر.", published="2024-01-10")
    assert "mohamed-ramadan-actor" in [e.key for e in home.entities]


def test_an_unknown_bearer_of_a_known_short_name_says_who_he_could_have_been() -> None:
    record = read("قال المحامي سامح عباس إن موكله بريء. وأضاف عباس أنه سيستأنف.", published="2024-01-10")
    mention = next(m for m in record.mentions if m.text == "عباس")
    assert next(e for e in record.entities if e.id == mention.entity).key is None
    assert "mahmoud-abbas" in [o.key for o in mention.others]
