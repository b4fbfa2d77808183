"""The grammar of the lexicon in words: inflections, clitics, slots and what an entry needs."""

from __future__ import annotations

import re

from khabar.stages.forms import NOUN, PARTICIPLE, VERB
from khabar.stages.triggers import PARTICLE
from khabar.stages.words import Reading

FORMS = {VERB: "verb", NOUN: "verbal noun", PARTICIPLE: "participle", PARTICLE: "particle"}
NEEDS = {
    "actor": "an actor on either side", "source": "a source", "recipient": "a recipient", "both": "both sides",
    "carried": "to be a verb, or a noun that a light verb carries", "none": "nobody, but somebody where it is a definite noun",
}  # fmt: skip
_TENSES = {"P": "past", "I": "imperfect", "p": "past passive", "i": "imperfect passive"}
_PERSONS = {"1": "1st person", "2": "2nd person", "3": "3rd person"}
_GENDERS = {"m": "masculine", "f": "feminine", "c": ""}
_NUMBERS = {"s": "singular", "d": "dual", "p": "plural"}
_CLITICS = {
    "w": "conjunction", "b": "preposition b-", "l": "preposition l-", "k": "preposition k-", "A": "article", "s": "future s-",
}  # fmt: skip
_SLOTS = {
    "subject": "subject", "object": "object", "of": "construct state", "adj": "nationality adjective",
    "by": "agent after a phrase for «by»", "between": "parties after «between»", "speaker": "speaker of the quote",
    "light subject": "subject of the light verb", "implied": "implied subject of the sentence", "noun": "noun it describes",
    "victims": "those to whom it happens, by the noun itself", "participants": "those who take part, by the noun itself",
    "described": "actor whom the words describe", "none": "",
}  # fmt: skip
_SOURCE, _RECIPIENT = re.compile(r"source=(.*?)(?: recipient=|, |$)"), re.compile(r"recipient=(.*?)(?:, |$)")


def reading_of(reading: Reading) -> str:
    """The inflection and clitics of a word form: «past, 3rd person feminine singular; conjunction»."""
    feature = reading.feature
    if feature[:1] in _TENSES:
        person = f"{_PERSONS.get(feature[1:2], '')} {_GENDERS.get(feature[2:3], '')}".strip()
        told = f"{_TENSES[feature[0]]}, {person} {_NUMBERS.get(feature[3:4], '')}".strip()
    elif feature[:1] == "A":
        told = f"{_GENDERS.get(feature[1:2], '')} {_NUMBERS.get(feature[2:3], '')}".strip()
    elif feature[:1] == "N":
        told = "dual" if feature[1:] == "d" else "in the form that is listed"
    else:
        told = "in the form that is listed"
    clitics = [_CLITICS[c] for c in reading.pre if c in _CLITICS] + (["pronoun ending"] if reading.ending else [])
    return f"{told}; with {', '.join(clitics)}" if clitics else told


def slot(name: str) -> str:
    """A slot of a frame in words; what is no name of ours is a preposition."""
    if name in _SLOTS:
        return _SLOTS[name]
    if name.startswith("light "):
        return f"{slot(name.removeprefix('light '))}, of the light verb"
    return name if name.isascii() else f"after «{name}»"


def sides(slots: str) -> tuple[str, str]:
    """The slots of source and recipient in an event's own note: «source=subject recipient=object», or one word for both."""
    source, recipient = _SOURCE.search(slots), _RECIPIENT.search(slots)
    if source is None and recipient is None:
        return slots, slots
    return source.group(1) if source else "", recipient.group(1) if recipient else ""
