"""Mentions: names, nationality adjectives, titles and roles where they stand, sentence by sentence.

A stretch of tokens that the knowledge base or the lexicon holds is an `Atom`. Names match whole words, the longest first; the
kind of an alias decides whether it may match alone. Names that neither holds are proposed by the learned tagger and, after a
title, by rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from khabar.knowledge.base import STRONG, Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.stages.words import Analyser, Reading
from khabar.text.arabic import AL, key
from khabar.text.clitics import proclitic_splits
from khabar.text.segment import ARABIC, LATIN, Token

_PLURALS = ("\u0648\u0646", "\u064a\u0646", "\u0627\u062a")
_NISBA = ("\u064a", "\u064a\u0629")
_CONJUNCTIONS = ("\u0648", "\u0641")
NAME, ADJECTIVE, ROLE, TITLE, PERSON = "name", "adjective", "role", "title", "guess"
SHORTEST = 2  # letters of a short name that needs the full one before it: «لي»
LONGEST_NAME = 5  # words of a guessed personal name


class NameTagger(Protocol):
    """What the mentions stage asks of a learned tagger."""

    def tag(self, tokens: Sequence[str], hints: Sequence[str]) -> list[tuple[int, int, str, float]]:
        """Name spans of one sentence: first token, end, type, confidence."""
        ...


class Atom(NamedTuple):
    """Tokens first to last (exclusive) that are one name, adjective, role or title.

    `refs` are references into the knowledge pack, or the one index of the role or title; `alias` is the kind of name;
    `pre`, `skip` and `ending` are the clitics of the first word, `type` and `score` those of a guess.
    """

    first: int
    last: int
    kind: str
    refs: tuple[int, ...]
    alias: str
    pre: str
    skip: int
    ending: str
    type: str
    score: float


class Finder:
    """Finds the atoms of sentences with one lexicon, one knowledge base and, where there is one, a tagger."""

    def __init__(self, lexicon: Lexicon, knowledge: Knowledge, analyser: Analyser, tagger: NameTagger | None) -> None:
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.analyser = analyser
        self.tagger = tagger
        self.places = lexicon.classes.get("place_heads", frozenset())

    def atoms(self, tokens: Sequence[Token], first: int, last: int) -> list[Atom]:
        """The atoms of tokens[first:last], in order and without overlap."""
        found: list[Atom] = []
        i = first
        while i < last:
            token = tokens[i]
            atom = None
            if token.kind in (ARABIC, LATIN) or token.key[0].isdigit():
                passed = self._compound(tokens, i, last)
                if passed:
                    i += passed
                    continue
                atom = self._best(tokens, i, last, found)
            if atom:
                found.append(atom)
                i = atom.last
            else:
                i += 1
        return self._guess(tokens, first, last, found)

    def _compound(self, tokens: Sequence[Token], i: int, last: int) -> int:
        """The words of a compound preposition at token i, in which no actor stands: «إلى جانب», «من قبل»."""
        own = tokens[i].key
        for word in (own, own[1:]) if own[:1] in "\u0648\u0641" else (own,):
            size = self.lexicon.starts.get(word)
            for n in range(min(size or 0, last - i), 1, -1):
                phrase = " ".join([word, *(t.key for t in tokens[i + 1 : i + n])])
                if "fcompound_prepositions" in self.lexicon.phrases.get(phrase, ""):
                    return n
        return 0

    def _best(self, tokens: Sequence[Token], i: int, last: int, before: list[Atom]) -> Atom | None:
        readings = self.analyser.readings(tokens[i].key)
        name = self._name(tokens, i, last, readings, before)
        noun = self._noun(tokens, i, last, readings)
        if name and (noun is None or name.last > noun.last or (name.last == noun.last and name.alias != "G")):
            return name
        return noun or name

    def _name(
        self, tokens: Sequence[Token], i: int, last: int, readings: tuple[Reading, ...], before: list[Atom]
    ) -> Atom | None:
        function = any(r.kind == "f" and not r.skip for r in readings)
        whole_word = any(r.skip == 0 and not r.ending and r.kind not in "rt" for r in readings)
        best: Atom | None = None
        for split in proclitic_splits(tokens[i].key):
            if whole_word and split.skip:
                break
            stem, pre, skip = split.stem, split.pre, split.skip
            adjective_only = False
            if pre.endswith("lA"):
                stem, pre = AL + stem, pre[:-1]
                skip -= 2  # «لل» is written together: the name begins with it
            elif "A" in pre:
                adjective_only = True
            longest = self.knowledge.starts.get(stem)
            candidates = ((stem, skip, longest, adjective_only),)
            if pre.endswith("l") and stem.startswith(AL) and "lA" in split.pre:
                bare = self.knowledge.starts.get(split.stem)
                candidates += ((split.stem, split.skip, bare, True),)
            for word, letters, size, only in candidates:
                atom = self._longest(tokens, i, last, word, size, only, split.pre, letters, whole_word, before)
                if atom and (best is None or atom.last > best.last):
                    best = atom
            if best:
                return None if function and best.last == i + 1 else best
        return None

    def _longest(
        self, tokens: Sequence[Token], i: int, last: int, stem: str, longest: int | None, adjective_only: bool,
        pre: str, skip: int, common: bool, before: list[Atom],
    ) -> Atom | None:  # fmt: skip
        if not longest:
            return None
        end = min(last, i + longest)
        words = [stem, *(t.key for t in tokens[i + 1 : end])]
        for size in range(len(words), 0, -1):
            packed = self.knowledge.phrases.get(" ".join(words[:size]))
            if not packed:
                continue
            entries = [(e[0], int(e[2:])) for e in packed.split("|")]
            if adjective_only:
                entries = [e for e in entries if e[0] == "J"]
            atom = self._accept(tokens, i, i + size, entries, pre, skip, common, before)
            if atom:
                return atom
        return None

    def _accept(
        self, tokens: Sequence[Token], i: int, end: int, entries: list[tuple[str, int]], pre: str, skip: int,
        common: bool, before: list[Atom],
    ) -> Atom | None:  # fmt: skip
        """The reading of a matched name that its kind allows here, or None."""
        if end - i == 1 and len(tokens[i].key) - skip <= SHORTEST:
            entries = [("G", r) if k == "S" else (k, r) for k, r in entries]
        strong = [e for e in entries if e[0] in STRONG]
        if strong:
            kind = strong[0][0]
            refs = tuple(r for k, r in strong)
            return Atom(i, end, NAME, refs, kind, pre, skip, "", "", 0.97 if len(refs) == 1 else 0.8)
        adjectives = [e for e in entries if e[0] == "J"]
        if adjectives:
            return Atom(i, end, ADJECTIVE, (adjectives[0][1],), "J", pre, skip, "", "", 0.95)
        headed = i > 0 and tokens[i - 1].key in self.places
        places = [e for e in entries if e[0] == "P" or (e[0] == "Q" and headed)]
        if places and not headed and self._names_on(tokens, i, end):
            return None
        if places and not (common and not headed):
            return Atom(i, end, NAME, (places[0][1],), places[0][0], pre, skip, "", "LOC", 0.9 if headed else 0.75)
        guarded = [e for e in entries if e[0] == "G"]
        if guarded and not (common and end - i == 1):
            return Atom(i, end, NAME, tuple(r for _, r in guarded), "G", pre, skip, "", "", 0.6)
        return None

    def _names_on(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether a town's name is only the beginning of a longer, unknown name: no preposition before, a name after."""
        if i and any(r.name == "prepositions" for r in self.analyser.readings(tokens[i - 1].key)):
            return False
        after = tokens[end] if end < len(tokens) else None
        return after is not None and after.kind == ARABIC and not self.analyser.readings(after.key) and self._name_like(after, False)

    def _noun(self, tokens: Sequence[Token], i: int, last: int, readings: tuple[Reading, ...]) -> Atom | None:
        """A title or role: the longest phrase, else the word itself."""
        if any(r.name == "prepositions" and not r.skip for r in readings):
            return None
        if tokens[i].key in self.lexicon.numbers or tokens[i].key[1:] in self.lexicon.numbers:
            return None
        longest: Atom | None = None
        starts, phrases = self.lexicon.starts, self.lexicon.phrases
        for split in proclitic_splits(tokens[i].key):
            size = starts.get(split.stem)
            if not size:
                continue
            words = [split.stem, *(t.key for t in tokens[i + 1 : min(last, i + size)])]
            for n in range(len(words), 1, -1):
                packed = phrases.get(" ".join(words[:n]))
                atom = self._noun_atom(packed, i, i + n, split.pre, split.skip, "") if packed else None
                if atom and (longest is None or atom.last > longest.last):
                    longest = atom
                    break
        if longest:
            return longest
        for kind in "tr":
            for r in readings:
                if r.kind == kind and not self._excluded(r, tokens, i, last) and not self._verb_here(r, readings, tokens, i):
                    if kind == "r" and self._adjective_here(r, tokens, i):
                        continue
                    return Atom(i, i + 1, TITLE if kind == "t" else ROLE, (r.ref,), "", r.pre, r.skip, r.ending, "", 0.8)
        return None

    def _adjective_here(self, reading: Reading, tokens: Sequence[Token], i: int) -> bool:
        """Whether a role in the singular with the article only describes the noun before it: «أمننا القومي», «الحد المطلوب»."""
        if "A" not in reading.pre or i == 0 or "w" in reading.pre or set(reading.pre) & set("bl"):
            return False
        if reading.stem.endswith(_PLURALS) or self.lexicon.roles[reading.ref].type == "ORG" and not reading.stem.endswith(_NISBA):
            return False
        before = tokens[i - 1]
        if before.kind != ARABIC or before.key in self.lexicon.classes.get("weekdays", frozenset()):
            return False
        found = self.analyser.readings(before.key)
        if any(r.kind == "f" or r.kind in "rt" or r.feature[:1] in ("P", "I", "p", "i") for r in found):
            return False
        return before.key.startswith(AL) or any(r.ending for r in found) or reading.stem.endswith(_NISBA)

    def _verb_here(self, reading: Reading, readings: tuple[Reading, ...], tokens: Sequence[Token], i: int) -> bool:
        """Whether a word that may be a noun for people or a verb stands where a sentence has its verb: «طالب المتظاهرون»."""
        if "A" in reading.pre or not any(r.feature[:1] in ("P", "I") for r in readings):
            return False
        opens = i == 0 or tokens[i - 1].key in ".!?\u060c\u061b:" or "w" in reading.pre
        return opens and i + 1 < len(tokens) and tokens[i + 1].key.startswith(AL)

    def _excluded(self, reading: Reading, tokens: Sequence[Token], i: int, last: int) -> bool:
        rule = self.lexicon.titles[reading.ref] if reading.kind == "t" else self.lexicon.roles[reading.ref]
        if not rule.unless or i + 1 >= last:
            return False
        word = tokens[i + 1].key
        return word in rule.unless or word.removeprefix(AL) in rule.unless

    def _noun_atom(self, packed: str, first: int, last: int, pre: str, skip: int, ending: str) -> Atom | None:
        for item in sorted(packed.split("|"), reverse=True):
            if item[0] in "rt":
                kind = TITLE if item[0] == "t" else ROLE
                return Atom(first, last, kind, (int(item[1:]),), "", pre, skip, ending, "", 0.85)
        return None

    def _guess(self, tokens: Sequence[Token], first: int, last: int, atoms: list[Atom]) -> list[Atom]:
        """Add names that neither the knowledge base nor the lexicon holds."""
        taken = [False] * (last - first)
        for atom in atoms:
            for n in range(atom.first, atom.last):
                taken[n - first] = True
        added: list[Atom] = []
        if self.tagger:
            added = self._tagged(tokens, first, last, atoms, taken)
        added = [self._extended(tokens, a, last, taken, first) for a in added]
        titled = self._after_titles(tokens, last, atoms, taken, first)
        if not added and not titled:
            return atoms
        spoken = self._after_saying(tokens, first, last, taken)
        added = self._joined(tokens, [*added, *titled, *spoken], atoms)
        titled = []
        covered = {(a.first, a.last) for a in added}
        dropped = [a for a in atoms if any(x.first <= a.first and a.last <= x.last for x in added)]
        return sorted({*atoms, *added, *(t for t in titled if (t.first, t.last) not in covered)} - set(dropped))

    def _joined(self, tokens: Sequence[Token], guesses: Sequence[Atom], atoms: Sequence[Atom]) -> list[Atom]:
        """A guessed first name and the short name of another person right after it are one unknown person's name."""
        short = {a.first: a for a in atoms if a.kind == NAME and a.alias in "SG" and not a.pre}
        found: list[Atom] = []
        for atom in guesses:
            after = short.get(atom.last)
            if atom.type == "PER" and after is not None and self.knowledge.fact(after.refs[0]).type == "PER":
                words = {w for r in after.refs for w in key(self.knowledge.fact(r).ar or "").split()}
                if not any(t.key in words for t in tokens[atom.first : atom.last]):
                    atom = atom._replace(last=after.last)
            if not any(a.first <= atom.first and atom.last <= a.last for a in found):
                found.append(atom)
        return found

    def _extended(self, tokens: Sequence[Token], atom: Atom, last: int, taken: list[bool], first: int) -> Atom:
        """A guessed person's name goes on over words that can be nothing else."""
        end = atom.last
        while (
            atom.type == "PER" and atom.last - atom.first == 1 and end < last and end - atom.first < LONGEST_NAME and not taken[end - first]
            and tokens[end].key[:1] not in _CONJUNCTIONS and self._name_like(tokens[end], True)
        ):  # fmt: skip
            end += 1
        return atom._replace(last=end) if end > atom.last else atom

    def _tagged(
        self, tokens: Sequence[Token], first: int, last: int, atoms: list[Atom], taken: list[bool]
    ) -> list[Atom]:
        """What the tagger proposes where nothing strong stands; a weaker atom inside a longer proposal gives way."""
        assert self.tagger is not None
        hints = [""] * (last - first)
        by_token: dict[int, Atom] = {}
        for atom in atoms:
            for n in range(atom.first, atom.last):
                hints[n - first] = self._hint(atom)
                by_token[n] = atom
        found = []
        for a, b, kind, score in self.tagger.tag([t.key for t in tokens[first:last]], hints):
            a, b = a + first, b + first
            b = next((n for n in range(a + 1, b) if self._second(tokens[n])), b)
            while b > a and self._function(tokens[b - 1]):
                b -= 1
            while a < b and self._function(tokens[a]):
                a += 1
            if a == b:
                continue
            inside = {by_token[n] for n in range(a, b) if n in by_token}
            if any(self._firm(x, kind, a, b) for x in inside):
                continue
            skip, pre = self._clitic(tokens[a])
            found.append(Atom(a, b, PERSON, (), "T", pre, skip, "", kind, score))
        return found

    def _second(self, token: Token) -> bool:
        """Whether a word inside a proposal is «and» with another name: «كيم وترامب»."""
        word = token.key[1:]
        known = word in self.knowledge.starts or word in self.lexicon.first_names or word in self.lexicon.family_names
        return token.key[:1] == _CONJUNCTIONS[0] and known and len(word) > 2

    def _function(self, token: Token) -> bool:
        """A function word at the edge of a proposal is no part of a name."""
        return any(r.kind == "f" and r.name != "clitics" for r in self.analyser.readings(token.key))

    def _firm(self, atom: Atom, kind: str, first: int, last: int) -> bool:
        """Whether an atom stands against a proposal over it."""
        if atom.kind in (TITLE, ADJECTIVE):
            return True
        if atom.kind == ROLE:
            return True
        if atom.alias == "P":
            return not (kind == "PER" and last - first > atom.last - atom.first)
        return not (atom.alias in "SG" and last - first > atom.last - atom.first and kind == "PER")

    def _hint(self, atom: Atom) -> str:
        if atom.kind == NAME:
            kind = self.knowledge.fact(atom.refs[0]).type
            return kind if kind in ("PER", "LOC", "ORG", "GPE") else "ORG"
        return {TITLE: "TITLE", ROLE: "ROLE", ADJECTIVE: "ADJ"}[atom.kind]

    def _clitic(self, token: Token) -> tuple[int, str]:
        """Proclitics before a guessed name: a conjunction or preposition whose rest is a known name token."""
        known = self.lexicon.first_names | self.lexicon.family_names
        if token.key in known:
            return 0, ""
        for split in proclitic_splits(token.key)[1:]:
            if split.stem in known or (split.pre.endswith("lA") and AL + split.stem in known):
                return (split.skip - 2, split.pre[:-1]) if split.pre.endswith("lA") else (split.skip, split.pre)
        return 0, ""

    def _after_titles(
        self, tokens: Sequence[Token], last: int, atoms: list[Atom], taken: list[bool], first: int
    ) -> list[Atom]:
        """A run of unknown words straight after a title, or after a title and its country, is a person's name."""
        found = []
        for n, atom in enumerate(atoms):
            if not self._introduces(tokens, atom):
                continue
            at = atom.last
            follow = n + 1
            while follow < len(atoms) and atoms[follow].first == at and atoms[follow].kind in (ADJECTIVE, NAME):
                if atoms[follow].kind == NAME and self._hint(atoms[follow]) == "PER":
                    break
                at = atoms[follow].last
                follow += 1
            while at < last and tokens[at].key in self.lexicon.modifiers and not taken[at - first]:
                at += 1
            end = at
            while end < last and end - at < LONGEST_NAME and not taken[end - first] and self._name_like(tokens[end], end > at):
                end += 1
            while end > at and tokens[end - 1].key in self.lexicon.name_parts:
                end -= 1
            if end > at:
                found.append(Atom(at, end, PERSON, (), "R", "", 0, "", "PER", 0.7 if end - at > 1 else 0.5))
        return found

    def _after_saying(self, tokens: Sequence[Token], first: int, last: int, taken: list[bool]) -> list[Atom]:
        """Unknown words right after a verb of saying are the name of who speaks: «قال فلان», «أضافت فلانة»."""
        found = []
        for i in range(first, last - 1):
            if taken[i - first] or not any(self._says(r) for r in self.analyser.readings(tokens[i].key)):
                continue
            end = i + 1
            while end < last and end - i <= LONGEST_NAME and not taken[end - first] and self._name_like(tokens[end], end > i + 1):
                if tokens[end].key[:1] in _CONJUNCTIONS and end > i + 1:
                    break
                end += 1
            if end > i + 1 and tokens[i + 1].kind == ARABIC and not self.analyser.readings(tokens[i + 1].key):
                found.append(Atom(i + 1, end, PERSON, (), "V", "", 0, "", "PER", 0.6))
        return found

    def _says(self, reading: Reading) -> bool:
        return (
            reading.kind == "c" and self.lexicon.cues[reading.ref].group == "say" and not self.lexicon.cues[reading.ref].needs
            and reading.feature in ("P3ms", "P3fs", "I3ms", "I3fs") and not reading.ending
        )  # fmt: skip

    def _introduces(self, tokens: Sequence[Token], atom: Atom) -> bool:
        """Whether a name may follow: a title in the singular, or a definite role in the singular, «الناشط …»."""
        if atom.kind == TITLE:
            return self.lexicon.titles[atom.refs[0]].number == "singular"
        if atom.kind != ROLE or "A" not in atom.pre or atom.last - atom.first > 1:
            return False
        rule = self.lexicon.roles[atom.refs[0]]
        word = tokens[atom.first].key
        return rule.type == "NORP" and not rule.quantity and not word.endswith((*_PLURALS, "\u0627\u0621", "\u0627\u0644"))

    def _name_like(self, token: Token, inside: bool) -> bool:
        if token.kind != ARABIC or len(token.key) < 2:
            return token.kind == LATIN
        if any(r.name == "prepositions" for r in self.analyser.readings(token.key)):
            return False
        if token.key in self.lexicon.first_names or token.key in self.lexicon.family_names:
            return True
        if token.key in self.lexicon.name_parts:
            return True
        if self.analyser.readings(token.key):
            return False
        return not token.key.startswith(AL) or inside
