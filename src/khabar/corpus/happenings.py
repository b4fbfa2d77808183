"""Happenings: mentions of one happening across reports, who tells it, why they were merged, and where reports disagree."""

from __future__ import annotations

from collections import Counter as Tallied
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from khabar.corpus.actors import Actor, actors
from khabar.corpus.agree import Reason, judge
from khabar.corpus.counts import Counter
from khabar.corpus.disagree import Denial, Disagreement, disagreements
from khabar.corpus.library import Library, Tally, tally
from khabar.corpus.merging import Merge, Merged, merge, touch
from khabar.corpus.rules import HappeningRules
from khabar.corpus.told import Teller, Told

_APART = 5  # other happenings that an explanation shows


class Party(msgspec.Struct, frozen=True):
    """Who acts or is acted on: the knowledge record's id where there is one, the name, and in how many mentions."""

    key: str | None
    name: str
    country: str | None
    mentions: int


class Joined(msgspec.Struct, frozen=True):
    """Why a mention belongs to its happening: the mention it is likest to (report:event), the reasons, and the points needed.

    `disputed` marks a mention that agrees in all but who did it.
    """

    to: str
    points: float
    needed: float
    disputed: bool
    reasons: tuple[Reason, ...]


class Mention(msgspec.Struct, frozen=True):
    """One report's telling: the events of its record, the sentence of the first, and what it says; `chain` by whose word."""

    report: str
    events: tuple[str, ...]
    outlet: str | None
    published: str | None
    status: str
    source: tuple[str, ...]
    recipient: tuple[str, ...]
    date: str | None
    date_stated: bool
    place: str | None
    chain: tuple[str, ...]
    start: int
    end: int
    text: str
    joined: Joined | None


class Happening(msgspec.Struct, frozen=True):
    """A happening. `date` is the one that most mentions state, else the span that is left by publication; `status` likewise."""

    id: str
    type: str
    modes: tuple[str, ...]
    status: str
    source: tuple[Party, ...]
    recipient: tuple[Party, ...]
    date: str | None
    date_stated: bool
    place: str | None
    stories: tuple[str, ...]
    tally: Tally
    first: str | None
    last: str | None
    disagreements: tuple[Disagreement, ...]
    mentions: tuple[Mention, ...]


class Apart(msgspec.Struct, frozen=True):
    """Another happening, with the report and sentence of its first mention, and why it is another."""

    id: str
    report: str
    text: str
    why: str


class Found(msgspec.Struct, frozen=True):
    """All mentions of a corpus, the happenings they make, and what else their telling needs."""

    library: Library
    told: tuple[Told, ...]
    merged: tuple[Merged, ...]
    denials: dict[int, tuple[Denial, ...]]


def find_merged(library: Library, stories: dict[int, str], counter: Counter, rules: HappeningRules) -> Found:
    """Gather the mentions of all reports and merge them."""
    teller = Teller(library, stories, counter, rules)
    told = [mention for n in range(len(library.reports)) for mention in teller.of(n)]
    return Found(library, tuple(told), tuple(merge(told, rules)), _denials(library, rules))


def _denials(library: Library, rules: HappeningRules) -> dict[int, tuple[Denial, ...]]:
    """Who denies something, by report."""
    wanted = tuple(f"events/{name} " for name in rules.denials)
    found = {}
    for n, record in enumerate(library.reports):
        events = [e for e in record.events if e.type == "REJECT" and e.why.startswith(wanted) and e.source]
        if events:
            who = actors(record)
            sides = [[who[i] for i in e.source if i in who] for e in events]
            found[n] = tuple(
                Denial(n, frozenset(t for a in side for t in (a.identity, a.country) if t), ", ".join(a.name for a in side))
                for side in sides
            )
    return found


def find_happenings(found: Found, rules: HappeningRules, least: int = 1) -> Iterator[Happening]:
    """The happenings that at least so many reports tell, by date; the undated stand last.

    Their ids count all happenings, so that they are the same whatever `least` is.
    """
    for number, merged in enumerate(_in_order(found), 1):
        if len({found.told[n].report for n in merged.mentions}) >= least:
            yield _happening(f"H{number}", merged, found, rules)


def find_happening(name: str, found: Found, rules: HappeningRules) -> tuple[Happening, tuple[Apart, ...]] | None:
    """One happening by its id, with others that it was kept apart from."""
    for number, merged in enumerate(_in_order(found), 1):
        if name == f"H{number}":
            return _happening(name, merged, found, rules), _apart(merged, found, rules)
    return None


