"""Quotes and their chains: what was said, the words that report it, who said it and through whom."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from khabar.model.record import Content, Link, Piece, Quote
from khabar.stages.cues import AFTER_COLON, COLON, COMMAS, OPEN, THAT, Cue, find_cues
from khabar.stages.phrases import Phrase
from khabar.stages.scene import Line, Scene
from khabar.text.marks import Quoted
from khabar.text.segment import SIGN

SHORT = 4  # fewer words in quotation marks, with no verb of saying before them, are a name or a scare quote
STOPS = ".!?\u061f\u06d4"
TRIM = " \t\u00a0\u060c,\u061b;:.\u2013\u2014-\u06d4"
MEDIA = "JRN"
PLAIN = "qala"
VIEWS = frozenset({"itabara", "wasafa"})  # «اعتبره غير قانوني»: what is thought of someone is short


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


class _Quoter:
    """Walks through the sentences of a report and gathers its quotes."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.drafts: list[Draft] = []
        self.used: set[int] = set()
        self.likewise = scene.lexicon.classes.get("likewise", frozenset())
        self.last: tuple[str, str | None, tuple[Link, ...], int] | None = None

    def run(self) -> list[Draft]:
        for line in self.scene.lines:
            cues = find_cues(self.scene, line)
            self._headline(line)
            for n, cue in enumerate(cues):
                self._cue(line, cues, n)
            self._loose(line, cues)
        return sorted(self.drafts, key=lambda d: (d.start, d.end))

    # who speaks

    def _speaker(self, line: Line, cues: Sequence[Cue], n: int) -> tuple[str | None, str | None]:
        """The entity and mention of who speaks at a cue: named after it, before it, or carried over."""
        cue = cues[n]
        phrase = cue.subject
        own = [d for d in self.drafts if d.line == line.index and d.speaker]
        if cue.form == "A" and phrase is None and own:
            return own[-1].speaker, own[-1].mention
        if phrase is None:
            phrase = self._before(line, cue)
        if phrase is None and cue.form == "V" and self._thing_speaks(line, cue):
            return None, None
        if phrase is None and cue.form in "AV":
            earlier = next((c for c in reversed(cues[:n]) if c.subject is not None and c.form == "V"), None)
            phrase = earlier.subject if earlier else None
        if cue.rule.addressee and phrase is cue.subject and not cue.others and self.last and line.index - self.last[3] <= 2:
            phrase = None  # «وأخبر الحشد أن…»: the one after the verb is told
        entity = self.scene.entity(phrase)
        if entity:
            return entity, self.scene.mention(phrase)
        if self.last and line.index - self.last[3] <= 2:
            return self.last[0], self.last[1]
        return self._previous_subject(line)

    def _thing_speaks(self, line: Line, cue: Cue) -> bool:
        """Whether the subject of a verb of saying is a noun that is no actor: «أظهر استطلاع أن», «جاء في التقرير»."""
        n = cue.last
        if n >= line.last or self.scene.tokens[n].kind != "ar" or self.scene.tokens[n].key in self.scene.lexicon.that_words:
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
        if not before or "w" in cue.pre and cue.form == "V":
            return None
        if cue.form in "AN":
            return before[0] if cue.form == "A" else None
        nearest = before[-1]
        gap = cue.first - nearest.last
        if gap <= 2 or (gap <= 14 and self._apposed(nearest.last, cue.first)):
            return nearest
        return before[0] if before[0].first == line.first else None

    def _apposed(self, first: int, last: int) -> bool:
        """Whether what stands between is set off by commas or brackets."""
        tokens = self.scene.tokens
        marks = [n for n in range(first, last) if tokens[n].kind == SIGN and tokens[n].key in COMMAS + "()\u2013-\u2014"]
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

    # what is said

    def _cue(self, line: Line, cues: Sequence[Cue], n: int) -> None:
        cue = cues[n]
        if cue.form == "S":
            self._source_phrase(line, cues, n)
            return
        self._heard(line, cue)
        if cue.marker == "" and cue.form == "V" and line.kind == "title" and cue.rule.id == PLAIN and cue.first > line.first:
            self._clause(line, cues, n, cue.last)  # «كوريا الشمالية تقول لن…»
            return
        if cue.form == "N" and cue.marker not in (OPEN, AFTER_COLON) and not (cue.marker == THAT and cue.ending):
            return
        if cue.form == "N" and self._within_next(cues, n):
            return
        if cue.marker == THAT:
            self._clause(line, cues, n, cue.content)
        elif cue.marker == OPEN:
            self._marks(line, cues, n)
        elif cue.marker == AFTER_COLON and cue.rule.group in ("say", "carry"):
            self._clause(line, cues, n, cue.content)
        elif cue.form == "V":
            self._after_quote(line, cues, n)
            if cue.subject is not None and cue.first > line.first and self.scene.tokens[cue.first - 1].key in self.likewise:
                self._source_phrase(line, cues, n)  # «…، كما قالت فلانة»

    def _heard(self, line: Line, cue: Cue) -> None:
        """Whoever is the subject of a verb of saying is the one who goes on in the next sentence."""
        speaker = self.scene.entity(cue.subject)
        at = self.scene.tokens[cue.first].start
        if any(q.start <= at < q.end for q in self.scene.quoted):
            return
        if cue.form == "V" and cue.rule.group == "say" and speaker and not (cue.rule.addressee and self.last):
            mention = self.scene.mention(cue.subject)
            self.last = (speaker, mention, (Link(speaker, mention),), line.index)

    def _within_next(self, cues: Sequence[Cue], n: int) -> bool:
        """A noun or verb of saying whose content another cue before it already opened: «نقلت … قوله: …»."""
        return any(c.content == cues[n].content and c.content >= 0 for c in cues[:n])

    def _add(
        self, start: int, end: int, kind: str, line: Line, cues: Sequence[Cue], n: int, confidence: float
    ) -> None:
        cue = cues[n]
        if any(d.start == start for d in self.drafts):
            return
        speaker, mention = self._speaker(line, cues, n)
        chain: tuple[Link, ...] = (Link(speaker, mention),) if speaker else ()
        own = [d for d in self.drafts if d.line == line.index and d.speaker == speaker]
        if cue.form == "A" and own:
            chain = own[-1].chain
        elif cue.rule.group == "carry":
            speaker, mention, chain = self._carried(line, cues, n, speaker, mention)
        else:
            speaker, mention, chain = self._cited(line, cues, n, speaker, mention, chain)
        outer = self._outer(start, end)
        if outer is not None:
            if cue.subject is None or speaker is None or speaker == outer.speaker:
                return  # whoever speaks goes on in his own words: «أعتقد أن…»
            chain = (*outer.chain, *(link for link in chain if link.entity not in {x.entity for x in outer.chain}))
        channel, addressee = self._channel(cue)
        self.drafts.append(Draft(start, end, kind, cue, speaker, mention, chain, channel, addressee, confidence, line.index))
        if speaker and outer is None:
            self.last = (speaker, mention, chain, self._line_at(end, line))

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
            if cue.form == "S" and cue.rule.id == "naqlan" and cue.first < (cues[n].content if cues[n].content >= 0 else 10**9):
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

    def _quoted_at(self, offset: int) -> Quoted | None:
        return next((q for q in self.scene.quoted if q.start == offset), None)

    def _clause(self, line: Line, cues: Sequence[Cue], n: int, at: int) -> None:
        """An indirect clause from token `at`, with the quotations inside it."""
        scene = self.scene
        if at >= line.last:
            return
        start = scene.tokens[at].start
        end = self._clause_end(line, cues, n, at)
        opening = self._quoted_at(start)
        if opening is not None:
            rest = scene.text[opening.end : max(end, opening.end)].strip(TRIM)
            if not rest or opening.end >= end:
                self.used.add(opening.start)
                self._add(*self._inner(opening), "direct", line, cues, n, 0.9)
                return
            start = opening.inner_start
        inside = [q for q in scene.quoted if start <= q.start < end or (opening is not None and q is opening)]
        for q in inside:
            self.used.add(q.start)
            if q.closed and q.end > end and q.start >= start:
                end = q.end
        start, end = self._trim(start, end)
        if end - start < 3:
            return
        kind = "mixed" if inside else "indirect"
        self._add(start, end, kind, line, cues, n, 0.85)

    def _inner(self, q: Quoted) -> tuple[int, int]:
        """What stands between the marks; an unclosed mark reaches on to the line where its attribution begins."""
        start, end = q.inner_start, q.inner_end
        if not q.closed:
            end = self._reach(q)
        text = self.scene.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _reach(self, q: Quoted) -> int:
        """The end of an unclosed quotation: that of its paragraph, or of the next where that one is followed by «قال»."""
        lines = self.scene.lines
        home = next((x for x in lines if x.start <= q.inner_start < x.end or x.start >= q.inner_start), None)
        if home is None:
            return q.inner_end
        for line in lines[home.index + 1 : home.index + 3]:
            cue = next(iter(find_cues(self.scene, line)), None)
            if cue is not None and cue.first == line.first and cue.form == "V":
                return max(q.inner_end, lines[line.index - 1].end)
        return q.inner_end

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        text = self.scene.text
        while start < end and text[start] in TRIM:
            start += 1
        while end > start and text[end - 1] in TRIM:
            end -= 1
        return start, end

    def _clause_end(self, line: Line, cues: Sequence[Cue], n: int, at: int) -> int:
        """Where a reported clause ends: at the next cue that goes on reporting, or with the sentence."""
        scene = self.scene
        for cue in cues[n + 1 :]:
            if cue.first <= at:
                continue
            comma = scene.is_sign(cue.first - 1, COMMAS + ")\u201d\"\u00bb")
            likewise = scene.tokens[cue.first - 1].key in scene.lexicon.clause_ends
            if likewise and cue.form == "V" and cue.content >= 0:
                return scene.tokens[cue.first - 2].end
            goes_on = cue.form == "V" and "w" in cue.pre and (comma or cue.content >= 0)
            aside = cue.form in "AS" and (comma or cue.form == "S" or cue.content >= 0)
            if goes_on or aside:
                return scene.tokens[cue.first - 1].end if not comma else scene.tokens[cue.first - 1].start
        short = cues[n].rule.id in VIEWS
        for i in range(at + 1, line.last):
            if short and scene.tokens[i].key in scene.lexicon.classes.get("turns", frozenset()):
                return scene.tokens[i - 1].end
            if not scene.is_sign(i - 1, COMMAS):
                continue
            two = f"{scene.tokens[i].key} {scene.tokens[i + 1].key}" if i + 1 < line.last else ""
            if scene.tokens[i].key in scene.lexicon.clause_ends or two in scene.lexicon.clause_ends:
                return scene.tokens[i - 1].start
            if self._own_act(i):
                return scene.tokens[i - 1].start
        end = line.end
        while end > line.start and scene.text[end - 1] in STOPS + " ":
            end -= 1
        return end

    def _own_act(self, i: int) -> bool:
        """A participle of an act of speech after a comma goes back to the speaker: «، داعيا…», «، منددا…»."""
        return any(r.kind == "e" and r.feature == "Ams" and not r.pre and r.stem.endswith("\u0627") for r in self.scene.readings(i))

    def _marks(self, line: Line, cues: Sequence[Cue], n: int) -> None:
        """A quotation that a cue opens; further quotations in the same breath belong to it."""
        cue = cues[n]
        q = self._quoted_at(self.scene.tokens[cue.content].start)
        if q is None or q.start in self.used:
            return
        words = len(self.scene.text[q.inner_start : q.inner_end].split())
        if cue.rule.group == "that" and words < SHORT:
            return
        before = cue.content - 1
        told = before == cue.first or self.scene.is_sign(before, COLON + COMMAS) or any(
            p is not None and before in range(p.first, p.last) for p in (cue.subject, cue.source)
        )
        if words < SHORT and not told:
            return  # the title of a programme or book, not what was said
        if cue.rule.group == "say" and words < 2 and cue.subject is None:
            return
        self.used.add(q.start)
        start, end = self._inner(q)
        self._add(start, end, "direct", line, cues, n, 0.95)

    def _after_quote(self, line: Line, cues: Sequence[Cue], n: int) -> None:
        """A quotation that stands before its cue: «…»، قال فلان."""
        cue = cues[n]
        at = self.scene.tokens[cue.first].start
        for q in self.scene.quoted:
            if q.end <= at and not self.scene.text[q.end : at].strip(TRIM) and q.start not in self.used:
                self.used.add(q.start)
                start, end = self._inner(q)
                self._add(start, end, "direct", line, cues, n, 0.9)
                return

    def _source_phrase(self, line: Line, cues: Sequence[Cue], n: int) -> None:
        """«بحسب فلان»: what stands after it at the head of a sentence, else what stands before it."""
        cue = cues[n]
        scene = self.scene
        speaker = scene.entity(cue.subject)
        if cue.subject is None and cue.ending and self.last and cue.first - line.first <= 1:
            self._his_words(line, cues, n)
            return
        if speaker is None or cue.subject is None:
            return
        if cue.rule.id == "naqlan" and any(c.form in "Vp" and c.content > cue.first for c in cues[:n]):
            return
        if cue.first - line.first <= 1:
            at = cue.subject.last
            while at < line.last and not scene.is_sign(at, COMMAS) and at - cue.subject.last < 12:
                at += 1
            at = at + 1 if at < line.last and scene.is_sign(at, COMMAS) else cue.subject.last
            if at >= line.last:
                return
            start, end = scene.tokens[at].start, self._clause_end(line, cues, n, at)
            for word in scene.readings(at):
                if word.kind == "f" and scene.tokens[at].key[-2:] == "\u0642\u062f":
                    start = scene.tokens[at + 1].start if at + 1 < line.last else start
        else:
            start = self._sentence_part(line, cue)
            end = scene.tokens[cue.first - 1].end
        start, end = self._trim(start, end)
        if self._covered(start, end) or end - start < 8:
            return
        inside = [q for q in scene.quoted if start <= q.start and q.end <= end]
        for q in inside:
            self.used.add(q.start)
        whole = len(inside) == 1 and not scene.text[start : inside[0].start].strip(TRIM) and (
            not scene.text[inside[0].end : end].strip(TRIM)
        )
        if whole:
            start, end = self._inner(inside[0])
        self._add(start, end, "direct" if whole else "mixed" if inside else "indirect", line, cues, n, 0.8)

    def _his_words(self, line: Line, cues: Sequence[Cue], n: int) -> None:
        """«وعلى حد قوله، …»: the last speaker's."""
        at = cues[n].last
        if at < line.last and self.scene.is_sign(at, COMMAS):
            self._clause(line, cues, n, at + 1)

    def _sentence_part(self, line: Line, cue: Cue) -> int:
        """Where the clause before a source phrase begins: after the last quote of the sentence, else with the sentence."""
        before = [d.end for d in self.drafts if d.line == line.index and d.end <= self.scene.tokens[cue.first].start]
        if before and max(before) < self.scene.tokens[cue.first - 1].start:
            return max(before)
        return line.start

    def _covered(self, start: int, end: int) -> bool:
        return any(min(end, d.end) - max(start, d.start) > 0.5 * (end - start) for d in self.drafts)

    # quotations without a cue in their sentence

    def _headline(self, line: Line) -> None:
        """A headline «فلان: …»."""
        if line.kind != "title" or not line.phrases:
            return
        phrase = line.phrases[0]
        at = phrase.last
        if phrase.first != line.first or at + 1 >= line.last or not self.scene.is_sign(at, COLON):
            return
        person = self.scene.person(self.scene.entity(phrase))
        if person is None or person.type not in ("PER", "ORG", "GPE"):
            return
        start, end = self._trim(self.scene.tokens[at + 1].start, line.end)
        mention = self.scene.mention(phrase)
        kind = "indirect"
        q = self._quoted_at(start)
        if q is not None and q.end >= end:
            start, end, kind = *self._inner(q), "direct"
        for q in self.scene.quoted:
            if start <= q.start < end:
                self.used.add(q.start)
        confidence = 0.8 if person.type == "PER" else 0.55
        self.drafts.append(
            Draft(start, end, kind, None, person.id, mention, (Link(person.id, mention),), None, None, confidence, line.index)
        )

    def _loose(self, line: Line, cues: Sequence[Cue]) -> None:
        """A quotation no cue opened: one that fills its sentence goes on from the last speaker."""
        for q in self.scene.quoted:
            if q.start in self.used or not line.start <= q.start < line.end:
                continue
            if self._outer(q.inner_start, q.inner_end) is not None:
                self.used.add(q.start)
                continue
            inner = self.scene.text[q.inner_start : q.inner_end]
            words = len(inner.split())
            lead = self.scene.text[line.start : q.start].strip(TRIM)
            near = [n for n, c in enumerate(cues) if c.form in "VAp" and self.scene.tokens[c.first].start < q.start and c.marker != THAT]
            after = self._cue_after(q)
            start, end = self._inner(q)
            if near and words >= SHORT and cues[near[-1]].rule.group in ("say", "carry"):
                self.used.add(q.start)
                self._add(start, end, "direct", line, cues, near[-1], 0.7)
            elif after is not None:
                continue  # its cue stands in what follows
            elif not lead and words >= SHORT and self.last and line.index - self.last[3] <= 3:
                self.used.add(q.start)
                speaker, mention, chain, _ = self.last
                self.drafts.append(Draft(start, end, "direct", None, speaker, mention, chain, None, None, 0.65, line.index))
                self.last = (speaker, mention, chain, self._line_at(end, line))
            elif not lead and words >= SHORT and not self.last:
                self._waiting(line, q, start, end)

    def _cue_after(self, q: Quoted) -> int | None:
        """Whether a verb of saying follows a quotation at once."""
        for line in self.scene.lines:
            if line.end <= q.end or line.start > q.end:
                continue
            for n in range(line.first, min(line.last, line.first + 400)):
                token = self.scene.tokens[n]
                if token.start < q.end:
                    continue
                if token.kind == SIGN and token.key in COMMAS:
                    continue
                return n if any(r.kind == "c" and r.feature[:1] in ("P", "I") for r in self.scene.readings(n)) else None
        return None

    def _waiting(self, line: Line, q: Quoted, start: int, end: int) -> None:
        """A quotation at the head of a report whose speaker the next sentences name."""
        for later in self.scene.lines[line.index + 1 : line.index + 4]:
            for cue in find_cues(self.scene, later):
                speaker = self.scene.entity(cue.subject)
                if cue.form == "V" and speaker:
                    mention = self.scene.mention(cue.subject)
                    self.used.add(q.start)
                    link = Link(speaker, mention)
                    self.drafts.append(Draft(start, end, "direct", None, speaker, mention, (link,), None, None, 0.5, line.index))
                    return


def find_quotes(scene: Scene) -> tuple[Quote, ...]:
    """The quotes of a report, sorted by position."""
    found = []
    text = scene.text
    for n, d in enumerate(_Quoter(scene).run()):
        cue = None
        if d.cue is not None:
            a, b = scene.tokens[d.cue.first].start, scene.tokens[d.cue.last - 1].end
            cue = Piece(a, b, text[a:b], d.cue.rule.lemma)
        contents = (Content(d.start, d.end, text[d.start : d.end]),)
        found.append(
            Quote(f"q{n + 1}", d.kind, contents, cue, d.speaker, d.mention, d.addressee, d.channel, d.chain, d.confidence)
        )
    return tuple(found)
