"""Reference files in the format of the coding manual, section 7: `<id>.json` beside `<id>.txt`, read and checked.

`type` of an event lists every type that a careful coder could defend, the best first; what is `optional` costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from khabar.errors import InputError
from khabar.evaluate.matching import locate
from khabar.io.decode import read_text
from khabar.io.jsons import from_json
from khabar.model.record import Struct

_TWO_SIDED = frozenset(("CONSULT", "AGREE", "COOPERATE"))


class Actor(Struct, frozen=True):
    type: str
    names: tuple[str, ...]
    country: str | None = None


class MarkedBlock(Struct, frozen=True):
    """A block that is no paragraph, by its first words."""

    text: str
    kind: str
    occurrence: int = 1


class MarkedName(Struct, frozen=True):
    text: str
    actor: str
    occurrence: int = 1


class MarkedTime(Struct, frozen=True):
    text: str
    value: str
    occurrence: int = 1


class MarkedQuote(Struct, frozen=True):
    content: str
    speaker: str | None
    chain: tuple[str, ...]
    occurrence: int = 1
    optional: bool = False


class MarkedEvent(Struct, frozen=True):
    """`sentence` is words that stand in the sentence; `mutual` says that the sides are in either order."""

    sentence: str
    trigger: str
    type: tuple[str, ...]
    source: tuple[str, ...]
    recipient: tuple[str, ...]
    status: str
    chain: tuple[str, ...]
    date: str | None = None
    occurrence: int = 1
    optional: bool = False
    mutual: bool | None = None

    @property
    def either_order(self) -> bool:
        """Whether the parties may stand on either side: as marked, or else by the type."""
        return self.type[0] in _TWO_SIDED if self.mutual is None else self.mutual


class Annotation(Struct, frozen=True):
    """What stands in the JSON file."""

    id: str
    actors: dict[str, Actor]
    mentions: tuple[MarkedName, ...]
    quotes: tuple[MarkedQuote, ...]
    events: tuple[MarkedEvent, ...]
    language: str = "ar"
    published: str | None = None
    blocks: tuple[MarkedBlock, ...] = ()
    times: tuple[MarkedTime, ...] = ()


class Reference(Struct, frozen=True):
    """A report with its annotation."""

    marks: Annotation
    text: str


def read_references(folder: Path) -> list[Reference]:
    """All references of a folder by file name; one that is not in order is an `InputError` that names file and reason."""
    found = [_read(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        raise InputError(f"{folder}: holds no reference files (<id>.json beside <id>.txt)")
    return found


def _read(path: Path) -> Reference:
    text = read_text(str(path.with_suffix(".txt")))
    try:
        reference = Reference(from_json(read_text(str(path)), Annotation), text)
        for problem in _problems(reference):
            raise InputError(problem)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    return reference


def _problems(reference: Reference) -> Iterator[str]:
    """What is wrong in an annotation: actors that are not listed, events without a type, words that are not in the text."""
    marks = reference.marks
    used = {m.actor for m in marks.mentions} | {q.speaker for q in marks.quotes if q.speaker is not None}
    used |= {actor for q in marks.quotes for actor in q.chain}
    used |= {actor for e in marks.events for actor in (*e.source, *e.recipient, *e.chain)}
    yield from (f"the actor «{actor}» is not listed" for actor in sorted(used - marks.actors.keys()))
    yield from (f"the event «{e.trigger}» has no type" for e in marks.events if not e.type)
    pieces = [(m.text, m.occurrence) for m in marks.mentions] + [(b.text, b.occurrence) for b in marks.blocks]
    pieces += [(t.text, t.occurrence) for t in marks.times]
    pieces += [(q.content, q.occurrence) for q in marks.quotes] + [(e.sentence, e.occurrence) for e in marks.events]
    for piece, occurrence in pieces:
        locate(reference.text, piece, occurrence)
