"""A careful reader of names: a small transformer encoder over the words of a report, run by ONNX Runtime on one thread.

Words enter as the sum of three things: the embedding of each piece (see `pieces.py`), its place, and, on the first piece of a
word, what lists and knowledge say of the word. The net gives each word a score a label, and a linear chain (`chain.py`) finds the
best labels and how sure they are. Sentences are read in the order of the report, several at once, so that a short name is read
in sight of the long one. The model folder is made by `training/train_encoder.py`; see its `card.md`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from khabar.errors import MissingExtra
from khabar.stages.agreeing import Judgement
from khabar.stages.chain import Chain, Row
from khabar.stages.pieces import BEGIN, END, Pieces
from khabar.stages.tagger import spans

NET, PACK = "encoder.onnx", "words.msgpack"
LIMIT, LONGEST = 200, 24  # pieces that are read at once; of a word, more are left out
_CACHE_LIMIT = 60_000
Span = tuple[int, int, int]  # sentence, first word, word after the last


class Pack(msgspec.Struct, frozen=True):
    """What the net is fed with and read by. Rows have `width` numbers: of pieces int8 with a scale each, of places and of
    features float32."""

    width: int
    pieces: list[str]
    scores: list[float]
    rows: bytes
    scales: bytes  # float32
    places: bytes
    features: list[str]
    weights: bytes
    labels: list[str]
    moves: list[list[float]]  # [from label][to label]


def windows(sizes: Sequence[Sequence[int]], limit: Callable[[], int]) -> Iterator[list[Span]]:
    """Runs of sentences, by the pieces of their words, of at most `limit` pieces; a longer sentence is cut."""
    window: list[Span] = []
    room = limit()
    for n, sentence in enumerate(sizes):
        if window and sum(sentence) > room:
            yield window
            window, room = [], limit()
        first = 0
        for word, size in enumerate(sentence):
            if size > room and word > first:
                yield [(n, first, word)]
                room, first = limit(), word
            room -= size
        if len(sentence) > first:
            window.append((n, first, len(sentence)))
    if window:
        yield window


class Encoder:
    """Finds names in the sentences of reports with one model."""

    def __init__(self, pack: Pack, net: bytes, known: Callable[[str], Sequence[str]]) -> None:
        """`known` gives the features of a word that the lists of the small tagger hold."""
        numpy, runtime = _libraries()
        self._numpy, self._session = numpy, _session(runtime, net)
        self._pieces, self._known, self._labels = Pieces(pack.pieces, pack.scores), known, pack.labels
        width = pack.width
        self._rows = numpy.frombuffer(pack.rows, numpy.int8).reshape(-1, width)
        self._scales = numpy.frombuffer(pack.scales, "<f4")[:, None]
        self._places = numpy.frombuffer(pack.places, "<f4").reshape(-1, width)
        self._weights = numpy.frombuffer(pack.weights, "<f4").reshape(-1, width)
        self._features = {name: n for n, name in enumerate(pack.features)}
        self._chain = Chain(pack.moves)
        self._cache: dict[str, tuple[tuple[int, ...], Any]] = {}

    @classmethod
    def open(cls, path: Path, known: Callable[[str], Sequence[str]]) -> Encoder:
        """Open a model folder; without the libraries it is run by a `MissingExtra` that says what to install."""
        return cls(msgspec.msgpack.decode((path / PACK).read_bytes(), type=Pack), (path / NET).read_bytes(), known)

    def read(self, sentences: Sequence[Sequence[str]], hints: Sequence[Sequence[str]]) -> list[Judgement]:
        """A judgement of each sentence; words as they are written, a hint each (see `hints.py`)."""
        if len(self._cache) > _CACHE_LIMIT:
            self._cache.clear()
        words = [[self._word(word) for word in sentence] for sentence in sentences]
        rows: list[list[Row]] = [[] for _ in sentences]
        for window in windows([[len(pieces) for pieces, _ in own] for own in words], lambda: LIMIT):
            seen = [(words[n][at], hints[n][at]) for n, first, last in window for at in range(first, last)]
            scores = iter(self._scores(seen))
            for n, first, last in window:
                rows[n] += [next(scores) for _ in range(first, last)]
        return [self._judged(own) for own in rows]

    def _word(self, word: str) -> tuple[tuple[int, ...], Any]:
        """The pieces of a word and the sum of what is known of it."""
        found = self._cache.get(word)
        if found is None:
            at = [self._features[name] for name in self._known(word) if name in self._features]
            found = self._cache[word] = self._pieces.of(word)[:LONGEST], self._weights[at].sum(0)
        return found

    def _scores(self, words: Sequence[tuple[tuple[tuple[int, ...], Any], str]]) -> list[Row]:
        """What each label of each word weighs more than O."""
        ids, firsts = [BEGIN], []
        for (pieces, _), _ in words:
            firsts.append(len(ids))
            ids += pieces
        ids.append(END)
        net = self._rows[ids] * self._scales[ids] + self._places[: len(ids)]
        for at, ((_, known), hint) in zip(firsts, words, strict=True):
            net[at] += known
            if (feature := self._features.get(hint)) is not None:
                net[at] += self._weights[feature]
        (found,) = self._session.run(None, {"pieces": net})
        lasts = [*(n - 1 for n in firsts[1:]), len(ids) - 2]
        size = len(self._labels)
        rows = (found[firsts, :size] + found[lasts, size:]).astype("float64")
        kept: list[Row] = (rows - rows[:, :1]).tolist()
        return kept

    def _judged(self, rows: list[Row]) -> Judgement:
        if not rows:
            return Judgement((), ())
        rows[0] = [a + b for a, b in zip(rows[0], self._chain.first, strict=True)]
        leads = [-max(row[1:]) for row in rows]

        def part(first: int, end: int) -> list[Row]:
            return rows[first:end]

        found = []
        for start, path in self._chain.names(part, leads):
            kinds = spans([self._labels[n] for n in path])
            found += [(start + a, start + b, kind, path[a:b]) for a, b, kind in kinds]
        sure = self._chain.sure(part, leads, [(a, path) for a, _, _, path in found])
        names = [(a, b, kind, round(min(own), 3)) for (a, b, kind, _), own in zip(found, sure, strict=True)]
        (outside,) = self._chain.sure(part, leads, [(0, [0] * len(rows))])
        return Judgement(names, [round(p, 3) for p in outside])


def digest(path: Path) -> str:
    """The first twelve digits of the SHA-256 of a model folder's weights."""
    return hashlib.sha256(b"".join((path / name).read_bytes() for name in (NET, PACK))).hexdigest()[:12]


def _libraries() -> tuple[Any, Any]:
    try:
        import numpy
        import onnxruntime
    except ImportError as error:
        raise MissingExtra("careful", "careful reading of names", error.name) from None
    return numpy, onnxruntime


def _session(runtime: Any, net: bytes) -> Any:
    """One thread, no spinning, and the same kernels whatever runs beside."""
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = runtime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    return runtime.InferenceSession(net, options, providers=["CPUExecutionProvider"])
