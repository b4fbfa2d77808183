"""The encoder as a torch model: the layers of multilingual-e5-small under a linear-chain CRF over the words.

Pieces enter as their embeddings, which are not trained: so pieces that the training text lacks stay as good as they were.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn

from e5_weights import Weights

NEVER = -1e4


class Layer(nn.Module):
    """Attention and a feed-forward net, each added to what comes in and normalised after (Vaswani et al. 2017)."""

    def __init__(self, hidden: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.grow, self.shrink = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.norm, self.norm_out = nn.LayerNorm(hidden, 1e-12), nn.LayerNorm(hidden, 1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [texts, pieces, hidden]; mask [texts, 1, 1, pieces], 0 or a large negative number."""
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(h // self.heads) + mask
        weights = nn.functional.dropout(torch.softmax(scores, -1), self.dropout, self.training)
        mixed = self.out((weights @ v).transpose(1, 2).reshape(b, n, h))
        x = self.norm(x + nn.functional.dropout(mixed, self.dropout, self.training))
        inner = self.shrink(nn.functional.gelu(self.grow(x)))
        return self.norm_out(x + nn.functional.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    """Embeddings of pieces, with their places added, to label scores of each piece as the first or the last of a word.

    Corpora that are labelled by different rules share all but the last step: each has a head of its own.
    """

    def __init__(self, weights: Weights, layers: int, labels: int, corpora: int = 1, dropout: float = 0.1) -> None:
        super().__init__()
        sizes, self.dropout = weights.sizes, dropout
        hidden = sizes["hidden"]
        self.norm = nn.LayerNorm(hidden, 1e-12)
        self.layers = nn.ModuleList(Layer(hidden, sizes["inner"], sizes["heads"], dropout) for _ in range(layers))
        self.heads = nn.ModuleList(nn.Linear(hidden, 2 * labels) for _ in range(corpora))
        for head in self.heads:
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        self._load({name: torch.from_numpy(t.copy()) for name, t in weights.tensors.items() if name != "emb.word"})

    @torch.no_grad()
    def _load(self, given: dict[str, Tensor]) -> None:
        def norm(module: Any, name: str) -> None:
            module.weight.copy_(given[name + ".w"])
            module.bias.copy_(given[name + ".b"])

        norm(self.norm, "emb.ln")
        for n, layer in enumerate(self.layers):
            layer.qkv.weight.copy_(torch.cat([given[f"l{n}.{part}.w"] for part in "qkv"]))
            layer.qkv.bias.copy_(torch.cat([given[f"l{n}.{part}.b"] for part in "qkv"]))
            for module, name in (
                (layer.out, "ao"), (layer.norm, "aln"), (layer.grow, "fi"), (layer.shrink, "fo"), (layer.norm_out, "oln"),
            ):  # fmt: skip
                norm(module, f"l{n}.{name}")

    def hidden(self, x: Tensor, mask: Tensor) -> Tensor:
        """What the last layer holds of each piece."""
        x = nn.functional.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def forward(self, x: Tensor, mask: Tensor, corpus: int = 0) -> Tensor:
        """[texts, pieces, hidden] -> [texts, pieces, 2 * labels]: as the first piece of a word, as the last."""
        return self.heads[corpus](nn.functional.dropout(self.hidden(x, mask), self.dropout, self.training))


class Chain(nn.Module):
    """A linear-chain CRF over words; label 0 is O, each I- label follows its B- label."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.moves = nn.Parameter(torch.zeros(labels, labels))
        allowed = torch.ones(labels, labels)
        for inside in range(2, labels, 2):
            allowed[:, inside] = 0
            allowed[inside - 1 : inside + 1, inside] = 1
        self.register_buffer("barred", (1 - allowed) * NEVER)
        start = torch.zeros(labels)
        start[2::2] = NEVER
        self.register_buffer("start", start)

    def loss(self, rows: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        """Negative log likelihood, summed: rows [texts, words, labels], labels [texts, words]."""
        moves = self.moves + self.barred
        steps = torch.arange(rows.shape[1])[None] < lengths[:, None]
        own = rows.gather(2, labels[..., None])[..., 0]
        path = moves[labels[:, :-1], labels[:, 1:]] * steps[:, 1:]
        right = (own * steps).sum() + path.sum()
        ahead = rows[:, 0] + self.start
        for n in range(1, rows.shape[1]):
            grown = torch.logsumexp(ahead[:, :, None] + moves[None], 1) + rows[:, n]
            ahead = torch.where(steps[:, n, None], grown, ahead)
        return torch.logsumexp(ahead, 1).sum() - right

    @torch.no_grad()
    def best(self, rows: Tensor) -> list[int]:
        """The best labels of one text [words, labels] (Viterbi)."""
        moves = self.moves + self.barred
        last, back = rows[0] + self.start, []
        for row in rows[1:]:
            score, at = (last[:, None] + moves).max(0)
            last = score + row
            back.append(at)
        path = [int(last.argmax())]
        for at in reversed(back):
            path.append(int(at[path[-1]]))
        return path[::-1]
