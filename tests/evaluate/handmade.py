"""Records made by hand, not by the engine: the one that a reference asks for, and ways to spoil it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from khabar.evaluate.manual import Reference, read_references
from khabar.evaluate.matching import locate
from khabar.model.record import (
    Block,
    Coder,
    Content,
    Date,
    Document,
    Entity,
    Event,
    Link,
    Mention,
    Name,
    Piece,
    Quote,
    Record,
    Span,
    Time,
)  # fmt: skip

DATA = Path(__file__).parent / "data"
REFERENCES = read_references(DATA / "references")
BY_ID = {r.marks.id: r for r in REFERENCES}


def ideal(reference: Reference) -> Record:
    """The record that a reference asks for."""
    marks, text = reference.marks, reference.text

    def at(piece: str, occurrence: int = 1) -> tuple[int, int]:
        return locate(text, piece, occurrence)

    blocks = tuple(Block(b.kind, *at(b.text, b.occurrence)) for b in marks.blocks)
    document = Document(marks.id, "", "ar", None, None, None, marks.published, text, blocks, (), ())
    entities = tuple(
        Entity(key, a.type, Name(None, a.names[0]), a.names[1:], a.country, (), None, None)
        for key, a in marks.actors.items()
    )
    mentions = tuple(
        Mention(f"m{n}", *at(m.text, m.occurrence), m.text, m.actor, "PER", "name", 1.0, "")
        for n, m in enumerate(marks.mentions)
    )
    times = tuple(Time(*at(t.text, t.occurrence), t.text, "date", t.value, "day") for t in marks.times)
    quotes = tuple(
        Quote(f"q{n}", "direct", (Content(*at(q.content, q.occurrence), q.content),), None, q.speaker, None, None, None,
              _links(q.chain), 1.0)
        for n, q in enumerate(marks.quotes)
    )  # fmt: skip
    events = tuple(
        Event(f"v{n}", e.type[0], None, 1, None, "", Piece(*at(e.trigger), e.trigger), Span(*at(e.sentence, e.occurrence)),
              e.source, e.recipient, e.status, Date(e.date, "day") if e.date else None, None, _links(e.chain), None,
              f"h{n}", "", 1.0)
        for n, e in enumerate(marks.events)
    )  # fmt: skip
    return Record(1, document, entities, mentions, times, (), quotes, events, Coder("", "", "", ()))


def change(record: Record, field: str, index: int, **values: Any) -> Record:
    """The record with one of its values changed."""
    items = list(getattr(record, field))
    items[index] = replace(items[index], **values)
    return replace(record, **{field: tuple(items)})


def drop(record: Record, field: str, *indexes: int) -> Record:
    """The record without some of its values."""
    kept = tuple(x for i, x in enumerate(getattr(record, field)) if i not in indexes)
    return replace(record, **{field: kept})


def spoiled(reference: Reference, seed: int) -> Record:
    """The ideal record with much of it dropped, moved, doubled or mixed up, the same for the same seed."""
    chance = random.Random(seed)
    record = ideal(reference)
    ids = [e.id for e in record.entities] + ["nobody"]
    size = len(reference.text)

    def some(items: Sequence[Any]) -> list[Any]:
        return [x for x in items for _ in range(chance.choice((0, 1, 1, 1, 2)))]

    def moved(item: Any) -> Any:
        start = max(0, item.start + chance.choice((0, 0, 0, -4, 3, 9)))
        return replace(item, start=start, end=min(size, max(start + 1, item.end + chance.choice((0, 0, -2, 5)))))

    def sides() -> tuple[str, ...]:
        return tuple(chance.sample(ids, chance.randrange(3)))

    entities = tuple(replace(e, country=chance.choice((e.country, "TUN", None))) for e in record.entities)
    mentions = tuple(
        replace(moved(m), entity=chance.choice((m.entity, m.entity, chance.choice(ids), None)),
                form=chance.choice(("name", "name", "name", "adjective")))
        for m in some(record.mentions)
    )  # fmt: skip
    times = tuple(replace(moved(t), value=chance.choice((t.value, t.value, None, "2025"))) for t in some(record.times))
    quotes = tuple(
        replace(q, contents=tuple(moved(c) for c in q.contents), speaker=chance.choice((q.speaker, chance.choice(ids))),
                chain=chance.choice((q.chain, _links(sides()))))
        for q in some(record.quotes)
    )  # fmt: skip
    events = tuple(
        replace(e, type=chance.choice((e.type, e.type, "ACCUSE")), source=chance.choice((e.source, e.recipient, sides())),
                recipient=chance.choice((e.recipient, e.source, sides())), status=chance.choice((e.status, "future")),
                date=chance.choice((e.date, None)), chain=chance.choice((e.chain, _links(sides()))),
                trigger=replace(e.trigger, text=chance.choice((e.trigger.text, "x"))))
        for e in some(record.events)
    )  # fmt: skip
    kinds = ("title", "dateline", "repeat", "paragraph")
    blocks = tuple(
        replace(moved(b), kind=chance.choice((b.kind, chance.choice(kinds)))) for b in some(record.document.blocks)
    )
    document = replace(record.document, blocks=blocks)
    return Record(1, document, entities, mentions, times, (), quotes, events, record.coder)


def _links(keys: Sequence[str]) -> tuple[Link, ...]:
    return tuple(Link(key, None) for key in keys)
