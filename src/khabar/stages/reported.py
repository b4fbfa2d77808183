"""Reported clauses: how far goes what is told with «إن», «أن» or in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.stages.cues import COMMAS, Cue
from khabar.stages.scene import Line
from khabar.stages.speakers import Speakers

STOPS = ".!?\u061f\u06d4"
VIEWS = frozenset({"itabara", "wasafa"})  # «اعتبره غير قانوني»: what is thought of someone is short
SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE"})  # acts of speech


class Reported(Speakers):
    """Finds where a reported clause ends."""

    def _clause_end(self, line: Line, cues: Sequence[Cue], n: int, at: int) -> int:
        """Where a reported clause ends: at the next cue that goes on reporting, or with the sentence."""
        scene = self.scene
        for cue in cues[n + 1 :]:
            if cue.first <= at:
                continue
            comma = scene.is_sign(cue.first - 1, COMMAS + ')\u201d"\u00bb')
            likewise = scene.tokens[cue.first - 1].key in scene.lexicon.clause_ends
            if likewise and cue.form == "V" and cue.content >= 0:
                return scene.tokens[cue.first - 2].end
            goes_on = cue.form == "V" and "w" in cue.pre and (comma or cue.content >= 0)
            aside = cue.form in "AS" and (comma or cue.form == "S" or cue.content >= 0)
            if goes_on or aside:
                return scene.tokens[cue.first - 1].end if not comma else scene.tokens[cue.first - 1].start
        short = cues[n].rule.id in VIEWS
        buts = scene.lexicon.classes.get("adversatives", frozenset())
        for i in range(at + 1, line.last):
            if short and scene.tokens[i].key in scene.lexicon.classes.get("turns", frozenset()):
                return scene.tokens[i - 1].end
            if not scene.is_sign(i - 1, COMMAS):
                continue
            two = f"{scene.tokens[i].key} {scene.tokens[i + 1].key}" if i + 1 < line.last else ""
            if scene.tokens[i].key in scene.lexicon.clause_ends or two in scene.lexicon.clause_ends:
                return scene.tokens[i - 1].start
            if self._own_act(i) or self._own_verb(cues[n], at, i):
                return scene.tokens[i - 1].start
            if self._closed(i - 2) and (not buts.isdisjoint((scene.tokens[i].key, two)) or self._verb_joined(i)):
                return scene.tokens[i - 1].start
        end = line.end
        while end > line.start and scene.text[end - 1] in STOPS + " ":
            end -= 1
        return end

    def _own_act(self, i: int) -> bool:
        """A participle of an act of speech after a comma goes back to the speaker: «، داعيا…», «، منددا…»."""
        return any(
            r.kind == "e" and not r.pre and (r.feature in ("Afs", "Amp") or (r.feature == "Ams" and r.stem.endswith("\u0627")))
            for r in self.scene.readings(i)
        )

    def _closed(self, i: int) -> bool:
        """Whether a quotation closes at token i."""
        end = self.scene.tokens[i].end
        return any(q.end == end for q in self.scene.quoted)

    def _verb_joined(self, i: int) -> bool:
        """Whether a perfect goes on with «و» after a closed quotation: «قال إن «…»، وطلب …»."""
        readings = self.scene.readings(i)
        return bool(readings) and all("w" in r.pre for r in readings) and any(r.feature[:1] == "P" for r in readings)

    def _own_verb(self, cue: Cue, at: int, i: int) -> bool:
        """Whether an act after «،» is the speaker's: of the cue's own form, and of no verb's in what is said."""
        if cue.form != "V" or cue.feature[:1] != "P":
            return False
        acts = (r for r in self.scene.readings(i) if r.kind == "e" and "w" in r.pre and r.feature == cue.feature)
        if not any(self.scene.lexicon.events[r.ref].type in SPOKEN for r in acts):
            return False
        said = (r for n in range(at, i - 1) for r in self.scene.readings(n) if n not in cue.line.names)
        return not any(r.feature == cue.feature for r in said)
