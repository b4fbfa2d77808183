"""Fit the confidences of events and quotes (`khabar.stages.confidence`, `quote_confidence`) to those whose truth is known.

    python training/train_calibration.py --study tests/data/study/*.jsonl --references tests/evaluate/data/references
        [--held FOLDER …] [--gsr FOLDER] [--out src/khabar/models/calibration-ar]

Every piece and report is coded with all other models. Each event or quote is one example: its features, and whether it is right as
`khabar evaluate --calibration` judges it: an event by its type, a quote by content and speaker (quotes of pieces only). A logistic
regression with L2 is fitted by Newton's method (numpy, needed here only). What is printed is measured on examples that the fit did
not see: files left out one after the other, then tenths of the genres; and, with the weights as they are written, the reports of
`--held`, which are never learned from.

`--gsr` adds the voted sentences of the Arabic gold standard as further examples of events, with a feature of their own for where
they come from and without what the second opinion says, which has learned from these votes. This measures whether they help, and
writes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from khabar.evaluate.calibration import lines, table
from khabar.evaluate.counts import Unit
from khabar.evaluate.manual import read_references
from khabar.evaluate.references import evaluate_references, score
from khabar.evaluate.reliability import Judged
from khabar.evaluate.sentences import judge_piece, read_pieces
from khabar.model.record import Record
from khabar.pipeline import Engine, Report, engine
from khabar.stages.calibration import Calibration, Logistic
from khabar.stages.confidence import features
from khabar.stages.quote_confidence import quote_features
from khabar.stages.trace import Trace

SEEN = 8  # events in which a feature must occur
FOLDS = 10
GSR = "gold standard"
EVENTS, QUOTES = "events", "quotes with speaker"


class Example(NamedTuple):
    """An event or quote: where it stands, its features, the confidence given without this model, and how right it is."""

    file: str
    genre: str
    unit: str
    features: dict[str, float]
    given: float
    right: float


def examples(trace: Trace, record: Record, unit: Unit, kind: str) -> Iterator[tuple[dict[str, float], float, float]]:
    """Features, confidence and truth of the events or quotes of a report."""
    if kind == QUOTES:
        mentions = {mention.id: mention for mention in record.mentions}
        found = [quote_features(trace.scene, quote, mentions) for quote in record.quotes]
    else:
        found = event_features(trace)
    for own, one in zip(found, unit.judged[kind], strict=True):
        yield own, one.confidence, one.right


def event_features(trace: Trace) -> list[dict[str, float]]:
    """The features of all events of a report."""
    together = Counter(found.line.index for found in trace.events)
    return [features(trace.scene, found, together[found.line.index] - 1) for found in trace.events]


def of_pieces(coder: Engine, path: Path, kind: str) -> Iterator[Example]:
    """The events or quotes of a file of pieces; its genres are those that the pieces name."""
    for piece in read_pieces(path):
        trace = Trace()
        record = coder.code(Report(piece.text, piece.id, piece.published), trace)
        for found in examples(trace, record, judge_piece(piece, record), kind):
            yield Example(path.stem, f"{path.stem} {piece.kind}", piece.id, *found)


def of_references(coder: Engine, folder: Path) -> Iterator[Example]:
    """The events of a folder of references."""
    for reference in read_references(folder):
        marks = reference.marks
        trace = Trace()
        record = coder.code(Report(reference.text, marks.id, marks.published, language=marks.language), trace)
        for found in examples(trace, record, score(reference, record), EVENTS):
            yield Example(folder.name, folder.name, marks.id, *found)


def of_votes(coder: Engine, folder: Path) -> Iterator[Example]:
    """The asserted events of the voted type, with the share of accepting votes as their truth."""
    for kind in ("assault", "protest"):
        for line in (folder / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            trace = Trace()
            record = coder.code(Report(row["text"]), trace)
            for own, event in zip(event_features(trace), record.events, strict=True):
                if event.type == kind.upper() and event.status not in ("negated", "hypothetical"):
                    own = {name: size for name, size in own.items() if name not in ("asked", "told")} | {GSR: 1.0}
                    share = row["accept"] / (row["accept"] + row["reject"])
                    yield Example(GSR, kind, row["id"], own, event.confidence, share)


def names_of(examples: Sequence[Example]) -> list[str]:
    """The features that occur often enough, sorted."""
    counts = Counter(name for e in examples for name in e.features)
    return sorted(name for name, count in counts.items() if count >= SEEN)


def matrix(examples: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """A row an example, a column a feature, and a last one of ones."""
    return np.array([[*(e.features.get(name, 0.0) for name in names), 1.0] for e in examples])


def fit(examples: Sequence[Example], names: Sequence[str], strength: float, votes: float = 1.0) -> np.ndarray:
    """The weights that fit best, the bias last; `strength` is that of the L2 penalty, `votes` the weight of a voted sentence."""
    x, y = matrix(examples, names), np.array([e.right for e in examples])
    weight = np.array([votes if e.file == GSR else 1.0 for e in examples])
    penalty = np.array([strength] * len(names) + [1e-6])
    found = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ found))
        gradient = x.T @ (weight * (p - y)) + penalty * found
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty), gradient)
        found -= step
        if np.abs(step).max() < 1e-10:
            break
    return found


def chances(examples: Sequence[Example], names: Sequence[str], found: np.ndarray) -> list[float]:
    """The confidences of examples, in hundredths as the record gives them."""
    return [round(float(p), 2) for p in 1 / (1 + np.exp(-matrix(examples, names) @ found))]


def crossed(
    examples: Sequence[Example], key: Callable[[Example], str], strength: float,
    more: Sequence[Example] = (), votes: float = 1.0,
) -> list[float]:  # fmt: skip
    """The confidence of each example by a fit that saw none of its fold: up to FOLDS of the groups that `key` gives."""
    groups = {group: n % FOLDS for n, group in enumerate(sorted({key(e) for e in examples}))}
    folds = [groups[key(e)] for e in examples]
    given = [0.0] * len(examples)
    for fold in sorted(set(folds)):
        seen = [*(e for e, own in zip(examples, folds, strict=True) if own != fold), *more]
        names = names_of(seen)
        found = fit(seen, names, strength, votes)
        unseen = [n for n, own in enumerate(folds) if own == fold]
        for n, chance in zip(unseen, chances([examples[n] for n in unseen], names, found), strict=True):
            given[n] = chance
    return given


def told(name: str, kind: str, units: Iterable[Sequence[Judged]]) -> None:
    """Print a table, its interval drawn over pieces or reports."""
    print(f"\n== {name}", end="")
    print("\n".join(lines({kind: table(kind, list(units))})))


def by_unit(found: Sequence[Example], given: Sequence[float]) -> Iterable[list[Judged]]:
    """What is judged of each piece or report."""
    units: dict[str, list[Judged]] = {}
    for example, chance in zip(found, given, strict=True):
        units.setdefault(example.unit, []).append(Judged(chance, example.right))
    return units.values()


def logistic(names: Sequence[str], found: np.ndarray) -> Logistic:
    """The model, its weights rounded so that the last bits of a machine do not show."""
    weights = {name: round(float(w), 3) for name, w in zip(names, found, strict=False)}
    return Logistic(round(float(found[-1]), 3), {name: w for name, w in weights.items() if abs(w) >= 0.005})


def options() -> argparse.Namespace:
    """The arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", type=Path, nargs="+", required=True)
    parser.add_argument("--references", type=Path, nargs="*", default=[])
    parser.add_argument("--held", type=Path, nargs="*", default=[])
    parser.add_argument("--gsr", type=Path)
    parser.add_argument("--votes", type=float, nargs="*", default=[0.05, 0.1, 0.2, 0.5])
    parser.add_argument("--out", type=Path, default=Path("src/khabar/models/calibration-ar"))
    parser.add_argument("--strength", type=float, default=10.0)
    return parser.parse_args()


