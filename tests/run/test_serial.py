"""A batch goes on whatever comes, and its summary counts what came of each report."""

from __future__ import annotations

import khabar
from khabar.errors import InputError
from khabar.io.given import Failure, Given, Row
from khabar.model.record import Record
from khabar.run.serial import code_all

SKIPPED = Failure("a.jsonl", 2, "b", "is in Persian; there is no lexicon for it", skipped=True)
BROKEN = Failure("a.jsonl", 3, None, "is not JSON")


def code(given: Given) -> Record:
    if given.row.id == "wrong":
        raise InputError("cannot be coded")
    if given.row.id == "bug":
        raise ZeroDivisionError("of ours")
    return khabar.read(given.row.text)


def test_what_was_read_coded_skipped_and_failed_is_counted() -> None:
    rows = [Row("نص", name) for name in ("fine", "wrong", "bug")]
    records: list[Record] = []
    failures: list[Failure] = []
    items = [*(Given("a.jsonl", n, row) for n, row in enumerate(rows, 4)), SKIPPED, BROKEN]
    summary = code_all(items, code, records.append, failures.append)
    assert (summary.read, summary.coded, summary.skipped, summary.failed) == (5, 1, 1, 3)
    assert len(records) == 1
    assert [f.reason.split(":")[0] for f in failures] == [
        "cannot be coded", "internal error, please report it", SKIPPED.reason, BROKEN.reason,
    ]  # fmt: skip
    assert "1 coded, 1 skipped, 3 failed" in summary.line()
