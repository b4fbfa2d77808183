"""Status of an event: asserted, negated, future or hypothetical, by the words around its trigger."""

from __future__ import annotations

from typing import NamedTuple

from khabar.stages.clauses import Clauses
from khabar.stages.forms import FIRST, NOUN, VERB
from khabar.stages.scene import FINITE, Line, Scene
from khabar.stages.subjects import COMMAS
from khabar.stages.triggers import Trigger

ASSERTED, NEGATED, FUTURE, HYPOTHETICAL = "asserted", "negated", "future", "hypothetical"
MAY = "\u0642\u062f"  # «قد» before the imperfect
MAYBE = (MAY, "\u0648" + MAY, "\u0641" + MAY)
THAT = "\u0627\u0646"
EXPECTED, LIST = 4, 24  # words from a word of plan to the act, and to a later act of the same list
NEAR = 3  # words before a trigger in which a particle bears on it


class Verdict(NamedTuple):
    """A status, what decided it, and the token of the word that did, or -1."""

    status: str
    why: str
    at: int = -1


class StatusReader:
    """Reads the status of the triggers of one sentence."""

    def __init__(self, scene: Scene, line: Line, clauses: Clauses) -> None:
        self.scene, self.line, self.clauses = scene, line, clauses
        classes = scene.lexicon.classes
        self.negation = classes.get("negation", frozenset())
        self.harmless = classes.get("negation_not", frozenset())
        self.future = classes.get("future", frozenset()) - {"\u0633"}
        self.future_words = classes.get("future_words", frozenset())
        self.conditional = classes.get("conditional", frozenset())
        self.hedges = classes.get("hedges", frozenset())
        self.obligation = classes.get("obligation", frozenset()) - classes.get("prepositions", frozenset())
        self.near = classes.get("about_to", frozenset())
        self.unreal = classes.get("unreal", frozenset())

    def status(self, trigger: Trigger) -> str:
        """The status of a trigger's event, in the eyes of its source."""
        return self.read(trigger).status

    def read(self, trigger: Trigger) -> Verdict:
        """The status of a trigger's event with the word that decides it."""
        if trigger.rule.status:
            return Verdict(trigger.rule.status, "its entry has this status")
        light = trigger.light
        at = light.at if light is not None and light.at < trigger.first else trigger.first
        word = self._negated(at)
        if word < 0 and at != trigger.first:
            word = self._negated(trigger.first)
        if word >= 0:
            return Verdict(NEGATED, "a word of negation before it", word)
        if light is not None and light.rule.polarity == "negated":
            return Verdict(NEGATED, "the light verb denies it", light.at)
        word = self._hypothetical(trigger, at)
        if word >= 0:
            return Verdict(HYPOTHETICAL, "a word of possibility, condition or aim", word)
        word = self._future(trigger, at)
        if word >= 0:
            return Verdict(FUTURE, "a word or letter of the future", word)
        if light is not None and light.rule.status:
            return Verdict(light.rule.status, "the light verb has this status", light.at)
        over = self._over(light.at) if light is not None and light.form == NOUN else None
        if over is not None:
            return over
        return Verdict(ASSERTED, "no word of negation, future or possibility bears on it")

    def _over(self, at: int) -> Verdict | None:
        """The status that the verb over a light noun lends, whose subject stands right before the noun: «يريد الرئيسان عقد قمة»."""
        n = next((n for n in range(at - 1, self.line.first - 1, -1) if self.scene.finite(n)), -1)
        if n < 0 or not any(p.last == at for p in self.line.phrases):
            return None
        rules = (self.scene.lexicon.lights[r.ref] for r in self.scene.readings(n) if r.kind == "l" and r.feature[:1] in FINITE)
        status = next((rule.status for rule in rules if rule.status), None)
        return Verdict(status, "the verb over the light noun has this status", n) if status else None

    def _words_before(self, at: int, count: int) -> list[str]:
        found = []
        for n in range(at - 1, max(self.line.first, at - count) - 1, -1):
            token = self.scene.tokens[n]
            if token.kind == "sign":
                break
            found.append(token.key)
        return found

    def _negated(self, at: int) -> int:
        """The token of a particle of negation right before the verb, or of «عدم», «دون» before the noun; -1 where none is."""
        before = self._words_before(at, 2)
        for n, word in enumerate(before):
            bare = word[1:] if word[:1] in "\u0648\u0641\u0628" and word[1:] in self.negation else word
            if bare not in self.negation:
                if n == 0 and self._light_word(at - 1):
                    continue
                break
            pair = f"{bare} {self.scene.tokens[at - n].key}"
            if pair in self.harmless:
                return -1
            if bare == "\u0645\u0627" and self.clauses.form(at) != VERB:
                return -1
            return -1 if bare == "ما" and n == 0 and self._relative_ma(at) else at - 1 - n
        return -1

    def _relative_ma(self, at: int) -> bool:
        """«ما» after a preposition, a verb or a comma is «that which»; as a negation it opens its clause."""
        n = at - 2
        return n >= self.line.first and (self.scene.tokens[n].kind != "sign" or self.scene.tokens[n].key in COMMAS)

    def _light_word(self, at: int) -> bool:
        """A word that may stand between a particle and its verb: «لم تكن», «لم يتم»."""
        return any(r.kind in "lv" for r in self.scene.readings(at)) if at >= self.line.first else False

    def _future(self, trigger: Trigger, at: int) -> int:
        if "s" in trigger.reading.pre:
            return trigger.first
        if any("s" in r.pre for r in self.scene.readings(at)) and at != trigger.first:
            return at
        for n, word in enumerate(self._words_before(at, 2)):
            if word in self.future or word[1:] in self.future:
                return at - 1 - n
        for n, word in enumerate(self._words_before(at, NEAR)):
            if word in self.near:
                return at - 1 - n
        expected = self._expected(trigger, at)
        if expected >= 0 or trigger.form != NOUN:
            return expected
        verb = self.clauses.verb_before(trigger.first)
        if verb is not None and "s" in verb.reading.pre and trigger.first - verb.at <= 6:
            return verb.at
        after = range(trigger.last, min(self.line.last, trigger.last + 2))
        return next((n for n in after if self.scene.tokens[n].key in self.future_words), -1)

    def _expected(self, trigger: Trigger, at: int) -> int:
        """The word of «من المقرر أن يزور», «يعتزم زيارة», «… وأن يلتقي» that puts an act into the future, or -1."""
        before = self.scene.tokens[at - 1].key if at > self.line.first else ""
        if trigger.form == VERB and before.removeprefix("\u0648") != THAT:
            return -1
        reach = LIST if before.startswith("\u0648") else EXPECTED
        for n in range(at - 1, max(self.line.first, at - reach) - 1, -1):
            token = self.scene.tokens[n]
            if token.kind == "sign" and reach == EXPECTED:
                return -1
            after = self.scene.tokens[n + 1].key
            plans = token.key in self.future_words and (after == THAT or trigger.form == NOUN)
            if plans and (after == THAT or not token.key.startswith("\u0627\u0644")):
                return n
        return -1

    def _hypothetical(self, trigger: Trigger, at: int) -> int:
        before = self._words_before(at, NEAR)
        verbs = [r.feature for r in self.scene.readings(at) if r.feature[:1] in FINITE]
        imperfect = bool(verbs) and all(f[:1] in "Ii" for f in verbs if f[1:] not in FIRST)
        if before and before[0] in MAYBE and imperfect and self.clauses.form(at) == VERB:
            return at - 1
        for n, word in enumerate(before):
            if word == MAY:
                continue
            if word in self.obligation or (word in self.hedges and n <= 1) or word in self.unreal:
                return at - 1 - n
            if word in self.conditional and len(word) > 2 and trigger.form == VERB:
                return at - 1 - n
            pair = f"{before[n + 1]} {word}" if n + 1 < len(before) else ""
            if pair in self.unreal or pair in self.hedges or pair in self.conditional:
                return at - 1 - n
        aims = trigger.form != VERB and trigger.reading.pre in ("l", "wl")
        return self._purpose(trigger) if aims else -1

    def _purpose(self, trigger: Trigger) -> int:
        """«لإجراء محادثات»: the verb of aiming that governs a verbal noun after «ل», or -1."""
        verb = self.clauses.verb_before(trigger.first)
        if verb is None:
            return -1
        stems = {self.scene.tokens[verb.at].key, *(r.stem for r in self.scene.readings(verb.at))}
        return verb.at if stems & self.unreal else -1
