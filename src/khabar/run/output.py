"""From parts to the output: joined beside it, then put in its place in one step each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from khabar.errors import InputError
from khabar.io.layouts import Layout, Lines
from khabar.run.parts import Parts, settle


def check(shape: Layout, output: Path) -> None:
    """Refuse, before anything is coded, a place where the output cannot be put."""
    if shape.files is None and output.is_dir():
        raise InputError(f"{output}: is a folder; name a file with -o")
    if shape.files is not None and output.exists():
        if not output.is_dir():
            raise InputError(f"{output}: is a file; tables need a folder of their own: choose another place with -o")
        strange = {path.name for path in output.iterdir()} - set(shape.files)
        if strange:
            raise InputError(f"{output}: holds other files ({min(strange)}); choose another place with -o")


def publish(
    parts: Parts, shape: Layout, shards: int, output: Path, manifest: Callable[[Mapping[str, Path]], bytes]
) -> None:
    """Join the parts into the output, with failures (no file where there are none) and a manifest beside it."""
    joined, failed, told = (parts.folder / name for name in ("joined", "joined.errors.jsonl", "joined.manifest.json"))
    _clear(joined)
    shape.join([parts.records(n) for n in range(shards)], joined)
    Lines().join([p for n in range(shards) if (p := parts.failures(n)).exists()], failed)
    errors = output.with_name(f"{output.name}.errors.jsonl")
    files = _named(joined, output.name)
    if failed.stat().st_size:
        files[errors.name] = failed
    told.write_bytes(manifest(files))
    for path in (*files.values(), told):
        settle(path)
    _replace(joined, output)
    if errors.name in files:
        failed.replace(errors)
    else:
        errors.unlink(missing_ok=True)
    told.replace(output.with_name(f"{output.name}.manifest.json"))


def _named(joined: Path, name: str) -> dict[str, Path]:
    """The files that were joined, by the names they are to have."""
    if joined.is_dir():
        return {f"{name}/{path.name}": path for path in sorted(joined.iterdir())}
    return {name: joined}


def _replace(joined: Path, output: Path) -> None:
    """Put the joined file or folder where the output belongs; an earlier folder of the same kind goes aside first."""
    if joined.is_dir() and output.is_dir():
        aside = joined.with_name("replaced")
        _clear(aside)
        output.replace(aside)
    joined.replace(output)


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
