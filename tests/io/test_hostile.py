"""Inputs that are truncated, mixed up, broken or made to do harm: none stops a run, hangs, or is lost without a reason.

The inputs come from seeds (`hostile.py`), so that a fault can be made again; `tests/fuzz/long.py` reads ten thousand of them.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hostile import LARGE, MAKERS, MUTATIONS, PACKERS, made, wrong

for _name in ("brotli", "pyarrow", "trafilatura", "zstandard"):
    pytest.importorskip(_name)

BLOCKS = 15
PER_BLOCK = 16  # seeds of a block
BEGUN = 5000


@pytest.mark.parametrize("block", range(BLOCKS))
def test_hostile_inputs(block: int, tmp_path: Path) -> None:
    for seed in range(BEGUN + block * PER_BLOCK, BEGUN + (block + 1) * PER_BLOCK):
        case = made(seed)
        assert list(wrong(case, tmp_path / case.name)) == [], f"seed {seed}: {case.kind}, {case.done}"


def test_the_seeds_make_all_kinds_of_harm() -> None:
    cases = [made(seed) for seed in range(BEGUN, BEGUN + BLOCKS * PER_BLOCK)]
    assert {case.kind for case in cases} == set(MAKERS)
    assert {done for case in cases for done in case.done} >= {*MUTATIONS, *PACKERS}


def test_a_seed_makes_the_same_input_again() -> None:
    assert [made(seed) for seed in range(40)] == [made(seed) for seed in range(40)]


SOME = ["a text of one line", "JSON of one line", "brackets", "a page of tags", "a bomb of gzip", "an archive of marks"]


@pytest.mark.parametrize("name", SOME)
def test_fifty_megabytes_and_bombs(name: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    case = LARGE[name]()
    assert list(wrong(case, tmp_path / case.name)) == []
    assert time.monotonic() - begun < 60  # one or two on a free core


def test_a_fault_of_ours_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check can fail: a reader that loses a line, and one that breaks."""
    from khabar.io.readers import lines

    case = next(case for case in map(made, range(0, 1000, len(MAKERS))) if case.kind == "jsonl" and not case.done)
    row = lines._row
    monkeypatch.setattr(lines, "_row", lambda line, name, n: row(b'{"text": "another"}', name, n))
    assert any("lost" in what for what in wrong(case, tmp_path / case.name))
    monkeypatch.setattr(lines, "_row", lambda line, name, n: 1 / 0)
    assert any("failure of ours" in what for what in wrong(case, tmp_path / case.name))
