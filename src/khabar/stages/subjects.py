"""Subjects: the finite verbs of a sentence, and who the subject of each is.

There is no parser: a subject stands right after its verb or before it, behind an aside, or is that of a verb before.
"""

from __future__ import annotations

import msgspec

from khabar.stages.agreement import Agreement
from khabar.stages.forms import FIRST, NOUN, VERB
from khabar.stages.phrases import Phrase
from khabar.stages.scene import FINITE
from khabar.stages.words import Reading
from khabar.text.arabic import AL, LAM, WAW
from khabar.text.marks import QUOTES
from khabar.text.segment import SIGN

COMMAS = "\u060c,"
PLURAL = ("3mp", "3md", "3fd", "3fp", "1cs", "1cp", "2mp")
THAT_ONE = {"3ms": "\u0646\u0647", "3fs": "\u0646\u0647\u0627", "3mp": "\u0646\u0647\u0645"}  # ends of «أنه», «بأنها», «إنهم»
BUT = "\u0644\u0643\u0646"
TOPIC = 4  # words between a subject that opens its clause and the verb: signs and adjectives
RESUMED = 4  # words after the verb of a relative clause in which a pronoun that goes back to the antecedent stands
THEY = ("3mp", "3fp")
INSIDE = ("\u0641\u064a", "\u062e\u0644\u0627\u0644")  # «فيه», «خلالها»
WHAT = "\u0645\u0627"  # «وهو ما نفاه لاحقا الوزير»
_PRONOUNS = frozenset({"pronouns"})
_PREPOSITIONS = frozenset({"prepositions"})


class Verb(msgspec.Struct, frozen=True):
    """A finite verb at token `at` with its reading, subject phrase and what shows the subject: after, before or dropped."""

    at: int
    reading: Reading
    subject: Phrase | None
    how: str


