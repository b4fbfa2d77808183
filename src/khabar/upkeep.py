"""Keep the word lists and the knowledge base in order: check the files, run their examples, compile the packs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from khabar.errors import InputError
from khabar.knowledge.audit import ASKED, audit
from khabar.knowledge.base import FOLDER as KNOWLEDGE
from khabar.knowledge.base import PACK
from khabar.knowledge.check import check_knowledge
from khabar.knowledge.compile import compile_knowledge
from khabar.knowledge.layer import open_layered, own_records
from khabar.knowledge.load import records
from khabar.lexicon.check import Example, check_lexicon, known_failures, run_examples
from khabar.lexicon.compile import compile_lexicon
from khabar.lexicon.pack import FOLDER as LEXICONS
from khabar.model.record import Record


def languages() -> list[Path]:
    """The folders of the languages that have a lexicon."""
    return sorted(p.parent for p in LEXICONS.glob("*/events"))


def check_all(warnings: bool) -> bool:
    """Check every file; print what is wrong, and tell whether nothing is."""
    findings = [f for folder in languages() for f in check_lexicon(folder)] + list(check_knowledge(KNOWLEDGE))
    counts = Counter(f.severity for f in findings)
    for finding in sorted(findings, key=lambda f: (f.severity, f.path, f.line)):
        if finding.severity == "error" or warnings:
            print(finding)
    hint = "" if warnings or not counts["warning"] else " (--warnings lists them)"
    print(f"files: {counts['error']} errors, {counts['warning']} warnings{hint}")
    return not counts["error"]


def check_records(own: Path | None, on: str | None, only: str | None) -> bool:
    """Check the records, and a user's own over them; print what is found, and tell whether there is no error."""
    if only is not None and only not in ASKED:
        raise InputError(f"there is no question «{only}»; there are {', '.join(ASKED)}")
    errors = [f for f in check_knowledge(KNOWLEDGE) if f.severity == "error"]
    for finding in errors:
        print(finding)
    if own is not None:
        open_layered(own)  # refuses what is wrong in them
    if errors:
        return False
    mine = own_records(own) if own else []
    replaced = {entry.id for _, entry in mine}
    found = [*((p, e) for p, e in records(KNOWLEDGE) if e.id not in replaced), *mine]
    counts = Counter(dict.fromkeys(ASKED if only is None else [only], 0))
    for question, finding in audit(found, date.fromisoformat(on) if on else date.today(), only):
        counts[question] += 1
        print(f"{question}: {finding}")
    print(f"records: {len(found)}; no errors; " + ", ".join(f"{name} {n}" for name, n in counts.items()))
    return True


def check_examples(code: Callable[[str], Record], listed: bool, known: Path | None, record: Path | None) -> bool:
    """Run the example sentences; print the rate, and tell whether none fails that is not known to."""
    expected = known_failures(known) if known else frozenset()
    examples = [e for folder in languages() for e in run_examples(folder, code)]
    failed = [e for e in examples if not e.passed]
    if listed:
        for example in failed:
            print(example.line)
    for counter, name in ((False, "examples"), (True, "counter sentences")):
        of = [e for e in examples if e.counter == counter]
        good = sum(e.passed for e in of)
        print(f"{name}: {good} of {len(of)} come out as marked ({100 * good / max(len(of), 1):.1f} %)")
    worst = Counter(e.entry for e in failed).most_common(8)
    if worst:
        most = ", ".join(f"{entry} {n}" for entry, n in worst)
        print(f"entries with failures: {len({e.entry for e in failed})}; most: {most}")
    if record:
        _record(record, failed)
    return not known or _strict(known, failed, examples, expected)


def _strict(known: Path, failed: list[Example], examples: list[Example], expected: frozenset[str]) -> bool:
    """Whether all failures are known; those that now pass are told, so that the file can shrink."""
    new = [e for e in failed if e.line not in expected]
    for example in new:
        print(f"error: fails and is not in {known.name}: {example.line}")
    better = expected & {e.line for e in examples if e.passed}
    if better:
        print(f"{len(better)} of the known failures now pass: khabar lexicon check --record-examples {known}")
    return not new


def _record(path: Path, failed: list[Example]) -> None:
    head = "# Examples that do not yet come out as marked; written by: khabar lexicon check --record-examples"
    try:
        path.write_text("\n".join([head, *sorted(e.line for e in failed)]) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def packs() -> Iterator[tuple[Path, bytes]]:
    """Each pack with the bytes that its files give."""
    for folder in languages():
        yield folder.with_suffix(".pack"), compile_lexicon(folder)
    yield PACK, compile_knowledge(KNOWLEDGE)


def compile_all(check: bool) -> bool:
    """Write the packs or, with `check`, compare them with what the files give."""
    fine = True
    for path, data in packs():
        same = path.exists() and path.read_bytes() == data
        if check and not same:
            fine = False
            print(f"error: {path.name} is not what its files give: run «khabar lexicon compile»", file=sys.stderr)
        elif not check and not same:
            path.write_bytes(data)
            print(f"{path.name}: written, {len(data) // 1024} KiB")
        else:
            print(f"{path.name}: up to date")
    return fine
