"""How a word stands in its sentence: as a finite verb, a noun or a participle, by what it may be and what stands beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from khabar.lexicon.pack import Lexicon
from khabar.stages.phrases import Phrase
from khabar.stages.scene import FINITE, Line, Scene
from khabar.stages.words import DUAL, Reading, Word
from khabar.text.segment import SIGN

QUOTES = "\"'\u00ab\u201c\u201d"
FIRST = ("1cs", "1cp")
INNA = "\u0625\u0646"  # «إن» with its hamza below, which a noun follows
FROM = "\u0645\u0646"
ALL = ("\u0643\u0644", "\u0643\u0644\u0627")  # «كل من», «كلا من»
ASIDE = 6  # words of an aside between commas, at most
LACK = "\u0639\u062f\u0645"
TANWEEN = "\u064b"  # the sign of the indefinite accusative
VERB, NOUN, PARTICIPLE = "V", "N", "A"
EITHER = NOUN + PARTICIPLE
_NEVER_VERBS = frozenset({
    "prepositions", "subordinators", "complementizers", "relatives", "adverbs", "comparatives", "quantities", "demonstratives",
    "conjunctions", "exceptives", "questions", "focus", "relatives_short", "future", "negation", "that", "pronouns",
})  # fmt: skip


class ClauseWords(NamedTuple):
    """Words of the lexicon that make clauses; `openers` are the relatives that are no prepositions, `opening` opens clauses."""

    subordinators: frozenset[str]
    relatives: frozenset[str]
    openers: frozenset[str]
    prepositions: frozenset[str]
    heads: frozenset[str]
    days: frozenset[str]
    masculine: frozenset[str]
    copulas: frozenset[str]
    inchoatives: frozenset[str]
    documents: frozenset[str]
    before_verb: frozenset[str]
    opening: frozenset[str]


@lru_cache(maxsize=8)
def words_of(lexicon: Lexicon) -> ClauseWords:
    """The words of a lexicon that make clauses, gathered once."""

    def of(*names: str) -> frozenset[str]:
        return frozenset().union(*[lexicon.classes.get(name, frozenset()) for name in names])

    subordinators, relatives = of("subordinators", "complementizers"), of("relatives")
    return ClauseWords(
        subordinators, relatives, relatives - of("prepositions"), of("prepositions"), of("place_heads"), of("weekdays"),
        of("masculine_countries"), of("copulas"), of("inchoatives"), of("documents"),
        subordinators | relatives | of("negation", "future", "certainty", "conjunctions"),
        lexicon.that_words | of("adversatives"),
    )  # fmt: skip


class Forms:
    """Settles how the words of one sentence stand."""

    def __init__(self, scene: Scene, line: Line) -> None:
        self.scene, self.line = scene, line
        self.words = words_of(scene.lexicon)

    def all(self) -> list[str]:
        """How each word of the sentence stands: V, N, A, or "" for neither."""
        line, keys, days = self.line, self.scene.keys, self.words.days
        found = []
        for i, word in enumerate(self.scene.words[line.first : line.last], line.first):
            form = "" if i in line.names else NOUN if keys[i] in days and self._hour(i) else _settled(word)
            if form is None:
                form = self._unsettled(i)
            elif form == EITHER:
                form = PARTICIPLE if self._circumstance(i) else NOUN
            found.append(form)
        return found

    def _unsettled(self, i: int) -> str:
        """The form of a word that may be a finite verb, by where it stands."""
        found = _formed(self.scene.readings(i))
        kinds = _kinds(found)
        nominal = "N" in kinds or any(r.kind in "rt" for r in self.scene.readings(i))
        if i > self.line.first and self.scene.tokens[i - 1].key.endswith(LACK):
            return NOUN if nominal else ""  # «طلب عدم نشر اسمه»
        if TANWEEN in self.scene.text[self.scene.tokens[i].start : self.scene.tokens[i].end]:
            return NOUN if nominal else PARTICIPLE if "A" in kinds else ""
        if all(
            r.feature[1:] in FIRST or r.feature[1:] == "2mp" for r in found if r.feature[:1] in FINITE
        ) and not self._quoted(i):
            return NOUN if "N" in kinds else ""
        if self.scene.tokens[i].key in self.words.heads and not any(r.pre for r in found):
            return NOUN
        if not nominal and "A" not in kinds:
            if self._governed(i) or self._after_verb(i):
                return VERB if all(r.feature[:1] in "Ii" for r in found) else ""
            return VERB
        return VERB if self._verbal_place(i, found) else NOUN if nominal else PARTICIPLE

    def _circumstance(self, i: int) -> bool:
        """Whether a form that may be a noun or a participle says how something is said: «…، مطالبا», «…، داعيةً»."""
        token = self.scene.tokens[i]
        accusative = token.key.endswith(("\u0627", "\u064a\u0646")) or TANWEEN in self.scene.text[token.start : token.end]
        return accusative and i > self.line.first and self.scene.tokens[i - 1].kind == SIGN

    def _hour(self, i: int) -> bool:
        """Whether a day follows token i, a day or a part of one: «فجر الجمعة» is no verb."""
        return i + 1 < self.line.last and self.scene.tokens[i + 1].key in self.words.days

    def _quoted(self, i: int) -> bool:
        """Whether token i stands inside quotation marks, where people speak of themselves."""
        at = self.scene.tokens[i].start
        return any(q.start <= at < q.end for q in self.scene.quoted)

    def _governed(self, i: int) -> bool:
        """Whether a preposition stands right before token i."""
        return i > self.line.first and self.scene.tokens[i - 1].key in self.words.prepositions

    def _after_verb(self, i: int) -> bool:
        """Whether a finite verb stands right before token i, so that a perfect cannot: «واصلت دك المدينة»."""
        if i == self.line.first or any("w" in r.pre for r in self.scene.readings(i)):
            return False
        n = i - 1
        return n not in self.line.names and self.scene.finite(n) and self.scene.tokens[n].key not in self.words.copulas

    def _verbal_place(self, i: int, readings: list[Reading]) -> bool:
        """For a form that may be verb or noun («قصف», «طلب», «دعم»): whether its place is a verb's."""
        if any(set(r.pre) & set("Abk") for r in readings):
            return False
        if any(r.pre == "l" for r in readings):
            return all(r.feature[:1] in "Ii" or r.kind == "n" for r in readings)
        tokens, first = self.scene.tokens, self.line.first
        following = tokens[i + 1].key if i + 1 < self.line.last else ""
        adjective = any(a.first == i + 1 and a.kind == "adjective" and not a.pre for a in self.line.atoms)
        if (adjective and not self._subject_follows(i)) or (
            following[:2] == "\u0645\u0646" and len(following) == 2 and i == first and self.line.kind == "title"
        ):
            return False
        joined = any("w" in r.pre for r in readings)
        if i == first or joined:
            return not (i == first and self.line.kind == "title" and not self._subject_follows(i))
        before = tokens[i - 1]
        if self.scene.text[before.start : before.end] == INNA:
            return False
        if before.kind == SIGN and before.key in QUOTES and i - 2 >= first and tokens[i - 2].key in self.words.prepositions:
            return False
        if before.kind == SIGN:
            return not self._after_aside(i, readings)
        if before.key in self.words.prepositions:
            return False
        if before.key in self.words.days and self._subject_follows(i):
            return True  # «وبعد ساعات دخل القاضي»
        if before.key in self.words.before_verb or (before.key in self.scene.lexicon.that_words and len(before.key) > 2):
            return True  # «إنه قتل»: the pronoun on «إن» is the subject
        subject = next((p for p in self.line.phrases if p.last == i), None)
        return subject is not None and not self._objects_place(subject, readings)

    def _objects_place(self, subject: Phrase, readings: list[Reading]) -> bool:
        """Whether a verb stands right before a subject, so that a noun follows it: «أعلنت ألمانيا وقف التمويل»."""
        n = self._group(subject).first - 1
        if n < self.line.first or subject.governor:
            return False
        key = self.scene.tokens[n].key
        if key in self.words.copulas and not (key in self.words.inchoatives and all(r.feature[:1] not in "Ii" for r in readings)):
            return False  # «بدأ الجيش سحب الجنود»: a perfect cannot follow «بدأ»
        if self._both_of(n):
            n -= 2
        found = self.scene.readings(n)
        return any(r.feature[:1] in FINITE and r.kind in "eclv" for r in found if r.feature) and not any(
            r.feature[:1] == "N" for r in found
        )

    def _after_aside(self, i: int, readings: list[Reading]) -> bool:
        """Whether a comma closes an aside between a verb with its subject and their object: «قررت مصر، أمس، سحب …»."""
        if self.scene.tokens[i - 1].key not in "\u060c,":
            return False
        for n in range(i - 2, max(self.line.first, i - 2 - ASIDE), -1):
            if self.scene.tokens[n].kind == SIGN:
                subject = next((p for p in self.line.phrases if p.last == n), None)
                return subject is not None and self._objects_place(subject, readings)
            if self.scene.finite(n):
                return False
        return False

    def _group(self, phrase: Phrase) -> Phrase:
        """The first of the phrases coordinated with this one: «موسكو وكييف»."""
        at = self.line.phrases.index(phrase)
        while self.line.phrases[at].joined and at > 0:
            at -= 1
        return self.line.phrases[at]

    def _both_of(self, n: int) -> bool:
        """Whether «كل من» ends at token n."""
        return n - 2 >= self.line.first and self.scene.tokens[n].key == FROM and self.scene.tokens[n - 1].key in ALL

    def _subject_follows(self, i: int) -> bool:
        return any(p.first == i + 1 for p in self.line.phrases)


def _formed(readings: tuple[Reading, ...]) -> list[Reading]:
    return [r for r in readings if r.kind in "eclvn" or r.feature]


def _kinds(readings: list[Reading]) -> set[str]:
    return {r.feature[:1] for r in readings if r.feature} | {"N" for r in readings if r.kind == "n"}


@lru_cache(maxsize=100_000)
def _settled(word: Word) -> str | None:
    """The form of a word wherever it stands, `EITHER` where only commas tell; None for a word that may be a finite verb."""
    if word.number or not _NEVER_VERBS.isdisjoint(word.functions):
        return ""
    found = _formed(word.readings)
    kinds = _kinds(found)
    noun = EITHER if "A" in kinds else NOUN
    if kinds.isdisjoint(FINITE):
        return noun if "N" in kinds else PARTICIPLE if "A" in kinds else ""
    if "N" in kinds and all(r.feature[1:] in DUAL for r in found if r.feature[:1] in FINITE):
        return noun  # «وعدا», «طلبا»: the accusative of the noun before the dual of the verb
    return None
