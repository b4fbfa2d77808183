"""Clauses: where the finite verbs of a sentence stand, who their subjects are, and how far each reaches.

There is no parser. A clause reaches from its verb to the next barrier: the end of the sentence, a comma, a relative or a
subordinator, or another finite verb. That is enough for newswriting, where the verb comes first and its actors follow.
"""

from __future__ import annotations

import msgspec

from khabar.stages.forms import FIRST, NOUN, VERB, Forms, words_of
from khabar.stages.phrases import Phrase
from khabar.stages.scene import FINITE, Line, Scene
from khabar.stages.words import Reading
from khabar.text.arabic import AL, ALEF, LAM
from khabar.text.segment import SIGN

STOPS = ".!?\u061f\u06d4\u061b;:"
COMMAS = "\u060c,"
PLURAL = ("3mp", "3md", "3fd", "3fp", "1cs", "1cp", "2mp")
ASIDE = 12  # words of an aside, at most
BUT = "\u0644\u0643\u0646"
RESUMED = 4  # words after the verb of a relative clause in which a pronoun that goes back to the antecedent stands
THEY = ("3mp", "3fp")
_PRONOUNS = frozenset({"pronouns"})
_PREPOSITIONS = frozenset({"prepositions"})
_BEFORE_VERBS = frozenset({"negation", "future", "certainty"})  # particles between a subject and its verb


class Verb(msgspec.Struct, frozen=True):
    """A finite verb at token `at` with its reading, subject phrase and what shows the subject: after, before or dropped."""

    at: int
    reading: Reading
    subject: Phrase | None
    how: str


