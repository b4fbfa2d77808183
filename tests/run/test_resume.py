"""A run that was broken off anywhere and taken up again writes the bytes of one that was not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from coders import faulty, given, many, plain

from khabar.errors import InputError
from khabar.io.given import Failure, Given
from khabar.run import resume
from khabar.run.batch import Plan, to_file
from khabar.run.tally import Tally

VERSIONS = {"khabar": "1", "settings": {"names": "fast"}}
PLAN = Plan(plain, engine="serial", reports=3)


def run(
    output: Path, items: list[Given | Failure], plan: Plan = PLAN, versions: dict[str, Any] = VERSIONS, **more: bool
) -> tuple[Tally, Tally]:
    """What came of all reports, and of those that an earlier run had coded."""
    earlier = Tally()

    def tell(tally: Tally, before: bool) -> None:
        nonlocal earlier
        earlier += tally if before else Tally()

    plan = msgspec.structs.replace(plan, versions=lambda: versions)
    return to_file(items, plan, ["in.jsonl"], output, tell, **more), earlier


def written(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, less the name of the output in the manifest."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Broken(BaseException):
    """The run is broken off here."""


def broken_off(items: list[Given | Failure], after: int) -> Iterator[Given | Failure]:
    yield from items[:after]
    raise Broken


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    """What an unbroken run writes."""
    (tmp_path / "whole").mkdir()
    run(tmp_path / "whole" / "out.jsonl", ITEMS, msgspec.structs.replace(PLAN, code=faulty))
    return written(tmp_path / "whole")


ITEMS = [*many(10), *given("refuse"), *many(5)]


def test_an_output_has_failures_and_a_manifest_beside_it(tmp_path: Path, whole: dict[str, bytes]) -> None:
    assert sorted(whole) == ["out.jsonl", "out.jsonl.errors.jsonl", "out.jsonl.manifest.json"]
    manifest = json.loads(whole["out.jsonl.manifest.json"])
    assert manifest["versions"] == VERSIONS
    assert {"read": 16, "coded": 15, "failed": 1, "shards": 6}.items() <= manifest["reports"].items()
    assert [f["file"] for f in manifest["files"]] == ["out.jsonl", "out.jsonl.errors.jsonl"]
    assert [f["bytes"] for f in manifest["files"]] == [len(whole[f["file"]]) for f in manifest["files"]]
    output = tmp_path / "whole" / "out.jsonl"
    run(output, many(2))
    assert sorted(written(output.parent)) == ["out.jsonl", "out.jsonl.manifest.json"]  # no failures this time
    assert len(output.read_bytes().splitlines()) == 2
    run(output, [])
    assert output.read_bytes() == b""


@pytest.mark.parametrize("after", [0, 2, 3, 8, 12, 16])
def test_what_was_finished_is_not_coded_again(after: int, tmp_path: Path, whole: dict[str, bytes]) -> None:
    output = tmp_path / "broken" / "out.jsonl"
    output.parent.mkdir()
    plan = msgspec.structs.replace(PLAN, code=faulty)
    with pytest.raises(Broken):
        run(output, broken_off(ITEMS, after), plan)  # type: ignore[arg-type]
    assert not output.exists()
    tally, earlier = run(output, ITEMS, plan)
    assert earlier.read == after // 3 * 3
    assert tally.read == 16
    assert written(output.parent) == whole


def test_a_run_may_be_broken_off_at_any_step_of_writing(
    tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files take their names by `replace`: the run is broken off before each of them, and after."""
    plan = msgspec.structs.replace(PLAN, code=faulty)
    replace, steps = Path.replace, 0

    def step(path: Path, target: Any) -> Path:
        nonlocal steps
        steps += 1
        if steps == stop and before:
            raise Broken
        done = replace(path, target)
        if steps == stop:
            raise Broken
        return done

    monkeypatch.setattr(Path, "replace", step)
    for before in (True, False):
        for stop in range(1, 1000):
            output = tmp_path / f"{before}-{stop}" / "out.jsonl"
            output.parent.mkdir()
            steps = 0
            try:
                run(output, ITEMS, plan)
            except Broken:
                run(output, ITEMS, plan)
                assert written(output.parent) == whole
            else:
                break
        assert stop > 15  # 6 shards of two files or three, and three files at the end


