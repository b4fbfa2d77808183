"""Time expressions: find what can be put on a calendar and say it in ISO 8601.

A sentence is read only if it holds a word, a year or a date to begin with. Its tokens become signs (`times_grammar`),
the patterns are tried over the signs, and of what overlaps the earliest, then the longest that has a meaning is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from khabar.stages.times_calendar import HIJRI_YEARS, Precision
from khabar.stages.times_grammar import (
    CLITIC_CLASS,
    IGNORED_SIGN,
    SIGNS,
    TOKEN,
    TRIGGER,
    TimeWords,
    fold_time,
    time_words,
)
from khabar.stages.times_match import Context, Kind, Match, Reading, Tokens
from khabar.stages.times_readings import READINGS
from khabar.stages.words import Memo
from khabar.text.arabic import DIACRITICS, LAM, TATWEEL

__all__ = ["TimeSpan", "TimeWords", "find_times", "time_words"]

WORD = re.compile(r"[^\W\d_]+")
NUMERIC = re.compile(r"[0-9]+([/.\-])[0-9]+\1[0-9]+")
Future = Callable[[int, int], bool]


class TimeSpan(msgspec.Struct, frozen=True):
    """A time expression; `text` stands at `start` to `end` of the source, in code points."""

    start: int
    end: int
    text: str
    kind: Kind
    value: str | None
    precision: Precision


class Source(msgspec.Struct, frozen=True):
    """A text and its folded twin without ignored signs; `kept` leads back from it, None where nothing was left out."""

    text: str
    folded: str
    kept: tuple[int, ...] | None

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """The place in the twin of a stretch of the text."""
        if self.kept is None:
            return start, end
        return bisect_left(self.kept, start), bisect_left(self.kept, end)

    def outside(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of a stretch of the twin, with the diacritics and the tatweel on its last letter."""
        if self.kept is None:
            return start, end
        last = self.kept[end - 1] + 1
        while last < len(self.text) and self.text[last] in DIACRITICS + TATWEEL:
            last += 1
        return self.kept[start], last


def find_times(
    text: str,
    sentences: Sequence[tuple[int, int]],
    words: TimeWords,
    published: date | None,
    future_at: Future | None = None,
) -> tuple[TimeSpan, ...]:
    """The time expressions of a text, in order; `future_at` tells whether the verb by a stretch of it is future."""
    source = _source(text)
    found: list[TimeSpan] = []
    last: tuple[int, date] | None = None
    year: int | None = None
    for number, (start, end) in enumerate(sentences):
        start, end = source.inside(start, end)
        sentence = source.folded[start:end]
        if words.anchors.isdisjoint(WORD.findall(sentence)) and not TRIGGER.search(sentence):
            continue
        tokens = tokenise(sentence, start, words)
        future = _future(source, tokens, words, future_at)
        done = 0
        for match, reading in _candidates(tokens, words):
            if match.start < done:
                continue
            day = last[1] if last and number - last[0] <= 1 else None
            meant = reading(match, Context(published, day, year, future))
            if meant is None:
                continue
            done = match.end
            span = _span(source, match, meant)
            found.append(span)
            last = (number, date.fromisoformat(span.value)) if span.value and span.precision == "day" else last
            year = int(span.value[:4]) if span.value and span.kind == "date" and span.value[0] != "-" else year
    return tuple(found)


def tokenise(sentence: str, offset: int, words: TimeWords) -> Tokens:
    """Class each token of a folded sentence: the longest phrase where one stands, clitics as tokens of their own."""
    raw: list[tuple[str, int, int]] = []
    end = 0
    for word in TOKEN.findall(sentence):
        start = sentence.index(word, end)
        end = start + len(word)
        raw.append((word, offset + start, offset + end))
    plain = _plain_signs(words)
    pieces: list[tuple[str, str, str, int, int]] = []
    at = 0
    while at < len(raw):
        word, start, end = raw[at]
        forms = words.forms.get(word)
        form = next((f for f in forms if _follows(raw, at, f.rest)), None) if forms else None
        if form is None:
            pieces.append((plain[word], word, word, start, end))
            at += 1
            continue
        for clitic in form.clitics:
            pieces.append((words.signs[CLITIC_CLASS.get(clitic, "OTHER")], "", clitic, start, start + 1))
            start += 1
        if word[len(form.clitics) - 1 :].startswith(LAM + LAM) and form.clitics:
            start -= 1
        at += len(form.rest) + 1
        pieces.append((form.sign, form.value, word[len(form.clitics) :], start, raw[at - 1][2]))
    signs, values, names, starts, ends = zip(*pieces, strict=True)
    return Tokens("".join(signs), values, names, tuple(zip(starts, ends, strict=True)))


