"""Atoms: the stretches of tokens that the knowledge base or the lexicon holds.

Names match whole words, the longest first; the kind of an alias decides whether it may match alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from khabar.knowledge.base import STRONG, Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.stages.words import Analyser, Memo, Reading
from khabar.text.arabic import AL, ALEF, COMMA, FA, HAMZA, LAM, NISBA, WAW
from khabar.text.clitics import Split, proclitic_splits, stems
from khabar.text.segment import ARABIC, LATIN, Token

_PLURALS = ("\u0648\u0646", "\u064a\u0646", "\u0627\u062a")
ON_PEOPLE = frozenset({"ASSAULT", "COERCE", "SANCTION", "CONCEDE", "ACCUSE"})  # «مقتل صحفي», «اعتقال سياسي»: what befalls people
NAME, ADJECTIVE, ROLE, TITLE, PERSON = "name", "adjective", "role", "title", "guess"
SHORTEST = 2  # letters of a short name that needs the full one before it: «لي»


class NameTagger(Protocol):
    """What the mentions stage asks of a learned tagger."""

    def tag(
        self, tokens: Sequence[str], hints: Sequence[str], wanted: Callable[[int, int, str], bool]
    ) -> list[tuple[int, int, str, float]]:
        """Name spans of one sentence, first token, end, type, that are wanted, with confidence: the rest is not weighed."""
        ...


class Atom(NamedTuple):
    """Tokens first to last (exclusive) that are one name, adjective, role or title.

    `refs` are references into the knowledge pack, or the one index of the role or title; `alias` is the kind of name;
    `pre`, `skip` and `ending` are the clitics of the first word, `type` and `score` those of a guess; `also` are bearers of the
    name who need more than the name: the complete one, or a town's country; `proper` are the tokens of the name itself, where a
    noun for its kind stands with it: «حماس» in «حركة حماس».
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
    also: tuple[int, ...] = ()
    proper: tuple[int, int] | None = None


class Start(NamedTuple):
    """The beginning of a known name: its first word, the letters before it, and whether only a nationality adjective may
    stand here; `pre` are the clitics, `common` tells that the lexicon knows the word, `alone` is
    what the word means as a name of its own, `seconds` are the second words of longer names with the words of the longest."""

    stem: str
    skip: int
    adjective_only: bool
    pre: str
    common: bool
    alone: str
    seconds: Mapping[str, int]


MINISTER = "_minister"


