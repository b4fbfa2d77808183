"""`khabar code`: settings and options become a run over many reports."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from khabar.api import code_one, open_engine
from khabar.errors import InputError
from khabar.io.count import count_reports
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake
from khabar.io.layouts import layout
from khabar.io.readers.formats import known_format
from khabar.io.reports import read_reports
from khabar.model.record import Record
from khabar.pipeline import Names, Report
from khabar.run.batch import Plan, to_file, to_stream
from khabar.run.opening import open_intake
from khabar.run.progress import Progress
from khabar.run.shards import REPORTS
from khabar.run.tally import Tally
from khabar.run.versions import versions
from khabar.settings import Settings, load_settings

_ENCODER = ("numpy", "onnxruntime")  # what --names careful computes with


def code(options: Namespace) -> int:
    """`khabar code`: many reports."""
    settings = load_settings()
    _refuse(options)
    coder = _coder(options, settings)
    open_engine(**coder)
    plan = _plan(options, settings, coder)
    items = _begun(options.inputs, _intake(options, coder["language"]))
    on = options.progress or sys.stderr.isatty()
    progress = Progress(sys.stderr, count_reports(options.inputs) if on else None, wanted=options.progress)
    if options.output == "-":
        tally = to_stream(items, plan, sys.stdout.buffer, sys.stderr.buffer, progress.add)
    else:
        try:
            tally = to_file(items, plan, options.inputs, Path(options.output), progress.add, fresh=options.fresh)
        except KeyboardInterrupt:
            return _stopped(options.output, progress)
    return _told(options.output, tally, progress)


def code_given(given: Given, language: str, names: Names, own: Path | None, telling: bool, calibrated: bool) -> Record:
    """Code one report of a batch; without an id of its own, it is told by its text's hash."""
    row = given.row
    name = None if row.id is None else str(row.id)
    found = row.found or {}
    stated = row.language or language
    report = Report(row.text, name, row.published, row.source, row.url, stated, row.title, row.author, found)
    return code_one(report, names, own, telling, calibrated)


def versions_of(coder: dict[str, Any], limits: dict[str, Any]) -> dict[str, Any]:
    """Everything that the records of a batch depend on, as it is where this is called."""
    shown = {**coder, "own": str(coder["own"]) if coder["own"] else None}
    libraries = [
        *(["pyarrow"] if limits["layout"] == "parquet" else []),
        *(_ENCODER if coder["names"] == "careful" else []),
    ]
    return versions(open_engine(**coder).knowledge.digest, {**shown, **limits}, libraries)


def _coder(options: Namespace, settings: Settings) -> dict[str, Any]:
    """What decides how a report is coded."""
    return {
        "language": options.language or settings.language,
        "names": options.names or settings.names,
        "own": Path(settings.knowledge) if settings.knowledge else None,
        "telling": not options.no_telling,
        "calibrated": not options.no_calibration,
    }


def _plan(options: Namespace, settings: Settings, coder: dict[str, Any]) -> Plan:
    largest = _positive("largest", options.largest, settings.largest)
    seconds = settings.time_limit if options.time_limit is None else options.time_limit
    shard = _positive("shard", options.shard, REPORTS)
    limits = {"layout": options.format, "largest": largest, "time_limit": seconds, "shard": shard}
    return Plan(
        code=partial(code_given, **coder),
        layout=options.format,
        engine=options.engine or settings.engine,
        workers=_positive("workers", options.workers, settings.workers, _cores()),
        largest=largest,
        seconds=seconds,
        reports=shard,
        versions=partial(versions_of, coder, limits),
        address=options.ray or settings.ray,
    )


def _positive(name: str, *given: int | None) -> int:
    """The first of some values that is given."""
    value = next(v for v in given if v is not None)
    if value < 1:
        raise InputError(f"{name} must be 1 or more, not {value}")
    return value


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _intake(options: Namespace, fallback: str) -> Intake:
    """How the inputs are read."""
    pairs = [given.partition("=") for given in options.column]
    if any(not (key and name) for key, _, name in pairs):
        raise InputError("write --column as KEY=NAME: --column text=story")
    columns = {key: name for key, _, name in pairs}
    return open_intake(options.language, fallback, known_format(options.read_as), columns)


def _begun(inputs: list[str], intake: Intake) -> Iterator[Given | Failure]:
    """The reports; an input that does not exist is told before anything is written."""
    items = read_reports(inputs, intake)
    first = next(items, None)
    return chain([first], items) if first is not None else items


def _refuse(options: Namespace) -> None:
    """Refuse an output that lies in what is read, or cannot be made."""
    if options.output == "-":
        if options.format == "parquet":
            raise InputError("tables are a folder of files and cannot go to standard output: name a folder with -o")
        return
    layout(options.format)  # tells what it would need
    target = Path(options.output).resolve()
    for given in options.inputs:
        path = Path(given).resolve()
        if given != "-" and (path == target or (path.is_dir() and path in target.parents)):
            raise InputError(f"{options.output}: would be written into what is read ({given}); choose another place")


def _stopped(output: str, progress: Progress) -> int:
    """After Ctrl-C: what is kept, and how to go on."""
    progress.end()
    print(
        f"khabar: stopped; {progress.tally.read} reports are done and kept in {output}.parts: "
        "the same command again goes on from there",
        file=sys.stderr,
    )
    return 130


def _told(output: str, tally: Tally, progress: Progress) -> int:
    """The last line, and the exit status."""
    progress.end()
    line = f"khabar: {tally.line(progress.seconds)}"
    if progress.earlier.read:
        line += f"; {progress.earlier.read} of them in an earlier run"
    if (tally.failed or tally.skipped) and output != "-":
        line += f"; reasons in {output}.errors.jsonl"
    print(line, file=sys.stderr)
    return 1 if tally.failed or (tally.skipped and not tally.coded) else 0
