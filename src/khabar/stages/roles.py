"""Roles: who acts and on whom, by the frame of the trigger's lexicon entry."""

from __future__ import annotations

import msgspec

from khabar.stages.entities import Person
from khabar.stages.clauses import NOUN, VERB, Clauses, Verb
from khabar.stages.mentions import ADJECTIVE, Atom
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene, coordinated
from khabar.stages.triggers import PARTICLE, Trigger
from khabar.text.arabic import LAM

BY = frozenset(
    {
        "\u0645\u0646 \u0642\u0628\u0644", "\u0645\u0646 \u062c\u0627\u0646\u0628", "\u0645\u0646 \u0637\u0631\u0641",
        "\u0639\u0644\u064a \u064a\u062f", "\u0639\u0644\u064a \u0627\u064a\u062f\u064a", "\u0639\u0644\u064a \u064a\u062f\u064a",
    }
)  # fmt: skip
BETWEEN = "\u0628\u064a\u0646"
WITH = "\u0645\u0639"
ARMED = frozenset({"MIL", "COP", "REB", "UAF", "PRM", "SPY", "GOV"})
HARMED = frozenset({"ASSAULT", "COERCE", "RETREAT", "SANCTION", "AID"})
SAID = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE"})
TOWARDS = frozenset({"\u0636\u062f", "\u0644", "\u0645\u0639", "\u062a\u062c\u0627\u0647"})
AGAINST = frozenset({"THREATEN", "ACCUSE", "REJECT"})
UNNAMED = 6  # words after which an object is no longer looked for


class Roles(msgspec.Struct, frozen=True):
    """The entities on each side and the slots in which they were found."""

    source: tuple[str, ...]
    recipient: tuple[str, ...]
    slots: str
    dropped: bool


