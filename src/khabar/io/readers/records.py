"""The records of a WARC, one after the other; one that is damaged or says a false length does not take others with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from khabar.io.readers.http import parse_headers

LIMIT = 64 * 1024 * 1024  # bytes of a record
_HEAD = 65_536  # bytes of its headers
_CHUNK = 65_536
_MARK = b"WARC/"
_NEXT = b"\nWARC/1."
_END = b"\r\n\r\n"
_FALSE = "the record says a false length; it is read up to the next one"
_CUT = "the record is cut off; what there is of it is read"


class Part(msgspec.Struct, frozen=True):
    """A record: its number from 1, headers in lower case, body, and what is wrong with it; `whole` where it can be read."""

    number: int
    headers: dict[str, str]
    body: bytes
    trouble: str = ""
    whole: bool = True


class Archive:
    """Iterates over the records of a stream; bytes are held for one record at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.held = bytearray()
        self.ended = False
        self.number = 0

    def __iter__(self) -> Iterator[Part]:
        while True:
            there, passed = self._to_mark()
            if passed:
                reason = f"{passed} bytes before the record, or after the last, are none; they are passed over"
                yield Part(self.number + 1, {}, b"", reason, False)
            if not there:
                return
            self.number += 1
            end = self._headers_end()
            if end < 0:
                yield Part(self.number, {}, b"", "the headers of the record have no end; it is not read", False)
                last = self.held.rfind(_NEXT, 0, -end)  # of several without an end, the one that has it
                del self.held[: last + 1 if last >= 0 else -end]
                continue
            headers = parse_headers(bytes(self.held[:end]))
            del self.held[:end]
            yield self._part(headers)

    def _fill(self, size: int) -> bool:
        """Hold at least so many bytes, where there are so many."""
        while len(self.held) < size and not self.ended:
            more = self.file.read(min(_CHUNK, size - len(self.held)))
            self.ended = not more
            self.held += more
        return len(self.held) >= size

    def _to_mark(self) -> tuple[bool, int]:
        """Go to where the next record begins: whether there is one, and how many bytes that are none stand before it."""
        passed = 0
        while self._fill(len(_NEXT)) or self.held:
            blank = len(self.held[:_CHUNK]) - len(self.held[:_CHUNK].lstrip(b"\r\n"))
            del self.held[:blank]
            if self.held.startswith(_MARK):
                return True, passed
            if blank and self._fill(len(_NEXT)):
                continue
            self._fill(_CHUNK)
            at = self.held.find(_NEXT)
            size = at + 1 if at >= 0 else max(1, len(self.held) - len(_NEXT))
            passed += size if self.held[:size].strip(b"\0\r\n\t ") else 0
            del self.held[:size]
        return False, passed

    def _headers_end(self) -> int:
        """Where the headers end; less than 0 where they do not, before the next record: how far that is sure."""
        self._fill(_HEAD)
        ends = [at + len(mark) for mark in (_END, b"\n\n") if (at := self.held.find(mark, 0, _HEAD)) >= 0]
        if not ends:
            return -_HEAD
        return -min(ends) if self.held.find(_NEXT, 0, min(ends)) >= 0 else min(ends)

    def _part(self, headers: dict[str, str]) -> Part:
        written = headers.get("content-length", "")
        if not (written.isascii() and written.isdigit() and len(written) < 19):
            return self._searched(headers, "the record says no length; it is read up to the next one")
        length = int(written)
        if length > LIMIT:
            return self._passed(headers, length)
        self._fill(length + len(_END))
        if len(self.held) < length:
            return self._searched(headers, _CUT)
        after = bytes(self.held[length : length + len(_END)]).lstrip(b"\r\n")
        if after and not (len(after) < len(_END) and _MARK.startswith(after)):
            return self._searched(headers, _FALSE)
        body = bytes(self.held[:length])
        del self.held[:length]
        return Part(self.number, headers, body)

    def _searched(self, headers: dict[str, str], trouble: str) -> Part:
        """The record up to the next one, wherever that is."""
        begun = 0
        while (at := self.held.find(_NEXT, begun)) < 0 and not self.ended and len(self.held) < LIMIT:
            begun = max(0, len(self.held) - len(_NEXT))
            self._fill(len(self.held) + _CHUNK)
        end = at + 1 if at >= 0 else len(self.held)
        body = bytes(self.held[:end]).rstrip(b"\r\n")
        del self.held[:end]
        return Part(self.number, headers, body, _FALSE if at >= 0 and trouble is _CUT else trouble)

    def _passed(self, headers: dict[str, str], length: int) -> Part:
        """Pass over a record that is too large, or that only says so."""
        while length > 0:
            whole = self._fill(_CHUNK)
            at = self.held.find(_NEXT)
            if 0 <= at < length:
                del self.held[: at + 1]
                return Part(self.number, headers, b"", "the record says a false length; it is not read", False)
            if not whole and len(self.held) < length:
                self.held.clear()
                return Part(
                    self.number, headers, b"", "the record says a length that is not there; it is not read", False
                )
            size = min(length, max(1, len(self.held) - len(_NEXT)))
            del self.held[:size]
            length -= size
        return Part(self.number, headers, b"", f"the record is larger than {LIMIT >> 20} MiB; it is not read", False)
