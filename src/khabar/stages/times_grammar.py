"""The words and the patterns of the time grammar.

A sentence becomes a string with one sign a token, the sign of the token's class (`MONTH`, `WEEKDAY`, `PAST`); a
pattern is a regular expression over these signs, written with the classes' names. So the patterns say how Arabic names
a time, and `lexicons/ar/times.yaml` says with which words.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from khabar.stages.times_patterns import Pattern, ready
from khabar.text.arabic import ALEF, BA, FA, HA, IGNORED, KAF, LAM, TA_MARBUTA, WAW, fold

TOKEN = re.compile(
    r"[0-9]{1,4}(?:/[0-9]{1,2}/|\.[0-9]{1,2}\.|-[0-9]{1,2}-)[0-9]{1,4}(?![/\-]?[0-9])|[0-9]+(?:[.,:\u066b\u066c][0-9]+)+|[0-9]+|[^\W\d_]+|\n|\S"
)
TRIGGER = re.compile(r"(?<![0-9])(?:[0-9]{1,4}[/.\-][0-9]{1,2}[/.\-][0-9]{1,4}|[12][0-9]{3}(?![0-9]))")
IGNORED_SIGN = re.compile(f"[{re.escape(IGNORED)}]")
SIGNS = {
    "/": "SLASH",
    "-": "DASH",
    "\u2013": "DASH",
    "\u2014": "DASH",
    "\u060c": "COMMA",
    ",": "COMMA",
    "(": "OPEN",
    ")": "CLOSE",
    WAW: "AND",
    LAM: "FOR",
}
_CLITICS = ("", WAW, FA, BA, LAM, KAF, WAW + BA, WAW + LAM, FA + BA, FA + LAM)
CLITIC_CLASS = {WAW: "AND", LAM: "FOR"}
BUILT_IN = ("OTHER", "STOP", "DIGIT", "COUNT", "YEAR4_PLAIN", "YEAR4_HIJRI", "NUMERIC", "FUTURE", "CLAUSE")
_BASE = 0xE000

MACROS = {
    "YEAR4": "[YEAR4_PLAIN YEAR4_HIJRI]",
    "MODIFIER": "[PAST NEXT CURRENT BEFORE_LAST]",
    "OWN": "(?:[PAST NEXT CURRENT BEFORE_LAST]|OF? YEAR_DEF MODIFIER|OF? THIS YEAR_DEF|OF? YEAR_DEF SAME)",
    "TAIL": "(?:OWN|COMMA? YEAR4 ERA?|OF? [YEAR YEAR_DEF] YEAR4 ERA?|FOR [YEAR YEAR_DEF] YEAR4 ERA?)",
    "DAYPART": "(?:[PART PART_DEF NIGHT])",
    "AFTERPART": "(?:[PART_ADVERB PART PART_DEF](?![DAY WEEKDAY RELATIVE_DAY TODAY]))",
    "NAMED_DAY": "(?:DAYPART? DAY? (?:WEEKDAY MODIFIER?|[RELATIVE_DAY TODAY TOMORROW_NOUN_DEF] WEEKDAY?) COMMA?)",
    "LEAD": "(?:NAMED_DAY|DAYPART? DAY|DAYPART)",
    "DAYNUM": "(?:AL? DIGIT|NTH|FIRST|FATEH)",
    "MONTHS": "(?:MONTH(?:[SLASH DASH]? MONTH|OPEN MONTH CLOSE)?)",
    "LIBYAN": "[MONTH_LIBYAN SEASON_DEF FATEH]",
    "PERIOD": "[YEAR_DEF MONTH_UNIT_DEF WEEK_DEF DECADE_DEF CENTURY_DEF]",
    "WITHIN": "(?:EDGE|HALF_NOUN ORDINAL OF|WEEK_DEF ORDINAL OF)",
    "SINGULAR": "[UNIT DAY WEEK MONTH_UNIT YEAR DECADE CENTURY]",
    "SINGULAR_DEF": "[UNIT_DEF TODAY WEEK_DEF MONTH_UNIT_DEF YEAR_DEF DECADE_DEF CENTURY_DEF]",
    "FIGURES": "[DIGIT COUNT YEAR4_PLAIN YEAR4_HIJRI]",
    "NUM": "(?:FIGURES|NUMBER(?:NUMBER|AND NUMBER)*)",
    "HALF": "(?:AND [FRACTION HALF_NOUN](?:SINGULAR_DEF)?)",
    "FRACTIONAL": "(?:SINGULAR HALF|FRACTION (?:SINGULAR|SINGULAR_DEF))",
    "LENGTH": "(?:NUM [SINGULAR PLURAL] UNNAMED HALF?|DUAL HALF?|SINGULAR ONE|FRACTIONAL)",
    "YEAR_PHRASE": "(?:[YEAR YEAR_DEF] YEAR4|YEAR4|YEAR_DEF MODIFIER|THIS YEAR_DEF|YEAR_DEF)",
    "YEAR_LIST": "(?:COMMA? AND YEAR? YEAR4)*",
    "NTH": "(?:ORDINAL(?:NUMBER|AND NUMBER_DEF)?|NUMBER_DEF)",
    "LAST_N": "[PAST NEXT RECENT CURRENT]",
    "NOT_NAMED": "(?![YEAR4 COUNT DIGIT MONTH HIJRI WEEKDAY RELATIVE_DAY TODAY OF UPON OWN_MARK])",
    "OWN_MARK": "[PAST NEXT CURRENT BEFORE_LAST TOMORROW_NOUN]",
    "UNNAMED": "(?![YEAR4 COUNT MONTH HIJRI WEEKDAY RELATIVE_DAY])",
    "RANGE": "(?:AND? UNTIL|DASH)",
}

# The name of the reading (in times_readings.READINGS) and the pattern. Of two that overlap the one that starts first
# wins, then the longer one, then the one that stands first here.
PATTERNS = (
    ("numeric", "LEAD? NUMERIC ERA?"),
    ("days", "BETWEEN? (?P<a>DIGIT) (?:AND|RANGE) (?P<b>DIGIT) OF? MONTH_UNIT? MONTHS TAIL?"),
    ("days", "OF (?P<a>DIGIT) RANGE (?P<b>DIGIT) OF? MONTH_UNIT? MONTHS TAIL?"),
    ("days", "CONSTRUCT (?P<a>DIGIT) AND (?P<b>DIGIT) OF? MONTH_UNIT? MONTHS TAIL?"),
    ("days", "BETWEEN? (?P<a>ORDINAL NUMBER?) AND (?P<b>ORDINAL NUMBER?) OF MONTH_UNIT? MONTHS TAIL?"),
    ("long_days", "(?:BETWEEN|OF)? (?P<a>DIGIT) MONTHS RANGE (?P<b>DIGIT) MONTHS TAIL?"),
    ("long_days", "BETWEEN (?P<a>DIGIT) MONTHS AND (?P<b>DIGIT) MONTHS TAIL?"),
    ("day_month", "LEAD? (?P<d>DAYNUM) OF? MONTH_UNIT? MONTHS TAIL?"),
    ("day_month", "LEAD? MONTHS (?P<d>DIGIT) COMMA? YEAR4"),
    ("libyan_day", "LEAD? (?P<d>DAYNUM) OF? MONTH_UNIT? (?P<m>LIBYAN) YEAR4"),
    ("day_of_this", "LEAD? (?P<d>DAYNUM) (?:OF? (?:MONTH_UNIT_DEF (?:MODIFIER|SAME)|THIS MONTH_UNIT_DEF)|CURRENT)"),
    ("hijri_day", "LEAD? (?P<d>DAYNUM) OF? MONTH_UNIT? HIJRI (?:COMMA? (?:OF? YEAR)? (?P<y>YEAR4) ERA?|MODIFIER)?"),
    ("hijri_month", "MONTH_UNIT HIJRI (?:COMMA? (?:OF? YEAR)? (?P<y>YEAR4) ERA?|MODIFIER)?"),
    ("hijri_month", "HIJRI (?:COMMA? (?:OF? YEAR)? (?P<y>YEAR4) ERA?|MODIFIER)"),
    ("months", "(?:BETWEEN [MONTH_UNIT CONSTRUCT]?|CONSTRUCT) MONTHS AND MONTHS TAIL?"),
    ("months", "[OF SINCE] MONTH_UNIT? MONTHS RANGE MONTHS TAIL?"),
    ("month", "[IN SINCE] WITHIN? MONTH_UNIT? MONTHS TAIL?"),
    ("month", "WITHIN? MONTH_UNIT? MONTHS TAIL"),
    ("month", "MONTH SLASH MONTH"),
    ("month", "(?:WITHIN MONTH_UNIT?|MONTH_UNIT) MONTHS"),
    ("month", "(?<=[DURING UNTIL BEFORE BY]) MONTHS"),
    ("month", "(?<=MONTH AND) MONTHS"),
    ("libyan_month", "MONTH_UNIT (?P<m>MONTH_LIBYAN) YEAR4?"),
    ("named_day", "DAYPART? DAY? WEEKDAY MODIFIER? AFTERPART?"),
    ("named_day", "[PART NIGHT] WEEKDAY DASH? WEEKDAY MODIFIER?"),
    ("relative_day", "DAYPART? DAY? [RELATIVE_DAY TODAY] (?:COMMA? WEEKDAY)? AFTERPART?"),
    ("relative_day", "(?:DAYPART|DAY) TOMORROW_NOUN WEEKDAY? AFTERPART?"),
    ("relative_day", "(?:DAYPART DAY? TOMORROW_NOUN_DEF WEEKDAY?|TOMORROW_NOUN WEEKDAY|DAYPART TODAY)"),
    ("this_day", "THIS [PART_DEF TODAY TONIGHT]"),
    ("tonight", "TONIGHT MODIFIER?"),
    ("weekdays", "(?:CONSTRUCT|PLURAL) WEEKDAY (?:COMMA? AND WEEKDAY)* MODIFIER?"),
    ("that_day", "IN? (?:THAT TODAY|SAME_NOUN TODAY|TODAY SAME)"),
    ("next_day", "IN? DAYPART? TODAY FOLLOWING"),
    ("quarter", "[QUARTER_NOUN HALF_NOUN] ORDINAL OF? YEAR_PHRASE"),
    ("period", "WITHIN? (?:PERIOD MODIFIER|THIS PERIOD)"),
    ("period", "EDGE PERIOD"),
    ("year", "(?:SINCE|WITHIN)? (?:YEAR_DEF MODIFIER|THIS YEAR_DEF) (?P<y>YEAR4_PLAIN)"),
    (
        "years",
        "(?:[CONSTRUCT PLURAL PLURAL_DEF]|BETWEEN YEAR?) (?P<a>YEAR4) YEAR_LIST (?:AND|RANGE) YEAR? (?P<b>YEAR4)",
    ),
    ("years", "(?:OF|YEAR|STRETCH|IN) YEAR? (?P<a>YEAR4) (?:RANGE|SLASH) YEAR? (?P<b>YEAR4)"),
    ("year", "(?:SINCE|WITHIN)? [YEAR YEAR_DEF] (?P<y>FIGURES) ERA?"),
    ("year", "SINCE? YEAR (?P<y>NUMBER(?:NUMBER|AND NUMBER)*)"),
    ("year", "(?:WITHIN|SINCE) (?P<y>YEAR4) ERA?"),
    ("year", "(?P<y>FIGURES) (?P<era>ERA)"),
    ("bare_year", "(?<=[IN BEFORE UNTIL DURING BY]) (?P<y>YEAR4)"),
    ("season", "EDGE? SEASON (?:YEAR_PHRASE)"),
    ("season", "(?:EDGE? SEASON_DEF MODIFIER|THIS SEASON_DEF)"),
    ("decades", "IN? EDGE? DECADE? DECADES_DEF (?:OF? CENTURY_DEF (?:MODIFIER|NTH))?"),
    ("decades", "IN? EDGE? DECADE? DECADES CENTURY_DEF (?:MODIFIER|(?P<n>NTH))"),
    ("century", "EDGE? CENTURY_DEF (?P<n>NTH) ERA?"),
    ("ago", "[SINCE BEFORE] APPROX? (?:LENGTH|[UNIT DAY WEEK MONTH_UNIT YEAR CENTURY] NOT_NAMED)"),
    ("decade_of", "DECADE_DEF ORDINAL OF CENTURY_DEF (?:[CURRENT PAST NEXT]|(?P<n>NTH))"),
    ("two_lengths", "APPROX? (?P<a>SINGULAR|LENGTH) AND (?P<b>LENGTH)"),
    ("length_after", "AFTER APPROX? LENGTH"),
    ("length", "APPROX? LENGTH"),
    ("length", "(?<=[DURING]) (?:UNIT|DAY|WEEK|MONTH_UNIT|YEAR) NOT_NAMED"),
    ("length", "APPROX? PLURAL_DEF (?:AL? NUM|NUMBER_DEF (?:NUMBER|AND NUMBER_DEF)?) LAST_N?"),
    ("length", "APPROX? (?:AL NUM|NUMBER_DEF|NUM) [SINGULAR PLURAL PLURAL_DEF] UNNAMED LAST_N?"),
    ("length", "DUAL_DEF LAST_N"),
    ("every", "EVERY (?:DAY? [WEEKDAY WEEKDAY_BARE]|LENGTH)"),
)


class Form(msgspec.Struct, frozen=True):
    """One way to write a word: the words that must follow, the clitics before it and its class."""

    rest: tuple[str, ...]
    clitics: str
    sign: str
    value: str


Forms = dict[str, dict[tuple[str, ...], Form]]  # by the first word, then by the words after it


class TimeWords(msgspec.Struct, frozen=True, eq=False):
    """The words of the grammar, ready for matching; made by `time_words`."""

    forms: dict[str, tuple[Form, ...]]
    anchors: frozenset[str]
    signs: dict[str, str]
    lists: dict[str, frozenset[str]]
    patterns: tuple[Pattern, ...]
    runs: re.Pattern[str]  # signs side by side that patterns name: none fits over any other
    future_prefixes: tuple[str, ...]


def fold_time(text: str) -> str:
    """`fold`, and ta marbuta as ha; one code point for one."""
    return fold(text).replace(TA_MARBUTA, HA)


def word_key(word: str) -> str:
    """How a word of the lexicon looks in a text without diacritics, tatweel and invisible signs."""
    return IGNORED_SIGN.sub("", fold_time(word))


def time_words(data: dict[str, Any]) -> TimeWords:
    """Prepare the content of `lexicons/<language>/times.yaml` for matching."""
    lists = {name: frozenset(map(word_key, entry["list"])) for name, entry in data.items() if "list" in entry}
    classes = {name: entry for name, entry in data.items() if "forms" in entry}
    signs = _signs(classes)
    written = [
        (signs[sign], value, [m.group() for m in TOKEN.finditer(word)])
        for name, entry in classes.items()
        for sign, value, word in _words(name, entry)
    ]
    forms: Forms = {}
    for clitic in _CLITICS:
        for sign, value, (first, *rest) in written:
            _add(forms, clitic, sign, value, first, tuple(rest))
    anchored = {signs[name.upper() + end] for name in classes if classes[name].get("anchor") for end in ("", "_DEF")}
    prefixes = lists.get("future_prefix", frozenset())
    patterns = tuple(ready(reading, pattern, signs, MACROS) for reading, pattern in PATTERNS)
    named = sorted({sign for pattern in patterns for sign in pattern.text if sign >= chr(_BASE)})
    return TimeWords(
        forms={word: tuple(sorted(found.values(), key=lambda f: -len(f.rest))) for word, found in forms.items()},
        anchors=_anchors(forms, anchored),
        signs=signs,
        lists=lists,
        patterns=patterns,
        runs=re.compile(f"[{''.join(named)}]+"),
        future_prefixes=tuple(sorted(c + p for c in ("", WAW, FA) for p in prefixes)),
    )


def _anchors(forms: Forms, signs: set[str]) -> frozenset[str]:
    """The words that make a sentence worth reading; of a phrase the first, unless a later one is such a word."""
    anchored = [(word, form.rest) for word, found in forms.items() for form in found.values() if form.sign in signs]
    single = {word for word, rest in anchored if not rest}
    return frozenset(single.union(word for word, rest in anchored if single.isdisjoint(rest)))


def _signs(classes: dict[str, Any]) -> dict[str, str]:
    names = [*BUILT_IN, *SIGNS.values()]
    names += [form for name in classes for form in (name.upper(), f"{name.upper()}_DEF")]
    return {name: chr(_BASE + n) for n, name in enumerate(dict.fromkeys(names))}


def _words(name: str, entry: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Class, value and word of each form of an entry, with the article where the class takes it."""
    forms = entry["forms"]
    pairs = forms.items() if isinstance(forms, dict) else [("", forms)]
    plain = [(str(value), word_key(word)) for value, words in pairs for word in words]
    article = entry.get("article", "none")
    found = []
    if article != "only":
        found += [(name.upper(), value, word) for value, word in plain]
    if article != "none":
        sign = name.upper() if article == "only" else f"{name.upper()}_DEF"
        found += [(sign, value, ALEF + LAM + word) for value, word in plain]
    return found


def _add(forms: Forms, clitic: str, sign: str, value: str, first: str, rest: tuple[str, ...]) -> None:
    if clitic.endswith(LAM) and first.startswith(ALEF + LAM):
        first = first[1:]
    entry = forms.setdefault(clitic + first, {})
    entry.setdefault(rest, Form(rest, clitic, sign, value))
