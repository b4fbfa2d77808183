"""A synthetic corpus whose copies, stories and happenings are known: nothing told in it is true, and nothing is taken from anyone.

Stories tell one happening each (words of `corpus.toml`, names of the knowledge base) in one or more accounts of their own, and
each account is copied by so many outlets, with sentences dropped, added and moved, figures, credits and titles changed, words put
for others, and spelling that varies. Among them stand features about nothing that happened, and forms filled in every day.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import Any

from khabar.knowledge.load import cities, records
from khabar.text.arabic import TA_MARBUTA

WORDS = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))
KNOWLEDGE = Path(__file__).parent.parent / "src/khabar/knowledge"
BEGIN = date(2025, 1, 6)
COPIES = ((0, 35), (1, 20), (2, 15), (4, 14), (6, 6), (9, 6), (15, 3), (40, 1))  # how many, and of a hundred accounts
KEPT = (1.0, 1.0, 0.85, 0.7, 0.5)  # the part of an account's sentences that a copy keeps, at least
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
SEEN = frozenset({"اليوم", "أمس"})
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Land:
    """A country with the forms of its adjective and some of its towns, in Arabic."""

    name: str
    feminine: str
    plural: str
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A report as it is written, and what is known of it.

    `origin` holds a number for each sentence of the body, equal in copies; `family` the account it comes from; `story` its story.
    """

    id: str
    source: str
    published: date
    title: str
    credit: str | None
    sentences: tuple[str, ...]
    origin: tuple[int, ...]
    family: int
    story: int | None
    lead: int | None = None

    def row(self) -> dict[str, str]:
        """What `khabar code` reads."""
        place = f"{self.credit} - " if self.credit else ""
        text = f"{self.title}\n{place}{' '.join(self.sentences)}"
        return {"id": self.id, "source": self.source, "published": self.published.isoformat(), "text": text}


