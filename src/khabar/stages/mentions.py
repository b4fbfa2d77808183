"""Mentions: names, nationality adjectives, titles and roles where they stand, sentence by sentence.

Names that neither the knowledge base nor the lexicon holds are proposed by the learned tagger and, after a title or a verb of
saying, by rule."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.knowledge.base import Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.stages.atoms import _PLURALS, ADJECTIVE, NAME, PERSON, ROLE, TITLE, Atom, Matcher, NameTagger
from khabar.stages.words import Analyser, Memo, Reading
from khabar.text.arabic import AL, key
from khabar.text.clitics import Split, proclitic_splits, stems
from khabar.text.marks import QUOTES
from khabar.text.segment import ARABIC, LATIN, Token

_CONJUNCTIONS = ("\u0648", "\u0641")
LONGEST_NAME = 5  # words of a guessed personal name
SON = "\u0628\u0646"
COMPOUND, NAMING, SAYING, BUILDING = "c", "n", "s", "b"  # what may begin with a word


class Finder(Matcher):
    """Finds the atoms of sentences with one lexicon, one knowledge base and, where there is one, a tagger."""

    def __init__(self, lexicon: Lexicon, knowledge: Knowledge, analyser: Analyser, tagger: NameTagger | None) -> None:
        super().__init__(lexicon, knowledge, analyser, tagger)
        self.facilities = lexicon.classes.get("facility_heads", frozenset())
        self.facility_ends = lexicon.classes.get("facility_ends", frozenset())
        self.marks = Memo(self._mark)

    def says(self, word: str) -> bool:
        """Whether a word may be a verb of saying before who says it."""
        return SAYING in self.marks[word]

    def _mark(self, word: str) -> str:
        """What may begin with a word: nothing with most words."""
        begins = (COMPOUND if self.compounds[word] else "") + (NAMING if self.begins(word) else "")
        says = SAYING if any(self._says(r) for r in self.analyser.readings(word) if r.kind == "c") else ""
        return begins + says + (BUILDING if self._head(word) else "")

    def _head(self, word: str) -> Split | None:
        """A word split so that a noun for something built, without article, is left."""
        if self.facilities.isdisjoint(stems(word)):
            return None
        return next((s for s in proclitic_splits(word) if s.stem in self.facilities and "A" not in s.pre), None)

    def atoms(self, tokens: Sequence[Token], first: int, last: int) -> list[Atom]:
        """The atoms of tokens[first:last], in order and without overlap."""
        found: list[Atom] = []
        keys = [token.key for token in tokens[first:last]]
        marked = [(i, marks) for i, marks in enumerate(map(self.marks.__getitem__, keys), first) if marks]
        done = first
        for i, marks in marked:
            token = tokens[i]
            if i < done or (token.kind not in (ARABIC, LATIN) and not token.key[0].isdigit()):
                continue
            passed = self._compound(tokens, i, last) if COMPOUND in marks else 0
            atom = self._best(tokens, i, last, found) if NAMING in marks and not passed else None
            done = i + passed
            if atom:
                found.append(atom)
                done = atom.last
        verbs = [i for i, marks in marked if SAYING in marks and i + 1 < last]
        heads = [i for i, marks in marked if BUILDING in marks and i + 1 < last]
        return self._guess(tokens, first, last, found, verbs, heads)

    def _guess(
        self, tokens: Sequence[Token], first: int, last: int, atoms: list[Atom], verbs: Sequence[int], heads: Sequence[int]
    ) -> list[Atom]:
        """Add names that neither the knowledge base nor the lexicon holds; `verbs` are of saying, `heads` things built."""
        taken = [False] * (last - first)
        for atom in atoms:
            for n in range(atom.first, atom.last):
                taken[n - first] = True
        added: list[Atom] = []
        if self.tagger:
            added = self._tagged(tokens, first, last, atoms, taken)
        added = [self._extended(tokens, a, last, taken, first) for a in added]
        titled = self._after_titles(tokens, last, atoms, taken, first)
        surnamed = self._surnamed(tokens, atoms, taken, first)
        spoken = self._after_saying(tokens, first, last, taken, atoms, verbs)
        quoted = self._quoted(tokens, last, atoms, taken, first)
        built = self._built(tokens, last, [*atoms, *added], heads) if heads else []
        if not (added or titled or surnamed or spoken or quoted or built):
            return atoms
        added = self._joined(tokens, [*built, *quoted, *surnamed, *added, *titled, *spoken], atoms)
        titled = []
        covered = {(a.first, a.last) for a in added}
        dropped = [a for a in atoms if any(x.first <= a.first and a.last <= x.last for x in added)]
        return sorted({*atoms, *added, *(t for t in titled if (t.first, t.last) not in covered)} - set(dropped))

    def _surnamed(self, tokens: Sequence[Token], atoms: Sequence[Atom], taken: list[bool], first: int) -> list[Atom]:
        """A first name and a nationality, or an unknown word, with article: its surname, «منصور التركي», «منصور الظفيري»."""
        found = []
        short = {a.first for a in atoms if a.kind == NAME and a.alias in "SG" and a.last - a.first == 1}
        for atom in atoms:
            n = atom.first - 1
            if atom.kind != ADJECTIVE or atom.pre != "A" or atom.last - atom.first > 1 or n < first:
                continue
            if taken[n - first] and n not in short:
                continue
            word = tokens[atom.first].key
            if tokens[n].key in self.lexicon.first_names and not word.endswith((*_PLURALS, "\u0629")):
                found.append(Atom(n, atom.last, PERSON, (), "R", "", 0, "", "PER", 0.7))
        for n in sorted(short):
            after = tokens[n + 1] if n + 1 - first < len(taken) and not taken[n + 1 - first] else None
            known = tokens[n].key in self.lexicon.first_names
            if known and after and after.key.startswith(AL) and self._name_like(after, True):
                found.append(Atom(n, n + 2, PERSON, (), "R", "", 0, "", "PER", 0.7))
        return found

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
        start = atom.first - 1
        son = tokens[atom.first].key == SON and start >= first and tokens[start].kind == ARABIC and not taken[start - first]
        if son and (atom.last - atom.first > 2 or not self._function(tokens[start])):
            atom = atom._replace(first=start, pre="", skip=0)  # «علي بن طلال»: the name, not the preposition
        while atom.type == "PER" and atom.last - atom.first == 1 and end < last and end - atom.first < LONGEST_NAME:
            token = tokens[end]
            if taken[end - first] or token.key[:1] in _CONJUNCTIONS or not self._name_like(token, True):
                break
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
        bounds: dict[int, tuple[int, int]] = {}

        def wanted(a: int, b: int, kind: str) -> bool:
            start, end = bounds[a] = self._bounds(tokens, a + first, b + first)
            inside = {by_token[n] for n in range(start, end) if n in by_token}
            return start < end and not any(self._firm(atom, kind, start, end) for atom in inside)

        found = []
        for a, _, kind, score in self.tagger.tag([t.key for t in tokens[first:last]], hints, wanted):
            start, end = bounds[a]
            skip, pre = self.clitic(tokens[start])
            found.append(Atom(start, end, PERSON, (), "T", pre, skip, "", kind, score))
        return found

    def _bounds(self, tokens: Sequence[Token], a: int, b: int) -> tuple[int, int]:
        """A proposal up to «and» with another name, without function words at its edges; nothing may be left."""
        b = next((n for n in range(a + 1, b) if self._second(tokens[n])), b)
        while b > a and self._function(tokens[b - 1]):
            b -= 1
        while a < b and self._function(tokens[a]):
            a += 1
        return a, b

    def _second(self, token: Token) -> bool:
        """Whether a word inside a proposal is «and» with another name: «كيم وترامب»."""
        word = token.key[1:]
        known = word in self.knowledge.starts or word in self.lexicon.first_names or word in self.lexicon.family_names
        return token.key[:1] == _CONJUNCTIONS[0] and known and len(word) > 2

    def _function(self, token: Token) -> bool:
        """A function word or «كان» at the edge of a proposal is no part of a name."""
        return token.key in self.copulas or any(r.kind == "f" and r.name != "clitics" for r in self.analyser.readings(token.key))

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

    def clitic(self, token: Token) -> tuple[int, str]:
        """Proclitics before a guessed name: a conjunction or preposition whose rest is a known name token."""
        if self._named(token.key):
            return 0, ""
        for split in proclitic_splits(token.key)[1:]:
            if self._named(split.stem) or (split.pre.endswith("lA") and self._named(AL + split.stem)):
                return (split.skip - 2, split.pre[:-1]) if split.pre.endswith("lA") else (split.skip, split.pre)
        return 0, ""

    def _named(self, word: str) -> bool:
        return word in self.lexicon.first_names or word in self.lexicon.family_names

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
            while (
                end < last
                and end - at < LONGEST_NAME
                and not taken[end - first]
                and self._name_like(tokens[end], end > at)
            ):
                end += 1
            while end > at and tokens[end - 1].key in self.lexicon.name_parts:
                end -= 1
            if end > at:
                found.append(Atom(at, end, PERSON, (), "R", "", 0, "", "PER", 0.7 if end - at > 1 else 0.5))
        return found

    def _quoted(
        self, tokens: Sequence[Token], last: int, atoms: Sequence[Atom], taken: list[bool], first: int
    ) -> list[Atom]:
        """Words in quotation marks right after a noun for a body, without article, are its name: «نقابة «الشروق»»."""
        found = []
        for atom in atoms:
            at = atom.last
            if atom.kind != ROLE or "A" in atom.pre or atom.ending or at + 2 >= last or tokens[at].key not in QUOTES:
                continue
            end = next((n for n in range(at + 1, min(last, at + 2 + LONGEST_NAME)) if tokens[n].key in QUOTES), -1)
            body = self.lexicon.roles[atom.refs[0]].type == "ORG"
            if body and end > at + 1 and all(self._loose(a, at + 1, end) for a in atoms if at < a.first < end):
                found.append(Atom(at + 1, end, PERSON, (), "R", "", 0, "", "ORG", 0.7))
        return found

    def _built(self, tokens: Sequence[Token], last: int, atoms: Sequence[Atom], heads: Sequence[int]) -> list[Atom]:
        """An airport, crossing, hospital … with its name: «مطار حيدر علييف الدولي», «معبر أليجان»."""
        found = []
        at = {a.first: a for a in sorted(atoms, key=lambda a: a.last)}
        known = {n for a in atoms for n in range(a.first, a.last)}
        for n in heads:
            head = self._head(tokens[n].key)
            if head is None or n in known:
                continue
            named = at.get(n + 1)
            end = named.last if named is not None and named.kind in (NAME, PERSON) and not named.pre else n + 1
            if named is None:
                while end < min(last, n + 3) and end not in known and self._name_like(tokens[end], end > n + 1):
                    end += 1
            if end == n + 1:
                continue
            while end < last and tokens[end].key in self.facility_ends:
                end += 1
            found.append(Atom(n, end, PERSON, (), "R", head.pre, head.skip, "", "FAC", 0.7))
        return found

    def _loose(self, atom: Atom, first: int, last: int) -> bool:
        """Whether an atom is only a word inside a name in quotation marks: «وكالة «أرمن برس»»."""
        return atom.kind in (ADJECTIVE, ROLE) and atom.last <= last and atom.last - atom.first < last - first

    def _named_like_a_place(self, tokens: Sequence[Token], i: int, atoms: Sequence[Atom]) -> bool:
        """Whether a speaker has the name of a place: «قالت سيناء محمد»."""
        place = next((a for a in atoms if a.first == i and a.last == i + 1 and a.kind == NAME and not a.pre), None)
        known = tokens[i + 1].key in self.lexicon.first_names or tokens[i + 1].key in self.lexicon.family_names
        return place is not None and known and self.knowledge.fact(place.refs[0]).type == "LOC"

    def _after_saying(
        self, tokens: Sequence[Token], first: int, last: int, taken: list[bool], atoms: Sequence[Atom], verbs: Sequence[int]
    ) -> list[Atom]:
        """Unknown words right after a verb of saying are the name of who speaks: «قال فلان», «أضافت فلانة»."""
        found = []
        for i in verbs:
            if taken[i - first]:
                continue
            if i + 2 < last and not taken[i + 2 - first] and self._named_like_a_place(tokens, i + 1, atoms):
                found.append(Atom(i + 1, i + 3, PERSON, (), "V", "", 0, "", "PER", 0.6))
                continue
            end = i + 1
            while (
                end < last
                and end - i <= LONGEST_NAME
                and not taken[end - first]
                and self._name_like(tokens[end], end > i + 1)
            ):
                if tokens[end].key[:1] in _CONJUNCTIONS and end > i + 1:
                    break
                end += 1
            latin = tokens[i + 1].kind == LATIN and end > i + 2  # «قالت Maya Torres»
            if end > i + 1 and (latin or (tokens[i + 1].kind == ARABIC and not self.analyser.readings(tokens[i + 1].key))):
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
        return (
            rule.type == "NORP" and not rule.quantity and not word.endswith((*_PLURALS, "\u0627\u0621", "\u0627\u0644"))
        )
