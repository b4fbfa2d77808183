"""Train the second opinion on whether a sentence tells an act (`khabar.stages.telling`).

    python training/train_telling.py --gsr FOLDER [--out src/khabar/models/telling-ar] [--folds 10]

FOLDER holds assault.jsonl and protest.jsonl of the Arabic PLOVER gold standard records (MIT): sentences with accept and reject
votes. Each sentence is coded without the second opinion; every event of the type is one example, its target the share of
accepting votes. A logistic regression with L2 is fitted (scikit-learn, needed here only); what is printed is measured by
cross-validation over documents, so that no document judges itself. The thresholds are set by hand under those of the best F1,
because texts coded by the coding manual hold more nominal events than these records count.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from khabar.pipeline import Report, engine

Example = tuple[list[list[str]], float, str, str]  # features of each event, share of accepting votes, label, document
THRESHOLDS = {"ASSAULT": 0.19, "PROTEST": 0.3}
SEEN = 3  # sentences in which a feature must occur
SKIPPED = ("negated", "hypothetical")


class Recorder:
    """Stands where the model stands and keeps the features of what it is asked."""

    def __init__(self, kind: str) -> None:
        self.weights = {kind: {}}
        self.threshold = {kind: 0.0}
        self.seen: list[list[str]] = []

    def chance(self, kind: str, own: list[str]) -> float:
        """Every event passes."""
        self.seen.append(own)
        return 1.0


def examples(folder: Path, kind: str) -> list[Example]:
    """One example a sentence."""
    coder = engine("ar", telling=False)
    found = []
    for line in (folder / f"{kind.lower()}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        coder.telling = recorder = Recorder(kind)
        coder.code(Report(row["text"]))
        asserted = [f for f in recorder.seen if not any(f"status={s}" in f for s in SKIPPED)]
        votes = row["accept"] + row["reject"]
        found.append((asserted, row["accept"] / votes if votes else 0.5, row["label"], row["id"].rpartition("-")[0]))
    coder.telling = None
    return found


def matrix(rows: list[list[str]], index: dict[str, int]) -> csr_matrix:
    """Binary features."""
    cells = [(n, index[f]) for n, row in enumerate(rows) for f in set(row) if f in index]
    data = np.ones(len(cells))
    return csr_matrix((data, tuple(zip(*cells, strict=True)) if cells else ((), ())), shape=(len(rows), len(index)))


def fit(rows: list[list[str]], targets: list[float], strength: float) -> tuple[dict[str, int], LogisticRegression]:
    """A model over features seen often enough; a soft target is two weighted examples."""
    counts = Counter(f for row in rows for f in set(row))
    index = {f: n for n, f in enumerate(sorted(f for f, c in counts.items() if c >= SEEN))}
    x = matrix(rows + rows, index)
    y = np.array([1] * len(rows) + [0] * len(rows))
    weight = np.array(targets + [1 - t for t in targets])
    keep = weight > 0
    model = LogisticRegression(C=strength, max_iter=2000, solver="liblinear", random_state=0)
    model.fit(x[keep], y[keep], sample_weight=weight[keep])
    return index, model


def crossed(data: list[Example], folds: int, strength: float) -> list[float]:
    """The chance of each sentence (its surest event), each predicted by a model that did not see it; 0 where none is coded."""
    chances = [0.0] * len(data)
    for train, test in GroupKFold(folds).split(data, groups=[row[3] for row in data]):
        rows = [r for n in train for r in data[n][0]]
        targets = [data[n][1] for n in train for _ in data[n][0]]
        index, model = fit(rows, targets, strength)
        for n in test:
            if data[n][0]:
                chances[n] = float(model.predict_proba(matrix(data[n][0], index))[:, 1].max())
    return chances


def score(data: list[Example], chances: list[float], threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of «yes» against «easy no»."""
    tp = fp = fn = 0
    for (rows, _, label, _), chance in zip(data, chances, strict=True):
        coded = bool(rows) and chance >= threshold
        tp += label == "yes" and coded
        fn += label == "yes" and not coded
        fp += label == "easy no" and coded
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return p, r, 2 * p * r / max(1e-9, p + r)


def train(folder: Path, kind: str, folds: int, strength: float, threshold: float) -> dict[str, Any]:
    """The bias, threshold and weights of one type, with its figures printed."""
    data = examples(folder, kind)
    before = score(data, [1.0] * len(data), 0.5)
    chances = crossed(data, folds, strength)
    after = score(data, chances, threshold)
    print(f"{kind}: without P {before[0]:.3f} R {before[1]:.3f} F1 {before[2]:.3f}; "
          f"cross-validated P {after[0]:.3f} R {after[1]:.3f} F1 {after[2]:.3f} at {threshold}")  # fmt: skip
    rows = [r for row in data for r in row[0]]
    targets = [row[1] for row in data for _ in row[0]]
    index, model = fit(rows, targets, strength)
    weights = {f: round(float(model.coef_[0][n]), 3) for f, n in index.items()}
    return {
        "bias": round(float(model.intercept_[0]), 3), "threshold": threshold,
        "weights": {f: w for f, w in sorted(weights.items()) if abs(w) >= 0.01},
    }  # fmt: skip


def main() -> None:
    """Train both types and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gsr", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/khabar/models/telling-ar"))
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--strength", type=float, default=0.15)
    args = parser.parse_args()
    trained = {k: train(args.gsr, k, args.folds, args.strength, t) for k, t in THRESHOLDS.items()}
    args.out.mkdir(parents=True, exist_ok=True)
    model = {part: {k: v[part] for k, v in trained.items()} for part in ("bias", "threshold", "weights")}
    (args.out / "weights.json").write_text(
        json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
