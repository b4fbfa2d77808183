"""Read the YAML files of a language's lexicon into typed entries; the room of PyYAML.

Every error names the file, the entry and the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from khabar.errors import LexiconError
from khabar.lexicon.schema import EventEntry, Light, Reporting, Role, Title

T = TypeVar("T")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The content of one YAML file; a syntax error becomes a `LexiconError` with file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from None


def typed(path: Path, entry: Any, kind: type[T]) -> T:
    """One entry as `kind`; a wrong key or type names the file and the entry."""
    name = entry.get("id") or entry.get("forms") if isinstance(entry, dict) else entry
    try:
        return msgspec.convert(entry, kind)
    except msgspec.ValidationError as error:
        raise LexiconError(f"{path}: {name}: {error}") from None


def entries(path: Path, kind: type[T]) -> tuple[T, ...]:
    """The entries of a file that is a list."""
    return tuple(typed(path, entry, kind) for entry in read_yaml(path) or [])


class Source(msgspec.Struct, frozen=True):
    """All of a language's lexicon, as it is written."""

    events: tuple[EventEntry, ...]
    reporting: Reporting
    lights: tuple[Light, ...]
    roles: tuple[Role, ...]
    titles: tuple[Title, ...]
    verbs: dict[str, Any]
    particles: dict[str, Any]
    blocks: dict[str, Any]
    names: dict[str, Any]
    common: tuple[str, ...]
    times: dict[str, Any]
    warnings: dict[str, Any]
    modifiers: tuple[str, ...]
    places: dict[str, Any]
    status: dict[str, Any]
    ontology: dict[str, Any]


def load_source(folder: Path) -> Source:
    """Read one language's folder."""

    def plain(name: str) -> Any:
        return read_yaml(folder / f"{name}.yaml")

    return Source(
        events=tuple(e for path in sorted((folder / "events").glob("*.yaml")) for e in entries(path, EventEntry)),
        reporting=typed(folder / "reporting.yaml", plain("reporting"), Reporting),
        lights=entries(folder / "light.yaml", Light),
        roles=entries(folder / "roles.yaml", Role),
        titles=entries(folder / "titles.yaml", Title),
        verbs=plain("verbs"),
        particles=plain("particles"),
        blocks=plain("blocks"),
        names=plain("names"),
        common=tuple(plain("common")["words"]),
        times=plain("times"),
        warnings=plain("warnings"),
        modifiers=tuple(plain("modifiers")["words"]),
        places=plain("places"),
        status=plain("status"),
        ontology=read_yaml(folder.parent / "plover.yaml"),
    )


def event_files(folder: Path) -> Iterator[tuple[Path, EventEntry]]:
    """Each event entry with the file that holds it, for messages."""
    for path in sorted((folder / "events").glob("*.yaml")):
        for entry in entries(path, EventEntry):
            yield path, entry
