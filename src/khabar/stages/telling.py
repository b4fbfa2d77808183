"""Whether a sentence tells an act or only speaks of it: a second opinion on events of the types where words leave it open.

«اغتيل الوزير أمس» tells a killing, «التحقيق في اغتيال الوزير» speaks of one. A logistic model over features of the coded event
(its lexicon entry, form, roles, status, time, the words around it) gives the chance that a careful coder would code it. The
weights come from `training/train_telling.py`; they are never used for who did it to whom.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from khabar.stages.found import Found
from khabar.stages.scene import Scene
from khabar.stages.times import TimeSpan
from khabar.text.clitics import proclitic_splits

WEIGHTS = "weights.json"


class Model(msgspec.Struct, frozen=True):
    """Weights by event type and feature; an event whose chance is under `threshold` of its type is not coded."""

    bias: dict[str, float]
    threshold: dict[str, float]
    weights: dict[str, dict[str, float]]

    @classmethod
    def open(cls, folder: Path) -> Model:
        """Open a model folder."""
        return msgspec.json.decode((folder / WEIGHTS).read_bytes(), type=cls)

    def chance(self, kind: str, features: Sequence[str]) -> float:
        """The chance, 0 to 1, that an event of a type with these features is told."""
        weights = self.weights[kind]
        total = self.bias[kind] + sum(weights.get(f, 0.0) for f in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(scene: Scene, found: Found, times: Sequence[TimeSpan], others: int) -> list[str]:
    """The features of a coded event; `others` counts the other events of its sentence."""
    return [*_own(scene, found), *_sides(scene, found), *_around(scene, found, times, others)]


def _own(scene: Scene, found: Found) -> Iterator[str]:
    trigger, line = found.trigger, found.line
    yield f"id={trigger.rule.id}"
    yield f"id={trigger.rule.id}:{trigger.form}"
    yield f"form={trigger.form}:{trigger.reading.feature[:1]}"
    yield f"light={trigger.light.rule.lemma if trigger.light else '-'}"
    yield f"lit={trigger.light is not None}:{trigger.form}"
    yield f"definite={'A' in trigger.reading.pre}:{trigger.form}"
    yield f"pre={trigger.reading.pre}"
    yield f"status={found.status}"
    yield f"inherited={found.inherited}"
    yield f"kind={line.kind}"
    yield f"at={min(6, (trigger.first - line.first) // 3)}"
    yield f"length={min(8, (line.last - line.first) // 8)}"
    yield f"slots={found.slots}"


def _sides(scene: Scene, found: Found) -> Iterator[str]:
    for side, entities in (("s", found.source), ("r", found.recipient)):
        yield f"{side}={bool(entities)}:{found.trigger.form}"
        person = scene.person(entities[0]) if entities else None
        if person is not None:
            yield f"{side}type={person.type}"
            yield f"{side}described={person.described}"
            for sector in person.sector[:1]:
                yield f"{side}sector={sector}"
    yield f"both={bool(found.source) and bool(found.recipient)}"
    yield f"dropped={found.dropped}"
    yield f"place={found.place is not None}"


def _around(scene: Scene, found: Found, times: Sequence[TimeSpan], others: int) -> Iterator[str]:
    line, trigger = found.line, found.trigger
    at = scene.tokens[trigger.first].start
    dates = [t for t in times if line.start <= t.start < line.end and t.kind == "date"]
    yield f"dated={bool(dates)}"
    yield f"dated={any(abs(t.start - at) < 60 for t in dates)}:near"
    yield f"quoted={any(q.start <= at < q.end for q in scene.quoted)}"
    yield f"others={min(others, 4)}"
    yield f"numbers={any(t.kind == 'num' for t in scene.tokens[line.first : line.last])}"
    for name, offset in (("p1", -1), ("p2", -2), ("n1", 1), ("n2", 2)):
        n = trigger.first + offset if offset < 0 else trigger.last - 1 + offset
        yield f"{name}={scene.tokens[n].key if line.first <= n < line.last else '#'}"
    words = [_stem(t.key) for t in scene.tokens[line.first : line.last] if t.kind == "ar"]
    for word in dict.fromkeys(words):  # in their order: sums of the same numbers in another order differ in their last bits
        yield f"w={word}"


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """A word without conjunction, preposition and article."""
    return proclitic_splits(word)[-1].stem
