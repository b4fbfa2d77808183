"""Reports of one story, grouped across outlets and days.

Copies are one text. Texts are taken in the order in which they were published; each joins the story of the texts that it is likest
to, unless that story is over, or begins one of its own. Only texts that share a rare feature are looked at, and of each feature
only the latest so many, so the time taken grows with the number of reports and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from heapq import nlargest

import msgspec

from khabar.corpus.actors import actors
from khabar.corpus.library import Library, Tally, tally
from khabar.corpus.rules import StoryRules
from khabar.corpus.topics import EVENT, NAME, WORD, Feature, Weights, features, worded

_SHOWN = 5  # features named as the reason that a text belongs to a story
_NEAREST = 3  # texts of a story that a new one is held against


class Joined(msgspec.Struct, frozen=True):
    """Why a text belongs to its story: the nearest text, how alike (0 to 1), and what they share, the rarest first."""

    to: str
    score: float
    shared: tuple[str, ...]


class Telling(msgspec.Struct, frozen=True):
    """A report of a story: a copy names the report whose text it prints, another text has `joined`, why it belongs here."""

    report: str
    outlet: str | None
    published: str | None
    title: str | None
    copy_of: str | None
    joined: Joined | None


class Story(msgspec.Struct, frozen=True):
    """A story: `title` is that of its first report with one, `about` the features that most of its texts share."""

    id: str
    title: str | None
    about: tuple[str, ...]
    tally: Tally
    first: str | None
    last: str | None
    reports: tuple[Telling, ...]


class Threads(msgspec.Struct, frozen=True):
    """For each text (by the number of its first report) the number of its story, and why it joined it."""

    stories: dict[int, int]
    why: dict[int, Joined]
    vectors: dict[int, dict[Feature, float]]
    names: dict[str, str]


def find_threads(library: Library, rules: StoryRules) -> Threads:
    """Which texts tell one story."""
    printings: dict[int, list[int]] = defaultdict(list)
    for n, text in enumerate(library.texts):
        if len(printings[text]) < rules.printings:
            printings[text].append(n)
    names: dict[str, str] = {}
    told = []
    for numbers in printings.values():
        found: frozenset[Feature] = frozenset()
        for n in numbers:
            who = actors(library.reports[n])
            found |= features(library.reports[n], who, rules)
            names.update((one.identity, one.name) for one in who.values() if one.identity not in names)
        told.append(found)
    texts = list(printings)
    weights = Weights(told, rules)
    vectors = {n: weights.vector(text) for n, text in zip(texts, told, strict=True)}
    search = _Search(library, vectors, rules, names)
    for n in texts:
        search.place(n)
    return Threads(search.stories, search.why, vectors, names)


class _Search:
    """Takes the texts one by one."""

    def __init__(
        self, library: Library, vectors: dict[int, dict[Feature, float]], rules: StoryRules, names: dict[str, str]
    ) -> None:
        self.library, self.vectors, self.rules, self.names = library, vectors, rules, names
        self.posts: dict[Feature, list[int]] = defaultdict(list)
        self.stories: dict[int, int] = {}
        self.why: dict[int, Joined] = {}
        self.last: dict[int, date | None] = {}
        self.days = [_day(report.day) for report in library.reports]

    def place(self, n: int) -> None:
        """Put a text into the story it belongs to, or into a new one."""
        found = self._best(n)
        if found is None:
            story = n
        else:
            story, near, score = found
            self.why[n] = Joined(self.library.reports[near].id, round(score, 3), self._shared(n, near))
        self.stories[n] = story
        self.last[story] = self.days[n] or self.last.get(story)
        for feature in self.vectors[n]:
            self.posts[feature].append(n)

    def _best(self, n: int) -> tuple[int, int, float] | None:
        """The story that a text is likest to, the nearest text of it, and how near that is."""
        near: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for other, score in self._scores(n).items():
            if score >= self.rules.core / 2 and not self._over(self.stories[other], n):
                near[self.stories[other]].append((score, -other))
        best = None
        for story, found in near.items():
            top = nlargest(_NEAREST, found)
            mean = sum(score for score, _ in top) / len(top)
            if top[0][0] >= self.rules.alike and mean >= self.rules.core and (best is None or (mean, -story) > best[:2]):
                best = (mean, -story, -top[0][1], top[0][0])
        return (-best[1], best[2], best[3]) if best else None

    def _scores(self, n: int) -> dict[int, float]:
        """How alike earlier texts are that share a name or an event: words alone, such as those for any protest, make no story."""
        scores: dict[int, float] = {}
        for feature, weight in sorted(self.vectors[n].items(), key=lambda item: item[0][0] == WORD):
            for other in self.posts[feature][-self.rules.reach :]:
                if feature[0] != WORD or other in scores:
                    scores[other] = scores.get(other, 0.0) + weight * self.vectors[other][feature]
        return scores

    def _over(self, story: int, n: int) -> bool:
        """Whether a story had ended before a text was published; what is undated ends nothing."""
        last, day = self.last[story], self.days[n]
        return last is not None and day is not None and (day - last).days > self.rules.gap

    def _shared(self, a: int, b: int) -> tuple[str, ...]:
        """The features that two texts share, those that say most first, in words."""
        both = self.vectors[a].keys() & self.vectors[b].keys()
        ranked = sorted(both, key=lambda f: (-self.vectors[a][f] * self.vectors[b][f], f))
        return tuple(worded(feature, self.names) for feature in ranked[:_SHOWN])


def find_stories(library: Library, threads: Threads) -> Iterator[Story]:
    """The stories that more than one report tells, in the order of their first reports."""
    members: dict[int, list[int]] = defaultdict(list)
    for n, text in enumerate(library.texts):
        members[threads.stories[text]].append(n)
    several = [numbers for _, numbers in sorted(members.items()) if len(numbers) > 1]
    return (_story(f"S{n}", numbers, library, threads) for n, numbers in enumerate(several, 1))


def story_names(library: Library, threads: Threads) -> dict[int, str]:
    """The ids of the stories that `find_stories` gives, by the number of each report that belongs to one."""
    counts: dict[int, int] = defaultdict(int)
    for text in library.texts:
        counts[threads.stories[text]] += 1
    ids = {story: f"S{n}" for n, story in enumerate((s for s in sorted(counts) if counts[s] > 1), 1)}
    return {n: ids[story] for n, text in enumerate(library.texts) if (story := threads.stories[text]) in ids}


def _story(name: str, numbers: Sequence[int], library: Library, threads: Threads) -> Story:
    reports = [library.reports[n] for n in numbers]
    days = [report.document.published for report in reports if report.document.published]
    tellings = []
    for n, report in zip(numbers, reports, strict=True):
        text, outlet = library.texts[n], library.outlets[n]
        copy_of = library.reports[text].id if text != n else None
        joined = threads.why.get(n) if copy_of is None else None
        document = report.document
        named = outlet.name if outlet else None
        tellings.append(Telling(document.id, named, document.published, document.title, copy_of, joined))
    title = next((report.document.title for report in reports if report.document.title), None)
    return Story(
        name, title, _about({library.texts[n] for n in numbers}, threads), tally(library, numbers),
        days[0] if days else None, days[-1] if days else None, tuple(tellings),
    )  # fmt: skip


def _about(texts: set[int], threads: Threads) -> tuple[str, ...]:
    """Names and events that weigh most in a story's texts."""
    sums: dict[Feature, float] = defaultdict(float)
    for n in sorted(texts):
        for feature, weight in threads.vectors[n].items():
            if feature[0] in (EVENT, NAME):
                sums[feature] += weight
    ranked = sorted(sums, key=lambda f: (-sums[f], f))
    return tuple(worded(feature, threads.names) for feature in ranked[:_SHOWN])


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
