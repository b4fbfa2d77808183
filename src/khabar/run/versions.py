"""Everything that a record depends on besides its text: versions, digests and settings."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from khabar import __version__
from khabar.io.jsons import to_json
from khabar.lexicon.pack import FOLDER as LEXICONS
from khabar.model.record import FORMAT
from khabar.pipeline import MODELS, ONTOLOGY

SOURCE = Path(__file__).parents[1]
LIBRARIES = ("hijridate", "msgspec", "PyYAML")  # what coding needs
READERS = ("fastwarc", "feedparser", "lxml", "pyarrow", "trafilatura", "zstandard")  # what some formats need to be read


def versions(knowledge: str, settings: Mapping[str, Any], libraries: Iterable[str] = ()) -> dict[str, Any]:
    """Program, packs, models, libraries and settings, each with a digest or version, so that a change in it shows.

    `knowledge` is the digest of the opened knowledge base, one's own records included.
    """
    return {
        "khabar": __version__,
        "program": _digest(SOURCE.rglob("*.py"), SOURCE),
        "format": FORMAT,
        "ontology": ONTOLOGY,
        "lexicons": {path.stem: _digest([path], LEXICONS) for path in sorted(LEXICONS.glob("*.pack"))},
        "knowledge": knowledge,
        "models": {path.name: _digest(path.rglob("*"), path) for path in sorted(MODELS.iterdir()) if path.is_dir()},
        "python": platform.python_version(),
        "libraries": installed({*LIBRARIES, *libraries}),
        "settings": dict(settings),
    }


def fingerprint(found: Mapping[str, Any]) -> str:
    """One digest (SHA-256) of all versions."""
    return hashlib.sha256(to_json(found)).hexdigest()


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what is not the same in two sets of versions."""
    return tuple(name for name in sorted({*one, *other}) if one.get(name) != other.get(name))


def _digest(paths: Iterable[Path], root: Path) -> str:
    """A digest of files and their names; a changed rule shows also where no version was raised."""
    digest = hashlib.sha256()
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(data)}\n".encode() + data)
    return f"sha256:{digest.hexdigest()}"


def installed(names: Iterable[str]) -> dict[str, str | None]:
    """The versions of libraries; None for one that is not there."""
    return {name: _version(name) for name in sorted(names)}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
