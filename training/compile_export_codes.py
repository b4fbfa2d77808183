"""Compile the code tables of the exports: country codes from open tables, and brat's configuration from the ontology.

Reads country-codes and the COW numbers of NGEC under --data, and export_codes_overrides.tsv beside this file; writes
countries.tsv and annotation.conf into src/khabar/io/exports/data.
"""

import argparse
import csv
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
OVERRIDES = Path(__file__).with_name("export_codes_overrides.tsv")
FOLDER = ROOT / "src" / "khabar" / "io" / "exports" / "data"
COLUMNS = ("iso3", "iso2", "numeric", "fips", "cow", "cameo", "name")
SPANS = ("PER", "ORG", "GPE", "NORP", "LOC", "FAC")
STATUSES = ("negated", "future", "hypothetical")


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def cow_numbers(file: Path) -> dict[str, str]:
    """The Correlates of War number that each country (ISO 3166-1 alpha-3) has today."""
    today = (row for row in rows(file) if row["iso3"] and row["cow_id"] and not row["valid_until"])
    return {row["iso3"]: row["cow_id"] for row in today}


def countries(data: Path) -> list[dict[str, str]]:
    """One row a country with its codes, the overrides applied; «» where there is none."""
    cow = cow_numbers(data / "ngec" / "cow2iso.txt")
    table = {
        code: {
            "iso3": code,
            "iso2": row["ISO3166-1-Alpha-2"],
            "numeric": row["ISO3166-1-numeric"],
            "fips": row["FIPS"],
            "cow": cow.get(code, ""),
            "cameo": code,
            "name": row["CLDR display name"],
        }
        for row in rows(data / "country-codes" / "country-codes.csv")
        if (code := row["ISO3166-1-Alpha-3"])
    }
    for line in OVERRIDES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, column, value, _ = line.split("\t")
            table.setdefault(code, dict.fromkeys(COLUMNS, "") | {"iso3": code})[column] = "" if value == "-" else value
    return [table[code] for code in sorted(table)]


def as_tsv(table: list[dict[str, str]]) -> str:
    """The table with a header, tab-separated."""
    lines = ["\t".join(COLUMNS), *("\t".join(row[c] for c in COLUMNS) for row in table)]
    return "\n".join(lines) + "\n"


def annotation_conf(ontology: dict[str, dict[str, object]]) -> str:
    """brat's configuration: the spans, relations, events and attributes that an export holds."""
    modes = sorted({mode for entry in ontology.values() for mode in entry["modes"]})  # type: ignore[attr-defined]
    slots = "Source*:<ENTITY>, Recipient*:<ENTITY>, Place?:<ENTITY>"
    lines = [
        "# Compiled by training/compile_export_codes.py.",
        "[entities]", *SPANS, "Time", "Quote", "Cue",
        "[relations]",
        "SaidBy\tArg1:Quote, Arg2:<ENTITY>",
        "CuedBy\tArg1:Quote, Arg2:Cue",
        "Coref\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
        "[events]", *(f"{kind}\t{slots}" for kind in ontology),
        "[attributes]",
        f"Status\tArg:<EVENT>, Value:{'|'.join(STATUSES)}",
        f"Mode\tArg:<EVENT>, Value:{'|'.join(modes)}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds country-codes and ngec")
    data = parser.parse_args().data
    ontology = yaml.safe_load((ROOT / "src" / "khabar" / "lexicons" / "plover.yaml").read_text(encoding="utf-8"))
    (FOLDER / "countries.tsv").write_text(as_tsv(countries(data)), encoding="utf-8")
    (FOLDER / "annotation.conf").write_text(annotation_conf(ontology), encoding="utf-8")


if __name__ == "__main__":
    main()
