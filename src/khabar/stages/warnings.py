"""Warnings a careful editor would give: repeats, censored words, names left in Latin letters, unbalanced quotation
marks, one thing named in two ways, and signs of machine translation.

The evidence is data: `lexicons/<language>/warnings.yaml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from khabar.model.record import Block, Mention, Warning
from khabar.stages.scene import Line, Scene
from khabar.text.arabic import AL, BA, FA, KAF, LAM, TA_MARBUTA, WAW, fold, is_arabic, key
from khabar.text.segment import ARABIC, LATIN, SIGN

GAP, ANY, OR = "\u2026", "*", "/"
REACH = 8  # words that a gap may hold
QUOTES = frozenset('\u00ab\u00bb\u201c\u201d\u201e\u201f"\u2039\u203a')
PAIRS = ("\u00ab\u00bb", "\u201c\u201d", "\u2039\u203a")
CLOSING = "".join(pair[1] for pair in PAIRS)
ADDRESS = ("@", "#", "/", ".", "_")
PRINTED = ("title", "paragraph")  # credits and datelines have names in Latin letters by custom
SPELLING = 0.7  # likeness from which two words are spellings of one
EXCERPT = 40  # letters of a sign that a message shows
SHOWN = 8  # signs that a message names


class Sign(msgspec.Struct, frozen=True):
    """A kind of evidence for machine translation; `usual` is the usual wording, `says` what a message says instead."""

    id: str
    weight: int = 1
    phrases: tuple[str, ...] = ()
    pattern: str | None = None
    raw: bool = False
    least: int = 1
    unless: tuple[str, ...] = ()
    usual: str | None = None
    says: str | None = None


class Machine(msgspec.Struct, frozen=True):
    threshold: int = 3
    kinds: int = 2
    signs: tuple[Sign, ...] = ()


class Plural(msgspec.Struct, frozen=True):
    """Nouns of what two people do, and the pronouns that stand on them."""

    weight: int = 1
    pronoun: str = ""
    dual: str = ""
    nouns: tuple[str, ...] = ()


class Latin(msgspec.Struct, frozen=True):
    weight: int = 1
    usual: tuple[str, ...] = ()


class Terms(msgspec.Struct, frozen=True):
    """Renderings of one term."""

    usual: tuple[str, ...]
    odd: tuple[str, ...]
    following: tuple[str, ...] = msgspec.field(default=(), name="with")
    unless: tuple[str, ...] = ()
    alone: bool = False


class Evidence(msgspec.Struct, frozen=True):
    """The warnings file of a language."""

    machine: Machine = Machine()
    plural: Plural = Plural()
    latin: Latin = Latin()
    terms: tuple[Terms, ...] = ()
    inflections: tuple[tuple[str, str], ...] = ()
    inflected: tuple[tuple[str, ...], ...] = ()
    censored: tuple[str, ...] = ()


Item = frozenset[str]
Phrases = Mapping[str, Sequence[tuple[int, tuple[Item, ...]]]]


class Rules:
    """The evidence of a language made ready: phrases by their first word, patterns compiled."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        signs = evidence.machine.signs
        self.phrases = _by_first((n, p) for n, s in enumerate(signs) for p in s.phrases)
        written = ((n, s.pattern if s.raw else fold(s.pattern)) for n, s in enumerate(signs) if s.pattern)
        self.patterns = [(n, re.compile(p)) for n, p in written]
        self.unless = [frozenset(key(w) for w in s.unless) for s in signs]
        usual = [(2 * n, p) for n, t in enumerate(evidence.terms) for p in t.usual]
        odd = [(2 * n + 1, p) for n, t in enumerate(evidence.terms) for p in t.odd]
        self.terms = _by_first((n, p) for n, word in usual + odd for p in (word, AL + word))
        self.following = [frozenset(_stem(key(w)) for w in t.following) for t in evidence.terms]
        self.other = [frozenset(_stem(key(w)) for w in t.unless) for t in evidence.terms]
        self.censored = re.compile(fold("|".join(f"(?:{p})" for p in evidence.censored)) or "(?!)", re.IGNORECASE)
        self.latin = re.compile("|".join(f"(?:{p})" for p in evidence.latin.usual) or "(?!)")
        self.plural = frozenset(key(n + evidence.plural.pronoun) for n in evidence.plural.nouns)
        self.endings = [(key(x), key(y)) for x, y in evidence.inflections]
        self.same = [frozenset(key(w) for w in words) for words in evidence.inflected]


