"""Happenings: which mentions of two reports are one, by which reasons, and what reports of one happening disagree in."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

from papers import comparer, papers

from khabar.corpus.agree import judge
from khabar.corpus.copies import find_tree
from khabar.corpus.counts import Counter
from khabar.corpus.happenings import Found, Happening, find_happening, find_happenings, find_merged
from khabar.corpus.library import open_library
from khabar.corpus.rules import open_rules
from khabar.corpus.stories import find_threads, story_names
from khabar.corpus.told import days

RULES = open_rules()


def found_in(text: str) -> Found:
    library = open_library(find_tree(list(papers(text)), comparer()), comparer().sources)
    stories = story_names(library, find_threads(library, RULES.stories))
    return find_merged(library, stories, Counter(comparer().numbers, RULES.figures), RULES.happenings)


def happenings_in(text: str) -> list[Happening]:
    return list(find_happenings(found_in(text), RULES.happenings))


# Two reports of a sentence each, with their days; under them whether their first mentions are one happening, and the reasons, or
# what speaks against it. A reason is a word of it and, after a colon, words of its text.
PAIRS = """
2025-03-03 طالبت النرويج آيسلندا أمس بالإفراج عن سفينة صيد.
2025-03-04 دعت النرويج آيسلندا الأحد إلى الإفراج عن سفينة صيد.
    one: source, recipient, date: the same: 2025-03-02
2025-03-03 طالبت النرويج آيسلندا أمس بالإفراج عن سفينة صيد.
2025-03-09 دعت النرويج آيسلندا اليوم إلى الإفراج عن سفينة صيد.
    two: the days are others
2025-03-03 طالبت النرويج آيسلندا أمس بالإفراج عن سفينة صيد.
2025-03-03 طالبت النرويج السويد أمس بالإفراج عن سفينة صيد.
    two: the recipient is another
2025-03-03 طالبت النرويج آيسلندا أمس بالإفراج عن سفينة صيد.
2025-03-03 طالب وزير الخارجية النرويجي آيسلندا أمس بالإفراج عن سفينة صيد.
    one: source: of one country, recipient, date
2025-03-03 قصف الجيش التركي مواقع للجيش السوري في حلب أمس.
2025-03-03 قصفت تركيا مواقع للجيش السوري في حلب الأحد.
    one: source: of one country, recipient, date, place: Aleppo
2025-03-03 قصف الجيش التركي مواقع للجيش السوري في حلب أمس.
2025-03-03 قصفت تركيا مواقع للجيش السوري في إدلب الأحد.
    two: the places are others
2025-03-03 قصف الجيش التركي أمس مواقع للجيش السوري بصواريخ بعيدة المدى أطلقت من سفن.
2025-03-03 قصف الجيش التركي أمس مواقع للجيش السوري بصواريخ بعيدة المدى أطلقت من سفن.
    one: text, source, recipient, date
2025-03-03 التقى وزير الخارجية المصري نظيره التركي في القاهرة أمس.
2025-03-03 اجتمع وزير الخارجية التركي مع وزير الخارجية المصري في القاهرة الأحد.
    one: party, date, place: Cairo
2025-03-03 التقى وزير الخارجية المصري نظيره التركي في القاهرة أمس.
2025-03-03 التقى وزير الخارجية المصري نظيره القطري في القاهرة أمس.
    two: the parties are others
2025-03-03 تظاهر مئات الدنماركيين في كوبنهاغن أمس احتجاجا على الغلاء.
2025-03-04 خرج مئات الدنماركيين في مظاهرة في كوبنهاغن الاثنين.
    one: source, place, date: within a day
2025-03-03 تظاهر مئات الدنماركيين في كوبنهاغن أمس احتجاجا على الغلاء.
2025-03-03 تظاهر مئات الدنماركيين في أودنسه أمس احتجاجا على الغلاء.
    two: the places are others
