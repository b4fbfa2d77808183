"""OUT.manifest.json: what a file of records was made from and with. No clock: the same run gives the same manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from khabar.run.tally import Tally
from khabar.run.versions import READERS, installed

MANIFEST = 1


def manifest(
    inputs: Iterable[str],
    versions: Mapping[str, Any],
    shards: int,
    digest: str,
    tally: Tally,
    files: Mapping[str, Path],
) -> bytes:
    """The manifest as JSON laid out for people; `digest` is that of all reports read, `files` are named as written."""
    content = {
        "manifest": MANIFEST,
        "versions": versions,
        "readers": installed(READERS),
        "inputs": [{"path": path, "bytes": _size(path)} for path in inputs],
        "reports": {"sha256": digest, "shards": shards, **msgspec.structs.asdict(tally)},
        "files": [described(name, path) for name, path in files.items()],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def described(name: str, path: Path) -> dict[str, Any]:
    """A file under the name it is to have, with its size and digest."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": name, "bytes": path.stat().st_size, "sha256": digest}


def _size(path: str) -> int | None:
    given = Path(path)
    return given.stat().st_size if path != "-" and given.is_file() else None