class Subjects(Agreement):
    """Finds the verbs of one sentence with their subjects; `Clauses` says how far each clause reaches."""

    carried: Phrase | None
    late: dict[int, Phrase]
    inside: set[int]
    within: set[int]
    particles: set[int]
    names: frozenset[int]
    openers: frozenset[str]
    opening: frozenset[str]
    subordinators: frozenset[str]
    prepositions: frozenset[str]
    days: frozenset[str]
    documents: frozenset[str]

    def _class(self, i: int, names: frozenset[str]) -> bool:
        """Whether token i is a function word of one of the classes."""
        return not names.isdisjoint(self.scene.words[i].functions)

    def form(self, i: int) -> str:
        """How token i stands, see `Clauses.form`."""
        raise NotImplementedError

    def reach(self, i: int) -> int:
        """How far the clause of token i reaches, see `Clauses.reach`."""
        raise NotImplementedError

    def _verbs(self) -> list[Verb]:
        found: list[Verb] = []
        last: Phrase | None = self.carried
        for i in range(self.line.first, self.line.last):
            if self.form(i) != VERB:
                continue
            readings = [r for r in self.scene.readings(i) if r.feature[:1] in FINITE]
            reading = next((r for r in readings if r.feature[1:] not in FIRST), readings[0])
            subject, how = self._subject(i, reading, last, found)
            found.append(Verb(i, reading, subject, how))
            if subject is not None and not self._subordinate(i, subject):
                last = subject
        return found

    def _subordinate(self, i: int, subject: Phrase | None = None) -> bool:
        """Whether «أن» or a relative stands right before a verb or its subject, which is then not the sentence's."""
        if subject is not None and subject.last <= i:
            i = subject.first
        before = self.scene.tokens[i - 1].key if i > self.line.first else ""
        return before in self.openers or before in self.scene.lexicon.that_words

    def _subject(self, i: int, reading: Reading, last: Phrase | None, before: list[Verb]) -> tuple[Phrase | None, str]:
        person = reading.feature[1:]
        if person in FIRST:
            return None, "speaker"
        if self._noun_before(i, reading) or self._noun_of_clause(i):
            return None, "noun"
        if self._pronoun_of_clause(i, person):
            crowd = next((p for p in reversed(self.line.phrases) if p.last < i and self._several(p)), None)
            if person in THEY and crowd is not None:
                return crowd, "dropped"
            return self._alike(person, before) or last, "dropped"  # «أن القوات أطلقت الرصاص، وأنها اقتحمت الخيام»
        pronoun = i > self.line.first and self._class(i - 1, _PRONOUNS)
        before_it = self.scene.tokens[i - 1].key if i > self.line.first else ""
        if before_it.removeprefix("\u0648").startswith(BUT) and len(before_it) > len(BUT) + 1:
            return self._alike(person, before) or last, "dropped"  # «لم تهاجم القوات سفينة، لكنها هددت»
        own = self._of_relative(i, reading) or self._granted(i)
        if own is not None:
            return own, "before"
        adjacent = self._ahead(i, before)
        if adjacent is not None and not pronoun and all(n in self.particles for n in range(adjacent.last, i)):
            return adjacent, "before"  # «روسيا هاجمت أوكرانيا», «روسيا لم تهاجم أوكرانيا»: a subject right before its verb
        if self._of_document(i):
            return last, "dropped"
        topic = self._topic(i, before) if "w" not in reading.pre else None
        if topic is not None and not self._mismatch(topic, person):
            return topic, "before"
        noun = person not in PLURAL and self._noun_after(i, person)
        if noun:
            ahead = self._ahead(i, before)
            return (ahead, "before") if ahead is not None and i - ahead.last <= 2 else (None, "noun")
        if person not in PLURAL and not reading.ending and not pronoun:
            after = self.first_after(i)
            if after is not None and not self._disagrees(person, i, after):
                return after, "after"
        elif person not in PLURAL:
            after = self.first_after(i)
            if after is not None and (after.first == i + 1 or (reading.ending and before_it == WHAT)):
                return after, "after"
        described = self._described(i, reading)
        if described is not None:
            return described, "before"
        ahead = self._ahead(i, before)
        if ahead is not None and not (before and self._opens_clause(i)):
            return ahead, "before"
        late = self._late(i, reading)
        if late is not None:
            self.late[i] = late
            return late, "after"
        return self._shared(i, reading, before) or last, "dropped"

    def _parted(self, start: int, end: int) -> bool:
        """Whether a comma or stop, «أن» or another subordinator stands between two tokens."""
        that = self.scene.lexicon.that_words
        between = [t for t in self.scene.tokens[start + 1 : end] if t.key not in QUOTES]
        return any(t.kind == SIGN or t.key in that or t.key in self.subordinators or t.key in self.openers for t in between)

    def _late(self, i: int, reading: Reading) -> Phrase | None:
        """The subject behind an aside between a verb and it: «دعت، في ختام قمتها، المنظمة إلى»."""
        n = i + 1
        if reading.ending or reading.feature[1:] in PLURAL or n >= self.line.last or self.scene.tokens[n].key not in COMMAS:
            return None
        for phrase in self.line.phrases:
            opens = phrase.first > n and self.scene.tokens[phrase.first - 1].key in COMMAS
            if opens and not phrase.governor and self._somebody(phrase) and not self._verb_at(phrase.last):
                return None if self._mismatch(phrase, reading.feature[1:]) else phrase
        return None

    def _verb_at(self, i: int) -> bool:
        return i < self.line.last and self.form(i) == VERB

    def _alike(self, person: str, before: list[Verb]) -> Phrase | None:
        """The subject of the nearest verb before of the same person."""
        return next((v.subject for v in reversed(before) if v.subject is not None and v.reading.feature[1:] == person), None)

    def _shared(self, i: int, reading: Reading, before: list[Verb]) -> Phrase | None:
        """The subject of a verb before: of «كان» beside it, of the nearest of the same person and tense, or of a plural.

        «كانوا يقاتلون», «التي تحاصرها القوات وتقصفها», «إن المقاتلين فجروا سيارة قبل أن ينسحبوا».
        """
        own = [v for v in reversed(before) if v.subject is not None and v.how != "speaker"]
        if own and own[0].at == i - 1:
            return own[0].subject
        person = reading.feature[1:]
        if own and "w" not in reading.pre and own[0] is before[-1] and own[0].how == "before" and not self._parted(own[0].at, i):
            return own[0].subject  # «مسؤولا طلب كتم اسمه قال إن»
        if "w" in reading.pre:
            return next((v.subject for v in own if v.reading.feature == reading.feature), None)
        return next((v.subject for v in own if v.reading.feature[1:] == person), None) if person in PLURAL else None

    def _described(self, i: int, reading: Reading) -> Phrase | None:
        """Whom a verb right after an indefinite phrase describes, in whatever case: «عن خمسة رجال كانوا قد احتجزوا»."""
        phrase = next((p for p in self.line.phrases if p.last == i), None)
        if phrase is None or not phrase.governor or "w" in reading.pre or (phrase.definite and not phrase.quantity):
            return None
        several = self._several(phrase) and (phrase.quantity or self._several_by_form(phrase))
        fits = several if reading.feature[1:] in PLURAL else not self._mismatch(phrase, reading.feature[1:])
        return phrase if fits and not reading.ending else None

    def _topic(self, i: int, before: list[Verb]) -> Phrase | None:
        """«لكن صحيفة «كيهان» المتشددة دعت الحكومة»: who stands right after a word that opens the clause, up to its verb."""
        floor = before[-1].at if before else self.line.first - 1
        for phrase in self.line.phrases:
            if not floor < phrase.first or phrase.last > i:
                continue
            opens = phrase.first > self.line.first and self.scene.tokens[phrase.first - 1].key in self.opening
            if opens and not phrase.governor and i - phrase.last <= TOPIC and not self._parted(phrase.last - 1, i):
                return phrase
        return None

    def _of_document(self, i: int) -> bool:
        """«بيان، انتقد فيه تقاعس الوزارة»: what was said in it, by the one who speaks in the clause before."""
        n = i + 1
        if n + 1 >= self.line.last or n + 1 in self.inside or not self._class(n, _PREPOSITIONS):
            return False
        inside = self.scene.tokens[n].key.startswith(INSIDE) and any(r.ending for r in self.scene.readings(n))
        return inside and any(p.last <= i for p in self.line.phrases)

    def _of_relative(self, i: int, reading: Reading) -> Phrase | None:
        """The antecedent of «الذي», «التي» right before a verb, where no pronoun after it goes back: «التي قصفت دمشق»."""
        relative = i - 1
        key = self.scene.tokens[relative].key
        if relative <= self.line.first or key not in self.openers or not key.startswith(AL) or reading.ending:
            return None
        near = next((p for p in reversed(self.line.phrases) if p.last <= relative), None)
        if near is None or relative - near.last > 2 or self._mismatch(near, reading.feature[1:]):
            return None
        for n in range(i + 1, min(self.reach(i), i + 1 + RESUMED)):
            word = self.scene.words[n]
            back = any(r.ending for r in word.readings) and n not in self.names
            if back and (not _PREPOSITIONS.isdisjoint(word.functions) or n - i > 1):
                return None
        return near

    def _granted(self, i: int) -> Phrase | None:
        """«سبق لمدريد أن أيدت», «يمكن لروسيا أن ترد»: whom «ل» names right before «أن»."""
        before = self.scene.tokens[i - 1].key if i > self.line.first else ""
        if before not in self.scene.lexicon.that_words:
            return None
        return next((p for p in self.line.phrases if p.last == i - 1 and p.governor == LAM), None)

    def _noun_of_clause(self, i: int) -> bool:
        """Whether a noun that is no actor is the subject right after «أن»: «أن القصف استهدف», «أن مكتبها قد حذر»."""
        n = i - 1
        while n > self.line.first and n in self.particles:
            n -= 1
        if n <= self.line.first or n in self.within or self.scene.tokens[n].kind != "ar":
            return False
        before = self.scene.tokens[n - 1].key
        return before in self.scene.lexicon.that_words and len(before) == 2 and self.form(n) == NOUN

    def _pronoun_of_clause(self, i: int, person: str) -> bool:
        """«إنه سيرفض»: the pronoun on «إن» is the subject, where it agrees with the verb."""
        key = self.scene.tokens[i - 1].key.removeprefix(WAW) if i > self.line.first else ""
        if key not in self.scene.lexicon.that_words or len(key) < 3:
            return False
        return key.endswith(THAT_ONE.get(person, SIGN))

    def _opens_clause(self, i: int) -> bool:
        """Whether a word that opens a clause of its own stands right before a verb: «حيث أجرى», «بعدما أعلن»."""
        key = self.scene.tokens[i - 1].key if i > self.line.first else ""
        return key in self.subordinators and key not in self.scene.lexicon.that_words

    def _noun_before(self, i: int, reading: Reading) -> bool:
        """A verb right after an event noun without article describes it: «مظاهرات تطالب الحكومة»."""
        if (
            i == self.line.first
            or "w" in reading.pre
            or reading.feature[:1] not in "Ii"
            or reading.feature[1:] not in ("3fs", "3ms")
        ):
            return False
        n = i - 1
        return (
            self.form(n) == NOUN
            and n not in self.inside
            and any(r.kind in "en" and "A" not in r.pre and not r.ending for r in self.scene.readings(n))
            and not any(r.kind == "f" for r in self.scene.readings(n))
            and self.scene.tokens[n].key not in self.days
        )

    def _noun_after(self, i: int, person: str) -> bool:
        """A verb right before a definite noun that is no actor has it as its subject: «أدت المواجهات إلى»."""
        n = i + 1
        if n >= self.line.last or n in self.inside or self.scene.tokens[n].kind != "ar":
            return False
        key = self.scene.tokens[n].key
        if key in self.documents:
            return True  # «أدان بيان مشترك»
        if key in self.days or not key.startswith("\u0627\u0644") or len(key) < 5:
            return False
        if person == "3ms" and key.endswith("\u0629"):
            return False  # «وأنكر التهمة»: a feminine noun is the object of a masculine verb
        return self.forms_ready(n)

    def forms_ready(self, n: int) -> bool:
        """Whether token n is a noun or a word the lexicon does not hold."""
        return self.form(n) in (NOUN, "") and not any(r.kind == "f" for r in self.scene.readings(n))

    def first_after(self, i: int, stop: int | None = None) -> Phrase | None:
        """The first phrase after token i in its clause that no preposition governs."""
        end = self.reach(i) if stop is None else stop
        for phrase in self.line.phrases:
            if i < phrase.first < end and not (phrase.governor and phrase.governor_at > i) and self._somebody(phrase):
                return phrase
            if phrase.first >= end:
                break
        return None

    def _ahead(self, i: int, before: list[Verb]) -> Phrase | None:
        """The subject before its verb: the nearest free phrase since the last barrier, or the antecedent of a relative."""
        tokens = self.scene.tokens
        relative = -1
        for n in range(i - 1, max(self.line.first, i - 4) - 1, -1):
            if tokens[n].key in self.openers:
                relative = n
                break
        if relative >= 0:
            near = [p for p in self.line.phrases if p.last <= relative and relative - p.last <= 3]
            return near[-1] if near else None
        if i > self.line.first and self._class(i - 1, _PRONOUNS):
            near = [p for p in self.line.phrases if p.last <= i - 1]
            return near[-1] if near else None
        floor = before[-1].at if before else self.line.first - 1
        free = [p for p in self.line.phrases if floor < p.first and p.last <= i and not p.governor]
        if not free:
            return None
        if before and self._joined(i):
            return None
        group = free[-1]
        at = self.line.phrases.index(group)
        while group.joined and at > 0:
            at -= 1
            group = self.line.phrases[at]
        return group

    def _joined(self, i: int) -> bool:
        """Whether «و» stands on a verb or on the particle before it: «ولم تسحب»."""
        while i > self.line.first and i - 1 in self.particles and "w" not in self.scene.readings(i)[0].pre:
            i -= 1
        return "w" in self.scene.readings(i)[0].pre