"""


def pairs() -> list[object]:
    lines = PAIRS.strip().splitlines()
    return [pytest.param(*lines[n : n + 3], id=str(n // 3 + 1)) for n in range(0, len(lines), 3)]


@pytest.mark.parametrize(("first", "second", "wanted"), pairs())
def test_two_mentions(first: str, second: str, wanted: str) -> None:
    reports = [f"# {name} | outlet {name} | {line[:10]}\n{line[11:]}" for name, line in (("a", first), ("b", second))]
    found = found_in("\n".join(reports))
    a, b = (next(t for t in found.told if found.library.reports[t.report].id == name) for name in "ab")
    verdict = judge(a, b, RULES.happenings)
    answer, _, reasons = wanted.strip().partition(": ")
    assert verdict.one == (answer == "one"), verdict
    together = any(len({found.told[n].report for n in merged.mentions}) > 1 for merged in found.merged)
    assert together == verdict.one
    if answer == "two":
        assert reasons in (verdict.against or "")
        return
    said = {reason.what: reason.why for reason in verdict.reasons}
    for part in reasons.split(", "):
        what, _, why = part.partition(": ")
        assert why in said[what], verdict


# A strike on a hospital: the figures differ, two sides are blamed, one denies it; a newspaper prints the agency's text.
HOSPITAL = """
# agency | AFP | 2025-03-03
ليلة في أوديسا
قصفت روسيا مستشفى في أوديسا الأحد. وأسفر القصف عن مقتل 12 شخصا في أوديسا الأحد. ونقل الجرحى إلى مدارس قريبة من المكان.
# printed | جريدة المرفأ | 2025-03-04
ليلة في أوديسا
أوديسا (أ ف ب) - قصفت روسيا مستشفى في أوديسا الأحد. وأسفر القصف عن مقتل 12 شخصا في أوديسا الأحد.
ونقل الجرحى إلى مدارس قريبة من المكان.
# other | Reuters | 2025-03-03
ضحايا في أوديسا
قتل 15 شخصا في أوديسا الأحد بحسب الشرطة. وقصفت روسيا مستشفى في أوديسا الأحد بحسب الشرطة. ونفت روسيا قصف المستشفى.
# moscow | TASS | 2025-03-03
مستشفى أوديسا
قصفت أوكرانيا مستشفى في أوديسا الأحد. وقالت وزارة الدفاع الروسية إن الصواريخ أوكرانية.
"""


def strike() -> Happening:
    found = happenings_in(HOSPITAL)
    return next(h for h in found if h.type == "ASSAULT" and any("مستشفى" in m.text for m in h.mentions))


def test_a_happening_counts_reports_outlets_and_sources() -> None:
    found = strike()
    assert (found.type, found.status, found.date, found.place) == ("ASSAULT", "asserted", "2025-03-02", "Odesa")
    assert {m.report for m in found.mentions} == {"agency", "printed", "other", "moscow"}
    assert (found.tally.reports, found.tally.outlets, found.tally.texts) == (4, 4, 3)
    assert [s.name for s in found.tally.sources] == ["Agence France-Presse", "Reuters", "TASS"]
    assert (found.first, found.last) == ("2025-03-03", "2025-03-04")


def test_who_did_it_is_disputed_and_said_so() -> None:
    found = strike()
    blame = next(d for d in found.disagreements if d.kind == "blame")
    assert [(v.value, v.reports) for v in blame.versions] == [("Russia", ("agency", "other", "printed")), ("Ukraine", ("moscow",))]
    moscow = next(m for m in found.mentions if m.report == "moscow")
    assert moscow.joined is not None
    assert moscow.joined.disputed


def test_a_denial_is_kept_with_who_denies() -> None:
    denial = next(d for d in strike().disagreements if d.kind == "denial")
    assert (denial.what, [v.reports for v in denial.versions]) == ("Russia", [("other",)])


def test_figures_that_differ_are_listed_with_their_sources() -> None:
    killed = next(h for h in happenings_in(HOSPITAL) if any("12" in m.text for m in h.mentions))
    assert {m.report for m in killed.mentions} == {"agency", "printed", "other"}
    (figures,) = [d for d in killed.disagreements if d.kind == "figures"]
    assert figures.what == "dead"
    assert [(v.value, v.reports, v.sources) for v in figures.versions] == [
        ("12", ("agency", "printed"), ("Agence France-Presse",)), ("15", ("other",), ("Reuters",)),
    ]  # fmt: skip


def test_some_say_it_did_not_happen() -> None:
    found = happenings_in("""
# a | AFP | 2025-03-03
قصف الجيش التركي مواقع للجيش السوري في حلب الأحد.
# b | SANA | 2025-03-03
لم يقصف الجيش التركي مواقع للجيش السوري في حلب الأحد.
""")
    (one,) = [h for h in found if len(h.mentions) == 2]
    (denial,) = [d for d in one.disagreements if d.kind == "denial"]
    assert [(v.value, v.reports) for v in denial.versions] == [("did not happen", ("b",)), ("happened", ("a",))]


def test_what_is_only_possible_is_no_happening() -> None:
    assert happenings_in("# a | AFP | 2025-03-03\nقد تقصف تركيا مواقع للجيش السوري في حلب.") == []


def test_an_explanation_shows_what_was_kept_apart() -> None:
    found = found_in("""
# a | AFP | 2025-03-03
قصف الجيش التركي مواقع للجيش السوري في حلب الأحد.
# b | SANA | 2025-03-03
قصف الجيش التركي مواقع للجيش السوري في إدلب الأحد.
""")
    happening, apart = find_happening("H1", found, RULES.happenings) or (None, ())
    assert happening is not None
    assert [(x.id, x.why) for x in apart] == [("H2", "the places are others: Idlib, not Aleppo")]
    assert find_happening("H9", found, RULES.happenings) is None


DAYS = """
2025-03-02 | 2025-03-02
2025-02 | 2025-02-01/2025-02-28
2024 | 2024-01-01/2024-12-31
2025-W14 | 2025-03-31/2025-04-06
2025-03-02/2025-03 | 2025-03-02/2025-03-31
PT4H | -
"""


@pytest.mark.parametrize("line", DAYS.strip().splitlines())
def test_dates_of_records_as_days(line: str) -> None:
    value, wanted = line.split(" | ")
    found = days(value)
    assert (found.words() if found else "-") == wanted


COUNTS = """
أسفر القصف عن مقتل 12 شخصا وإصابة 30 بجروح. | dead 12, wounded 30
سقط ثلاثة قتلى وسبعة جرحى. | dead 3, wounded 7
قالت الشرطة إن 15 شخصا قتلوا. | dead 15
اعتقلت الشرطة 40 متظاهرا وأصيب شرطيان. | arrested 40
وصلت خمس سفن إلى المرفأ. | سفن 5
نزحت 2000 عائلة. | displaced 2000
"""


@pytest.mark.parametrize("line", COUNTS.strip().splitlines())
def test_what_figures_count(line: str) -> None:
    text, wanted = line.split(" | ")
    found = Counter(comparer().numbers, RULES.figures).counts(text, 0, len(text))
    assert ", ".join(f"{c.what} {c.value}" for c in found) == wanted
