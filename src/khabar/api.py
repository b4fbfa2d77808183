"""The verbs of the package: `read` one text, `code` many reports, `load` records from a file, `who` for a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from khabar.errors import InputError, LexiconError
from khabar.io.given import check_published
from khabar.io.records import read_records
from khabar.lexicon.pack import FOLDER
from khabar.model.record import Record
from khabar.pipeline import Engine, Names, Report, engine

if TYPE_CHECKING:
    from khabar.knowledge.who import Candidate


def read(
    text: str,
    *,
    published: str | None = None,
    source: str | None = None,
    url: str | None = None,
    language: str = "ar",
    title: str | None = None,
    id: str | None = None,
) -> Record:
    """Code one report. `published` (ISO 8601) settles «yesterday» and who held an office."""
    if not isinstance(text, str):
        raise InputError(f"the text must be a str, not {type(text).__name__}")
    return code_one(Report(text, id, published, source, url, language, title))


def code(reports: Iterable[Report]) -> Iterator[Record]:
    """Code many reports, one after the other; each record is ready as soon as it is asked for."""
    return (code_one(report) for report in reports)


def who(name: str, on: str | None = None, own: Path | None = None, language: str = "ar") -> list[Candidate]:
    """Whom a name may mean, the likeliest first; on a day (ISO 8601) also a description: «وزير الخارجية الألماني»."""
    from khabar.knowledge.who import borne
    from khabar.knowledge.who import who as look_up

    check_published(on)
    coder = open_engine(language, names="off", own=own, telling=False)
    meant = None
    if not borne(coder.knowledge, name):
        record = coder.code(Report(name, published=on))
        whole = (m for m in record.mentions if m.form == "description" and m.text == name.strip()[: len(m.text)])
        keys = {e.id: e.key for e in record.entities}
        meant = next(((k, m.why) for m in whole if (k := keys.get(m.entity or ""))), None)
    return look_up(coder.knowledge, name, on, meant=meant)


def load(path: str | Path) -> Iterator[Record]:
    """The records of a JSON Lines file that `khabar code` wrote; a wrong line is an `InputError` that names it."""
    return read_records(path)


def code_one(
    report: Report, names: Names = "fast", own: Path | None = None, telling: bool = True, calibrated: bool = True
) -> Record:
    """Code one report with the engine of its language; `own` is a folder of records laid over the knowledge base."""
    check_published(report.published)
    return open_engine(report.language, names, own, telling, calibrated).code(report)


def open_engine(
    language: str = "ar", names: Names = "fast", own: Path | None = None, telling: bool = True, calibrated: bool = True
) -> Engine:
    """The engine of a language; one without a lexicon is an `InputError` that lists those there are."""
    known = sorted(p.stem for p in FOLDER.glob("*.pack"))
    if known and language not in known:
        raise InputError(f"there is no lexicon for the language «{language}»; there is: {', '.join(known)}")
    try:
        return engine(language, names, telling, own, calibrated)
    except msgspec.DecodeError as error:
        message = f"a pack or model is not of this version ({error}): run «khabar lexicon compile»"
        raise LexiconError(message) from None
