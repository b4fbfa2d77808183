"""Taking up an earlier run: the lock on its folder, and whether it was made with the versions and settings of this one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, BinaryIO

from khabar.errors import InputError
from khabar.io.jsons import from_json, to_json
from khabar.run.parts import Parts, whole
from khabar.run.versions import differing

_PATIENCE = 15.0  # seconds for which workers of a killed run may still be at their last report


@contextmanager
def opened(folder: Path, ending: str, versions: Mapping[str, Any], fresh: bool) -> Iterator[Parts]:
    """The parts of a run, held for this process and its workers; what an earlier run left there is used or refused.

    An earlier run with other versions or settings is an `InputError`, unless `fresh` has it thrown away.
    """
    lock = _locked(folder)
    try:
        if fresh:
            _empty(folder)
        _check(folder / "run.json", versions)
        yield Parts(folder, ending)
    finally:
        lock.close()


def _locked(folder: Path) -> BinaryIO:
    """The lock file of a folder, held; workers that are forked from this process hold it too."""
    until = monotonic() + _PATIENCE
    while True:
        try:
            folder.mkdir(exist_ok=True)
            file = (folder / "lock").open("ab")
        except OSError as error:
            raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from None
        if _take(file) and _there(file, folder / "lock"):
            return file
        file.close()
        if monotonic() > until:
            raise InputError(f"{folder}: another run is writing there; wait for it, or choose another place with -o")
        sleep(0.1)


def _take(file: BinaryIO) -> bool:
    try:
        import fcntl
    except ImportError:  # a system without such locks: two runs at once are not noticed
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _there(file: BinaryIO, path: Path) -> bool:
    """Whether the locked file is still the one of that name: a run that ended may have taken its folder away."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != "lock":
            path.unlink(missing_ok=True)


def _check(path: Path, versions: Mapping[str, Any]) -> None:
    """Compare with the versions of the run that made the folder, or write them where there are none."""
    if not path.exists():
        _empty(path.parent)
        with whole(path) as file:
            file.write(to_json(versions))
        return
    try:
        earlier = from_json(path.read_bytes(), dict[str, Any])
    except (OSError, InputError):
        earlier = {}
    names = differing(earlier, versions)
    if names:
        raise InputError(
            f"{path.parent}: holds part of a run that differs in {', '.join(names)}; "
            "go on with what it was made with, or add --fresh to start anew"
        )
