"""Whether two mentions may be one happening: what speaks for it, with points, and what against it.

Every point is a reason that a reader can check, and is kept. The points and tolerances are those of `rules.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

import msgspec

from khabar.corpus.actors import Actor
from khabar.corpus.rules import HappeningRules
from khabar.corpus.told import LEAD, TITLE, Days, Spot, Told
from khabar.corpus.words import likeness, pairs

_EARTH = 6371.0  # mean radius in kilometres


class Reason(msgspec.Struct, frozen=True):
    """What two mentions agree in (source, recipient, party, date, place, text, story, figure, trigger, title), and why."""

    what: str
    why: str
    points: float


class Verdict(msgspec.Struct, frozen=True):
    """The reasons for one happening, their points, what is needed, and `against`: what rules it out, if anything does.

    `disputed` marks mentions that agree but for who did it.
    """

    reasons: tuple[Reason, ...]
    points: float
    needed: float
    against: str | None
    disputed: bool = False

    @property
    def one(self) -> bool:
        """Whether they are one happening."""
        return self.against is None and self.points >= self.needed


def judge(a: Told, b: Told, rules: HappeningRules) -> Verdict:
    """Whether two mentions of one type are one happening."""
    needed = rules.needed_often if a.type in rules.often else rules.needed
    found: list[Reason] = []
    for reason, against in (_dates(a.days, b.days, rules), _places(a.places, b.places, rules)):
        if against:
            return Verdict((), 0.0, needed, against)
        found += [reason] if reason else []
    disputed = False
    if a.type in rules.two_sided:
        parties, against = _parties(a, b, rules)
        found += parties
    else:
        sides, against, disputed = _directed(a, b, found, rules)
        found += sides
    if against:
        return Verdict((), 0.0, needed, against)
    found += _supports(a, b, rules)
    return Verdict(tuple(found), sum(reason.points for reason in found), needed, None, disputed)


def _directed(a: Told, b: Told, found: Sequence[Reason], rules: HappeningRules) -> tuple[list[Reason], str | None, bool]:
    """Source against source and recipient against recipient."""
    source, source_against = side(a.sources, b.sources, "source", rules)
    recipient, recipient_against = side(a.recipients, b.recipients, "recipient", rules)
    reasons = [reason for reason in (source, recipient) if reason]
    if recipient_against or not source_against:
        return reasons, recipient_against, False
    said = {reason.what for reason in found if reason.points >= rules.points.day}
    if a.type in rules.disputed and recipient and {"date", "place"} <= said:
        return reasons, None, True
    return reasons, source_against, False


def _parties(a: Told, b: Told, rules: HappeningRules) -> tuple[list[Reason], str | None]:
    """The parties of two-sided acts, whichever side they stand on: two must be the same, where both mentions name two."""
    left, right = (*a.sources, *a.recipients), [*b.sources, *b.recipients]
    found = []
    for one in left:
        ranked = [(reason.points, -n, reason) for n, other in enumerate(right) if (reason := _pair(one, other, "party", rules))]
        if ranked:
            _, n, reason = max(ranked, key=lambda item: item[:2])
            found.append(reason)
            del right[-n]
    wanted = min(2, len(left), len(b.sources) + len(b.recipients))
    if len(found) < wanted:
        return [], "the parties are others"
    return sorted(found, key=lambda r: -r.points)[:2], None


def side(a: Sequence[Actor], b: Sequence[Actor], what: str, rules: HappeningRules) -> tuple[Reason | None, str | None]:
    """The best agreement of actors on one side, or that they are others; neither where one mention leaves them open."""
    found = [reason for one in a for other in b if (reason := _pair(one, other, what, rules))]
    if found:
        return max(found, key=lambda r: r.points), None
    if any(one.telling for one in a) and any(other.telling for other in b):
        return None, f"the {what} is another: {_names(a)}, not {_names(b)}"
    return None, None


def _pair(a: Actor, b: Actor, what: str, rules: HappeningRules) -> Reason | None:
    """Two actors that may be one: the same; of one country, unless both are known and of one kind; described alike."""
    if a.identity == b.identity:
        if a.telling:
            return Reason(what, f"the same: {a.name}", rules.points.actor)
        return Reason(what, f"described alike: {a.name}", rules.points.described)
    apart = a.known and b.known and a.type == b.type
    if a.country and a.country == b.country and not apart:
        return Reason(what, f"of one country: {a.name}, {b.name}", rules.points.country)
    return None


def _dates(a: Days | None, b: Days | None, rules: HappeningRules) -> tuple[Reason | None, str | None]:
    """Stated days that are the same or near, or one where publication puts the other; other days rule out."""
    if a is None or b is None:
        return None, None
    apart = max(a.first, b.first) - min(a.last, b.last)
    if apart > rules.days:
        return None, f"the days are others: {a.words()}, not {b.words()}"
    long = max(a.last - a.first, b.last - b.first) >= rules.long_days
    if long or not (a.stated or b.stated):
        return None, None
    if not a.stated or not b.stated:
        day = a if a.stated else b
        return Reason("date", f"{day.words()}, where publication puts the other", rules.points.reckoned), None
    if a == b:
        return Reason("date", f"the same: {a.words()}", rules.points.day), None
    return Reason("date", f"{a.words()} and {b.words()}, within {_day_words(rules.days)}", rules.points.near_day), None


def _day_words(count: int) -> str:
    return "a day" if count == 1 else f"{count} days"


def _places(a: Sequence[Spot], b: Sequence[Spot], rules: HappeningRules) -> tuple[Reason | None, str | None]:
    """Places that are the same or near each other, or of which one lies in the other."""
    if not a or not b:
        return None, None
    found = [reason for one in a for other in b if (reason := _spot(one, other, rules))]
    if found:
        return max(found, key=lambda r: r.points), None
    return None, f"the places are others: {', '.join(s.name for s in a)}, not {', '.join(s.name for s in b)}"


def _spot(a: Spot, b: Spot, rules: HappeningRules) -> Reason | None:
    if a.identity == b.identity:
        return Reason("place", f"the same: {a.name}", rules.points.place)
    if a.country and a.country == b.country and a.country in (a.identity, b.identity):
        return Reason("place", f"one in the other: {a.name}, {b.name}", rules.points.around)
    apart = _kilometres(a, b)
    if apart is not None and apart <= rules.kilometres:
        return Reason("place", f"{a.name} and {b.name}, {apart:.0f} km apart", rules.points.place)
    words = [set(s.identity.removeprefix("~").split()) for s in (a, b)]
    if words[0] <= words[1] or words[1] <= words[0]:
        return Reason("place", f"one in the other: {a.name}, {b.name}", rules.points.around)
    return None


def _kilometres(a: Spot, b: Spot) -> float | None:
    """The distance on a sphere (haversine), where both lie on the map."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(sqrt(h))


