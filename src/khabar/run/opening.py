"""What the readers of reports are told for a run: the languages there are, and the time grammar for dates in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import msgspec

from khabar.io.intake import Intake, Web
from khabar.lexicon.pack import FOLDER, open_lexicon
from khabar.stages.times import TimeWords, find_times, time_words


def open_intake(
    language: str | None = None,
    fallback: str = "ar",
    format: str | None = None,
    columns: dict[str, str] | None = None,
    web: Web | None = None,
) -> Intake:
    """The intake of a run: reports in a language that has no lexicon are skipped; `language` is taken for all that do
    not say theirs, `fallback` for those for which it cannot be told."""
    known = frozenset(path.stem for path in FOLDER.glob("*.pack"))
    return Intake(known, language, fallback, format, columns or {}, day_reader(fallback), web or Web())


def day_reader(language: str) -> Callable[[str], str | None]:
    """What reads a day in words: «13 April 2025» in the language; opened with the first such day."""

    def read(text: str) -> str | None:
        found = find_times(text, [(0, len(text))], _words(language), None)
        return next((t.value for t in found if t.kind == "date" and t.precision == "day" and t.value), None)

    return read


@lru_cache(maxsize=2)
def _words(language: str) -> TimeWords:
    return time_words(msgspec.msgpack.decode(open_lexicon(language).times, strict=False))
