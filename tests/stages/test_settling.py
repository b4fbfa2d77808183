"""Names as a careful reading settles them, in sentences.

A case is a sentence with what the reader finds, sure of it, TYPE(words), or not so sure, TYPE?(words); all other words it takes for
no names. Under it stands what the record names, and what it says of the choice: text TYPE: part of the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from khabar.knowledge.base import open_knowledge
from khabar.lexicon.pack import open_lexicon
from khabar.pipeline import Engine, Report
from khabar.stages.agreeing import Judgement
from khabar.text.segment import tokenize

CASES = """
نامت LOC(زغردين) مبكرا.                                     # nobody listed it: it is added
    زغردين LOC: careful reading
وصل مندوب شركة ORG(كمبليزار) إلى المقر.
    كمبليزار ORG: careful reading
قال انفعال إن الأمر انتهى.                                   # words after «said» that are no name
حضر الحفل PER(بوش) وحده.                                     # a short name that could be anybody's: a person
    بوش PER
سافر الفريق إلى روسيا.                                       # a complete name stands, whatever the reader thinks
    روسيا GPE: in the knowledge base
فاز ORG(دينامو كييف) على ضيفه.                               # a club with a town in its name
    دينامو كييف ORG: careful reading
فاز ORG?(دينامو كييف) على ضيفه.                              # not sure enough to overrule a capital
    كييف GPE
عاد LOC?(زغردين) إلى الهدوء.
    زغردين LOC: careful reading
تحدث وزير PER?(الري) عن السد.                                # nor an office
"""


class Marked:
    """A reader that finds what a sentence has marked."""

    def __init__(self, marked: str) -> None:
        self.found = [
            ([t.key for t in tokenize(words, 0, len(words))], kind, 0.6 if doubt else 0.95)
            for kind, doubt, words in re.findall(r"(PER|LOC|ORG)(\??)\(([^)]+)\)", marked)
        ]

    def read(self, sentences: Sequence[Sequence[str]], hints: Sequence[Sequence[str]]) -> list[Judgement]:
        judged = []
        for sentence, hinted in zip(sentences, hints, strict=True):
            assert len(sentence) == len(hinted)
            keys = [t.key for word in sentence for t in tokenize(word, 0, len(word))]
            names = [
                (n, n + len(words), kind, score)
                for words, kind, score in self.found
                for n in range(len(keys))
                if keys[n : n + len(words)] == words
            ]
            inside = {n for a, b, *_ in names for n in range(a, b)}
            judged.append(Judgement(names, [0.05 if n in inside else 0.99 for n in range(len(keys))]))
        return judged


def cases() -> list[tuple[str, list[str]]]:
    """Sentences with the lines under them."""
    found: list[tuple[str, list[str]]] = []
    for line in CASES.strip().splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        else:
            found.append((line.partition("#")[0].strip(), []))
    return found


@pytest.mark.parametrize("marked,wanted", cases())
def test_names_as_settled(marked: str, wanted: list[str]) -> None:
    text = re.sub(r"(PER|LOC|ORG)\??\(([^)]+)\)", r"\2", marked)
    coder = Engine(open_lexicon("ar"), open_knowledge(), None, reader=Marked(marked), version="careful-test@1")
    record = coder.code(Report(text, published="2025-04-14"))
    assert record.coder.models == ("careful-test@1",)
    named = [m for m in record.mentions if m.form == "name"]
    assert [f"{m.text} {m.type}" for m in named] == [line.partition(":")[0] for line in wanted]
    for mention, line in zip(named, wanted, strict=True):
        assert text[mention.start : mention.end] == mention.text
        assert line.partition(":")[2].strip() in mention.why
