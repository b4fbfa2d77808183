"""Quotes: what is said, directly, indirectly or both, by whom and through whom."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.model.record import Content, Link, Piece, Quote
from khabar.stages.cues import AFTER_COLON, COLON, COMMAS, OPEN, THAT, Cue, find_cues
from khabar.stages.reported import Reported
from khabar.stages.scene import Line, Scene
from khabar.stages.speakers import Draft
from khabar.text.marks import Quoted
from khabar.text.segment import SIGN

SHORT = 4  # fewer words in quotation marks, with no verb of saying before them, are a name or a scare quote
TRIM = " \t\u00a0\u060c,\u061b;:.\u2013\u2014-\u06d4"
PLAIN = "qala"


class _Quoter(Reported):
    """Walks through the sentences of a report and gathers its quotes."""

    def run(self) -> list[Draft]:
        for line in self.scene.lines:
            if line.kind in ("boilerplate", "byline"):
                continue
            cues = find_cues(self.scene, line)
            self._headline(line)
            for n, _cue in enumerate(cues):
                self._cue(line, cues, n)
            self._loose(line, cues)
        return sorted(self.drafts, key=lambda d: (d.start, d.end))

    def _cue(self, line: Line, cues: Sequence[Cue], n: int) -> None:
        cue = cues[n]
        if cue.form == "S":
            self._source_phrase(line, cues, n)
            return
        self._heard(line, cue)
        if (
            cue.marker == ""
            and cue.form == "V"
            and line.kind == "title"
            and cue.rule.id == PLAIN
            and cue.first > line.first
        ):
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
            if (
                cue.subject is not None
                and cue.first > line.first
                and self.scene.tokens[cue.first - 1].key in self.likewise
            ):
                self._source_phrase(line, cues, n)  # «…، كما قالت فلانة»

    def _within_next(self, cues: Sequence[Cue], n: int) -> bool:
        """A noun or verb of saying whose content another cue before it already opened: «نقلت … قوله: …»."""
        return any(c.content == cues[n].content and c.content >= 0 for c in cues[:n])

    def _add(self, start: int, end: int, kind: str, line: Line, cues: Sequence[Cue], n: int, confidence: float) -> None:
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
        self.drafts.append(
            Draft(start, end, kind, cue, speaker, mention, chain, channel, addressee, confidence, line.index)
        )
        if speaker and outer is None:
            self.last = (speaker, mention, chain, self._line_at(end, line))

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
        told = (
            before == cue.first
            or self.scene.is_sign(before, COLON + COMMAS)
            or any(p is not None and before in range(p.first, p.last) for p in (cue.subject, cue.source))
        )
        inner = [n for n in range(cue.content, line.last) if q.inner_start <= self.scene.tokens[n].start < q.inner_end]
        if words < SHORT and (not told or all(n in line.names for n in inner)):
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
        whole = (
            len(inside) == 1
            and not scene.text[start : inside[0].start].strip(TRIM)
            and (not scene.text[inside[0].end : end].strip(TRIM))
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
        if phrase.name is not None and person.type == "GPE" and phrase.name.alias != "C":
            return  # «العراق: الحكومة تقر الموازنة»: what it is about
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
            Draft(
                start,
                end,
                kind,
                None,
                person.id,
                mention,
                (Link(person.id, mention),),
                None,
                None,
                confidence,
                line.index,
            )
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
            near = [
                n
                for n, c in enumerate(cues)
                if c.form in "VAp" and self.scene.tokens[c.first].start < q.start and c.marker != THAT
            ]
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
                    self.drafts.append(
                        Draft(start, end, "direct", None, speaker, mention, (link,), None, None, 0.5, line.index)
                    )
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
        own = (d.speaker, d.mention, d.addressee, d.channel, d.chain, d.confidence)
        found.append(Quote(f"q{n + 1}", d.kind, contents, cue, *own))
    return tuple(found)