class Matcher:
    """Matches names, adjectives, titles and roles at a token."""

    def __init__(self, lexicon: Lexicon, knowledge: Knowledge, analyser: Analyser, tagger: NameTagger | None) -> None:
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.analyser = analyser
        self.tagger = tagger
        self.places = lexicon.classes.get("place_heads", frozenset())
        self.copulas = lexicon.classes.get("copulas", frozenset())
        compounds = [p for p, packed in lexicon.phrases.items() if "fcompound_prepositions" in packed]
        nouns = [p for p, packed in lexicon.phrases.items() if packed[0] in "rt" or "|r" in packed or "|t" in packed]
        self.compound_starts, self.noun_starts = (frozenset([p.partition(" ")[0] for p in ps]) for ps in (compounds, nouns))
        self.compounds = Memo(self._compounds)
        self.name_starts = Memo(self._name_starts)
        self.entries: Memo[str, list[tuple[str, int]]] = Memo(lambda packed: [(e[0], int(e[2:])) for e in packed.split("|")])
        self.nouns = Memo(self._nouns)

    def begins(self, word: str) -> bool:
        """Whether a name or a noun for people may begin with a word: most words need no more."""
        noun = self.nouns[word] or (self.nouns[word] is not None and not self.noun_starts.isdisjoint(stems(word)))
        return bool(noun or self.name_starts[word])

    def _nouns(self, word: str) -> tuple[Reading, ...] | None:
        """The readings of a word as a title, then as a role; None for a preposition or a number, where none may begin."""
        what = self.analyser.words[word]
        if what.number or word[1:] in self.lexicon.numbers:
            return None
        if "prepositions" in what.functions and any(r.name == "prepositions" and not r.skip for r in what.readings):
            return None
        if what.kinds.isdisjoint("tr"):
            return ()
        return tuple([r for kind in "tr" for r in what.readings if r.kind == kind])

    def _compounds(self, word: str) -> tuple[tuple[str, dict[str, int]], ...]:
        """What of a word may begin a compound preposition, and the second words of the phrases that begin with it."""
        forms = (word, word[1:]) if word[:1] in (WAW, FA) else (word,)
        return tuple([(form, self.analyser.seconds[form]) for form in forms if form in self.compound_starts])

    def _compound(self, tokens: Sequence[Token], i: int, last: int) -> int:
        """The words of a compound preposition at token i, in which no actor stands: «إلى جانب», «من قبل»."""
        for word, seconds in self.compounds[tokens[i].key]:
            size = seconds.get(tokens[i + 1].key, 0) if i + 1 < last else 0
            for n in range(min(size, last - i), 1, -1):
                phrase = " ".join([word, *[t.key for t in tokens[i + 1 : i + n]]])
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

    def _name_starts(self, word: str) -> tuple[tuple[Start, ...], ...]:
        """What of a word may begin a known name, split by split; a word that the lexicon knows whole is not split."""
        if self.knowledge.starts.keys().isdisjoint(stems(word)):
            return ()
        readings, splits = self.analyser.readings(word), proclitic_splits(word)
        whole_word = any(r.skip == 0 and not r.ending and r.kind not in "rt" for r in readings)
        held = any(r.skip == 0 for r in readings)  # «كتائبه»: no «ك» before a name
        splits = tuple(split for split in splits if not (held and "k" in split.pre))
        found = [tuple(self._starts(split, whole_word)) for split in (splits[:1] if whole_word else splits)]
        return tuple(starts for starts in found if starts)

    def _starts(self, split: Split, common: bool) -> Iterator[Start]:
        stem, pre, skip = split.stem, split.pre, split.skip
        joined = pre.endswith("lA")
        if joined:
            stem, skip = AL + stem, skip - 2  # «لل» is written together: the name begins with it
        for name, first, only in ((stem, skip, not joined and "A" in pre), (split.stem, split.skip, True))[: 1 + joined]:
            if name in self.knowledge.starts:
                alone, seconds = self.knowledge.phrases.get(name), self.knowledge.seconds(name)
                yield Start(name, first, only, pre, common, alone, seconds)

    def _name(
        self, tokens: Sequence[Token], i: int, last: int, readings: tuple[Reading, ...], before: list[Atom]
    ) -> Atom | None:
        best: Atom | None = None
        for starts in self.name_starts[tokens[i].key]:
            for start in starts:
                atom = self._longest(tokens, i, last, start, before)
                if atom and (best is None or atom.last > best.last):
                    best = atom
            if best:
                function = best.last == i + 1 and any(r.kind == "f" and not r.skip for r in readings)
                return None if function else best
        return None

    def _longest(self, tokens: Sequence[Token], i: int, last: int, start: Start, before: list[Atom]) -> Atom | None:
        longest = start.seconds.get(tokens[i + 1].key, 1) if i + 1 < last else 1
        words = [start.stem, *[t.key for t in tokens[i + 1 : min(last, i + longest)]]]
        for size in range(len(words), 0, -1):
            packed = self.knowledge.phrases.get(" ".join(words[:size])) if size > 1 else start.alone
            if not packed:
                continue
            entries = self.entries[packed]
            if start.adjective_only:
                entries = [e for e in entries if e[0] == "J"]
            atom = self._accept(tokens, i, i + size, entries, start.pre, start.skip, start.common, before)
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
            also = tuple(r for k, r in entries if k in "GPQ")
            return Atom(i, end, NAME, refs, kind, pre, skip, "", "", 0.97 if len(refs) == 1 else 0.8, also)
        adjectives = [e for e in entries if e[0] == "J"]
        if adjectives:
            return Atom(i, end, ADJECTIVE, (adjectives[0][1],), "J", pre, skip, "", "", 0.95)
        headed = i > 0 and tokens[i - 1].key in self.places
        places = [e for e in entries if e[0] == "P" or (headed and (e[0] == "Q" or (e[0] == "G" and self._place(e[1]))))]
        if places and not headed and self._names_on(tokens, i, end):
            return None
        if places and not (common and not headed):
            also = tuple(r for _, r in places[1:])
            return Atom(i, end, NAME, (places[0][1],), "P", pre, skip, "", "LOC", 0.9 if headed else 0.75, also)
        guarded = [e for e in entries if e[0] == "G"]
        if guarded and not (common and end - i == 1):
            return Atom(i, end, NAME, tuple(r for _, r in guarded), "G", pre, skip, "", "", 0.6)
        return None

    def _place(self, ref: int) -> bool:
        return self.knowledge.fact(ref).type in ("LOC", "FAC")

    def _names_on(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether a town's name is only the beginning of a longer, unknown name: no preposition before, a name after."""
        if i and any(r.name == "prepositions" for r in self.analyser.readings(tokens[i - 1].key)):
            return False
        after = tokens[end] if end < len(tokens) else None
        return (
            after is not None
            and after.kind == ARABIC
            and not self.analyser.readings(after.key)
            and self._name_like(after, False)
        )

    def _noun(self, tokens: Sequence[Token], i: int, last: int, readings: tuple[Reading, ...]) -> Atom | None:
        """A title or role: the longest phrase, else the word itself."""
        nouns = self.nouns[tokens[i].key]
        if nouns is None:
            return None
        longest: Atom | None = None
        for split, end, packed in self.analyser.phrases(tokens, i, last):
            atom = self._noun_atom(packed, i, end, split.pre, split.skip, "")
            if atom and (longest is None or atom.last > longest.last) and not self._cuts_a_name(tokens, atom, last):
                longest = atom
        if longest:
            return longest
        for r in nouns:
            if self._excluded(r, tokens, i, last) or self._verb_here(r, readings, tokens, i):
                continue
            if self._of_a_thing(r, tokens, i) or self._acts_on(r, readings, tokens, i):
                continue
            if r.kind == "r" and self._adjective_here(r, tokens, i):
                continue
            kind = TITLE if r.kind == "t" else ROLE
            return Atom(i, i + 1, kind, (r.ref,), "", r.pre, r.skip, r.ending, "", 0.8)
        return None

    def _cuts_a_name(self, tokens: Sequence[Token], atom: Atom, last: int) -> bool:
        """Whether a body's name begins inside a title of several words and goes on after it: «زعيم حزب» in «زعيم حزب الله»."""
        ministers = atom.kind == TITLE and (self.lexicon.titles[atom.refs[0]].office or "").endswith(MINISTER)
        if atom.last >= last or ministers:  # «وزيرا خارجية مصر»: of the country, whose ministry is «خارجية مصر»
            return False
        for n in range(atom.first + 1, atom.last):
            longest = self.knowledge.seconds(tokens[n].key).get(tokens[n + 1].key, 0)
            words = [t.key for t in tokens[n : min(last, n + longest)]]
            for size in range(len(words), atom.last - n, -1):
                packed = self.knowledge.phrases.get(" ".join(words[:size]))
                if packed and any(entry[0] in STRONG for entry in packed.split("|")):
                    return True
        return False

    def _adjective_here(self, reading: Reading, tokens: Sequence[Token], i: int) -> bool:
        """Whether a role in the singular with the article only describes the noun before it: «أمننا القومي», «الحد المطلوب»."""
        if "A" not in reading.pre or i == 0 or "w" in reading.pre or set(reading.pre) & set("bl"):
            return False
        if (
            reading.stem.endswith(_PLURALS)
            or (self.lexicon.roles[reading.ref].type == "ORG"
            and not reading.stem.endswith(NISBA))
        ):
            return False
        before = tokens[i - 1]
        if before.kind != ARABIC or before.key in self.lexicon.classes.get("weekdays", frozenset()):
            return False
        if before.key in self.knowledge.phrases:
            return False
        found = self.analyser.readings(before.key)
        things = [r for r in found if r.kind == "r" and self.lexicon.roles[r.ref].type == "ORG" and "A" in r.pre]
        if things and reading.stem.endswith(NISBA) and self.lexicon.roles[reading.ref].type != "ORG":
            return True  # «المكتب الإعلامي», «المؤتمر الصحفي»
        if any(r.kind == "f" or r.kind in "rt" or r.feature[:1] in ("P", "I", "p", "i") for r in found):
            return False
        return before.key.startswith(AL) or any(r.ending for r in found) or reading.stem.endswith(NISBA)

    def _of_a_thing(self, reading: Reading, tokens: Sequence[Token], i: int) -> bool:
        """Whether a word in -i describes the noun for a thing or a meeting before it: «مؤتمر صحفي», «لقاء صحفي»."""
        if i == 0 or reading.pre or tokens[i - 1].kind != ARABIC:
            return False
        if reading.stem.endswith(NISBA[0] + ALEF):
            if tokens[i - 1].key.endswith((ALEF, HAMZA)):
                return True  # «دعما عسكريا»
            if not any(r.name == "adverbs" for r in self.analyser.readings(tokens[i].key)):
                return False
            found = self.analyser.readings(tokens[i - 1].key)
            return not any(r.feature[:1] in ("P", "I", "p", "i") or r.kind in "rt" for r in found) and (
                tokens[i - 1].key not in self.knowledge.phrases
            )  # «المعروفة إعلاميا»
        if not reading.stem.endswith(NISBA):
            return False
        if any(r.kind == reading.kind and r.ref == reading.ref for r in self.analyser.readings(reading.stem[:-1])):
            return False  # «إغاثة متضرري الزلزال»: a plural in construct, no adjective
        found = self.analyser.readings(tokens[i - 1].key)
        acts = (r for r in found if r.kind == "e" and r.feature[:1] == "N")
        meets = {r for r in acts if self.lexicon.events[r.ref].type not in ON_PEOPLE}
        return bool(found) and all("A" not in r.pre and (r.kind == "n" or r in meets) for r in found)

    def _acts_on(self, reading: Reading, readings: tuple[Reading, ...], tokens: Sequence[Token], i: int) -> bool:
        """Whether an indefinite word after a comma is a participle with an object of its own: «، متهما فرنسا بـ»."""
        if reading.pre or i == 0 or tokens[i - 1].key not in COMMA or reading.kind != "r":
            return False
        return any(r.kind == "e" and r.feature[:1] == "A" and r.stem == reading.stem for r in readings)

    def _verb_here(self, reading: Reading, readings: tuple[Reading, ...], tokens: Sequence[Token], i: int) -> bool:
        """Whether a word that may be a noun for people or a verb stands where a sentence has its verb: «طالب المتظاهرون»."""
        if "A" in reading.pre or not any(r.feature[:1] in ("P", "I") for r in readings):
            return False
        opens = i == 0 or tokens[i - 1].key in ".!?\u060c\u061b:" or "w" in reading.pre
        if not opens or i + 1 >= len(tokens):
            return False
        after = tokens[i + 1].key
        return after.startswith(AL) or any(r.kind in "rt" and not r.pre for r in self.analyser.readings(after))

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

    def _name_like(self, token: Token, inside: bool) -> bool:
        known = token.key in self.lexicon.first_names or token.key in self.lexicon.family_names
        if token.kind != ARABIC or (len(token.key) < 3 and not known):
            return token.kind == LATIN
        if any(r.name == "prepositions" for r in self.analyser.readings(token.key)):
            return False
        if token.key in self.lexicon.first_names or token.key in self.lexicon.family_names:
            return True
        if token.key in self.lexicon.name_parts:
            return True
        if token.key.startswith(LAM + LAM):
            return False  # «للبرق»
        if self.analyser.readings(token.key):
            return False
        return not token.key.startswith(AL) or inside
