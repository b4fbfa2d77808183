"""A record made by hand whose every part is known, and the record of the sample report.

The text tells, in this order: an arrest at sea that an agency reports, the same arrest in the report's own voice, an apology
that did not come, a boycott that may come, a meeting that is to come, and a sentence that a minister said.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import khabar
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
    Place,
    Quote,
    Record,
    Span,
    Time,
)  # fmt: skip

SAMPLE = Path(khabar.__file__).parent / "samples" / "sample.txt"
TITLE = "توقيف سفينتين قرب بيرغن"
LINES = (
    TITLE,
    "أفادت وكالة الموج بأن خفر السواحل النرويجي أوقف صيادين من آيسلندا\tوالدنمارك قرب بيرغن في 3 مايو 2025.",
    "وأكدت النرويج توقيف الصيادين.",
    "ولم تعتذر أوسلو عن الحادث.",
    "وقد تقاطع آيسلندا المعرض.",
    "وتلتقي الوزيرة سولفيغ بيرغ نظيرها في مايو.",
    "وقالت بيرغ: «لن نترك\nبحرنا لأحد»، ثم غادرت.",
)
TEXT = "\n".join(LINES)


def at(words: str, nth: int = 1) -> tuple[int, int]:
    """Where words stand in the text for the nth time."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def _entities() -> tuple[Entity, ...]:
    gov, mil = ("GOV",), ("COP", "GOV")
    return (
        Entity("e1", "ORG", Name("وكالة الموج", "The «Wave»\tAgency"), (), "DNK", ("JRN",), None, None),
        Entity("e2", "ORG", Name("خفر السواحل النرويجي", "Norwegian coast guard"), (), "NOR", mil, None, None),
        Entity("e3", "GPE", Name("آيسلندا", "Iceland"), (), "ISL", (), None, "Q189", "ISL"),
        Entity("e4", "GPE", Name("الدنمارك", "Denmark"), (), "DNK", (), None, "Q35", "DNK"),
        Entity("e5", "GPE", Name("النرويج", "Norway"), ("أوسلو",), "NOR", (), None, "Q20", "NOR"),
        Entity("e6", "NORP", Name("الصيادين", "fishermen"), (), None, ("LAB", "CVL"), None, None),
        Entity("e7", "PER", Name("سولفيغ بيرغ", "Sulfigh Birgh"), ("بيرغ",), "NOR", gov, "minister of Norway", None, None, True),
        Entity("e8", "LOC", Name("بيرغن", "Bergen"), (), "NOR", (), None, "Q26793", "bergen"),
    )


def _mentions() -> tuple[Mention, ...]:
    found = (
        ("m1", "بيرغن", 1, "e8", "LOC", "name"), ("m2", "وكالة الموج", 1, "e1", "ORG", "name"),
        ("m3", "خفر السواحل النرويجي", 1, "e2", "ORG", "description"), ("m4", "آيسلندا", 1, "e3", "GPE", "name"),
        ("m5", "الدنمارك", 1, "e4", "GPE", "name"), ("m6", "بيرغن", 2, "e8", "LOC", "name"),
        ("m7", "النرويج", 2, "e5", "GPE", "name"), ("m8", "الصيادين", 1, "e6", "NORP", "description"),
        ("m9", "أوسلو", 1, "e5", "GPE", "name"), ("m10", "آيسلندا", 2, "e3", "GPE", "name"),
        ("m11", "سولفيغ بيرغ", 1, "e7", "PER", "name"), ("m12", "بيرغ", 4, "e7", "PER", "name"),
    )  # fmt: skip
    return tuple(Mention(i, *at(w, n), w, e, k, form, 0.9, "by hand") for i, w, n, e, k, form in found)


def _event(
    key: str, kind: tuple[str, str | None, int, float | None, str], word: str, line: int, sides: tuple[tuple[str, ...], ...],
    status: str = "asserted", date: Date | None = None, place: str | None = None, chain: tuple[Link, ...] = (),
    happening: str | None = None, nth: int = 1,
) -> Event:  # fmt: skip
    sentence = Span(*at(LINES[line]))
    trigger = Piece(*at(word, nth), word, word)
    source, recipient = sides
    told = happening or f"h{key[1:]}"
    return Event(
        key, *kind, trigger, sentence, source, recipient, status, date, place, chain, None, told, "events/x verb", 0.84
    )


def _events() -> tuple[Event, ...]:
    arrest = ("COERCE", "arrest", 4, -7.0, "173")
    day, month = Date("2025-05-03", "day"), Date("2025-05", "month")
    agency = (Link("e1", "m2"),)
    return (
        _event("v1", arrest, "أوقف", 1, (("e2",), ("e3", "e4")), date=day, place="m6", chain=agency, happening="h1"),
        _event("v2", arrest, "توقيف", 2, (("e5",), ("e6",)), happening="h2", nth=2),
        _event("v3", ("CONCEDE", None, 1, 4.5, "055"), "تعتذر", 3, (("e5",), ()), "negated"),
        _event("v4", ("PROTEST", "boycott", 4, -4.5, "143"), "تقاطع", 4, (("e3",), ()), "hypothetical"),
        _event("v5", ("CONSULT", None, 1, 2.5, "040"), "تلتقي", 5, (("e7",), ("e3",)), "future", month),
    )


def by_hand() -> Record:
    """The record."""
    blocks = (Block("title", *at(TITLE)), *(Block("paragraph", *at(line)) for line in LINES[1:]))
    document = Document(
        "hand/1", sha256(TEXT.encode()).hexdigest(), "ar", TITLE, "Wave", "https://news.example/sea/1",
        "2025-05-04T10:00:00+03:00", TEXT,
        blocks, tuple(Span(*at(line)) for line in LINES), (), "Nora Vik",
    )  # fmt: skip
    words = "لن نترك\nبحرنا لأحد"
    quote = Quote(
        "q1", "direct", (Content(*at(words), words),), Piece(*at("وقالت"), "وقالت", "قال"), "e7", "m12", None, None,
        (Link("e7", "m12"),), 0.9,
    )  # fmt: skip
    times = (Time(*at("3 مايو 2025"), "3 مايو 2025", "date", "2025-05-03", "day"),)
    places = tuple(Place(m, Name("بيرغن", "Bergen"), "NOR", 60.39, 5.32, 3161732) for m in ("m1", "m6"))
    coder = Coder("0.1.0", "plover-0.8", "sha256:0", ())
    return Record(1, document, _entities(), _mentions(), times, places, (quote,), _events(), coder)


def sample() -> Record:
    """The record of the sample report that comes with Khabar."""
    return khabar.read(SAMPLE.read_text(encoding="utf-8"), published="2025-04-14", id="sample")

