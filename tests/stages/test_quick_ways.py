"""Ways around work that comes to nothing: what is passed over holds nothing, and what is found is what the plain way finds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from khabar.lexicon.pack import EventRule
from khabar.pipeline import Engine, Report, engine
from khabar.stages import events
from khabar.stages.beside import COMPANION_REACH, SENSE, bare, beside, companions, sport
from khabar.stages.clauses import Clauses
from khabar.stages.forms import VERB
from khabar.stages.mentions import COMPOUND, NAMING
from khabar.text.segment import tokenize

SAMPLE = Path(__file__).parents[2] / "src/khabar/samples/sample.txt"
MORE = "\n\nأطلقت القوات النار على السيارة. وسجل اللاعب هدفا في المباراة وهاجم مرمى الضيوف. وقطعت الجزائر علاقاتها مع المغرب."
STEP = 37  # every so manieth name or phrase is tried


@pytest.fixture(scope="module")
def coder() -> Engine:
    return engine("ar")


@pytest.fixture(scope="module")
def sentences(coder: Engine) -> list[Clauses]:
    """The clauses of all sentences of the sample, as they are while it is coded."""
    seen: list[Clauses] = []

    class Seen(Clauses):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            seen.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "Clauses", Seen)
        coder.code(Report(SAMPLE.read_text(encoding="utf-8") + MORE, published="2025-04-12"))
    return seen


def test_the_first_two_words_of_each_name_lead_to_it(coder: Engine) -> None:
    knowledge = coder.knowledge
    names = [name for name in knowledge.phrases if " " in name]
    assert len(names) > 10_000
    for words in (name.split() for name in names[::STEP]):
        assert knowledge.seconds(words[0])[words[1]] >= len(words)
        assert NAMING in coder.finder.marks[words[0]]


def test_the_first_two_words_of_each_phrase_lead_to_it(coder: Engine) -> None:
    analyser = coder.analyser
    for phrase, packed in list(coder.lexicon.phrases.items())[::STEP]:
        words = phrase.split()
        assert analyser.seconds[words[0]][words[1]] >= len(words)
        tokens = tokenize(phrase, 0, len(phrase))
        if [token.key for token in tokens] == words:
            assert 0 in analyser.phrased(words)
            assert (len(words), packed) in [(end, found) for _, end, found in analyser.phrases(tokens, 0, len(words))]
        if "fcompound_prepositions" in packed:
            assert COMPOUND in coder.finder.marks[words[0]]


def accompanied(clauses: Clauses, rule: EventRule, i: int) -> bool:
    """Whether a companion follows token i, word by word: the plain way."""
    scene, line, words = clauses.scene, clauses.line, 0
    for n in range(i + 1, line.last):
        words += n not in clauses.inside and scene.tokens[n].kind != "sign"
        if words > COMPANION_REACH:
            return False
        if not rule.companions.isdisjoint(companions(scene.keys[n], "f" in scene.words[n].kinds)):
            return True
        if n + 1 < line.last and f"{scene.keys[n]} {scene.keys[n + 1]}" in rule.companions:
            return True
        if clauses.form(n) == VERB or scene.keys[n] in ".!?;":
            return False
    return False


def other_sense(clauses: Clauses, rule: EventRule, i: int) -> str:
    """The word or phrase that shows another sense, word by word: the plain way."""
    line, keys = clauses.line, clauses.scene.keys
    near = keys[max(line.first, i - SENSE) : min(line.last, i + SENSE)]
    sentence = " ".join(keys[line.first : line.last])
    single = (key for key in near if not rule.unless.isdisjoint(bare(key)))
    return next(itertools.chain(single, (p for p in sorted(rule.unless) if " " in p and p in sentence)), "")


def asked(sentences: list[Clauses]) -> Iterator[tuple[Clauses, EventRule, int]]:
    """Each entry with companions or other senses, asked of some words of each sentence."""
    for clauses in sentences:
        rules = [rule for rule in clauses.scene.lexicon.events if rule.companions or rule.unless]
        for n, i in enumerate(range(clauses.line.first, clauses.line.last, 5)):
            yield from ((clauses, rule, i) for rule in rules[n % 3 :: 3])


def test_what_stands_beside_a_trigger_is_found_word_by_word_too(sentences: list[Clauses]) -> None:
    found = 0
    for clauses, rule, i in asked(sentences):
        assert beside(clauses).accompanied(rule, i) == accompanied(clauses, rule, i)
        assert beside(clauses).other_sense(rule, i) == other_sense(clauses, rule, i)
        found += accompanied(clauses, rule, i)
    assert found > 100


def test_a_match_is_known_by_its_words(sentences: list[Clauses]) -> None:
    played = []
    for clauses in sentences:
        line, scene = clauses.line, clauses.scene
        keys = scene.keys[line.first : line.last]
        whole = {w for k, word in zip(keys, scene.words[line.first :], strict=False) for w in companions(k, "f" in word.kinds)}
        whole |= {f"{a} {b}" for a, b in itertools.pairwise(keys)}
        played.append(not sport(scene.lexicon).isdisjoint(whole))
        assert beside(clauses).sport == played[-1]
    assert True in played
    assert False in played


def test_names_that_are_not_wanted_are_left_out(coder: Engine) -> None:
    tagger = coder.tagger
    assert tagger is not None
    tokens = [t.key for t in tokenize(MORE, 0, len(MORE))] + ["قال", "سامر", "الطويل", "ودينا", "قنديل", "في", "بلدة", "رميلان"]
    hints = [""] * len(tokens)
    names = tagger.tag(tokens, hints)
    assert len(names) > 1
    for first, *_ in names:
        assert tagger.tag(tokens, hints, lambda a, b, kind, first=first: a == first) == [n for n in names if n[0] == first]
