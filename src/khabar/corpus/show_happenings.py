"""Happenings as text for people, as a table, and one of them explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from khabar.bidi import isolate, mixed
from khabar.corpus.disagree import Disagreement, Version
from khabar.corpus.happenings import Apart, Happening, Joined, Mention, Party
from khabar.corpus.page import count, entries, entry, heading, said
from khabar.corpus.show_stories import period, source_words, tally_words
from khabar.render import Style

COLUMNS = (
    "happening", "type", "status", "source", "recipient", "date", "date_stated", "place", "report", "events", "outlet", "published",
    "said_status", "said_source", "said_recipient", "said_date", "said_place", "chain", "joined_to", "points", "needed", "reasons",
    "text",
)  # fmt: skip
_STATUS = {"negated": "did not happen", "future": "planned or expected"}


def happening_lines(found: Iterable[Happening], style: Style, most: int) -> Iterator[str]:
    """All happenings; `most` mentions are shown of each."""
    number = mentions = 0
    for happening in found:
        number, mentions = number + 1, mentions + len(happening.mentions)
        yield from _head(happening, style)
        yield from entries("mentions", (_mention(one) for one in happening.mentions), style, most)
        yield ""
    told = f"{count(number, 'happening')} in {count(mentions, 'mention')}"
    yield told if number else "no happening is told by so many reports; --least 1 shows those that one report tells"


def _head(happening: Happening, style: Style) -> Iterator[str]:
    sides = f"{_parties(happening.source)} -> {_parties(happening.recipient)}"
    modes = f" ({', '.join(happening.modes)})" if happening.modes else ""
    yield heading(f"{happening.id}  {happening.type}{modes}: {sides}", style)
    place = f", in {isolate(happening.place)}" if happening.place else ""
    status = f"; {_STATUS[happening.status]}" if happening.status in _STATUS else ""
    date = f"{happening.date or 'undated'}{'' if happening.date_stated or not happening.date else ', by publication'}"
    yield from entry("when", f"{date}{place}{status}", style)
    yield from entry("told", f"{tally_words(happening.tally)}; {period(happening.first, happening.last)}", style)
    yield from entry("sources", source_words(happening.tally), style)
    if happening.stories:
        yield from entry("story", ", ".join(happening.stories), style)
    for one in happening.disagreements:
        yield from entry("disagree" if one is happening.disagreements[0] else "", _disagreement(one), style)


def _parties(parties: Sequence[Party]) -> str:
    return ", ".join(isolate(party.name) for party in parties) or "?"


def _disagreement(one: Disagreement) -> str:
    what = f" of {isolate(one.what)}" if one.what and one.kind == "figures" else f" by {isolate(one.what)}" if one.what else ""
    return f"{one.kind}{what}: {'; '.join(_version(v) for v in one.versions)}"


def _version(version: Version) -> str:
    sources = ", ".join(isolate(name) for name in version.sources) or "unknown source"
    reports = count(len(version.reports), "copy", "copies") if version.copies else count(len(version.reports), "report")
    return f"{isolate(version.value)} ({reports}: {sources})"


def _mention(one: Mention) -> str:
    facts = "  ".join([isolate(one.report), isolate(one.outlet or "unknown outlet"), one.published or "undated"])
    chain = f" according to {' < '.join(isolate(name) for name in one.chain)}:" if one.chain else ""
    return f"{facts} {chain} {said(one.text)}"


def explained_lines(happening: Happening, apart: Sequence[Apart] | None, style: Style) -> Iterator[str]:
    """A happening with why each mention belongs to it, and what was kept apart, where that is known."""
    yield from _head(happening, style)
    yield ""
    yield heading("Why these mentions are one" if len(happening.mentions) > 1 else "Its only mention", style)
    for one in happening.mentions:
        events = ", ".join(one.events)
        yield from entry(f"{one.report}:{events}" if len(one.report) + len(events) < 11 else "mention", _full(one), style)
        yield from entry("", _saying(one), style)
        if one.joined:
            yield from _reasons(one.joined, style)
    if apart is not None:
        yield ""
        yield heading("What was kept apart", style)
        none = "no other happening of the type shares an actor or place and a day with it"
        yield from entries("", [_other(x) for x in apart] or [none], style, len(apart) or 1)


def _full(one: Mention) -> str:
    return f"{_mention(one)} ({', '.join(one.events)})"


def _saying(one: Mention) -> str:
    """What a mention says of who, when and where."""
    sides = [", ".join(isolate(name) for name in side) or "?" for side in (one.source, one.recipient)]
    date = one.date or "undated"
    stated = "" if one.date_stated or not one.date else " by publication"
    place = f", in {isolate(one.place)}" if one.place else ""
    return f"says {' -> '.join(sides)}, {date}{stated}{place}, {one.status}"


def _reasons(joined: Joined, style: Style) -> Iterator[str]:
    dispute = "; they disagree on who did it" if joined.disputed else ""
    head = f"one with {isolate(joined.to)}: {joined.points:g} points, {joined.needed:g} needed{dispute}"
    yield from entry("", head, style)
    for reason in joined.reasons:
        yield from entry("", f"{reason.points:+g}  {reason.what}, {mixed(reason.why)}", style, 4)


def _other(one: Apart) -> str:
    return f"{one.id}, {isolate(one.report)}: {said(one.text)}: {mixed(one.why)}"


def happening_rows(found: Iterable[Happening]) -> Iterator[tuple[object, ...]]:
    """A table of COLUMNS: one row a mention."""
    for happening in found:
        sides = ("; ".join(p.name for p in side) for side in (happening.source, happening.recipient))
        own = (
            happening.id, happening.type, happening.status, *sides, happening.date, happening.date_stated, happening.place,
        )  # fmt: skip
        for one in happening.mentions:
            why = one.joined
            reasons = "; ".join(f"{r.what}: {r.why} ({r.points:+g})" for r in why.reasons) if why else None
            yield (
                *own, one.report, "; ".join(one.events), one.outlet, one.published, one.status, "; ".join(one.source),
                "; ".join(one.recipient), one.date if one.date_stated else None, one.place, " < ".join(one.chain),
                why.to if why else None, why.points if why else None, why.needed if why else None, reasons, one.text,
            )  # fmt: skip
