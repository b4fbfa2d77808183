"""Warnings a careful editor would give: repeats, censored words, names left in Latin letters, unbalanced quotation
marks, one thing named in two ways, and signs of machine translation.

The evidence is data: `lexicons/<language>/warnings.yaml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from khabar.model.record import Block, Mention, Warning
from khabar.stages.editor_rules import Rules, bare, matches, rules_of
from khabar.stages.latin_names import latin_names
from khabar.stages.machine import suspected
from khabar.stages.scene import Scene
from khabar.text.arabic import AL, LAM, fold, is_arabic, key
from khabar.text.segment import SIGN

PAIRS = ("\u00ab\u00bb", "\u201c\u201d", "\u2039\u203a")
CLOSING = "".join(pair[1] for pair in PAIRS)
SPELLING = 0.7  # likeness from which two words are spellings of one


def find_warnings(scene: Scene, blocks: Sequence[Block]) -> tuple[Warning, ...]:
    """The warnings on a report, sorted by position."""
    rules = rules_of(scene.lexicon)
    folded = fold(scene.text)
    found = list(_repeats(blocks))
    found += _censored(scene, folded, rules)
    latin = list(latin_names(scene, rules))
    found += latin
    found += _unbalanced(scene, blocks)
    terms = list(_terms(scene, rules))
    found += terms
    found += _spellings(scene, rules)
    found += suspected(scene, folded, rules, terms, latin)
    return tuple(sorted(found, key=lambda w: (w.start, w.end, w.code)))


def _repeats(blocks: Sequence[Block]) -> Iterator[Warning]:
    for block in blocks:
        if block.kind == "repeat":
            yield Warning("repeated-block", f"says again what block {block.repeat_of} says", block.start, block.end)


def _censored(scene: Scene, folded: str, rules: Rules) -> Iterator[Warning]:
    """Words that stand for words left out, in what is read of the report."""
    for line in scene.lines:
        for match in rules.censored.finditer(folded, line.start, line.end):
            words = scene.text[match.start() : match.end()]
            yield Warning("redaction", f"«{words}» stands for censored words", *match.span())


# names in Latin letters


def _unbalanced(scene: Scene, blocks: Sequence[Block]) -> Iterator[Warning]:
    """Marks that nothing closes or that close nothing, in blocks whose marks do not come out even."""
    text = scene.text
    for quoted in scene.quoted:
        mark, at = text[quoted.start], quoted.start
        pair = next((p for p in PAIRS if mark in p), None)
        opened = not quoted.closed or (pair is not None and text[quoted.end - 1] not in pair)
        goes_on = text[quoted.end :].lstrip()[:1] == mark  # each paragraph of a long quotation opens anew
        if opened and not goes_on and _uneven(text, blocks, at):
            yield Warning("unbalanced-quotation", f"nothing closes the mark {mark}", at, at + 1)
    for line in scene.lines:
        for token in scene.tokens[line.first : line.last]:
            stray = token.kind == SIGN and token.key in CLOSING and line.kind != "dateline"
            if (
                stray
                and not any(q.start <= token.start < q.end for q in scene.quoted)
                and _uneven(text, blocks, token.start)
            ):
                yield Warning("unbalanced-quotation", f"the mark {token.key} closes nothing", token.start, token.end)


def _uneven(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether the marks of the kind that stands at an offset do not come out even in its block."""
    block = next(b for b in blocks if b.start <= at < b.end)
    piece, mark = text[block.start : block.end], text[at]
    pair = next((p for p in PAIRS if mark in p), None)
    return piece.count(pair[0]) != piece.count(pair[1]) if pair else piece.count(mark) % 2 == 1


# one thing in two ways


def _terms(scene: Scene, rules: Rules) -> Iterator[Warning]:
    """A term in two renderings, each with the same word after it; the longest rendering counts."""
    found = sorted(set(matches(scene, rules.terms)), key=lambda m: (m[1], -m[2]))
    seen: dict[tuple[int, str], dict[int, tuple[int, int]]] = defaultdict(dict)
    covered = -1
    for code, first, last in found:
        if last <= covered:
            continue
        covered = last
        rule, odd = divmod(code, 2)
        terms, after = rules.evidence.terms[rule], ""
        if not terms.alone:
            after = bare(scene.tokens[last].key) if last < len(scene.tokens) else ""
            wanted = after in rules.following[rule] if terms.following else after not in rules.other[rule]
            if not after or scene.tokens[last].kind == SIGN or not wanted:
                continue
            last += 1
        seen[rule, after].setdefault(odd, (scene.tokens[first].start, scene.tokens[last - 1].end))
    for pair in seen.values():
        if len(pair) == 2:
            one, two = sorted(pair.values())
            words = [scene.text[a:b] for a, b in (one, two)]
            yield Warning("inconsistent-term", f"«{words[0]}» and «{words[1]}» seem to render one term", *two)


def _spellings(scene: Scene, rules: Rules) -> Iterator[Warning]:
    """A name that the report spells in two ways."""
    names: dict[str, list[Mention]] = defaultdict(list)
    for mention in scene.resolved.mentions:
        if mention.entity and mention.form == "name" and is_arabic(mention.text):
            names[mention.entity].append(mention)
    for mentions in names.values():
        kept: list[tuple[Mention, list[str]]] = []
        for mention in mentions:
            words = _name_words(scene.text, mention)
            if any(words == own for _, own in kept):
                continue
            other = next((m for m, own in kept if _respelled(own, words, rules)), None)
            kept.append((mention, words))
            if other:
                message = f"«{mention.text}» is also spelt «{other.text}»"
                yield Warning("inconsistent-term", message, mention.start, mention.end)


def _name_words(text: str, mention: Mention) -> list[str]:
    """The folded words of a name without the article, also where it is written «لل»."""
    words = key(mention.text).split()
    if words and words[0][0] == LAM and text[mention.start - 1 : mention.start] == LAM:
        words[0] = words[0][1:]
    return [w.removeprefix(AL) for w in words]


def _respelled(one: Sequence[str], two: Sequence[str], rules: Rules) -> bool:
    """Whether two names differ in one word that is only spelt in another way."""
    ours, theirs = [w for w in one if w not in two], [w for w in two if w not in one]
    if len(ours) != 1 or len(theirs) != 1 or abs(len(one) - len(two)) > 1:
        return False
    a, b = ours[0], theirs[0]
    if any({a, b} <= words for words in rules.same) or any(_inflects(a, b, pair) for pair in rules.endings):
        return False
    return a[0] == b[0] and min(len(a), len(b)) > 2 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELLING


def _inflects(a: str, b: str, endings: tuple[str, str]) -> bool:
    x, y = endings
    return any(
        one.endswith(x) and two.endswith(y) and one[: -len(x)] == two[: -len(y)] for one, two in ((a, b), (b, a))
    )
