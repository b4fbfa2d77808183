"""Short names: a person named in full is met again by surname alone."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.knowledge.base import Knowledge
from khabar.lexicon.pack import Lexicon
from khabar.stages.atoms import NAME, PERSON, Atom
from khabar.stages.words import Analyser
from khabar.text.arabic import AL, key
from khabar.text.clitics import proclitic_splits, stems
from khabar.text.segment import SIGN, Token

SHORTEST = 2  # letters of a surname that may stand alone


def add_surnames(
    tokens: Sequence[Token], sentences: Sequence[tuple[int, int, int]], atoms: Sequence[Sequence[Atom]],
    lexicon: Lexicon, knowledge: Knowledge, analyser: Analyser,
) -> list[Sequence[Atom]]:  # fmt: skip
    """The atoms of each sentence with the lone surnames of people who are named in full somewhere in the report."""
    surnames = _surnames(tokens, atoms, lexicon, knowledge)
    if not surnames:
        return list(atoms)
    full = {tuple(t.key for t in tokens[a.first : a.last]) for own in atoms for a in own if a.kind == PERSON and a.type == "PER"}
    ends = tuple({*surnames, *[word.removeprefix(AL) for word in surnames]})
    ending = [word for word in {t.key for t in tokens} if word.endswith(ends)]
    alike = {word for word in ending if not surnames.keys().isdisjoint(stems(word))}
    found: list[Sequence[Atom]] = []
    for (_, first, last), own in zip(sentences, atoms, strict=True):
        lone = [(a, _match(tokens, a.first, surnames, analyser)) for a in own if a.kind == PERSON and a.last - a.first == 1]
        weak = [a for a, known in lone if known and (a.type != "PER" or known.refs)]
        own = [_with_bearer(a, tokens, surnames, analyser) for a in own if a not in weak]
        taken = {n for a in own for n in range(a.first, a.last)}
        added = []
        for i in range(first, last):
            if tokens[i].key not in alike or i in taken or tokens[i].kind == "sign":
                continue
            atom = _match(tokens, i, surnames, analyser)
            if atom:
                added.append(atom)
        found.append(_rejoined(tokens, sorted([*own, *added]), full))
    return found


def _with_bearer(atom: Atom, tokens: Sequence[Token], surnames: dict[str, tuple[int, ...]], analyser: Analyser) -> Atom:
    """A name of one word that is also the surname of someone named in full may be that one: a party «ميرتس», and the chancellor."""
    if atom.kind != NAME or atom.last - atom.first > 1:
        return atom
    bearer = _match(tokens, atom.first, surnames, analyser)
    more = tuple(r for r in bearer.refs if r not in atom.refs and r not in atom.also) if bearer else ()
    return atom._replace(also=atom.also + more) if more else atom


def _rejoined(tokens: Sequence[Token], atoms: list[Atom], full: set[tuple[str, ...]]) -> list[Atom]:
    """Make one name of a guessed first name and the surname after it, where the report has both as one elsewhere."""
    found: list[Atom] = []
    for atom in atoms:
        before = found[-1] if found and found[-1].last == atom.first and not atom.pre else atom
        guesses = before is not atom and before.kind == atom.kind == PERSON
        if guesses and tuple([t.key for t in tokens[before.first : atom.last]]) in full:
            found[-1] = before._replace(last=atom.last, type="PER", score=max(before.score, atom.score))
        else:
            found.append(atom)
    return found


def _surnames(
    tokens: Sequence[Token], atoms: Sequence[Sequence[Atom]], lexicon: Lexicon, knowledge: Knowledge
) -> dict[str, tuple[int, ...]]:
    """Last words of full personal names; the references of people in the knowledge base, () for the report's own."""
    found: dict[str, tuple[int, ...]] = {}
    for own in atoms:
        for atom in own:
            if atom.kind == PERSON and atom.type == "PER" and atom.last - atom.first > 1:
                word = tokens[atom.last - 1].key
                found.setdefault(word, ())
                first = tokens[atom.first].key[atom.skip :]
                if first not in lexicon.first_names and atom.last - atom.first == 2 and len(first) <= 4:
                    found.setdefault(first, ())  # «ري يونغ هو» is met again as «ري»
                if word.startswith(AL):
                    found.setdefault(word[2:], ())
            elif atom.kind == NAME and len(atom.refs) == 1 and atom.last - atom.first > 1:
                fact = knowledge.fact(atom.refs[0])
                if fact.type == "PER":
                    word = key((fact.ar or "").split()[-1]) if fact.ar else ""
                    for short in sorted({word, tokens[atom.last - 1].key}):
                        if short:
                            found.setdefault(short, atom.refs)
                        if short.startswith(AL):
                            found.setdefault(short[2:], atom.refs)
                    first = tokens[atom.first].key[atom.skip :]
                    unknown = first not in lexicon.first_names and first not in lexicon.name_parts
                    if atom.last - atom.first == 3 and len(first) <= 4 and unknown:
                        found.setdefault(first, atom.refs)  # «ري يونغ هو» again, in the knowledge base
    return {w: refs for w, refs in found.items() if len(w) >= SHORTEST and w not in lexicon.modifiers}


def _match(tokens: Sequence[Token], i: int, surnames: dict[str, tuple[int, ...]], analyser: Analyser) -> Atom | None:
    if surnames.keys().isdisjoint(stems(tokens[i].key)):
        return None  # most words, without a look at what each may be
    for split in proclitic_splits(tokens[i].key):
        if split.skip and analyser.readings(tokens[i].key) and analyser.readings(tokens[i].key)[0].skip == 0:
            return None
        stem = AL + split.stem if split.pre.endswith("lA") else split.stem
        if "A" in split.pre and not split.pre.endswith("lA"):
            continue
        refs = surnames.get(stem)
        if refs is None:
            continue
        other = {r.kind for r in analyser.readings(tokens[i].key) if r.kind in "evlcf" and r.skip == split.skip}
        if "f" in other or (other and not (refs and _after_verb(tokens, i, analyser))):
            return None
        skip, pre = (split.skip - 2, split.pre[:-1]) if split.pre.endswith("lA") else (split.skip, split.pre)
        if refs:
            return Atom(i, i + 1, NAME, refs, "S", pre, skip, "", "", 0.85)
        return Atom(i, i + 1, PERSON, (), "L", pre, skip, "", "PER", 0.8)
    return None


def _after_verb(tokens: Sequence[Token], i: int, analyser: Analyser) -> bool:
    """Whether a word stands where a verb has its subject and nothing but a name can: «وتعهد سال، في بيان»."""
    before = analyser.readings(tokens[i - 1].key) if i else ()
    ends = i + 1 == len(tokens) or tokens[i + 1].kind == SIGN
    return ends and bool(before) and all(r.feature[:1] in ("P", "I") for r in before if r.feature)
