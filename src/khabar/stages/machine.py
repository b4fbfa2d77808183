"""Signs of machine translation: wordings that translators by machine leave, weighed together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from khabar.model.record import Warning
from khabar.stages.editor_rules import Rules, Sign, matches
from khabar.stages.latin_names import arabic_name
from khabar.stages.scene import Line, Scene
from khabar.text.marks import QUOTES

EXCERPT = 40  # letters of a sign that a message shows
SHOWN = 8  # signs that a message names


class Hit(msgspec.Struct, frozen=True):
    """A kind of sign where it is first met."""

    start: int
    end: int
    weight: int
    words: str


def suspected(
    scene: Scene, folded: str, rules: Rules, terms: Sequence[Warning], latin: Sequence[Warning]
) -> Iterator[Warning]:
    """One warning that names the signs, where they weigh enough together."""
    hits = {**_phrase_hits(scene, rules), **_pattern_hits(scene, folded, rules), **_other_hits(scene, rules, terms, latin)}
    found = sorted(hits.values(), key=lambda h: (h.start, h.end))
    machine = rules.evidence.machine
    if len(found) >= machine.kinds and sum(h.weight for h in found) >= machine.threshold:
        heaviest = sorted(found, key=lambda h: (-h.weight, h.start))[:SHOWN]
        named = "; ".join(h.words for h in found if h in heaviest)
        named += f"; {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        yield Warning("machine-translated", f"machine translation is suspected: {named}", found[0].start, found[0].end)


def _hit(scene: Scene, sign: Sign, start: int, end: int) -> Hit:
    words = "".join(c for c in scene.text[start:end].strip() if c not in QUOTES)
    if len(words) > EXCERPT:
        words = f"{words[: EXCERPT // 2]}…{words[-EXCERPT // 2 :]}"
    usual = f" (usually «{sign.usual}»)" if sign.usual else ""
    return Hit(start, end, sign.weight, sign.says or f"«{words}»{usual}")


def _phrase_hits(scene: Scene, rules: Rules) -> dict[str, Hit]:
    found: dict[str, Hit] = {}
    for n, first, last in matches(scene, rules.phrases):
        sign = rules.evidence.machine.signs[n]
        if sign.id not in found and not any(t.key in rules.unless[n] for t in scene.tokens[first:last]):
            found[sign.id] = _hit(scene, sign, scene.tokens[first].start, scene.tokens[last - 1].end)
    return found


def _pattern_hits(scene: Scene, folded: str, rules: Rules) -> dict[str, Hit]:
    found: dict[str, Hit] = {}
    for n, pattern in rules.patterns:
        sign = rules.evidence.machine.signs[n]
        text = scene.text if sign.raw else folded
        spans = [m.span() for line in scene.lines for m in pattern.finditer(text, line.start, line.end)]
        spans = [(a, b) for a, b in spans if not rules.unless[n] & set(folded[a:b].split())]
        if len(spans) >= sign.least:
            hit = _hit(scene, sign, *spans[0])
            times = f", {len(spans)} times" if sign.least > 1 else ""
            found[sign.id] = msgspec.structs.replace(hit, words=hit.words + times)
    return found


def _other_hits(scene: Scene, rules: Rules, terms: Sequence[Warning], names: Sequence[Warning]) -> dict[str, Hit]:
    """Signs that take the report's entities: a name in both scripts, a term in two renderings, «اجتماعهم» of two."""
    found: dict[str, Hit] = {}
    latin = rules.evidence.latin
    for warning in names:
        arabic = arabic_name(scene, warning.start)
        if arabic and "latin" not in found:
            words = scene.text[warning.start : warning.end]
            found["latin"] = Hit(warning.start, warning.end, latin.weight, f"«{words}» beside «{arabic}»")
    for warning in terms[:1]:
        found["terms"] = Hit(warning.start, warning.end, latin.weight, warning.message)
    for line in scene.lines if not rules.plural.isdisjoint(scene.keys) else ():
        for n in range(line.first, line.last):
            if scene.keys[n] in rules.plural and "plural" not in found and _two_people(scene, line, n):
                sign = Sign("plural", rules.evidence.plural.weight, usual=rules.evidence.plural.dual)
                found["plural"] = _hit(scene, sign, scene.tokens[n].start, scene.tokens[n].end)
    return found


def _two_people(scene: Scene, line: Line, n: int) -> bool:
    """Whether the actors named before token n, in its sentence or the one before, are two people and nobody else."""
    lines = [line] if line.index == 0 else [line, scene.lines[line.index - 1]]
    people: set[str] = set()
    for own in lines:
        for phrase in own.phrases:
            if phrase.first >= n:
                break
            for entity in scene.entities(phrase):
                person = scene.person(entity)
                if person and person.type == "NORP":
                    return False
                if person and person.type == "PER":
                    people.add(entity)
        if len(people) >= 2:
            break
    return len(people) == 2
