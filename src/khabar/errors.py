"""What Khabar raises; each message says what to do.

    KhabarError
    ├── InputError        the input is not text, cannot be read, or an option has a wrong value
    └── LexiconError      a lexicon or knowledge file is wrong: file, entry and reason
"""


class KhabarError(Exception):
    """The root of all errors that Khabar raises on purpose."""


class InputError(KhabarError):
    """The input is not text, cannot be read, or an option has a wrong value."""


class LexiconError(KhabarError):
    """A lexicon or knowledge file is wrong."""
