"""What a batch costs: speed by number of processes, and the memory of each process, as the kernel counts it (Linux).

    python benchmarks/batch.py [--reports 2000] [--workers 1 2] [--format jsonl] [--engine local]

The reports are made as in speed.py. Wall time says something only on a quiet machine; processor time (user) does on any. USS is
what a process has for itself, PSS that and its share of what it has in common with others.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

from speed import ROOT, SAMPLES, reports

Sizes = dict[str, float]  # MiB


def memory(process: int) -> Sizes:
    """USS and PSS of a process in MiB; nothing where it is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return {"USS": found["Private_Clean"] + found["Private_Dirty"], "PSS": found["Pss"]}


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def run(folder: Path, workers: int, more: list[str]) -> tuple[float, float, Sizes, Sizes]:
    """Seconds by the clock and of the processor, and the most memory of the parent and of any worker."""
    command = [
        sys.executable,
        "-m",
        "khabar",
        "code",
        "in.jsonl",
        "-o",
        f"out-{workers}",
        "--workers",
        str(workers),
        *more,
    ]
    before, begun = os.times().children_user, perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stderr=subprocess.PIPE
    )
    parent: Sizes = {}
    worker: Sizes = {}
    while process.poll() is None:
        for most, pids in ((parent, [process.pid]), (worker, children(process.pid))):
            for pid in pids:
                for name, size in memory(pid).items():
                    most[name] = max(most.get(name, 0.0), size)
        sleep(0.05)
    if process.returncode:
        sys.exit(process.stderr.read().decode() if process.stderr else "failed")
    return perf_counter() - begun, os.times().children_user - before, parent, worker


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure khabar code")
    parser.add_argument("--reports", type=int, default=2000, help="how many reports are coded (default: 2000)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="processes (default: 1 2)")
    parser.add_argument("--format", default="jsonl", help="jsonl or parquet")
    parser.add_argument("--engine", default="local", help="local, serial or ray")
    options = parser.parse_args()
    texts = reports(next(p for p in SAMPLES if p.exists()), options.reports)
    words = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [json.dumps({"id": n, "text": text, "published": "2025-04-12"}) for n, text in enumerate(texts)]
        (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
        print(f"{len(texts):,} reports, {words:,} words, --engine {options.engine} --format {options.format}")
        for workers in options.workers:
            clock, user, parent, worker = run(folder, workers, ["--engine", options.engine, "--format", options.format])
            print(f"{workers} workers: {clock:.1f} s, {words / clock:,.0f} words/s; {user:.1f} s of processor time")
            for title, sizes in (("first process", parent), ("a worker", worker)):
                print(f"  {title:14}" + ", ".join(f"{kind} {size:.0f} MiB" for kind, size in sizes.items()))


if __name__ == "__main__":
    main()
