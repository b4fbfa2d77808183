"""Events: what each sentence asserts that someone did, with status, date, place and chain."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.model.record import Date, Event, Link, Piece, Quote, Span
from khabar.stages.calibration import Calibration
from khabar.stages.clauses import Clauses
from khabar.stages.confidence import confidences
from khabar.stages.forms import NOUN, PARTICIPLE, VERB
from khabar.stages.found import PARTICIPANTS, Found, by_the_act, deny, merge, needed, number_happenings
from khabar.stages.people import Person
from khabar.stages.phrases import Phrase
from khabar.stages.roles import RoleFinder
from khabar.stages.scene import Line, Scene
from khabar.stages.setting import when, where
from khabar.stages.slots import Roles
from khabar.stages.status import ASSERTED, NEGATED, StatusReader
from khabar.stages.telling import Model, features
from khabar.stages.times import TimeSpan
from khabar.stages.trace import Trace
from khabar.stages.triggers import PARTICLE, Trigger, find_triggers
from khabar.text.arabic import WAW

SPEECH = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE"})
TOLD = frozenset({"ASSAULT", "PROTEST", "COERCE"})
OPEN = frozenset({"ASSAULT"})  # measured: for PROTEST the rules and the second opinion together are better
VICTIMS = frozenset({"ASSAULT", "COERCE"})
DEMANDS = frozenset({"REQUEST", "ACCUSE"})  # what protesters say, and against whom they say it
CARRIED = 4  # sentences over which «المحادثات» goes back to talks told before


class _Coder:
    def __init__(
        self, scene: Scene, quotes: Sequence[Quote], times: Sequence[TimeSpan], telling: Model | None, trace: Trace | None
    ) -> None:
        self.scene, self.quotes, self.times, self.telling, self.trace = scene, quotes, times, telling, trace
        self.found: list[Found] = []
        self.denying = {cue.lemma for cue in scene.lexicon.cues if cue.denies}
        self.carried: Phrase | None = None
        self.crowd: str | None = None  # whom the report named last, or will name first, by their protest

    def run(self) -> list[Found]:
        self.crowd = next((c for line in self.scene.lines if (c := self._crowd_of(line))), None)
        for line in self.scene.lines:
            if line.kind in ("dateline", "byline", "boilerplate"):
                continue
            self._sentence(line)
        return self.found

    def _sentence(self, line: Line) -> None:
        clauses = Clauses(self.scene, line, self.carried)
        status = StatusReader(self.scene, line, clauses)
        own: list[Found] = []
        for trigger in find_triggers(self.scene, line, clauses, self.trace):
            if self.trace is not None:
                self.trace.consider(trigger, clauses)
            speaker = self._speaker(self.scene.tokens[trigger.first].start)
            finder = RoleFinder(self.scene, line, clauses, speaker, self._said(line, trigger), self.trace)
            found = self._event(line, clauses, finder, status, trigger)
            if found is not None:
                own.append(found)
        own = self._asked(needed(own, self.trace), line, clauses)
        self._crowds(line, clauses, own)
        for event in own:
            if event.trigger.rule.type == "PROTEST":
                self._protest(event, line, clauses, own)
        self.carried = clauses.main_subject() or self.carried
        by_the_act(own, self.scene)
        deny(own, self.found)
        merged = merge(own, self.trace)
        for event in merged:
            event.time = when(self.scene, event, clauses, self.times)
            event.place = where(self.scene, event)
            event.quote, event.chain = self._chain(event)
            if event.status == ASSERTED and self._denied(event):
                event.status = NEGATED
        self.found += [event for event in merged if self._told(event, clauses, len(merged) - 1)]

    def _lost(self, trigger: Trigger, why: str, other: Trigger | None = None, chance: float | None = None) -> Found | None:
        if self.trace is not None:
            self.trace.lose(trigger, why, other, chance)
        return None

    def _denied(self, event: Found) -> bool:
        """Whether the act stands in what someone denies: «نفى الوزير أن تكون القوات قصفت المدينة»."""
        quote = next((q for q in self.quotes if q.id == event.quote), None)
        return quote is not None and quote.cue is not None and quote.cue.lemma in self.denying

    def _told(self, event: Found, clauses: Clauses, others: int) -> bool:
        """The second opinion on whether the act is told; its chance becomes the event's confidence."""
        kind = event.trigger.rule.type
        if self.telling is None or kind not in self.telling.weights or event.line.kind == "title":
            return True
        event.chance = self.telling.chance(kind, features(self.scene, event, self.times, others))
        if event.chance >= self.telling.threshold[kind] or _plain(event, clauses):
            return True
        self._lost(event.trigger, "is rather spoken of than told, as the model has it", chance=event.chance)
        return False

    def _protest(self, event: Found, line: Line, clauses: Clauses, own: Sequence[Found]) -> None:
        """Who protests and against whom, where only other words of the sentence say it: «متظاهرون … احتجاجا على …»."""
        finder = RoleFinder(self.scene, line, clauses, None, None)
        if not event.source and self.crowd is not None and self.crowd not in event.recipient:
            event.source = (self.crowd,)
            event.slots += ", those named by their protest"
        if not event.recipient:
            event.recipient = tuple(x for x in finder.against(event.trigger.last) if x not in event.source)
        if not event.recipient:  # «تظاهر المئات لمطالبة الحكومة بـ…»
            demands = (f for f in own if f.trigger.rule.type in DEMANDS and set(f.source) & set(event.source))
            event.recipient = next((f.recipient for f in demands if f.recipient), ())

    def _crowds(self, line: Line, clauses: Clauses, own: Sequence[Found]) -> None:
        """Who protests in the report, and whose demand a protest makes: «مظاهرات تطالب الحكومة بـ…»."""
        self.crowd = self._crowd_of(line) or self.crowd
        if self.crowd is None:
            return
        protests = {f.trigger.last for f in own if f.trigger.rule.type == "PROTEST" and f.trigger.form == NOUN}
        for event in own:
            if event.trigger.rule.type in DEMANDS and not event.source and event.trigger.first in protests:
                event.source = (self.crowd,)
                event.slots += ", those named by their protest"

    def _crowd_of(self, line: Line) -> str | None:
        return self.scene.entity(next((p for p in line.phrases if p.role >= 0 and self._takes_part(p)), None))

    def _takes_part(self, phrase: Phrase) -> bool:
        """Whether a phrase names protesters by their act."""
        atom = phrase.head
        readings = self.scene.readings(atom.first)
        return any(r.kind == "e" and self.scene.lexicon.events[r.ref].type == "PROTEST" for r in readings)

    def _speaker(self, offset: int) -> str | None:
        inner = [q for q in self.quotes if any(c.start <= offset < c.end for c in q.contents)]
        return inner[-1].speaker if inner else None

    def _said(self, line: Line, trigger: Trigger) -> str | None:
        """Who spoke last in the sentence before a trigger."""
        at = self.scene.tokens[trigger.first].start
        before = [q for q in self.quotes if q.contents[0].end <= at and q.contents[0].start >= line.start]
        return before[-1].speaker if before else None

    def _event(
        self, line: Line, clauses: Clauses, finder: RoleFinder, status: StatusReader, trigger: Trigger
    ) -> Found | None:
        if trigger.rule.evaluates:
            return self._evaluation(line, clauses, finder, trigger)
        own = self._participant(line, trigger)
        roles = own or finder.find(trigger)
        if (trigger.form == PARTICLE or own is not None) and not roles.source and not roles.recipient:
            return self._lost(trigger, "has nobody who takes part")
        source, recipient, slots = roles.source, roles.recipient, roles.slots
        source = tuple(x for x in source if self._may_act(x))
        inherited = False
        repeats = trigger.rule.mutual or trigger.rule.type == "PROTEST"
        if not source and not recipient and trigger.form == NOUN and "A" in trigger.reading.pre and repeats:
            near = (f for f in reversed(self.found) if line.index - f.line.index <= CARRIED)
            earlier = next((f for f in near if f.trigger.rule.type == trigger.rule.type), None)
            if earlier is not None and (earlier.source or earlier.recipient):
                source, recipient, slots, inherited = earlier.source, earlier.recipient, "as before", True
        if not self._enough(trigger, source, recipient):
            return self._lost(trigger, "lacks what its entry needs")
        if own is None and self._only_named(line, trigger, source, recipient):
            return self._lost(trigger, "only names an act that the sentence does not tell")
        return Found(
            trigger, line, source, recipient, status.status(trigger), slots, roles.dropped, inherited=inherited
        )

    def _evaluation(self, line: Line, clauses: Clauses, finder: RoleFinder, trigger: Trigger) -> Found | None:
        """Praise or blame in someone's reported words: by the speaker, of the actor that the words describe."""
        speaker = finder.speaker
        person = self.scene.person(speaker)
        if speaker is None or person is None or "JRN" in person.sector:
            return self._lost(trigger, "praises or blames in nobody's reported words")
        if trigger.form == VERB:
            verb = next((v for v in clauses.verbs if v.at == trigger.first), None)
            target = finder.ids(verb.subject) if verb is not None else ()
        else:
            target = finder.described(trigger)
        target = tuple(x for x in target if x != speaker and not (trigger.form == VERB and self._own_side(line, person, x)))
        if not target:
            return self._lost(trigger, "praises or blames nobody who is named")
        return Found(
            trigger, line, (speaker,), target, ASSERTED, "evaluation: source=speaker recipient=described", False
        )

    def _own_side(self, line: Line, speaker: Person, entity: str) -> bool:
        """Whether someone described is a body or force of the speaker's own: «أعلنت القيادة أن قواتها دمرت»."""
        other = self.scene.person(entity)
        mine = any(p.ending and self.scene.entity(p) == entity for p in line.phrases)
        body = other is not None and other.described and other.type == "ORG"
        return mine or bool(body and other and other.country and other.country == speaker.country)

    def _may_act(self, entity: str) -> bool:
        person = self.scene.person(entity)
        return person is not None and person.type not in ("LOC", "FAC")

    def _participant(self, line: Line, trigger: Trigger) -> Roles | None:
        """A noun for those who take part anchors their act: «متظاهرون», and the dead and wounded what befell them."""
        if trigger.form == VERB:
            return None
        phrase = next((p for p in line.phrases if p.first <= trigger.first < p.last), None)
        if phrase is None or phrase.role < 0:
            return None
        entity = self.scene.entity(phrase)
        if entity is None:
            return None
        if trigger.rule.type == "PROTEST":
            if not self._asked_model(trigger) and (
                phrase.governor or not (phrase.quantity or "A" not in trigger.reading.pre)
            ):
                return Roles((), (), "", False)
            return Roles((entity,), (), PARTICIPANTS, False)
        if trigger.rule.type in VICTIMS and "of" in trigger.rule.noun_recipient:
            if not phrase.quantity and phrase.governor and not self._asked_model(trigger):
                return Roles((), (), "", False)
            return Roles((), (entity,), "victims", False)
        return None

    def _only_named(self, line: Line, trigger: Trigger, source: tuple[str, ...], recipient: tuple[str, ...]) -> bool:
        """Whether a noun only names an act that the sentence does not tell: «التحقيق في اغتيال…», «حملات التعذيب»."""
        if (
            trigger.form != NOUN
            or trigger.rule.type not in TOLD
            or trigger.light is not None
            or self._asked_model(trigger)
        ):
            return False
        if self._referred(line, trigger):
            return True
        if line.kind == "title" or (source and recipient):
            return False
        if trigger.rule.type == "PROTEST":
            return "A" in trigger.reading.pre and not source
        counted = any(p.first >= trigger.last and p.first - trigger.last <= 1 and p.quantity for p in line.phrases)
        return not counted and not trigger.rule.mutual

    def _asked_model(self, trigger: Trigger) -> bool:
        """Whether the second opinion alone decides which nouns of this type tell an act."""
        return self.telling is not None and trigger.rule.type in OPEN

    def _referred(self, line: Line, trigger: Trigger) -> bool:
        """Whether a noun of inquiry, court or memory governs the trigger."""
        heads = self.scene.lexicon.classes.get("reference_heads", frozenset())
        for n in range(trigger.first - 1, max(line.first, trigger.first - 4) - 1, -1):
            token = self.scene.tokens[n]
            if token.kind == "sign":
                return False
            if any(p.first <= n < p.last for p in line.phrases):
                continue  # «قضت محكمة بسجن»: the court acts
            if token.key in heads or any(r.stem in heads for r in self.scene.readings(n)):
                return True
        return False

    def _enough(self, trigger: Trigger, source: tuple[str, ...], recipient: tuple[str, ...]) -> bool:
        needs = trigger.rule.needs
        if needs == "none":
            return (
                self._asked_model(trigger)
                or trigger.form == VERB
                or "A" not in trigger.reading.pre
                or bool(source)
                or trigger.light is not None
            )
        if needs == "carried":
            return trigger.form == VERB or trigger.light is not None
        if needs == "both":
            return bool(source and recipient)
        if needs == "source":
            return bool(source)
        if needs == "recipient":
            return bool(recipient)
        happens = trigger.form == VERB or trigger.light is not None or "A" not in trigger.reading.pre
        return bool(source or recipient) or (happens and self._asked_model(trigger))

    def _asked(self, own: list[Found], line: Line, clauses: Clauses) -> list[Found]:
        """Drop what is only asked for, threatened, blamed or refused inside another event's content."""
        kept: list[Found] = []
        ordered = {e.trigger.light.at for e in own if e.trigger.light is not None and not e.trigger.light.rule.status}
        own = [e for e in own if not (e.trigger.rule.type == "REQUEST" and not e.recipient and e.trigger.at in ordered)]
        for event in own:
            at = event.trigger.first
            asking: Trigger | None = None
            for other in own:
                start = other.trigger.last
                if other.trigger.rule.evaluates:
                    continue
                opens = other.trigger.rule.content or other.trigger.rule.type in ("ACCUSE", "REJECT")
                if other is event or not opens or at < start:
                    continue
                if at < self._content_end(line, clauses, start) and other.trigger.rule.type != event.trigger.rule.type:
                    asking = other.trigger
            if asking is None or self._relative(event.trigger, clauses):
                kept.append(event)
            else:
                self._lost(event.trigger, "is only asked for, threatened, blamed or refused", asking)
        return kept

    def _relative(self, trigger: Trigger, clauses: Clauses) -> bool:
        """Whether a verb stands in a relative clause, which tells and does not ask: «الإفراج عن الرئيس الذي يحتجزه الحرس»."""
        return trigger.form == VERB and self.scene.tokens[trigger.first - 1].key in clauses.openers

    def _content_end(self, line: Line, clauses: Clauses, start: int) -> int:
        """Where what is asked for ends: a comma, a stop, or a word that opens another clause."""
        after = self.scene.lexicon.classes.get("content_ends", frozenset())
        for n in range(start, line.last):
            token = self.scene.tokens[n]
            if token.kind == "sign" and token.key in "\u060c,.!?;:\u061f\u061b":
                return n
            if token.key in after:
                return n
            if clauses.form(n) == VERB and any("w" in r.pre for r in self.scene.readings(n)):
                return n
            if any(p.first == n and p.joined and clauses.barrier(p.last) for p in line.phrases if p.last < line.last and n > start):
                return n  # «… والمعارضة تستعد لمسيرة»
            if token.key.removeprefix(WAW) in self.scene.lexicon.that_words and token.key.startswith(WAW):
                return n
        return line.last

    # chain

    def _chain(self, event: Found) -> tuple[str | None, tuple[Link, ...]]:
        """The chain of the innermost quote that the trigger stands in; an act of speech is in its speaker's own name."""
        at = self.scene.tokens[event.trigger.first].start
        inside = [q for q in self.quotes if any(c.start <= at < c.end for c in q.contents)]
        if not inside:
            return None, self._aside(event)
        quote = min(inside, key=lambda q: q.contents[0].end - q.contents[0].start)
        chain = quote.chain
        own = quote.speaker is not None and quote.speaker in event.source
        said = event.trigger.form == PARTICLE or (
            own and event.trigger.rule.type in SPEECH and event.status == ASSERTED
        )
        return quote.id, chain[:-1] if said else chain

    def _aside(self, event: Found) -> tuple[Link, ...]:
        """A participle after a carried quote is carried too: «… قوله … داعيا السكان إلى…»."""
        if event.trigger.form != PARTICIPLE:
            return ()
        before = [q for q in self.quotes if q.contents[0].end <= self.scene.tokens[event.trigger.first].start]
        if before and len(before[-1].chain) > 1 and before[-1].contents[0].start >= event.line.start:
            return before[-1].chain[:-1]
        return ()


