"""Slots: the actors that stand where a frame says: subject, object, construct state, preposition, nationality, agent."""

from __future__ import annotations

import msgspec

from khabar.stages.atoms import ADJECTIVE, NAME
from khabar.stages.forms import NOUN, VERB
from khabar.stages.people import Person
from khabar.stages.phrases import Phrase
from khabar.stages.pronouns import THEY, Pronouns
from khabar.stages.scene import coordinated
from khabar.stages.subjects import Verb
from khabar.stages.triggers import Trigger
from khabar.text.arabic import AL, BA, BETWEEN, LAM, NISBA
from khabar.text.segment import ARABIC

BY = frozenset(
    {
        "\u0645\u0646 \u0642\u0628\u0644", "\u0645\u0646 \u062c\u0627\u0646\u0628", "\u0645\u0646 \u0637\u0631\u0641",
        "\u0639\u0644\u064a \u064a\u062f", "\u0639\u0644\u064a \u0627\u064a\u062f\u064a", "\u0639\u0644\u064a \u064a\u062f\u064a",
    }
)  # fmt: skip
WITH = "\u0645\u0639"
ARMED = frozenset({"MIL", "COP", "REB", "UAF", "PRM", "SPY", "GOV"})
TOWARDS = frozenset({"\u0636\u062f", "\u0644", "\u0645\u0639", "\u062a\u062c\u0627\u0647"})
AGAINST = frozenset({"THREATEN", "ACCUSE", "REJECT"})
BORNE = frozenset({"\u0639\u0644\u064a", "\u0639\u0646", "\u0636\u062f"})  # «هدد بقطع التمويل عن الجامعات»
ON = frozenset({"\u0639\u0644\u064a", "\u0636\u062f"})  # «على», «ضد»
OF_THEM = "\u0645\u0646\u0647\u0645"
OWNED = 2  # words of a thing and its adjective before «ل» with the owner
UNNAMED = 6  # words after which an object is no longer looked for


class Roles(msgspec.Struct, frozen=True):
    """The entities on each side and the slots in which they were found."""

    source: tuple[str, ...]
    recipient: tuple[str, ...]
    slots: str
    dropped: bool


