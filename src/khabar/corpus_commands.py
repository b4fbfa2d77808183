"""What the commands that compare reports do: `khabar copies`, `compare`, `stories`, `happenings`."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from khabar.corpus.coded import Coded, read_coded
from khabar.corpus.differences import Comparer
from khabar.corpus.output import write_csv, write_json, write_text
from khabar.corpus.pace import uncollected
from khabar.corpus.rules import open_rules
from khabar.corpus.sources import Sources
from khabar.errors import InputError
from khabar.io.jsons import from_json, to_json
from khabar.knowledge.base import open_knowledge
from khabar.lexicon.pack import open_lexicon
from khabar.render import Style
from khabar.settings import Bidi, Settings, load_settings
from khabar.terminal import bidi_mode, columns, put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from khabar.corpus.happenings import Found, Happening
    from khabar.corpus.library import Library


@uncollected()
def copies(options: Namespace) -> int:
    """`khabar copies`: reports that are one text."""
    from khabar.corpus.copies import find_copies, find_tree
    from khabar.corpus.show_copies import COLUMNS, copy_lines, copy_rows

    settings = load_settings()
    records = read_coded(options.records)
    comparer = open_comparer(settings)
    groups = find_copies(find_tree(records, comparer), comparer)
    if options.format == "json":
        write_json(groups, options.output)
    elif options.format == "csv":
        write_csv(COLUMNS, copy_rows(groups), options.output)
    else:
        write_text(copy_lines(groups, len(records), _style(options, settings), options.most), options.output)
    return 0


def compare(options: Namespace) -> int:
    """`khabar compare`: two reports beside each other."""
    from khabar.corpus.compare import COLUMNS, comparison_lines, comparison_rows
    from khabar.corpus.compare import compare as compared

    settings = load_settings()
    comparer = open_comparer(settings)
    found = compared(_one(options.a, options.records, settings), _one(options.b, options.records, settings), comparer)
    if options.format == "json":
        write_json([found], options.output)
    elif options.format == "csv":
        write_csv(COLUMNS, comparison_rows(found), options.output)
    else:
        write_text(comparison_lines(found, _style(options, settings)), options.output)
    return 0


@uncollected()
def stories(options: Namespace) -> int:
    """`khabar stories`: reports of one story."""
    from khabar.corpus.show_stories import COLUMNS, story_lines, story_rows
    from khabar.corpus.stories import find_stories, find_threads

    settings = load_settings()
    library = _library(options.records, settings)
    found = find_stories(library, find_threads(library, open_rules().stories))
    if options.format == "json":
        write_json(found, options.output)
    elif options.format == "csv":
        write_csv(COLUMNS, story_rows(found), options.output)
    else:
        lines = story_lines(found, len(library.reports), _style(options, settings), options.most)
        write_text(lines, options.output)
    return 0


@uncollected()
def happenings(options: Namespace) -> int:
    """`khabar happenings`: mentions of one happening across reports."""
    from khabar.corpus.happenings import find_happenings
    from khabar.corpus.show_happenings import COLUMNS, happening_lines, happening_rows

    settings = load_settings()
    found = find_happenings(_merged(options.records, settings), open_rules().happenings, options.least)
    if options.format == "json":
        write_json(found, options.output)
    elif options.format == "csv":
        write_csv(COLUMNS, happening_rows(found), options.output)
    else:
        write_text(happening_lines(found, _style(options, settings), options.most), options.output)
    return 0


@uncollected()
def explain_happening(path: str, name: str, bidi: Bidi | None, as_json: bool) -> int:
    """`khabar explain FILE H7`: why mentions are one happening, from a file of happenings or from records."""
    from khabar.corpus.happenings import find_happening
    from khabar.corpus.show_happenings import explained_lines

    settings = load_settings()
    kept = _kept(path)
    if kept is not None:
        happening, apart = next((h for h in kept if h.id == name), None), None
    else:
        found = find_happening(name, _merged([path], settings), open_rules().happenings)
        happening, apart = found if found else (None, None)
    if happening is None:
        raise InputError(f"{path} has no happening «{name}»: «khabar happenings {path} --least 1» lists them")
    if as_json:
        put(to_json({"happening": happening, "apart": apart}) + b"\n")
        return 0
    style = Style(columns(), bidi_mode(bidi, settings), settings.colour and sys.stdout.isatty())
    write_text(explained_lines(happening, apart, style), "-")
    return 0


def _kept(path: str) -> Iterator[Happening] | None:
    """The happenings of a file that `khabar happenings --format json` wrote; None where it is another."""
    from khabar.corpus.happenings import Happening

    if path == "-" or not Path(path).is_file():
        return None
    with Path(path).open("rb") as file:
        first = file.readline()
    try:
        from_json(first, Happening)
    except InputError:
        return None
    lines = Path(path).read_bytes().splitlines()
    return (from_json(line, Happening) for line in lines if line.strip())


def _merged(paths: list[str], settings: Settings) -> Found:
    """The mentions of all reports, merged."""
    from khabar.corpus.counts import Counter
    from khabar.corpus.figures import NumberWords
    from khabar.corpus.happenings import find_merged
    from khabar.corpus.stories import find_threads, story_names

    rules, library = open_rules(), _library(paths, settings)
    stories = story_names(library, find_threads(library, rules.stories))
    counter = Counter(NumberWords(open_lexicon(settings.language).numbers), rules.figures)
    return find_merged(library, stories, counter, rules.happenings)


def _library(paths: list[str], settings: Settings) -> Library:
    """The reports of files, in order, with their copies found."""
    from khabar.corpus.copies import find_tree
    from khabar.corpus.library import open_library

    comparer = open_comparer(settings)
    return open_library(find_tree(read_coded(paths), comparer), comparer.sources)


def open_comparer(settings: Settings) -> Comparer:
    """What compares reports, with one's own records over the knowledge base."""
    rules = open_rules()
    if settings.knowledge:
        from khabar.knowledge.layer import open_layered

        knowledge = open_layered(Path(settings.knowledge))
    else:
        knowledge = open_knowledge()
    return Comparer(Sources(knowledge, rules.sources), open_lexicon(settings.language).numbers, rules.copies)


