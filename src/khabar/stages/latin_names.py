"""Names left in Latin letters inside Arabic, and the same name in Arabic letters where the report has both."""

from __future__ import annotations

from collections.abc import Iterator

from khabar.model.record import Warning
from khabar.stages.editor_rules import Rules
from khabar.stages.scene import Line, Scene
from khabar.text.arabic import is_arabic
from khabar.text.segment import ARABIC, LATIN

ADDRESS = ("@", "#", "/", ".", "_")
PRINTED = ("title", "paragraph")  # credits and datelines have names in Latin letters by custom


def _latin_runs(scene: Scene, line: Line) -> Iterator[tuple[int, int]]:
    """Ranges of tokens in Latin letters in an Arabic sentence, without addresses and glosses in brackets."""
    tokens = scene.tokens
    kinds = {token.kind for token in tokens[line.first : line.last]}
    if ARABIC not in kinds or LATIN not in kinds:
        return
    n = line.first
    while n < line.last:
        end = n
        while (
            end < line.last and tokens[end].kind == LATIN and (end == n or tokens[end].start - tokens[end - 1].end == 1)
        ):
            end += 1
        if end > n and not _gloss(scene, n, end):
            yield n, end
        n = max(end, n + 1)


def _gloss(scene: Scene, first: int, last: int) -> bool:
    """Whether a run is a gloss, «(Witkoff)», a title in quotation marks, or part of an address, «@name», «site.com»."""
    text, start, end = scene.text, scene.tokens[first].start, scene.tokens[last - 1].end
    before, after = text[start - 1 : start], text[end : end + 2]
    title = any(q.inner_start <= start and end == q.inner_end for q in scene.quoted)
    return title or before in ("(", "[", *ADDRESS) or (after[:1] in ADDRESS and after[1:].isalnum())


def latin_names(scene: Scene, rules: Rules) -> Iterator[Warning]:
    """Names that should stand in Arabic letters."""
    for line in scene.lines:
        if line.kind not in PRINTED:
            continue
        for first, last in _latin_runs(scene, line):
            start, end = scene.tokens[first].start, scene.tokens[last - 1].end
            name = scene.text[start:end]
            if rules.latin.fullmatch(name):
                continue
            arabic = arabic_name(scene, start)
            beside = f"; the report also writes «{arabic}»" if arabic else ""
            yield Warning("untransliterated-name", f"«{name}» is left in Latin letters{beside}", start, end)


def arabic_name(scene: Scene, start: int) -> str | None:
    """The name in Arabic letters that the report has for the entity of the mention at `start`."""
    named = [m for m in scene.resolved.mentions if m.form == "name" and m.entity]
    entity = next((m.entity for m in named if m.start == start), None)
    return next((m.text for m in named if m.entity == entity and is_arabic(m.text)), None)


# quotation marks
