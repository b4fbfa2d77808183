"""Pronouns: whom «ـه», «ـها», «ـهم» on a verb, a noun or a preposition mean.

There is no parser: the nearest actor before the pronoun that agrees with it is taken, in the sentence or in the one before."""

from __future__ import annotations

from khabar.stages.atoms import NAME, PERSON, Atom
from khabar.stages.clauses import Clauses
from khabar.stages.forms import NOUN
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene, coordinated
from khabar.stages.subjects import PLURAL
from khabar.stages.trace import Trace
from khabar.text.arabic import BETWEEN, TA_MARBUTA

HE, SHE, THEY, TWO, WOMEN = "\u0647", "\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627", "\u0647\u0646"
APART = "\u0627\u064a\u0627"  # «إياه»: an object pronoun that stands by itself
FEMININE_PLURAL = "\u0627\u062a"
SOUND_PLURAL = ("\u0648\u0646", "\u064a\u0646")
WELL, FAIRLY, HARDLY = 0, 1, 2



class Pronouns:
    """Finds whom the pronouns of one sentence mean."""

    def __init__(
        self, scene: Scene, line: Line, clauses: Clauses, speaker: str | None, said: str | None, trace: Trace | None = None
    ) -> None:
        self.scene, self.line, self.clauses, self.speaker, self.said, self.trace = scene, line, clauses, speaker, said, trace

    def ids(self, phrase: Phrase | None, actor: bool = True) -> tuple[str, ...]:
        """The entities of a phrase and of those coordinated with it."""
        if phrase is None:
            return ()
        found = []
        for p in coordinated(self.line, phrase) if phrase in self.line.phrases else [phrase]:
            if p is not phrase and phrase.governor not in ("", BETWEEN) and self._own_clause(p):
                break
            for entity in self.scene.entities(p):
                person = self.scene.person(entity)
                if person and not (actor and person.type in ("LOC", "FAC")):
                    found.append(entity)
        return tuple(dict.fromkeys(found))

    def _own_clause(self, phrase: Phrase) -> bool:
        """Whether an actor after «و» begins a clause with a verb of its own: «غارة على النبطية والجيش يعزز انتشاره»."""
        verb = next((v for v in self.clauses.verbs if v.at == phrase.last), None)
        return verb is not None and verb.reading.feature[1:] not in PLURAL and not verb.reading.pre

    def _atom(self, atom: Atom | None) -> tuple[str, ...]:
        if atom is None:
            return ()
        entity = self.scene.resolved.by_atom.get((atom.first, atom.last))
        return (entity,) if entity else ()

    def _is(self, entity: str, kind: str) -> bool:
        person = self.scene.person(entity)
        return person is not None and person.type == kind

    def _pronoun(self, i: int, ending: str, exclude: tuple[str, ...]) -> tuple[str, ...]:
        """Whom a pronoun on token i means: the nearest actor before it that agrees and is not the subject."""
        if ending not in (HE, SHE, THEY, TWO, WOMEN):
            return ()
        before = [p for p in self.line.phrases if p.last <= i]
        if self._of_thing(i):
            return ()
        antecedent = self._antecedent(i, before)
        if antecedent is not None:
            return tuple(x for x in self.ids(antecedent, actor=False) if x not in exclude)
        if ending == THEY:
            crowd = next((p for p in reversed(before) if self._crowd(p, exclude)), None)
            if crowd is not None:
                return self.ids(crowd)
        if ending in (THEY, TWO, WOMEN):
            pair = tuple(dict.fromkeys(x for p in before for x in self.ids(p) if self._is(x, "PER")))
            if len(pair) >= 2:
                return pair[-2:]
        own = self._nearest(before, ending, exclude)
        if own and own[0] <= FAIRLY:
            return own[1]
        earlier = self._in_sentence_before(ending, exclude)
        return earlier or (own[1] if own else ())

    def _of_thing(self, i: int) -> bool:
        """Whether the verb of a pronoun describes a thing right before it: «وهو قرار رحبت به الحكومة»."""
        n = next((v.at for v in reversed(self.clauses.verbs) if v.at <= i), -1) - 1
        if i - n > 2 or n < self.line.first or n in self.clauses.within or self.clauses.form(n) != NOUN:
            return False
        return any(r.kind in "en" and "A" not in r.pre and not r.ending for r in self.scene.readings(n))

    def _crowd(self, phrase: Phrase, exclude: tuple[str, ...]) -> bool:
        """Whether a phrase names people in the plural, in this sentence: «زار المصابين ووعدهم»."""
        ids = self.ids(phrase)
        return len(ids) == 1 and ids[0] not in exclude and self._is(ids[0], "NORP") and phrase.name is None

    def _antecedent(self, i: int, before: list[Phrase]) -> Phrase | None:
        """What a relative right before the verb goes back to: «المدينة التي تحاصرها القوات»."""
        n = i - 1
        while n > self.line.first and n >= i - 2 and n in self.clauses.particles:
            n -= 1
        if n <= self.line.first or self.scene.tokens[n].key not in self.clauses.relatives - self.clauses.prepositions:
            return None
        return next((p for p in reversed(before) if n - 2 <= p.last <= n), None)

    def _nearest(self, phrases: list[Phrase], ending: str, exclude: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
        """The best fitting of some phrases, the last of equals, with how well it fits."""
        best: tuple[int, tuple[str, ...]] | None = None
        for phrase in phrases:
            ids = self.ids(phrase)
            fit = self._fit(phrase, ids, ending)
            if ids and ids[0] not in exclude and fit is not None and (best is None or fit <= best[0]):
                best = (fit, ids)
        return best

    def _in_sentence_before(self, ending: str, exclude: tuple[str, ...]) -> tuple[str, ...]:
        """Who of the sentence before agrees: its subject rather than another."""
        if self.line.index == 0:
            return ()
        line = self.scene.lines[self.line.index - 1]
        if line.kind not in ("paragraph", "caption") or self.line.block - line.block > 1:
            return ()
        free = [p for p in line.phrases if not p.governor]
        for phrases in (free[:1], list(line.phrases)):
            found = self._nearest(phrases, ending, exclude)
            if found and found[0] <= FAIRLY:
                return found[1]
        return ()

    def _fit(self, phrase: Phrase, ids: tuple[str, ...], ending: str) -> int | None:
        """How well a phrase agrees with a pronoun; None where it cannot be meant."""
        person = self.scene.person(ids[0]) if ids else None
        if person is None:
            return None
        gender = self._gender(phrase)
        if ending in (THEY, TWO, WOMEN):
            if person.type == "NORP" or len(ids) > 1:
                return WELL
            return None if person.type == "PER" else HARDLY
        if person.type == "NORP":
            return FAIRLY if gender == ("f" if ending == SHE else "m") and not phrase.quantity else HARDLY
        if ending == HE:
            return HARDLY if gender == "f" else WELL if person.type == "PER" else FAIRLY
        return WELL if gender == "f" else HARDLY if person.type == "PER" else FAIRLY

    def _gender(self, phrase: Phrase) -> str:
        """The gender that the words or the kind of name show, or ""."""
        atom = phrase.atoms[0]
        word = self.scene.tokens[atom.first].key[atom.skip :]
        if atom.kind in (NAME, PERSON):
            person = self.scene.person(self.scene.entity(phrase))
            if person is not None and person.type == "GPE":
                return "m" if word in self.clauses.masculine else "f"
            if person is not None and person.type == "PER":
                verb = next((v for v in self.clauses.verbs if v.subject is phrase and v.how == "after"), None)
                return "f" if verb is not None and verb.reading.feature[1:] == "3fs" else ""
        if word.endswith((TA_MARBUTA, FEMININE_PLURAL)):
            return "f"
        return "m"

    def _on_preposition(self, at: int, preposition: str, reach: int, exclude: tuple[str, ...]) -> tuple[str, ...]:
        """Whom the pronoun on a preposition after token `at` means: «طلبت منه», «أثنى عليها»."""
        for n in range(at + 1, reach):
            word = self.scene.tokens[n].key
            for ending in (TWO, THEY, WOMEN, SHE, HE):
                if word.removeprefix(preposition) == ending and word != ending:
                    return self._pronoun(n, ending, exclude)
        return ()

    def _apart(self, at: int, reach: int, exclude: tuple[str, ...]) -> tuple[str, ...]:
        """Whom «إياه» after token `at` means."""
        for n in range(at + 1, min(reach, at + 4)):
            word = self.scene.tokens[n].key
            if word.startswith(APART) and len(word) > len(APART):
                return self._pronoun(at, word.removeprefix(APART), exclude)
        return ()
