"""The setting of an event: when and where it happened, by the times and named places of its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.stages.clauses import Clauses
from khabar.stages.found import Found
from khabar.stages.scene import Scene
from khabar.stages.times import TimeSpan


def when(scene: Scene, event: Found, clauses: Clauses, times: Sequence[TimeSpan]) -> TimeSpan | None:
    """The time that stands nearest the trigger in its sentence, with no other verb between them."""
    line = event.line
    anchor = scene.tokens[event.trigger.first]
    best: tuple[float, TimeSpan] | None = None
    for time in times:
        if time.kind != "date" or time.value is None or not line.start <= time.start < line.end:
            continue
        between = _verbs_between(scene, event, clauses, time)
        distance = abs(time.start - anchor.start) + 200 * between
        if between > 1:
            continue
        if best is None or distance < best[0]:
            best = (distance, time)
    return best[1] if best else None


def _verbs_between(scene: Scene, event: Found, clauses: Clauses, time: TimeSpan) -> int:
    tokens = scene.tokens
    a, b = sorted((tokens[event.trigger.first].start, time.start))
    light = event.trigger.light.at if event.trigger.light else -1
    count = 0
    for verb in clauses.verbs:
        if verb.at not in (event.trigger.first, light) and a < tokens[verb.at].start < b:
            count += 1
    return count


def where(scene: Scene, event: Found) -> str | None:
    """The named place nearest after the trigger, in its sentence, after a word of place."""
    line, resolved = event.line, scene.resolved
    words = scene.lexicon.classes.get("place_prepositions", frozenset())
    heads = scene.lexicon.classes.get("place_heads", frozenset())
    anchor = event.trigger.first
    best: tuple[int, str] | None = None
    for atom in line.atoms:
        mention = resolved.mention_of.get((atom.first, atom.last))
        if mention is None or mention not in resolved.places:
            continue
        before = scene.tokens[atom.first - 1].key if atom.first > line.first else ""
        entity = resolved.by_atom.get((atom.first, atom.last))
        person = scene.person(entity)
        local = "b" in atom.pre or before in words or before in heads
        if not local or person is None:
            continue
        if entity in event.recipient and person.type == "GPE":
            continue
        distance = atom.first - anchor if atom.first > anchor else (anchor - atom.first) * 2 + 4
        distance += 0 if person.type in ("LOC", "FAC") else 3
        if distance <= 30 and (best is None or distance < best[0]):
            best = (distance, mention)
    return best[1] if best else None
