"""Blocks, proper names, times and quotes of a record against a reference (coding manual, sections 1, 2, 3, 4 and 6).

Two spans are the same name or quote when half of their union is shared, the same time from three tenths on; a block is
told by its kind and by where it begins.
"""

from __future__ import annotations

from khabar.evaluate.case import Case, Part, span
from khabar.evaluate.counts import Counts, Judgements, Score, rate
from khabar.evaluate.differences import wanted
from khabar.evaluate.manual import MarkedQuote
from khabar.evaluate.matching import Pairing, Range, at_least, overlap, pair
from khabar.evaluate.reliability import Judged
from khabar.model.record import Content, Quote

_SLACK = 3  # characters by which a block may begin too late
_HALF, _THIRD = at_least(0.5), at_least(0.3)
_OPTIONAL = 0.3  # the overlap with an optional quote from which an extra one costs nothing


def judge_blocks(case: Case) -> Part:
    """Blocks other than paragraphs."""
    gold = [(case.where(b.text, b.occurrence), b.kind) for b in case.marks.blocks]
    found = [(span(b), b.kind) for b in case.blocks()]

    def fit(a: tuple[Range, str], b: tuple[Range, str]) -> float:
        return float(a[1] == b[1] and b[0][0] - _SLACK <= a[0][0] < b[0][1])

    pairing = pair(gold, found, fit)
    differences = [case.difference("missed block", gold[i][0], gold[i][1]) for i in pairing.missed]
    differences += [case.difference("extra block", found[j][0], found[j][1]) for j in pairing.extra]
    return Part({"blocks": _counts(pairing)}, tuple(differences))


def judge_names(case: Case) -> Part:
    """Proper names, and whom they are linked to."""
    marked, mentions = case.marks.mentions, case.mentions()
    gold = [case.where(m.text, m.occurrence) for m in marked]
    found = [span(m) for m in mentions]
    pairing = pair(gold, found, _HALF)
    linked = [case.same(marked[i].actor, mentions[j].entity) for i, j in pairing.pairs]
    differences = [case.difference("missed name", gold[i]) for i in pairing.missed]
    differences += [case.difference("extra name", found[j], mentions[j].type) for j in pairing.extra]
    for (i, j), right in zip(pairing.pairs, linked, strict=True):
        if not right:
            detail = wanted(case.actors([marked[i].actor]), case.found([mentions[j].entity]))
            differences.append(case.difference("wrong link", gold[i], detail))
    links = tuple(Judged(mentions[j].confidence, right) for (_, j), right in zip(pairing.pairs, linked, strict=True))
    named = {j for _, j in pairing.pairs}
    names = tuple(Judged(m.confidence, j in named) for j, m in enumerate(mentions))
    scores: dict[str, Score] = {"mentions": _counts(pairing), "entity linking": rate(linked)}
    return Part(scores, tuple(differences), {"names": names, "links": links})


def judge_times(case: Case) -> Part:
    """Time expressions and their values."""
    marked, times = case.marks.times, case.times()
    gold = [case.where(t.text, t.occurrence) for t in marked]
    found = [span(t) for t in times]
    pairing = pair(gold, found, _THIRD)
    right = [marked[i].value == times[j].value for i, j in pairing.pairs]
    differences = [case.difference("missed time", gold[i], marked[i].value) for i in pairing.missed]
    differences += [case.difference("extra time", found[j], times[j].value or "") for j in pairing.extra]
    for (i, j), good in zip(pairing.pairs, right, strict=True):
        if not good:
            detail = wanted(marked[i].value, times[j].value or "none")
            differences.append(case.difference("wrong time", gold[i], detail))
    return Part({"times": _counts(pairing), "time value": rate(right)}, tuple(differences))


def judge_quotes(case: Case) -> Part:
    """Quotes by their contents, their speakers and their chains; `quotes with speaker` asks for content and speaker."""
    gold = [(case.where(q.content, q.occurrence), q) for q in case.marks.quotes]
    found = [(c, q) for q in (case.record.quotes if case.record else ()) for c in q.contents]
    pairing = _required(gold, found)
    spoken, chained, differences = [], [], []
    for i, j in pairing.pairs:
        place, quote, got = *gold[i], found[j][1]
        spoken.append(quote.speaker is None or case.same(quote.speaker, got.speaker))
        chained.append(case.same_chain(quote.chain, got.chain))
        if quote.speaker is not None and not spoken[-1]:
            detail = wanted(case.actors([quote.speaker]), case.found([got.speaker]))
            differences.append(case.difference("wrong speaker", place, detail))
        elif not chained[-1]:
            detail = wanted(case.actors(quote.chain), case.found([link.entity for link in got.chain]))
            differences.append(case.difference("wrong chain of quote", place, detail))
    differences += [case.difference("missed quote", gold[i][0]) for i in pairing.missed]
    differences += [case.difference("extra quote", span(found[j][0]), found[j][1].kind) for j in pairing.extra]
    scores: dict[str, Score] = {
        "quotes": _counts(pairing),
        "quotes with speaker": strict_counts(pairing, spoken),
        "quote speaker": rate(spoken),
        "quote chain": rate(chained),
    }
    return Part(scores, tuple(differences), _judged(case))


def _judged(case: Case) -> Judgements:
    """How right each quote is, by its content and with its speaker besides; one that only overlaps an optional one is not asked."""
    gold = [(case.where(q.content, q.occurrence), q) for q in case.marks.quotes]
    found, spoken = [], []
    for quote in case.record.quotes if case.record else ():
        spans = [span(content) for content in quote.contents]
        same = [q for place, q in gold if any(_HALF(place, s) for s in spans)]
        if not same and any(q.optional and overlap(place, s) > _OPTIONAL for place, q in gold for s in spans):
            continue
        right = any(q.speaker is None or case.same(q.speaker, quote.speaker) for q in same)
        found.append(Judged(quote.confidence, bool(same)))
        spoken.append(Judged(quote.confidence, right))
    return {"quotes": tuple(found), "quotes with speaker": tuple(spoken)}


def strict_counts(pairing: Pairing, right: list[bool]) -> Counts:
    """Counts that ask more of a pair: one that is not right is a miss and a false alarm."""
    good, wrong = sum(right), len(right) - sum(right)
    return Counts(good, len(pairing.extra) + wrong, len(pairing.missed) + wrong)


def _required(gold: list[tuple[Range, MarkedQuote]], found: list[tuple[Content, Quote]]) -> Pairing:
    """The pairs without those of optional quotes; a quote that overlaps an optional one is no extra."""
    pairing = pair([place for place, _ in gold], [span(content) for content, _ in found], _HALF)
    optional = [place for place, quote in gold if quote.optional]
    return Pairing(
        tuple((i, j) for i, j in pairing.pairs if not gold[i][1].optional),
        tuple(i for i in pairing.missed if not gold[i][1].optional),
        tuple(j for j in pairing.extra if not any(overlap(o, span(found[j][0])) > _OPTIONAL for o in optional)),
    )


def _counts(pairing: Pairing) -> Counts:
    return Counts(len(pairing.pairs), len(pairing.extra), len(pairing.missed))
