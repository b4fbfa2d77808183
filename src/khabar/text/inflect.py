"""Arabic inflection by rule: the written forms of a verb, a noun or a participle, without diacritics.

From the past and the present of the third person masculine singular come the other persons, numbers and moods of the
sound, doubled, hollow and defective verbs, in the letters that news prints. A form is paired with its features: tense
`P` (past) or `I` (imperfect), person, gender and number, as in `P3fs`; nouns have `N` and number, participles `A`, gender
and number. Forms are folded (see `khabar.text.arabic.key`).
"""

from __future__ import annotations

from collections.abc import Iterator

from khabar.text.arabic import (
    ALEF,
    ALEF_HAMZA,
    ALEF_MADDA,
    ALEF_MAKSURA,
    HAMZA,
    MEEM,
    NOON,
    TA,
    TA_MARBUTA,
    WAW,
    WAW_HAMZA,
    YA,
    key,
)

_WEAK = ALEF + WAW + YA


def verb_forms(past: str, present: str) -> Iterator[tuple[str, str]]:
    """Every written form of a verb with its features, from «past» and «present» (third person masculine singular)."""
    for form, feature in _past(past):
        yield key(form), "P" + feature
    for form, feature in _present(present) if present != "-" else ():
        yield key(form), feature if feature[0] == "J" else "I" + feature


def _past(past: str) -> Iterator[tuple[str, str]]:
    stem, last = past[:-1], past[-1]
    yield past, "3ms"
    if last in (ALEF, ALEF_MAKSURA):
        glide = WAW if last == ALEF and len(past) == 3 else YA
        yield from (
            (stem + TA, "3fs"),
            (stem + glide + ALEF, "3md"),
            (stem + TA + ALEF, "3fd"),
            (stem + WAW + ALEF, "3mp"),
        )
        yield from ((stem + glide + NOON, "3fp"), (stem + glide + TA, "1cs"), (stem + glide + NOON + ALEF, "1cp"))
        yield stem + ALEF, "3ms"  # before a pronoun: «دعاه»، «نفاه»
        return
    if last == YA:
        yield from ((past + TA, "3fs"), (past + ALEF, "3md"), (stem + WAW + ALEF, "3mp"), (past + NOON + ALEF, "1cp"))
        return
    yield from ((past + TA, "3fs"), (past + ALEF, "3md"), (past + TA + ALEF, "3fd"), (past + WAW + ALEF, "3mp"))
    if last == ALEF_HAMZA:
        yield from ((stem + WAW_HAMZA + WAW + ALEF, "3mp"), (stem + ALEF_MADDA, "3md"))
    short = past[:-2] + last if len(past) > 2 and past[-2] == ALEF else past
    yield from ((short + NOON, "3fp"), (short + TA, "1cs"), (short + NOON + ALEF, "1cp"), (short + TA + MEEM, "2mp"))


def _present(present: str) -> Iterator[tuple[str, str]]:
    body = present[1:]
    stem, last = body[:-1], body[-1]
    for prefix, person in ((YA, "3ms"), (TA, "3fs"), (NOON, "1cp")):
        yield prefix + body, person
    first = ALEF_MADDA + body[1:] if body[0] == ALEF_HAMZA else ALEF_HAMZA + body
    yield first, "1cs"
    weak = last in (WAW, YA, ALEF_MAKSURA)
    if weak:
        for prefix, person in ((YA, "3ms"), (TA, "3fs"), (NOON, "1cp")):
            yield prefix + stem, "J" + person  # jussive: «لم يدع»، «لم ينف»
        if last == ALEF_MAKSURA:
            yield YA + stem + ALEF, "3ms"  # before a pronoun: «يراه»
    elif len(body) > 2 and body[-2] in _WEAK:
        for prefix, person in ((YA, "3ms"), (TA, "3fs")):
            yield prefix + body[:-2] + last, "J" + person  # jussive of the hollow verb: «لم يقل»
    base = stem if weak else body
    dual = stem + YA if last == ALEF_MAKSURA else body
    bases = [base, stem + WAW_HAMZA] if last == ALEF_HAMZA else [base]
    for prefix, gender in ((YA, "m"), (TA, "f")):
        for plural in bases:
            yield prefix + plural + WAW + NOON, "3mp" if prefix == YA else "2mp"
            yield prefix + plural + WAW + ALEF, "3mp" if prefix == YA else "2mp"
        yield prefix + dual + ALEF + NOON, f"3{gender}d"
        yield prefix + dual + ALEF, f"3{gender}d"
    yield YA + body + NOON, "3fp"


def noun_forms(noun: str) -> Iterator[tuple[str, str]]:
    """A noun (singular or plural, as it is given), its accusative and its dual, with features."""
    yield key(noun), "Ns"
    last = noun[-1]
    if last == TA_MARBUTA:
        stem = noun[:-1] + TA
    else:
        stem = noun
        if last not in (ALEF, HAMZA, ALEF_MAKSURA, YA) or last == YA:
            yield key(noun + ALEF), "Ns"
    if last not in (ALEF, ALEF_MAKSURA) and not noun.endswith(ALEF + TA):
        yield key(stem + ALEF + NOON), "Nd"
        yield key(stem + YA + NOON), "Nd"


def participle_forms(participle: str) -> Iterator[tuple[str, str]]:
    """Gender, number and case of a participle given as masculine singular («مطالب»، «داعي»، «مدعو»)."""
    yield key(participle), "Ams"
    stem = participle[:-1] if participle[-1] == YA else participle
    yield key(participle + ALEF), "Ams"
    yield key(participle + TA_MARBUTA), "Afs"
    yield key(participle + ALEF + TA), "Afp"
    for ending in (WAW + NOON, YA + NOON, WAW, YA):
        yield key(stem + ending), "Amp"
    yield key(participle + ALEF + NOON), "Amd"
    yield key(participle + TA + ALEF + NOON), "Afd"
    yield key(participle + TA + YA + NOON), "Afd"
