"""Which language a text is in: by the letters it is written with and the small words that no sentence does without.

The words and letters are data, `lexicons/languages.toml`. Languages in Arabic script are told apart by both: a Persian text
typed without its own letters still says «این» and «است», and an Arabic one that quotes a Persian title does not.
What is too short or too mixed to tell is `None`, and what is written in another script is named by it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path

import msgspec

from khabar.text.arabic import AL, BA, KAF, LAM, WAW, key

LANGUAGES = Path(__file__).parents[1] / "lexicons" / "languages.toml"
_SAMPLE = 3_000  # characters looked at: the beginning of a report says enough
_FEW = 16  # letters; fewer tell nothing
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(
    "[\u0620-\u064a\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]"
)
_ARTICLES = (AL, WAW + AL, BA + AL, KAF + AL, LAM + LAM)
_SURE = 0.04  # the least share of words and letters of its own that names a language
_AHEAD = 1.5  # how much more than Arabic's another language's share must be


class Marks(msgspec.Struct, frozen=True):
    """What tells languages apart: English names by code, the language of a small word by its key (Arabic script, then
    Latin), and each language's own letters."""

    names: dict[str, str]
    arabic: dict[str, str]
    latin: dict[str, str]
    letters: dict[str, str]


class Told(msgspec.Struct, frozen=True):
    """A language by its code (`und` for one that only its script names), and in words."""

    code: str
    name: str


@lru_cache(maxsize=1)
def marks() -> Marks:
    """The content of `lexicons/languages.toml`; a word that two languages of one script list counts for neither."""
    found = tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))
    letters = {code: entry["letters"] for code, entry in found.items() if "letters" in entry}
    arabic, latin = (
        [
            (key(word), code)
            for code, entry in found.items()
            if (code in letters) is script
            for word in entry["words"].split()
        ]
        for script in (True, False)
    )
    return Marks({code: entry["name"] for code, entry in found.items()}, _owned(arabic), _owned(latin), letters)


def name_of(code: str) -> str:
    """The English name of a language, or its code where that is all there is."""
    return marks().names.get(code, f"the language «{code}»")


def _owned(words: list[tuple[str, str]]) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for word, code in words:
        owners.setdefault(word, set()).add(code)
    return {word: min(codes) for word, codes in owners.items() if len(codes) == 1}


def tell_language(text: str) -> Told | None:
    """The language of a text, None where it is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    counts = Counter(sample)
    letters = sum(count for letter, count in counts.items() if letter.isalpha())
    if letters < _FEW:
        return None
    arabic = sum(count for letter, count in counts.items() if _ARABIC.match(letter))
    if 2 * arabic >= letters:
        return _in_arabic_script(sample, counts, arabic)
    return _in_another(sample, counts, letters - arabic) if 3 * arabic < letters else None


def _in_arabic_script(sample: str, counts: Counter[str], letters: int) -> Told | None:
    """The language whose own words and letters are the larger share; another than Arabic needs two of them at least."""
    words = [word for word in _WORD.findall(key(sample)) if _ARABIC.match(word)]
    if not words:
        return None
    small = Counter(map(marks().arabic.get, words))
    signs = {code: (small[code], sum(map(counts.__getitem__, own))) for code, own in marks().letters.items()}
    shares = {code: small / len(words) + own / letters for code, (small, own) in signs.items()}
    arabic = shares.pop("ar") + _articles(words)
    code, share = max(shares.items(), key=lambda item: item[1])
    if share >= _SURE and share > _AHEAD * arabic and sum(signs[code]) > 1:
        return Told(code, marks().names[code])
    return Told("ar", marks().names["ar"]) if arabic > share else None


def _articles(words: list[str]) -> float:
    """Half the share of words with the article, which no other language puts before a third of its nouns."""
    return sum(word.startswith(_ARTICLES) for word in words) / len(words) / 2


def _in_another(sample: str, counts: Counter[str], letters: int) -> Told | None:
    """A language in Latin letters by its words, any other by its script."""
    scripts: Counter[str] = Counter()
    for letter, count in counts.items():
        if letter.isalpha() and not _ARABIC.match(letter):
            scripts[unicodedata.name(letter, "?").split()[0]] += count
    script, count = scripts.most_common(1)[0]
    if 2 * count < letters:
        return Told("und", "a mixture of scripts")
    if script != "LATIN":
        return Told("und", f"a language in {script.capitalize()} script")
    words = _WORD.findall(key(sample))
    small = Counter(marks().latin[word] for word in words if word in marks().latin)
    code, count = small.most_common(1)[0] if small else ("und", 0)
    if count < 2 * _SURE * len(words):
        return Told("und", "a language in Latin letters")
    return Told(code, marks().names[code])
