"""How well and how fast Khabar compares reports, on a synthetic corpus whose copies are known.

    python benchmarks/corpus.py [--reports 20000] [--small 2000] [--days 90] [--keep FOLDER]

It makes both corpora from a seed (corpus_made.py), codes them, and prints how time grows from the small to the large one (ten
times the reports should take little more than ten times as long), how much memory is used, and how much of what is known is found.
Coding takes minutes and is not part of the growth; with --keep the records are kept, and used again when they are there.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]

from corpus_made import Made, make  # noqa: E402

Pairs = set[tuple[str, str]]
RUNS = 3  # times that each size is measured, in turn; the least disturbed counts


def main() -> None:
    """Make, code, measure and print; or, in a process of its own, measure one task."""
    options = _options()
    if options.measure:
        print(json.dumps(measured(options.measure, options.records)))
        return
    with tempfile.TemporaryDirectory() as folder:
        keep = Path(options.keep or folder)
        keep.mkdir(parents=True, exist_ok=True)
        sizes = {count: made(count, options, keep) for count in (options.small, options.reports)}
        for task in [options.only] if options.only else TASKS:
            report(task, sizes, keep)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="measure the comparing of reports")
    parser.add_argument("--reports", type=int, default=20_000, help="reports of the large corpus (default: 20000)")
    parser.add_argument("--small", type=int, default=2_000, help="reports of the small corpus (default: 2000)")
    parser.add_argument("--days", type=int, default=90, help="days over which either is spread (default: 90)")
    parser.add_argument("--seed", type=int, default=1, help="from which all chance follows (default: 1)")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the coded reports here, or take those that are here")
    parser.add_argument("--only", choices=TASKS, help="measure this alone")
    parser.add_argument("--measure", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--records", help=argparse.SUPPRESS)
    return parser.parse_args()


def made(count: int, options: argparse.Namespace, folder: Path) -> list[Made]:
    """The reports of a corpus, coded into the folder unless they are there."""
    reports = make(count, options.days, options.seed)
    path = records(folder, count)
    begun = process_time()
    if not path.exists():
        code(reports, path)
    words = sum(len(report.row()["text"].split()) for report in reports)
    print(f"{count:,} reports of {words / count:.0f} words, coded in {process_time() - begun:.0f} s", flush=True)
    return reports


def records(folder: Path, count: int) -> Path:
    """Where the records of a corpus are."""
    return folder / f"records-{count}.jsonl"


def code(reports: Iterable[Made], path: Path) -> None:
    """Code reports as `khabar code --no-tagger` does: the names of the corpus are in the knowledge base."""
    from khabar.api import code_one
    from khabar.io.writers import JsonLines
    from khabar.pipeline import Report

    part = path.with_suffix(".part")
    with JsonLines(str(part)) as out:
        for report in reports:
            row = report.row()
            out.write(code_one(Report(row["text"], row["id"], row["published"], row["source"]), names="off"))
    part.rename(path)


def measured(task: str, path: str) -> dict[str, Any]:
    """Seconds of one task from reading the records to what is found, the most memory, and what is found."""
    from khabar.corpus.pace import uncollected

    run = TASKS[task][0]
    begun = process_time()
    with uncollected():
        found = run(path)
    seconds = process_time() - begun
    return {"seconds": seconds, "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "found": found}


def report(task: str, sizes: dict[int, list[Made]], folder: Path) -> None:
    """Measure a task on both corpora in turn, each in a new process, and print it."""
    taken: dict[int, list[dict[str, Any]]] = {count: [] for count in sizes}
    for _ in range(RUNS):
        for count in sizes:
            command = [sys.executable, __file__, "--measure", task, "--records", str(records(folder, count))]
            taken[count].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    best = {count: min(run["seconds"] for run in runs) for count, runs in taken.items()}
    small, large = sizes
    growth = statistics.median(b["seconds"] / a["seconds"] for a, b in zip(taken[small], taken[large], strict=True))
    memory = taken[large][0]["mebibytes"]
    print(
        f"{task}: {best[small]:.2f} s for {small:,}, {best[large]:.1f} s for {large:,}: growth {best[large] / best[small]:.1f} "
        f"(median of {RUNS}: {growth:.1f}) for {large / small:.0f} times the reports; {memory:.0f} MiB"
    )
    for line in TASKS[task][1](sizes[large], taken[large][0]["found"]):
        print(f"  {line}", flush=True)


# copies


def run_copies(path: str) -> list[list[str]]:
    """The groups of copies, as lists of ids."""
    from khabar.corpus.coded import read_coded
    from khabar.corpus.copies import find_copies, find_tree

    comparer = _comparer()
    groups = find_copies(find_tree(read_coded([path]), comparer), comparer)
    return [[group.original.report, *(copy.report for copy in group.copies)] for group in groups]


def score_copies(reports: list[Made], found: list[list[str]]) -> Iterable[str]:
    """Pairs in one group against pairs of one account, and those that share half of the shorter one's sentences."""
    kin = _pairs_by(reports, lambda report: report.family)
    by_id = {report.id: report for report in reports}
    half = {pair for pair in kin if _share(*(by_id[name] for name in pair)) >= 0.5}
    pairs = _pairs(found)
    yield f"pairs of copies that share at least half the sentences of the shorter: {len(half):,}"
    yield f"precision {_part(pairs & kin, pairs)} (pairs found that come from one account)"
    yield f"recall {_part(half & pairs, half)} (pairs that share half)"


