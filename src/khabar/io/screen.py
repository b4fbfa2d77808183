"""The languages of reports: told where they are not stated, and what is in none that can be coded is skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.language import name_of, tell_language


def screen(items: Iterable[Given | Failure], intake: Intake) -> Iterator[Given | Failure]:
    """The items, each report with its language, or skipped for it; without languages to choose from, as they are."""
    if intake.languages is None:
        yield from items
        return
    for item in items:
        yield item if isinstance(item, Failure) else _screened(item, intake, intake.languages)


def _screened(given: Given, intake: Intake, languages: frozenset[str]) -> Given | Failure:
    """What the caller states is trusted; what a page or a feed states only where the text itself does not tell."""
    row = given.row
    if row.language is not None and "language" not in (row.found or {}):
        code = _main(row.language)
        name, how = name_of(code), "stated"
    elif intake.language is not None:
        code, name, how = intake.language, name_of(intake.language), "stated"
    else:
        told = tell_language(row.text)
        if told is not None:
            code, name, how = told.code, told.name, "told by its letters and words"
        elif row.language is not None and _main(row.language) in languages:
            code, name, how = _main(row.language), "", (row.found or {})["language"]
        else:
            code, name, how = intake.fallback, "", "assumed"
    if code not in languages:
        reason = f"is in {name} ({how}); there is a lexicon for: {', '.join(sorted(languages))}"
        return Failure(given.input, given.line, None if row.id is None else str(row.id), reason, skipped=True)
    found = (row.found or {}) if how == "stated" else {**(row.found or {}), "language": how}
    return msgspec.structs.replace(given, row=msgspec.structs.replace(row, language=code, found=found or None))


def _main(language: str) -> str:
    """«ar» of «ar-EG»."""
    return language.strip().lower().replace("_", "-").partition("-")[0]
