"""The formats that records can be exported to. A new one is a module of its own and a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from khabar.errors import InputError
from khabar.io.exports import acled, flat, ftm, gdelt, plover, polecat, quotations, standoff, webannotation
from khabar.io.exports.made import Made
from khabar.model.record import Record


class Format(msgspec.Struct, frozen=True):
    """A format: its name, what it is, the function that makes it of a record, and the `unit` of what that counts.

    `status` tells what becomes of events that are negated, future or hypothetical: `none` has no place for a status and
    leaves them out, `asked` has one that few readers look at, and takes them where asked to, `own` always tells it. `voice`
    tells whether the format has a place for by whose word an event is told. A format with `endings` is a folder: files of
    these endings for each report, and those of `beside` once.
    """

    name: str
    what: str
    make: Callable[[Record, bool], Made]
    unit: str = "rows"
    status: Literal["none", "asked", "own"] = "none"
    voice: bool = False
    head: bytes = b""
    endings: tuple[str, ...] = ()
    beside: tuple[tuple[str, bytes], ...] = ()


FORMATS = (
    Format("polecat", "POLECAT, tab-separated, 40 columns", polecat.polecat, head=polecat.HEAD),
    Format("gdelt", "GDELT 2.0 Events, tab-separated, 61 columns, no header", gdelt.gdelt),
    Format("gdelt-mentions", "GDELT 2.0 Mentions, tab-separated, 16 columns, no header", gdelt.gdelt_mentions),
    Format("acled", "columns like ACLED's, CSV with a header (it is not ACLED data)", acled.acled, head=acled.HEAD),
    Format("plover", "PLOVER records, JSON Lines", plover.plover, "records", "asked", voice=True),
    Format("csv", "events, CSV with a header", flat.events_csv, status="own", voice=True, head=flat.EVENT_HEAD),
    Format("csv-quotes", "quotes, CSV with a header", flat.quotes_csv, status="own", voice=True, head=flat.QUOTE_HEAD),
    Format("gqg", "GDELT's Global Quotation Graph, JSON Lines", quotations.quotations, "quotations", "own", voice=True),
    Format("ftm", "FollowTheMoney entities, JSON Lines", ftm.ftm, "entities", voice=True),
    Format(
        "webannotation", "W3C Web Annotations, JSON Lines", webannotation.webannotation, "annotations", "own", voice=True,
    ),
    Format(
        "brat", "brat standoff, a folder: .txt and .ann for each report", standoff.standoff, "annotations", "own", voice=True,
        endings=standoff.ENDINGS, beside=standoff.BESIDE,
    ),
)  # fmt: skip


def pick(name: str) -> Format:
    """The format of a name; an unknown one is an `InputError` that lists them."""
    found = next((fmt for fmt in FORMATS if fmt.name == name), None)
    if found is None:
        known = "\n".join(f"  {fmt.name:14} {fmt.what}" for fmt in FORMATS)
        raise InputError(f"there is no format «{name}»; there are:\n{known}")
    return found
