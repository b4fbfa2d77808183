"""Who «the leader» of a country is: by the office that leads there, else by the rank of the offices."""

from __future__ import annotations

import pytest

from khabar.knowledge.base import open_knowledge


@pytest.mark.parametrize(
    ("country", "leader"),
    [("IND", "Narendra Modi"), ("ISR", "Benjamin Netanyahu"), ("FRA", "Emmanuel Macron"), ("DEU", "Olaf Scholz")],
)
def test_the_leader_of_a_country(country: str, leader: str) -> None:
    knowledge = open_knowledge()
    ref = knowledge.head(country, "2024-10-01")
    assert ref is not None
    assert knowledge.fact(ref).en == leader
