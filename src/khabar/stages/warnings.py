"""Warnings a careful editor would give."""

from __future__ import annotations

import re
from collections.abc import Sequence

from khabar.model.record import Block, Warning
from khabar.stages.scene import Scene


def find_warnings(scene: Scene, blocks: Sequence[Block]) -> tuple[Warning, ...]:
    """The warnings on a report, sorted by position."""
    found = [
        Warning("repeated-block", f"says again what block {b.repeat_of} says", b.start, b.end) for b in blocks if b.kind == "repeat"
    ]
    for atom in (a for line in scene.lines for a in line.atoms):
        token = scene.tokens[atom.first]
        if token.kind == "la" and atom.kind in ("name", "guess"):
            end = scene.tokens[atom.last - 1].end
            name = scene.text[token.start : end]
            found.append(Warning("untransliterated-name", f"«{name}» is left in Latin letters", token.start, end))
    for pattern in scene.lexicon.warnings.get("censored", ()):
        for match in re.finditer(pattern, scene.text):
            found.append(Warning("redaction", f"«{match.group()}» stands for censored words", *match.span()))
    return tuple(sorted(found, key=lambda w: (w.start, w.end, w.code)))
