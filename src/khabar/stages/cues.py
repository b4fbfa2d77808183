"""Cues: the words that report speech, with who speaks and where what is said begins."""

from __future__ import annotations

import msgspec

from khabar.lexicon.pack import CueRule
from khabar.stages.phrases import Phrase
from khabar.stages.scene import FINITE, Line, Scene
from khabar.text.arabic import ALEF
from khabar.text.marks import Quoted
from khabar.text.segment import SIGN

WINDOW = 40  # tokens from a cue to what it reports
COLON = ":\uff1a"
COMMAS = "\u060c,\u061b;"
OPEN, THAT, AFTER_COLON = "quote", "that", "colon"
FROM = "\u0639\u0646"  # «عن»
BY = frozenset({"\u0645\u0646 \u0642\u0628\u0644", "\u0645\u0646 \u062c\u0627\u0646\u0628"})  # «من قبل»، «من جانب»
_THAT_PREPOSITIONS = ("\u0627\u0644\u064a", "\u0645\u0646", "\u0639\u0644\u064a", "\u0639\u0646", "\u0641\u064a")
_ASIDE = frozenset({"relatives", "pronouns"})
TO = ("\u0644", "\u0645\u0639", "\u0627\u0644\u064a", "\u0641\u064a", "\u0639\u0644\u064a", "\u0628")


class Cue(msgspec.Struct, frozen=True):
    """A cue at tokens first to last (exclusive).

    `form` is V (verb), p (passive verb), A (participle), N (noun) or S (source phrase); `marker` how the content is opened
    (quote, that, colon or none) and `content` the token at which it begins, -1 where nothing follows; `subject` are the
    phrases of those who speak as the sentence shows them, `source` the one after «عن», `others` phrases spoken to or on.
    """

    line: Line
    first: int
    last: int
    rule: CueRule
    form: str
    feature: str
    pre: str
    ending: str
    marker: str
    content: int
    subject: Phrase | None
    source: Phrase | None
    others: tuple[Phrase, ...]


def find_cues(scene: Scene, line: Line) -> list[Cue]:
    """The cues of a sentence in order; a verb that introduces nothing is kept, for quotations that stand before it."""
    found: list[Cue] = []
    i = line.first
    names = line.names
    while i < line.last:
        if i in names:
            i += 1
            continue
        cue = _phrase_cue(scene, line, i) if i in scene.phrased else None
        if cue is None and "c" in scene.words[i].kinds:
            cue = _word_cue(scene, line, i)
        if cue:
            found.append(cue)
            i = cue.last
        else:
            i += 1
    return found


def _phrase_cue(scene: Scene, line: Line, i: int) -> Cue | None:
    """A source phrase of several words, «على حد قول»."""
    for split, last, packed in scene.analyser.phrases(scene.tokens, i, line.last):
        ref = next((int(x[1:]) for x in packed.split("|") if x[:1] == "c"), None) if split.pre in ("", "w") else None
        if ref is not None and scene.lexicon.cues[ref].id == "kamaqala" and _marker(scene, line, last - 1)[0]:
            return None  # «كما قال إن…» reports by itself
        if ref is not None:
            return _source(scene, line, i, last, ref, split.pre, "")
    return None


def _word_cue(scene: Scene, line: Line, i: int) -> Cue | None:
    readings = scene.readings(i)
    if any(r.kind == "f" and r.name in ("prepositions", "obligation") for r in readings) and not any(
        r.kind == "c" and scene.lexicon.cues[r.ref].group == "source" for r in readings
    ):
        return None
    two = f"{readings[0].stem} {scene.tokens[i + 1].key}" if readings and i + 1 < line.last else ""
    if two in scene.lexicon.classes.get("discourse", frozenset()):
        return None  # «ويذكر أن»: nobody says it
    for r in readings:
        if r.kind != "c":
            continue
        rule = scene.lexicon.cues[r.ref]
        if rule.group == "source":
            return _source(scene, line, i, i + 1, r.ref, r.pre, r.ending)
        head = r.feature[:1]
        if head in "N" and not r.ending and rule.group != "say":
            continue
        form = {"P": "V", "I": "V", "p": "p", "i": "p", "A": "A", "N": "N"}.get(head, "V")
        if form == "V" and _nominal_place(scene, line, i, r.pre):
            continue
        if form == "A" and ("A" in r.pre or "b" in r.pre or "l" in r.pre or (r.feature == "Ams" and r.stem[-1] != ALEF)):
            continue
        if form == "V" and r.ending and rule.id == "raa":
            continue  # «تراها»: sees, not says
        cue = _open(scene, line, i, rule, form, r.feature, r.pre, r.ending)
        if rule.needs == "speech" and cue.marker == "" and not _before_quote(scene, line, i):
            continue
        if rule.needs in ("quote", "source") and form != "N" and not _quotes(scene, cue):
            continue
        return cue
    return None


