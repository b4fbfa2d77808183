"""The commands that compare reports: their arguments, and what their help teaches."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_COPIES = """
RECORDS are files that `khabar code` wrote, or - for standard input.

A report is a copy of an earlier one where two fifths of the shorter of the two, by words or sentences, stand in the other as
well, word for word or nearly so. Each group has its original, the first published, and of each copy what it adds, drops and
changes: sentences, figures, attributions, names, the agency it credits. A group is one text and so one source, whether one
outlet prints it or forty.

examples:
  khabar code reports.jsonl -o records.jsonl
  khabar copies records.jsonl                          the groups, for people
  khabar copies records.jsonl --most 0                 without the differences one by one
  khabar copies records.jsonl --format csv -o copies.csv     a table, one row a report
  khabar copies records.jsonl --format json -o copies.jsonl  one group a line, with every difference by offset"""
_COMPARE = """
A and B are files of one record, FILE:ID where a file holds many, .txt files, which are coded first, or with --in the ids of two
reports. What is listed is what B adds to A, drops from it and changes in it.

examples:
  khabar compare agency.txt newspaper.txt
  khabar compare records.jsonl:AFP-17 records.jsonl:daily-3
  khabar compare AFP-17 daily-3 --in records.jsonl --format csv"""

_STORIES = """
RECORDS are files that `khabar code` wrote, or - for standard input.

Two texts tell one story where they share who is named, what is done to whom and the words of title and lead, the rarer the more
it counts; a story is over after four days without a report. Copies of one text count as one text, and texts of one agency as one
source: «12 reports of 9 outlets, 4 texts, 2 independent sources».

examples:
  khabar stories records.jsonl                         the stories, for people
  khabar stories records.jsonl --most 20               with up to twenty reports of each, and why each is there
  khabar stories records.jsonl --format csv -o stories.csv   a table, one row a report"""

_HAPPENINGS = """
RECORDS are files that `khabar code` wrote, or - for standard input.

Mentions of one happening are merged across reports: type, actors, day and place must not speak against it, and what speaks for it
must come to so many points (src/khabar/corpus/rules.toml says how many, and within which tolerances). Shown are who did what to
whom, when and where, how many reports, outlets and independent sources tell it, the first and the last, and where reports
disagree: figures, who did it, denials, day and place. What is only possible is no happening.

examples:
  khabar happenings records.jsonl                      what two or more reports tell
  khabar happenings records.jsonl --least 1 --format json -o happenings.jsonl   all, one a line, with every reason
  khabar happenings records.jsonl --format csv -o happenings.csv                a table, one row a mention
  khabar explain records.jsonl H7                      why these mentions are one, and what was kept apart
  khabar explain happenings.jsonl H7                   the same from a file of happenings, at once"""


def add_corpus(commands: Commands) -> None:
    """Add the commands that compare reports."""
    copies = _command(commands, "copies", "which reports are one text, and what each copy changed", _COPIES, "copies")
    copies.add_argument("records", metavar="RECORDS", nargs="+", help="files of records, or - for standard input")
    _output(copies, "one group a line (json), one row a report (csv)")
    _most(copies, "differences of a kind", 3)
    stories = _command(commands, "stories", "which reports tell one story, across outlets and days", _STORIES, "stories")
    stories.add_argument("records", metavar="RECORDS", nargs="+", help="files of records, or - for standard input")
    _output(stories, "one story a line (json), one row a report (csv)")
    _most(stories, "reports", 5)
    text = "what happened, merged across reports, with sources and disagreements"
    happenings = _command(commands, "happenings", text, _HAPPENINGS, "happenings")
    happenings.add_argument("records", metavar="RECORDS", nargs="+", help="files of records, or - for standard input")
    least = "happenings that at least so many reports tell (default: 2)"
    happenings.add_argument("--least", metavar="N", type=int, default=2, help=least)
    _output(happenings, "one happening a line (json), one row a mention (csv)")
    _most(happenings, "mentions", 5)
    compare = _command(commands, "compare", "what one report adds to another, drops and changes", _COMPARE, "compare")
    compare.add_argument("a", metavar="A", help="a report")
    compare.add_argument("b", metavar="B", help="the report to compare with it")
    compare.add_argument("--in", dest="records", metavar="RECORDS", help="the file of records in which A and B are ids")
    _output(compare, "one object (json), one row a difference (csv)")


def _command(commands: Commands, name: str, text: str, examples: str, function: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=text, description=text, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(run=_lazy(function))
    return parser


def _lazy(name: str) -> Callable[[argparse.Namespace], int]:
    """A function of `khabar.corpus_commands`, imported when it is called."""

    def run(options: argparse.Namespace) -> int:
        from khabar import corpus_commands

        status: int = getattr(corpus_commands, name)(options)
        return status

    return run


def _output(parser: argparse.ArgumentParser, told: str) -> None:
    text = f"for people (default), {told}"
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help=text)
    parser.add_argument("-o", "--output", metavar="OUT", default="-", help="the file to write (default: standard output)")
    bidi = "Arabic in text: isolate (for terminals that reorder it), plain, visual (for those that do not)"
    parser.add_argument("--bidi", choices=("auto", "isolate", "plain", "visual"), help=bidi)


def _most(parser: argparse.ArgumentParser, what: str, most: int) -> None:
    text = f"how many {what} are shown in text (default: {most})"
    parser.add_argument("--most", metavar="N", type=int, default=most, help=text)
