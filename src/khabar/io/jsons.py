"""JSON in and out, also for text that holds lone surrogates, which strict UTF-8 cannot carry.

Such a character (half of a pair, left by a broken program upstream) is written as its JSON escape and read back the
same, so offsets stay true and no report is lost for it.
"""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import msgspec

from khabar.errors import InputError

T = TypeVar("T")
_encode = msgspec.json.Encoder().encode
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def to_json(value: Any) -> bytes:
    """A typed value as one line of JSON, without the line end."""
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode("ascii")


def from_json(line: bytes | str, kind: type[T]) -> T:
    """One line of JSON as a typed value; an `InputError` says what is wrong."""
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.ValidationError as error:
        raise InputError(str(error)) from None
    except RecursionError:
        raise InputError("is not JSON that can be read: it is nested too deep") from None
    except (msgspec.DecodeError, UnicodeError) as error:
        text = line if isinstance(line, str) else line.decode("utf-8", "replace")
        if _SURROGATE.search(text):
            return _escaped(text, kind)
        raise InputError(f"is not JSON: {error}") from None


def _escaped(text: str, kind: type[T]) -> T:
    try:
        return msgspec.convert(json.loads(text), kind)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {error}") from None
