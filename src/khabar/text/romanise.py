"""Approximate romanised names for people outside the knowledge base.

Letter by letter after the simple style of the news (no diacritics), with the article as «al-». What it gives is marked as
approximate in the record; it is for reading and searching, not for linking.
"""

from __future__ import annotations

from khabar.text.arabic import AL, TA_MARBUTA, key

_LETTERS = dict(
    zip(
        "\u0621\u0627\u0628\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636\u0637\u0638\u0639\u063a"
        "\u0641\u0642\u0643\u0644\u0645\u0646\u0647\u0648\u064a\u0629",
        "' a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h u i a".split(),  # noqa: SIM905
        strict=True,
    )
)


def romanise(name: str) -> str:
    """A Latin form of an Arabic name, each word with a capital."""
    return " ".join(_word(w) for w in key(name).split())


def _word(word: str) -> str:
    prefix = ""
    if word.startswith(AL) and len(word) > 4:
        prefix, word = "al-", word[2:]
    letters = [_LETTERS.get(c, c) for c in word]
    if word[:1] == "\u0648":
        letters[0] = "w"
    if word[:1] == "\u064a":
        letters[0] = "y"
    if word.endswith(TA_MARBUTA):
        letters[-1] = "a"
    body = "".join(letters)
    return prefix + body[:1].upper() + body[1:]
