"""Status of an event: asserted, negated, future or hypothetical, by the words around its trigger."""

from __future__ import annotations

from khabar.stages.clauses import FIRST, NOUN, VERB, Clauses
from khabar.stages.scene import FINITE, Line, Scene
from khabar.stages.triggers import Trigger

ASSERTED, NEGATED, FUTURE, HYPOTHETICAL = "asserted", "negated", "future", "hypothetical"
MAY = "\u0642\u062f"  # «قد» before the imperfect
MAYBE = (MAY, "\u0648" + MAY, "\u0641" + MAY)
NEAR = 3  # words before a trigger in which a particle bears on it


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
        if trigger.rule.status:
            return trigger.rule.status
        light = trigger.light
        at = light.at if light is not None and light.at < trigger.first else trigger.first
        if self._negated(at) or (at != trigger.first and self._negated(trigger.first)):
            return NEGATED
        if light is not None and light.rule.polarity == "negated":
            return NEGATED
        if self._hypothetical(trigger, at):
            return HYPOTHETICAL
        if self._future(trigger, at):
            return FUTURE
        if light is not None and light.rule.status:
            return light.rule.status
        return ASSERTED

    def _words_before(self, at: int, count: int) -> list[str]:
        found = []
        for n in range(at - 1, max(self.line.first, at - count) - 1, -1):
            token = self.scene.tokens[n]
            if token.kind == "sign":
                break
            found.append(token.key)
        return found

    def _negated(self, at: int) -> bool:
        """A particle of negation right before the verb, or «عدم», «دون» before the noun."""
        before = self._words_before(at, 2)
        for n, word in enumerate(before):
            bare = word[1:] if word[:1] in "\u0648\u0641\u0628" and word[1:] in self.negation else word
            if bare not in self.negation:
                if n == 0 and self._light_word(at - 1):
                    continue
                break
            pair = f"{bare} {self.scene.tokens[at - n].key}"
            if pair in self.harmless:
                return False
            if bare == "\u0645\u0627" and self.clauses.form(at) != VERB:
                return False
            return not (bare == "ما" and n == 0 and self._relative_ma(at))
        return False

    def _relative_ma(self, at: int) -> bool:
        """«ما» after a preposition or verb is «that which»; as a negation it opens its clause."""
        n = at - 2
        return n >= self.line.first and self.scene.tokens[n].kind != "sign"

    def _light_word(self, at: int) -> bool:
        """A word that may stand between a particle and its verb: «لم تكن», «لم يتم»."""
        return any(r.kind in "lv" for r in self.scene.readings(at)) if at >= self.line.first else False

    def _future(self, trigger: Trigger, at: int) -> bool:
        if "s" in trigger.reading.pre:
            return True
        if any("s" in r.pre for r in self.scene.readings(at)) and at != trigger.first:
            return True
        before = self._words_before(at, 2)
        if any(w in self.future or w[1:] in self.future for w in before):
            return True
        if any(w in self.near for w in self._words_before(at, NEAR)):
            return True
        verb = self.clauses.verb_before(trigger.first)
        if trigger.form == NOUN and verb is not None and "s" in verb.reading.pre and trigger.first - verb.at <= 6:
            return True
        after = [self.scene.tokens[n].key for n in range(trigger.last, min(self.line.last, trigger.last + 3))]
        return trigger.form == NOUN and bool(after) and any(w in self.future_words for w in after[:2])

    def _hypothetical(self, trigger: Trigger, at: int) -> bool:
        before = self._words_before(at, NEAR)
        verbs = [r.feature for r in self.scene.readings(at) if r.feature[:1] in FINITE]
        imperfect = bool(verbs) and all(f[:1] in "Ii" for f in verbs if f[1:] not in FIRST)
        if before and before[0] in MAYBE and imperfect and self.clauses.form(at) == VERB:
            return True
        for n, word in enumerate(before):
            if word == MAY:
                continue
            if word in self.obligation or (word in self.hedges and n <= 1) or word in self.unreal:
                return True
            if word in self.conditional and len(word) > 2 and trigger.form == VERB:
                return True
            pair = f"{before[n + 1]} {word}" if n + 1 < len(before) else ""
            if pair in self.unreal or pair in self.hedges or pair in self.conditional:
                return True
        return trigger.form != VERB and trigger.reading.pre in ("l", "wl") and self._purpose(trigger)

    def _purpose(self, trigger: Trigger) -> bool:
        """«لإجراء محادثات»: what a verbal noun after «ل» aims at, where a verb of aiming governs it."""
        verb = self.clauses.verb_before(trigger.first)
        if verb is None:
            return False
        return any(
            r.stem in self.unreal or self.scene.tokens[verb.at].key in self.unreal for r in self.scene.readings(verb.at)
        )
