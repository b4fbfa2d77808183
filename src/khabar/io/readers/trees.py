"""HTML as a tree that is neither too large nor too deep for what is done with it."""

from __future__ import annotations

from typing import Any

from khabar.errors import InputError
from khabar.io.library import needed

ELEMENTS = 20_000  # of a page; larger ones are lists, or made to hang a reader
DEPTH = 200  # of elements in one another


def html_tree(text: str, name: str) -> Any:
    """The tree of a page or of a piece of one; what has no element, or too many, is an `InputError`."""
    with needed("lxml"):
        import lxml.etree as etree
        import lxml.html
    parser = lxml.html.HTMLParser(encoding="utf-8", recover=True, remove_pis=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"{name} cannot be read ({str(error)[:200]})") from None
    count = deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        count += event == "start"
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if count > ELEMENTS:
            raise InputError(f"{name} has more than {ELEMENTS} elements")
    if deepest > DEPTH:
        raise InputError(f"{name} has elements more than {DEPTH} deep")
    return tree
