"""Inputs before they are read: taken out of gzip and zstd, and stopped where they are damaged or grow without end."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from khabar.io import packed
from khabar.io.reports import Failure, Given, read_reports

LINES = "".join(f'{{"id": "{n}", "text": "نص {n}"}}\n' for n in range(2000)).encode()


def zstd(data: bytes) -> bytes:
    packed: bytes = pytest.importorskip("zstandard").compress(data)
    return packed


PACKERS = [(".gz", gzip.compress), (".zst", zstd)]


def texts(path: Path) -> tuple[list[str], list[Failure]]:
    found = list(read_reports([str(path)]))
    return [g.row.text for g in found if isinstance(g, Given)], [f for f in found if isinstance(f, Failure)]


@pytest.mark.parametrize("suffix,pack", PACKERS, ids=["gz", "zst"])
def test_compressed_files_are_read_as_what_they_hold(
    suffix: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    path = tmp_path / f"in.jsonl{suffix}"
    path.write_bytes(pack(LINES[:100]) + pack(LINES[100:]))  # in two members, as appending makes them
    found, failures = texts(path)
    assert (len(found), failures) == (2000, [])
    bare = tmp_path / "bare.dat"
    bare.write_bytes(pack(b'{"text": "one"}'))
    assert texts(bare) == (["one"], [])


def test_the_id_of_a_packed_text_is_its_name(tmp_path: Path) -> None:
    (tmp_path / "speech.txt.gz").write_bytes(gzip.compress("نص".encode()))
    (given,) = read_reports([str(tmp_path / "speech.txt.gz")])
    assert isinstance(given, Given)
    assert given.row.id == "speech"


@pytest.mark.parametrize("suffix,pack", PACKERS, ids=["gz", "zst"])
def test_what_stands_before_damage_is_read(suffix: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    packed = pack(LINES)
    for name, data in (("cut", packed[: len(packed) // 2]), ("torn", packed[:-200] + b"\xff" * 200)):
        path = tmp_path / f"{name}.jsonl{suffix}"
        path.write_bytes(data)
        found, failures = texts(path)
        assert len(found) < 2000
        assert "damaged" in failures[-1].reason
        assert "not read" in failures[-1].reason


@pytest.mark.parametrize("suffix,pack", PACKERS, ids=["gz", "zst"])
def test_bombs_are_stopped(
    suffix: str, pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "FREE", 1 << 20)
    path = tmp_path / f"bomb.jsonl{suffix}"
    path.write_bytes(pack(b'{"text": "first"}\n' + b"\n" * (64 << 20)))
    found, failures = texts(path)
    assert found == ["first"]
    assert "200 times its size" in failures[-1].reason


def test_a_pipe_is_told_by_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (LINES, gzip.compress(LINES), zstd(LINES)):

        class In:
            buffer = io.BytesIO(data)

        monkeypatch.setattr(sys, "stdin", In)
        assert sum(isinstance(item, Given) for item in read_reports(["-"])) == 2000


def test_plain_text_in_a_pipe_is_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    class In:
        buffer = io.BytesIO("قال الوزير".encode())

    monkeypatch.setattr(sys, "stdin", In)
    (given,) = read_reports(["-"])
    assert isinstance(given, Given)
    assert (given.row.text, given.row.id) == ("قال الوزير", None)


def test_zstd_with_a_dictionary_before_it(tmp_path: Path) -> None:
    """As archives of the web are compressed: the dictionary in a frame of its own."""
    zstandard = pytest.importorskip("zstandard")
    trained = zstandard.train_dictionary(4096, [LINES[n : n + 400] for n in range(0, len(LINES), 100)])
    frame = b"\x5d\x2a\x4d\x18" + len(trained.as_bytes()).to_bytes(4, "little") + trained.as_bytes()
    path = tmp_path / "in.jsonl.zst"
    path.write_bytes(frame + zstandard.ZstdCompressor(dict_data=trained).compress(LINES))
    assert len(texts(path)[0]) == 2000