# stories


def run_stories(path: str) -> list[list[str]]:
    """The stories, as lists of ids."""
    from khabar.corpus.rules import open_rules
    from khabar.corpus.stories import find_stories, find_threads

    library = _library(path)
    threads = find_threads(library, open_rules().stories)
    return [[one.report for one in story.reports] for story in find_stories(library, threads)]


def score_stories(reports: list[Made], found: list[list[str]]) -> Iterable[str]:
    """Pairs of reports of different accounts in one story, where either is known to tell one."""
    family = {report.id: report.family for report in reports}
    known = {report.id for report in reports if report.story is not None}
    wanted = {(a, b) for a, b in _pairs_by(reports, lambda report: report.story) if family[a] != family[b]}
    pairs = {(a, b) for a, b in _pairs(found) if family[a] != family[b] and (a in known or b in known)}
    yield f"pairs of reports that tell one story in accounts of their own: {len(wanted):,}"
    yield f"precision {_part(pairs & wanted, pairs)}, recall {_part(pairs & wanted, wanted)}"
    yield "(like happenings of one country within a week count as wrong here, though a reader may call them one story)"


# happenings


def run_happenings(path: str) -> list[list[tuple[str, str, str]]]:
    """The happenings, as lists of report, type and beginning of the sentence."""
    from khabar.corpus.counts import Counter
    from khabar.corpus.happenings import find_happenings, find_merged
    from khabar.corpus.rules import open_rules
    from khabar.corpus.stories import find_threads, story_names

    rules, comparer, library = open_rules(), _comparer(), _library(path)
    names = story_names(library, find_threads(library, rules.stories))
    found = find_merged(library, names, Counter(comparer.numbers, rules.figures), rules.happenings)
    happenings = find_happenings(found, rules.happenings)
    return [[(m.report, h.type, m.text.rstrip(".")) for m in h.mentions] for h in happenings]


def score_happenings(reports: list[Made], found: list[list[tuple[str, str, str]]]) -> Iterable[str]:
    """Pairs of mentions of the happenings that stories tell, each by the sentence that tells it, as far as it was coded."""
    leads = {(r.id, r.sentences[r.origin.index(r.lead)].rstrip(".")): r for r in reports if r.lead in r.origin}
    told: dict[tuple[int | None, str], list[str]] = {}
    groups: dict[int, list[str]] = {}
    for number, mentions in enumerate(found):
        for name, kind, text in mentions:
            report = leads.get((name, text))
            if report is not None:
                told.setdefault((report.story, kind), []).append(name)
                groups.setdefault(number, []).append(f"{name} {kind}")
    wanted = _pairs([f"{name} {kind}" for name in names] for (_, kind), names in told.items())
    pairs = _pairs(groups.values())
    yield f"pairs of mentions of one happening: {len(wanted):,}"
    yield f"precision {_part(pairs & wanted, pairs)}, recall {_part(pairs & wanted, wanted)}"


def _library(path: str) -> Any:
    from khabar.corpus.coded import read_coded
    from khabar.corpus.copies import find_tree
    from khabar.corpus.library import open_library

    comparer = _comparer()
    return open_library(find_tree(read_coded([path]), comparer), comparer.sources)


def _share(a: Made, b: Made) -> float:
    return len(set(a.origin) & set(b.origin)) / min(len(a.origin), len(b.origin))


def _pairs_by(reports: list[Made], group: Callable[[Made], int | None]) -> Pairs:
    """The pairs of reports that have the same value, which is not None."""
    groups: dict[int, list[str]] = {}
    for report in reports:
        value = group(report)
        if value is not None:
            groups.setdefault(value, []).append(report.id)
    return _pairs(groups.values())


def _pairs(groups: Iterable[list[str]]) -> Pairs:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _part(some: Pairs, every: Pairs) -> str:
    return f"{len(some) / len(every):.4f}" if every else "of nothing"


def _comparer() -> Any:
    from khabar.corpus_commands import open_comparer
    from khabar.settings import Settings

    return open_comparer(Settings())


TASKS: dict[str, tuple[Callable[[str], Any], Callable[[list[Made], Any], Iterable[str]]]] = {
    "copies": (run_copies, score_copies),
    "stories": (run_stories, score_stories),
    "happenings": (run_happenings, score_happenings),
}

if __name__ == "__main__":
    main()
