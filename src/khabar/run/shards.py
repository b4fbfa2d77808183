"""A stream of reports cut into shards: the pieces that are handed out, coded, and kept by themselves.

Where a shard ends depends on the reports alone, so a run that is taken up again cuts the same ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from khabar.io.given import Failure, Given
from khabar.io.jsons import to_json

REPORTS = 64  # a shard is coded in about half a second: little is lost with one, and little time goes into its files
BYTES = 1_000_000  # of text, in UTF-8; a shard ends with the report that reaches it


class Shard(msgspec.Struct, frozen=True):
    """Reports, and what could not be read among them, in the order of the input; `digest` tells shards apart by content."""

    number: int
    items: tuple[Given | Failure, ...]
    digest: str


def cut(items: Iterable[Given | Failure], largest: int, reports: int = REPORTS) -> Iterator[Shard]:
    """Shards of at most so many items; a text over `largest` bytes (UTF-8) becomes a failure on the way."""
    held: list[Given | Failure] = []
    number = size = 0
    for item in items:
        held.append(item)
        if isinstance(item, Given):
            length = text_size(item)
            if length > largest:
                held[-1] = too_large(item, length, largest)
            else:
                size += length
        if len(held) >= reports or size >= BYTES:
            yield shard(number, held)
            number, size, held = number + 1, 0, []
    if held:
        yield shard(number, held)


def shard(number: int, items: Iterable[Given | Failure]) -> Shard:
    """A shard with its digest (SHA-256 over its items)."""
    kept = tuple(items)
    digest = hashlib.sha256()
    for item in kept:
        digest.update(to_json(item) + b"\n")
    return Shard(number, kept, digest.hexdigest())


def text_size(item: Given) -> int:
    """Bytes of a report's text in UTF-8."""
    return len(item.row.text.encode("utf-8", "surrogatepass"))


def too_large(item: Given, size: int, largest: int) -> Failure:
    """The failure of a report over the limit."""
    reason = f"the text has {size:,} bytes, more than {largest:,}; split it, or set --largest higher"
    return failure(item, reason)


def failure(item: Given, reason: str) -> Failure:
    """A report that was read and not coded."""
    return Failure(item.input, item.line, None if item.row.id is None else str(item.row.id), reason)
