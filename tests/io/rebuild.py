"""Records made again from the tables that were made of them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

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
    Other,
    Piece,
    Place,
    Quote,
    Record,
    Span,
    Time,
    Warning,
)  # fmt: skip

Row = dict[str, Any]


def rebuilt(folder: Path) -> list[Record]:
    """The records of a folder of tables."""
    rows = {path.stem: pq.read_table(path).to_pylist() for path in folder.glob("*.parquet")}
    of: dict[str, dict[int, list[Row]]] = {name: defaultdict(list) for name in rows}
    for name, found in rows.items():
        for row in found:
            of[name][row["report"]].append(row)
    return [_record(row, {name: of[name][row["report"]] for name in rows}) for row in rows["reports"]]


def _record(row: Row, of: dict[str, list[Row]]) -> Record:
    document = Document(
        **_some(row, "id sha256 language title source url published text author"),
        blocks=tuple(Block(**_some(b, "kind start end repeat_of")) for b in of["blocks"]),
        sentences=tuple(Span(s["start"], s["end"]) for s in of["sentences"]),
        warnings=tuple(Warning(**_some(w, "code message start end")) for w in of["warnings"]),
        found={pair["field"]: pair["how"] for pair in row["found"]},
    )
    return Record(
        row["format"],
        document,
        tuple(_entity(e) for e in of["entities"]),
        tuple(_mention(m) for m in of["mentions"]),
        tuple(Time(**_some(t, "start end text kind value precision")) for t in of["times"]),
        tuple(Place(name=_name(p), **_some(p, "mention country lat lon geonames")) for p in of["places"]),
        tuple(_quote(q, of) for q in of["quotes"]),
        tuple(_event(e, of) for e in of["events"]),
        Coder(row["khabar"], row["ontology"], row["lexicons"], tuple(row["models"])),
    )


def _entity(row: Row) -> Entity:
    lists = {"aliases": tuple(row["aliases"]), "sector": tuple(row["sector"])}
    return Entity(name=_name(row), **lists, **_some(row, "id type country office kb key romanised"))


def _mention(row: Row) -> Mention:
    others = tuple(Other(name=_name(o), **_some(o, "key kb country office why")) for o in row["others"])
    return Mention(others=others, **_some(row, "id start end text entity type form confidence why"))


def _quote(row: Row, of: dict[str, list[Row]]) -> Quote:
    mine = [c for c in of["contents"] if c["quote"] == row["id"]]
    return Quote(
        contents=tuple(Content(c["start"], c["end"], c["text"]) for c in mine),
        cue=_piece(row, "cue"),
        chain=tuple(_link(k) for k in of["quote_links"] if k["quote"] == row["id"]),
        **_some(row, "id kind speaker speaker_mention addressee channel confidence"),
    )


def _event(row: Row, of: dict[str, list[Row]]) -> Event:
    trigger = _piece(row, "trigger")
    assert trigger is not None
    return Event(
        trigger=trigger,
        sentence=Span(row["sentence_start"], row["sentence_end"]),
        source=tuple(row["source"]),
        recipient=tuple(row["recipient"]),
        date=None if row["date"] is None else Date(row["date"], row["date_precision"]),
        chain=tuple(_link(k) for k in of["event_links"] if k["event"] == row["id"]),
        **_some(row, "id type mode quad intensity cameo status place quote happening why confidence"),
    )


def _piece(row: Row, of: str) -> Piece | None:
    values = [row[f"{of}_{name}"] for name in ("start", "end", "text", "lemma")]
    return None if values[0] is None else Piece(*values)


def _link(row: Row) -> Link:
    return Link(row["entity"], row["mention"])


def _name(row: Row) -> Name:
    return Name(row["name_ar"], row["name_en"])


def _some(row: Row, names: str) -> dict[str, Any]:
    return {name: row[name] for name in names.split()}
