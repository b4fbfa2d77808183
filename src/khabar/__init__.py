"""Khabar: Arabic news as a record that can be checked.

>>> import khabar
>>> record = khabar.read("...", published="2025-04-12")
>>> [event.type for event in record.events]
[]

The verbs are `read` (one text), `code` (many reports), `load` (records from a file) and `who` (whom a name may mean). Everything is
loaded when it is first asked for, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from khabar.api import code, load, read, who
    from khabar.errors import InputError, KhabarError
    from khabar.model.record import Record
    from khabar.pipeline import Report

__version__ = "0.1.0"
__all__ = ["InputError", "KhabarError", "Record", "Report", "__version__", "code", "load", "read", "who"]

_HOMES = {
    "read": "api",
    "code": "api",
    "load": "api",
    "who": "api",
    "Record": "model.record",
    "Report": "pipeline",
    "KhabarError": "errors",
    "InputError": "errors",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module that holds it."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module «khabar» has no «{name}»")
    from importlib import import_module

    value = getattr(import_module(f"khabar.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
