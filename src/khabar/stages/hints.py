"""What is known of each word before a learned reader sees it: the atom that it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from khabar.knowledge.base import Knowledge
from khabar.stages.atoms import ADJECTIVE, NAME, PERSON, Atom

TAGGED = "T"  # what another model proposed is no hint: it has read the text that both learn from


def hints(atoms: Sequence[Atom], first: int, last: int, knowledge: Knowledge) -> list[str]:
    """One hint a token of tokens[first:last]: «B/name/N/GPE» for the first word of a country's name, or nothing."""
    found = [""] * (last - first)
    for atom in atoms:
        if atom.kind == PERSON and atom.alias == TAGGED:
            continue
        kind = knowledge.fact(atom.refs[0]).type if atom.kind in (NAME, ADJECTIVE) else atom.type
        for n in range(atom.first, atom.last):
            found[n - first] = f"{'I' if n > atom.first else 'B'}/{atom.kind}/{atom.alias}/{kind}"
    return found
