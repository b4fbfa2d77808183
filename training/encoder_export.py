"""The parts of the encoder's model folder: the pieces that are kept, and the net as ONNX with eight-bit weights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import onnx
import torch
import wordfreq
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from e5_weights import Weights
from khabar.stages.encoder import LIMIT, NET, PACK, Pack
from khabar.stages.pieces import START, UNKNOWN, Pieces

EVEN = 0.5  # how far the spread of what enters a product is moved into its weights
WORDS = 60_000  # most frequent Arabic words whose pieces are kept
OPSET = 17


class Table(NamedTuple):
    """Pieces that are kept, with their embeddings as int8 rows and a scale each, and the rows of places."""

    pieces: list[str]
    scores: list[float]
    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    places: NDArray[np.float32]

    def dequantised(self) -> NDArray[np.float32]:
        """The embeddings as the program will see them."""
        return self.rows.astype(np.float32) * self.scales[:, None]


def table(weights: Weights, words: Iterable[str]) -> Table:
    """The pieces of the words of the training text and of frequent ones, and all single letters of Arabic and Latin."""
    every = Pieces(weights.pieces, weights.scores.tolist())
    frequent = sorted(wordfreq.get_frequency_dict("ar", wordlist="best").items(), key=lambda item: (-item[1], item[0]))
    kept = set(range(UNKNOWN + 1))
    for word in sorted({*words, *(word for word, _ in frequent[:WORDS])}):
        kept.update(every.of(word))
    for n, piece in enumerate(weights.pieces):
        letters = piece.removeprefix(START)
        if len(letters) <= 1 and (not letters or ord(letters) < 0x250 or 0x600 <= ord(letters) < 0x700):
            kept.add(n)
    order = sorted(kept)
    rows = weights.tensors["emb.word"][order]
    scales = np.maximum(np.abs(rows).max(1), 1e-8) / 127
    places = weights.tensors["emb.pos"][: LIMIT + 64] + weights.tensors["emb.type"][0]
    return Table(
        [weights.pieces[n] for n in order],
        [round(float(weights.scores[n]), 4) for n in order],
        np.rint(rows / scales[:, None]).astype(np.int8),
        scales.astype(np.float32),
        places.astype(np.float32),
    )


def evened(net: Any, samples: Sequence[Any]) -> dict[Any, NDArray[np.float32]]:
    """For each linear step, by how much to divide each number that enters it (and multiply its weights), so that what enters
    can be held in eight bits by one scale (SmoothQuant, Xiao et al. 2023); `samples` are rows of pieces of some texts."""
    most: dict[Any, Any] = {}

    def note(module: Any, entering: Any, _: Any) -> None:
        size = entering[0].detach().abs().flatten(0, -2).amax(0)
        most[module] = torch.maximum(most[module], size) if module in most else size

    steps = [step for layer in net.layers for step in (layer.qkv, layer.out, layer.grow, layer.shrink)]
    hooks = [step.register_forward_hook(note) for step in steps]
    with torch.no_grad():
        for rows in samples:
            net.hidden(rows[None], torch.zeros(1, 1, 1, len(rows)))
    for hook in hooks:
        hook.remove()
    found = {}
    for step, size in most.items():
        weighs = step.weight.detach().abs().amax(0).clamp_min(1e-5)
        found[step] = (size.clamp_min(1e-5) ** EVEN / weighs ** (1 - EVEN)).numpy()
    return found


def export(
    out: Path, net: Any, given: Table, features: list[str], weights: NDArray[np.float32], labels: list[str],
    moves: list[list[float]], samples: Sequence[Any],
) -> None:  # fmt: skip
    """Write the model folder."""
    pack = Pack(
        given.rows.shape[1], given.pieces, given.scores, given.rows.tobytes(), given.scales.astype("<f4").tobytes(),
        given.places.astype("<f4").tobytes(), features, weights.astype("<f4").tobytes(), labels,
        [[round(weight, 5) for weight in row] for row in moves],
    )  # fmt: skip
    (out / PACK).write_bytes(msgspec.msgpack.encode(pack))
    whole = out / "whole.onnx"
    onnx.save(graph(net, evened(net, samples)), str(whole))
    quantize_dynamic(str(whole), str(out / NET), per_channel=True, weight_type=QuantType.QInt8)
    whole.unlink()


class Graph:
    """An ONNX graph that grows node by node."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: Any) -> str:
        """A weight."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """A node and the name of what it gives."""
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, x: str, name: str, weight: Any, bias: Any, even: Any = 1.0) -> str:
        """x [pieces, in] -> [pieces, out] by weight [out, in]; x has been divided by `even`."""
        made = self.add("MatMul", x, self.constant(f"{name}.w", (_array(weight) * even).T))
        return self.add("Add", made, self.constant(f"{name}.b", _array(bias)))

    def divided(self, x: str, name: str, even: Any) -> str:
        """x divided by numbers of its width."""
        return self.add("Mul", x, self.constant(f"{name}.even", (1 / even).astype(np.float32)))

    def norm(self, x: str, name: str, module: Any) -> str:
        """Layer normalisation."""
        weight, bias = self.constant(f"{name}.w", _array(module.weight)), self.constant(f"{name}.b", _array(module.bias))
        return self.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=module.eps)


def _array(parameter: Any) -> NDArray[np.float32]:
    found: NDArray[np.float32] = parameter.detach().float().numpy()
    return found


def graph(net: Any, even: dict[Any, NDArray[np.float32]]) -> Any:
    """The net for one text: «pieces» [pieces, width] -> «scores» [pieces, 2 * labels]."""
    g = Graph()
    width, heads = net.norm.weight.shape[0], net.layers[0].heads
    shape = g.constant("heads", np.array([-1, heads, width // heads], np.int64))
    flat = g.constant("flat", np.array([-1, width], np.int64))
    numbers = (("scale", 1 / math.sqrt(width // heads)), ("root", math.sqrt(2)), ("one", 1))
    scale, root, one = (g.constant(name, np.array(value, np.float32)) for name, value in numbers)
    x = g.norm("pieces", "norm", net.norm)
    for n, layer in enumerate(net.layers):
        x = _attention(g, x, f"layer{n}", layer, even, (shape, flat, scale))
        x = _forward(g, x, f"layer{n}", layer, even, (root, one))
    x = g.linear(x, "head", net.heads[0].weight, net.heads[0].bias)
    g.nodes.append(helper.make_node("Identity", [x], ["scores"]))
    floats = TensorProto.FLOAT
    made = helper.make_graph(
        g.nodes, "encoder", [helper.make_tensor_value_info("pieces", floats, ["n", width])],
        [helper.make_tensor_value_info("scores", floats, ["n", net.heads[0].weight.shape[0]])], g.constants,
    )  # fmt: skip
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="khabar")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


def _attention(g: Graph, x: str, name: str, layer: Any, even: dict[Any, Any], constants: Sequence[str]) -> str:
    shape, flat, scale = constants
    width = layer.out.weight.shape[0]
    entering = g.divided(x, f"{name}.qkv", even[layer.qkv])
    parts = []
    for n, part in enumerate("qkv"):
        weight, bias = (p[n * width : (n + 1) * width] for p in (layer.qkv.weight, layer.qkv.bias))
        if part == "v":  # what enters the next step is divided here, where it costs nothing
            divisor = torch.from_numpy(even[layer.out])
            weight, bias = weight / divisor[:, None], bias / divisor
        parts.append(g.add("Reshape", g.linear(entering, f"{name}.{part}", weight, bias, even[layer.qkv]), shape))
    q, v = (g.add("Transpose", parts[n], perm=[1, 0, 2]) for n in (0, 2))
    k = g.add("Transpose", parts[1], perm=[1, 2, 0])
    weights = g.add("Softmax", g.add("Mul", g.add("MatMul", q, k), scale), axis=-1)
    mixed = g.add("Reshape", g.add("Transpose", g.add("MatMul", weights, v), perm=[1, 0, 2]), flat)
    out = g.linear(mixed, f"{name}.out", layer.out.weight, layer.out.bias, even[layer.out])
    return g.norm(g.add("Add", x, out), f"{name}.norm", layer.norm)


def _forward(g: Graph, x: str, name: str, layer: Any, even: dict[Any, Any], constants: Sequence[str]) -> str:
    root, one = constants
    entering = g.divided(x, f"{name}.grow", even[layer.grow])
    grown = g.linear(entering, f"{name}.grow", layer.grow.weight, layer.grow.bias, even[layer.grow])
    curve = g.add("Add", g.add("Erf", g.add("Div", grown, root)), one)
    grown = g.divided(g.add("Mul", grown, curve), f"{name}.shrink", 2 * even[layer.shrink])
    shrunk = g.linear(grown, f"{name}.shrink", layer.shrink.weight, layer.shrink.bias, even[layer.shrink])
    return g.norm(g.add("Add", x, shrunk), f"{name}.norm_out", layer.norm_out)
