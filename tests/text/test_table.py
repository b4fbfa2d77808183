"""The table of names: what is put in comes out, in any script, and what is not in it is not found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khabar.text.table import Table, table

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.dictionaries(TEXTS, TEXTS), TEXTS)
def test_what_is_put_in_comes_out(entries: dict[str, str], other: str) -> None:
    made = Table(memoryview(table(entries)))
    assert list(made.items()) == list(entries.items())
    assert len(made) == len(entries)
    assert all(made.get(key, "?") == text for key, text in entries.items())
    assert made.get(other, "?") == entries.get(other, "?")


def test_a_broken_letter_is_not_found() -> None:
    made = Table(memoryview(table({"\u0645\u0635\u0631": "N 1"})))
    assert made.get("\ud800") == ""
    assert "\u0645\u0635\u0631" in made


@given(st.dictionaries(TEXTS, TEXTS), TEXTS)
def test_the_keys_that_begin_with_a_text_stand_together(entries: dict[str, str], start: str) -> None:
    made = Table(memoryview(table(dict(sorted(entries.items())))))
    assert made.beginning(start) == [key for key in sorted(entries) if key.startswith(start)]
