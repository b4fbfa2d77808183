"""Web Annotations: what the W3C model says an annotation must be, and that both selectors give the same words."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from invented import TEXT, at, by_hand, sample
from msgspec.structs import replace

from khabar.io.exports.webannotation import AROUND, CONTEXT, webannotation
from khabar.model.record import Record

RECORDS = pytest.mark.parametrize("record", [by_hand(), sample()], ids=["by hand", "sample"])
MOTIVATIONS = {  # section 3.3.5 of the model
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking",
    "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
TERMS = {  # of the context anno.jsonld; a key that it does not know would be dropped
    "@context", "id", "type", "motivation", "generator", "name", "body", "target", "value", "format", "language", "purpose",
    "source", "scope", "selector", "start", "end", "exact", "prefix", "suffix",
}  # fmt: skip
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def annotations(record: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in webannotation(record).parts]


def check(annotation: dict[str, Any]) -> None:
    """What the model says with MUST of an annotation of this shape."""
    assert annotation["@context"] == CONTEXT  # 3.1: one or more contexts, of which the model's is one
    assert IRI.fullmatch(annotation["id"])  # 3.1: exactly one IRI
    assert annotation["type"] == "Annotation"  # 3.1: and Annotation is one of its types
    assert annotation["motivation"] in MOTIVATIONS
    assert len(annotation["target"]) >= 1  # 3.1: one or more
    for body in annotation["body"]:
        if body["type"] == "TextualBody":
            assert isinstance(body["value"], str)  # 3.2.4: exactly one value, a string
        else:
            assert IRI.fullmatch(body["source"])  # 4: exactly one source
        assert body["purpose"] in MOTIVATIONS
    for target in annotation["target"]:
        assert IRI.fullmatch(target["source"]["id"])  # 3.2.1: exactly one IRI
        for selector in target["selector"]:
            if selector["type"] == "TextPositionSelector":  # 4.2.5: one start and one end, integers that are not negative
                assert 0 <= selector["start"] <= selector["end"]
            else:
                assert selector["type"] == "TextQuoteSelector"
                assert isinstance(selector["exact"], str)  # 4.2.4: exactly one exact


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


@RECORDS
def test_the_model(record: Record) -> None:
    found = annotations(record)
    for annotation in found:
        check(annotation)
    assert keys(found) <= TERMS
    ids = [annotation["id"] for annotation in found]
    assert len(ids) == len(set(ids)) and all(UUID(key) for key in ids)
    assert len(found) == sum(map(len, (record.mentions, record.times, record.quotes, record.events)))


def test_the_check_can_fail() -> None:
    annotation = annotations(by_hand())[0]
    for key in ("@context", "id", "type", "target"):
        with pytest.raises((KeyError, AssertionError)):
            check({k: v for k, v in annotation.items() if k != key})


@RECORDS
def test_both_selectors_give_the_same_words(record: Record) -> None:
    text = record.document.text
    for annotation in annotations(record):
        for target in annotation["target"]:
            position, quotation = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quotation["exact"] != ""
            assert text[:start].endswith(quotation["prefix"]) and len(quotation["prefix"]) == min(start, AROUND)
            assert text[end:].startswith(quotation["suffix"])


def test_the_source_is_the_text_and_the_page_its_scope() -> None:
    record = by_hand()
    target = annotations(record)[0]["target"][0]
    digest = target["source"]["id"].removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(digest + "=") == sha256(TEXT.encode()).digest()
    assert target["scope"] == "https://news.example/sea/1"
    offline = replace(record, document=replace(record.document, url="reports/1"))
    assert "scope" not in annotations(offline)[0]["target"][0]


def test_an_event() -> None:
    found = annotations(by_hand())
    event = next(a for a in found if a["motivation"] == "classifying")
    kind, status, data = event["body"]
    assert (kind["value"], status["value"], status["purpose"]) == ("COERCE", "asserted", "tagging")
    told = json.loads(data["value"])
    assert {side["name"] for side in told["recipient"]} == {"Iceland", "Denmark"}
    ids = {a["id"]: a["target"][0]["selector"][1]["exact"] for a in found}
    assert ids[told["source"][0]["words"]] == "خفر السواحل النرويجي"
    assert told["according_to"] == ["The «Wave»\tAgency"]
    assert event["target"][0]["selector"][0]["start"] == at("أوقف")[0]
    statuses = [a["body"][1]["value"] for a in found if a["motivation"] == "classifying"]
    assert statuses == ["asserted", "asserted", "negated", "hypothetical", "future"]


def test_mentions_times_and_quotes() -> None:
    found = annotations(by_hand())
    bodies = {a["target"][0]["selector"][1]["exact"]: a["body"] for a in found}
    assert [b.get("source") or b["value"] for b in bodies["الدنمارك"]] == ["GPE", "http://www.wikidata.org/entity/Q35", "Denmark"]
    assert [b["value"] for b in bodies["3 مايو 2025"]] == ["time: date", "2025-05-03"]
    assert json.loads(bodies["لن نترك\nبحرنا لأحد"][1]["value"])["speaker"] == "Sulfigh Birgh"
