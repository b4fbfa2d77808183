"""Lines for terminals: Arabic isolated, no line too wide, nothing from the report that could steer the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

import khabar
from khabar.bidi import CLOSE, OPEN, clean, isolate, show, width, wrap
from khabar.errors import InputError
from khabar.render import Style, render

TEXT = (Path(__file__).parents[1] / "data" / "sample.txt").read_text(encoding="utf-8")
RECORD = khabar.read(TEXT, published="2025-04-12", source="AFP", title="t\u202eitle \x1b[31m \ud800")


@pytest.mark.parametrize("columns", [40, 72, 100, 140])
@pytest.mark.parametrize("why", [False, True])
def test_no_line_is_too_wide(columns: int, why: bool) -> None:
    for line in render(RECORD, Style(columns, "isolate", why=why)).splitlines():
        assert width(line) <= columns or " " not in line[14:].strip()
        assert line.count(OPEN) == line.count(CLOSE)


def test_lines_begin_in_english() -> None:
    """So that every terminal takes them as left to right: labels, or an isolate under a label."""
    for line in render(RECORD, Style(100, "isolate")).splitlines():
        assert not line.strip() or line.strip()[0].isascii() or line.strip()[0] == OPEN


def test_nothing_steers_the_terminal() -> None:
    text = render(RECORD, Style(100, "plain"))
    assert not set(text) & set("\x1b\u202e\u2068\ud800")
    assert "\x1b[1mWhat happened" in render(RECORD, Style(bold=True))


def test_an_empty_record() -> None:
    text = render(khabar.read(""), Style())
    assert "nothing that could be coded" in text
    assert "without --published" in text


def test_isolates() -> None:
    assert isolate("Moscow") == "Moscow"
    assert isolate("موسكو\u202e") == f"{OPEN}موسكو{CLOSE}"
    assert show(f"a {OPEN}ب{CLOSE} c", "plain") == "a ب c"
    assert clean(" a\n\tb\x00c ") == "a b c"


def test_a_broken_isolate_is_opened_again() -> None:
    lines = list(wrap(f"to {OPEN}كلمة كلمة كلمة{CLOSE} end", 10))
    assert lines == [f"to {OPEN}كلمة{CLOSE}", f"{OPEN}كلمة كلمة{CLOSE}", "end"]


def test_width() -> None:
    assert width(f"a{OPEN}مُ{CLOSE}") == 2
    assert width("新聞") == 4


def test_visual_needs_its_package() -> None:
    try:
        import bidi  # type: ignore[import-not-found,unused-ignore] # noqa: F401
    except ImportError:
        with pytest.raises(InputError, match="python-bidi"):
            show(f"{OPEN}ب{CLOSE}", "visual")
    else:
        assert show(f"{OPEN}اب{CLOSE}", "visual") == "با"