def _supports(a: Told, b: Told, rules: HappeningRules) -> list[Reason]:
    """What else speaks for one happening in two reports: sentence, story, figures, the word for the act.

    Of one report nothing of it counts, whose record has looked at both mentions and holds them to be two; but a title, short as it
    is, tells what the lead tells.
    """
    if a.report == b.report:
        told = {a.part, b.part} == {TITLE, LEAD}
        return [Reason("title", "title and lead of one report", rules.points.title)] if told else []
    found = []
    if a.text == b.text and likeness(_pairs(a.sentence), _pairs(b.sentence)) >= rules.sentence:
        found.append(Reason("text", "both print one sentence", rules.points.text))
    elif a.text == b.text or (a.story is not None and a.story == b.story):
        found.append(Reason("story", f"the reports tell one story{f', {a.story}' if a.story else ''}", rules.points.story))
    shared = next((c for c in a.counts for d in b.counts if (c.what, c.value) == (d.what, d.value)), None)
    if shared:
        found.append(Reason("figure", f"both say {shared.value} {shared.what}", rules.points.figure))
    trigger = next((t for t in a.triggers if t in b.triggers), None)
    if trigger:
        found.append(Reason("trigger", f"both say «{trigger}»", rules.points.trigger))
    return found


@lru_cache(maxsize=4096)
def _pairs(sentence: str) -> frozenset[tuple[str, str]]:
    return pairs(sentence.split())


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(actor.name for actor in actors)