def fitted(found: Sequence[Example], kind: str, strength: float) -> Logistic:
    """The model of one kind of confidence, with what it is worth printed."""
    told("before", kind, by_unit(found, [e.given for e in found]))
    told("files left out", kind, by_unit(found, crossed(found, lambda e: e.file, strength)))
    told("genres left out", kind, by_unit(found, crossed(found, lambda e: e.genre, strength)))
    names = names_of(found)
    return logistic(names, fit(found, names, strength))


def held(coder: Engine, folder: Path) -> None:
    """Print what the confidences of an engine are worth on a folder of references."""
    evaluation = evaluate_references(folder, coder.code)
    for kind in (EVENTS, QUOTES):
        told(f"{folder.name}, {'after' if coder.calibration else 'before'}", kind, evaluation.judged(kind))


def main() -> None:
    """Measure, then write the model; or, with votes, measure whether they help."""
    asked = options()
    coder = engine("ar", calibrated=False)
    events = [e for path in asked.study for e in of_pieces(coder, path, EVENTS)]
    events += [e for folder in asked.references for e in of_references(coder, folder)]
    if asked.gsr:
        votes = list(of_votes(coder, asked.gsr))
        for weight in [0.0, *asked.votes]:
            given = crossed(events, lambda e: e.genre, asked.strength, votes if weight else (), weight)
            told(f"genres left out, {len(votes)} votes at {weight}", EVENTS, by_unit(events, given))
        return
    quotes = [e for path in asked.study for e in of_pieces(coder, path, QUOTES)]
    model = Calibration(fitted(events, EVENTS, asked.strength), fitted(quotes, QUOTES, asked.strength))
    for calibration in (None, model):
        coder.calibration = calibration
        for folder in asked.held:
            held(coder, folder)
    asked.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(msgspec.to_builtins(model), indent=0, sort_keys=True)
    (asked.out / "weights.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
