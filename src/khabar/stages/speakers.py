"""Speakers: who says what a cue reports, through whom, to whom and where."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from khabar.model.record import Link
from khabar.stages.counting import OF
from khabar.stages.cues import COMMAS, Cue
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene
from khabar.text.segment import SIGN

MEDIA = "JRN"


class Draft(msgspec.Struct):
    """A quote while it is put together; `start` and `end` are offsets of its content."""

    start: int
    end: int
    kind: str
    cue: Cue | None
    speaker: str | None
    mention: str | None
    chain: tuple[Link, ...]
    channel: str | None
    addressee: str | None
    confidence: float
    line: int


class Speakers:
    """Finds the speakers and chains of cues; keeps the quotes found so far."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.drafts: list[Draft] = []
        self.used: set[int] = set()
        self.likewise = scene.lexicon.classes.get("likewise", frozenset())
        self.last: tuple[str, str | None, tuple[Link, ...], int] | None = None

    def _speaker(self, line: Line, cues: Sequence[Cue], n: int) -> tuple[str | None, str | None]:
        """The entity and mention of who speaks at a cue: named after it, before it, or carried over."""
        cue = cues[n]
        phrase = cue.subject
        own = [d for d in self.drafts if d.line == line.index and d.speaker]
        turned = self._turned(line, cue) if cue.form == "A" else line.first
        if cue.form == "A" and phrase is None and own and (turned == line.first or own[-1].start > self.scene.tokens[turned].start):
            return own[-1].speaker, own[-1].mention
        if phrase is None:
            phrase = self._before(line, cue)
        if phrase is None and cue.form == "V" and self._thing_speaks(line, cue):
            return None, None
        if phrase is None and cue.form == "V" and "w" in cue.pre and not own:
            ahead = [p for p in line.phrases if p.last <= cue.first and not p.governor]
            phrase = ahead[0] if ahead else None
        if phrase is None and cue.form in "AV":
            earlier = next((c for c in reversed(cues[:n]) if c.subject is not None and c.form == "V"), None)
            phrase = earlier.subject if earlier else None
        if (
            cue.rule.addressee
            and phrase is cue.subject
            and all(p.governor == OF for p in cue.others)
            and self.last
            and line.index - self.last[3] <= 2
        ):
            phrase = None  # «وأخبر الحشد أن…»: the one after the verb is told
        entity = self.scene.entity(phrase)
        if entity:
            return entity, self.scene.mention(phrase)
        if self.last and line.index - self.last[3] <= 2:
            return self.last[0], self.last[1]
        return self._previous_subject(line)

    def _turned(self, line: Line, cue: Cue) -> int:
        """The token at which the sentence turned to someone else before a participle, «بينما», or its first."""
        turns = (n for n in range(cue.first - 1, line.first, -1) if self.scene.tokens[n].key in self.scene.lexicon.clause_ends)
        return next(turns, line.first)

    def _thing_speaks(self, line: Line, cue: Cue) -> bool:
        """Whether the subject of a verb of saying is a noun that is no actor: «أظهر استطلاع أن», «جاء في التقرير»."""
        n = cue.last
        if (
            n >= line.last
            or self.scene.tokens[n].kind != "ar"
            or self.scene.tokens[n].key in self.scene.lexicon.that_words
        ):
            return False
        found = self.scene.readings(n)
        if any(r.kind == "f" or r.feature[:1] in ("P", "I", "p", "i") for r in found):
            return False
        return any(r.kind == "n" and not (set(r.pre) & set("blk")) and not r.ending for r in found) and not any(
            r.kind in "ec" for r in found
        )

    def _before(self, line: Line, cue: Cue) -> Phrase | None:
        """The phrase that stands before a verb as its subject: «الوزير قال», «بوتين الذي أكد», «مؤكدا» after its verb."""
        before = [p for p in line.phrases if p.last <= cue.first and not p.governor]
        if not before or ("w" in cue.pre and cue.form == "V"):
            return None
        if cue.form == "A":
            turned = self._turned(line, cue)
            return next((p for p in before if p.first > turned), before[0])
        if cue.form == "N":
            return None
        nearest = before[-1]
        gap = cue.first - nearest.last
        if gap <= 2 or (gap <= 14 and self._apposed(nearest.last, cue.first)):
            return nearest
        return before[0] if before[0].first == line.first else None

    def _apposed(self, first: int, last: int) -> bool:
        """Whether what stands between is set off by commas or brackets."""
        tokens = self.scene.tokens
        marks = [
            n for n in range(first, last) if tokens[n].kind == SIGN and tokens[n].key in COMMAS + "()\u2013-\u2014"
        ]
        return len(marks) >= 2 or any(
            r.name == "relatives" for n in range(first, min(first + 2, last)) for r in self.scene.readings(n)
        )

    def _previous_subject(self, line: Line) -> tuple[str | None, str | None]:
        """The first actor of the sentence before, when nobody spoke yet."""
        if line.index == 0:
            return None, None
        for phrase in self.scene.lines[line.index - 1].phrases:
            person = self.scene.person(self.scene.entity(phrase))
            if not phrase.governor and person and person.type in ("PER", "ORG", "GPE", "NORP"):
                return person.id, self.scene.mention(phrase)
        return None, None

    def _heard(self, line: Line, cue: Cue) -> None:
        """Whoever is the subject of a verb of saying is the one who goes on in the next sentence."""
        speaker = self.scene.entity(cue.subject)
        at = self.scene.tokens[cue.first].start
        if any(q.start <= at < q.end for q in self.scene.quoted):
            return
        if cue.form == "V" and cue.rule.group == "say" and speaker and not (cue.rule.addressee and self.last):
            mention = self.scene.mention(cue.subject)
            self.last = (speaker, mention, (Link(speaker, mention),), line.index)

    def _line_at(self, offset: int, line: Line) -> int:
        """The index of the sentence in which a quote that began in `line` ends."""
        return max((x.index for x in self.scene.lines[line.index :] if x.start < offset), default=line.index)

    def _outer(self, start: int, end: int) -> Draft | None:
        return next((d for d in self.drafts if d.start <= start and end <= d.end), None)

    def _carried(
        self, line: Line, cues: Sequence[Cue], n: int, speaker: str | None, mention: str | None
    ) -> tuple[str | None, str | None, tuple[Link, ...]]:
        """«نقلت رويترز عن الوزير قوله»: the carrier first, then the one who spoke; a passive has no carrier."""
        cue = cues[n]
        inner, inner_mention = self.scene.entity(cue.source), self.scene.mention(cue.source)
        carrier = self.scene.entity(cue.subject)
        if inner is None:
            return speaker, mention, (Link(speaker, mention),) if speaker else ()
        if carrier is None or carrier == inner:
            return inner, inner_mention, (Link(inner, inner_mention),)
        return inner, inner_mention, (Link(carrier, self.scene.mention(cue.subject)), Link(inner, inner_mention))

    def _cited(
        self, line: Line, cues: Sequence[Cue], n: int, speaker: str | None, mention: str | None, chain: tuple[Link, ...]
    ) -> tuple[str | None, str | None, tuple[Link, ...]]:
        """«قالت رويترز نقلا عن مسؤول»، «نشرت وكالة تصريح مسؤول»: the medium hands on another's words."""
        person = self.scene.person(speaker)
        if person is None or MEDIA not in person.sector:
            return speaker, mention, chain
        for cue in cues[n + 1 :]:
            if (
                cue.form == "S"
                and cue.rule.id == "naqlan"
                and cue.first < (cues[n].content if cues[n].content >= 0 else 10**9)
            ):
                inner = self.scene.entity(cue.subject)
                if inner and inner != speaker:
                    inner_mention = self.scene.mention(cue.subject)
                    return inner, inner_mention, (*chain, Link(inner, inner_mention))
            if cue.form == "N" and cue.first < cues[n].content and cue.subject is not None:
                inner = self.scene.entity(cue.subject)
                if inner and inner != speaker:
                    inner_mention = self.scene.mention(cue.subject)
                    return inner, inner_mention, (*chain, Link(inner, inner_mention))
        return speaker, mention, chain

    def _channel(self, cue: Cue) -> tuple[str | None, str | None]:
        """The medium it was said to or on, and anyone else it was said to."""
        channel = addressee = None
        for phrase in cue.others:
            person = self.scene.person(self.scene.entity(phrase))
            if person is None:
                continue
            if MEDIA in person.sector:
                channel = channel or person.id
            elif phrase.governor == "\u0644" or (not phrase.governor and cue.rule.addressee):
                addressee = addressee or person.id
        return channel, addressee
