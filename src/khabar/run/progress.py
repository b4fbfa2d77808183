"""How far a run is, on standard error: rates, and the time left where the number of reports is known."""

from __future__ import annotations

from time import monotonic
from typing import TextIO

from khabar.run.tally import Tally

_QUIET = 2.0  # seconds before progress is shown
_LINES = 10.0  # seconds between lines where they cannot be written over


class Progress:
    """A line that is written over on a terminal, or now and then a line in a log.

    `total` is the number of reports, None where it is not known; shards of an earlier run count as done, not as speed.
    """

    def __init__(self, stream: TextIO, total: int | None = None, *, wanted: bool = False) -> None:
        self.tally = Tally()
        self.earlier = Tally()
        self._stream = stream
        self._total = total
        self._terminal = stream.isatty()
        self._on = wanted or self._terminal
        self._started = monotonic()
        self._shown = 0.0

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return monotonic() - self._started

    def add(self, tally: Tally, earlier: bool) -> None:
        """Note the numbers of a shard, and show how far the run is when it is time."""
        self.tally += tally
        if earlier:
            self.earlier += tally
        due = self._shown + 0.5 if self._terminal else (self._shown or self._started) + _LINES
        now = monotonic()
        if self._on and now >= due and self.seconds > _QUIET:
            self._shown = now
            self._write(self.line(self.seconds))

    def line(self, seconds: float) -> str:
        """How far the run is after so many seconds."""
        reports = self.tally.read - self.earlier.read
        words = self.tally.words - self.earlier.words
        rate = reports / seconds if seconds > 0 else 0.0
        of = f" of {self._total:,}" if self._total else ""
        line = f"{self.tally.read:,}{of} reports, {self.tally.failed:,} failed; "
        line += f"{rate:,.1f} reports/s, {words / max(seconds, 1e-9):,.0f} words/s"
        if self._total and rate:
            line += f"; {duration(max(0, self._total - self.tally.read) / rate)} left"
        return line

    def end(self) -> None:
        """Clear the line."""
        if self._shown and self._terminal:
            self._stream.write("\r\x1b[K")

    def _write(self, line: str) -> None:
        self._stream.write(f"\r\x1b[K{line}" if self._terminal else f"khabar: {line}\n")
        self._stream.flush()


def duration(seconds: float) -> str:
    """Seconds in words: 45 s, 12 min, 3 h 05 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