def test_a_part_that_is_not_whole_is_made_again(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with pytest.raises(Broken):
        run(output, broken_off(many(9), 9))  # type: ignore[arg-type]
    parts = tmp_path / "out.jsonl.parts"
    (parts / "000000.jsonl").write_bytes(b"{")
    (parts / "000001.jsonl").unlink()
    _, earlier = run(output, many(9))
    assert earlier.read == 3
    assert len(output.read_bytes().splitlines()) == 9


def test_shards_whose_reports_have_changed_are_coded_again(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with pytest.raises(Broken):
        run(output, broken_off(many(12), 12))  # type: ignore[arg-type]
    items = [*many(4), *given("other"), *many(12)[5:9]]
    _, earlier = run(output, items)
    assert earlier.read == 6
    run(tmp_path / "new.jsonl", items)
    assert output.read_bytes() == (tmp_path / "new.jsonl").read_bytes()


def test_a_run_with_other_versions_is_refused_or_begins_anew(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with pytest.raises(Broken):
        run(output, broken_off(many(9), 9))  # type: ignore[arg-type]
    later = {"khabar": "2", "settings": {"names": "off"}}
    with pytest.raises(InputError, match=r"out.jsonl.parts: .*differs in khabar, settings; .*--fresh"):
        run(output, many(9), versions=later)
    assert run(output, many(9))[1].read == 9  # what it refused it did not touch
    with pytest.raises(Broken):
        run(output, broken_off(many(9), 9))  # type: ignore[arg-type]
    assert run(output, many(9), versions=later, fresh=True)[1].read == 0


def test_two_runs_at_once_into_one_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resume, "_PATIENCE", 0.2)
    folder = tmp_path / "out.jsonl.parts"
    with resume.opened(folder, ".jsonl", VERSIONS, False), pytest.raises(InputError, match="another run"):
        run(tmp_path / "out.jsonl", many(2))
    run(tmp_path / "out.jsonl", many(2))
    assert not folder.exists()


# Whole commands, killed from outside.

SENTENCE = "طالبت النرويج آيسلندا أمس بالإفراج عن {} سفينة صيد. ولم تعتذر ريكيافيك لأوسلو."


def command(folder: Path, output: str, *more: str) -> subprocess.Popen[bytes]:
    arguments = ["code", "in.jsonl", "-o", output, "--shard", "2", "--workers", "2", *more]
    return subprocess.Popen([sys.executable, "-m", "khabar", *arguments], cwd=folder, stderr=subprocess.PIPE)


def reports(folder: Path, count: int = 60) -> None:
    lines = [json.dumps({"id": n, "text": SENTENCE.format(n), "published": "2025-04-14"}) for n in range(count)]
    (folder / "in.jsonl").write_text("\n".join(["not json", *lines]) + "\n", encoding="utf-8")


def marks(folder: Path) -> int:
    return len(list(folder.glob("out.jsonl.parts/*.done")))


def test_killed_at_any_moment_and_taken_up_again(tmp_path: Path) -> None:
    """Killed after a seeded number of shards more, over and over, then left alone; and once before anything is done."""
    reports(tmp_path)
    assert command(tmp_path, "whole.jsonl").wait() == 1  # one line is no report
    chance = random.Random(7)
    kills, done = 0, 0
    for more in [0, *(chance.randint(1, 5) for _ in range(4))]:
        process = command(tmp_path, "out.jsonl")
        while marks(tmp_path) < done + more and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        process.kill()
        kills += process.wait() == -signal.SIGKILL
        done = marks(tmp_path)
    last = command(tmp_path, "out.jsonl")
    _, told = last.communicate()
    assert kills >= 3
    assert b"in an earlier run" in told
    for ending in ("", ".errors.jsonl"):
        assert (tmp_path / f"out.jsonl{ending}").read_bytes() == (tmp_path / f"whole.jsonl{ending}").read_bytes()
    assert not (tmp_path / "out.jsonl.parts").exists()


def test_control_c_stops_and_tells_how_to_go_on(tmp_path: Path) -> None:
    reports(tmp_path, 200)
    process = command(tmp_path, "out.jsonl")
    while marks(tmp_path) < 3:
        assert process.poll() is None
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert b"the same command again goes on" in told
    assert told.count(b"\n") == 1
    assert not (tmp_path / "out.jsonl").exists()
    assert command(tmp_path, "out.jsonl").wait() == 1
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 200
