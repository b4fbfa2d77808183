"""The command `khabar`: arguments to functions. Nothing heavy is loaded before a command needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from khabar import __version__
from khabar.cli_corpus import add_corpus
from khabar.cli_export import add_export
from khabar.errors import KhabarError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_TOP = """Khabar reads Arabic news into records that can be checked: who said what through whom, and who did what to
whom, when and where, each tied to the words that say it."""
_EXAMPLES = """examples:
  khabar read report.txt --published 2025-04-12        what one report says, for people
  khabar read report.txt --format json                 the same as a record
  khabar code reports.jsonl -o records.jsonl           many reports, one record a line
  khabar explain record.json v2                        why an event was coded, and what lost
  khabar copies records.jsonl                          which reports are one text, and what each copy changed
  khabar stories records.jsonl                         which reports tell one story, and from how many sources
  khabar happenings records.jsonl                      what happened, merged across reports, with sources and disagreements
  khabar compare a.txt b.txt                           what one report adds to another, drops and changes
  khabar export records.jsonl --to csv -o events.csv   as a table, or for GDELT, POLECAT, brat and others
  khabar who "\u0628\u0648\u062a\u064a\u0646" --on 2025-04-12                   whom a name may mean on a day
  khabar lexicon check                                 are the word lists in order?

exit status: 0 all is well; 1 some reports failed or a check found errors; 2 wrong use or input"""
_READ = """examples:
  khabar read report.txt --published 2025-04-12 --source AFP
  khabar read - --why < report.txt                     from standard input, with the rule behind each event
  khabar read page.html                                a page, with the date that it says of itself
  khabar read report.txt --format json > record.json

The text may be UTF-8, UTF-16 or Windows-1256. Without --published, «yesterday» has no day and offices no holder."""
_CODE = """
IN is a file, a folder of files, an address of the web, or - for standard input: text, HTML, JSON Lines (keys: text and, where
known, id, published, source, url, language, title, author), ninjs, RSS and Atom, CSV, Parquet, WARC or a list of addresses
(.urls), as it is or packed with gzip or zstd. What is in a language without a lexicon is skipped.

examples:
  khabar code reports.jsonl -o records.jsonl           reasons of what failed go to records.jsonl.errors.jsonl
  khabar code news/ extra.txt -o records.jsonl
  khabar code crawl.warc.gz feed.rss -o records.jsonl
  khabar code table.csv --column text=story -o records.jsonl
  khabar code reports.jsonl -o records --format parquet
  cat reports.jsonl.gz | khabar code - -o - | head -1

Finished shards are kept in OUT.parts until all are there. A run that was stopped or killed goes on when the same command
is given again, and writes the same bytes as one that was not. OUT.manifest.json tells what OUT was made from and with."""
_EXPLAIN = """
RECORD is a file of records, as `khabar code` or `khabar read --format json` writes them, or - for standard input. EVENT is
the id of an event, v3, or ID:v3 where the file holds several reports. Without it all events are listed, one a line.

examples:
  khabar read report.txt --published 2025-04-12 --format json > record.json
  khabar explain record.json                           which events are there?
  khabar explain record.json v2                        why is v2 coded as it is, and what lost?
  khabar explain records.jsonl AFP-17:v2 --json        the same as data
  khabar explain records.jsonl H7                      why mentions of many reports are one happening (khabar happenings)
  khabar read report.txt --format json | khabar explain - v1

The text of the record is coded again, with the same settings, while every choice is noted: the entry and its frame, who
fills which slot, what decided status, date, place and chain, and the entries, actors and words that were not taken. Where
this version or its word lists come to something else than the record, a warning says so."""
_WHO = """examples:
  khabar who Putin
  khabar who "Boris Johnson" --on 2020-06-01           with the office on that day
  khabar who "Foreign Minister of Germany" --on 2019-06-10
  khabar who UNICEF --json                             entities as in the record, with their roles

A name is looked for in Arabic and English, whole, in part, and last by its sound. What only sounds like it is a
proposal with a score: it is shown, and the exit status is 1 as for nobody."""
_IMPORT = """
FILE holds Wikidata SPARQL results (JSON), Wikidata entities (JSON), or a table (CSV). It is merged, by Wikidata id,
into imported.yaml in the folder of your own records (`knowledge` in khabar.toml), never into the base.

