"""The libraries that only some formats need: imported when they are, and named when they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from khabar.errors import InputError


@contextmanager
def needed(name: str) -> Iterator[None]:
    """Around the import of a library of the optional extra: where it is missing, an `InputError` says what to install."""
    try:
        yield
    except ImportError:
        raise InputError(f"{name} is not installed, and this format needs it: pip install 'khabar[intake]'") from None
