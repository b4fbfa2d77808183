"""An HTTP response as it came over the wire: status, headers, and the body out of its chunks and its packing."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import msgspec

from khabar.errors import InputError
from khabar.io.library import needed

_HEAD = 65_536  # bytes of headers
_HEADERS = 200
_PIECE = 65_536


class Response(msgspec.Struct, frozen=True):
    """`headers` in lower case; of several of a name the first."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The type of the content without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server says."""
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'")[:40] or None
        return None


def parse_response(data: bytes, limit: int) -> Response:
    """The response that some bytes are; the body unpacked is at most `limit` bytes, else an `InputError`."""
    head, headers, body = _split(data)
    words = head.split(None, 2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not (words[1].isascii() and words[1].isdigit()):
        raise InputError("is no HTTP response")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    return Response(int(words[1][:3]), headers, unpack_body(body, headers.get("content-encoding", ""), limit))


def parse_headers(block: bytes) -> dict[str, str]:
    """Lines of names and values; what is no such line is passed over."""
    found: dict[str, str] = {}
    for line in block.decode("utf-8", "replace").splitlines()[:_HEADERS]:
        name, colon, value = line.partition(":")
        if colon and name.strip():
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _split(data: bytes) -> tuple[str, dict[str, str], bytes]:
    """The first line, the headers and the body."""
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := data.find(mark, 0, _HEAD)) >= 0]
    end, size = min(ends) if ends else (min(len(data), _HEAD), 0)
    first, _, rest = data[:end].partition(b"\n")
    return first.decode("latin-1").strip(), parse_headers(rest), data[end + size :]


def _joined(body: bytes) -> bytes:
    """The chunks of a body together; one that is stored without its chunks, as some archives do, stays as it is."""
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\n", at, at + 100)
        size = body[at:end].split(b";", 1)[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16) if size.isalnum() else -1
        except ValueError:
            length = -1
        if length < 0:
            return b"".join(pieces) if pieces else body
        if length == 0:
            break
        pieces.append(body[end + 1 : end + 1 + length])
        at = end + 1 + length
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces)


def unpack_body(body: bytes, packing: str, limit: int) -> bytes:
    """A body out of gzip, deflate, brotli or zstd; of one that is cut off, what there is."""
    for name in reversed([part.strip().lower() for part in packing.split(",") if part.strip()][:4]):
        opener = _OPENERS.get(name)
        if opener is None:
            if name == "identity":
                continue
            raise InputError(f"is packed in «{name[:20]}», which is not read")
        body = opener(body, limit)
    return body


def _bounded(pieces: Any, limit: int) -> bytes:
    kept, size = [], 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size > limit:
            raise InputError(f"is larger than {limit >> 20} MiB when it is unpacked")
    return b"".join(kept)


def _inflated(body: bytes, limit: int, wbits: int) -> bytes:
    one = zlib.decompressobj(wbits)
    kept = one.decompress(body, limit + 1)
    if len(kept) > limit:
        raise InputError(f"is larger than {limit >> 20} MiB when it is unpacked")
    return kept


def _gzip(body: bytes, limit: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body  # stored unpacked, as some archives do
    try:
        return _inflated(body, limit, 31)
    except zlib.error as error:
        raise InputError(f"is damaged gzip ({error})") from None


def _deflate(body: bytes, limit: int) -> bytes:
    for wbits in (15, -15):  # servers send either
        try:
            return _inflated(body, limit, wbits)
        except zlib.error:
            continue
    return body


def _brotli(body: bytes, limit: int) -> bytes:
    with needed("brotli"):
        import brotli
    one = brotli.Decompressor()

    def pieces() -> Any:
        yield one.process(body, output_buffer_limit=_PIECE)
        while not one.is_finished() and not one.can_accept_more_data():
            yield one.process(b"", output_buffer_limit=_PIECE)

    try:
        return _bounded(pieces(), limit)
    except brotli.error as error:
        raise InputError(f"is damaged brotli ({error})") from None


def _zstd(body: bytes, limit: int) -> bytes:
    with needed("zstandard"):
        import zstandard
    one = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    try:
        return _bounded((one.decompress(body[at : at + 1024]) for at in range(0, len(body), 1024)), limit)
    except (zstandard.ZstdError, EOFError) as error:
        raise InputError(f"is damaged zstd ({error})") from None


_OPENERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