def _quotes(scene: Scene, cue: Cue) -> bool:
    """Whether what a cue opens is a quotation, with or without «أن» before it."""
    if cue.marker in (OPEN, AFTER_COLON):
        return True
    return cue.marker == THAT and any(q.start == scene.tokens[cue.content].start for q in scene.quoted)


def _before_quote(scene: Scene, line: Line, i: int) -> bool:
    """Whether a quotation closes just before token i."""
    at = scene.tokens[i].start
    return any(0 <= at - q.end <= 3 for q in scene.quoted)


def _nominal_place(scene: Scene, line: Line, i: int, pre: str) -> bool:
    """Whether the word before shows that a form that may be verb or noun is a noun here: a preposition."""
    if i == line.first or "w" in pre:
        return False
    before = scene.readings(i - 1)
    return any(r.kind == "f" and r.name == "prepositions" for r in before)


def _source(scene: Scene, line: Line, first: int, last: int, ref: int, pre: str, ending: str) -> Cue | None:
    """A source phrase and the one named after it."""
    near = 1 if scene.lexicon.cues[ref].id == "kamaqala" else 4
    speaker = next((p for p in line.phrases if p.first >= last and p.first - last <= near), None)
    if speaker is None and not ending:
        return None
    rule = scene.lexicon.cues[ref]
    return Cue(line, first, last, rule, "S", "", pre, ending, "", -1, speaker, None, ())


def _open(scene: Scene, line: Line, i: int, rule: CueRule, form: str, feature: str, pre: str, ending: str) -> Cue:
    """Where the content begins, and the phrases between the cue and it."""
    marker, at = _marker(scene, line, i)
    stop = at if at >= 0 else min(line.last, i + WINDOW)
    subject: Phrase | None = None
    source: Phrase | None = None
    others: list[Phrase] = []
    ahead = [p for p in line.phrases if p.last == i and not p.governor and not p.joined]
    if ahead and form == "V" and "w" not in pre:
        subject = ahead[-1]  # «أوكامبو أبلغ الأمم المتحدة بأن…»: a subject right before its verb
    for phrase in line.phrases:
        if phrase.first <= i or phrase.first >= stop:
            continue
        if marker == "" and phrase.first - i > 3 and subject is None:
            break
        if phrase.governor == FROM and source is None and rule.group == "carry":
            source = phrase
        elif (phrase.governor in BY and subject is None) or (rule.needs == "source" and subject is None):
            subject = phrase
        elif phrase.governor and phrase.governor_at > i:
            others.append(phrase)
        elif i > line.first and any(r.name == "pronouns" for r in scene.readings(i - 1)):
            others.append(phrase)  # «وهو يخبر رجلا»: the subject stands before
        elif subject is None and not _relative_between(scene, i, phrase.first) and form in "VNp":
            subject = phrase
        elif subject is not None and not phrase.joined:
            others.append(phrase)
    return Cue(line, i, i + 1, rule, form, feature, pre, ending, marker, at, subject, source, tuple(others))


def _relative_between(scene: Scene, i: int, at: int) -> bool:
    """Whether a relative or another finite verb stands between the cue and a phrase: it is not the cue's subject."""
    for n in range(i + 1, at):
        if scene.tokens[n].kind == SIGN and scene.tokens[n].key in COMMAS:
            return True
        if any(r.kind == "f" and r.name in ("relatives", "subordinators") for r in scene.readings(n)):
            return True
        if scene.finite(n):
            return True
    return False


