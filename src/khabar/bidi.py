"""Lines that mix English and Arabic, for terminals that reorder bidirectional text and those that do not.

A line is always left to right, and Arabic in it is put between U+2068 and U+2069 (isolates) while it is composed.
`show` then keeps the isolates, takes them out, or reverses the Arabic for terminals that cannot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal

from khabar.errors import InputError

Mode = Literal["isolate", "plain", "visual"]
OPEN, CLOSE = "\u2068", "\u2069"
_ISOLATED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_QUOTED = re.compile("«[^«»]*»")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Signs that steer the order of letters or a terminal have no business in a listing.
_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u200b\u2060\ufeff\u00ad]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that is safe to print on one line."""
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub(" ", _STEERING.sub("", text)))
    return " ".join(text.split())


def isolate(text: str) -> str:
    """Text of the report in an English line: cleaned and, where it holds Arabic, isolated."""
    text = clean(text)
    return f"{OPEN}{text}{CLOSE}" if _RIGHT_TO_LEFT.search(text) else text


def mixed(message: str) -> str:
    """A message of ours that quotes words of the report between guillemets."""
    return _QUOTED.sub(lambda match: isolate(match.group()), clean(message))


def show(line: str, mode: Mode) -> str:
    """A composed line as the terminal is to get it."""
    if mode == "isolate":
        return line
    if mode == "plain":
        return line.replace(OPEN, "").replace(CLOSE, "")
    display = _reorder()
    return _ISOLATED.sub(lambda match: display(match.group(1)), line)


def _reorder() -> Callable[[str], str]:
    """The reordering of the python-bidi package, which is not a dependency."""
    try:
        from bidi.algorithm import get_display  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise InputError("--bidi visual needs the package python-bidi: pip install python-bidi") from None
    return lambda text: str(get_display(text, base_dir="R"))


def width(text: str) -> int:
    """The columns that a text takes in a terminal."""
    return sum(
        0 if c in (OPEN, CLOSE) or unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2 if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )  # fmt: skip


def wrap(text: str, columns: int) -> Iterator[str]:
    """Lines of at most `columns`, broken at spaces; an isolate that is broken is closed and opened again."""
    line, used, inside = "", 0, False
    for word in text.split(" "):
        size = width(word)
        if line and used + 1 + size > columns:
            yield line + (CLOSE if inside else "")
            line, used = OPEN if inside else "", 0
        elif line:
            line, used = line + " ", used + 1
        line, used = line + word, used + size
        inside = line.count(OPEN) > line.count(CLOSE)
    yield line
