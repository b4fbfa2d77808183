"""Clauses: where the finite verbs of a sentence stand, who their subjects are, and how far each reaches.

There is no parser. A clause reaches from its verb to the next barrier: the end of the sentence, a comma, a relative or a
subordinator, or another finite verb. That is enough for newswriting, where the verb comes first and its actors follow.
"""

from __future__ import annotations

from khabar.stages.forms import VERB, Forms, words_of
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene
from khabar.stages.subjects import COMMAS, Subjects, Verb
from khabar.text.segment import SIGN

STOPS = ".!?\u061f\u06d4\u061b;:"
ASIDE = 12  # words of an aside, at most
_BEFORE_VERBS = frozenset({"negation", "future", "certainty"})  # particles between a subject and its verb


class Clauses(Subjects):
    """The clauses of one sentence."""

    def __init__(self, scene: Scene, line: Line, carried: Phrase | None) -> None:
        self.scene, self.line = scene, line
        self.inside = {n for p in line.phrases for a in p.atoms for n in range(a.first, a.last)}
        self.within = {n for p in line.phrases for n in range(p.first, p.last)}
        self.names = line.names
        own_words = words_of(scene.lexicon)
        self.subordinators, self.relatives, self.openers = own_words.subordinators, own_words.relatives, own_words.openers
        self.prepositions, self.heads, self.days = own_words.prepositions, own_words.heads, own_words.days
        self.masculine, self.documents, self.opening = own_words.masculine, own_words.documents, own_words.opening
        own = scene.words[line.first : line.last]
        self.particles = {i for i, word in enumerate(own, line.first) if not _BEFORE_VERBS.isdisjoint(word.functions)}
        self.forms = Forms(scene, line).all()
        self.carried = carried
        self.late: dict[int, Phrase] = {}  # subjects behind an aside, by the token of their verb
        self.verbs = self._verbs()

    def form(self, i: int) -> str:
        """Whether token i stands as a finite verb (V), a noun (N), a participle (A), or is neither ("")."""
        return self.forms[i - self.line.first]

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
        if i in self.late:
            i = self.late[i].last - 1
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

    def verb_before(self, i: int) -> Verb | None:
        """The last finite verb before token i."""
        return next((v for v in reversed(self.verbs) if v.at < i), None)

    def main_subject(self) -> Phrase | None:
        """The subject of the sentence's first verb, else its first free phrase."""
        for verb in self.verbs:
            if verb.subject is not None and verb.how in ("after", "before") and not self._subordinate(verb.at):
                return verb.subject
        return next((p for p in self.line.phrases if not p.governor), None)
