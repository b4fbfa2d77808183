"""The text of pages and feeds, which say their encoding themselves, often wrongly, and may hold single damaged bytes."""

from __future__ import annotations

from khabar.errors import InputError
from khabar.io.decode import MARKS, decode

_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))  # control signs, which no page shows and no XML may hold
_DAMAGED = 0.01  # share of signs that stand for bytes that are no text, from which on an encoding is another


def damaged_text(data: bytes, said: str | None, within: str | None, name: str) -> str:
    """The text by its mark, by what the server said, by what the document says, or as the bytes turn out."""
    if not data.startswith(tuple(mark for mark, _ in MARKS)):
        for charset in (said, within):
            text = _as(data, charset) if charset else None
            if text is not None:
                return text
    try:
        return decode(data, name).translate(_UNSEEN)
    except InputError:
        text = _as(data, "utf-8")
        if text is None:
            raise
        return text


def _as(data: bytes, charset: str) -> str | None:
    """The text in an encoding, None where there is no such encoding or it is another."""
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError, TypeError):
        return None
    strange = text.count("\ufffd") + text.count("\0")
    return text.translate(_UNSEEN) if strange <= _DAMAGED * sum(c > "\x7f" for c in text) + 2 else None
