"""Roles of event nouns: construct state, nationality, prepositions, and what a light verb lends."""

from __future__ import annotations

from khabar.stages.forms import NOUN
from khabar.stages.scene import coordinated
from khabar.stages.slots import Roles, Slots
from khabar.stages.triggers import Trigger
from khabar.text.arabic import BETWEEN, LAM

REACHES = 7  # words from an act to the verb that says whom it reached
TO = "\u0627\u0644\u064a"


class NounRoles(Slots):
    """Finds the roles of nouns."""

    def _noun(self, trigger: Trigger) -> Roles:
        rule, at = trigger.rule, trigger.last - 1
        lit_after = trigger.light is not None and trigger.light.at > at
        far = self._noun_reach(trigger.light.at if trigger.light is not None and lit_after else at)
        between = self.ids(self._governed(at, BETWEEN, far))
        if between and (rule.mutual or "between" in rule.noun_source):
            first, rest = between[:1], between[1:]
            return Roles(first, rest, "between", False)
        happens = trigger.light is not None and trigger.light.rule.source == "noun"
        reach = self._noun_reach(at) if happens else far  # «الهجوم أسفر عن مقتل جنود من الجيش»: not who attacked
        of = self._construct(trigger, at)
        both = self._agent_and_patient(trigger, at, of)
        if both:
            return both
        source, slot = self._noun_source(trigger, at, reach, of)
        recipient: tuple[str, ...] = ()
        where = ""
        for name in rule.noun_recipient:
            if name == "of":
                ids = of if slot != "of" else ()
            elif name == "adj":
                ids = self._nationality(at) if slot != "adj" else ()
            else:
                ids = self._after_preposition(at, name, reach, source)
            if self.trace is not None:
                self.trace.tried(name, ids, source)
            ids = tuple(x for x in ids if x not in source)
            if ids:
                recipient, where = ids, name
                break
        if not recipient and "of" in rule.noun_recipient and not of:
            recipient = tuple(x for x in self._owner_of_object(at, None, reach) if x not in source)
        if not recipient:
            recipient = tuple(x for x in self._reached(at) if x not in source)
        if not source and LAM in rule.noun_recipient:
            source, recipient, slot = self._given_twice(trigger, at, reach, recipient, where)
        if slot == "of" and not recipient and "of" in rule.noun_recipient and rule.type != "REJECT" and not self._acts(source):
            source, recipient, slot, where = (), source, "", "of"
        if trigger.light is not None:
            source, recipient, slot = self._lit(trigger, source, recipient, slot)
        source, recipient = self._mutual(trigger, source, recipient, at, reach)
        if not source:
            source, slot = self._implied(trigger, recipient)
        source = tuple(x for x in source if x not in recipient)
        return Roles(source, recipient, f"source={slot or 'none'} recipient={where or 'none'}", slot == "implied")

    def _reached(self, at: int) -> tuple[str, ...]:
        """«حملة اعتقالات طالت 13 موظفا»: whom the verb after an act says that it reached."""
        reaching = self.scene.lexicon.classes.get("reaching", frozenset())
        for verb in self.clauses.verbs:
            if at < verb.at <= at + REACHES and self.scene.tokens[verb.at].key in reaching:
                return self.ids(self.clauses.first_after(verb.at), actor=False)
        return ()

    def _given_twice(
        self, trigger: Trigger, at: int, reach: int, recipient: tuple[str, ...], where: str
    ) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """«زيارة الرئيس» spelled with «ل»: «الزيارة … للرئيس … لألمانيا» has its source first; a meeting's «ل» names who meet."""
        given = [p for p in self.line.phrases if at < p.first < reach and p.governor == LAM and not p.joined]
        if len(given) > 1:
            return self.ids(given[0]), self.ids(given[1], actor=False), LAM
        if trigger.rule.mutual and where == LAM and given:
            return self.ids(given[0]), (), LAM
        return (), recipient, ""

    def _agent_and_patient(self, trigger: Trigger, at: int, of: tuple[str, ...]) -> Roles | None:
        """A verbal noun with its agent and then its patient: «قصف روسيا خاركيف», «اعتقال السلطات الناشط»."""
        if not of or not trigger.rule.transitive or trigger.rule.mutual:
            return None
        agent = next((p for p in self.line.phrases if at < p.first <= at + 2), None)
        start = agent.last if agent is not None and not trigger.reading.ending else at + 1
        patient = next((p for p in self.line.phrases if p.first == start and p is not agent), None)
        if trigger.reading.ending:
            patient = agent
        if patient is None or patient.governor_at > at or patient.joined:
            return None
        ids = tuple(x for x in self.ids(patient, actor=False) if x not in of)
        return Roles(of, ids, "source=of recipient=object", False) if ids else None

    def _noun_reach(self, at: int) -> int:
        """A noun's complements stand before the next verb or stop; a comma ends them too."""
        return self.clauses.reach(at)

    def _noun_source(self, trigger: Trigger, at: int, reach: int, of: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        for name in trigger.rule.noun_source:
            if name == "of":
                ids = of
            elif name == "adj":
                ids = self._nationality(at)
            elif name == "by":
                ids = self.ids(self._agent(at, reach))
            elif name in ("between", "subject", "object"):
                continue
            else:
                ids = self.ids(self._governed(at, name, min(reach, at + 8)))
            if self.trace is not None:
                self.trace.tried(name, ids, ())
            if ids:
                return ids, name
        return (), ""

    def _lit(
        self, trigger: Trigger, source: tuple[str, ...], recipient: tuple[str, ...], slot: str
    ) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Take the light verb's subject as the source, or as its rule says."""
        light = trigger.light
        assert light is not None
        verb = next((v for v in self.clauses.verbs if v.at == light.at), None)
        subject = self.ids(verb.subject) if verb and verb.how != "speaker" else ()
        if verb and verb.how == "speaker" and self.speaker:
            subject = (self.speaker,)
        if light.passive or light.rule.source == "noun" or not light.rule.source:
            return source, recipient, slot
        if light.form == NOUN:
            subject = self._light_noun(light.at, trigger.first) or self._on_noun(light.at) or self._caused(light.at)
            subject = subject or self._wanted(light.at)
        if light.rule.source == "subject":
            if subject and (verb is None or verb.how != "dropped" or not source):
                extra = tuple(x for x in source if x not in subject)
                return subject, recipient or extra, "light subject"
            return source, recipient, slot
        other = self.ids(self._governed(light.at, light.rule.source, self.clauses.reach(trigger.last - 1)))
        if other:
            return other, subject or recipient, f"light {light.rule.source}"
        return source or recipient, subject or recipient, slot

    def _light_noun(self, at: int, before: int) -> tuple[str, ...]:
        """«بدء مبعوثه محادثات»: the actor between a light noun and its event noun."""
        for phrase in self.line.phrases:
            if at < phrase.first and phrase.last <= before and not phrase.governor_at > at:
                return self.ids(phrase)
        return ()

    def _caused(self, at: int) -> tuple[str, ...]:
        """«دفع الهجوم إسرائيل إلى شن غارات»: whom a cause moves to the act stands right before «إلى»."""
        if at - 1 <= self.line.first or self.scene.tokens[at - 1].key != TO:
            return ()
        return next((self.ids(p) for p in self.line.phrases if p.last == at - 1 and not p.governor), ())

    def _wanted(self, at: int) -> tuple[str, ...]:
        """«يريد الرئيسان عقد قمة», «قررت تركيا شن هجوم»: the subject of a verb right before a light noun that is its object."""
        verb = self.clauses.verb_before(at)
        if verb is None or verb.subject is None or verb.how != "after" or "A" in self.scene.readings(at)[0].pre:
            return ()
        group = coordinated(self.line, verb.subject) if verb.subject in self.line.phrases else [verb.subject]
        return self.ids(verb.subject) if group and group[-1].last == at else ()

    def _on_noun(self, at: int) -> tuple[str, ...]:
        """Whom the pronoun on a light noun means: «تعرضه لهجوم»."""
        ending = next((r.ending for r in self.scene.readings(at) if r.kind == "l" and r.ending), "")
        return self._pronoun(at, ending, ())

    def _implied(self, trigger: Trigger, recipient: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """A verbal noun after «بعد», «إلى», «ب» … has the subject of its sentence where it names a recipient and no source."""
        definite = "A" in trigger.reading.pre and not trigger.rule.mutual
        if not recipient or trigger.rule.type in ("ASSAULT", "PROTEST") or definite:
            return (), ""
        classes = self.scene.lexicon.classes
        before = {t.key for t in self.scene.tokens[max(self.line.first, trigger.first - 2) : trigger.first]}
        if trigger.first > self.line.first and self.scene.tokens[trigger.first - 1].key in classes.get("causes", frozenset()):
            return (), ""
        if not before.isdisjoint(classes.get("against", frozenset())):
            return (), ""  # «احتجاجا على زيارة الرئيس»: what is protested against is another's act
        verb = self.clauses.verb_before(trigger.first)
        subject = verb.subject if verb else None
        if subject is None:
            later = next((v for v in self.clauses.verbs if v.at > trigger.first), None)
            subject = later.subject if later and later.how == "after" else None
        ids = tuple(x for x in self.ids(subject) if x not in recipient)
        return ids, "implied" if ids else ""
