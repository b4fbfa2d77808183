"""The order of the stages: the only module that knows them all. Read it from top to bottom."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from khabar import __version__
from khabar.knowledge.base import Knowledge, open_knowledge
from khabar.lexicon.pack import Lexicon, open_lexicon
from khabar.model.record import FORMAT, Block, Coder, Document, Record, Span, Time
from khabar.stages.atoms import NAME, PERSON, Atom
from khabar.stages.blocks import find_blocks
from khabar.stages.calibration import Calibration
from khabar.stages.entities import Resolver
from khabar.stages.events import find_events
from khabar.stages.mentions import Finder
from khabar.stages.openings import Openings
from khabar.stages.people import finish
from khabar.stages.phrases import Phraser
from khabar.stages.places import find_places
from khabar.stages.quote_confidence import with_confidence
from khabar.stages.quotes import find_quotes
from khabar.stages.scene import Line, Scene, read_words
from khabar.stages.settling import CarefulReader, Settler
from khabar.stages.surnames import add_surnames
from khabar.stages.tagger import Tagger
from khabar.stages.telling import Model
from khabar.stages.times import TimeSpan, TimeWords, find_times, time_words
from khabar.stages.trace import Trace
from khabar.stages.warnings import find_warnings
from khabar.stages.words import Analyser
from khabar.text.marks import pair_marks
from khabar.text.segment import Token, sentences

ONTOLOGY = "plover-0.8"
MODELS = Path(__file__).parent / "models"
Names = Literal["off", "fast", "careful"]  # how names that nobody listed are found


class Report(msgspec.Struct, frozen=True):
    """A report as it is given: its text and what its publisher says of it; `published` in ISO 8601.

    `found` tells how the intake found what the caller did not give: {"published": "json-ld"}.
    """

    text: str
    id: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str = "ar"
    title: str | None = None
    author: str | None = None
    found: dict[str, str] = {}


class Sentences(NamedTuple):
    """Tokens of a report; its sentences: block, first token, token after the last; the atoms of each."""

    tokens: list[Token]
    cut: list[tuple[int, int, int]]
    atoms: list[Sequence[Atom]]


class Engine:
    """The stages with the lexicon and knowledge they need, opened once a process."""

    def __init__(
        self, lexicon: Lexicon, knowledge: Knowledge, tagger: Tagger | None, telling: Model | None = None,
        calibration: Calibration | None = None, reader: CarefulReader | None = None, version: str = "",
    ) -> None:  # fmt: skip
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.analyser = Analyser(lexicon)
        self.tagger = tagger
        self.finder = Finder(lexicon, knowledge, self.analyser, tagger)
        self.openings = Openings(knowledge, lexicon.blocks["credit"])
        self.phraser = Phraser(lexicon, knowledge, self.analyser)
        self.time_words: TimeWords = time_words(msgspec.msgpack.decode(lexicon.times, strict=False))
        self.settler = Settler(reader, knowledge, self.finder.clitic, self.finder.says) if reader else None
        self.telling = telling
        self.calibration = calibration
        opened = (("names-ar", tagger), (version, reader), ("telling-ar", telling), ("calibration-ar", calibration))
        self.models = tuple(name for name, model in opened if model)

    def code(self, report: Report, trace: Trace | None = None) -> Record:
        """Code one report: from its text to its record; a `trace` is told how its events came about."""
        text = report.text
        blocks, words = find_blocks(text, self.lexicon.blocks, self.openings)
        tokens, lines = self._lines(text, blocks, words)
        quoted = pair_marks(text, [(b.start, b.end) for b in blocks if b.kind not in ("repeat", "dateline")])
        resolver = Resolver(self.lexicon, self.knowledge, text, tokens, report.published)
        resolved = resolver.run([(line.phrases, line.atoms) for line in lines])
        keys = [token.key for token in tokens]
        scene = Scene(
            text,
            tokens,
            keys,
            read_words(tokens, self.analyser),
            self.analyser.phrased(keys),
            lines,
            quoted,
            self.lexicon,
            self.knowledge,
            self.analyser,
            resolved,
            resolver.people,
        )
        spans = [(line.start, line.end) for line in lines]
        times = find_times(text, spans, self.time_words, _day(report.published))
        quotes = with_confidence(scene, find_quotes(scene), self.calibration)
        events = find_events(scene, quotes, times, self.telling, self.calibration, trace)
        entities = finish(resolved.entities, self.knowledge)
        title = next((text[b.start : b.end] for b in blocks if b.kind == "title"), None)
        sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        document = Document(
            id=report.id or sha[:16],
            sha256=sha,
            language=report.language,
            title=report.title or title,
            source=report.source,
            url=report.url,
            published=report.published,
            text=text,
            blocks=blocks,
            sentences=tuple(Span(*s) for s in spans),
            warnings=find_warnings(scene, blocks),
            author=report.author,
            found=report.found if report.title or not title else {**report.found, "title": "text"},
        )
        return Record(
            FORMAT,
            document,
            entities,
            tuple(resolved.mentions),
            _times(times),
            find_places(scene),
            quotes,
            events,
            self._coder(),
        )

    def sentences(self, text: str, blocks: Sequence[Block], words: Sequence[Sequence[Token]]) -> Sentences:
        """Tokens, sentences and their atoms, before any careful reading; a repeat is not read again."""
        tokens: list[Token] = []
        cut: list[tuple[int, int, int]] = []
        for n, (block, own) in enumerate(zip(blocks, words, strict=True)):
            if block.kind == "repeat":
                continue
            cut += [(n, len(tokens) + a, len(tokens) + b) for a, b in sentences(text, own)]
            tokens += own
        atoms: list[Sequence[Atom]] = [self.finder.atoms(tokens, a, b) for _, a, b in cut]
        return Sentences(tokens, cut, add_surnames(tokens, cut, atoms, self.lexicon, self.knowledge, self.analyser))

    def _lines(
        self, text: str, blocks: Sequence[Block], words: Sequence[Sequence[Token]]
    ) -> tuple[list[Token], list[Line]]:
        """Tokens, sentences and their phrases."""
        tokens, cut, atoms = self.sentences(text, blocks, words)
        if self.settler:
            atoms = self.settler.settle(text, tokens, [(a, b) for _, a, b in cut], atoms)
        lines = []
        for index, ((n, a, b), found) in enumerate(zip(cut, atoms, strict=True)):
            phrases = self.phraser.phrases(text, tokens, a, b, found)
            start, end = tokens[a].start, tokens[b - 1].end
            names = frozenset([i for atom in found if atom.kind in (NAME, PERSON) for i in range(atom.first, atom.last)])
            lines.append(Line(index, n, blocks[n].kind, a, b, start, end, tuple(phrases), tuple(found), names))
        return tokens, lines

    def _coder(self) -> Coder:
        digest = hashlib.sha256((self.lexicon.digest + self.knowledge.digest).encode()).hexdigest()
        return Coder(__version__, ONTOLOGY, f"sha256:{digest}", self.models)


def _day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time, None where there is none or it is no date."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _times(times: Sequence[TimeSpan]) -> tuple[Time, ...]:
    return tuple(Time(t.start, t.end, t.text, t.kind, t.value, t.precision) for t in times)


def _knowledge(own: Path | None) -> Knowledge:
    if own is None:
        return open_knowledge()
    from khabar.knowledge.layer import open_layered  # reads YAML, which few need

    return open_layered(own)


@lru_cache(maxsize=4)
def engine(
    language: str = "ar", names: Names = "fast", telling: bool = True, own: Path | None = None, calibrated: bool = True
) -> Engine:
    """The engine of a language, made once a process.

    Names come from knowledge and rules alone (`off`), from the small tagger besides (`fast`), or from both as settled by an
    encoder (`careful`), which needs libraries that are not always there (`MissingExtra`). Without `telling` no second opinion is
    asked on whether a sentence tells an act or only speaks of it; not `calibrated`, confidences are estimates, only to sort by.
    `own` is a folder of the user's records, laid over the knowledge base.
    """
    told, sure = (MODELS / f"{kind}-{language}" for kind in ("telling", "calibration"))
    tagger, reader, version = _readers(language, names)
    return Engine(
        open_lexicon(language),
        _knowledge(own),
        tagger,
        Model.open(told) if telling and told.exists() else None,
        Calibration.open(sure) if calibrated and sure.exists() else None,
        reader,
        version,
    )


def _readers(language: str, names: Names) -> tuple[Tagger | None, CarefulReader | None, str]:
    """The learned readers of names of a language, and the name of the careful one with a digest of its weights."""
    folder, careful = MODELS / f"names-{language}", MODELS / f"careful-{language}"
    tagger = Tagger.open(folder) if names != "off" and folder.exists() else None
    if names != "careful" or tagger is None or not careful.exists():
        return tagger, None, ""
    from khabar.stages.encoder import Encoder, digest  # needs libraries that are not always there

    return tagger, Encoder.open(careful, tagger.known), f"{careful.name}@{digest(careful)}"


def names_of(models: Sequence[str]) -> Names:
    """How names were read, by the models of a record."""
    kinds = {model.partition("-")[0] for model in models}
    return "careful" if "careful" in kinds else "fast" if "names" in kinds else "off"
