"""Agreement: what gender, number and case endings tell of whether an actor is a verb's subject."""

from __future__ import annotations

from khabar.stages.atoms import Atom
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene
from khabar.text.arabic import ALEF

SOUND = "\u064a\u0646"  # the ending of the accusative of the sound plural and the dual


class Agreement:
    """What the letters of actors and verbs of one sentence show."""

    scene: Scene
    line: Line
    masculine: frozenset[str]

    def _mismatch(self, phrase: Phrase, person: str) -> bool:
        """Whether the gender that a phrase shows is not a verb's."""
        gender = self._gender(phrase, person)
        return bool(gender) and gender != person[1]

    def _disagrees(self, person: str, i: int, phrase: Phrase) -> bool:
        """Whether gender shows that the phrase right after a verb is its object: «دعا الولايات المتحدة إلى»."""
        if phrase.first != i + 1:
            return False
        word = self.scene.tokens[phrase.atoms[0].first].key
        if self._accusative(phrase, word):
            return True  # «قتلت موظفا»
        beside = next((p for p in self.line.phrases if p.first == phrase.last and p.joined), None)
        if beside is not None and self._several_by_form(beside) and self.scene.tokens[beside.first].key.endswith(SOUND):
            return True  # «التقى شيوخ العشائر وممثلين عن المحتجين»
        if word.endswith(SOUND) and self._several_by_form(phrase):
            return True  # «حمل الديمقراطيين»: the ending of the accusative
        return self._mismatch(phrase, person)

    def _several_by_form(self, phrase: Phrase) -> bool:
        """Whether an actor stands in the dual or plural and is not counted, so that «ين» is its accusative."""
        atom = phrase.atoms[0]
        one = atom.kind == "title" and self.scene.lexicon.titles[atom.refs[0]].number == "singular"
        return atom.kind in ("role", "adjective", "title") and not one and not phrase.quantity

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
            return "" if atom.kind == "guess" or self._broken(atom, word) else "f"
        return "m" if word.endswith(("\u0648\u0646", SOUND)) and atom.kind == "role" else ""

    def _broken(self, atom: Atom, word: str) -> bool:
        """Whether a word in -a is a plural of men: «قادة», «قضاة», which the base of its entry is not."""
        if atom.kind == "title":
            return self.scene.lexicon.titles[atom.refs[0]].number == "plural"
        if atom.kind != "role":
            return False
        rule = self.scene.lexicon.roles[atom.refs[0]]
        return rule.type != "ORG" and not word.startswith(rule.base) and word[:-1] != rule.base

    def _several(self, phrase: Phrase) -> bool:
        """Whether a phrase names people in the plural: «أسندت إلى المتهمين أنهم انضموا»."""
        person = self.scene.person(self.scene.entity(phrase))
        return person is not None and person.type == "NORP"

    def _somebody(self, phrase: Phrase) -> bool:
        return self.scene.entity(phrase) is not None