class Clauses:
    """The clauses of one sentence."""

    def __init__(self, scene: Scene, line: Line, carried: Phrase | None) -> None:
        self.scene, self.line = scene, line
        self.inside = {n for p in line.phrases for a in p.atoms for n in range(a.first, a.last)}
        self.within = {n for p in line.phrases for n in range(p.first, p.last)}
        self.names = line.names
        own_words = words_of(scene.lexicon)
        self.subordinators, self.relatives, self.openers = own_words.subordinators, own_words.relatives, own_words.openers
        self.prepositions, self.heads, self.days = own_words.prepositions, own_words.heads, own_words.days
        self.masculine, self.documents = own_words.masculine, own_words.documents
        own = scene.words[line.first : line.last]
        self.particles = {i for i, word in enumerate(own, line.first) if not _BEFORE_VERBS.isdisjoint(word.functions)}
        self.forms = Forms(scene, line).all()
        self.carried = carried
        self.verbs = self._verbs()

    def form(self, i: int) -> str:
        """Whether token i stands as a finite verb (V), a noun (N), a participle (A), or is neither ("")."""
        return self.forms[i - self.line.first]

    def _class(self, i: int, names: frozenset[str]) -> bool:
        """Whether token i is a function word of one of the classes."""
        return not names.isdisjoint(self.scene.words[i].functions)

    # barriers

    def barrier(self, i: int) -> bool:
        """Whether a clause ends before token i."""
        token = self.scene.tokens[i]
        if token.kind == SIGN:
            return token.key in STOPS or token.key in COMMAS
        if i in self.within:
            return self.form(i) == VERB and i not in self.inside
        if token.key in self.scene.lexicon.that_words or token.key in self.openers:
            return True
        if token.key in self.subordinators and i not in self.inside:
            return True
        return self.form(i) == VERB

    def reach(self, i: int) -> int:
        """The token (exclusive) to which the clause of token i reaches; a comma between coordinated actors is passed."""
        passed = i
        for n in range(i + 1, self.line.last):
            if n > passed and self.barrier(n):
                if self.scene.tokens[n].key in COMMAS and any(p.joined and p.first == n + 1 for p in self.line.phrases):
                    continue
                passed = self._aside(n)
                if passed <= n:
                    return n
        return self.line.last

    def _aside(self, n: int) -> int:
        """Where words between commas end that only say when, where or who is meant, «، الخميس،»; n itself where there are none."""
        if self.scene.tokens[n].key not in COMMAS or (n + 1 < self.line.last and self._opens(n + 1)):
            return n
        for m in range(n + 1, min(n + ASIDE, self.line.last - 1)):
            if self.scene.tokens[m].key in COMMAS:
                return m
            if self.barrier(m):
                return n
        return n

    def _opens(self, n: int) -> bool:
        """Whether a word goes on with «and», so that it opens no aside."""
        return any(r.pre.startswith("w") and r.kind != "f" for r in self.scene.readings(n))

    # subjects

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
            if subject is not None and not self._subordinate(i):
                last = subject
        return found

    def _subordinate(self, i: int) -> bool:
        """Whether «أن» or a relative stands right before a verb: its subject is not the sentence's."""
        before = self.scene.tokens[i - 1].key if i > self.line.first else ""
        return before in self.scene.lexicon.that_words or before in self.openers

    def _subject(self, i: int, reading: Reading, last: Phrase | None, before: list[Verb]) -> tuple[Phrase | None, str]:
        person = reading.feature[1:]
        if person in FIRST:
            return None, "speaker"
        if self._noun_before(i, reading) or self._noun_of_clause(i):
            return None, "noun"
        if self._pronoun_of_clause(i, person):
            return last, "dropped"
        pronoun = i > self.line.first and self._class(i - 1, _PRONOUNS)
        before_it = self.scene.tokens[i - 1].key if i > self.line.first else ""
        if before_it.removeprefix("\u0648").startswith(BUT) and len(before_it) > len(BUT) + 1:
            return last, "dropped"  # «لم تهاجم القوات سفينة، لكنها هددت»: the subject of the verb before
        own = self._of_relative(i, reading) or self._granted(i)
        if own is not None:
            return own, "before"
        adjacent = self._ahead(i, before)
        if adjacent is not None and not pronoun and all(n in self.particles for n in range(adjacent.last, i)):
            return adjacent, "before"  # «روسيا هاجمت أوكرانيا», «روسيا لم تهاجم أوكرانيا»: a subject right before its verb
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
            if after is not None and after.first == i + 1:
                return after, "after"
        ahead = self._ahead(i, before)
        if ahead is not None and not (before and self._opens_clause(i)):
            return ahead, "before"
        if before and person in THEY and "w" in reading.pre and before[-1].subject is not None and before[-1].how != "dropped":
            return before[-1].subject, "dropped"  # «بعد أن اقتحم محتجون السفارة وأضرموا النار»
        return last, "dropped"

    def _of_relative(self, i: int, reading: Reading) -> Phrase | None:
        """The antecedent of «الذي», «التي» right before a verb, where no pronoun after it goes back: «التي قصفت دمشق»."""
        relative = i - 1
        key = self.scene.tokens[relative].key
        if relative <= self.line.first or key not in self.openers or not key.startswith(AL) or reading.ending:
            return None
        near = next((p for p in reversed(self.line.phrases) if p.last <= relative), None)
        if near is None or relative - near.last > 2 or not self._agrees(reading.feature[1:], near):
            return None
        for n in range(i + 1, min(self.reach(i), i + 1 + RESUMED)):
            word = self.scene.words[n]
            back = any(r.ending for r in word.readings) and n not in self.names
            if back and (not _PREPOSITIONS.isdisjoint(word.functions) or n - i > 1):
                return None
        return near

    def _agrees(self, person: str, phrase: Phrase) -> bool:
        gender = self._gender(phrase, person)
        return not gender or gender == person[1]

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
        key = self.scene.tokens[i - 1].key if i > self.line.first else ""
        if key not in self.scene.lexicon.that_words or len(key) < 3:
            return False
        return (person == "3ms" and key.endswith("\u0646\u0647")) or (person == "3fs" and key.endswith("\u0646\u0647\u0627"))

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

    def _disagrees(self, person: str, i: int, phrase: Phrase) -> bool:
        """Whether gender shows that the phrase right after a verb is its object: «دعا الولايات المتحدة إلى»."""
        if phrase.first != i + 1:
            return False
        word = self.scene.tokens[phrase.atoms[0].first].key
        if self._accusative(phrase, word):
            return True  # «قتلت موظفا»
        if word.endswith("\u064a\u0646") and phrase.atoms[0].kind in ("role", "adjective") and not phrase.quantity:
            return True  # «حمل الديمقراطيين»: the ending of the accusative
        gender = self._gender(phrase, person)
        return bool(gender) and gender != person[1]

    def _accusative(self, phrase: Phrase, word: str) -> bool:
        """Whether the letters of an indefinite noun show that it is an object."""
        atom = phrase.atoms[0]
        if atom.kind not in ("role", "title") or phrase.quantity or phrase.definite or not word.endswith(ALEF):
            return False
        return any(r.kind in "rt" and r.ref == atom.refs[0] for r in self.scene.analyser.readings(word[:-1]))

    def _gender(self, phrase: Phrase, person: str) -> str:
        """The gender the letters or the kind of name show, or ""; a feminine verb goes with every country."""
        atom = phrase.atoms[0]
        word = self.scene.tokens[atom.first].key[atom.skip :]
        if atom.kind == "name":
            fact = self.scene.knowledge.fact(atom.refs[0])
            if fact.type == "GPE":
                return "m" if word in self.masculine and person[1] == "m" else "f"
            if fact.type == "PER":
                return ""
        if word.endswith("\u0629"):
            return "f" if atom.kind != "guess" else ""
        return "m" if word.endswith(("\u0648\u0646", "\u064a\u0646")) and atom.kind == "role" else ""

    def first_after(self, i: int, stop: int | None = None) -> Phrase | None:
        """The first phrase after token i in its clause that no preposition governs."""
        end = self.reach(i) if stop is None else stop
        for phrase in self.line.phrases:
            if i < phrase.first < end and not (phrase.governor and phrase.governor_at > i) and self._somebody(phrase):
                return phrase
            if phrase.first >= end:
                break
        return None

    def _somebody(self, phrase: Phrase) -> bool:
        return self.scene.entity(phrase) is not None

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

    def verb_before(self, i: int) -> Verb | None:
        """The last finite verb before token i."""
        return next((v for v in reversed(self.verbs) if v.at < i), None)

    def main_subject(self) -> Phrase | None:
        """The subject of the sentence's first verb, else its first free phrase."""
        for verb in self.verbs:
            if verb.subject is not None and verb.how in ("after", "before") and not self._subordinate(verb.at):
                return verb.subject
        return next((p for p in self.line.phrases if not p.governor), None)
