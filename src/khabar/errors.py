"""What Khabar raises; each message says what to do.

    KhabarError
    ├── InputError        the input is not text, cannot be read, or an option has a wrong value
    ├── LexiconError      a lexicon or knowledge file is wrong: file, entry and reason
    └── MissingExtra      a library is not installed that only some uses need
"""


class KhabarError(Exception):
    """The root of all errors that Khabar raises on purpose."""


class InputError(KhabarError):
    """The input is not text, cannot be read, or an option has a wrong value."""


class LexiconError(KhabarError):
    """A lexicon or knowledge file is wrong."""


class MissingExtra(KhabarError):
    """A library is not installed that only some uses need; the message says which extra brings it."""

    def __init__(self, extra: str, use: str, library: str | None) -> None:
        super().__init__(f"{use} needs {library or 'a library'}: pip install 'khabar[{extra}]'")
