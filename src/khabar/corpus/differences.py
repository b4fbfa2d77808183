"""What one report adds to another, drops and changes: sentences, title, attributions, figures, names."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import msgspec

from khabar.corpus.align import Alignment, Words, align, changed_words
from khabar.corpus.coded import Coded, Entity, told_sentences
from khabar.corpus.figures import Figure, NumberWords, figures
from khabar.corpus.rules import CopyRules
from khabar.corpus.sources import Sources
from khabar.corpus.words import likeness, normal_words
from khabar.corpus.words import pairs as pairs_of
from khabar.model.record import Span

_ALIKE = 0.8  # how alike two spellings of a name are that stand for each other (difflib's ratio)


class Place(msgspec.Struct, frozen=True):
    """A stretch of one of the two texts."""

    start: int
    end: int
    text: str


class Changed(msgspec.Struct, frozen=True):
    """A sentence of the first report as it stands in the second, and the words that were put for others."""

    a: Place
    b: Place
    words: tuple[Words, ...]


class Change(msgspec.Struct, frozen=True):
    """What stands in the first report, and what in the second: None where it was dropped or added.

    `what` says what it is of: the words that a figure counts, the content of a quote.
    """

    a: str | None
    b: str | None
    what: str | None = None


class Sentences(msgspec.Struct, frozen=True):
    """How many sentences are the same and how many stand elsewhere in the order; the others one by one."""

    same: int
    moved: int
    changed: tuple[Changed, ...]
    dropped: tuple[Place, ...]
    added: tuple[Place, ...]


class Differences(msgspec.Struct, frozen=True):
    """All differences from a first report to a second; `credit` is of the agencies that the whole report credits."""

    sentences: Sentences
    title: Change | None
    credit: Change | None
    attributions: tuple[Change, ...]
    figures: tuple[Change, ...]
    names: tuple[Change, ...]


class Part(msgspec.Struct, frozen=True):
    """How much of each report the other has: words, sentences, and the larger of both as a part of 1."""

    words: int
    of_a: float
    of_b: float


class Text(msgspec.Struct, frozen=True):
    """A report made ready for comparing: the spans of its sentences, their normal words, and the chains of quotes in each."""

    record: Coded
    spans: tuple[Span, ...]
    words: tuple[list[str], ...]
    chains: dict[int, list[tuple[str, str]]]
    spellings: dict[str, list[str]]
    credit: str | None


class Comparer:
    """Compares coded reports; `numbers` are the lexicon's number words."""

    def __init__(self, sources: Sources, numbers: Mapping[str, int], rules: CopyRules) -> None:
        self.sources = sources
        self.numbers = NumberWords(numbers)
        self.rules = rules

    def ready(self, record: Coded) -> Text:
        """A report made ready, once for all that it is compared with."""
        spans = tuple(told_sentences(record))
        text = record.document.text
        credit = ", ".join(c.agency.name for c in self.sources.credits(record) if c.where != "text") or None
        words = tuple(normal_words(text[s.start : s.end]) for s in spans)
        return Text(record, spans, words, _chains(record, spans), _spellings(record, spans), credit)

    def compare(self, a: Text, b: Text) -> tuple[Part, Differences]:
        """What two reports share, and in what the second differs from the first."""
        found = align(a.words, b.words, self.rules)
        changed = []
        for i, j in found.changed:
            first, second = _place(a, i), _place(b, j)
            changed.append(Changed(first, second, changed_words(first.text, second.text)))
        sentences = Sentences(
            len(found.same), len(found.moved), tuple(changed),
            tuple(_place(a, i) for i in found.dropped), tuple(_place(b, j) for j in found.added),
        )  # fmt: skip
        return _part(a, b, found), Differences(
            sentences, _change(a.record.document.title, b.record.document.title),
            Change(a.credit, b.credit) if a.credit != b.credit else None,
            tuple(_attributions(a, b, found)), tuple(self._figures(a, b, found)), tuple(_names(a, b)),
        )  # fmt: skip

    def _figures(self, a: Text, b: Text, found: Alignment) -> Iterator[Change]:
        """Figures of changed sentences beside each other, those of sentences dropped and added by themselves."""
        for i, j in found.changed:
            yield from _beside(self._of(a, i), self._of(b, j))
        for i in found.dropped:
            yield from (Change(f.text, None) for f in self._of(a, i))
        for j in found.added:
            yield from (Change(None, f.text) for f in self._of(b, j))

    def _of(self, text: Text, n: int) -> list[Figure]:
        return figures(text.record.document.text, text.spans[n].start, text.spans[n].end, self.numbers)


def _place(text: Text, n: int) -> Place:
    span = text.spans[n]
    return Place(span.start, span.end, text.record.document.text[span.start : span.end])


def _part(a: Text, b: Text, found: Alignment) -> Part:
    """By words and by sentences, whichever is more, as when copies are looked for; what is changed counts as far as it is alike."""
    sizes = [[len(words) for words in text.words] for text in (a, b)]
    pairs = [(pair, 1.0) for pair in found.same]
    pairs += [((i, j), _likeness(a.words[i], b.words[j])) for i, j in found.changed]
    told = [sum(sizes[side][pair[side]] * part for pair, part in pairs) for side in (0, 1)]
    whole = sum(part for _, part in pairs)
    parts = []
    for side in (0, 1):
        words, count = sum(sizes[side]), sum(size > 0 for size in sizes[side])
        parts.append(max(told[side] / words, whole / count) if words else 0.0)
    return Part(round(min(told)), round(parts[0], 4), round(parts[1], 4))


