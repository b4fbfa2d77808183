"""Triggers: the words of a sentence that may anchor an event, each with the lexicon entry that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from khabar.lexicon.pack import EventRule, LightRule
from khabar.stages.clauses import FIRST, NOUN, PARTICIPLE, VERB, Clauses
from khabar.stages.scene import FINITE, Line, Scene
from khabar.stages.words import Reading
from khabar.text.arabic import AL
from khabar.text.clitics import PRONOUNS, proclitic_splits, without_ending

_CLITICS = ("", AL, "\u0628", "\u0628" + AL, "\u0644\u0644", "\u0648", "\u0648" + AL)  # before a word of `unless`
COMPANION_REACH = 8  # words after a trigger in which its companion stands: «أطلقت القوات النار»
PARTICLE = "X"  # «لن»: the particle itself says that someone will not
_PRONOUN_ENDS = frozenset(p[-1] for p in PRONOUNS)
BEFALLEN = frozenset({"PROTEST", "ASSAULT", "COERCE"})  # what a noun for people may tell of them: «متظاهرون», «معتقلون»
LIGHT_REACH = 7  # words between a light verb and its noun


class Light(msgspec.Struct, frozen=True):
    """A light verb (or its noun) at token `at` with its rule and form."""

    at: int
    rule: LightRule
    form: str
    passive: bool


class Trigger(msgspec.Struct, frozen=True):
    """A trigger at tokens first to last (exclusive).

    `form` is V, N or A; `passive` where the letters say so; `light` the light verb that carries a noun.
    """

    first: int
    last: int
    rule: EventRule
    form: str
    reading: Reading
    passive: bool
    light: Light | None
    head: int = -1

    @property
    def at(self) -> int:
        """The token of the verb, or the first one."""
        return self.head if self.head >= 0 else self.first


def find_triggers(scene: Scene, line: Line, clauses: Clauses) -> list[Trigger]:
    """The triggers of a sentence in order; where several entries claim one word, each is kept for the frames to decide."""
    found: list[Trigger] = []
    covered = line.first
    words = frozenset().union(*[_bare(t.key) for t in scene.tokens[line.first : line.last]])
    for i in range(line.first, line.last):
        if i < covered or i in clauses.names:
            continue
        if scene.analyser.phrase_starts[scene.tokens[i].key]:
            expression = list(_expressions(scene, line, i))
            for last, ref, reading in expression:
                rule = scene.lexicon.events[ref]
                if not _ruled_out(scene, rule, words, line):
                    head = next((n for n in range(i, last) if clauses.form(n) == VERB), -1)
                    form = VERB if head >= 0 else NOUN
                    light = None if head >= 0 else _light(scene, line, clauses, i)
                    found.append(Trigger(i, last, rule, form, reading, False, light, head))
                    covered = max(covered, last)
            if covered > i:
                continue
        if "e" in scene.words[i].kinds:
            found += _word(scene, line, clauses, i, words)
    return _unclaimed(scene, found)


def _unclaimed(scene: Scene, triggers: list[Trigger]) -> list[Trigger]:
    """Drop a noun that another trigger has for its companion: in «تخفيف العقوبات» the easing is the event."""
    kept = []
    for trigger in triggers:
        key = scene.tokens[trigger.first].key
        claimed = any(
            other is not trigger and 0 < trigger.first - other.last + 1 <= 3 and other.rule.type != trigger.rule.type
            and not (trigger.last < len(scene.tokens) and any(r.name == "relatives" for r in scene.readings(trigger.last)))
            and (key in other.rule.companions or key.removeprefix(AL) in other.rule.companions)
            for other in triggers
        )  # fmt: skip
        if not claimed:
            kept.append(trigger)
    return kept


def _expressions(scene: Scene, line: Line, i: int) -> Iterator[tuple[int, int, Reading]]:
    """(last token, entry, reading) of the longest fixed phrases that begin at token i."""
    for split, last, packed in scene.analyser.phrases(scene.tokens, i, line.last):
        refs = [int(x[1:]) for x in packed.split("|") if x[:1] == "e"]
        if refs:
            for ref in refs:
                yield last, ref, Reading("e", ref, "", "Ns", split.pre, split.skip, split.stem, "")
            return


def _word(scene: Scene, line: Line, clauses: Clauses, i: int, words: frozenset[str]) -> Iterator[Trigger]:
    form = clauses.form(i)
    seen: set[int] = set()
    for reading in sorted(scene.readings(i), key=lambda r: r.feature[1:] in FIRST):
        if reading.kind != "e" or reading.ref in seen:
            continue
        own = VERB if reading.feature[:1] in FINITE else NOUN if reading.feature[:1] == "N" else PARTICIPLE
        if reading.feature == "":
            own = NOUN
        if reading.feature == "X":
            own = PARTICLE
            if not any(clauses.form(n) == VERB for n in range(i + 1, min(line.last, i + 3))):
                continue
        if form == VERB and own != VERB:
            continue
        if form in (NOUN, "") and own == VERB:
            continue
        rule = scene.lexicon.events[reading.ref]
        if own == NOUN and reading.stem in clauses.heads and _light(scene, line, clauses, i) is None:
            continue  # «مقاطعة»: the province
        if own == PARTICIPLE and _describes(scene, clauses, i, reading):
            continue
        if rule.companions and not _accompanied(scene, line, clauses, i, rule):
            continue
        if rule.unless and _ruled_out(scene, rule, words, line):
            continue
        seen.add(reading.ref)
        light = _light(scene, line, clauses, i) if own == NOUN else None
        yield Trigger(i, i + 1, rule, own, reading, reading.feature[:1] in ("p", "i"), light)


def _describes(scene: Scene, clauses: Clauses, i: int, reading: Reading) -> bool:
    """Whether an active participle only describes the noun before it: «الأحزاب المؤيدة», «مجموعة مؤيدة للاستقلال»."""
    passive = len(reading.stem) > 3 and reading.stem[3] == "\u0648"
    if passive or (i in clauses.inside and scene.lexicon.events[reading.ref].type in BEFALLEN):
        return False
    if "A" in reading.pre:
        return True
    if reading.feature != "Ams" or i == clauses.line.first or reading.pre:
        before = scene.tokens[i - 1] if i > clauses.line.first else None
        if before is None or before.kind != "ar" or before.key.startswith(AL):
            return False
        return any(r.kind in "ner" and not r.ending for r in scene.readings(i - 1)) and clauses.form(i - 1) in (
            NOUN,
            "",
        )
    return False


def _accompanied(scene: Scene, line: Line, clauses: Clauses, i: int, rule: EventRule) -> bool:
    """Whether a companion word follows in the clause, with or without clitics."""
    tokens = scene.tokens
    stop = min(line.last, i + 1 + COMPANION_REACH)
    for n in range(i + 1, stop):
        key = tokens[n].key
        if not rule.companions.isdisjoint(_companions(key, "f" in scene.words[n].kinds)):
            return True
        if n + 1 < stop and f"{key} {tokens[n + 1].key}" in rule.companions:
            return True
        if clauses.form(n) == VERB or tokens[n].key in ".!?;":
            return False
    return False


@lru_cache(maxsize=100_000)
def _companions(key: str, function: bool) -> tuple[str, ...]:
    """What a word may be as a companion: without clitics, and without a pronoun, «قطعت الجزائر علاقاتها»."""
    found = {key, key.removeprefix(AL), key[1:], key[2:], key[3:]}
    if not function and key[-1:] in _PRONOUN_ENDS:
        bare = [split.stem for split in proclitic_splits(key) if "A" not in split.pre]
        found.update(stem for word in bare for stem, _ in without_ending(word))
    return tuple(found)


@lru_cache(maxsize=100_000)
def _bare(key: str) -> tuple[str, ...]:
    """A word as it is written and without what may stand before a word of `unless`."""
    return tuple([key[len(clitics) :] for clitics in _CLITICS if key.startswith(clitics)])


def _ruled_out(scene: Scene, rule: EventRule, words: frozenset[str], line: Line) -> bool:
    """Whether a word of the sentence shows another sense of the entry."""
    if not rule.unless.isdisjoint(words):
        return True
    phrases = [word for word in rule.unless if " " in word]
    sentence = " ".join([t.key for t in scene.tokens[line.first : line.last]]) if phrases else ""
    return any(phrase in sentence for phrase in phrases)


def _light(scene: Scene, line: Line, clauses: Clauses, i: int) -> Light | None:
    """The light verb or noun that governs the noun at token i: the nearest before it with no other verb between."""
    for n in range(i - 1, max(line.first, i - LIGHT_REACH) - 1, -1):
        if scene.tokens[n].key in ".!?;:":
            return None
        if scene.tokens[n].key in scene.lexicon.classes.get("parting", frozenset()):
            return None
        form = clauses.form(n)
        if form == VERB or (form == NOUN and (i - n <= 2 or all(m in clauses.inside for m in range(n + 1, i)))):
            for r in scene.readings(n):
                if r.kind == "l" and (r.feature[:1] in FINITE) == (form == VERB):
                    return Light(n, scene.lexicon.lights[r.ref], form, r.feature[:1] in ("p", "i"))
            if form == VERB:
                return None
        if scene.tokens[n].key in clauses.openers:
            return None
    for n in range(i + 1, min(line.last, i + 3)):
        if scene.tokens[n].key in ".!?;:":
            break
        if clauses.form(n) == VERB:  # «هجوم شنه مسلحون»: the light verb follows its noun
            for r in scene.readings(n):
                if (
                    r.kind == "l"
                    and r.feature[:1] in FINITE
                    and (r.ending or scene.tokens[n - 1].key in clauses.relatives)
                ):
                    return Light(n, scene.lexicon.lights[r.ref], VERB, r.feature[:1] in ("p", "i"))
    return None
