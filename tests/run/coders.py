"""Functions that code a report, for runs that are to go wrong; in a module, so that workers find them by name."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from functools import lru_cache
from pathlib import Path

import msgspec

import khabar
from khabar.errors import InputError
from khabar.io.given import Failure, Given, Row
from khabar.model.record import Record


def plain(given: Given) -> Record:
    """A record that takes no time: that of an empty text, with this text in it."""
    record = _empty()
    text = given.row.text
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document = msgspec.structs.replace(record.document, id=str(given.row.id), sha256=sha, text=text)
    return msgspec.structs.replace(record, document=document)


def faulty(given: Given) -> Record:
    """Codes a report, or does what its text asks for."""
    word, _, rest = given.row.text.partition(" ")
    if word == "refuse":
        raise InputError("cannot be coded")
    if word == "err":
        raise ZeroDivisionError("of ours")
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "once" and not (mark := Path(rest)).exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "dawdle":
        time.sleep(60)
    if word == "hang":
        hang()
    return plain(given)


def slow(given: Given) -> Record:
    """Takes a moment, and the first time writes the number of its process to the file that its text begins with."""
    path = Path(given.row.text.partition(" ")[0])
    if not path.exists():
        path.write_text(str(os.getpid()))
    time.sleep(0.3)
    return plain(given)


def who(given: Given) -> Record:
    """A record whose language is the number of the process that coded it."""
    record = plain(given)
    document = msgspec.structs.replace(record.document, language=str(os.getpid()))
    return msgspec.structs.replace(record, document=document)


def hang() -> None:
    """Ignore the time limit, as a library would that never comes back."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(60)


@lru_cache(maxsize=1)
def _empty() -> Record:
    return khabar.read("")


def given(*texts: str) -> list[Given | Failure]:
    """Reports with these texts, numbered from 1."""
    return [Given("in.jsonl", n, Row(text, f"r{n}")) for n, text in enumerate(texts, 1)]


def many(count: int) -> list[Given | Failure]:
    """Reports that are all different."""
    return given(*(f"text {n}" for n in range(1, count + 1)))