def _likeness(a: list[str], b: list[str]) -> float:
    return likeness(pairs_of(a), pairs_of(b))


def _change(a: str | None, b: str | None) -> Change | None:
    """A change of a title, unless it is one of spelling alone."""
    return None if normal_words(a or "") == normal_words(b or "") else Change(a, b)


def _beside(a: Sequence[Figure], b: Sequence[Figure]) -> Iterator[Change]:
    """Figures of a sentence and of the one that stands for it, less those in both, paired by what they count, then in order."""
    values_a, values_b = Counter(f.value for f in a), Counter(f.value for f in b)
    left, right = _less(a, values_b), _less(b, values_a)
    for one in list(left):
        other = next((f for f in right if f.unit is not None and f.unit == one.unit), None)
        if other is not None:
            left.remove(one)
            right.remove(other)
            yield Change(one.text, other.text, one.unit)
    for one, other in zip(left, right, strict=False):
        yield Change(one.text, other.text)
    yield from (Change(f.text, None) for f in left[len(right) :])
    yield from (Change(None, f.text) for f in right[len(left) :])


def _less(own: Sequence[Figure], others: Counter[str]) -> list[Figure]:
    rest = Counter(others)
    found = []
    for figure in own:
        if rest[figure.value] > 0:
            rest[figure.value] -= 1
        else:
            found.append(figure)
    return found


def _attributions(a: Text, b: Text, found: Alignment) -> Iterator[Change]:
    """Who says what: chains of quotes in sentences that stand for each other, then those of sentences on one side alone."""
    for i, j in sorted([*found.same, *found.changed]):
        yield from _told_by(a.chains.get(i, []), b.chains.get(j, []))
    for i in found.dropped:
        yield from (Change(chain, None, content) for chain, content in a.chains.get(i, []))
    for j in found.added:
        yield from (Change(None, chain, content) for chain, content in b.chains.get(j, []))


def _told_by(first: Sequence[tuple[str, str]], second: Sequence[tuple[str, str]]) -> Iterator[Change]:
    """The chains of two sentences that are not in both: of like contents beside each other."""
    kept = {chain for chain, _ in first} & {chain for chain, _ in second}
    left = [x for x in first if x[0] not in kept]
    right = [x for x in second if x[0] not in kept]
    for chain, content in list(left):
        other = next((x for x in right if _bare(x[1]) == _bare(content)), None)
        if other is not None:
            left.remove((chain, content))
            right.remove(other)
            yield Change(chain, other[0], content)
    yield from (Change(chain, None, content) for chain, content in left)
    yield from (Change(None, chain, content) for chain, content in right)


def _chains(record: Coded, spans: Sequence[Span]) -> dict[int, list[tuple[str, str]]]:
    """The chains of attribution of each sentence, in words, with what is said."""
    names = {e.id: e for e in record.entities}
    found: dict[int, list[tuple[str, str]]] = {}
    for quote in record.quotes:
        at = quote.contents[0].start
        sentence = _sentence(spans, at)
        if sentence is not None and quote.chain:
            chain = " < ".join(entity_name(names[link.entity]) for link in quote.chain if link.entity in names)
            content = record.document.text[at : quote.contents[0].end]
            found.setdefault(sentence, []).append((chain, content))
    return found


def entity_name(entity: Entity) -> str:
    """The English name, else the Arabic one."""
    return entity.name.en or entity.name.ar or entity.id


def _names(a: Text, b: Text) -> Iterator[Change]:
    """Who is named in one report alone, and who is spelled otherwise in the second."""
    first, second = a.spellings, b.spellings
    gone = [name for name in first if name not in second]
    new = [name for name in second if name not in first]
    for name in first:
        if name in second and not {_bare(x) for x in first[name]} & {_bare(x) for x in second[name]}:
            yield Change(first[name][0], second[name][0], name)
    for name in list(gone):  # «زيلينسكي» for «زيلنسكي», where neither is known
        other = get_close_matches(name, new, 1, _ALIKE)
        if other:
            gone.remove(name)
            new.remove(other[0])
            yield Change(first[name][0], second[other[0]][0], name)
    yield from (Change(first[name][0], None) for name in gone)
    yield from (Change(None, second[name][0]) for name in new)


def _spellings(record: Coded, spans: Sequence[Span]) -> dict[str, list[str]]:
    """Each one that the body names, by the knowledge record's id or else by name, with the spellings that stand there."""
    entities = {e.id: e for e in record.entities}
    found: dict[str, list[str]] = {}
    for mention in record.mentions:
        entity = entities.get(mention.entity or "")
        if mention.form == "name" and entity is not None and _sentence(spans, mention.start) is not None:
            found.setdefault(entity.key or _bare(entity.name.ar or mention.text), []).append(mention.text)
    return found


def _sentence(spans: Sequence[Span], at: int) -> int | None:
    """The sentence in which a place of the text lies."""
    n = bisect_right(spans, at, key=lambda span: span.start) - 1
    return n if n >= 0 and at < spans[n].end else None


def _bare(text: str) -> str:
    return " ".join(normal_words(text))
