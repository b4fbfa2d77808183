"""How likely an event is right: a confidence fitted to events whose truth is known.

A logistic model over what is known when an event is coded: what anchors it, which slots were filled and how, its status, what the
second opinion of `telling` had to say, what else the sentence holds. It decides nothing: which events there are, their types and
who takes part stay as they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from khabar.stages.calibration import Calibration
from khabar.stages.forms import VERB
from khabar.stages.found import Found
from khabar.stages.scene import Scene
from khabar.stages.status import FUTURE, HYPOTHETICAL

MANY = 4  # other events of a sentence, from which on there are no more
ENTRIES = 3  # entries that claim one word, likewise


def confidences(scene: Scene, events: Sequence[Found], calibration: Calibration | None) -> list[float]:
    """The confidences of a report's events; without a calibration they are estimates, only to sort by."""
    together = Counter(event.line.index for event in events)
    if calibration is None:
        return [_estimate(event) for event in events]
    return [calibration.events.chance(features(scene, e, together[e.line.index] - 1)) for e in events]


def _estimate(found: Found) -> float:
    """The chance of the second opinion or, where it was not asked, an estimate by hand of what was found."""
    if found.chance is not None:
        return round(found.chance, 2)
    score = 0.85 if found.trigger.form == VERB else 0.75
    score -= 0.1 * found.dropped + 0.1 * found.inherited + 0.1 * (not found.source) + 0.05 * (not found.recipient)
    return round(score - 0.1 * (found.status in (HYPOTHETICAL, FUTURE)), 2)


def features(scene: Scene, found: Found, others: int) -> dict[str, float]:
    """The features of a coded event, each with its size; `others` counts the other events of its sentence."""
    readings = scene.readings(found.trigger.first)
    sizes = {
        "others": float(min(others, MANY)),
        "entries": float(min(len({r.ref for r in readings if r.kind == "e"}), ENTRIES)),
    }
    if found.chance is not None:
        chance = max(0.01, min(0.99, found.chance))
        sizes |= {"asked": 1.0, "told": math.log(chance / (1 - chance))}
    return {**dict.fromkeys(_facts(found), 1.0), **sizes}


def _facts(found: Found) -> Iterator[str]:
    """What is so, by name."""
    trigger, rule = found.trigger, found.trigger.rule
    yield f"form {trigger.form}{'+' if trigger.last - trigger.first > 1 else ''}{'l' if trigger.light else ''}"
    if trigger.form == VERB:
        yield f"tense {trigger.reading.feature[:1]}"
    yield f"needs {rule.needs}"
    if rule.content:
        yield "content"
    yield f"status {found.status}"
    if found.quote is not None:
        yield "quoted"
    yield f"sides {'s' if found.source else ''}{'r' if found.recipient else ''}"
    source, recipient = _slots(found.slots)
    yield f"source {source}"
    yield f"recipient {recipient}"


def _slots(slots: str) -> tuple[str, str]:
    """How source and recipient were found, from «source=subject recipient=على»; any preposition is one kind."""
    source, _, recipient = slots.partition(" recipient=")
    source = source.rpartition("source=")[2]
    kinds = (slot if slot.isascii() else "preposition" for slot in (source, recipient or source))
    first, second = kinds
    return first, second
