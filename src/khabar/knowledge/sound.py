"""The sound of names: one skeleton of consonants for both scripts, and how like two spellings are.

Sound proposes, knowledge decides: a proposal has a score, and a likeness alone links nothing. The skeleton leaves out vowels,
the article, «bin» and «ould», and makes one of the letters that one sound of another language is written with: g as ghain, jeem,
kaf or qaf; p as ba; v as fa or waw; s and z. So «Zelenskyy» and each Arabic spelling of it are `slnsk`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from khabar.knowledge.base import Knowledge
from khabar.text.arabic import AL, is_arabic, key
from khabar.text.romanise import romanise

SHORTEST = 2  # consonants below which a sound says too little
LEAST, LEAST_SHORT = 0.62, 0.85  # likeness below which nothing is proposed, and that for names of two consonants
SHARP = "S"  # sh, ch, zh
_ARABIC = dict(
    zip(
        "\u0628\u067e\u062a\u062b\u062c\u0686\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636\u0637\u0638\u063a"
        "\u0641\u06a4\u0642\u0643\u06af\u0644\u0645\u0646\u0647",
        "bbttkShkddrssSsdtskffkkklmnh",
        strict=True,
    )
)
_TA_SHEEN, _WAW, _SERVANT = "\u062a\u0634", "\u0648", "\u0639\u0628\u062f"
_SILENT = frozenset(
    ("\u0628\u0646", "\u0627\u0628\u0646", "\u0627\u0644", "\u0648\u0644\u062f", "al", "el", "ul", "bin", "ben", "ibn", "ould")
)
_SPECIAL = str.maketrans({
    "\u015f": "sh", "\u0161": "sh", "\u010d": "ch", "\u0107": "ch", "\u00e7": "ch", "\u017e": "zh", "\u011f": "", "\u00df": "ss",
    "\u0131": "i", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00e6": "e",
})  # fmt: skip
_LATIN = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^abd[aeiou](?:([dnrst])(?=\1)|l)?", "abd"), (r"(.)\1+", r"\1"), (r"(tsch|sch|tch|tsh|sh|ch|zh|cz|sz)", SHARP),
        (r"ph", "f"), (r"(gh|kh|qu|ck)", "k"), (r"x", "ks"), (r"th", "t"), (r"dh", "d"), (r"c(?=[eiy])", "s"), (r"[cgjkq]", "k"),
        (r"v|^w", "f"), (r"z", "s"), (r"p", "b"), (r"(?<!^)h", ""), (r"[^bdfhklmnrstS]", ""),
    )
)  # fmt: skip


class Proposal(msgspec.Struct, frozen=True):
    """A record whose name sounds like what was asked; `name` is the form that does."""

    ref: int
    score: float
    name: str


def skeleton(name: str) -> str:
    """The consonants of a name in either script; empty where it has too few to say anything."""
    words = [w for w in re.split(r"[\s\-\u2019'`.]+", key(name)) if w and w not in _SILENT]
    return "".join(_arabic(w) if is_arabic(w) else _latin(w) for w in words)


def _arabic(word: str) -> str:
    if word.startswith(_SERVANT + AL):
        return "bd" + _arabic(word[len(_SERVANT) :])
    if word.startswith(AL) and len(word) > 3:
        word = word[len(AL) :]
    word = word.replace(_TA_SHEEN, _TA_SHEEN[1])
    first = "f" if word[:1] == _WAW else _ARABIC.get(word[:1], "")
    return first + "".join(_ARABIC.get(c, "") for c in word[1:]).replace("h", "")


def _latin(word: str) -> str:
    return _reduce(_plain(word))


def _plain(word: str) -> str:
    """A Latin word in small letters without signs."""
    parts = unicodedata.normalize("NFKD", word.lower().translate(_SPECIAL))
    return "".join(c for c in parts if c.isascii() and c.isalpha())


def _reduce(word: str) -> str:
    for pattern, to in _LATIN:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=10_000)
def likeness(one: str, other: str) -> float:
    """How like two names are, 0 to 1: half their consonants, half their letters."""
    bones = SequenceMatcher(None, skeleton(one), skeleton(other), autojunk=False).ratio()
    if is_arabic(one) and is_arabic(other):
        letters = SequenceMatcher(None, key(one), key(other), autojunk=False).ratio()
    else:
        letters = SequenceMatcher(None, _spelled(one), _spelled(other), autojunk=False).ratio()
    return round((bones + letters) / 2, 2)


def _spelled(name: str) -> str:
    """Latin letters for either script, with what the scripts spell differently made one."""
    latin = romanise(name) if is_arabic(name) else name
    words = (_plain(w) for w in re.split(r"[\s\-]+", latin) if w.lower() not in _SILENT)
    return re.sub(r"[aeiouwy]+", lambda m: "a" if set(m.group()) <= set("a") else "i", " ".join(words)).replace("h", "")


class Sounds:
    """The names of a knowledge base by their sound; made when a name is asked for that nobody bears."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.names: dict[str, list[tuple[str, int]]] = {}
        for phrase, ref in self._phrases():
            bones = skeleton(phrase)
            if len(bones) >= SHORTEST:
                self.names.setdefault(bones, []).append((phrase, ref))

    def _phrases(self) -> Iterator[tuple[str, int]]:
        """Complete names and safe short ones of all but towns; of people with many words the last word too."""
        for phrase, entries in self.knowledge.phrases.items():
            for entry in entries.split("|"):
                if entry[0] in "NSC":
                    yield phrase, int(entry[2:])
                    head, _, last = phrase.rpartition(" ")
                    if head and entry[0] == "N" and self.knowledge.fact(int(entry[2:])).type == "PER":
                        yield last, int(entry[2:])

    def propose(self, name: str, most: int = 5) -> list[Proposal]:
        """The records whose names sound like this one, the likest first."""
        bones = skeleton(name)
        if len(bones) < SHORTEST:
            return []
        edits = 0 if len(bones) < 4 else 1 if len(bones) < 8 else 2
        least = LEAST if len(bones) > SHORTEST else LEAST_SHORT
        best: dict[int, Proposal] = {}
        for other, names in self.names.items():
            if abs(len(other) - len(bones)) <= edits and near(bones, other, edits):
                for phrase, ref in names:
                    score = likeness(name, phrase)
                    if score >= least and (ref not in best or best[ref].score < score):
                        best[ref] = Proposal(ref, score, phrase)
        return sorted(best.values(), key=lambda p: (-p.score, -len(self.knowledge.fact(p.ref).offices), p.ref))[:most]


def near(one: str, other: str, edits: int) -> bool:
    """Whether so many letters put in, left out or changed make one text of the other."""
    if one == other:
        return True
    if not edits or not one or not other:
        return len(one) + len(other) <= edits
    if one[0] == other[0]:
        return near(one[1:], other[1:], edits)
    return any(near(a, b, edits - 1) for a, b in ((one[1:], other), (one, other[1:]), (one[1:], other[1:])))
