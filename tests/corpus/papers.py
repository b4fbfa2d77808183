"""Invented reports written in tests as people write them, and coded.

A report begins with a line «# id | outlet | published», each but the id perhaps empty; the lines under it are its text.
"""

from __future__ import annotations

from functools import lru_cache

from khabar.api import code_one
from khabar.corpus.coded import Coded
from khabar.corpus.differences import Change, Comparer
from khabar.corpus.rules import open_rules
from khabar.corpus.sources import Sources
from khabar.io.jsons import from_json, to_json
from khabar.knowledge.base import open_knowledge
from khabar.lexicon.pack import open_lexicon
from khabar.pipeline import Report


@lru_cache(maxsize=1)
def comparer() -> Comparer:
    """What compares, as the commands use it."""
    rules = open_rules()
    return Comparer(Sources(open_knowledge(), rules.sources), open_lexicon("ar").numbers, rules.copies)


@lru_cache(maxsize=32)
def papers(text: str) -> tuple[Coded, ...]:
    """The reports of a text, coded."""
    found = []
    for part in text.strip().removeprefix("#").split("\n#"):
        head, _, body = part.partition("\n")
        name, source, published = [cell.strip() or None for cell in head.split("|")]
        record = code_one(Report(body.strip(), name, published, source))
        found.append(from_json(to_json(record), Coded))
    return tuple(found)


def shown(changes: tuple[Change, ...]) -> list[str]:
    """Changes as «a -> b», with + for what is added and - for what is dropped."""
    return [
        f"+ {c.b}" if c.a is None else f"- {c.a}" if c.b is None else f"{c.a} -> {c.b}"
        for c in changes
    ]  # fmt: skip
