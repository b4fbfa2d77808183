"""The tables of a batch, column by column: what `docs/tables.md` documents and Parquet files hold.

Every table begins with `report`, the position of the report in the batch from 0, which joins them. A column's `path` leads
from the row's value in the record to the column's; what is missing on the way is null. Values are text, int32, int64,
float64, bool, texts (a list), or a list of structs.
"""

from __future__ import annotations

import msgspec

Fields = tuple[tuple[str, str], ...]


class Column(msgspec.Struct, frozen=True):
    """A column: its type, the path to its value (its name, if not given), and, of a list of structs, what these hold."""

    name: str
    type: str
    meaning: str
    path: str = ""
    nullable: bool = True
    fields: Fields = ()


class Table(msgspec.Struct, frozen=True):
    """A table: what a row is, the path from a record to its rows («» is the record itself), and its columns.

    `owner` names the column that holds the id of the value whose list the rows are, `index` that of the place in the list.
    """

    name: str
    row: str
    rows: str
    columns: tuple[Column, ...]
    owner: str | None = None
    index: str | None = None


def _must(name: str, type: str, meaning: str, path: str = "") -> Column:
    return Column(name, type, meaning, path, nullable=False)


_TEXT, _INT, _REAL, _TEXTS = "text", "int32", "float64", "texts"
REPORT = _must("report", "int64", "position of the report in the batch, from 0")
_SPAN = (
    _must("start", _INT, "offset in the text, in code points"),
    _must("end", _INT, "offset of what follows"),
)
_WORDS = (*_SPAN, _must("text", _TEXT, "the words that stand there"))
_INDEX = _must("n", _INT, "place in its list, from 0")
_NAMES = (Column("name_ar", _TEXT, "name in Arabic", "name.ar"), Column("name_en", _TEXT, "name in English", "name.en"))
_CONFIDENCE = _must("confidence", _REAL, "an estimate from 0 to 1")

REPORTS = Table("reports", "a report", "", (
    _must("id", _TEXT, "as given, or the first 16 digits of the text's SHA-256", "document.id"),
    _must("sha256", _TEXT, "of the text in UTF-8", "document.sha256"),
    _must("language", _TEXT, "its language", "document.language"),
    Column("title", _TEXT, "its title", "document.title"),
    Column("author", _TEXT, "who wrote it", "document.author"),
    Column("source", _TEXT, "who published it", "document.source"),
    Column("url", _TEXT, "where", "document.url"),
    Column("published", _TEXT, "when: ISO 8601, as given", "document.published"),
    _must("text", _TEXT, "the text, to which all offsets refer", "document.text"),
    Column("found", "map", "how fields that the caller did not give were found", "document.found", False,
           (("field", "title, author, source …"), ("how", "json-ld, feed, text …"))),
    _must("format", _INT, "of the record"),
    _must("khabar", _TEXT, "version of the program", "coder.khabar"),
    _must("ontology", _TEXT, "of event types", "coder.ontology"),
    _must("lexicons", _TEXT, "digest of word lists and knowledge", "coder.lexicons"),
    _must("models", _TEXTS, "learned models in use", "coder.models"),
))  # fmt: skip
BLOCKS = Table("blocks", "a part of a report", "document.blocks", (
    _must("kind", _TEXT, "title, dateline, byline, caption, paragraph, boilerplate or repeat"),
    *_SPAN,
    Column("repeat_of", _INT, "`n` of the block that a repeat says again"),
), index="n")  # fmt: skip
SENTENCES = Table("sentences", "a sentence that was read", "document.sentences", _SPAN, index="n")
WARNINGS = Table("warnings", "something to beware of", "document.warnings", (
    _must("code", _TEXT, "its kind"), _must("message", _TEXT, "in words"), *_SPAN,
), index="n")  # fmt: skip
ENTITIES = Table("entities", "who or what is named or described in a report", "entities", (
    _must("id", _TEXT, "within the report: e1, e2 …"),
    _must("type", _TEXT, "PER, ORG, GPE, NORP, LOC or FAC"),
    *_NAMES,
    _must("aliases", _TEXTS, "other forms met or known"),
    Column("country", _TEXT, "ISO 3166-1 alpha-3"),
    _must("sector", _TEXTS, "PLOVER sectors on the report's date"),
    Column("office", _TEXT, "held on the report's date"),
    Column("kb", _TEXT, "Wikidata id"),
    Column("key", _TEXT, "id in the knowledge base: joins entities over reports"),
    _must("romanised", "bool", "whether the English name was made from the Arabic letters by rule"),
))  # fmt: skip
_OTHERS = (
    ("key", ""),
    ("kb", ""),
    ("name_ar", "name.ar"),
    ("name_en", "name.en"),
    ("country", ""),
    ("office", ""),
    ("why", ""),
)
MENTIONS = Table("mentions", "a stretch of text that means an entity", "mentions", (
    _must("id", _TEXT, "within the report: m1, m2 …"),
    *_WORDS,
    Column("entity", _TEXT, "id of the entity"),
    _must("type", _TEXT, "PER, ORG, GPE, NORP, LOC or FAC"),
    _must("form", _TEXT, "name, description, adjective or pronoun"),
    _CONFIDENCE,
    _must("why", _TEXT, "what linked it"),
    Column("others", "structs", "who else bears the name, and why they are not meant", "", False, _OTHERS),
))  # fmt: skip
TIMES = Table("times", "an expression of time", "times", (
    *_WORDS,
    _must("kind", _TEXT, "date, duration or set"),
    Column("value", _TEXT, "ISO 8601"),
    _must("precision", _TEXT, "day, week, month, year, interval or duration"),
), index="n")  # fmt: skip
PLACES = Table("places", "coordinates of a mention that names a place", "places", (
    _must("mention", _TEXT, "id of the mention"),
    *_NAMES,
    Column("country", _TEXT, "ISO 3166-1 alpha-3"),
    Column("lat", _REAL, "degrees north"),
    Column("lon", _REAL, "degrees east"),
    Column("geonames", "int64", "GeoNames id"),
), index="n")  # fmt: skip
QUOTES = Table("quotes", "something that was said", "quotes", (
    _must("id", _TEXT, "within the report: q1, q2 …"),
    _must("kind", _TEXT, "direct, indirect or mixed"),
    Column("cue_start", _INT, "offset of the word of saying", "cue.start"),
    Column("cue_end", _INT, "offset of what follows it", "cue.end"),
    Column("cue_text", _TEXT, "the word as it stands", "cue.text"),
    Column("cue_lemma", _TEXT, "its dictionary form", "cue.lemma"),
    Column("speaker", _TEXT, "id of the entity that said it"),
    Column("speaker_mention", _TEXT, "id of the mention that names the speaker"),
    Column("addressee", _TEXT, "id of the entity it was said to"),
    Column("channel", _TEXT, "id of the entity it was said on"),
    _CONFIDENCE,
))  # fmt: skip
CONTENTS = Table("contents", "a stretch of what was said; a quote that is broken off has several", "quotes.contents",
                 _WORDS, owner="quote", index="n")  # fmt: skip