def _style(options: Namespace, settings: Settings) -> Style:
    here = options.output == "-"
    return Style(columns(), bidi_mode(options.bidi, settings), here and settings.colour and sys.stdout.isatty())


def _one(name: str, records: str | None, settings: Settings) -> Coded:
    """The report that a name means: an id in a file of records, a file that holds one record, or a text, which is coded."""
    if records is not None:
        return _of_id(read_coded([records]), name, records)
    if Path(name).is_file():
        return _text(name, settings) if name.lower().endswith(".txt") else _only(read_coded([name]), name)
    path, _, wanted = name.rpartition(":")
    if path and Path(path).is_file():
        return _of_id(read_coded([path]), wanted, path)
    raise InputError(f"{name}: no such file; give a file of one record, FILE:ID, a .txt file, or an id with --in RECORDS")


def _text(path: str, settings: Settings) -> Coded:
    """A text file, coded as `khabar read` would."""
    from khabar.api import code_one
    from khabar.io.decode import read_text
    from khabar.pipeline import Report

    own = Path(settings.knowledge) if settings.knowledge else None
    report = Report(read_text(path), Path(path).stem, language=settings.language)
    return from_json(to_json(code_one(report, settings.names, own)), Coded)


def _only(found: list[Coded], path: str) -> Coded:
    if len(found) > 1:
        raise InputError(f"{path} holds {len(found)} reports: write {path}:ID, for example {path}:{found[0].id}")
    return found[0]


def _of_id(found: list[Coded], wanted: str, path: str) -> Coded:
    for record in found:
        if record.id == wanted:
            return record
    shown = ", ".join(record.id for record in found[:10]) + (" …" if len(found) > 10 else "")
    raise InputError(f"{path} has no report «{wanted}»; it has {shown}")