def find_events(
    scene: Scene, quotes: Sequence[Quote], times: Sequence[TimeSpan], telling: Model | None = None,
    calibration: Calibration | None = None, trace: Trace | None = None,
) -> tuple[Event, ...]:  # fmt: skip
    """The events of a report, sorted by position; a `trace` is told what was considered and what lost."""
    coder = _Coder(scene, quotes, times, telling, trace)
    found = sorted(coder.run(), key=lambda f: (scene.tokens[f.trigger.first].start, f.trigger.rule.id))
    number_happenings(found)
    if trace is not None:
        trace.end(scene, quotes, times, found)
    sure = confidences(scene, found, calibration)
    return tuple(_event(scene, n, f, confidence) for n, (f, confidence) in enumerate(zip(found, sure, strict=True)))


def _plain(event: Found, clauses: Clauses) -> bool:
    """Whether a sentence plainly tells an act: its first verb, full or light, asserts or denies it of two known sides."""
    trigger, light = event.trigger, event.trigger.light
    if not event.source or not event.recipient or event.status not in (ASSERTED, NEGATED) or not clauses.verbs:
        return False
    first = clauses.verbs[0].at
    return first == trigger.at or (light is not None and light.at == first and light.rule.source == "subject")


def _event(scene: Scene, n: int, found: Found, confidence: float) -> Event:
    rule, trigger = found.trigger.rule, found.trigger
    start, end = scene.tokens[trigger.first].start, scene.tokens[trigger.last - 1].end
    scale = scene.lexicon.ontology[rule.type]
    intensity = scale.modes.get(rule.mode, scale.intensity) if rule.mode else scale.intensity
    when = Date(found.time.value, found.time.precision) if found.time and found.time.value else None
    form = {VERB: "verb", NOUN: "noun", PARTICIPLE: "participle", PARTICLE: "particle"}[trigger.form]
    return Event(
        id=f"v{n + 1}", type=rule.type, mode=rule.mode, quad=scale.quad, intensity=intensity, cameo=rule.cameo,
        trigger=Piece(start, end, scene.text[start:end], rule.lemma), sentence=Span(found.line.start, found.line.end),
        source=found.source, recipient=found.recipient, status=found.status, date=when, place=found.place, chain=found.chain,
        quote=found.quote, happening=f"h{found.happening}", why=f"events/{rule.id} {form}: {found.slots}",
        confidence=confidence,
    )  # fmt: skip


__all__ = ["ASSERTED", "find_events"]
