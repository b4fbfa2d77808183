"""Compile a language's YAML into one file that opens in milliseconds. The same sources give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from khabar.lexicon.load import Source, load_source
from khabar.lexicon.pack import PEOPLE, CueRule, EventRule, Lexicon, LightRule, RoleRule, TitleRule, encoded
from khabar.lexicon.schema import Cue, EventEntry, Role
from khabar.text.arabic import AL, ALEF, ALEF_MAKSURA, FA, HA, NOON, TA, TA_MARBUTA, WAW, YA, key
from khabar.text.inflect import noun_forms, participle_forms, verb_forms
from khabar.text.table import Table, table

_JOINED = ("prepositions", "negation", "certainty", "pronouns", "relatives", "demonstratives", "complementizers")


BARE = (TA_MARBUTA, HA, ALEF, ALEF_MAKSURA, WAW, YA + YA)
SEVERAL = (WAW + NOON, YA + NOON, ALEF + NOON, ALEF + TA)
RARE = ("3md", "3fd", "1cs", "1cp", "2mp")  # persons of the passive that news does not use


class Words:
    """Forms and phrases as they are gathered."""

    def __init__(self) -> None:
        self.forms: dict[str, list[str]] = {}
        self.phrases: dict[str, list[str]] = {}
        self.starts: dict[str, int] = {}

    def form(self, word: str, reading: str) -> None:
        """Add one reading of a one-word form."""
        readings = self.forms.setdefault(word, [])
        if reading not in readings:
            readings.append(reading)

    def phrase(self, phrase: str, reading: str) -> None:
        """Add a phrase; a phrase of one word is a form without features."""
        words = key(phrase).split()
        if len(words) > 1 and len(words[-1]) == 1:
            words = words[:-1]  # «وفقا ل»: the preposition is written with the next word
        if not words:
            return
        if len(words) == 1:
            self.form(words[0], f"{reading} ")
            return
        readings = self.phrases.setdefault(" ".join(words), [])
        if reading not in readings:
            readings.append(reading)
        self.starts[words[0]] = max(self.starts.get(words[0], 0), len(words))

    def free_function_words(self, classes: dict[str, frozenset[str]]) -> None:
        """«وفي», «فقد», «وإلى» are function words after a conjunction before they are any verb or noun."""
        for name in _JOINED:
            for word in sorted(classes.get(name, ())):
                for letter in (WAW, FA):
                    readings = self.forms.get(letter + word, ())
                    if not any(r[0] == "e" and " N" in r for r in readings):
                        self.forms.pop(letter + word, None)

    def inflected(self, kind: str, ref: int, entry: Any) -> None:
        """All forms of an entry's verbs, passives, nouns and participles."""
        for pair in entry.verb:
            past, present = pair.split()
            for word, feature in verb_forms(past, present):
                self.form(word, f"{kind}{ref} {feature}")
        for pair in entry.passive:
            past, present = pair.split()
            for word, feature in verb_forms(past, present):
                if feature[1:] in RARE:
                    continue  # rare, and alike to words that are not
                self.form(word, f"{kind}{ref} {feature.lower() if feature[0] != 'J' else 'j' + feature[1:]}")
        for noun in entry.nouns:
            if " " in noun:
                self.phrase(noun, f"{kind}{ref}")
                continue
            for word, feature in noun_forms(noun):
                self.form(word, f"{kind}{ref} {feature}")
        for participle in entry.participles:
            for word, feature in participle_forms(participle):
                self.form(word, f"{kind}{ref} {feature}")


def lemma(entry: Any) -> str:
    """The word under which an entry is cited: its verb, else its noun, participle or expression."""
    for words in (entry.verb, entry.nouns, entry.participles, getattr(entry, "expressions", ())):
        if words:
            return str(words[0]).split()[0] if words is entry.verb else str(words[0])
    return entry.id or ""


def folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(key(w) for w in words)


def companion_forms(words: Iterable[str]) -> frozenset[str]:
    """Companion words with and without the article, tanween and the dual."""
    found: set[str] = set()
    for word in words:
        if word == PEOPLE:
            found.add(word)
            continue
        bare = key(word)
        article = word.startswith(AL) and " " not in bare and len(bare) > 4  # not «آليات», whose first letters fold to it
        bare = bare[2:] if article else bare
        found.update(form for form, _ in noun_forms(bare)) if " " not in bare else found.add(bare)
        found.add(key(word))
    return frozenset(found)


def slots(words: Iterable[str]) -> tuple[str, ...]:
    """Slots by name, prepositions folded."""
    return tuple(w if w.isascii() else key(w) for w in words)


def event_rule(entry: EventEntry) -> EventRule:
    """An entry with its defaults filled in."""
    prepositions = tuple(p for p in entry.recipient if p not in ("object", "subject"))
    transitive = "object" in entry.recipient
    default = (*prepositions, key("ل"), key("ضد"), *(("of",) if transitive else ()))
    nouns = entry.noun_recipient if entry.noun_recipient is not None else default
    return EventRule(
        entry.id, entry.type, entry.cameo, entry.mode, companion_forms(entry.companions), folded(entry.unless),
        slots(entry.source), slots(entry.recipient), slots(entry.noun_source), slots(nouns), entry.mutual, entry.needs,
        entry.content, entry.status, lemma(entry), transitive, entry.evaluates,
    )  # fmt: skip


