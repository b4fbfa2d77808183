"""Bytes to text: UTF-8, UTF-16 and Windows-1256 are told apart by what the bytes are; what is none of them is refused.

The text is given back exactly as it stands in the file: line endings, marks and odd spaces are kept; only a byte order
mark, which is no part of the text, is left out.
"""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

from khabar.errors import InputError

LIMIT = 64 * 1024 * 1024  # bytes of one report
_SAMPLE = 65536
_PLAIN_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, name: str = "the input") -> str:
    """The text of some bytes; what is no text is an `InputError` that says why."""
    if len(data) > LIMIT:
        raise InputError(f"{name}: is too large for one report (at most {LIMIT >> 20} MiB); split it")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], encoding, name), name)
    wide = _wide(data)
    if wide:
        return _checked(_strict(data, wide, name), name)
    if b"\0" in data or _many_controls(data):
        raise InputError(f"{name}: holds binary data, not text; give the text of the report")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error, name)


def read_bytes(path: str, name: str | None = None) -> bytes:
    """The bytes of a file, or of standard input for «-»; reading stops soon after the limit."""
    try:
        if path == "-":
            return sys.stdin.buffer.read(LIMIT + 1)
        with Path(path).open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as error:
        raise InputError(f"{name or path}: {error.strerror or error}") from None


def read_text(path: str) -> str:
    """The text of a file, or of standard input for «-»."""
    name = "standard input" if path == "-" else path
    return decode(read_bytes(path, name), name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{name}: seems to be {encoding.upper()}, but byte {error.start} is not; save it as UTF-8"
        raise InputError(message) from None


def _checked(text: str, name: str) -> str:
    if "\0" in text or _many_controls(text.encode("utf-8", "surrogatepass")):
        raise InputError(f"{name}: holds binary data, not text; give the text of the report")
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in Arabic and English text nearly all high bytes are 00 or 06, the low bytes are not."""
    sample = data[: _SAMPLE & ~1]
    pairs = len(sample) // 2
    if len(data) % 2 or pairs < 2:
        return None
    even, odd = (sum(b in (0, 6) for b in sample[side::2]) for side in (0, 1))
    nuls = (sample[0::2].count(0), sample[1::2].count(0))
    if odd >= 0.9 * pairs and even <= 0.1 * pairs and not nuls[0]:
        return "utf-16-le"
    if even >= 0.9 * pairs and odd <= 0.1 * pairs and not nuls[1]:
        return "utf-16-be"
    return None


def _many_controls(data: bytes) -> bool:
    """More than one control byte in fifty: no text has that many."""
    sample = data[:_SAMPLE]
    return 50 * sum(b < 32 and b not in _PLAIN_CONTROLS for b in sample) > len(sample)


def _legacy(data: bytes, error: UnicodeDecodeError, name: str) -> str:
    """Windows-1256, if that is what it is: most of its high bytes are Arabic letters, and it is no damaged UTF-8."""
    damaged = data.decode("utf-8", "replace")
    if sum(c > "\x7f" for c in damaged) > 4 * damaged.count("\ufffd"):
        raise InputError(f"{name}: is damaged UTF-8: byte {error.start} ({error.reason}); save it again as UTF-8")
    text = data.decode("windows-1256")
    high = [c for c in text if c > "\x7f"]
    if 3 * sum("\u0621" <= c <= "\u064a" for c in high) < 2 * len(high):
        raise InputError(f"{name}: is neither UTF-8, UTF-16 nor Windows-1256; save it as UTF-8")
    return text
