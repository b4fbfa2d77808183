"""W3C Web Annotation: a JSON-LD object an annotation, one a line; mentions, times, quotes and events, each on its words.

The target is the text itself, named by its SHA-256 (RFC 6920), so that offsets hold whatever happens to the page; the page, where
there is one, is the scope. The ids are UUIDs made of the text's digest and the id in the record: the same in every run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from khabar.io.exports.made import Made
from khabar.io.exports.view import View, chain, name
from khabar.io.jsons import to_json
from khabar.model.record import Event, Mention, Quote, Record, Time

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # code points of prefix and suffix
_SPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 4122, name space of URLs
Body = dict[str, Any]


def webannotation(record: Record, all_statuses: bool = False) -> Made:
    """The annotations of a report, in the order of the record; events of every status, which a body tells."""
    page = _Page(record)
    parts = tuple(to_json(annotation) + b"\n" for annotation in page.annotations())
    return Made(parts, len(parts))


class _Page:
    """One report: how its text and its annotations are named."""

    def __init__(self, record: Record) -> None:
        self.view, self.record, document = View(record), record, record.document
        self.text = document.text
        self.source = text_uri(document.text)
        self.scope = document.url if (document.url or "").startswith(("http://", "https://")) else None

    def annotations(self) -> Iterator[dict[str, Any]]:
        """All annotations."""
        for mention in self.record.mentions:
            yield self._one(mention.id, "identifying", self._mention(mention), [(mention.start, mention.end)])
        for number, time in enumerate(self.record.times, 1):
            yield self._one(f"t{number}", "identifying", _time(time), [(time.start, time.end)])
        for quote in self.record.quotes:
            yield self._one(quote.id, "describing", self._quote(quote), [(c.start, c.end) for c in quote.contents])
        for event in self.record.events:
            yield self._one(event.id, "classifying", self._event(event), [(event.trigger.start, event.trigger.end)])

    def _one(self, key: str, motivation: str, bodies: list[Body], spans: list[tuple[int, int]]) -> dict[str, Any]:
        targets = [self._target(start, end) for start, end in spans]
        return {
            "@context": CONTEXT,
            "id": self._id(key),
            "type": "Annotation",
            "motivation": motivation,
            "generator": {"type": "Software", "name": f"khabar {self.record.coder.khabar}"},
            "body": bodies,
            "target": targets,
        }

    def _id(self, key: str) -> str:
        return f"urn:uuid:{uuid5(_SPACE, f'{self.source}#{key}')}"

    def _target(self, start: int, end: int) -> dict[str, Any]:
        """Words of the text by position and by quotation; positions are code points, as the model has them."""
        quotation = {
            "type": "TextQuoteSelector",
            "exact": self.text[start:end],
            "prefix": self.text[max(0, start - AROUND) : start],
            "suffix": self.text[end : end + AROUND],
        }
        source = {"id": self.source, "type": "Text", "format": "text/plain", "language": self.record.document.language}
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        scope = {"scope": self.scope} if self.scope else {}
        return {"type": "SpecificResource", "source": source, **scope, "selector": [position, quotation]}

    def _mention(self, mention: Mention) -> list[Body]:
        """What kind of thing is named and, where that is known, which one."""
        bodies = [_text(mention.type, "classifying")]
        if mention.entity is None:
            return bodies
        entity = self.view.entity(mention.entity)
        if entity.kb:
            identity = f"http://www.wikidata.org/entity/{entity.kb}"
            bodies.append({"type": "SpecificResource", "source": identity, "purpose": "identifying"})
        language = "en" if entity.name.en else self.record.document.language
        return [*bodies, _text(name(entity), "identifying", language)] if name(entity) else bodies

    def _quote(self, quote: Quote) -> list[Body]:
        speaker = name(self.view.entity(quote.speaker)) if quote.speaker else None
        told = {"speaker": speaker, "according_to": [name(self.view.entity(link.entity)) for link in quote.chain]}
        return [_text("quote", "classifying"), _data({"kind": quote.kind, **told, "confidence": quote.confidence})]

    def _event(self, event: Event) -> list[Body]:
        """The type and, as data, what the record holds of the event; `words` are the annotations of who takes part."""
        place = self.view.place(event)
        told = {
            "status": event.status, "mode": event.mode, "quad": event.quad, "intensity": event.intensity, "cameo": event.cameo,
            "source": [self._side(event, key) for key in event.source],
            "recipient": [self._side(event, key) for key in event.recipient],
            "date": event.date.value if event.date else None, "place": name(place) if place else None,
            "according_to": chain(self.view, event), "happening": event.happening, "confidence": event.confidence,
        }  # fmt: skip
        return [_text(event.type, "classifying"), _text(event.status, "tagging"), _data(told)]

    def _side(self, event: Event, key: str) -> dict[str, Any]:
        mention = self.view.nearest(key, event)
        return {"name": name(self.view.entity(key)), "words": self._id(mention.id) if mention else None}


def text_uri(text: str) -> str:
    """The name of a text by the SHA-256 of its UTF-8, after RFC 6920."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def _text(value: str, purpose: str, language: str | None = None) -> Body:
    spoken = {"language": language} if language else {}
    return {"type": "TextualBody", "value": value, "format": "text/plain", **spoken, "purpose": purpose}


def _data(value: dict[str, Any]) -> Body:
    """Data as a body: JSON in a text, since a reader of JSON-LD drops keys that its context does not know."""
    told = to_json({key: held for key, held in value.items() if held not in (None, [])}).decode()
    return {"type": "TextualBody", "value": told, "format": "application/json", "purpose": "describing"}


def _time(time: Time) -> list[Body]:
    bodies = [_text(f"time: {time.kind}", "classifying")]
    return [*bodies, _text(time.value, "identifying")] if time.value else bodies
