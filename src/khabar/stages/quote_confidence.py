"""How likely a quote is right, its content and its speaker: a confidence fitted to quotes whose truth is known.

A logistic model over what is known when all quotes are found: whether there is a speaker and what, how far from the cue the speaker
stands and on which side, how long the chain is, how long the sentence, and whether the content runs on over a comma. Without it the
confidence is the number that its pattern was given by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from khabar.model.record import Mention, Quote
from khabar.stages.calibration import Calibration
from khabar.stages.scene import Scene

COMMA = "\u060c"
CHAIN = 2  # links of a chain, from which on there are no more


def with_confidence(scene: Scene, quotes: Sequence[Quote], calibration: Calibration | None) -> tuple[Quote, ...]:
    """The quotes with calibrated confidences; without a calibration as they are."""
    if calibration is None:
        return tuple(quotes)
    mentions = {mention.id: mention for mention in scene.resolved.mentions}
    return tuple(replace(q, confidence=calibration.quotes.chance(quote_features(scene, q, mentions))) for q in quotes)


def quote_features(scene: Scene, quote: Quote, mentions: dict[str, Mention]) -> dict[str, float]:
    """The features of a quote, each with its size."""
    at = quote.contents[0].start
    length = next((line.end - line.start for line in scene.lines if line.start <= at < line.end), 0)
    found = {"sentence": math.log(1 + length) - 5, f"chain {min(len(quote.chain), CHAIN)}": 1.0}
    person = scene.person(quote.speaker)
    found["no speaker" if person is None else f"speaker {person.type}"] = 1.0
    if any(COMMA in content.text for content in quote.contents):
        found["comma"] = 1.0
    mention = mentions.get(quote.speaker_mention or "")
    if mention is not None and quote.cue is not None:
        found.update(_distance(mention, quote.cue.start, quote.cue.end))
    return found


def _distance(mention: Mention, start: int, end: int) -> Iterator[tuple[str, float]]:
    """On which side of the cue the speaker stands, and how many letters off (logarithm)."""
    after = mention.start >= end
    yield ("after" if after else "before"), 1.0
    yield "far", math.log(1 + max(0, mention.start - end if after else start - mention.end))
