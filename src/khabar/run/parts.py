"""The folder in which a run keeps finished shards until all are there: OUT.parts.

    run.json            the versions and settings of the run
    lock                held while a run or one of its workers lives
    000012.jsonl        records of shard 12
    000012.errors.jsonl its failures, where it has any
    000012.done         the completion mark, written last: digest of the shard, fingerprint of the versions, numbers, sizes

Every file is written under another name, brought to the disk and renamed, so one that is there is whole. A run may be
killed at any moment: a shard without its mark is coded again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from khabar.errors import InputError
from khabar.io.jsons import from_json, to_json
from khabar.run.tally import Tally


class Mark(msgspec.Struct, frozen=True):
    """A shard that is done; `records` and `failures` are the sizes of its two files in bytes, filled in when it is written."""

    digest: str
    fingerprint: str
    tally: Tally
    records: int = 0
    failures: int = 0


class Parts:
    """The files of shards in a folder; `ending` is that of the records."""

    def __init__(self, folder: Path, ending: str) -> None:
        self.folder = folder
        self.ending = ending

    def records(self, number: int) -> Path:
        """The records of a shard."""
        return self.folder / f"{number:06}{self.ending}"

    def failures(self, number: int) -> Path:
        """The failures of a shard; no file where there are none."""
        return self.folder / f"{number:06}.errors.jsonl"

    def sizes(self, number: int) -> tuple[int, int]:
        """Bytes of a shard's records and failures; -1 where the records are missing."""
        return _size(self.records(number), -1), _size(self.failures(number), 0)

    @contextmanager
    def writing(self, number: int) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """Files for the records and failures of a shard, which take their names when all went well."""
        with whole(self.records(number)) as records, whole(self.failures(number)) as failures:
            yield records, failures
        if not _size(self.failures(number), 0):
            self.failures(number).unlink(missing_ok=True)

    def keep(self, number: int, records: bytes, failures: bytes, mark: Mark) -> None:
        """Write and mark what a worker elsewhere has coded."""
        with self.writing(number) as files:
            files[0].write(records)
            files[1].write(failures)
        self.mark(number, mark)

    def mark(self, number: int, mark: Mark) -> None:
        """Tell that a shard, whose files are there, is done."""
        records, failures = self.sizes(number)
        with whole(self._mark(number)) as file:
            file.write(to_json(msgspec.structs.replace(mark, records=records, failures=failures)))

    def done(self, number: int, digest: str, fingerprint: str) -> Tally | None:
        """The numbers of a shard that an earlier run has finished, if it is this shard, made with these versions."""
        try:
            mark = from_json(self._mark(number).read_bytes(), Mark)
        except (OSError, InputError):
            return None
        same = (mark.digest, mark.fingerprint) == (digest, fingerprint)
        return mark.tally if same and (mark.records, mark.failures) == self.sizes(number) else None

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _mark(self, number: int) -> Path:
        return self.folder / f"{number:06}.done"


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is complete and on the disk."""
    under_way = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with under_way.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        under_way.replace(path)
    finally:
        with suppress(OSError):
            under_way.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Bring a file that was written to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _size(path: Path, otherwise: int) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return otherwise