example:
  khabar knowledge import query.json --into own"""

_EVALUATE = """examples:
  khabar evaluate references DIR --differences 5       five differences of each cause, from <id>.json beside <id>.txt
  khabar evaluate references DIR --records out.jsonl   records that were coded before
  khabar evaluate gsr DIR --interval                   the Arabic gold standard for ASSAULT and PROTEST
  khabar evaluate names test.txt --json                names in an IOB file: token, blank, label
  khabar evaluate sentences tests/data/study/b.jsonl   short pieces of the error study"""
_FLOORS = """examples:
  khabar evaluate floors --data ../shared              exit status 1 when a figure is below its floor
  khabar evaluate floors --lower "own/times=0.9" --reason "a stricter grammar, fewer invented dates" """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status; our own errors are one line on standard error."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except KhabarError as error:
        print(f"khabar: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has left: nothing to tell
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="khabar", description=_TOP, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"khabar {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_read(commands)
    _add_code(commands)
    _add_explain(commands)
    add_corpus(commands)
    add_export(commands)
    _add_who(commands)
    _add_knowledge(commands)
    _add_lexicon(commands)
    _add_evaluate(commands)
    return parser


def _command(
    commands: Commands, name: str, text: str, examples: str, run: Callable[..., int]
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=text, description=text, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(run=run)
    return parser


def _lazy(name: str) -> Callable[..., int]:
    """A function of `khabar.commands`, imported when it is called."""

    def run(options: argparse.Namespace) -> int:
        from khabar import commands

        status: int = getattr(commands, name)(options)
        return status

    return run


def _add_read(commands: Commands) -> None:
    parser = _command(commands, "read", "code one report and show what it says", _READ, _lazy("read"))
    parser.add_argument("file", metavar="FILE", help="a file of one report, an address of the web, or - for standard input")
    parser.add_argument("--from", dest="read_as", metavar="FORMAT", help="of the input (default: it is told)")
    parser.add_argument("--published", metavar="DATE", help="the day, or 2025-04-12T18:30:00+03:00, of publication")
    parser.add_argument("--source", help="who published it")
    parser.add_argument("--url", help="where it was published")
    parser.add_argument("--title", help="its title, where the text does not hold it")
    parser.add_argument("--id", help="its id (default: 16 digits of the text's SHA-256)")
    parser.add_argument("--language", metavar="CODE", help="its language (default: ar)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="for people (default) or the record")
    parser.add_argument("--why", action="store_true", help="show the rule that coded each event")
    _bidi(parser)
    _models(parser)


def _bidi(parser: argparse.ArgumentParser) -> None:
    text = "Arabic in text: isolate (for terminals that reorder it), plain, visual (for those that do not)"
    parser.add_argument("--bidi", choices=("auto", "isolate", "plain", "visual"), help=text)


def _add_code(commands: Commands) -> None:
    parser = _command(commands, "code", "code many reports into a file", _CODE, _lazy("code"))
    parser.add_argument("inputs", metavar="IN", nargs="+", help="files, folders, or - (formats: docs/intake.md)")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="the file or folder to write, or - for stdout")
    text = "jsonl (default): a file, one record a line; parquet: a folder of tables (docs/tables.md)"
    parser.add_argument("--format", choices=("jsonl", "parquet"), default="jsonl", help=text)
    parser.add_argument("--language", metavar="CODE", help="of reports that do not say theirs (default: it is told)")
    parser.add_argument("--from", dest="read_as", metavar="FORMAT", help="of the inputs (default: it is told)")
    text = "which column of a table holds what: text=story"
    parser.add_argument("--column", metavar="KEY=NAME", action="append", default=[], help=text)
    _add_run(parser)
    _models(parser)


def _add_run(parser: argparse.ArgumentParser) -> None:
    """How a batch is run: nothing here but the limits changes what is written."""
    group = parser.add_argument_group("run")
    group.add_argument("--workers", metavar="N", type=int, help="processes (default: one a core)")
    text = "local: processes of this machine (default); ray: a Ray cluster; serial: this process alone"
    group.add_argument("--engine", choices=("local", "ray", "serial"), help=text)
    group.add_argument("--ray", metavar="ADDRESS", help="of the Ray cluster (default: the one that Ray finds)")
    group.add_argument("--fresh", action="store_true", help="begin anew: throw away what an earlier run has left")
    group.add_argument("--progress", action="store_true", help="tell how far it is also where that is no terminal")
    group.add_argument("--largest", metavar="BYTES", type=int, help="of text in a report (default: 1000000)")
    group.add_argument("--time-limit", metavar="SECONDS", type=float, help="for a report (default: 60; 0: any)")
    group.add_argument("--shard", metavar="N", type=int, help="reports that are coded and kept together (default: 64)")


def _models(parser: argparse.ArgumentParser) -> None:
    _names(parser)
    text = "without the model that tells acts from mere mention"
    parser.add_argument("--no-telling", action="store_true", help=text)
    text = "without the model that makes confidences of events and quotes true shares"
    parser.add_argument("--no-calibration", action="store_true", help=text)


def _names(parser: argparse.ArgumentParser) -> None:
    text = "names nobody listed: by a small model (fast, default), by an encoder too (careful), or by rules alone (off)"
    parser.add_argument("--names", choices=("careful", "fast", "off"), help=text)
    parser.add_argument("--no-tagger", action="store_const", const="off", dest="names", help="the same as --names off")


def _add_explain(commands: Commands) -> None:
    parser = _command(commands, "explain", "why an event was coded as it was", _EXPLAIN, _lazy("explain"))
    parser.add_argument("record", metavar="RECORD", help="a file of records, or - for standard input")
    parser.add_argument("event", metavar="EVENT", nargs="?", help="v3, or ID:v3 (default: list all events)")
    parser.add_argument("--report", metavar="ID", help="the report, where the file holds several")
    parser.add_argument("--json", action="store_true", help="as data")
    _bidi(parser)


def _add_who(commands: Commands) -> None:
    parser = _command(commands, "who", "whom a name may mean, the likeliest first", _WHO, _lazy("who"))
    parser.add_argument("name", metavar="NAME", nargs="+", help="a name, or an office on a day, in Arabic or English")
    parser.add_argument("--on", metavar="DATE", help="the day for which offices are given")
    parser.add_argument("--json", action="store_true", help="entities as in the record, with their roles")
    _bidi(parser)


def _add_knowledge(commands: Commands) -> None:
    text = "check, extend and count the knowledge base"
    parser = commands.add_parser("knowledge", help=text, description=text)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    check = _command(actions, "check", "what is wrong, old or shared in the records", "", _lazy("knowledge_check"))
    check.add_argument("--on", metavar="DATE", help="the day against which open offices are old (default: today)")
    check.add_argument("--only", metavar="QUESTION", help="stale, seats, doubles, shared, words, arabic, letters or dates")
    fetch = _command(actions, "import", "add records to your own, over the base", _IMPORT, _lazy("knowledge_import"))
    fetch.add_argument("file", metavar="FILE", help="SPARQL results, Wikidata entities or a table")
    fetch.add_argument("--into", metavar="FOLDER", help="the folder (default: `knowledge` in khabar.toml)")
    count = _command(actions, "stats", "what the knowledge base holds, in numbers", "", _lazy("knowledge_stats"))
    count.add_argument("--json", action="store_true", help="as JSON")


def _add_lexicon(commands: Commands) -> None:
    text = "check and compile the word lists and the knowledge base"
    parser = commands.add_parser("lexicon", help=text, description=text)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    check = _command(actions, "check", "check every lexicon and knowledge file", "", _lazy("lexicon_check"))
    check.add_argument("--warnings", action="store_true", help="list the warnings too")
    check.add_argument("--examples", action="store_true", help="list the examples that do not come out as marked")
    check.add_argument("--no-examples", action="store_true", help="check the files only")
    check.add_argument("--strict-examples", metavar="FILE", help="fail when an example fails that FILE does not list")
    check.add_argument("--record-examples", metavar="FILE", help="write the examples that fail to FILE")
    build = _command(actions, "compile", "compile both packs from their files", "", _lazy("lexicon_compile"))
    build.add_argument("--check", action="store_true", help="write nothing; fail when a pack is out of date")


def _add_evaluate(commands: Commands) -> None:
    text = "measure on reference data, and check the quality floors"
    parser = _command(commands, "evaluate", text, _EVALUATE, _lazy("evaluate"))
    kinds = parser.add_subparsers(required=True, metavar="WHAT", dest="kind")
    references = _measuring(kinds, "references", "references in the format of the coding manual")
    references.add_argument("folder", metavar="DIR", help="<id>.json beside <id>.txt")
    references.add_argument("--records", metavar="FILE", help="score these records instead of coding the reports")
    gsr = _measuring(kinds, "gsr", "the Arabic gold standard records for ASSAULT and PROTEST")
    gsr.add_argument("folder", metavar="DIR", help="holds assault.jsonl, assault_spans.jsonl and so for protest")
    names = _measuring(kinds, "names", "proper names on IOB corpora")
    names.add_argument("files", metavar="FILE", nargs="+", help="a token and a label a line, blank lines between")
    sentences = _measuring(kinds, "sentences", "short annotated pieces, such as those of the error study")
    sentences.add_argument("folder", metavar="FILE", help="JSON Lines: text, events, quotes (docs/error-study.md)")
    _add_floors(kinds)


def _measuring(kinds: Commands, name: str, text: str) -> argparse.ArgumentParser:
    parser = _command(kinds, name, text, _EVALUATE, _lazy("evaluate"))
    parser.add_argument("--json", action="store_true", help="figures, and differences where asked for, as JSON")
    parser.add_argument("--interval", action="store_true", help="95 %% intervals by bootstrap")
    text = "how many are right of what has which confidence (docs/calibration.md)"
    parser.add_argument("--calibration", action="store_true", help=text)
    text = "list differences by cause, up to N of each (default: 3)"
    parser.add_argument("--differences", metavar="N", type=int, nargs="?", const=3, help=text)
    _bidi(parser)
    _models(parser)
    return parser


def _add_floors(kinds: Commands) -> None:
    parser = _command(kinds, "floors", "check measures against their floors", _FLOORS, _lazy("evaluate_floors"))
    parser.add_argument("--data", metavar="DIR", help="where data is that does not ship with the program")
    parser.add_argument("--file", metavar="FILE", default="floors.toml", help="default: floors.toml")
    parser.add_argument("--lower", metavar="SET/MEASURE=VALUE", help="lower a floor in the file; takes --reason")
    parser.add_argument("--reason", metavar="TEXT", help="why it is lowered; kept in the file")
    text = "raise the floors that are further below what is measured than their margin"
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help=text)
    _names(parser)


if __name__ == "__main__":
    sys.exit(main())
