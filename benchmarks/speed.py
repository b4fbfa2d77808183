"""How quick Khabar is on this machine: words a second on one core, cold start, and opening of the packs.

    make bench            or    python benchmarks/speed.py [--reports 200] [--file reports.txt]

Words a second are told of two corpora. Of one made by chance (`varied.py`), of which no sentence is met twice, they say how quick
a corpus is coded for the first time, and, coded once more, how quick it would be if all words had been met. The other is the
paragraphs of the sample in ever other orders, where all comes back. Seconds are those of the processor, which other work on the
machine disturbs less; batch.py measures more than one process. Counts of what was coded mean nothing here.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]
if TYPE_CHECKING:
    from khabar.pipeline import Names
SAMPLES = (ROOT / "src/khabar/samples/sample.txt", ROOT / "tests/data/sample.txt")


def reports(path: Path, count: int) -> list[str]:
    """Reports of the paragraphs of a text, each with its own order and number."""
    paragraphs = [p for p in path.read_text(encoding="utf-8").splitlines() if p.strip()]
    chance = random.Random(1)
    return [
        "\n\n".join([f"{n}", *chance.sample(paragraphs, k=chance.randint(min(3, len(paragraphs)), len(paragraphs)))])
        for n in range(count)
    ]


def speed(texts: list[str], names: Names) -> str:
    """Words a second from text to record, in JSON."""
    from khabar.io.jsons import to_json
    from khabar.pipeline import Report, engine

    coder = engine("ar", names)
    begun = process_time()
    size = events = 0
    for text in texts:
        record = coder.code(Report(text, published="2025-04-12"))
        size += len(to_json(record))
        events += len(record.events)
    seconds = process_time() - begun
    words = sum(len(text.split()) for text in texts)
    return (
        f"{words / seconds:,.0f} words/s, {len(texts) / seconds:,.0f} reports/s "
        f"({words / len(texts):.0f} words, {events / len(texts):.1f} events, {size / len(texts) / 1024:.0f} KiB each)"
    )


def cold(path: Path, *more: str) -> str:
    """The median of five runs of the command, each in a new process."""
    command = [sys.executable, "-m", "khabar", *(more or ("read", str(path)))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    taken = []
    for _ in range(5):
        begun = perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        taken.append(perf_counter() - begun)
    return f"{1000 * statistics.median(taken):.0f} ms"


def opening(open_it: Callable[[], object]) -> str:
    """How long one opening takes, in this process."""
    begun = perf_counter()
    open_it()
    return f"{1000 * (perf_counter() - begun):.0f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure the speed of khabar")
    parser.add_argument("--reports", type=int, default=200, help="how many reports are coded (default: 200)")
    parser.add_argument("--file", type=Path, help="a text whose paragraphs make up the reports")
    options = parser.parse_args()
    path = options.file or next(p for p in SAMPLES if p.exists())
    texts = reports(path, options.reports)
    print(f"cold start, khabar --version     {cold(path, '--version')}")
    print(f"cold start, khabar read          {cold(path)}")

    from varied import varied

    from khabar.knowledge.base import open_knowledge
    from khabar.lexicon.pack import open_lexicon
    from khabar.pipeline import MODELS
    from khabar.stages.tagger import Tagger

    print(f"opening the lexicon pack         {opening(lambda: open_lexicon('ar'))}")
    print(f"opening the knowledge pack       {opening(open_knowledge)}")
    print(f"opening the name tagger          {opening(lambda: Tagger.open(MODELS / 'names-ar'))}")
    different = varied(4 * options.reports)
    print(f"all different, one core          {speed(different, 'fast')}")
    print(f"the same once more               {speed(different, 'fast')}")
    print(f"text to record, one core         {speed(texts, 'fast')}")
    print(f"text to record, without tagger   {speed(texts, 'off')}")
    if all(find_spec(name) for name in ("numpy", "onnxruntime")):
        print(f"text to record, careful names    {speed(texts, 'careful')}")


if __name__ == "__main__":
    main()
