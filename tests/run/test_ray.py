"""The same work on a Ray cluster of this machine: two workers, one of them killed, and the same bytes.

Ray is large and not needed for the rest: `make test-ray` installs it and runs this; without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ray = pytest.importorskip("ray", reason="Ray is not installed: make test-ray")

from coders import faulty, given, many, plain, slow  # noqa: E402

from khabar.errors import InputError  # noqa: E402
from khabar.run.batch import Plan, to_file  # noqa: E402
from khabar.run.ray import cluster  # noqa: E402
from khabar.run.tally import Tally  # noqa: E402
from khabar.run.work import Work  # noqa: E402

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SENTENCE = "طالبت النرويج آيسلندا أمس بالإفراج عن {} سفينة صيد. ولم تعتذر ريكيافيك لأوسلو."


class Machine:
    """A cluster with a head that codes nothing and two nodes of one core each."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        memory = {"object_store_memory": 80_000_000}
        self.cluster: Any = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **memory})
        self.nodes = [self.cluster.add_node(num_cpus=1, **memory) for _ in range(2)]
        self.address: str = self.cluster.address

    def kill(self, node: int) -> None:
        """Kill a node at once: its raylet, without which its workers end."""
        for process in self.nodes[node].all_processes["raylet"]:
            os.kill(process.process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    before = os.environ.get("PYTHONPATH", "")
    os.environ.update(PYTHONPATH=f"{HERE}{os.pathsep}{ROOT / 'src'}", RAY_USAGE_STATS_ENABLED="0", RAY_DEDUP_LOGS="0")
    made = Machine()
    yield made
    made.cluster.shutdown()
    os.environ["PYTHONPATH"] = before


def tell(tally: Tally, earlier: bool) -> None:
    """Nobody asks."""


def written(folder: Path, items: list[Any], plan: Plan) -> dict[str, bytes]:
    folder.mkdir()
    to_file(items, plan, [], folder / "out.jsonl", tell)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_bytes_and_a_report_that_kills_costs_only_itself(machine: Machine, tmp_path: Path) -> None:
    items = [*many(8), *given("die", "refuse"), *many(4)]
    found = written(tmp_path / "ray", items, Plan(faulty, engine="ray", reports=3, address=machine.address))
    local = written(tmp_path / "local", items, Plan(faulty, workers=2, reports=3))
    assert found["out.jsonl"] == local["out.jsonl"]
    failures = [json.loads(line) for line in found["out.jsonl.errors.jsonl"].splitlines()]
    assert [(f["id"], f["reason"]) for f in failures] == [
        ("r1", "its worker was lost (WorkerCrashedError) twice while it was coded"), ("r2", "cannot be coded"),
    ]  # fmt: skip


def test_tables_too(machine: Machine, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for engine in ("ray", "serial"):
        to_file(
            many(7), Plan(plain, "parquet", engine, reports=2, address=machine.address), [], tmp_path / engine, tell
        )
    for path in (tmp_path / "serial").iterdir():
        assert (tmp_path / "ray" / path.name).read_bytes() == path.read_bytes()


def test_a_node_that_differs_is_refused(machine: Machine) -> None:
    with (
        pytest.raises(InputError, match="differs in pid: install the same khabar"),
        cluster(Work(plain, "jsonl", 0), process, machine.address) as runner,
    ):
        from khabar.run.schedule import coded
        from khabar.run.shards import cut

        list(coded(cut(many(2), 1000), runner))


def process() -> dict[str, Any]:
    """Something that is never the same in another process."""
    return {"pid": os.getpid()}


def test_no_cluster_at_an_address_is_told() -> None:
    command = [sys.executable, "-m", "khabar", "code", "-", "-o", "-", "--engine", "ray", "--ray", "127.0.0.1:1"]
    done = subprocess.run(command, input=b'{"text": ""}', capture_output=True)
    assert done.returncode == 2
    assert done.stderr == b"khabar: no Ray cluster at 127.0.0.1:1: Connection refused\n"


def test_the_command_with_one_of_two_workers_killed(machine: Machine, tmp_path: Path) -> None:
    """The whole command; a node is killed when three shards are done. The last test of the cluster: it has lost a node."""
    lines = [json.dumps({"id": n, "text": SENTENCE.format(n), "published": "2025-04-14"}) for n in range(120)]
    (tmp_path / "in.jsonl").write_text("\n".join(["not json", *lines]) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "khabar", "code", "in.jsonl", "--shard", "4"]
    alone = subprocess.run([*command, "-o", "serial.jsonl", "--engine", "serial"], cwd=tmp_path, capture_output=True)
    assert alone.returncode == 1  # one line is no report
    running = subprocess.Popen(
        [*command, "-o", "ray.jsonl", "--engine", "ray"], cwd=tmp_path, stderr=subprocess.PIPE,
        env={**os.environ, "KHABAR_RAY": machine.address},
    )  # fmt: skip
    while len(list(tmp_path.glob("ray.jsonl.parts/*.done"))) < 3:
        assert running.poll() is None, running.communicate()[1].decode()
        time.sleep(0.005)
    machine.kill(0)
    _, told = running.communicate(timeout=180)
    assert b"121 read, 120 coded, 0 skipped, 1 failed" in told, told.decode()
    for ending in ("", ".errors.jsonl"):
        assert (tmp_path / f"ray.jsonl{ending}").read_bytes() == (tmp_path / f"serial.jsonl{ending}").read_bytes()


def test_a_worker_killed_while_it_codes(machine: Machine, tmp_path: Path) -> None:
    """One core is left; the process on it is killed in the middle of a shard, which is then coded by another."""
    plan = Plan(slow, engine="ray", reports=3, address=machine.address)
    threading.Thread(target=kill_a_coder, args=(tmp_path / "pid",)).start()
    found = written(tmp_path / "ray", given(*(f"{tmp_path / 'pid'} {n}" for n in range(6))), plan)
    assert len(found["out.jsonl"].splitlines()) == 6
    assert "out.jsonl.errors.jsonl" not in found
    assert (tmp_path / "pid.killed").exists()


def kill_a_coder(path: Path) -> None:
    """Kill the process that has written its number to a file."""
    for _ in range(6000):
        if path.exists() and path.read_text():
            os.kill(int(path.read_text()), signal.SIGKILL)
            path.with_name("pid.killed").touch()
            return
        time.sleep(0.01)