def _marker(scene: Scene, line: Line, i: int) -> tuple[str, int]:
    """How and at which token the content opens: a that-word, a colon or a quotation mark after the cue."""
    last = min(line.last, i + WINDOW)
    names = line.names
    start, stop = scene.tokens[i].start, scene.tokens[min(last, line.last - 1)].end
    near = [q for q in scene.quoted if q.start < stop and start < q.end]
    said = [q for q in near if not _only_named(scene, names, q, i, last)]
    opens = {q.start for q in said}
    spans = [(q.start, q.end) for q in said]
    aside = far = False
    for n in range(i + 1, last):
        token = scene.tokens[n]
        if n in names:
            continue
        if token.start in opens:
            return (OPEN, n) if not far or scene.is_sign(n - 1, COLON + COMMAS) else ("", -1)
        if token.kind == SIGN:
            if token.key in COLON and n + 1 < line.last:
                follows = n + 1
                if scene.tokens[follows].key in scene.lexicon.that_words:
                    return _after_that(scene, line, follows)
                if scene.tokens[follows].start in opens:
                    return OPEN, follows
                return AFTER_COLON, follows
            continue
        if spans and any(a <= token.start < b for a, b in spans if a > start):
            continue
        if token.key in scene.lexicon.that_words:
            before = scene.readings(n - 1) if n - 1 > i and n - 1 not in names else ()
            if n - 1 not in names and _bound(scene, n - 1):
                aside = True
                continue
            if before and n - 1 > i and all(r.feature[:1] in FINITE for r in before) and _modal(token.key):
                return "", -1
            return _after_that(scene, line, n)
        if not _ASIDE.isdisjoint(scene.words[n].functions):
            aside = True  # «قال فلان الذي يبلغ … إن»: verbs of the aside are passed over
        far = far or (aside and scene.finite(n))
        for r in scene.readings(n):
            if r.kind == "c" and scene.lexicon.cues[r.ref].continues and r.feature[:1] in FINITE and scene.finite(n):
                return "", -1  # «…»، قال فلان، قبل أن يضيف: «…»
            if aside and "w" not in r.pre:
                continue
            if r.kind == "c" and r.feature[:1] in FINITE and (scene.finite(n) or "w" in r.pre) and n > i + 1:
                return "", -1
            if r.kind == "c" and r.feature[:1] == "A" and not r.pre and n > i + 1 and scene.tokens[n - 1].key in COMMAS:
                return "", -1
            if r.kind in "vel" and r.feature[:1] in ("P", "I") and "w" in r.pre and scene.finite(n):
                return "", -1
    return "", -1


def _only_named(scene: Scene, names: frozenset[int], quoted: Quoted, i: int, last: int) -> bool:
    """Whether marks after token i hold nothing but a name: «نقلت صحيفة «الغد» عن»."""
    inside = [n for n in range(i + 1, last) if quoted.inner_start <= scene.tokens[n].start < quoted.inner_end]
    return bool(inside) and all(n in names for n in inside)


def _bound(scene: Scene, i: int) -> bool:
    """Whether «أن» belongs to the word before it: «حيث أن», «بعد أن», «غير أن»."""
    if scene.tokens[i].key in scene.lexicon.classes.get("not_said", frozenset()):
        return True
    return any(
        (r.name == "subordinators" and scene.tokens[i].key not in scene.lexicon.that_words)
        or (r.name == "prepositions" and r.stem not in _THAT_PREPOSITIONS)
        or r.name in ("exceptives", "obligation_verbs")
        for r in scene.readings(i)
        if r.kind == "f"
    )


def _modal(word: str) -> bool:
    """Bare «أن» after a verb belongs to that verb."""
    return word == "\u0627\u0646"


def _after_that(scene: Scene, line: Line, n: int) -> tuple[str, int]:
    if n + 1 >= line.last:
        return "", -1
    return THAT, n + 1