_LINK = (
    _must("entity", _TEXT, "id of the entity that passed it on or said it"),
    Column("mention", _TEXT, "id of the mention"),
)
QUOTE_LINKS = Table("quote_links", "a link of a quote's chain, from the source nearest the reader inwards", "quotes.chain",
                    _LINK, owner="quote", index="n")  # fmt: skip
EVENT_LINKS = Table("event_links", "a link of an event's chain: who says that it happened", "events.chain",
                    _LINK, owner="event", index="n")  # fmt: skip
EVENTS = Table("events", "an act as a sentence tells it", "events", (
    _must("id", _TEXT, "within the report: v1, v2 …"),
    _must("type", _TEXT, "PLOVER type"),
    Column("mode", _TEXT, "PLOVER mode"),
    _must("quad", _INT, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
    Column("intensity", _REAL, "on PLOVER's scale"),
    _must("cameo", _TEXT, "CAMEO code"),
    _must("trigger_start", _INT, "offset of the words that tell it", "trigger.start"),
    _must("trigger_end", _INT, "offset of what follows them", "trigger.end"),
    _must("trigger_text", _TEXT, "the words as they stand", "trigger.text"),
    Column("trigger_lemma", _TEXT, "their dictionary form", "trigger.lemma"),
    _must("sentence_start", _INT, "offset of the sentence", "sentence.start"),
    _must("sentence_end", _INT, "offset of what follows it", "sentence.end"),
    _must("source", _TEXTS, "ids of the entities that act"),
    _must("recipient", _TEXTS, "ids of the entities that are acted on"),
    _must("status", _TEXT, "asserted, negated, future or hypothetical"),
    Column("date", _TEXT, "when: ISO 8601", "date.value"),
    Column("date_precision", _TEXT, "day, week, month, year or interval", "date.precision"),
    Column("place", _TEXT, "id of the mention that names where"),
    Column("quote", _TEXT, "id of the quote that tells it"),
    _must("happening", _TEXT, "equal for events that tell of one act: h1, h2 …"),
    _must("why", _TEXT, "entry and frame that coded it"),
    _CONFIDENCE,
))  # fmt: skip

TABLES = (
    REPORTS, BLOCKS, SENTENCES, WARNINGS, ENTITIES, MENTIONS, TIMES, PLACES, QUOTES, CONTENTS, QUOTE_LINKS, EVENTS, EVENT_LINKS,
)  # fmt: skip


def columns(table: Table) -> tuple[Column, ...]:
    """All columns of a table, with those that tell whose rows they are."""
    owner = (_must(table.owner, _TEXT, f"id of the {table.owner}"),) if table.owner else ()
    index = (_INDEX,) if table.index else ()
    return (REPORT, *owner, *index, *table.columns)
