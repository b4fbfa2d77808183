"""Score coded sentences against the Arabic PLOVER gold standard records for ASSAULT and PROTEST.

The corpus (Open Event Data Alliance, Arabic event data gold standard records, 2018, MIT) votes on sentences, «yes», «easy no»,
«difficult no» or «ambiguous», and marks source, verb and target with country and role in others. A sentence counts as coded
where its record has an event of the type that is neither negated nor hypothetical. The figures equal those of the project's
stand-alone scorer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Evaluation, Judgements, Rate, Score, Unit, confidence
from khabar.evaluate.differences import Difference
from khabar.evaluate.reliability import Judged
from khabar.io.decode import read_text
from khabar.io.jsons import from_json
from khabar.model.record import Entity, Event, Record, Struct
from khabar.pipeline import Report

Code = Callable[[Report], Record]
KINDS = ("assault", "protest")
_UNASSERTED = frozenset(("negated", "hypothetical"))
_NOTHING = frozenset((None, "", "None"))
_Pair = tuple[str | None, str | None]


class Role(Struct, frozen=True):
    """A CAMEO country and a role code, as an annotator gave them."""

    main: str | None = None
    role: str | None = None


class Marked(Struct, frozen=True):
    """What one annotator marked; a few entries hold a bare string for a role, which says nothing."""

    source_actor: tuple[str, ...] = ()
    verb: tuple[str, ...] = ()
    target_actor: tuple[str, ...] = ()
    source_role: Role | str | None = None
    target_role: Role | str | None = None

    def sides(self) -> tuple[tuple[bool, Role | str | None], tuple[bool, Role | str | None]]:
        """Source and target: whether an actor was marked, and its role."""
        return (bool(self.source_actor), self.source_role), (bool(self.target_actor), self.target_role)


class Sentence(Struct, frozen=True):
    """A sentence with votes, or with spans."""

    text: str
    id: str = ""
    label: str = ""
    accept: int = 0
    reject: int = 0
    spans: tuple[Marked, ...] = ()


def evaluate_gsr(folder: Path, code: Code) -> Evaluation:
    """All sentences of both types."""
    units: list[Unit] = []
    for kind in KINDS:
        for row in _rows(folder / f"{kind}.jsonl"):
            units.append(_vote(kind, row, code(Report(row.text))))
        for row in _rows(folder / f"{kind}_spans.jsonl"):
            units.append(_spans(kind, row, code(Report(row.text))))
    return Evaluation("sentence", tuple(units))


def _rows(path: Path) -> Iterator[Sentence]:
    for number, line in enumerate(read_text(str(path)).split("\n"), 1):
        if line.strip():
            try:
                yield from_json(line, Sentence)
            except InputError as error:
                raise InputError(f"{path}, line {number}: {error}") from None


def _events(kind: str, record: Record) -> list[Event]:
    return [e for e in record.events if e.type == kind.upper() and e.status not in _UNASSERTED]


def _vote(kind: str, row: Sentence, record: Record) -> Unit:
    """A sentence with votes: «yes» should be coded, «easy no» should not, and how many «difficult no» are is told."""
    events = _events(kind, record)
    found = bool(events)
    scores: dict[str, Score] = {}
    judged: Judgements = {}
    differences: tuple[Difference, ...] = ()
    if row.label == "yes":
        scores[f"{kind} sentences"] = Counts(found, 0, not found)
    elif row.label == "easy no":
        scores[f"{kind} sentences"] = Counts(0, found, 0)
    elif row.label == "difficult no":
        scores[f"{kind} difficult no coded"] = Rate(found, 1)
    if row.label in ("yes", "easy no") and found != (row.label == "yes"):
        differences = (
            Difference("extra sentence" if found else "missed sentence", row.id[:16] or kind, row.text, kind.upper()),
        )
    if found and row.accept + row.reject:  # the votes are about the sentence: its surest event stands for it
        surest = max(e.confidence for e in events)
        judged = {"events": (Judged(surest, row.accept / (row.accept + row.reject)),)}
    return Unit(row.id, scores | confidence(judged), differences, judged)


def _spans(kind: str, row: Sentence, record: Record) -> Unit:
    """A sentence with spans: is it coded, by a marked verb, and do the sides have a marked country and role?"""
    found = _events(kind, record)
    verbs = {word for marked in row.spans for word in marked.verb}
    entities = {e.id: e for e in record.entities}
    scores: dict[str, Score] = {
        f"{kind} type recall": Rate(bool(found), 1),
        f"{kind} trigger": Rate(any(verbs.intersection(e.trigger.text.split()) for e in found), 1),
    }
    for side, name in enumerate(("source", "recipient")):
        gold = _codes(row.spans, side)
        if gold:
            ids = [i for e in found for i in (e.source, e.recipient)[side]]
            got = [entities.get(i) for i in ids]
            scores[f"{kind} {name} country"] = Rate(any(_country(e) == main for e in got for main, _ in gold), 1)
            scores[f"{kind} {name} role"] = Rate(any(_has_role(e, role) for e in got for _, role in gold), 1)
    return Unit(row.id, scores)


def _codes(spans: tuple[Marked, ...], side: int) -> set[_Pair]:
    """The countries and roles that annotators gave to one side."""
    marked = [s.sides()[side] for s in spans]
    return {(_known(r.main), _known(r.role)) for actor, r in marked if actor and isinstance(r, Role)}


def _known(code: str | None) -> str | None:
    return None if code in _NOTHING else code


def _country(entity: Entity | None) -> str | None:
    return entity.country if entity else None


def _has_role(entity: Entity | None, role: str | None) -> bool:
    """Whether an entity has a role, or has none where none was given."""
    sectors = entity.sector if entity else ()
    return role in sectors or (role is None and not sectors)