def _in_order(found: Found) -> list[Merged]:
    return sorted(found.merged, key=lambda merged: _order(merged, found))


def _apart(merged: Merged, found: Found, rules: HappeningRules) -> tuple[Apart, ...]:
    """Other happenings that share an actor or place and a day, those nearest to being one with it, and why they are not."""
    names = {m.mentions[0]: f"H{n}" for n, m in enumerate(_in_order(found), 1)}
    apart = []
    for other in found.merged:
        if other is not merged and touch(found.told[merged.mentions[0]], found.told[other.mentions[0]], rules):
            told = found.told[other.mentions[0]]
            verdict = judge(found.told[merged.mentions[0]], told, rules)
            why = verdict.against or f"{verdict.points:g} points for it, of {verdict.needed:g} needed"
            report = found.library.reports[told.report]
            text = report.document.text[told.start : told.end]
            apart.append((verdict.against is not None, -verdict.points, Apart(names[other.mentions[0]], report.id, text, why)))
    ranked = sorted(enumerate(apart), key=lambda item: (*item[1][:2], item[0]))
    return tuple(one for _, (_, _, one) in ranked[:_APART])


def _order(merged: Merged, found: Found) -> tuple[bool, int, int]:
    """By the first day that is stated, else by the last that publication leaves; the undated last."""
    when = [d for n in merged.mentions if (d := found.told[n].days)]
    day = min((d.first if d.stated else d.last for d in when), default=0)
    return not when, day, merged.mentions[0]


def _happening(name: str, merged: Merged, found: Found, rules: HappeningRules) -> Happening:
    told = [found.told[n] for n in merged.mentions]
    library = found.library
    numbers = sorted({mention.report for mention in told})
    published = [p for n in numbers if (p := library.reports[n].document.published)]
    why = {m.mention: m for m in merged.merges}
    date, stated = _date(told)
    return Happening(
        name, told[0].type, tuple(sorted({mode for t in told for mode in t.modes})), _most(t.status for t in told) or "asserted",
        _parties(t.sources for t in told), _parties(t.recipients for t in told), date, stated,
        _most(s.name for t in told for s in t.places[:1]), tuple(dict.fromkeys(t.story for t in told if t.story)),
        tally(library, numbers), published[0] if published else None, published[-1] if published else None,
        disagreements(told, found.denials, library, rules),
        tuple(_mention(found.told[n], why.get(n), found) for n in merged.mentions),
    )  # fmt: skip


def _mention(told: Told, why: Merge | None, found: Found) -> Mention:
    library = found.library
    document, outlet = library.reports[told.report].document, library.outlets[told.report]
    days, place = told.days, told.places[0].name if told.places else None
    joined = None
    if why is not None:
        other = found.told[why.to]
        name = f"{library.reports[other.report].id}:{other.events[0]}"
        joined = Joined(name, why.verdict.points, why.verdict.needed, why.verdict.disputed, why.verdict.reasons)
    return Mention(
        document.id, told.events, outlet.name if outlet else None, document.published, told.status,
        tuple(a.name for a in told.sources), tuple(a.name for a in told.recipients),
        days.words() if days else None, bool(days and days.stated), place, told.chain,
        told.start, told.end, document.text[told.start : told.end], joined,
    )  # fmt: skip


def _parties(sides: Iterable[Sequence[Actor]]) -> tuple[Party, ...]:
    """Everyone on one side, those that most mentions name first."""
    counts: Tallied[str] = Tallied()
    who: dict[str, Actor] = {}
    for side in sides:
        for one in side:
            counts[one.identity] += 1
            who.setdefault(one.identity, one)
    ranked = sorted(who, key=lambda name: -counts[name])
    return tuple(Party(name if who[name].known else None, who[name].name, who[name].country, counts[name]) for name in ranked)


def _date(told: Sequence[Told]) -> tuple[str | None, bool]:
    """The date that most mentions state, the closest of equals; else what publication leaves."""
    stated = [t.days for t in told if t.days and t.days.stated]
    if stated:
        counts = Tallied(stated)
        return min(counts, key=lambda d: (-counts[d], d.last - d.first, d.first)).words(), True
    reckoned = [t.days for t in told if t.days]
    if not reckoned:
        return None, False
    first, last = max(d.first for d in reckoned), min(d.last for d in reckoned)
    narrow = msgspec.structs.replace(reckoned[0], first=min(first, last), last=max(first, last))
    return narrow.words(), False


def _most(values: Iterable[str]) -> str | None:
    """The value that comes most often, the first of equals."""
    counts = Tallied(values)
    return max(counts, key=lambda value: counts[value]) if counts else None
