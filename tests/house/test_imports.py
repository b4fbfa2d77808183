"""Dependencies point one way: cli -> pipeline -> stages, io -> knowledge -> lexicon -> text -> model -> errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "khabar"

# Each room may import from itself and from the rooms on lines below its own; rooms on one line know nothing of each
# other, but for the pairs of BESIDE.
ORDER = (
    ("__main__",),
    ("cli", "server"),
    ("cli_corpus", "cli_export"),
    ("commands", "upkeep", "coding", "corpus_commands", "exporting"),
    ("api", "run", "store", "evaluate", "render", "explain", "corpus"),
    ("pipeline",),
    ("stages", "io"),
    ("knowledge",),
    ("lexicon",),
    ("text",),
    ("model",),
    ("terminal",),
    ("settings", "bidi"),
    ("errors",),
    ("__init__",),  # the version; its verbs are imported when they are asked for
)
BESIDE = {
    ("commands", "upkeep"), ("commands", "coding"), ("api", "run"), ("store", "run"), ("explain", "render"), ("corpus", "render"),
    ("commands", "corpus_commands"),
}  # fmt: skip
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}
INTAKE = ("brotli", "lxml", "trafilatura", "zstandard")
# Each third-party library has one room.
LIBRARIES = {
    "yaml": {"lexicon"}, "hijridate": {"stages"}, "bidi": {"bidi"}, "numpy": {"corpus", "stages"},
    "onnxruntime": {"stages"}, "pyarrow": {"io"}, "ray": {"run"},
    **{name: {"io"} for name in INTAKE},
}  # fmt: skip
EVERYWHERE = {"msgspec"}
LAZY = SOURCE / "__init__.py"


def room(path: Path) -> str:
    """The room that a file of the package belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: write imports from the root of the package"
            if node.module == "khabar":
                yield from ((node.lineno, f"khabar.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def room_of(module: str) -> str:
    """The room of an imported module of ours; a name that is no room (the version, a verb) is the package's own."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LEVEL else "__init__"


FILES = sorted(SOURCE.rglob("*.py"))


def test_every_room_has_a_place() -> None:
    assert {room(path) for path in FILES} <= set(LEVEL)


@pytest.mark.parametrize("path", [p for p in FILES if p != LAZY], ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_one_way(path: Path) -> None:
    here = room(path)
    for line, module in imported(path):
        if module.split(".")[0] != "khabar":
            continue
        there = room_of(module)
        allowed = here == there or LEVEL[there] > LEVEL[here] or (here, there) in BESIDE
        assert allowed, f"{path}:{line}: {here} may not import {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_each_library_has_one_room(path: Path) -> None:
    for line, module in imported(path):
        library = module.split(".")[0]
        rooms = LIBRARIES.get(library)
        assert rooms is None or room(path) in rooms, f"{path}:{line}: {library} belongs in {rooms}"


def test_only_settings_reads_the_environment() -> None:
    readers = {room(p) for p in FILES for _, name in _names(p) if name in ("environ", "getenv")}
    assert readers <= {"settings"}


def _names(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
