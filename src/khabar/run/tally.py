"""What came of reports, in numbers that can be added up."""

from __future__ import annotations

import msgspec


class Tally(msgspec.Struct, frozen=True):
    """Reports read, coded, skipped and failed; events; words and characters of what was coded."""

    read: int = 0
    coded: int = 0
    skipped: int = 0
    failed: int = 0
    events: int = 0
    words: int = 0
    characters: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            *(a + b for a, b in zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True))
        )

    def line(self, seconds: float) -> str:
        """The numbers in words, with the speed over some seconds."""
        rate = self.words / seconds if seconds > 0 else 0.0
        return (
            f"{self.read} read, {self.coded} coded, {self.skipped} skipped, {self.failed} failed; "
            f"{self.events} events; {seconds:.1f} s, {rate:,.0f} words/s"
        )
