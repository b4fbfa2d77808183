"""What each command does: arguments in, calls to the rooms that do the work, and what is printed."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from khabar.api import code_one, load, open_engine
from khabar.bidi import show
from khabar.errors import InputError
from khabar.io.given import check_published
from khabar.io.jsons import to_json
from khabar.io.readers.formats import known_format
from khabar.model.record import Record
from khabar.pipeline import Report, names_of
from khabar.settings import Settings, load_settings
from khabar.terminal import bidi_mode, columns, put, put_lines

_HAPPENING = re.compile(r"H\d+")  # the id of a happening of many reports


def read(options: Namespace) -> int:
    """`khabar read`: one report."""
    settings = load_settings()
    check_published(options.published)
    report = _lone(options, settings)
    told, sure = not options.no_telling, not options.no_calibration
    record = code_one(report, options.names or settings.names, _own(settings), told, sure)
    if options.format == "json":
        put(to_json(record) + b"\n")
        return 0
    from khabar.render import Style, render

    style = Style(columns(), bidi_mode(options.bidi, settings), settings.colour and sys.stdout.isatty(), options.why)
    put(render(record, style).encode("utf-8", "replace"))
    return 0


def _lone(options: Namespace, settings: Settings) -> Report:
    """The report of a file or an address; what the user gives goes before what it says of itself."""
    from khabar.io.reports import read_lone
    from khabar.run.opening import open_intake

    row = read_lone(options.file, open_intake(options.language, settings.language, known_format(options.read_as)))
    given = {"published": options.published, "source": options.source, "url": options.url, "title": options.title}
    found = {name: how for name, how in (row.found or {}).items() if given.get(name) is None}
    kept = {name: getattr(row, name) if value is None else value for name, value in given.items()}
    language = options.language or settings.language
    return Report(row.text, options.id, language=language, author=row.author, found=found, **kept)


def code(options: Namespace) -> int:
    """`khabar code`: many reports."""
    from khabar.coding import code as code_many

    return code_many(options)


def explain(options: Namespace) -> int:
    """`khabar explain`: why an event of a record is coded as it is; without an event, the events there are."""
    from khabar.explain.assemble import explain as explained
    from khabar.explain.pick import choose, choose_event, events, listing, split
    from khabar.explain.show import render
    from khabar.io.records import read_records
    from khabar.render import Style

    if options.event and _HAPPENING.fullmatch(options.event) and options.report is None:
        from khabar.corpus_commands import explain_happening

        return explain_happening(options.record, options.event, options.bidi, options.json)
    settings = load_settings()
    mode = bidi_mode(options.bidi, settings)
    report, wanted = split(options.event, options.report)
    records = read_records(options.record)
    if wanted is None:
        if options.json:
            put(to_json(list(events(records, report))) + b"\n")
        else:
            put_lines(listing(records, report), mode)
        return 0
    record = choose(records, report)
    event = choose_event(record, wanted)
    language, models = record.document.language, record.coder.models
    telling, sure = (any(m.startswith(kind) for m in models) for kind in ("telling-", "calibration-"))
    found = explained(record, event, open_engine(language, names_of(models), _own(settings), telling, sure))
    if options.json:
        put(to_json(found) + b"\n")
        return 0
    style = Style(columns(), mode, settings.colour and sys.stdout.isatty())
    put(render(found, style).encode("utf-8", "replace"))
    return 0


def who(options: Namespace) -> int:
    """`khabar who`: the knowledge base's candidates for a name; what only sounds like it is no find."""
    from khabar.api import who as look_up
    from khabar.render import describe

    on = check_published(options.on)
    settings = load_settings()
    found = look_up(" ".join(options.name), on, _own(settings))
    borne = any(not candidate.proposal for candidate in found)
    if options.json:
        put(to_json(found) + b"\n")
        return 0 if borne else 1
    mode = bidi_mode(options.bidi, settings)
    lines = [show(line, mode) for candidate in found for line in describe(candidate, on)]
    if not borne:
        lines.insert(0, f"nobody of that name is in the knowledge base{'; these sound like it:' if lines else ''}")
    put(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    return 0 if borne else 1


def knowledge_check(options: Namespace) -> int:
    """`khabar knowledge check`: the records of the base and one's own."""
    from khabar.upkeep import check_records

    on = check_published(options.on)
    return 0 if check_records(_own(load_settings()), on[:10] if on else None, options.only) else 1


def knowledge_import(options: Namespace) -> int:
    """`khabar knowledge import`: a file into one's own records."""
    from khabar.knowledge.base import open_knowledge
    from khabar.knowledge.importer import NAME, import_file

    folder = Path(options.into) if options.into else _own(load_settings())
    if folder is None:
        raise InputError('name the folder of your own records: knowledge = "own" in khabar.toml, or --into own')
    outcome = import_file(Path(options.file), folder, open_knowledge())
    print(f"{folder / NAME}: " + "\n".join(outcome.lines()))
    return 0


def knowledge_stats(options: Namespace) -> int:
    """`khabar knowledge stats`: what the base holds."""
    from khabar.knowledge.layer import open_layered
    from khabar.knowledge.stats import stats

    counts = stats(open_layered(_own(load_settings())))
    if options.json:
        put(to_json(counts) + b"\n")
        return 0
    for heading, lines in counts.items():
        print(heading)
        for name, count in lines.items():
            print(f"  {name:36} {count:8,}")
    return 0


def lexicon_check(options: Namespace) -> int:
    """`khabar lexicon check`: the files, then their examples."""
    from khabar.upkeep import check_all, check_examples

    fine = check_all(options.warnings)
    if options.no_examples:
        return 0 if fine else 1
    engine = open_engine("ar", "fast")
    known = Path(options.strict_examples) if options.strict_examples else None
    record = Path(options.record_examples) if options.record_examples else None
    passed = check_examples(lambda text: engine.code(Report(text)), options.examples, known, record)
    return 0 if fine and passed else 1


def lexicon_compile(options: Namespace) -> int:
    """`khabar lexicon compile`: both packs."""
    from khabar.upkeep import compile_all

    return 0 if compile_all(options.check) else 1


def _own(settings: Settings) -> Path | None:
    """The folder of one's own records, where the settings name one."""
    return Path(settings.knowledge) if settings.knowledge else None


def evaluate(options: Namespace) -> int:
    """`khabar evaluate references`, `gsr`, `names` and `sentences`: figures and differences."""
    from khabar.evaluate.gsr import evaluate_gsr
    from khabar.evaluate.names import evaluate_names
    from khabar.evaluate.references import evaluate_references
    from khabar.evaluate.sentences import evaluate_sentences
    from khabar.evaluate.show import lines, summarise

    code = _coder(options, not options.no_telling, not options.no_calibration)
    if options.kind == "names":
        evaluation = evaluate_names([Path(file) for file in options.files], code)
    elif options.kind == "gsr":
        evaluation = evaluate_gsr(Path(options.folder), code)
    elif options.kind == "sentences":
        evaluation = evaluate_sentences(Path(options.folder), code)
    elif options.records:
        records = {record.document.id: record for record in load(options.records)}
        evaluation = evaluate_references(Path(options.folder), lambda report: records.get(report.id or ""))
    else:
        evaluation = evaluate_references(Path(options.folder), code)
    summary = summarise(evaluation, options.interval, options.differences, options.calibration)
    if options.json:
        put(to_json(summary) + b"\n")
    else:
        put_lines(lines(summary), bidi_mode(options.bidi, load_settings()))
    return 0


def evaluate_floors(options: Namespace) -> int:
    """`khabar evaluate floors`: check them, or change them first."""
    from khabar.evaluate.floors import Verdict, check_floors, lower, raised, read_floors
    from khabar.evaluate.floors_file import write_floors
    from khabar.evaluate.measure import measure

    file = Path(options.file)
    floors = read_floors(file)
    if options.lower:
        floors = lower(floors, options.lower, options.reason, date.today())
        write_floors(file, floors)
    folders = [*([Path(options.data)] if options.data else []), file.parent]
    verdicts = []
    for found in check_floors(floors, folders, lambda d, path: measure(d.kind, path, _coder(options, d.telling))):
        print(found.line(), flush=True)
        verdicts += [found] if isinstance(found, Verdict) else []
    below = sum(not verdict.holds for verdict in verdicts)
    print(f"{len(verdicts)} of {len(floors.floor)} floors checked, {below} below")
    if options.raise_floors:
        higher = raised(floors, verdicts, date.today())
        write_floors(file, higher)
        print(f"{sum(a != b for a, b in zip(floors.floor, higher.floor, strict=True))} floors raised in {file}")
    return 1 if below else 0


def _coder(options: Namespace, telling: bool, calibrated: bool = True) -> Callable[[Report], Record]:
    """What codes a report for measuring: as `khabar code` would or, without `telling`, less its second opinion."""
    names = options.names or load_settings().names
    return lambda report: code_one(report, names, telling=telling, calibrated=calibrated)