@dataclass
class Maker:
    """Makes reports; everything follows from the seed."""

    chance: random.Random
    days: int
    lands: list[Land] = field(default_factory=list)
    sentences: int = 0
    families: int = 0
    stories: int = 0
    made: int = 0

    def run(self, count: int) -> Iterator[Made]:
        """So many reports, in no order."""
        self.lands = lands()
        while self.made < count:
            pick = self.chance.random()
            batch = self.story() if pick < 0.55 else [self.form()] if pick < 0.65 else self.feature()
            for report in batch[: count - self.made]:
                self.made += 1
                yield replace(report, id=f"r{self.made:05}")

    def story(self) -> list[Made]:
        """One happening in accounts of their own, each with its copies."""
        self.stories += 1
        kind = self.chance.choice(WORDS["happenings"])
        a, b = self.chance.sample(self.lands, 2)
        names = {"a": a.name, "b": b.name, "A": a.feminine, "B": b.feminine, "Bp": b.plural, "p": self.chance.choice(b.towns)}
        figures = {"n": self.chance.randint(3, 9), "m": self.chance.randint(11, 98)}
        day = BEGIN + timedelta(self.chance.randrange(self.days))
        found = []
        for _ in range(self.chance.choices((1, 2, 3, 4), (45, 30, 15, 10))[0]):
            account = self.account(kind, names, figures, day)
            found += [account, *self.copies(account)]
        return found

    def account(self, kind: dict[str, Any], names: dict[str, str], figures: dict[str, int], day: date) -> Made:
        """One report of a happening, written anew."""
        published = day + timedelta(self.chance.choice((0, 0, 0, 1)))
        when = self.chance.choice(("اليوم", f"اليوم {weekday(day)}") if published == day else ("أمس", f"أمس {weekday(day)}"))
        lead = self.chance.choice(kind["lead"]).format(when=when, **names)
        counted = self.chance.choice(kind["figures"]).format(**figures)
        title = self.chance.choice(kind["titles"]).format(**names)
        body = [lead, counted, *(self.background() for _ in range(self.chance.randint(3, 7)))]
        return self.report(title, body, published, self.stories, lead=True)

    def feature(self) -> list[Made]:
        """A report of no happening, and its copies."""
        body = [self.background() for _ in range(self.chance.randint(4, 9))]
        report = self.report(self.title(), body, BEGIN + timedelta(self.chance.randrange(self.days)), None)
        return [report, *self.copies(report)]

    def form(self) -> Made:
        """One day's figures in sentences that are the same every day."""
        day = BEGIN + timedelta(self.chance.randrange(self.days))
        body = [s.format(**{k: self.chance.randint(10, 99) for k in "abcde"}) for s in self.chance.choice(WORDS["common"]["forms"])]
        return self.report("النشرة اليومية", body, day, None, credit=False)

    def report(
        self, title: str, body: list[str], day: date, story: int | None, *, credit: bool = True, lead: bool = False
    ) -> Made:
        """A report with sentences of its own, now and then with a formula of the trade at its end."""
        if self.chance.random() < 0.3:
            body.append(self.chance.choice(WORDS["common"]["formulas"]))
        self.families += 1
        self.sentences += len(body)
        origin = tuple(range(self.sentences - len(body), self.sentences))
        own = self.chance.choice(WORDS["agencies"]) if credit and self.chance.random() < 0.6 else None
        town = self.chance.choice(self.chance.choice(self.lands).towns)
        return Made(
            "", self.chance.choice(WORDS["outlets"]), day, title, f"{town} ({own})" if own else None, tuple(body), origin,
            self.families, story, origin[0] if lead else None,
        )  # fmt: skip

    def background(self) -> str:
        """A sentence that says nothing of the happening."""
        opener = self.chance.choice(WORDS["openers"]) + " " if self.chance.random() < 0.5 else ""
        phrases = [self.chance.choice(WORDS["claim"][part]) for part in ("who", "did", "what", "where", "when")]
        return f"{opener}{' '.join(phrases)}."

    def title(self) -> str:
        return f"{self.chance.choice(WORDS['claim']['who'])} و{self.chance.choice(WORDS['claim']['what'])}"

    # copying

    def copies(self, report: Made) -> list[Made]:
        """The copies of a report."""
        count = self.chance.choices([n for n, _ in COPIES], [weight for _, weight in COPIES])[0]
        outlets = self.chance.sample([o for o in WORDS["outlets"] if o != report.source], min(count, len(WORDS["outlets"]) - 1))
        return [self.copy(report, outlet) for outlet in outlets]

    def copy(self, report: Made, outlet: str) -> Made:
        """One copy with the changes that copies have."""
        keep = ceil(self.chance.choice(KEPT) * len(report.sentences))
        chosen = sorted(self.chance.sample(range(len(report.sentences)), keep))
        if self.chance.random() < 0.15:
            self.chance.shuffle(chosen)
        body = [(self.changed(report.sentences[n]), report.origin[n]) for n in chosen]
        if self.chance.random() < 0.4:
            for _ in range(self.chance.randint(1, 3)):
                self.sentences += 1
                body.insert(self.chance.randint(0, len(body)), (self.background(), self.sentences - 1))
        if self.chance.random() < 0.3:
            body = [(spelled(self.chance, text), n) for text, n in body]
        credit = report.credit
        if credit and self.chance.random() < 0.4:
            town, other = credit.partition(" (")[0], self.chance.choice(WORDS["agencies"])
            credit = None if self.chance.random() < 0.8 else f"{town} ({other})"
        title = report.title if self.chance.random() < 0.5 else self.title()
        day = report.published + timedelta(self.chance.choice((0, 0, 0, 1, 1, 2)))
        texts, origin = zip(*body, strict=True)
        if day != report.published:
            texts = tuple(" ".join(w for w in text.split() if w not in SEEN) for text in texts)  # «yesterday» would be another day
        return replace(report, source=outlet, published=day, title=title, credit=credit, sentences=texts, origin=origin)

    def changed(self, sentence: str) -> str:
        """A sentence, now and then with another figure, a word put for another or one left out."""
        words = sentence.split()
        if self.chance.random() < 0.2:
            words = [str(int(w) + self.chance.randint(1, 5)) if w.isdigit() else w for w in words]
        if self.chance.random() < 0.15 and len(words) > 6:
            at = self.chance.randrange(2, len(words) - 1)
            words[at : at + 1] = self.chance.choice(WORDS["claim"]["when"]).split()[:1] if self.chance.random() < 0.5 else []
        return " ".join(words)


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def spelled(chance: random.Random, text: str) -> str:
    """The same words in another spelling: hamza, ta marbuta, ya, digits, tatweel, as outlets differ in them."""
    way = chance.randrange(5)
    if way == 0:
        return text.replace("أ", "ا").replace("إ", "ا")
    if way == 1:
        return " ".join(w[:-1] + "ه" if w.endswith(TA_MARBUTA) else w for w in text.split())
    if way == 2:
        return text.translate(EASTERN)
    if way == 3:
        return " ".join(w[:-1] + "ى" if w.endswith("ي") else w for w in text.split())
    return text.replace("ال", "الـ", 3)


@lru_cache(maxsize=1)  # reading the records takes seconds
def lands() -> list[Land]:
    """Countries whose name, adjectives and towns are known in Arabic, by id."""
    towns: dict[str, list[str]] = {}
    for city in sorted(cities(KNOWLEDGE), key=lambda c: -c.population):
        if not city.guarded and len(city.ar) > 3 and " " not in city.ar:
            towns.setdefault(city.country, []).append(city.ar)
    found = []
    for path, entry in records(KNOWLEDGE):
        if path.name != "countries.yaml" or not entry.ar or " " in entry.ar:
            continue
        feminine = [w for w in entry.adjectives if w.endswith("ية")]
        plural = [w for w in entry.adjectives if w.endswith("يين")]
        if feminine and plural and len(towns.get(entry.id, ())) > 4:
            found.append(Land(entry.ar, f"ال{feminine[0]}", f"ال{plural[0]}", tuple(towns[entry.id][:12])))
    return found


def make(count: int, days: int, seed: int = 1) -> list[Made]:
    """A corpus of `count` reports over so many days."""
    return list(Maker(random.Random(seed), days).run(count))
