"""Where a report comes from: its outlet, and the agencies that it credits or is told by.

Forty outlets that print one agency's text are one source. An agency is credited for the whole report in its byline or dateline, or
in the chain of attribution that opens its lead; one that is named further on is cited for what it says there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from khabar.corpus.coded import Block, Coded, told_sentences
from khabar.corpus.rules import SourceRules
from khabar.corpus.words import normal_words
from khabar.knowledge.base import Knowledge
from khabar.text.arabic import key
from khabar.text.segment import tokenize

AGENCY = "agency"
_CREDIT_WORDS = 4
WHOLE = ("outlet", "dateline", "byline", "lead")  # where a credit stands that holds for the whole report


class Source(msgspec.Struct, frozen=True):
    """An outlet or agency: the key of its knowledge record, where it has one, and its name."""

    key: str | None
    name: str

    @property
    def identity(self) -> str:
        """What makes two sources one."""
        return self.key or " ".join(normal_words(self.name)) or self.name


class Credit(msgspec.Struct, frozen=True):
    """An agency that a report credits: `where` is outlet (it is the agency's own), dateline, byline, lead or text."""

    agency: Source
    where: str
    text: str


class Printed(msgspec.Struct, frozen=True):
    """One printing of a text: its outlet, and the agencies that it credits."""

    outlet: Source | None
    credits: tuple[Credit, ...]


def origin(printed: Sequence[Printed]) -> tuple[Source | None, str]:
    """The one source of a text, whose first printing stands first, and what says so: the agency credited, else the first outlet."""
    first = printed[0]
    whole = [[c for c in one.credits if c.where in WHOLE] for one in printed]
    for credit in whole[0]:
        if credit.agency.key is not None:
            told = "its own report" if credit.where == "outlet" else f"the original credits it ({credit.where})"
            return credit.agency, told
    credits = [c for own in whole for c in own if c.agency.key is not None]
    counts = Counter(c.agency.identity for c in credits)
    if counts:
        best = min(counts, key=lambda name: (-counts[name], name))
        agency = next(c.agency for c in credits if c.agency.identity == best)
        return agency, f"{counts[best]} of {len(printed)} reports credit it"
    if any(whole):
        return None, "agencies are credited, and none by name"
    return first.outlet, "nobody credits an agency; it had the text first" if first.outlet else "nobody says"


class Sources:
    """Looks up outlets and finds credits."""

    def __init__(self, knowledge: Knowledge, rules: SourceRules) -> None:
        self.knowledge = knowledge
        self.unnamed = frozenset(key(word) for word in rules.unnamed)
        self.lead_sentences = rules.lead_sentences

    def outlet(self, record: Coded) -> Source | None:
        """Who published a report, where it says so."""
        name = (record.document.source or "").strip()
        if not name:
            return None
        found = self.knowledge.phrases.get(" ".join(t.key for t in tokenize(name, 0, len(name))))
        for reading in found.split("|") if found else ():
            fact = self.knowledge.fact(int(reading.split()[1]))
            if fact.role is not None:
                return Source(fact.id, fact.en)
        return Source(None, name)

    def is_agency(self, name: str | None) -> bool:
        """Whether a record of the knowledge base is a news agency's."""
        ref = self.knowledge.ref(name) if name else None
        return ref is not None and self.knowledge.fact(ref).role == AGENCY

    def credits(self, record: Coded) -> tuple[Credit, ...]:
        """The agencies that a report credits, the plainest credit of each, in the order of WHOLE."""
        found: dict[str, Credit] = {}
        for credit in sorted(self._credits(record), key=lambda c: (*WHOLE, "text").index(c.where)):
            found.setdefault(credit.agency.identity, credit)
        return tuple(found.values())

    def _credits(self, record: Coded) -> Iterator[Credit]:
        outlet = self.outlet(record)
        if outlet is not None and self.is_agency(outlet.key):
            yield Credit(outlet, "outlet", record.document.source or "")
        yield from self._lines(record)
        yield from self._chains(record)

    def _lines(self, record: Coded) -> Iterator[Credit]:
        """Agencies in bylines and datelines, named or not."""
        names = {e.id: e for e in record.entities}
        text = record.document.text
        for block in record.document.blocks:
            if not self._credit_line(record, block):
                continue
            where = "dateline" if block.kind == "dateline" else "byline"
            for mention in record.mentions:
                entity = names.get(mention.entity or "")
                if block.start <= mention.start < block.end and entity is not None and self.is_agency(entity.key):
                    yield Credit(Source(entity.key, entity.name.en or mention.text), where, mention.text)
            for token in tokenize(text, block.start, block.end):
                if token.key in self.unnamed:
                    yield Credit(Source(None, text[token.start : token.end]), where, text[token.start : token.end])

    def _credit_line(self, record: Coded, block: Block) -> bool:
        """A byline, a dateline, or a last line that holds nothing but a name: «(رويترز)», which looks like a picture's credit."""
        if block.kind in ("byline", "dateline"):
            return True
        last = record.document.blocks[-1] is block and len(record.document.blocks) > 1
        return last and block.kind == "caption" and len(record.document.text[block.start : block.end].split()) <= _CREDIT_WORDS

    def _chains(self, record: Coded) -> Iterator[Credit]:
        """Agencies by whose word something is told: of the whole report where they stand at the head of its first sentence."""
        names = {e.id: e for e in record.entities}
        mentions = {m.id: m for m in record.mentions}
        lead = list(told_sentences(record))[: self.lead_sentences]
        for quote in record.quotes:
            for link in quote.chain[:1]:
                entity = names.get(link.entity)
                if entity is None or not self.is_agency(entity.key):
                    continue
                mention = mentions.get(link.mention or "")
                at = mention.start if mention else quote.contents[0].start
                where = "lead" if any(x.start <= at < x.end for x in lead) else "text"
                shown = mention.text if mention else entity.name.ar or entity.id
                yield Credit(Source(entity.key, entity.name.en or shown), where, shown)
