"""Triggers: the words of a sentence that may anchor an event, each with the lexicon entry that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from khabar.lexicon.pack import PEOPLE, EventRule, LightRule
from khabar.stages.beside import beside, companions
from khabar.stages.clauses import Clauses
from khabar.stages.forms import FIRST, NOUN, PARTICIPLE, VERB
from khabar.stages.scene import FINITE, Line, Scene
from khabar.stages.subjects import COMMAS
from khabar.stages.words import Reading, source_offset
from khabar.text.arabic import AL, ALEF, DAMMA

if TYPE_CHECKING:
    from khabar.stages.trace import Trace

DERIVED = 5  # letters of a derived perfect, with its signs, in which the vowel of the passive stands
PARTICLE = "X"  # «لن»: the particle itself says that someone will not
PLAYED = frozenset({"ASSAULT", "RETREAT", "MOBILIZE", "THREATEN", "COERCE"})  # «قصف مرمى الضيوف», «استسلم الفريق»
BEFALLEN = frozenset({"PROTEST", "ASSAULT", "COERCE"})  # what a noun for people may tell of them: «متظاهرون», «معتقلون»
OTHER_SENSE = "has another sense beside"
FOLLOWS = 5  # words between a noun and the light verb after it, its adjectives: «محادثات طويلة أجراها الوسيط»
LIGHT_REACH = 7  # words between a light verb and its noun, actors not counted


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


def find_triggers(scene: Scene, line: Line, clauses: Clauses, trace: Trace | None = None) -> list[Trigger]:
    """The triggers of a sentence in order; where several entries claim one word, each is kept for the frames to decide."""
    found: list[Trigger] = []
    covered = line.first
    for i in range(line.first, line.last):
        if i < covered or i in clauses.names:
            if trace is not None:
                _passed_over(scene, i, "stands in a longer fixed phrase" if i < covered else "stands in a name", trace)
            continue
        if i in scene.phrased:
            for last, ref, reading in _expressions(scene, line, i):
                rule = scene.lexicon.events[ref]
                sense = beside(clauses).other_sense(rule, i)
                if not sense:
                    found.append(_expression(scene, line, clauses, i, last, rule, reading))
                    covered = max(covered, last)
                elif trace is not None:
                    trace.refuse(i, last, rule, reading, f"{OTHER_SENSE} «{sense}»")
        if covered <= i and "e" in scene.words[i].kinds:
            found += _word(scene, line, clauses, i, trace)
    return _unclaimed(scene, found, trace)


def _expression(
    scene: Scene, line: Line, clauses: Clauses, i: int, last: int, rule: EventRule, reading: Reading
) -> Trigger:
    """A fixed phrase as a trigger: a verb where one of its words is one, else a noun."""
    head = next((n for n in range(i, last) if clauses.form(n) == VERB), -1)
    light = None if head >= 0 else _light(scene, line, clauses, i)
    return Trigger(i, last, rule, VERB if head >= 0 else NOUN, reading, False, light, head)


def _passed_over(scene: Scene, i: int, why: str, trace: Trace) -> None:
    """Note the entries of a word that cannot be a trigger of its own."""
    for reading in scene.readings(i):
        if reading.kind == "e":
            trace.refuse(i, i + 1, scene.lexicon.events[reading.ref], reading, why)


def _unclaimed(scene: Scene, triggers: list[Trigger], trace: Trace | None) -> list[Trigger]:
    """Drop a noun that another trigger has for its companion: in «تخفيف العقوبات» the easing is the event."""
    kept = []
    for trigger in triggers:
        key = scene.tokens[trigger.first].key
        claimed = any(
            other is not trigger and 0 < trigger.first - other.last + 1 <= 3 and other.rule.type != trigger.rule.type
            and not (trigger.last < len(scene.tokens) and any(r.name == "relatives" for r in scene.readings(trigger.last)))
            and not other.rule.companions.isdisjoint(companions(key))
            for other in triggers
        )  # fmt: skip
        if not claimed:
            kept.append(trigger)
        elif trace is not None:
            trace.refuse(trigger.first, trigger.last, trigger.rule, trigger.reading, "is the companion of another trigger")
    return kept


def _expressions(scene: Scene, line: Line, i: int) -> Iterator[tuple[int, int, Reading]]:
    """(last token, entry, reading) of the longest fixed phrases that begin at token i."""
    for split, last, packed in scene.analyser.phrases(scene.tokens, i, line.last):
        refs = [int(x[1:]) for x in packed.split("|") if x[:1] == "e"]
        if refs:
            for ref in refs:
                yield last, ref, Reading("e", ref, "", "Ns", split.pre, split.skip, split.stem, "")
            return


def _word(scene: Scene, line: Line, clauses: Clauses, i: int, trace: Trace | None) -> Iterator[Trigger]:
    seen: set[int] = set()
    stands = clauses.form(i)
    readings = [r for r in scene.readings(i) if r.kind == "e"]
    for reading in sorted(readings, key=lambda r: (r.feature[1:] in FIRST, stands == PARTICIPLE != _form(r))):
        if reading.ref in seen:
            continue
        rule, own = scene.lexicon.events[reading.ref], _form(reading)
        why = _refusal(scene, line, clauses, i, reading, own)
        if why:
            if trace is not None:
                trace.refuse(i, i + 1, rule, reading, why)
            continue
        seen.add(reading.ref)
        light = _light(scene, line, clauses, i) if own == NOUN else None
        yield Trigger(i, i + 1, rule, own, reading, reading.feature[:1] in ("p", "i") or _marked_passive(scene, i, reading), light)


def _marked_passive(scene: Scene, i: int, reading: Reading) -> bool:
    """Whether the vowel written on the first letter shows the passive: «قُتل», «ووُجهت», «يُفرج»."""
    token = scene.tokens[i]
    first = source_offset(scene.text, token.start, reading.skip)
    if reading.feature[:1] == "P" and reading.stem[:1] == ALEF and len(reading.stem) > 4:
        return DAMMA in scene.text[first : first + DERIVED]  # «احتُجزوا», «اتُّهم»
    return reading.feature[:1] in "PI" and scene.text[first + 1 : first + 2] == DAMMA


def _form(reading: Reading) -> str:
    """The form in which an entry has a word: V, N, A or X; what has no features is a noun."""
    if reading.feature == "X":
        return PARTICLE
    return VERB if reading.feature[:1] in FINITE else NOUN if reading.feature[:1] in ("N", "") else PARTICIPLE


def _refusal(
    scene: Scene, line: Line, clauses: Clauses, i: int, reading: Reading, own: str
) -> str:
    """Why the word at token i is no trigger in this reading, or "" where it is one."""
    form, rule = clauses.form(i), scene.lexicon.events[reading.ref]
    if own == PARTICLE and not any(clauses.form(n) == VERB for n in range(i + 1, min(line.last, i + 3))):
        return "is a particle that no verb follows"
    if form == VERB and own != VERB:
        return "stands as a finite verb here, which it is not in this entry"
    if form in (NOUN, "") and own == VERB:
        if form:
            return "stands as a noun here, not as a finite verb"
        return "is a function word here" if "f" in scene.words[i].kinds else "does not stand where a finite verb can"
    if own == NOUN and reading.stem in clauses.heads and _light(scene, line, clauses, i) is None:
        return "is a word for a place"  # «مقاطعة»: the province
    if rule.type in PLAYED and beside(clauses).sport:
        return "is said of a match"
    if own == PARTICIPLE and _describes(scene, clauses, i, reading):
        return "is a participle that only describes the noun before it"
    if own == PARTICIPLE and i in clauses.inside and rule.type not in BEFALLEN and _counted(line, i):
        return "names those who are counted"
    if rule.companions and not _accompanied(scene, line, clauses, i, rule):
        return "has none of the words beside it that must go with it"
    sense = beside(clauses).other_sense(rule, i) if rule.unless else ""
    return f"{OTHER_SENSE} «{sense}»" if sense else ""


def _counted(line: Line, i: int) -> bool:
    """Whether a word stands in an actor phrase with a number: «5 متهمين»."""
    return any(p.first <= i < p.last and p.quantity for p in line.phrases)


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
    """Whether people, where the entry asks for them, or a companion word follow in the clause."""
    return (PEOPLE in rule.companions and _people(scene, line, clauses, i, rule)) or beside(clauses).accompanied(rule, i)


def _people(scene: Scene, line: Line, clauses: Clauses, i: int, rule: EventRule) -> bool:
    """Whether people stand after a word as its object, or counted as the subject of its passive."""
    if any(r.ending for r in scene.readings(i) if r.kind == "e" and scene.lexicon.events[r.ref] is rule):
        return True
    verb = next((v for v in clauses.verbs if v.at == i), None)
    reach = clauses.reach(i)
    for phrase in line.phrases:
        if not i < phrase.first < reach:
            continue
        own = phrase.governor if phrase.governor_at > i else ""
        person = scene.person(scene.entity(phrase))
        if person is None or person.type not in ("PER", "NORP") or (own and own not in rule.recipient):
            continue
        if verb is None or phrase is not verb.subject or phrase.quantity:
            return True
    return False


def _light(scene: Scene, line: Line, clauses: Clauses, i: int) -> Light | None:
    """The light verb or noun that governs the noun at token i, before it or after."""
    return _light_before(scene, line, clauses, i) or _light_after(scene, line, clauses, i)


def _light_before(scene: Scene, line: Line, clauses: Clauses, i: int) -> Light | None:
    """The nearest light verb or noun before token i with no other verb between."""
    words = commas = 0
    for n in range(i - 1, line.first - 1, -1):
        commas += scene.tokens[n].key in COMMAS
        words += n not in clauses.inside and scene.tokens[n].kind != "sign"
        if words > LIGHT_REACH or scene.tokens[n].key in ".!?;:":
            return None
        if scene.tokens[n].key in scene.lexicon.classes.get("parting", frozenset()):
            return None
        form = clauses.form(n)
        if form == VERB and commas % 2 and i - n > LIGHT_REACH:
            return None  # «على ما أعلنت الوزارة أمس، في أعنف قتال»: what an aside between two commas would not be
        if form == VERB or (form == NOUN and (i - n <= 2 or all(m in clauses.inside for m in range(n + 1, i)))):
            for r in scene.readings(n):
                if form == NOUN and "A" in r.pre and i - n > 1 and scene.tokens[n + 1].key not in clauses.prepositions:
                    continue  # «القرار التركي ترحيبا»: a definite noun has its act right after it
                if r.kind == "l" and (r.feature[:1] in FINITE) == (form == VERB):
                    return Light(n, scene.lexicon.lights[r.ref], form, r.feature[:1] in ("p", "i"))
            if form == VERB:
                return None
        if scene.tokens[n].key in clauses.openers:
            return None
    return None


def _light_after(scene: Scene, line: Line, clauses: Clauses, i: int) -> Light | None:
    """«هجوم شنه مسلحون»: a light verb with a pronoun, or behind a relative, that follows its noun."""
    for n in range(i + 1, min(line.last, i + 1 + FOLLOWS)):
        if scene.tokens[n].kind == "sign" or any(r.kind == "f" and r.name != "relatives" for r in scene.readings(n)):
            break
        if clauses.form(n) == VERB:
            for r in scene.readings(n):
                if r.kind != "l" or r.feature[:1] not in FINITE:
                    continue
                takes_place = scene.lexicon.lights[r.ref].source == "noun"  # «اشتباكات عنيفة اندلعت بين …»
                if r.ending or takes_place or scene.tokens[n - 1].key in clauses.relatives:
                    return Light(n, scene.lexicon.lights[r.ref], VERB, r.feature[:1] in ("p", "i"))
    return None