def _follows(raw: list[tuple[str, int, int]], at: int, rest: tuple[str, ...]) -> bool:
    return not rest or tuple(word for word, _, _ in raw[at + 1 : at + 1 + len(rest)]) == rest


@lru_cache(maxsize=4)
def _plain_signs(words: TimeWords) -> Memo[str, str]:
    return Memo(lambda word: _plain_sign(word, words))


def _plain_sign(word: str, words: TimeWords) -> str:
    """The class of a token that is no word of the grammar: figures, signs, future verbs."""
    if word in SIGNS:
        return words.signs[SIGNS[word]]
    if word[0] in "0123456789":
        return words.signs[_figures(word)]
    if word.startswith(words.future_prefixes) and len(word) > 3:
        stem = word[1:] if word[0] in CLITIC_CLASS else word
        if stem not in words.lists.get("future_not", frozenset()):
            return words.signs["FUTURE"]
    return words.signs["OTHER" if word[0].isalpha() else "STOP"]


def _figures(word: str) -> str:
    if not (word.isascii() and word.isdigit()):
        return "NUMERIC" if NUMERIC.fullmatch(word) else "OTHER"
    number = int(word) if len(word) <= 6 else 0
    if len(word) == 4 and 1000 <= number < 2200:
        return "YEAR4_HIJRI" if number in HIJRI_YEARS else "YEAR4_PLAIN"
    if len(word) <= 2 and 1 <= number <= 31:
        return "DIGIT"
    return "COUNT" if number else "OTHER"


def _candidates(tokens: Tokens, words: TimeWords) -> Iterator[tuple[Match, Callable[[Match, Context], Reading | None]]]:
    """All that a pattern fits: the earliest first, then the longest, then in the order of the patterns."""
    for run in words.runs.finditer(tokens.signs):
        at = run.start()
        for start, end, name, groups in _fits(run[0], words):
            spans = {group: (at + a, at + b) for group, (a, b) in groups.items()}
            yield Match(words, tokens, at + start, at + end, spans), READINGS[name]


@lru_cache(maxsize=100_000)  # runs are short and come back
def _fits(run: str, words: TimeWords) -> list[tuple[int, int, str, dict[str, tuple[int, int]]]]:
    """What the patterns fit in a run of signs, sorted: start, end, reading, and the places of the groups that take part."""
    found = [
        (match.start(), -match.end(), order, pattern.reading, match)
        for order, pattern in enumerate(words.patterns)
        for match in pattern.finditer(run)
    ]
    found.sort(key=lambda f: f[:3])
    return [
        (m.start(), m.end(), name, {group: m.span(group) for group in m.groupdict() if m[group] is not None})
        for *_, name, m in found
    ]


def _span(source: Source, match: Match, reading: Reading) -> TimeSpan:
    first = match.start if reading.start is None else reading.start
    start, end = source.outside(match.tokens.spans[first][0], match.tokens.spans[match.end - 1][1])
    return TimeSpan(start, end, source.text[start:end], reading.kind, reading.value, reading.precision)


def _source(text: str) -> Source:
    folded = fold_time(text)
    if not IGNORED_SIGN.search(text):
        return Source(text, folded, None)
    kept: list[int] = []
    done = 0
    for match in IGNORED_SIGN.finditer(text):
        kept += range(done, match.start())
        done = match.end()
    kept += range(done, len(text))
    return Source(text, IGNORED_SIGN.sub("", folded), tuple(kept))


def _future(source: Source, tokens: Tokens, words: TimeWords, future_at: Future | None) -> Future:
    """Whether a stretch of tokens stands with a future verb: as the caller says, or by the words around."""
    if future_at is None:
        return lambda first, after: words_of_future(tokens, words, first, after)
    told = future_at
    return lambda first, after: told(*source.outside(tokens.spans[first][0], tokens.spans[after - 1][1]))


def words_of_future(tokens: Tokens, words: TimeWords, first: int, after: int) -> bool:
    """A future verb earlier in the clause, or within three words after."""
    future, clause = words.signs["FUTURE"], words.signs["CLAUSE"]
    ends = words.signs["STOP"] + words.signs["COMMA"]
    for at in range(first - 1, max(first - 16, -1), -1):
        sign = tokens.signs[at]
        if sign == future:
            return True
        if sign in ends or (sign == clause and tokens.signs[at - 1 : at] != future):
            break
    for sign in tokens.signs[after : after + 3]:
        if sign == future:
            return True
        if sign == clause or sign in ends:
            break
    return False
