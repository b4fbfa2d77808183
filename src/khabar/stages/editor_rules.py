"""What the warnings look for: the evidence of a language (`lexicons/<language>/warnings.yaml`) made ready for matching."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from khabar.lexicon.pack import Lexicon
from khabar.stages.scene import Scene
from khabar.text.arabic import AL, BA, FA, KAF, LAM, TA_MARBUTA, WAW, fold, key
from khabar.text.marks import QUOTES

GAP, ANY, OR = "\u2026", "*", "/"
REACH = 8  # words that a gap may hold


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
        self.following = [frozenset(bare(key(w)) for w in t.following) for t in evidence.terms]
        self.other = [frozenset(bare(key(w)) for w in t.unless) for t in evidence.terms]
        self.censored = re.compile(fold("|".join(f"(?:{p})" for p in evidence.censored)) or "(?!)", re.IGNORECASE)
        self.latin = re.compile("|".join(f"(?:{p})" for p in evidence.latin.usual) or "(?!)")
        self.plural = frozenset(key(n + evidence.plural.pronoun) for n in evidence.plural.nouns)
        self.endings = [(key(x), key(y)) for x, y in evidence.inflections]
        self.same = [frozenset(key(w) for w in words) for words in evidence.inflected]


@lru_cache(maxsize=4)
def rules_of(lexicon: Lexicon) -> Rules:
    """The rules of a lexicon, made ready once."""
    return Rules(msgspec.convert(lexicon.warnings, Evidence))


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


def bare(word: str) -> str:
    """A word without article and feminine ending, for comparing adjectives."""
    bare = word.removeprefix(AL) if len(word) > 4 else word
    return bare.removesuffix(TA_MARBUTA)


def matches(scene: Scene, phrases: Phrases) -> Iterator[tuple[int, int, int]]:
    """(rule, first token, last token exclusive) of the phrases met in the report; quotation marks are passed over."""
    for line in scene.lines:
        if phrases.keys().isdisjoint(scene.keys[line.first : line.last]):
            continue
        words = [n for n in range(line.first, line.last) if scene.keys[n] not in QUOTES]
        keys = [scene.keys[n] for n in words]
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
