"""The quick search for near-duplicates against the plain one that says what is meant."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")

from khabar.corpus.columns import columns
from khabar.corpus.minhash import jaccard, near_wordings
from khabar.corpus.rules import open_rules
from khabar.corpus.shared import shared_text
from khabar.corpus.words import likeness, normal_words, pairs

RULES = open_rules().copies
WORDS = [f"{a}{b}" for a in ("كتا", "مدر", "سفي", "جبا", "نهر") for b in ("ب", "سة", "نة", "ل", "ي", "ان", "ون")]

SPELLINGS = """
أُصِيبَ ثَلاثَة | اصيب ثلاثه
الـنـرويـج | النرويج
مدرسة في القرى | مدرسه في القري
١٢٬٥٠٠ طن | 12500 طن
12,500.5 درهم | 12500.5 درهم
3,5 في المئة | 3.5 في المئة
NATO | nato
"""


@pytest.mark.parametrize("line", SPELLINGS.strip().splitlines())
def test_what_counts_as_one_word(line: str) -> None:
    one, other = line.split(" | ")
    assert normal_words(one) == normal_words(other)


def sentences(seed: int, count: int) -> list[str]:
    """Invented sentences, every third one an earlier one with a word or two put for others."""
    chance = random.Random(seed)
    found: list[str] = []
    for n in range(count):
        words = chance.choices(WORDS, k=chance.randint(1, 14))
        if n % 3 == 2:
            words = chance.choice(found).split()
            for _ in range(chance.randint(0, 2)):
                words[chance.randrange(len(words))] = chance.choice([*WORDS, "7", "12"])
        found.append(" ".join(words))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_likeness_in_columns_is_likeness_in_words(seed: int) -> None:
    texts = list(dict.fromkeys(sentences(seed, 60)))
    table = columns([[text] for text in texts])
    told = [(i, j) for i, j in combinations(range(len(texts)), 2)]
    a, b = (table.wording[[pair[side] for pair in told]] for side in (0, 1))
    plain = [likeness(pairs(normal_words(texts[i])), pairs(normal_words(texts[j]))) for i, j in told]
    assert jaccard(table, a, b).tolist() == pytest.approx(plain)


@pytest.mark.parametrize("seed", range(5))
def test_what_bands_find_is_alike_and_nearly_all_of_it(seed: int) -> None:
    texts = list(dict.fromkeys(text for text in sentences(seed, 120) if len(text.split()) > 4))
    table = columns([[text] for text in texts])
    sets = [pairs(normal_words(text)) for text in texts]
    wanted = {(i, j) for i, j in combinations(range(len(texts)), 2) if likeness(sets[i], sets[j]) >= 0.7}
    a, b, _ = near_wordings(table, RULES.bands, RULES.rows, RULES.reach, 0.5)
    found = set(zip(a.tolist(), b.tolist(), strict=True))
    assert all(likeness(sets[i], sets[j]) >= 0.5 for i, j in found)
    assert len(wanted & found) >= 0.9 * len(wanted)


def test_what_is_shared_is_counted_by_words_and_by_sentences() -> None:
    first = ["وصل الوفد إلى العاصمة صباح الاثنين الماضي برفقة عدد من الخبراء", "وغادر", "ثم عقد مؤتمرا صحفيا قصيرا في المطار"]
    second = ["وصل الوفد إلى العاصمة صباح الاثنين الماضي برفقة عدد من الخبراء", "ولم يدل أحد منهم بتصريح"]
    (found,) = shared_text(columns([first, second]), 2, RULES)
    assert (found.earlier, found.later, found.words) == (0, 1, 11)
    assert found.of_earlier == pytest.approx(11 / 18)  # in words; «وغادر» is too short to tell, and not counted
    assert found.of_later == pytest.approx(11 / 16)


@pytest.mark.parametrize("reports", [[], [[]], [["."], ["!"]], [["كلمة"]]])
def test_nothing_to_compare(reports: list[list[str]]) -> None:
    assert shared_text(columns(reports), len(reports), RULES) == []


def test_a_formula_that_stands_everywhere_says_nothing() -> None:
    formula = "ولم يصدر أي تعليق فوري من الجهات المعنية على هذه الأنباء"
    reports = [[formula, *sentences(1000 + n, 3)] for n in range(40)]
    assert shared_text(columns(reports), len(reports), RULES) == []