class Slots(Pronouns):
    """Finds the actors of slots in one sentence."""

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

    def _after_preposition(self, at: int, preposition: str, reach: int, taken: tuple[str, ...]) -> tuple[str, ...]:
        """The actors that a preposition governs, or whom the pronoun on it means: «طلبت من المدير», «طلبت منه»."""
        phrase = self._governed(at, preposition, reach)
        pronoun = self._on_preposition(at, preposition, phrase.governor_at if phrase else reach, taken)
        found = pronoun or self.ids(phrase, actor=preposition == BA)  # «بموسكو» is where
        return found or (self._nationality_after(at, preposition, reach) if preposition in ON else ())

    def _nationality_after(self, at: int, preposition: str, reach: int) -> tuple[str, ...]:
        """«ردت على الرسوم الأمريكية»: the nationality of a thing right after a preposition."""
        for n in range(at + 1, min(reach, at + UNNAMED)):
            if self.scene.tokens[n].key == preposition:
                atom = next((a for a in self.line.atoms if n + 1 < a.first <= n + 3 and a.kind == ADJECTIVE), None)
                within = atom is not None and any(p.first <= atom.first < p.last for p in self.line.phrases)
                return () if atom is None or within or set(atom.pre) & set("blw") else self._atom(atom)
        return ()

    def _agent(self, at: int, reach: int) -> Phrase | None:
        return next((p for p in self.line.phrases if at < p.first < reach and p.governor in BY), None)

    def _object(self, at: int, after: Phrase | None, reach: int) -> tuple[str, ...]:
        """A verb's object: the first free phrase after its subject, else the country of an object without an actor."""
        start = max(at + 1, after.last if after is not None and after.first > at else at + 1)
        group = coordinated(self.line, after) if after is not None and after.first > at else []
        for phrase in self.line.phrases:
            if phrase.first < start or phrase in group:
                continue
            if phrase.first >= reach or phrase.first - start > UNNAMED:
                break
            if not phrase.governor or phrase.governor_at <= at:
                return self.ids(phrase, actor=False)
            start = phrase.last  # «استقبل الوزير في القصر نظيره»: what a preposition governs stands between
        return ()

    def _some_of(self, at: int, reach: int, taken: tuple[str, ...]) -> tuple[str, ...]:
        """«اعتقلت أكثر من مئة منهم»: those of whom some are counted."""
        for n in range(at + 1, min(reach, at + UNNAMED)):
            if self.scene.tokens[n].key == OF_THEM:
                return self._pronoun(at, THEY, taken)
        return ()

    def _owner_of_object(self, at: int, after: Phrase | None, reach: int) -> tuple[str, ...]:
        """«قصفت الطائرات مواقع للجيش»: whose the things are, where «ل» follows the noun beside the verb or its subject."""
        start = after.last if after is not None and after.first > at else at + 1
        for phrase in self.line.phrases:
            if phrase.governor == LAM and start < phrase.first <= min(start + OWNED, reach - 1) and not phrase.joined:
                things = range(start, phrase.first)
                if all(self.clauses.form(n) in (NOUN, "") and self.scene.tokens[n].kind == ARABIC for n in things):
                    plain = not any("f" in self.scene.words[n].kinds or self.scene.tokens[n].key.startswith(AL) for n in things)
                    return self.ids(phrase) if plain else ()
        return ()

    def _foreign(self, ids: tuple[str, ...], source: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `ids` that are not the source nor the source's own country."""
        own = {p.country for p in map(self.scene.person, source) if p and p.country}
        people = ((x, self.scene.person(x)) for x in ids if x not in source)
        return tuple(x for x, p in people if not (p and p.type == "GPE" and p.country in own))

    def _object_country(self, at: int, reach: int) -> tuple[str, ...]:
        """«رفض العقوبات الأمريكية»: the nationality in an object that is no actor."""
        for atom in self.line.atoms:
            if at < atom.first < min(reach, at + UNNAMED) and atom.kind == ADJECTIVE:
                return self._atom(atom)
        return ()

    def _slots(
        self, at: int, names: tuple[str, ...], verb: Verb | None, reach: int, taken: tuple[str, ...]
    ) -> tuple[tuple[str, ...], str]:
        """The entities of the first slot that holds any, and the slot."""
        for slot in names:
            ids: tuple[str, ...] = ()
            if slot == "subject":
                ids = self.ids(verb.subject) if verb else ()
            elif slot == "object":
                if verb is not None and verb.reading.ending:
                    ids = self._pronoun(at, verb.reading.ending, taken)
                ids = ids or self._apart(at, reach, taken)
                if not ids:
                    ids = self._object(at, verb.subject if verb else None, reach)
                ids = ids or self._some_of(at, reach, taken)
                ids = ids or self._owner_of_object(at, verb.subject if verb else None, reach)
            elif slot == "by":
                ids = self.ids(self._agent(at, self.line.last))
            elif slot == "between":
                ids = self.ids(self._governed(at, BETWEEN, reach))
            elif not slot.isascii():
                ids = self._after_preposition(at, slot, reach, taken)
            if self.trace is not None:
                self.trace.tried(slot, ids, taken)
            ids = tuple(x for x in ids if x not in taken)
            if ids:
                return ids, slot
        return (), ""

    def _other_side(self, person: Person, source: tuple[str, ...], own: set[str | None]) -> bool:
        """A named actor of another country than the source's."""
        if (
            person.described
            or person.type not in ("GPE", "PER", "ORG")
            or person.id in source
            or "JRN" in person.sector
        ):
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

    def _fallback(
        self, trigger: Trigger, verb: Verb, source: tuple[str, ...], reach: int
    ) -> tuple[tuple[str, ...], str]:
        """An actor right after the subject, else, for what is said against someone, the first other side in what is said."""
        if "object" not in trigger.rule.recipient and verb.how == "after" and verb.subject is not None:
            for phrase in self.line.phrases:
                if phrase.first == verb.subject.last and not phrase.governor:
                    ids = tuple(x for x in self.ids(phrase) if x not in source)
                    if ids:
                        return ids, "object"
        if trigger.rule.type == "AGREE":
            promised = next((p for p in self.line.phrases if p.first > trigger.last and p.governor in TOWARDS), None)
            ids = tuple(x for x in self.ids(promised) if x not in source)
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
        against = (p for p in self.line.phrases if trigger.last <= p.first and p.governor in BORNE and p.governor_at > trigger.at)
        borne = next((self.ids(p) for p in against), ()) if trigger.rule.type == "THREATEN" else ()
        if borne and not set(borne) & set(source):
            return borne, "who would bear it"
        for phrase in reversed(self.line.phrases):
            if phrase.last <= trigger.first and (verb.subject is None or phrase.first != verb.subject.first):
                for x in self.ids(phrase):
                    person = self.scene.person(x)
                    if person and self._other_side(person, source, own):
                        return (x,), "other side before"
        return (), ""

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
                between = at + 1 if phrase.first == at + 2 else at
                if between > at and (self.scene.tokens[between].kind == "sign" or self.clauses.form(between) == VERB):
                    break  # «مظاهرات تطالب الحكومة»
                return self.ids(phrase, actor=False)
        return ()

    def _nationality(self, at: int) -> tuple[str, ...]:
        """A nationality adjective of the noun: «الهجوم الروسي», «القصف الجوي الإسرائيلي»."""
        for atom in self.line.atoms:
            if at < atom.first <= at + 3 and atom.kind == ADJECTIVE and not (set(atom.pre) & set("bl")):
                if any(p.first <= atom.first < p.last for p in self.line.phrases):
                    return self._group_of(atom.first, at)
                return self._atom(atom)
        return self._group_of(at + 2, at) or self._group_of(at + 1, at)

    def _group_of(self, i: int, at: int) -> tuple[str, ...]:
        """«قصف مدفعي حوثي»: a group's name at token i that stands as the adjective of a noun at token `at`."""
        phrase = next((p for p in self.line.phrases if p.first == i and p.last == i + 1), None)
        if phrase is None or phrase.pre or phrase.governor_at > at or (phrase.definite and phrase.name is None):
            return ()
        singular = self.scene.tokens[i].key.endswith(NISBA) and not self.scene.tokens[at].key.startswith(AL)
        named = phrase.atoms[0].kind in (NAME, ADJECTIVE)
        return self.ids(phrase) if singular and named else ()
