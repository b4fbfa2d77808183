"""A text file is one report; its id is its name without the ending."""

from __future__ import annotations

from collections.abc import Iterator

from khabar.errors import InputError
from khabar.io.decode import decode
from khabar.io.given import Failure, Given, Row
from khabar.io.intake import Intake
from khabar.io.source import Source


def read(source: Source, intake: Intake) -> Iterator[Given | Failure]:
    """The one report of a text file."""
    name = "standard input" if source.name == "-" else source.name
    try:
        yield Given(source.name, None, Row(decode(source.read(), name), source.stem))
    except InputError as error:
        yield Failure(source.name, None, source.stem, str(error))