class RoleFinder:
    """Finds the roles of the triggers of one sentence."""

    def __init__(self, scene: Scene, line: Line, clauses: Clauses, speaker: str | None, said: str | None) -> None:
        self.scene, self.line, self.clauses, self.speaker, self.said = scene, line, clauses, speaker, said

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
            recipient = recipient or tuple(x for x in self.ids(self._governed(verb.at, preposition, reach)) if x not in source)
        if not recipient:
            recipient, _ = self._fallback(trigger, verb, source, reach)
        return Roles(source, recipient, "particle: source=subject", False)

    # entities

    def ids(self, phrase: Phrase | None, actor: bool = True) -> tuple[str, ...]:
        """The entities of a phrase and of those coordinated with it."""
        if phrase is None:
            return ()
        found = []
        for p in coordinated(self.line, phrase) if phrase in self.line.phrases else [phrase]:
            for entity in self.scene.entities(p):
                person = self.scene.person(entity)
                if person and not (actor and person.type in ("LOC", "FAC")):
                    found.append(entity)
        return tuple(dict.fromkeys(found))

    def _atom(self, atom: Atom | None) -> tuple[str, ...]:
        if atom is None:
            return ()
        entity = self.scene.resolved.by_atom.get((atom.first, atom.last))
        return (entity,) if entity else ()

    def _pronoun(self, i: int, ending: str, exclude: tuple[str, ...]) -> tuple[str, ...]:
        """Whom a pronoun on token i means: the nearest actor before it that is not the subject."""
        if not ending:
            return ()
        plural = ending in ("\u0647\u0645", "\u0647\u0645\u0627", "\u0647\u0646")
        before = [p for p in self.line.phrases if p.last <= i]
        if plural:
            pair = tuple(dict.fromkeys(x for p in before for x in self.ids(p) if self._is(x, "PER")))
            if len(pair) >= 2:
                return pair[-2:]
        for phrase in sorted(reversed(before), key=lambda p: not self._fits_pronoun(p, ending)):
            ids = self.ids(phrase)
            person = self.scene.person(ids[0]) if ids else None
            if person is None or ids[0] in exclude:
                continue
            if plural and person.type in ("PER",) and len(ids) == 1:
                continue
            return ids
        return ()

    def _fits_pronoun(self, phrase: Phrase, ending: str) -> bool:
        """«ـه» is rather a man than a country, «ـها» rather a country or a body."""
        person = self.scene.person(self.scene.entity(phrase))
        if person is None:
            return False
        if ending == "\u0647":
            return person.type in ("PER", "NORP")
        if ending == "\u0647\u0627":
            return person.type in ("GPE", "ORG")
        return True

    def _is(self, entity: str, kind: str) -> bool:
        person = self.scene.person(entity)
        return person is not None and person.type == kind

    # slots

    def _governed(self, at: int, preposition: str, reach: int, skip: tuple[Phrase, ...] = ()) -> Phrase | None:
        """The first phrase after token `at` that a preposition governs."""
        for phrase in self.line.phrases:
            if phrase.first <= at or phrase in skip:
                continue
            if phrase.first >= reach:
                return None
            if phrase.governor == preposition and phrase.governor_at > at:
                return phrase
        return None

    def _agent(self, at: int, reach: int) -> Phrase | None:
        return next((p for p in self.line.phrases if at < p.first < reach and p.governor in BY), None)

    def _object(self, at: int, after: Phrase | None, reach: int) -> tuple[str, ...]:
        """A verb's object: the first free phrase after its subject, else the country of an object without an actor."""
        start = max(at + 1, after.last if after is not None and after.first > at else at + 1)
        group = coordinated(self.line, after) if after is not None and after.first > at else []
        for phrase in self.line.phrases:
            if phrase.first < start or phrase in group:
                continue
            if phrase.first >= reach:
                break
            if not phrase.governor or phrase.governor_at <= at:
                if phrase.first - start > UNNAMED:
                    break
                return self.ids(phrase, actor=False)
            break
        return ()

    def _object_country(self, at: int, reach: int) -> tuple[str, ...]:
        """«رفض العقوبات الأمريكية»: the nationality in an object that is no actor."""
        for atom in self.line.atoms:
            if at < atom.first < min(reach, at + UNNAMED) and atom.kind == ADJECTIVE:
                return self._atom(atom)
        return ()

    def _slots(self, at: int, names: tuple[str, ...], verb: Verb | None, reach: int, taken: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """The entities of the first slot that holds any, and the slot."""
        for slot in names:
            ids: tuple[str, ...] = ()
            if slot == "subject":
                ids = self.ids(verb.subject) if verb else ()
            elif slot == "object":
                if verb is not None and verb.reading.ending:
                    ids = self._pronoun(at, verb.reading.ending, taken)
                if not ids:
                    ids = self._object(at, verb.subject if verb else None, reach)
            elif slot == "by":
                ids = self.ids(self._agent(at, self.line.last))
            elif slot == "between":
                ids = self.ids(self._governed(at, BETWEEN, reach))
            elif not slot.isascii():
                ids = self.ids(self._governed(at, slot, reach), actor=False)
            ids = tuple(x for x in ids if x not in taken)
            if ids:
                return ids, slot
        return (), ""

    # verbs

    def _verb(self, trigger: Trigger) -> Roles:
        rule, at = trigger.rule, trigger.at
        verb = next((v for v in self.clauses.verbs if v.at == at), None)
        reach = self.clauses.reach(max(at, trigger.last - 1))
        if verb is None:
            return Roles((), (), "none", True)
        agent = self._agent(at, self.line.last)
        if trigger.passive or self._reads_passive(trigger, verb, agent, reach):
            return self._passive(trigger, verb, agent, reach)
        if verb.how == "dropped" and self.speaker and self._own_subject(at):
            source, slot = (self.speaker,), "speaker"
        elif verb.how == "speaker":
            source, slot = ((self.speaker,) if self.speaker else ()), "speaker"
        else:
            source, slot = self._slots(at, rule.source, verb, reach, ())
        recipient, where = self._slots(at, rule.recipient, verb, reach, source)
        if not recipient and "object" in rule.recipient:
            recipient = tuple(x for x in self._object_country(at, reach) if x not in source)
            where = "country of the object" if recipient else where
        if not recipient:
            recipient, where = self._fallback(trigger, verb, source, reach)
        source, recipient = self._mutual(trigger, source, recipient, at, reach)
        return Roles(source, recipient, f"source={slot or 'none'} recipient={where or 'none'}", verb.how == "dropped")

    def _other_side(self, person: Person, source: tuple[str, ...], own: set[str | None]) -> bool:
        """A named actor of another country than the source's."""
        if person.described or person.type not in ("GPE", "PER", "ORG") or person.id in source or "JRN" in person.sector:
            return False
        return not (person.country and person.country in own)

    def _own_subject(self, at: int) -> bool:
        """Whether a verb without a subject follows «إنه», so that it is the speaker's own act."""
        that = self.scene.lexicon.that_words
        for n in range(at - 1, max(self.line.first, at - 4) - 1, -1):
            key = self.scene.tokens[n].key
            if key in that:
                return len(key) > 2
        return False

    def _fallback(self, trigger: Trigger, verb: Verb, source: tuple[str, ...], reach: int) -> tuple[tuple[str, ...], str]:
        """An actor right after the subject, else, for what is said against someone, the first other side in what is said."""
        if "object" not in trigger.rule.recipient and verb.how == "after" and verb.subject is not None:
            for phrase in self.line.phrases:
                if phrase.first == verb.subject.last and not phrase.governor:
                    ids = tuple(x for x in self.ids(phrase) if x not in source)
                    if ids:
                        return ids, "object"
        if trigger.rule.type == "AGREE":
            phrase = next((p for p in self.line.phrases if p.first > trigger.last and p.governor in TOWARDS), None)
            ids = tuple(x for x in self.ids(phrase) if x not in source)
            return (ids, "towards whom it is promised") if ids else ((), "")
        if trigger.rule.type not in AGAINST:
            return (), ""
        own = {p.country for p in map(self.scene.person, source) if p}
        for phrase in self.line.phrases:
            if phrase.first <= trigger.last or (verb.subject is not None and phrase.first <= verb.subject.first):
                continue
            for x in self.ids(phrase):
                person = self.scene.person(x)
                if person and self._other_side(person, source, own):
                    return (x,), "other side in the content"
        for phrase in reversed(self.line.phrases):
            if phrase.last <= trigger.first and (verb.subject is None or phrase.first != verb.subject.first):
                for x in self.ids(phrase):
                    person = self.scene.person(x)
                    if person and self._other_side(person, source, own):
                        return (x,), "other side before"
        return (), ""

    def _reads_passive(self, trigger: Trigger, verb: Verb, agent: Phrase | None, reach: int) -> bool:
        """Whether a verb whose active and passive share letters is passive: an agent after «على يد», or one victim and no actor."""
        if not trigger.rule.transitive or trigger.reading.feature[1:] not in ("3ms", "3fs") or trigger.reading.ending:
            return False
        if agent is not None:
            return True
        if verb.how != "after" or verb.subject is None or trigger.rule.type not in HARMED:
            return False
        group = coordinated(self.line, verb.subject)
        later = [p for p in self.line.phrases if verb.at < p.first < reach and p not in group and not (p.governor_at > verb.at)]
        if later or "object" not in trigger.rule.recipient:
            return False
        person = self.scene.person(self.scene.entity(verb.subject))
        if person is None:
            return False
        governed = any(p.governor in trigger.rule.recipient and p.governor_at > verb.at for p in self.line.phrases if p.first < reach)
        return not governed and not (person.type == "ORG" or person.type == "GPE" or (set(person.sector) & ARMED and not verb.subject.quantity))

    def _passive(self, trigger: Trigger, verb: Verb, agent: Phrase | None, reach: int) -> Roles:
        recipient = self.ids(verb.subject, actor=False) if verb.subject is not None and verb.how != "speaker" else ()
        source = self.ids(agent)
        if not source:
            source, _ = self._slots(trigger.first, tuple(s for s in trigger.rule.source if not s.isascii()), None, reach, recipient)
        if trigger.rule.recipient and "object" not in trigger.rule.recipient:
            other, _ = self._slots(trigger.first, trigger.rule.recipient, None, reach, source)
            recipient = other or recipient
        return Roles(tuple(x for x in source if x not in recipient), recipient, "passive: source=by recipient=subject", False)

    def _mutual(
        self, trigger: Trigger, source: tuple[str, ...], recipient: tuple[str, ...], at: int, reach: int
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Two-sided events: «مع» names the other side, and parties named together are split between the sides."""
        if not trigger.rule.mutual:
            return source, recipient
        if not recipient:
            recipient = tuple(x for x in self.ids(self._governed(at, WITH, reach)) if x not in source)
        if not recipient and len(source) > 1:
            return source[:1], source[1:]
        return source, recipient

    # nouns

    def _noun(self, trigger: Trigger) -> Roles:
        rule, at = trigger.rule, trigger.last - 1
        reach = self._noun_reach(at)
        between = self.ids(self._governed(at, BETWEEN, reach))
        if between and (rule.mutual or "between" in rule.noun_source):
            first, rest = between[:1], between[1:]
            return Roles(first, rest, "between", False)
        of = self._construct(trigger, at)
        source, slot = self._noun_source(trigger, at, reach, of)
        recipient: tuple[str, ...] = ()
        where = ""
        for name in rule.noun_recipient:
            if name == "of":
                ids = of if slot != "of" else ()
            elif name == "adj":
                ids = self._nationality(at) if slot != "adj" else ()
            else:
                phrase = self._governed(at, name, reach)
                ids = self.ids(phrase, actor=False)
                if not ids and name == LAM:
                    continue
            ids = tuple(x for x in ids if x not in source)
            if ids:
                recipient, where = ids, name
                break
        if not source and LAM in rule.noun_recipient:
            source, recipient, slot = self._given_twice(trigger, at, reach, recipient, where)
        if slot == "of" and not recipient and "of" in rule.noun_recipient and not self._acts(source):
            source, recipient, slot, where = (), source, "", "of"
        if trigger.light is not None:
            source, recipient, slot = self._lit(trigger, source, recipient, slot)
        source, recipient = self._mutual(trigger, source, recipient, at, reach)
        if not source:
            source, slot = self._implied(trigger, recipient)
        source = tuple(x for x in source if x not in recipient)
        return Roles(source, recipient, f"source={slot or 'none'} recipient={where or 'none'}", slot == "implied")

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

    def _noun_reach(self, at: int) -> int:
        """A noun's complements stand before the next verb or stop; a comma ends them too."""
        return self.clauses.reach(at)

    def _acts(self, ids: tuple[str, ...]) -> bool:
        """Whether construct-state actors are the kind that acts: a body with force or office."""
        for x in ids:
            person = self.scene.person(x)
            if person and (set(person.sector) & ARMED) and person.type == "ORG":
                return True
        return False

    def _construct(self, trigger: Trigger, at: int) -> tuple[str, ...]:
        """The actor in construct state with the noun, or the pronoun on it."""
        if trigger.reading.ending:
            return self._pronoun(trigger.first, trigger.reading.ending, ())
        if "A" in trigger.reading.pre:
            return ()
        for phrase in self.line.phrases:
            if phrase.first > at + 2:
                break
            if at < phrase.first and not (phrase.governor and phrase.governor_at > at) and not phrase.joined:
                if phrase.first == at + 2 and self.scene.tokens[at + 1].kind == "sign":
                    break
                return self.ids(phrase, actor=False)
        return ()

    def _nationality(self, at: int) -> tuple[str, ...]:
        """A nationality adjective of the noun: «الهجوم الروسي», «القصف الجوي الإسرائيلي»."""
        for atom in self.line.atoms:
            if at < atom.first <= at + 3 and atom.kind == ADJECTIVE and not (set(atom.pre) & set("bl")):
                if any(p.first <= atom.first < p.last for p in self.line.phrases):
                    return ()
                return self._atom(atom)
        return ()

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
            subject = self._light_noun(light.at, trigger.first) or self._on_noun(light.at)
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

    def _on_noun(self, at: int) -> tuple[str, ...]:
        """Whom the pronoun on a light noun means: «تعرضه لهجوم»."""
        ending = next((r.ending for r in self.scene.readings(at) if r.kind == "l" and r.ending), "")
        return self._pronoun(at, ending, ())

    def _implied(self, trigger: Trigger, recipient: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """A verbal noun after «بعد», «إلى», «ب» … has the subject of its sentence where it names a recipient and no source."""
        definite = "A" in trigger.reading.pre and not trigger.rule.mutual
        if not recipient or trigger.rule.type in ("ASSAULT", "PROTEST") or definite:
            return (), ""
        causes = self.scene.lexicon.classes.get("causes", frozenset())
        if trigger.first > self.line.first and self.scene.tokens[trigger.first - 1].key in causes:
            return (), ""
        verb = self.clauses.verb_before(trigger.first)
        subject = verb.subject if verb else None
        if subject is None:
            later = next((v for v in self.clauses.verbs if v.at > trigger.first), None)
            subject = later.subject if later and later.how == "after" else None
        ids = tuple(x for x in self.ids(subject) if x not in recipient)
        return ids, "implied" if ids else ""

    # praise and blame

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

    # participles

    def _participle(self, trigger: Trigger) -> Roles:
        """«مطالبا» goes back to the subject of its sentence; «المطرودة» to the noun that it describes."""
        at = trigger.first
        reach = self.clauses.reach(at)
        passive = len(trigger.reading.stem) > 3 and trigger.reading.stem[0] == "\u0645" and "\u0648" in trigger.reading.stem[3:4]
        if "A" in trigger.reading.pre or passive:
            noun = next((p for p in reversed(self.line.phrases) if p.first <= at and p.last >= at - 1 and p.first < at), None)
            ids = self.ids(noun)
            if passive:
                agent = self.ids(self._agent(at, self.line.last))
                return Roles(agent, ids, "participle: recipient=noun", False)
            recipient, where = self._slots(at, trigger.rule.recipient, None, reach, ids)
            return Roles(ids, recipient, f"participle: source=noun recipient={where or 'none'}", False)
        verb = self.clauses.verb_before(at)
        subject = verb.subject if verb is not None else self.clauses.main_subject()
        source = (self.said,) if self.said and trigger.rule.type in SAID else self.ids(subject)
        recipient, where = self._slots(at, trigger.rule.recipient, None, reach, source)
        if not recipient and "object" in trigger.rule.recipient:
            recipient = tuple(x for x in self._object_country(at, reach) if x not in source)
        return Roles(source, recipient, f"participle: source=subject recipient={where or 'none'}", verb is None or verb.how == "dropped")
