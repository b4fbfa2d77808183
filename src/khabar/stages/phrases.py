"""Actor phrases: an atom with what belongs to it, «المتحدث باسم الكرملين ديمتري بيسكوف».

A phrase has one head: a name, or a title or role. Titles and names in apposition make one phrase. Nationality adjectives and
names in construct inside it say whose it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec

from khabar.knowledge.base import Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.stages.atoms import ADJECTIVE, NAME, PERSON, ROLE, TITLE, Atom
from khabar.stages.counting import OF, Counting
from khabar.stages.governing import Governing
from khabar.stages.words import Analyser, source_offset
from khabar.text.arabic import AL, ALEF, COMMA, NISBA, TA_MARBUTA
from khabar.text.marks import QUOTES
from khabar.text.segment import NUMBER, SIGN, Token

IN = "\u0641\u064a"
SOUND_PLURAL = ("\u0648\u0646", "\u064a\u0646")
SEVERAL = (*SOUND_PLURAL, "\u0627\u0646")
STATE = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})



class Phrase(msgspec.Struct, frozen=True):
    """An actor phrase over tokens first to last (exclusive) and text start to end.

    `atoms` are all its parts, `name` the one that names the head, if any; `title` and `role` are indexes in the lexicon or -1;
    `owners` are references to the countries or bodies it belongs to. `governor` is the preposition before it, folded, at
    token `governor_at`; `joined` tells that it is coordinated with the phrase before.
    """

    first: int
    last: int
    start: int
    end: int
    head: Atom
    atoms: tuple[Atom, ...]
    name: Atom | None
    title: int
    role: int
    owners: tuple[int, ...]
    pre: str
    ending: str
    definite: bool
    quantity: bool
    governor: str = ""
    governor_at: int = -1
    joined: bool = False


class Phraser:
    """Builds the actor phrases of a sentence from its atoms."""

    def __init__(self, lexicon: Lexicon, knowledge: Knowledge, analyser: Analyser) -> None:
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.analyser = analyser
        classes = lexicon.classes
        self.prepositions = classes.get("prepositions", frozenset())
        self.quantities = classes.get("quantities", frozenset())
        self.counting = Counting(lexicon)
        self.governing = Governing(lexicon, analyser, self.counting)

    def phrases(self, text: str, tokens: Sequence[Token], first: int, last: int, atoms: Sequence[Atom]) -> list[Phrase]:
        """The phrases of tokens[first:last], in order."""
        found: list[Phrase] = []
        n = 0
        while n < len(atoms):
            atom = atoms[n]
            if self._counts(atom) and not self._counted(tokens, atoms, n):
                n += 1
                continue
            lone = atom.kind == ADJECTIVE and not self._people(tokens, atom, first)
            if lone:
                n += 1
                continue
            parts, size = self._parts(tokens, last, atoms, n)
            phrase = self._phrase(text, tokens, first, parts, size)
            found.append(self.governing.govern(tokens, first, phrase, found))
            n += 1
            while n < len(atoms) and atoms[n].first < phrase.last:
                n += 1
        return found

    def _counted(self, tokens: Sequence[Token], atoms: Sequence[Atom], n: int) -> bool:
        """Whether a quantity noun names people: something counted follows, or it is a crowd by itself, «خرج الآلاف»."""
        atom = atoms[n]
        if "A" in atom.pre or self.lexicon.roles[atom.refs[0]].sector:
            return True
        if n + 1 == len(atoms) or atoms[n + 1].kind not in (ROLE, ADJECTIVE, TITLE):
            return False
        gap = atoms[n + 1].first - atom.last
        return gap == 0 or (gap == 1 and tokens[atom.last].key == OF)

    def _people(self, tokens: Sequence[Token], atom: Atom, first: int) -> bool:
        """Whether an adjective stands as a noun: «الروس», «آلاف الإسرائيليين», not «القوات الروسية»."""
        if tokens[atom.last - 1].key.endswith(TA_MARBUTA) and "w" not in atom.pre:
            return False  # «الإسبانية»: the language, the edition; a people is masculine
        if atom.first == first:
            return True
        before = tokens[atom.first - 1]
        if before.kind == SIGN or "b" in atom.pre or "l" in atom.pre or "w" in atom.pre:
            return True
        if before.key in self.prepositions or before.key in self.quantities or before.kind == NUMBER:
            return True
        readings = self.analyser.readings(before.key)
        if "A" not in atom.pre and tokens[atom.last - 1].key.endswith(SEVERAL) and any(r.kind == "e" for r in readings):
            return True  # «قتل عراقيان», «مقتل فلسطينيين»: no adjective of an act, which is one
        kinds = {r.kind + r.feature[:1] for r in readings}
        return bool(kinds) and all(k[0] in "f" or k[1:] in ("P", "I", "p", "i") for k in kinds)

    def _kind(self, atom: Atom) -> str:
        if atom.kind == PERSON:
            return atom.type
        return self.knowledge.fact(atom.refs[0]).type if atom.kind in (NAME, ADJECTIVE) else ""

    def _parts(self, tokens: Sequence[Token], last: int, atoms: Sequence[Atom], n: int) -> tuple[list[Atom], int]:
        """The atoms that make one phrase from atoms[n] on, and its last token (exclusive)."""
        parts = [atoms[n]]
        end = atoms[n].last
        named = self._kind(atoms[n]) == "PER"
        titled = atoms[n].kind in (TITLE, ROLE) or self._elided(atoms[n])
        m = n + 1
        while True:
            named_at = next((a.first for a in atoms[m:] if a.kind in (NAME, PERSON)), last)
            gap = self._skip_modifiers(tokens, end, named_at, titled)
            if parts[-1].kind == TITLE and "A" not in parts[-1].pre and m < len(atoms):
                gap = self._of_what(tokens, gap, atoms[m])
            if gap < last and tokens[gap].key in QUOTES and not named and self._opened(tokens, parts):
                gap += 1  # «الناطق باسم «الجيش الوطني» اللواء أحمد …»
            while m < len(atoms) and atoms[m].first < gap:
                m += 1
            if m >= len(atoms):
                break
            nxt = atoms[m]
            comma = gap < last and tokens[gap].key in COMMA
            at = gap + 1 if comma or (titled and self._opens_name(tokens, gap, last, nxt)) else gap
            if (
                self._counts(parts[-1])
                and gap + 1 == nxt.first
                and tokens[gap].key == OF
                and (nxt.kind in (ROLE, ADJECTIVE) or (nxt.kind == TITLE and not self._singular(nxt)))
            ):
                parts.append(nxt)
                end, m = nxt.last, m + 1
                continue
            if titled and not named and self._posted(tokens, atoms, m, gap):
                parts += atoms[m : m + 2]  # a post with its place, then the name
                end, m, named = atoms[m + 1].last, m + 2, True
                continue
            if nxt.first != at or "w" in nxt.pre:
                break
            if not self._joins(tokens, parts, nxt, named, titled, comma):
                break
            named = named or self._kind(nxt) == "PER"
            titled = titled or nxt.kind in (TITLE, ROLE)
            parts.append(nxt)
            end = nxt.last
            m += 1
        return parts, max(end, gap if titled else end)

    def _opened(self, tokens: Sequence[Token], parts: Sequence[Atom]) -> bool:
        """Whether a quotation mark opened before the last name of a title's phrase, so that it goes on."""
        at = parts[-1].first - 1
        return len(parts) > 1 and parts[0].kind == TITLE and tokens[at].key in QUOTES and self._kind(parts[-1]) == "ORG"

    def _opens_name(self, tokens: Sequence[Token], gap: int, last: int, name: Atom) -> bool:
        """Whether a name stands in quotation marks of its own right after its noun: «صحيفة «الغد»»."""
        return (
            gap < last and tokens[gap].key in QUOTES and name.first == gap + 1 and name.last < last
            and name.kind in (NAME, PERSON) and tokens[name.last].key in QUOTES
        )  # fmt: skip

    def _of_what(self, tokens: Sequence[Token], gap: int, nxt: Atom) -> int:
        """Over what an office is of, where no entry holds it, before a nationality or a name."""
        between = range(gap, nxt.first)
        if not 0 < len(between) <= 3 or not (nxt.kind == ADJECTIVE or self._kind(nxt) == "PER"):
            return gap
        return nxt.first if all(self._plain(tokens[n].key) for n in between) else gap

    def _plain(self, word: str) -> bool:
        """A definite noun or adjective, no function word and no verb."""
        readings = self.analyser.readings(word)
        return word.startswith(AL) and not any(r.kind == "f" or r.feature[:1] in ("P", "I") for r in readings)

    def _posted(self, tokens: Sequence[Token], atoms: Sequence[Atom], m: int, gap: int) -> bool:
        """Whether «في», a place and then a person's name follow a title."""
        if gap >= len(tokens) or tokens[gap].key != IN or m + 1 >= len(atoms):
            return False
        place, person = atoms[m], atoms[m + 1]
        if place.kind == ROLE and place.first == gap + 1 and self._body(place):  # «المتحدث باسم الوزارة في حكومة طالبان فلان»
            return person.first == place.last and not person.pre and self._kind(person) == "PER"
        return (
            place.kind == NAME and place.first == gap + 1 and self._kind(place) in ("GPE", "LOC")
            and person.first == place.last and not person.pre and self._kind(person) == "PER"
        )  # fmt: skip

    def _counts(self, atom: Atom) -> bool:
        return atom.kind == ROLE and self.lexicon.roles[atom.refs[0]].quantity

    def _skip_modifiers(self, tokens: Sequence[Token], at: int, last: int, titled: bool) -> int:
        """Over adjectives that change nothing, up to a name: «السابق», «رفيع المستوى»."""
        if titled:
            while at < last and tokens[at].key in self.lexicon.modifiers:
                at += 1
        return at

    def _joins(
        self, tokens: Sequence[Token], parts: Sequence[Atom], nxt: Atom, named: bool, titled: bool, comma: bool
    ) -> bool:
        """Whether the next atom belongs to the phrase."""
        kind = self._kind(nxt)
        last = parts[-1]
        if kind == "PER" and nxt.kind != ADJECTIVE:
            if named or not titled or nxt.pre:
                return False
            head_role = parts[0].kind == ROLE and self.lexicon.roles[parts[0].refs[0]].type != "PER"
            one = self._singular(parts[0]) or last.kind == ADJECTIVE  # «الرئيسان الأمريكي دونالد ترامب والروسي …»
            return not head_role and one
        if nxt.kind == ADJECTIVE:
            return not comma and last.kind in (ROLE, TITLE) and not (set(nxt.pre) & set("bk"))
        if nxt.kind in (NAME, PERSON):
            owned = any(a.kind in (ADJECTIVE, NAME, PERSON) and self._kind(a) != "PER" for a in parts)
            if comma or owned or not titled or (named and last.kind not in (TITLE, ROLE)):
                return False
            if nxt.kind == NAME and self._complete(tokens, last) and kind == "ORG" and not nxt.pre:
                return False  # «كلف رئيس الجمهورية حزب النهضة»: the title says already of what
            if nxt.pre in ("l", "lA") and last.kind == ROLE and "A" in last.pre and self._body(last):
                return False  # «اتهامات من الحكومة للتنظيم»: a body with the article belongs to nobody else
            if last is parts[0] and last.kind == TITLE and "A" in last.pre and last.last - last.first == 1 and not nxt.pre:
                return False  # «زارت الوزيرة برلين»: a definite title owns no name
            return (
                not nxt.pre or (nxt.pre in ("l", "lA") and last.kind in (TITLE, ROLE)) or (nxt.pre == "b" and last.kind == ROLE)
            )
        if nxt.kind == TITLE:
            if named and not titled:  # the name first, its office after it
                return not nxt.pre or nxt.pre == "A"
            return last.kind == ROLE and not comma and not nxt.pre
        if nxt.kind == ROLE:
            if named and not titled:
                return nxt.pre in ("", "A") and self.lexicon.roles[nxt.refs[0]].type == "PER"
            if "A" in last.pre and "A" not in nxt.pre:
                return False  # «الشرطة رجلا», «الوزير شيوخ العشائر»: a definite noun owns no indefinite one
            if self._complete(tokens, last) and "A" in nxt.pre and self._keeps_noon(tokens[nxt.last - 1].key):
                return False  # «زار وزير الصحة المصابين»: nor does a title that says already of what
            bound = last.kind == ROLE and last.last - last.first > 1 and tokens[last.last - 1].key.startswith(AL)
            if bound and "A" not in nxt.pre:
                return False  # «قوات الاحتلال شابا»: nor does a construct that is definite by its last word
            if self._accusative(tokens[nxt.first].key, nxt) and not tokens[last.last - 1].key.endswith(ALEF):
                return False  # «سيارة شرطة متظاهرا»: an indefinite accusative is owned by nothing
            if last.kind == ROLE and "A" in last.pre and "A" in nxt.pre and self._body(last) and not self._body(nxt):
                return False  # «فرقت الشرطة الطلاب»: a body and people are two actors
            word = tokens[nxt.last - 1].key
            if last.kind == ROLE and "A" in last.pre and "A" in nxt.pre and self._body(nxt) and not word.endswith(NISBA):
                return False  # «اتهمت المعارضة الأمن»
            if last.kind == ROLE and self._keeps_noon(tokens[last.last - 1].key) and not self._keeps_noon(tokens[nxt.last - 1].key):
                return False  # «متظاهرون أعلاما»: what keeps its noon owns nothing, and its adjectives keep theirs
            return not comma and last.kind in (ROLE, TITLE) and nxt.pre in ("", "A", "l", "lA")
        return False

    def _complete(self, tokens: Sequence[Token], title: Atom) -> bool:
        """Whether a title of several words ends in a definite noun: «رئيس الجمهورية»."""
        return title.kind == TITLE and title.last - title.first > 1 and tokens[title.last - 1].key.startswith(AL)

    def _accusative(self, word: str, atom: Atom) -> bool:
        """Whether a role stands in the indefinite accusative, by its letters: «شابا»."""
        if "A" in atom.pre or atom.ending or not word.endswith(ALEF):
            return False
        return any(r.kind == "r" and r.ref == atom.refs[0] for r in self.analyser.readings(word[:-1]))

    def _body(self, role: Atom) -> bool:
        return self.lexicon.roles[role.refs[0]].type == "ORG"

    def _keeps_noon(self, word: str) -> bool:
        """Whether a word has the ending of a sound plural or a dual that is not in construct."""
        return len(word) > 5 and word.endswith(SOUND_PLURAL)

    def _elided(self, atom: Atom) -> bool:
        """Whether a nationality may stand for a title that was said before: «الوزير المصري … والأردني أيمن الصفدي»."""
        return atom.kind == ADJECTIVE and "w" in atom.pre and "A" in atom.pre

    def _singular(self, atom: Atom) -> bool:
        return atom.kind != TITLE or self.lexicon.titles[atom.refs[0]].number == "singular"

    def _phrase(self, text: str, tokens: Sequence[Token], first: int, parts: list[Atom], end: int) -> Phrase:
        """A phrase of its parts, with the number words before it."""
        at = self.counting.before(tokens, parts[0].first, first)
        quantity = at < parts[0].first or any(self._counts(a) for a in parts)
        name = next((a for a in parts if self._kind(a) == "PER"), None)
        if name is None and parts[0].kind in (NAME, PERSON):
            name = parts[0]
        role = self._lead_role(parts)
        if name is None and role is not None and role is parts[0]:
            name = self._apposed(role, parts)
        title = next((a.refs[0] for a in parts if a.kind == TITLE), -1)
        owners = tuple(a.refs[0] for a in parts if a is not name and a.kind in (NAME, ADJECTIVE))
        head = name or role or parts[0]
        lead = parts[0]
        pre, skip = lead.pre, lead.skip
        if at < lead.first:
            pre, skip = self.counting.clitics(tokens[at].key)
        start = source_offset(text, tokens[at].start, skip if not pre.endswith("A") else max(0, skip - 2))
        return Phrase(
            at, end, start, tokens[end - 1].end, head, tuple(parts), name, title,
            role.refs[0] if role else -1, owners, pre, next((a.ending for a in parts if a.ending), ""),
            "A" in lead.pre or any(a.kind in (NAME, ADJECTIVE) for a in parts), quantity,
        )  # fmt: skip

    def _apposed(self, role: Atom, parts: Sequence[Atom]) -> Atom | None:
        """The body's own name after the noun for its kind: «وكالة رويترز», not «شرطة حماس»."""
        rule = self.lexicon.roles[role.refs[0]]
        if rule.type != "ORG" or set(rule.sector) & STATE or len(parts) < 2:
            return None
        after = parts[1]
        return after if after.kind in (NAME, PERSON) and self._kind(after) == "ORG" and not after.pre else None

    def _lead_role(self, parts: Sequence[Atom]) -> Atom | None:
        """The role that says who they are: in «عناصر الشرطة» the police, in «مئات المحتجين» the protesters."""
        roles = [a for a in parts if a.kind == ROLE]
        if not roles:
            return None
        if any(a.kind == TITLE for a in parts):
            return next((r for r in roles if r is parts[0]), None)
        for role, after in itertools.pairwise(roles):
            rule = self.lexicon.roles[role.refs[0]]
            if rule.quantity or (not rule.sector and self.lexicon.roles[after.refs[0]].sector):
                continue
            return role
        return roles[-1]
