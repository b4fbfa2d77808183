"""Roles: who acts and on whom, by the frame of the trigger's lexicon entry."""

from __future__ import annotations

from khabar.stages.atoms import ADJECTIVE
from khabar.stages.forms import NOUN, VERB
from khabar.stages.noun_roles import NounRoles
from khabar.stages.people import Person
from khabar.stages.phrases import Phrase
from khabar.stages.scene import coordinated
from khabar.stages.slots import ARMED, WITH, Roles
from khabar.stages.subjects import PLURAL, Verb
from khabar.stages.triggers import PARTICLE, Trigger
from khabar.text.arabic import ALEF, LAM
from khabar.text.segment import SIGN

HARMED = frozenset({"ASSAULT", "COERCE", "RETREAT", "SANCTION", "AID"})
SAID = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE"})


WORDS = frozenset({"THREATEN", "REJECT", "AGREE"})  # verbs of these often stand without an object: «وهددت إيران بالرد»
AGAINST_REACH = 5  # words after «ضد» in which the one against whom stands


class RoleFinder(NounRoles):
    """Finds the roles of the triggers of one sentence."""

    def find(self, trigger: Trigger) -> Roles:
        """The roles of a trigger."""
        if trigger.form == VERB:
            return self._verb(trigger)
        if trigger.form == NOUN:
            return self._noun(trigger)
        if trigger.form == PARTICLE:
            return self._will_not(trigger)
        return self._participle(trigger)

    def _will_not(self, trigger: Trigger) -> Roles:
        """«لن نسمح», «إن بلاده لن تقبل»: a refusal, where the subject is the speaker or his side."""
        verb = next((v for v in self.clauses.verbs if trigger.first < v.at <= trigger.first + 2), None)
        speaker = self.scene.person(self.speaker)
        if verb is None or speaker is None:
            return Roles((), (), "", False)
        own = verb.how == "speaker" or (verb.how == "dropped" and self._own_subject(trigger.first))
        if verb.how == "dropped" and not own:
            return Roles((), (), "", False)
        source = (speaker.id,) if own else self.ids(verb.subject)
        side = [self.scene.person(x) for x in source]
        if not any(p and (p.id == speaker.id or (p.country and p.country == speaker.country)) for p in side):
            return Roles((), (), "", False)
        reach = self.clauses.reach(verb.at)
        recipient: tuple[str, ...] = ()
        for preposition in (WITH, LAM, "\u0628", "\u0639\u0644\u064a", "\u062a\u062c\u0627\u0647"):
            recipient = recipient or tuple(
                x for x in self.ids(self._governed(verb.at, preposition, reach)) if x not in source
            )
        if not recipient:
            recipient, _ = self._fallback(trigger, verb, source, reach)
        return Roles(source, recipient, "particle: source=subject", False)

    def _verb(self, trigger: Trigger) -> Roles:
        rule, at = trigger.rule, trigger.at
        verb = next((v for v in self.clauses.verbs if v.at == at), None)
        reach = self.clauses.reach(max(at, trigger.last - 1))
        if verb is None:
            return Roles((), (), "none", True)
        if verb.how in ("noun", "dropped") and self._opens(verb) and trigger.last - trigger.first > 1:
            verb = self._after_expression(trigger, verb)
        agent = self._agent(at, self.line.last)
        if trigger.passive or self._reads_passive(trigger, verb, agent, reach):
            going_on = self._goes_on(trigger, verb, agent)
            return going_on or self._passive(trigger, verb, agent, reach)
        source: tuple[str, ...]
        if verb.how == "dropped" and self.speaker and self._own_subject(at):
            source, slot = (self.speaker,), "speaker"
        elif verb.how == "speaker":
            source, slot = ((self.speaker,) if self.speaker else ()), "speaker"
        else:
            source, slot = self._slots(at, rule.source, verb, reach, ())
        recipient, where = self._slots(at, rule.recipient, verb, reach, source)
        bound = "object" in rule.recipient and rule.type not in WORDS
        if not recipient and slot == "subject" and bound and self._joined_to(verb):
            return self._object_alone(verb, source)
        if not recipient and "object" in rule.recipient:
            recipient = self._foreign(self._object_country(at, reach), source)
            where = "country of the object" if recipient else where
        if not recipient:
            recipient, where = self._fallback(trigger, verb, source, reach)
        source, recipient = self._mutual(trigger, source, recipient, at, reach)
        return Roles(source, recipient, f"source={slot or 'none'} recipient={where or 'none'}", verb.how == "dropped")

    def _goes_on(self, trigger: Trigger, verb: Verb, agent: Phrase | None) -> Roles | None:
        """«قصفت القوات المدينة وقتلت عشرات المدنيين»: a verb joined to another has its subject, and its own victims after it."""
        before = self._joined_to(verb)
        person = self.scene.person(self.scene.entity(before.subject)) if before else None
        if trigger.passive or agent is not None or person is None:
            return None
        if not (person.type in ("ORG", "GPE") or set(person.sector) & ARMED):
            return None
        return self._object_alone(verb, self.ids(verb.subject, actor=False))

    def _joined_to(self, verb: Verb) -> Verb | None:
        """The verb before to which «و» joins a verb of the same person and tense, so that both may have one subject."""
        if "w" not in verb.reading.pre or verb.how != "after":
            return None
        earlier = (v for v in reversed(self.clauses.verbs) if v.at < verb.at and not v.reading.ending)
        before = next(earlier, None)
        if before is None or before.how not in ("after", "before", "dropped", "noun"):
            return None
        same = before.reading.feature[1:] == verb.reading.feature[1:] and before.reading.feature[:1] == verb.reading.feature[:1]
        return before if same else None

    def _object_alone(self, verb: Verb, ids: tuple[str, ...]) -> Roles:
        """The roles of a verb whose only actor is its object; its subject is that of the verb before."""
        before = self._joined_to(verb)
        source = tuple(x for x in self.ids(before.subject if before else None) if x not in ids)
        return Roles(source, ids, "verb: source=subject of the verb before recipient=object", True)

    def _opens(self, verb: Verb) -> bool:
        """Whether a verb has its own subject: the first of its sentence, or one that «و» does not join to another."""
        return verb is self.clauses.verbs[0] or "w" not in verb.reading.pre

    def _after_expression(self, trigger: Trigger, verb: Verb) -> Verb:
        """The verb of a fixed expression, with the subject that follows it: «هدد بفرض رسوم الرئيس»."""
        for phrase in self.line.phrases:
            if trigger.last <= phrase.first <= trigger.last + 1 and phrase.governor_at < trigger.last:
                return Verb(verb.at, verb.reading, phrase, "after")
        return verb

    def _reads_passive(self, trigger: Trigger, verb: Verb, agent: Phrase | None, reach: int) -> bool:
        """Whether a verb whose active and passive share letters is passive: an agent after «على يد», or one victim and no actor."""
        if not trigger.rule.transitive or trigger.reading.ending:
            return False
        if verb.how == "before" and trigger.reading.feature[1:] in PLURAL and verb.subject is not None:
            return self._befell(trigger, verb, reach)
        if trigger.reading.feature[1:] not in ("3ms", "3fs"):
            return False
        if trigger.reading.feature[:1] == "P" and trigger.reading.stem[1:2] == ALEF and len(trigger.reading.stem) == 4:
            return False  # «هاجم»: its passive is written «هوجم»
        if agent is not None:
            return True
        if verb.how != "after" or verb.subject is None or trigger.rule.type not in HARMED:
            return False
        group = coordinated(self.line, verb.subject)
        later = [
            p
            for p in self.line.phrases
            if verb.at < p.first < reach and p not in group and not (p.governor_at > verb.at)
        ]
        if later or "object" not in trigger.rule.recipient:
            return False
        person = self.scene.person(self.scene.entity(verb.subject))
        if person is None:
            return False
        governed = any(
            p.governor in trigger.rule.recipient and p.governor_at > verb.at
            for p in self.line.phrases
            if p.first < reach
        )
        return not governed and not (
            person.type == "ORG" or person.type == "GPE" or (set(person.sector) & ARMED and not self._victims(verb.subject, person))
        )

    def _victims(self, subject: Phrase, person: Person) -> bool:
        """Counted people, or soldiers and police without article: «قتل جنود في انفجار», not «خطف مسلحون»."""
        return subject.quantity or (not subject.definite and bool(set(person.sector) & {"MIL", "COP"}))

    def _befell(self, trigger: Trigger, verb: Verb, reach: int) -> bool:
        """«ستون شخصا قتلوا في هجوم»: counted people before a verb of harm that has no object."""
        assert verb.subject is not None
        if trigger.rule.type not in HARMED or "object" not in trigger.rule.recipient or not verb.subject.quantity:
            return False
        return not any(verb.at < p.first < reach and not (p.governor and p.governor_at > verb.at) for p in self.line.phrases)

    def _passive(self, trigger: Trigger, verb: Verb, agent: Phrase | None, reach: int) -> Roles:
        recipient = self.ids(verb.subject, actor=False) if verb.subject is not None and verb.how != "speaker" else ()
        source = self.ids(agent)
        if not source:
            source, _ = self._slots(
                trigger.first, tuple(s for s in trigger.rule.source if not s.isascii()), None, reach, recipient
            )
        if trigger.rule.recipient and "object" not in trigger.rule.recipient:
            other, _ = self._slots(trigger.first, trigger.rule.recipient, None, reach, source)
            recipient = other or recipient
        return Roles(
            tuple(x for x in source if x not in recipient), recipient, "passive: source=by recipient=subject", False
        )

    def against(self, at: int) -> tuple[str, ...]:
        """Whom a protest is against: «ضد …», «احتجاجا على …» and the nationality of what it is against."""
        words = self.scene.lexicon.classes.get("against", frozenset())
        for n in range(at, self.line.last - 1):
            if self.scene.tokens[n].key in words:
                ids = self._after(n)
                if ids:
                    return ids
        return ()

    def _after(self, n: int) -> tuple[str, ...]:
        """The actor, or the nationality, that stands first in the words after token n."""
        reach = range(n + 1, n + 1 + AGAINST_REACH)
        phrase = next((p for p in self.line.phrases if p.first in reach), None)
        atom = next((a for a in self.line.atoms if a.kind == ADJECTIVE and a.first in reach), None)
        if phrase is not None and (atom is None or phrase.first <= atom.first):
            ids = tuple(x for x in self.ids(phrase) if not self._is(x, "NORP"))
            if ids:
                return ids
        return self._atom(atom)

    def described(self, trigger: Trigger) -> tuple[str, ...]:
        """Whom a word of praise or blame describes: the actor in construct with it, else the nearest before it in what is said."""
        of = self._construct(trigger, trigger.last - 1)
        if of:
            return of
        before = [p for p in self.line.phrases if p.last <= trigger.first]
        predicate = [p for p in before if p.last == trigger.first and p.name is None and "A" not in p.pre]
        for phrase in reversed([p for p in before if p not in predicate][-2:]):
            ids = tuple(x for x in self.ids(phrase) if x != self.speaker)
            person = self.scene.person(ids[0]) if ids else None
            if person is None or "JRN" in person.sector or person.type in ("LOC", "FAC"):
                continue
            if (person.type != "NORP" or not phrase.governor) and trigger.first - phrase.last <= 12:
                return ids
        after = next((p for p in self.line.phrases if p.first >= trigger.last), None)
        if after is not None and after.first - trigger.last <= 3:
            return self.ids(after)
        return ()

    def _predicated(self, trigger: Trigger) -> tuple[str, ...]:
        """Of whom an indefinite participle is the predicate: «إيران ملتزمة بـ…», «قال إن الحكومة رافضة لـ…»."""
        noun = next((p for p in self.line.phrases if p.last == trigger.first), None)
        if noun is None or noun.governor or not noun.definite:
            return ()
        before = noun.first - 1
        opens = before < self.line.first or self.scene.tokens[before].kind == SIGN
        return self.ids(noun) if opens or self.scene.tokens[before].key in self.scene.lexicon.that_words else ()

    def _participle(self, trigger: Trigger) -> Roles:
        """«مطالبا» goes back to the subject of its sentence; «المطرودة» to the noun that it describes."""
        at = trigger.first
        reach = self.clauses.reach(at)
        passive = (
            len(trigger.reading.stem) > 3
            and trigger.reading.stem[0] == "\u0645"
            and "\u0648" in trigger.reading.stem[3:4]
        )
        if "A" in trigger.reading.pre or passive:
            noun = next(
                (p for p in reversed(self.line.phrases) if p.first <= at and p.last >= at - 1 and p.first < at), None
            )
            ids = self.ids(noun)
            if passive:
                agent = self.ids(self._agent(at, self.line.last))
                return Roles(agent, ids, "participle: recipient=noun", False)
            recipient, where = self._slots(at, trigger.rule.recipient, None, reach, ids)
            return Roles(ids, recipient, f"participle: source=noun recipient={where or 'none'}", False)
        verb = self.clauses.verb_before(at)
        subject = verb.subject if verb is not None else self.clauses.main_subject()
        before = self._joined_to(verb) if verb is not None else None
        alone = verb is not None and len([p for p in self.line.phrases if verb.at < p.first < at and not p.governor]) == 1
        if before is not None and alone and before.subject is not None:
            subject = before.subject  # «أعلن المجلس قرارا وطرد السفير، متهما باريس»
        predicated = self._predicated(trigger)
        if predicated:
            recipient, where = self._slots(at, trigger.rule.recipient, None, reach, predicated)
            return Roles(predicated, recipient, f"participle: source=noun before recipient={where or 'none'}", False)
        source = (self.said,) if self.said and trigger.rule.type in SAID else self.ids(subject)
        recipient, where = self._slots(at, trigger.rule.recipient, None, reach, source)
        if not recipient and "object" in trigger.rule.recipient:
            recipient = self._foreign(self._object_country(at, reach), source)
        return Roles(
            source,
            recipient,
            f"participle: source=subject recipient={where or 'none'}",
            verb is None or verb.how == "dropped",
        )
