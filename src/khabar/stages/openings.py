"""Lines and openings that say where a report comes from: datelines and bylines, by what the knowledge holds of their parts.

«عدن: «الشرق الأوسط»», «بيروت/ ريم منصور/ الأناضول», «القاهرة – »: a place opens a dateline, an outlet without one makes a byline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from khabar.knowledge.base import Knowledge

LINE_WORDS = 12  # a longer line is no dateline of its own
HEAD = 60  # letters in which a dateline before its paragraph ends
NAME_WORDS = range(2, 5)  # of a writer's name
_SIGNS = re.compile(r"[-\u2013\u2014\u0640/|\u060c,:()\u00ab\u00bb\"\u201c\u201d]+")
_STOPS = re.compile(r"[.!?\u061f\u061b;]\s*$")
_DASH = re.compile(r"\s*(?:[-\u2013\u2014\u0640]+|[/:])\s+|\s+[-\u2013\u2014\u0640]+\s*")
_OF_DAY = re.compile(r"\s+(?:\u0641\u064a\s+)?(?=\d)")
PLACE, OUTLET, DAY, WRITER, OTHER = "place", "outlet", "day", "writer", "other"


class Openings:
    """Tells datelines and bylines from other lines; `words` are patterns of what stands in them besides names."""

    def __init__(self, knowledge: Knowledge, words: Sequence[str]) -> None:
        self.knowledge = knowledge
        self.words = re.compile("|".join(f"(?:{w})" for w in words) or "(?!)")
        self.part = lru_cache(maxsize=10_000)(self._part)

    def line(self, folded: str, words: int) -> str:
        """The kind of a line of so many words: dateline, byline or ""."""
        if words > LINE_WORDS or _STOPS.search(folded):
            return ""
        parts = self._parts(folded)
        if self._dateline(parts, folded):
            return "dateline"
        if ":" in folded or OUTLET not in parts:  # «بوتين: …» opens what is said
            return ""
        return "" if OTHER in parts or parts[0] == PLACE else "byline"

    def cut(self, folded: str) -> int:
        """How many letters at the beginning of a paragraph are its dateline."""
        end = 0
        for sign in _DASH.finditer(folded, 0, HEAD):
            head = folded[: sign.start()]
            parts = self._parts(head)
            if (parts == [PLACE] and ":" not in sign[0]) or self._dateline(parts, head):
                end = sign.end()
        return end

    def _dateline(self, parts: Sequence[str], text: str) -> bool:
        """A place and then outlets, days and, before an outlet, writers; or a place alone before a colon."""
        if not parts or parts[0] != PLACE:
            return False
        rest = parts[1:]
        if not rest:
            return text.rstrip().endswith(":")
        return OTHER not in rest and rest[-1] != WRITER and (OUTLET in rest or DAY in rest)

    def _parts(self, text: str) -> list[str]:
        found: list[str] = []
        for part in _SIGNS.split(text):
            bare = part.strip()
            if not bare:
                continue
            place, *day = _OF_DAY.split(bare, maxsplit=1)
            found += [self.part(place), DAY] if day and place else [self.part(bare)]
        return [OTHER if kind == WRITER and OUTLET not in found else kind for kind in found]

    def _part(self, part: str) -> str:
        if self.words.fullmatch(part):
            return OUTLET
        kinds = set()
        for entry in filter(None, self.knowledge.phrases.get(part, "").split("|")):
            fact = self.knowledge.fact(int(entry[1:]))
            kinds.add(OUTLET if "JRN" in fact.sector else PLACE if fact.type in ("LOC", "GPE", "FAC") else OTHER)
        for kind in (OUTLET, PLACE, OTHER):
            if kind in kinds:
                return kind
        if part[:1].isdigit():
            return DAY
        return WRITER if len(part.split()) in NAME_WORDS and not any(c.isdigit() for c in part) else OTHER
