"""What a text is about, as features that can be compared: who is named, what is done to whom, words of its title and lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

from khabar.corpus.actors import Actor
from khabar.corpus.coded import Coded, told_sentences
from khabar.corpus.rules import StoryRules
from khabar.corpus.words import normal_words
from khabar.text.arabic import ALEF, BA, FA, KAF, LAM, WAW

EVENT, NAME, WORD = "event", "name", "word"
Feature = tuple[str, str]
_ASIDE = frozenset(("byline", "dateline", "boilerplate"))  # blocks that do not tell the story
_AND, _TO = "\x1f", "\x1e"  # between actors of one side, and between act and sides
_JOINED = WAW + FA + BA + KAF + LAM
_ARTICLE = ALEF + LAM


def features(record: Coded, who: Mapping[str, Actor], rules: StoryRules) -> frozenset[Feature]:
    """The features of a report: names and events of its whole text, words of its title and first sentences."""
    found: set[Feature] = set()
    aside = [(b.start, b.end) for b in record.document.blocks if b.kind in _ASIDE]
    for mention in record.mentions:
        one = who.get(mention.entity or "")
        if one and (mention.form == "name" or one.telling) and not any(a <= mention.start < b for a, b in aside):
            found.add((NAME, one.identity))
    for event in record.events:
        sides = [[who[i] for i in side if i in who] for side in (event.source, event.recipient)]
        if any(one.telling for side in sides for one in side):
            source, recipient = (_AND.join(sorted(one.identity for one in side)) for side in sides)
            found.add((EVENT, _TO.join((event.type, source, recipient))))
    text = record.document.text
    lead = [text[s.start : s.end] for s in list(told_sentences(record))[: rules.lead_sentences]]
    for sentence in [record.document.title or "", *lead]:
        found.update((WORD, stem(word, rules.stem)) for word in normal_words(sentence) if len(word) > 2)
    return frozenset(found)


def worded(feature: Feature, names: Mapping[str, str]) -> str:
    """A feature in words: «event: REQUEST Norway -> Iceland»."""
    kind, value = feature
    if kind == NAME:
        return f"{kind}: {names.get(value, value)}"
    if kind == EVENT:
        act, *sides = value.split(_TO)
        source, recipient = (", ".join(names.get(x, x) for x in side.split(_AND) if x) or "?" for side in sides)
        return f"{kind}: {act} {source} -> {recipient}"
    return f"{kind}: {value}"


def bare(word: str) -> str:
    """A normal word without the letters and the article that are written to its front, where enough is left of it."""
    if (len(word) > 4 and word[0] in _JOINED and word[1:3] == _ARTICLE) or (len(word) > 4 and word[0] == WAW):
        word = word[1:]
    return word[2:] if len(word) > 4 and word.startswith(_ARTICLE) else word


def stem(word: str, letters: int) -> str:
    """A bare word cut to so many letters: a rough key, for likeness and never for coding."""
    return bare(word)[:letters]


class Weights:
    """How much each feature says, from how many texts have it."""

    def __init__(self, texts: Sequence[frozenset[Feature]], rules: StoryRules) -> None:
        self.counts = Counter(feature for text in texts for feature in text)
        self.kinds: Mapping[str, float] = {EVENT: rules.event, NAME: rules.name, WORD: rules.word}
        self.total = len(texts)
        self.most = rules.features

    def of(self, feature: Feature) -> float:
        """A feature's weight: by its kind, and the less the more texts have it."""
        return self.kinds[feature[0]] * log(1 + self.total / self.counts[feature])

    def vector(self, text: frozenset[Feature]) -> dict[Feature, float]:
        """The rarest features of a text with their weights, of length 1; those of one text alone say nothing and are left out."""
        shared = [f for f in text if self.counts[f] > 1]
        chosen = sorted(shared, key=lambda f: (-self.of(f), f))[: self.most]
        weights = {feature: self.of(feature) for feature in chosen}
        length = sqrt(sum(w * w for w in weights.values()))
        return {feature: w / length for feature, w in weights.items()}