@lru_cache(maxsize=4)
def _rules(packed: bytes) -> Rules:
    return Rules(msgspec.msgpack.decode(packed, type=Evidence))


def _by_first(phrases: Iterable[tuple[int, str]]) -> Phrases:
    """Phrases under each word that may begin them, also behind a conjunction and a preposition."""
    found: dict[str, list[tuple[int, tuple[Item, ...]]]] = defaultdict(list)
    for n, phrase in phrases:
        first, *rest = (frozenset(key(w) for w in item.split(OR)) for item in phrase.split())
        for word in {form for w in first for form in _with_clitics(w)}:
            found[word].append((n, tuple(rest)))
    return found


def _with_clitics(word: str) -> Iterator[str]:
    for conjunction in ("", WAW, FA):
        yield conjunction + word
        for preposition in (BA, LAM, KAF):
            joined = LAM + word[1:] if preposition == LAM and word.startswith(AL) else word  # «لل»
            yield conjunction + preposition + joined


def _stem(word: str) -> str:
    """A word without article and feminine ending, for comparing adjectives."""
    bare = word.removeprefix(AL) if len(word) > 4 else word
    return bare.removesuffix(TA_MARBUTA)


def find_warnings(scene: Scene, blocks: Sequence[Block]) -> tuple[Warning, ...]:
    """The warnings on a report, sorted by position."""
    rules = _rules(msgspec.msgpack.encode(scene.lexicon.warnings))
    folded = fold(scene.text)
    found = list(_repeats(blocks))
    found += _censored(scene, folded, rules)
    found += _latin_names(scene, rules)
    found += _unbalanced(scene, blocks)
    terms = list(_terms(scene, rules))
    found += terms
    found += _spellings(scene, rules)
    found += _machine(scene, folded, rules, terms)
    return tuple(sorted(found, key=lambda w: (w.start, w.end, w.code)))


def _repeats(blocks: Sequence[Block]) -> Iterator[Warning]:
    for block in blocks:
        if block.kind == "repeat":
            yield Warning("repeated-block", f"says again what block {block.repeat_of} says", block.start, block.end)


def _censored(scene: Scene, folded: str, rules: Rules) -> Iterator[Warning]:
    """Words that stand for words left out, in what is read of the report."""
    for line in scene.lines:
        for match in rules.censored.finditer(folded, line.start, line.end):
            words = scene.text[match.start() : match.end()]
            yield Warning("redaction", f"«{words}» stands for censored words", *match.span())


# names in Latin letters


def _latin_runs(scene: Scene, line: Line) -> Iterator[tuple[int, int]]:
    """Ranges of tokens in Latin letters in an Arabic sentence, without addresses and glosses in brackets."""
    tokens = scene.tokens
    if not any(tokens[n].kind == ARABIC for n in range(line.first, line.last)):
        return
    n = line.first
    while n < line.last:
        end = n
        while (
            end < line.last and tokens[end].kind == LATIN and (end == n or tokens[end].start - tokens[end - 1].end == 1)
        ):
            end += 1
        if end > n and not _gloss(scene, n, end):
            yield n, end
        n = max(end, n + 1)


