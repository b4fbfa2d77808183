"""Streams taken out of gzip and zstd: damage is told in words, and what grows without end is stopped."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from khabar.errors import InputError
from khabar.io.library import needed

CHUNK = 65_536
FREE = 16 * 1024 * 1024  # bytes that may come out of any compressed input
TIMES = 200  # how many times its size an input may grow beyond them: text grows four to ten times
_SIP = 1024  # bytes of zstd taken at once: they can become 32 MiB
_GZIP, _ZSTD, _SKIPPED = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"
_DICTIONARY = b"\x5d" + _SKIPPED  # the frame before a WARC that was compressed with a dictionary
_DICTIONARY_LIMIT = 8 * 1024 * 1024


def is_packed(head: bytes) -> bool:
    """Whether the first bytes of a stream are those of gzip or zstd."""
    return head.startswith(_GZIP) or head[:4] == _ZSTD or (head[1:4] == _SKIPPED and 0x50 <= head[0] <= 0x5F)


def unpack(head: bytes, file: BinaryIO) -> BinaryIO:
    """A stream that begins with `head`, decompressed where these are the first bytes of gzip or zstd."""
    if head.startswith(_GZIP):
        return io.BufferedReader(_Unpacked(file, _gunzip, "gzip"), CHUNK)
    if is_packed(head):
        return io.BufferedReader(_Unpacked(file, _unzstd, "zstd"), CHUNK)
    return file


class _Unpacked(io.RawIOBase):
    """The pieces that come out of a stream; counts what goes in and what comes out."""

    def __init__(self, file: BinaryIO, pieces: Callable[[Callable[[int], bytes]], Iterator[bytes]], kind: str) -> None:
        self.file = file
        self.kind = kind
        self.taken = self.given = 0
        self.left = b""
        self.pieces = pieces(self._take)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.left:
            self.left = self._next()
        size = min(len(buffer), len(self.left))
        buffer[:size], self.left = self.left[:size], self.left[size:]
        return size

    def _take(self, size: int) -> bytes:
        data = self.file.read(size)
        self.taken += len(data)
        return data

    def _next(self) -> bytes:
        if self.given > FREE and self.given > TIMES * self.taken:
            raise InputError(f"grows to more than {TIMES} times its size; what follows was not read")
        try:
            data = next((piece for piece in self.pieces if piece), b"")
        except (EOFError, zlib.error) as error:
            raise InputError(f"is damaged {self.kind} ({error}); what follows was not read") from None
        self.given += len(data)
        return data


def _gunzip(take: Callable[[int], bytes]) -> Iterator[bytes]:
    """The members of gzip, one after the other; zeros after the last are filling."""
    data = take(CHUNK)
    while data:
        one = zlib.decompressobj(wbits=31)
        while not one.eof:
            yield one.decompress(data, CHUNK)
            data = one.unused_data if one.eof else one.unconsumed_tail or take(CHUNK)
            if not data and not one.eof:
                raise EOFError("it ends too early")
        data = data.lstrip(b"\0") or take(CHUNK).lstrip(b"\0")


def _unzstd(take: Callable[[int], bytes]) -> Iterator[bytes]:
    """The frames of zstd, one after the other."""
    with needed("zstandard"):
        import zstandard
    data = take(_SIP)
    dictionary, data = _dictionary(data, take, zstandard)
    opener = zstandard.ZstdDecompressor(dictionary, max_window_size=1 << 27)
    try:
        while data:
            one = opener.decompressobj()
            while not one.eof:
                yield one.decompress(data)
                data = one.unused_data if one.eof else take(_SIP)
                if not data and not one.eof:
                    raise EOFError("it ends too early")
            data = data or take(_SIP)
    except zstandard.ZstdError as error:
        raise EOFError(str(error)) from None


def _dictionary(data: bytes, take: Callable[[int], bytes], zstandard: Any) -> tuple[Any, bytes]:
    """The dictionary that stands before the frames, and what follows it."""
    if not data.startswith(_DICTIONARY) or len(data) < 8:
        return None, data
    size = int.from_bytes(data[4:8], "little")
    if size > _DICTIONARY_LIMIT:
        raise EOFError("its dictionary is too large")
    while len(data) < 8 + size:
        more = take(CHUNK)
        if not more:
            raise EOFError("it ends too early")
        data += more
    raw = data[8 : 8 + size]
    if raw.startswith(_ZSTD):
        try:
            raw = zstandard.ZstdDecompressor().decompress(raw, max_output_size=_DICTIONARY_LIMIT)
        except zstandard.ZstdError as error:
            raise EOFError(str(error)) from None
    return zstandard.ZstdCompressionDict(raw), data[8 + size :]
