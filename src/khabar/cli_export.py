"""The command that writes records in formats of the field: its arguments, and what its help teaches."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_EXPORT = """
RECORDS are files of records, as `khabar code` writes them, or - for standard input. FORMAT is one of

  polecat         POLECAT, tab-separated, 40 columns
  gdelt           GDELT 2.0 Events, tab-separated, 61 columns, no header
  gdelt-mentions  GDELT 2.0 Mentions, tab-separated, 16 columns, no header
  acled           columns like ACLED's, CSV with a header (it is not ACLED data)
  plover          PLOVER records, JSON Lines
  csv             events, CSV with a header
  csv-quotes      quotes, CSV with a header
  gqg             GDELT's Global Quotation Graph, JSON Lines
  ftm             FollowTheMoney entities, JSON Lines
  webannotation   W3C Web Annotations, JSON Lines
  brat            brat standoff, a folder: .txt and .ann for each report

examples:
  khabar export records.jsonl --to csv -o events.csv
  khabar code reports.jsonl -o - | khabar export - --to polecat -o events.tsv
  khabar export records.jsonl --to brat -o annotations/

What a format has no place for is lost, and what Khabar does not know is empty; docs/exports.md lists both, column by
column. Events that are negated, future or hypothetical are no facts: formats without a status leave them out, and
standard error tells how many."""


def add_export(commands: Commands) -> None:
    """Add `khabar export`."""
    text = "write records in a format of the field"
    parser = commands.add_parser(
        "export", help=text, description=text, epilog=_EXPORT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(run=_export)
    parser.add_argument("records", metavar="RECORDS", nargs="+", help="files of records, or - for standard input")
    parser.add_argument("--to", metavar="FORMAT", required=True, help="the format, see below")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="the file or folder to write, or - for stdout")
    text = "also events that did not happen, or not yet, where the format can say so"
    parser.add_argument("--all-statuses", action="store_true", help=text)


def _export(options: argparse.Namespace) -> int:
    """`khabar.exporting.export`, imported when it is called."""
    from khabar.exporting import export

    return export(options)
