"""Models that turn what is known of something coded into the chance that it is right. They decide nothing but that number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import msgspec

WEIGHTS = "weights.json"


class Logistic(msgspec.Struct, frozen=True):
    """A bias and the weights of features; a feature that is not among them weighs nothing."""

    bias: float
    weights: dict[str, float]

    def chance(self, features: Mapping[str, float]) -> float:
        """The chance, 0 to 1, that something with these features is right, in hundredths."""
        total = self.bias + sum(self.weights.get(name, 0.0) * size for name, size in features.items())
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 2)


class Calibration(msgspec.Struct, frozen=True):
    """A model for each kind of confidence; the weights come from `training/train_calibration.py`."""

    events: Logistic
    quotes: Logistic

    @classmethod
    def open(cls, folder: Path) -> Calibration:
        """Open a model folder."""
        return msgspec.json.decode((folder / WEIGHTS).read_bytes(), type=cls)
