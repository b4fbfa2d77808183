"""The settings of `rules.toml`, typed."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from khabar.errors import LexiconError

FILE = Path(__file__).parent / "rules.toml"


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value that refuses keys it does not know."""


class CopyRules(Strict, frozen=True):
    """When a report is a copy; each setting is explained in `rules.toml`."""

    share: float
    alike: float
    within: float
    least_words: int
    sentence_words: int
    other_figures: float
    formula_matches: int
    formula: float
    reach: int
    beside: int
    bands: int
    rows: int


class SourceRules(Strict, frozen=True):
    """Words for agencies that are not named, and how many sentences the lead has."""

    unnamed: tuple[str, ...]
    lead_sentences: int


class StoryRules(Strict, frozen=True):
    """When texts tell one story; each setting is explained in `rules.toml`."""

    alike: float
    core: float
    gap: int
    features: int
    reach: int
    lead_sentences: int
    printings: int
    event: float
    name: float
    word: float
    stem: int


class Points(Strict, frozen=True):
    """What each agreement of two mentions counts."""

    actor: float
    country: float
    described: float
    day: float
    near_day: float
    reckoned: float
    place: float
    around: float
    text: float
    story: float
    figure: float
    trigger: float
    title: float


class HappeningRules(Strict, frozen=True):
    """When mentions are one happening; each setting is explained in `rules.toml`."""

    needed: float
    often: frozenset[str]
    needed_often: float
    two_sided: frozenset[str]
    disputed: frozenset[str]
    days: int
    undated_days: int
    kilometres: float
    long_days: int
    sentence: float
    lead_sentences: int
    reach: int
    mentions: int
    denials: frozenset[str]
    points: Points


class FigureRules(Strict, frozen=True):
    """What figures count: beginnings of words, and how many words before and after a figure are looked at."""

    before: int
    after: int
    dead: tuple[str, ...]
    wounded: tuple[str, ...]
    arrested: tuple[str, ...]
    displaced: tuple[str, ...]
    missing: tuple[str, ...]


class Rules(Strict, frozen=True):
    """All settings."""

    copies: CopyRules
    sources: SourceRules
    stories: StoryRules
    happenings: HappeningRules
    figures: FigureRules


@lru_cache(maxsize=4)
def open_rules(path: Path = FILE) -> Rules:
    """The settings of a file; a wrong one is a `LexiconError` that names it."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Rules)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{path}: {error}") from None