def role_rule(role: Role) -> RoleRule:
    """A role with its word lists folded; `base` is its first form without gender and case."""
    base = key(role.forms[0]).removesuffix(TA_MARBUTA).removesuffix(ALEF)
    english = role.singular or role.en
    return RoleRule(role.id, role.en, english, role.type, role.sector, folded(role.unless), role.quantity, base)


def _events(words: Words, source: Source) -> tuple[EventRule, ...]:
    for ref, entry in enumerate(source.events):
        words.inflected("e", ref, entry)
        for expression in entry.expressions:
            words.phrase(expression, f"e{ref}")
        for particle in entry.particle:
            words.form(key(particle), f"e{ref} X")
    return tuple(event_rule(e) for e in source.events)


def _cues(words: Words, source: Source) -> tuple[CueRule, ...]:
    rules: list[CueRule] = []
    groups: Iterator[tuple[str, Cue]] = (
        (group, cue) for group in ("say", "that", "carry", "source") for cue in getattr(source.reporting, group)
    )
    for ref, (group, cue) in enumerate(groups):
        words.inflected("c", ref, cue)
        for expression in cue.expressions:
            words.phrase(expression, f"c{ref}")
        rules.append(CueRule(cue.id, group, cue.continues, cue.denies, cue.addressee, cue.needs, lemma(cue)))
    return tuple(rules)


def _classes(particles: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The word classes of particles.yaml that are lists."""
    return {name: folded(str(w) for w in value) for name, value in particles.items() if isinstance(value, list)}


def _verbs(words: Words, source: Source) -> None:
    """Verbs that anchor nothing and yet are verbs."""
    for pair in source.verbs["verbs"]:
        past, present = str(pair).split()
        for word, feature in verb_forms(past, present):
            words.form(word, f"v0 {feature}")
    for pair in source.verbs.get("passive", []):
        past, present = str(pair).split()
        for word, feature in verb_forms(past, present):
            if feature[1:] not in RARE:
                words.form(word, f"v0 {feature.lower()}")


def _takes_alef(word: str, singular: bool) -> bool:
    """Whether the indefinite accusative of a noun adds an alef: not after ta marbuta and the endings of dual and plural."""
    if " " in word or len(word) < 3 or word.endswith(BARE):
        return False
    return singular or not word.endswith(SEVERAL)


def _people(words: Words, source: Source) -> None:
    """Roles and titles, save the forms that are things or acts before they are people."""
    acts = {key(n) for e in source.events for n in e.nouns}
    nouns = {key(w) for w in source.common} | acts
    lent = {key(n) for light in source.lights for n in light.nouns}
    for ref, role in enumerate(source.roles):
        own = {key(form) for form in role.forms}
        for form in role.forms:
            word = key(form)
            thing = word in lent or (
                word in acts if word.endswith(ALEF + TA) else word in nouns and word.endswith(TA_MARBUTA)
            )
            if role.type == "ORG" or not thing:  # «مفاوضات», «مدينة» are no people
                words.phrase(form, f"r{ref}")
                if word + ALEF not in own and _takes_alef(word, form == role.forms[0]):  # «14 مدنيا»
                    words.form(word + ALEF, f"r{ref} ")
    for ref, title in enumerate(source.titles):
        for form in title.forms:
            if key(form) not in acts:  # «مساعدة» is help before it is an aide
                words.phrase(form, f"t{ref}")


def compile_lexicon(folder: Path) -> bytes:
    """The compiled lexicon of a language's folder, as bytes."""
    source = load_source(folder)
    words = Words()
    events = _events(words, source)
    cues = _cues(words, source)
    for ref, light in enumerate(source.lights):
        words.inflected("l", ref, light)
    _verbs(words, source)
    _people(words, source)
    classes = _classes(source.particles)
    for name, members in sorted(classes.items()):
        for member in sorted(members):
            words.phrase(member, f"f{name}")
    for word in source.common:
        words.form(key(word), "n0 ")
    for word in source.reporting.that_words:
        words.phrase(word, "fthat")
    words.free_function_words(classes)
    files = sorted(p for p in folder.rglob("*.yaml"))
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()
    lexicon = Lexicon(
        digest=f"sha256:{digest}",
        forms=Table(memoryview(table({w: "|".join(r) for w, r in sorted(words.forms.items())}))),
        phrases={w: "|".join(r) for w, r in sorted(words.phrases.items())},
        starts=dict(sorted(words.starts.items())),
        events=events,
        cues=cues,
        lights=tuple(LightRule(lemma(x), x.source, x.status, x.polarity, x.ends) for x in source.lights),
        roles=tuple(role_rule(r) for r in source.roles),
        titles=tuple(TitleRule(t.en, t.office, t.sector, t.number, folded(t.unless), t.kind, t.of) for t in source.titles),
        that_words=folded(source.reporting.that_words),
        clause_ends=folded(source.reporting.clause_ends),
        channels=folded(source.reporting.channels),
        classes={**classes, **_classes(source.places), **_classes(source.status)},
        ontology=source.ontology,
        numbers={key(str(w)): int(n) for w, n in source.particles.get("numbers", {}).items()},
        first_names=folded(source.names["first"]),
        family_names=folded(source.names["family"]),
        name_parts=folded(source.names["parts"]),
        modifiers=folded(source.modifiers),
        blocks={k: tuple(str(w) for w in v) for k, v in source.blocks.items()},
        warnings=source.warnings,
        times=msgspec.msgpack.encode(source.times),
    )
    return encoded(lexicon)