def _gloss(scene: Scene, first: int, last: int) -> bool:
    """Whether a run is a gloss, «(Witkoff)», a title in quotation marks, or part of an address, «@name», «site.com»."""
    text, start, end = scene.text, scene.tokens[first].start, scene.tokens[last - 1].end
    before, after = text[start - 1 : start], text[end : end + 2]
    title = any(q.inner_start <= start and end == q.inner_end for q in scene.quoted)
    return title or before in ("(", "[", *ADDRESS) or (after[:1] in ADDRESS and after[1:].isalnum())


def _latin_names(scene: Scene, rules: Rules) -> Iterator[Warning]:
    """Names that should stand in Arabic letters."""
    for line in scene.lines:
        if line.kind not in PRINTED:
            continue
        for first, last in _latin_runs(scene, line):
            start, end = scene.tokens[first].start, scene.tokens[last - 1].end
            name = scene.text[start:end]
            if rules.latin.fullmatch(name):
                continue
            arabic = _arabic_name(scene, start)
            beside = f"; the report also writes «{arabic}»" if arabic else ""
            yield Warning("untransliterated-name", f"«{name}» is left in Latin letters{beside}", start, end)


def _arabic_name(scene: Scene, start: int) -> str | None:
    """The name in Arabic letters that the report has for the entity of the mention at `start`."""
    named = [m for m in scene.resolved.mentions if m.form == "name" and m.entity]
    entity = next((m.entity for m in named if m.start == start), None)
    return next((m.text for m in named if m.entity == entity and is_arabic(m.text)), None)


# quotation marks


def _unbalanced(scene: Scene, blocks: Sequence[Block]) -> Iterator[Warning]:
    """Marks that nothing closes or that close nothing, in blocks whose marks do not come out even."""
    text = scene.text
    for quoted in scene.quoted:
        mark, at = text[quoted.start], quoted.start
        pair = next((p for p in PAIRS if mark in p), None)
        opened = not quoted.closed or (pair is not None and text[quoted.end - 1] not in pair)
        goes_on = text[quoted.end :].lstrip()[:1] == mark  # each paragraph of a long quotation opens anew
        if opened and not goes_on and _uneven(text, blocks, at):
            yield Warning("unbalanced-quotation", f"nothing closes the mark {mark}", at, at + 1)
    for line in scene.lines:
        for token in scene.tokens[line.first : line.last]:
            stray = token.kind == SIGN and token.key in CLOSING and line.kind != "dateline"
            if (
                stray
                and not any(q.start <= token.start < q.end for q in scene.quoted)
                and _uneven(text, blocks, token.start)
            ):
                yield Warning("unbalanced-quotation", f"the mark {token.key} closes nothing", token.start, token.end)


