"""An explanation as text for people, laid out as `khabar read` lays out a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khabar.bidi import clean, isolate, mixed, show, wrap
from khabar.explain.model import Actor, Decision, Explanation, Loser, Mark, Opinion, Reasons, Slot, Words
from khabar.render import BOLD, KINDS, RESET, Style, both_names

_LABEL = 12
_LETTERS = {
    "trigger": "T", "light verb": "L", "source": "S", "recipient": "R", "status": "N", "date": "D", "place": "P", "cue": "C",
}  # fmt: skip
_COLOURS = {
    "trigger": 31, "light verb": 35, "source": 32, "recipient": 34, "status": 33, "date": 36, "place": 36, "cue": 35,
}  # fmt: skip
# While lines are wrapped, signs without width stand for colours: one a role, and one that ends it.
_SIGNS = {role: chr(0xE0041 + n) for n, role in enumerate(_COLOURS)}
_END = chr(0xE007F)


def render(explanation: Explanation, style: Style) -> str:
    """The whole explanation as text that ends with a line end; `style.bold` brings colours."""
    return "\n".join(_Page(explanation, style).lines()) + "\n"


class _Page:
    def __init__(self, explanation: Explanation, style: Style) -> None:
        self.explanation, self.style = explanation, style
        self.coloured = style.bold and style.bidi != "visual"  # what is turned round letter by letter takes no colours

    def lines(self) -> Iterator[str]:
        """All lines, ready to print."""
        own = self.explanation
        event = own.event or own.recorded
        mode = f" ({event.mode})" if event.mode else ""
        sides = f", {_side(own.reasons, 'source')} -> {_side(own.reasons, 'recipient')}" if own.reasons else ""
        yield from self._entry("Event", f"{own.recorded.id} of report {isolate(own.report)}: {event.type}{mode}{sides}")
        for warning in own.warnings:
            yield from self._entry("Warning", mixed(warning))
        yield from self._entry("Sentence", self._sentence())
        roles = dict.fromkeys(m.role for m in own.marks)
        yield from self._entry("", ", ".join(self._legend(role) for role in roles))
        if own.reasons is not None:
            yield from self._section("Why it is coded", self._reasons(own.reasons))
        yield from self._section("What lost", self._lost())

    def _section(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        yield ""
        yield f"{BOLD}{title}{RESET}" if self.style.bold else title
        yield from lines

    def _entry(self, label: str, text: str) -> Iterator[str]:
        """A label and its text, wrapped; the lines that follow stand under the text."""
        room = max(self.style.columns - _LABEL - 2, 24)
        for n, line in enumerate(wrap(text, room)):
            head = label if n == 0 else ""
            yield self._paint(show(f"  {head:{_LABEL}}{line}", self.style.bidi).rstrip())

    def _entries(self, label: str, texts: Iterable[str]) -> Iterator[str]:
        for n, text in enumerate(texts):
            yield from self._entry("" if n else label, text)

    # the sentence

    def _sentence(self) -> str:
        """The sentence with its parts marked; every word is marked by itself, so that a line may break between them."""
        text, at, found = self.explanation.sentence, self.explanation.sentence.start, ""
        for mark in self.explanation.marks:
            found += _between(text.text[at - text.start : mark.start - text.start])
            found += self._marked(mark, text.text[mark.start - text.start : mark.end - text.start])
            at = mark.end
        found += _between(text.text[at - text.start :])
        return isolate(found)

    def _marked(self, mark: Mark, words: str) -> str:
        if self.coloured:
            return " ".join(f"{_SIGNS[mark.role]}{word}{_END}" for word in clean(words).split(" "))
        return f"[{clean(words)}]{_LETTERS[mark.role]}"

    def _legend(self, role: str) -> str:
        return f"{_SIGNS[role]}{role}{_END}" if self.coloured else f"{_LETTERS[role]} {role}"

    def _paint(self, line: str) -> str:
        if not self.coloured:
            return line
        for role, sign in _SIGNS.items():
            line = line.replace(sign, f"\x1b[{_COLOURS[role]}m")
        return line.replace(_END, RESET)

    # why

    def _reasons(self, reasons: Reasons) -> Iterator[str]:
        entry, frame = reasons.entry, reasons.entry.frame
        place = f" ({entry.file}, line {entry.line})" if entry.file else ""
        yield from self._entry("Entry", f"events/{entry.id}{place}: {entry.type}, CAMEO {entry.cameo}")
        kind = f"fixed phrase, as a {entry.form}" if entry.phrase else entry.form
        trigger = f"{_said(_trigger(self.explanation))}: {kind} of {_said(entry.lemma)}; {entry.reading}"
        light = f"; carried by the light verb {_said(entry.light)}" if entry.light else ""
        yield from self._entry("Trigger", trigger + light)
        mutual = "; two-sided" if frame.mutual else ""
        needs = f"; it needs {frame.needs}{mutual}"
        yield from self._entry("Frame", mixed(f"source: {_or(frame.source)}; recipient: {_or(frame.recipient)}{needs}"))
        yield from self._entries("Slots", map(_slot, reasons.slots))
        for side in ("source", "recipient"):
            there = [line for a in reasons.actors if a.side == side for line in (_actor(a), *_others(a))]
            yield from self._entries(side.capitalize(), there or ["nobody"])
        for label, decision in (
            ("Status", reasons.status), ("Date", reasons.date), ("Place", reasons.place), ("Chain", reasons.chain),
        ):  # fmt: skip
            yield from self._entry(label, _decision(decision))
            for loser in decision.lost:
                yield from self._entry("", f"not {_loser(loser)}")
        yield from self._entry("Model", _opinion(reasons.opinion))

    # what lost

    def _lost(self) -> Iterator[str]:
        lost = self.explanation.lost
        none = f"nothing else claimed {_said(_trigger(self.explanation))}"
        yield from self._entries("Entries", _grouped(lost.entries) or [none])
        if self.explanation.reasons is not None:
            yield from self._entries("Actors", [_loser(x) for x in lost.actors] or ["no other actor stands in the sentence"])
        yield from self._entries("Words", _grouped(lost.acts) or ["no other word for an act stands in the sentence"])


def _between(text: str) -> str:
    """Words between marks, with the spaces that part them from the marks."""
    found = clean(text)
    before = " " if text[:1].isspace() else ""
    return f"{before}{found}{' ' if found and text[-1:].isspace() else ''}"


def _trigger(explanation: Explanation) -> str:
    return (explanation.event or explanation.recorded).trigger.text


def _said(text: str) -> str:
    return isolate(f"«{text}»")


def _or(slots: Iterable[str]) -> str:
    return ", then ".join(slots) or "none"


def _slot(slot: Slot) -> str:
    found = ", ".join(isolate(name) for name in slot.found) or "nobody"
    return f"{mixed(slot.slot)}: {found}{f', taken as {slot.side}' if slot.side else ''}"


def _actor(actor: Actor) -> str:
    facts = [KINDS.get(actor.type, actor.type), actor.country, actor.office and clean(actor.office)]
    who = f"{both_names(actor.name)}, {', '.join(f for f in facts if f)}"
    where = f"{_said(actor.words.text)}, {mixed(actor.slot)}" if actor.words else mixed(actor.slot)
    linked = f"; linked ({actor.form}): {mixed(actor.why)} ({actor.confidence:.2f})" if actor.why else ""
    return f"{who}: {where}{linked}"


def _others(actor: Actor) -> Iterator[str]:
    """Who else bears the name, and why he is not meant."""
    for other in actor.others:
        facts = [both_names(other.name), other.country, other.office and clean(other.office)]
        yield f"not {', '.join(f for f in facts if f)}: {mixed(other.why)}"


def _decision(decision: Decision) -> str:
    words = f" {_said(decision.words.text)}" if decision.words else ""
    return f"{isolate(decision.value or 'none')}{words}: {decision.why}"


def _opinion(opinion: Opinion) -> str:
    if not opinion.asked:
        return opinion.why
    return f"chance {opinion.chance:.3f}, threshold {opinion.threshold:.3f}: {opinion.why}"


def _side(reasons: Reasons, side: str) -> str:
    names = (a.name.en or a.name.ar or a.entity for a in reasons.actors if a.side == side)
    return ", ".join(isolate(name) for name in names) or "?"


def _grouped(losers: Iterable[Loser]) -> list[str]:
    """Losers in lines, those of the same words and the same reason in one."""
    groups: dict[tuple[Words, str], list[str]] = {}
    for loser in losers:
        groups.setdefault((loser.words, loser.why), []).append(loser.what)
    return [_loser(Loser(words, "; ".join(what), why)) for (words, why), what in groups.items()]


def _loser(loser: Loser) -> str:
    return f"{_said(loser.words.text)} ({isolate(loser.what)}): {mixed(loser.why)}"
