"""Names in both scripts, exact, loose and by sound; offices on a day. Sound proposes, knowledge decides."""

from __future__ import annotations

import pytest

from khabar.api import who as whom
from khabar.knowledge.base import open_knowledge
from khabar.knowledge.sound import likeness, near, skeleton
from khabar.knowledge.who import who

KNOWLEDGE = open_knowledge()
# Day; spellings; the record; a word of the office on the day.
NAMES = """
2024-05-01 | زيلنسكي, زيلينسكي, Zelensky, Zelenskyy | volodymyr-zelensky | President of Ukraine
2024-05-01 | غوتيريش, جوتيريش, Guterres | antonio-guterres | Secretary-General
2010-05-01 | القذافي, معمر القذافى, Gaddafi, Qaddafi | muammar-gaddafi | Leader
2015-05-01 | السبسي, Essebsi | beji-caid-essebsi | President of Tunisia
2024-05-01 | تبون, عبدالمجيد تبون, Tebboune | abdelmadjid-tebboune | President of Algeria
2024-05-01 | الدبيبة, الدبيبه, Dbeibah | abdul-hamid-dbeibah | Prime Minister of Libya
2024-05-01 | الغزواني, Mohamed Ould Ghazouani | mohamed-ould-ghazouani | President of Mauritania
2014-05-01 | بنكيران, Benkirane | abdelilah-benkirane | Prime Minister of Morocco
2008-05-01 | هورست كوهلر, Horst Köhler | horst-kohler | President of Germany
2019-05-01 | محمد سلمان, محمد بن سلمان, Mohammed Salman | mohammed-bin-salman | Crown Prince
2012-05-01 | الظواهري, Zawahiri | ayman-al-zawahiri | al-Qaeda
"""
CASES = [
    (day.strip(), name.strip(), record.strip(), office.strip())
    for day, names, record, office in (line.split("|") for line in NAMES.strip().splitlines())
    for name in names.split(",")
]


@pytest.mark.parametrize(("day", "name", "record", "office"), CASES)
def test_a_name_in_either_script_is_the_person_in_office(day: str, name: str, record: str, office: str) -> None:
    found = who(KNOWLEDGE, name, day)[0]
    assert found.key == record
    assert not found.proposal
    assert office.lower() in " ".join(role.office for role in found.roles).lower()


@pytest.mark.parametrize(("name", "record"), [
    ("Zelinskiy", "volodymyr-zelensky"), ("زلنسكي", "volodymyr-zelensky"), ("Netanyaho", "benjamin-netanyahu"),
    ("Lavroff", "sergey-lavrov"), ("Makron", "emmanuel-macron"), ("Sinouar", "yahya-sinwar"),
])  # fmt: skip
def test_a_sound_is_a_proposal_with_a_score(name: str, record: str) -> None:
    found = who(KNOWLEDGE, name)
    assert found[0].key == record
    assert all(candidate.proposal and 0.6 < candidate.score < 1 for candidate in found)
    assert "sounds like" in found[0].matched


def test_what_sounds_like_nothing_has_no_candidate() -> None:
    assert who(KNOWLEDGE, "Qwrtzpx") == []
    assert who(KNOWLEDGE, " . ") == []


def test_a_day_decides_the_roles() -> None:
    roles = [r.office for r in who(KNOWLEDGE, "Netanyahu", "2021-07-01")[0].roles]
    assert "Opposition Leader of Israel" in roles
    assert not any("Minister" in role for role in roles)
    assert len(who(KNOWLEDGE, "Netanyahu")[0].roles) > 3
    assert who(KNOWLEDGE, "Tebboune", "2001-01-01")[0].roles == ()


def test_a_title_or_a_part_finds_the_name() -> None:
    assert who(KNOWLEDGE, "President Putin")[0].key == "vladimir-putin"
    assert any(c.key == "kassym-jomart-tokayev" for c in who(KNOWLEDGE, "Jomart"))
    assert who(KNOWLEDGE, "Rafah")[0].name.ar == "رفح"


@pytest.mark.parametrize("names", [
    ("زيلينسكي", "Zelenskyy", "Zelensky"), ("بن لادن", "bin Laden", "لادن"), ("عبد العزيز", "عبدالعزيز", "Abdul Aziz", "Abdelaziz"),
    ("غورباتشوف", "جورباتشوف", "Gorbachev"), ("كولن", "غولن", "Gülen"), ("ولد الغزواني", "الغزواني", "Ghazouani"),
])  # fmt: skip
def test_one_skeleton_for_both_scripts(names: tuple[str, ...]) -> None:
    assert len({skeleton(name) for name in names}) == 1
    assert likeness(names[0], names[1]) > 0.6


def test_near() -> None:
    assert near("slnsk", "slnsk", 0)
    assert near("slnsk", "slnk", 1)
    assert not near("slnsk", "slk", 1)
    assert near("", "a", 1)


@pytest.mark.parametrize(("day", "name", "record"), [
    ("2019-06-10", "وزير الخارجية الألماني", "heiko-maas"), ("2022-09-21", "رئيسة الوزراء البريطانية", "liz-truss"),
    ("2024-05-10", "أمير الكويت", "mishal-al-ahmad"), ("2018-03-16", "المتحدث باسم الكرملين", "dmitry-peskov"),
    ("2019-06-10", "Foreign Minister of Germany", "heiko-maas"),
])  # fmt: skip
def test_an_office_without_a_name_is_who_held_it_on_the_day(day: str, name: str, record: str) -> None:
    assert whom(name, day)[0].key == record
