"""A user's own records over the base: they take the place of the base's, and what is wrong in them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from khabar.errors import LexiconError
from khabar.knowledge.base import PACK, open_knowledge
from khabar.knowledge.layer import open_layered
from khabar.knowledge.stats import stats
from khabar.knowledge.who import who

OWN = """
- {id: jane-doe, type: PER, en: Jane Doe, ar: جين دو, country: FRA, offices: [{office: ambassador, of: FRA, from: 2024}]}
- {id: own-putin, type: PER, en: Vlad Own, ar: فلاد الخاص, wikidata: Q7747, country: RUS}
"""


def test_no_folder_is_the_base() -> None:
    assert open_layered(None) is open_knowledge(PACK)


def test_own_records_override_and_add(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(OWN, encoding="utf-8")
    before = PACK.read_bytes()
    base, laid = open_knowledge(), open_layered(tmp_path)
    assert who(laid, "جين دو")[0].key == "jane-doe"
    assert who(laid, "Vlad Own")[0].kb == "Q7747"
    assert laid.ref("own-putin") == base.ref("vladimir-putin")
    assert laid.holders("president", "RUS", "2024-01-01") == []
    assert all(c.key != "own-putin" for c in who(laid, "بوتين"))
    assert base.holders("president", "RUS", "2024-01-01")
    assert PACK.read_bytes() == before
    assert stats(laid)["records"]["PER"] == stats(base)["records"]["PER"] + 1


def test_the_cache_is_named_after_the_files(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text(OWN, encoding="utf-8")
    first = open_layered(tmp_path)
    (cache,) = tmp_path.glob(".khabar-knowledge-*.pack")
    assert open_layered(tmp_path).pack == first.pack
    own.write_text(OWN.replace("Jane Doe", "Joan Doe"), encoding="utf-8")
    assert who(open_layered(tmp_path), "Joan Doe")
    (fresh,) = tmp_path.glob(".khabar-knowledge-*.pack")
    assert fresh != cache


@pytest.mark.parametrize(("text", "words"), [
    ("- {id: a, type: PER, en: A, country: XXX}", "a: country"),
    ("- {id: a, type: PER, en: A, offices: [{office: wizard}]}", "wizard"),
    ("- {id: a, type: PER, en: A, offices: [{title: T, from: 2024-13}]}", "2024-13"),
    ("- {id: a, type: PER, en: A, colour: red}", "colour"),
    ("- {id: a, type: PER, en: A}\n- {id: a, type: PER, en: B}", "also in"),
    ("- {id: [", "mine.yaml"),
])  # fmt: skip
def test_errors_name_file_and_entry(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"mine\.yaml") as error:
        open_layered(tmp_path)
    assert words in str(error.value)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no folder"):
        open_layered(tmp_path / "none")
