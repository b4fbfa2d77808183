"""SPARQL results, Wikidata entities and tables become records of the user's folder, merged on the Wikidata id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khabar.errors import InputError
from khabar.knowledge.base import PACK, open_knowledge
from khabar.knowledge.importer import import_file
from khabar.knowledge.layer import open_layered
from khabar.knowledge.who import who

BASE = open_knowledge()
ITEM = "http://www.wikidata.org/entity/Q99999991"


def sparql(*rows: dict[str, str]) -> str:
    bindings = [{k: {"type": "literal", "value": v} for k, v in row.items()} for row in rows]
    return json.dumps({"head": {"vars": []}, "results": {"bindings": bindings}})


def test_sparql(tmp_path: Path) -> None:
    file = tmp_path / "query.json"
    row = {
        "item": ITEM,
        "itemLabel": "Nour Test",
        "itemLabelAr": "نور اختبار",
        "type": "Q5",
        "country": "http://www.wikidata.org/entity/Q142",
    }
    file.write_text(sparql(
        {**row, "positionLabel": "President of France", "start": "2031-01-01T00:00:00Z", "end": "2033-05-02T00:00:00Z"},
        {**row, "positionLabel": "Keeper of Seals", "altLabel": "Nour T. Test"},
        {"item": "Q99999992"},
    ), encoding="utf-8")  # fmt: skip
    own = tmp_path / "own"
    outcome = import_file(file, own, BASE)
    assert (outcome.new, outcome.added) == (1, 0)
    assert any("Q99999992" in reason for reason in outcome.left)
    found = who(open_layered(own), "نور اختبار", "2032-01-01")[0]
    assert (found.kb, found.country, found.office) == ("Q99999991", "FRA", "President of France")
    again = import_file(file, own, BASE)
    assert (again.new, again.added, again.same) == (0, 0, 1)


def test_a_record_of_the_base_is_added_to_and_the_base_kept(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(
        "item,en,ar,office,of,from\nQ7747,Vladimir Putin,فلادمير بوتن,Chess Master,RUS,2030-01-02\n", encoding="utf-8"
    )
    before = PACK.read_bytes()
    assert import_file(file, tmp_path / "own", BASE).added == 1
    laid = open_layered(tmp_path / "own")
    found = who(laid, "فلادمير بوتن")[0]
    assert found.key == "vladimir-putin"
    assert len(found.roles) == len(who(BASE, "vladimir putin")[0].roles) + 1
    assert who(laid, "بوتين")[0].key == "vladimir-putin"
    assert PACK.read_bytes() == before


def test_entities(tmp_path: Path) -> None:
    held = {
        "mainsnak": {"datavalue": {"value": {"id": "Q99999995"}}},
        "qualifiers": {"P580": [{"datavalue": {"value": {"time": "+2031-00-00T00:00:00Z", "precision": 9}}}]},
    }
    person = {
        "id": "Q99999994", "labels": {"en": {"value": "Sami Test"}, "ar": {"value": "سامي اختبار"}},
        "aliases": {"ar": [{"value": "سامي تجربة"}]},
        "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}], "P39": [held]},
    }  # fmt: skip
    office = {"id": "Q99999995", "labels": {"en": {"value": "Minister of Foreign Affairs of Iceland"}}}
    file = tmp_path / "entities.json"
    file.write_text(json.dumps({"entities": {"Q99999994": person, "Q99999995": office}}), encoding="utf-8")
    outcome = import_file(file, tmp_path / "own", BASE)
    assert outcome.new == 1, list(outcome.lines())
    laid = open_layered(tmp_path / "own")
    assert who(laid, "سامي تجربة", "2031-06-01")[0].office == "Foreign Minister of Iceland"


def test_a_users_own_file_is_left_alone(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.yaml").write_text("- {id: x, type: PER, en: X, wikidata: Q99999996}\n", encoding="utf-8")
    file = tmp_path / "table.csv"
    file.write_text("item;en;type\nQ99999996;Other;PER\n", encoding="utf-8")
    assert "mine.yaml" in " ".join(import_file(file, own, BASE).lines())


@pytest.mark.parametrize("text", ["{", "[]", "a,b\n1,2\n", '{"entities": {}}'])
def test_what_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=str(file)):
        import_file(file, tmp_path / "own", BASE)
