"""A stream of reports becomes shards: bounded, in order, the same each time, told apart by what is in them."""

from __future__ import annotations

import pytest
from coders import given, many

from khabar.io.given import Failure, Given, Row
from khabar.run import shards
from khabar.run.shards import cut


def test_shards_hold_so_many_reports_and_keep_their_order() -> None:
    items = many(7)
    found = list(cut(items, 100, 3))
    assert [len(s.items) for s in found] == [3, 3, 1]
    assert [s.number for s in found] == [0, 1, 2]
    assert [item for s in found for item in s.items] == items


def test_a_shard_ends_with_the_report_that_fills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "BYTES", 10)
    found = list(cut(given("12345", "12345", "1", "123456789012345", "1"), 100))
    assert [[i.row.text for i in s.items if isinstance(i, Given)] for s in found] == [
        ["12345", "12345"], ["1", "123456789012345"], ["1"],
    ]  # fmt: skip


def test_only_so_much_is_read_ahead() -> None:
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        while True:
            taken += 1
            yield given("x")[0]

    next(cut(endless(), 100, 5))
    assert taken == 5


def test_a_text_over_the_limit_is_a_failure_with_its_size() -> None:
    (shard,) = cut(given("نص", "نص طويل"), 12)
    assert isinstance(shard.items[0], Given)
    failure = shard.items[1]
    assert isinstance(failure, Failure)
    assert (failure.input, failure.line, failure.id) == ("in.jsonl", 2, "r2")
    assert "13 bytes, more than 12" in failure.reason


def test_the_digest_tells_what_is_in_a_shard() -> None:
    def digest(*items: Given | Failure) -> str:
        return next(cut(items, 100)).digest

    base = Given("a", 1, Row("text", "x", "2025-04-12"))
    others = [
        (Given("a", 1, Row("text.", "x", "2025-04-12")),), (Given("a", 1, Row("text", "x")),),
        (Given("a", 2, Row("text", "x", "2025-04-12")),), (Given("b", 1, Row("text", "x", "2025-04-12")),),
        (base, base), (Failure("a", 1, "x", "text"),), (Given("a", 1, Row("\ud800", "x")),),
    ]  # fmt: skip
    assert digest(base) == digest(Given("a", 1, Row("".join(["te", "xt"]), "x", "2025-04-12")))
    assert len({digest(base), *(digest(*items) for items in others)}) == 1 + len(others)