def _uneven(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether the marks of the kind that stands at an offset do not come out even in its block."""
    block = next(b for b in blocks if b.start <= at < b.end)
    piece, mark = text[block.start : block.end], text[at]
    pair = next((p for p in PAIRS if mark in p), None)
    return piece.count(pair[0]) != piece.count(pair[1]) if pair else piece.count(mark) % 2 == 1


# one thing in two ways


def _matches(scene: Scene, phrases: Phrases) -> Iterator[tuple[int, int, int]]:
    """(rule, first token, last token exclusive) of the phrases met in the report; quotation marks are passed over."""
    for line in scene.lines:
        words = [n for n in range(line.first, line.last) if scene.tokens[n].key not in QUOTES]
        keys = [scene.tokens[n].key for n in words]
        for at, word in enumerate(keys):
            for rule, items in phrases.get(word, ()):
                end = _follows(keys, at + 1, items)
                if end:
                    yield rule, words[at], words[end - 1] + 1


def _follows(keys: Sequence[str], at: int, items: Sequence[Item]) -> int:
    """The end of the phrase whose further items stand from `at` on, 0 where they do not."""
    for n, item in enumerate(items):
        if GAP in item:
            ends = (_follows(keys, later, items[n + 1 :]) for later in range(at, min(len(keys), at + REACH + 1)))
            return next((e for e in ends if e), 0)
        if at >= len(keys) or (keys[at] not in item and ANY not in item):
            return 0
        at += 1
    return at


def _terms(scene: Scene, rules: Rules) -> Iterator[Warning]:
    """A term in two renderings, each with the same word after it; the longest rendering counts."""
    found = sorted(set(_matches(scene, rules.terms)), key=lambda m: (m[1], -m[2]))
    seen: dict[tuple[int, str], dict[int, tuple[int, int]]] = defaultdict(dict)
    covered = -1
    for code, first, last in found:
        if last <= covered:
            continue
        covered = last
        rule, odd = divmod(code, 2)
        terms, after = rules.evidence.terms[rule], ""
        if not terms.alone:
            after = _stem(scene.tokens[last].key) if last < len(scene.tokens) else ""
            wanted = after in rules.following[rule] if terms.following else after not in rules.other[rule]
            if not after or scene.tokens[last].kind == SIGN or not wanted:
                continue
            last += 1
        seen[rule, after].setdefault(odd, (scene.tokens[first].start, scene.tokens[last - 1].end))
    for pair in seen.values():
        if len(pair) == 2:
            one, two = sorted(pair.values())
            words = [scene.text[a:b] for a, b in (one, two)]
            yield Warning("inconsistent-term", f"«{words[0]}» and «{words[1]}» seem to render one term", *two)


def _spellings(scene: Scene, rules: Rules) -> Iterator[Warning]:
    """A name that the report spells in two ways."""
    names: dict[str, list[Mention]] = defaultdict(list)
    for mention in scene.resolved.mentions:
        if mention.entity and mention.form == "name" and is_arabic(mention.text):
            names[mention.entity].append(mention)
    for mentions in names.values():
        kept: list[tuple[Mention, list[str]]] = []
        for mention in mentions:
            words = _name_words(scene.text, mention)
            if any(words == own for _, own in kept):
                continue
            other = next((m for m, own in kept if _respelled(own, words, rules)), None)
            kept.append((mention, words))
            if other:
                message = f"«{mention.text}» is also spelt «{other.text}»"
                yield Warning("inconsistent-term", message, mention.start, mention.end)


def _name_words(text: str, mention: Mention) -> list[str]:
    """The folded words of a name without the article, also where it is written «لل»."""
    words = key(mention.text).split()
    if words and words[0][0] == LAM and text[mention.start - 1 : mention.start] == LAM:
        words[0] = words[0][1:]
    return [w.removeprefix(AL) for w in words]


def _respelled(one: Sequence[str], two: Sequence[str], rules: Rules) -> bool:
    """Whether two names differ in one word that is only spelt in another way."""
    ours, theirs = [w for w in one if w not in two], [w for w in two if w not in one]
    if len(ours) != 1 or len(theirs) != 1 or abs(len(one) - len(two)) > 1:
        return False
    a, b = ours[0], theirs[0]
    if any({a, b} <= words for words in rules.same) or any(_inflects(a, b, pair) for pair in rules.endings):
        return False
    return a[0] == b[0] and min(len(a), len(b)) > 2 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELLING


def _inflects(a: str, b: str, endings: tuple[str, str]) -> bool:
    x, y = endings
    return any(
        one.endswith(x) and two.endswith(y) and one[: -len(x)] == two[: -len(y)] for one, two in ((a, b), (b, a))
    )


# machine translation


class Hit(msgspec.Struct, frozen=True):
    """A kind of sign where it is first met."""

    start: int
    end: int
    weight: int
    words: str


def _machine(scene: Scene, folded: str, rules: Rules, terms: Sequence[Warning]) -> Iterator[Warning]:
    """One warning that names the signs, where they weigh enough together."""
    hits = {**_phrase_hits(scene, rules), **_pattern_hits(scene, folded, rules), **_other_hits(scene, rules, terms)}
    found = sorted(hits.values(), key=lambda h: (h.start, h.end))
    machine = rules.evidence.machine
    if len(found) >= machine.kinds and sum(h.weight for h in found) >= machine.threshold:
        heaviest = sorted(found, key=lambda h: (-h.weight, h.start))[:SHOWN]
        named = "; ".join(h.words for h in found if h in heaviest)
        named += f"; {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        yield Warning("machine-translated", f"machine translation is suspected: {named}", found[0].start, found[0].end)


def _hit(scene: Scene, sign: Sign, start: int, end: int) -> Hit:
    words = "".join(c for c in scene.text[start:end].strip() if c not in QUOTES)
    if len(words) > EXCERPT:
        words = f"{words[: EXCERPT // 2]}…{words[-EXCERPT // 2 :]}"
    usual = f" (usually «{sign.usual}»)" if sign.usual else ""
    return Hit(start, end, sign.weight, sign.says or f"«{words}»{usual}")


def _phrase_hits(scene: Scene, rules: Rules) -> dict[str, Hit]:
    found: dict[str, Hit] = {}
    for n, first, last in _matches(scene, rules.phrases):
        sign = rules.evidence.machine.signs[n]
        if sign.id not in found and not any(t.key in rules.unless[n] for t in scene.tokens[first:last]):
            found[sign.id] = _hit(scene, sign, scene.tokens[first].start, scene.tokens[last - 1].end)
    return found


def _pattern_hits(scene: Scene, folded: str, rules: Rules) -> dict[str, Hit]:
    found: dict[str, Hit] = {}
    for n, pattern in rules.patterns:
        sign = rules.evidence.machine.signs[n]
        text = scene.text if sign.raw else folded
        spans = [m.span() for line in scene.lines for m in pattern.finditer(text, line.start, line.end)]
        spans = [(a, b) for a, b in spans if not rules.unless[n] & set(folded[a:b].split())]
        if len(spans) >= sign.least:
            hit = _hit(scene, sign, *spans[0])
            times = f", {len(spans)} times" if sign.least > 1 else ""
            found[sign.id] = msgspec.structs.replace(hit, words=hit.words + times)
    return found


def _other_hits(scene: Scene, rules: Rules, terms: Sequence[Warning]) -> dict[str, Hit]:
    """Signs that take the report's entities: a name in both scripts, a term in two renderings, «اجتماعهم» of two."""
    found: dict[str, Hit] = {}
    latin = rules.evidence.latin
    for warning in _latin_names(scene, rules):
        arabic = _arabic_name(scene, warning.start)
        if arabic and "latin" not in found:
            words = scene.text[warning.start : warning.end]
            found["latin"] = Hit(warning.start, warning.end, latin.weight, f"«{words}» beside «{arabic}»")
    for warning in terms[:1]:
        found["terms"] = Hit(warning.start, warning.end, latin.weight, warning.message)
    for line in scene.lines:
        for n in range(line.first, line.last):
            if scene.tokens[n].key in rules.plural and "plural" not in found and _two_people(scene, line, n):
                sign = Sign("plural", rules.evidence.plural.weight, usual=rules.evidence.plural.dual)
                found["plural"] = _hit(scene, sign, scene.tokens[n].start, scene.tokens[n].end)
    return found


def _two_people(scene: Scene, line: Line, n: int) -> bool:
    """Whether the actors named before token n, in its sentence or the one before, are two people and nobody else."""
    lines = [line] if line.index == 0 else [line, scene.lines[line.index - 1]]
    people: set[str] = set()
    for own in lines:
        for phrase in own.phrases:
            if phrase.first >= n:
                break
            for entity in scene.entities(phrase):
                person = scene.person(entity)
                if person and person.type == "NORP":
                    return False
                if person and person.type == "PER":
                    people.add(entity)
        if len(people) >= 2:
            break
    return len(people) == 2
