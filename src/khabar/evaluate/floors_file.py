"""Writing the file of floors: TOML 1.0 tables, one a set and one a floor, always in the same form."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec

from khabar.errors import InputError
from khabar.evaluate.floors import Floors

_HEAD = """# Figures below which a change is not taken: khabar evaluate floors --data FOLDER (docs/evaluation.md).
# The command writes this file: --raise after an improvement, --lower SET/MEASURE=VALUE --reason TEXT otherwise.
# A path is looked for in the folder given by --data, then beside this file.
"""


def write_floors(path: Path, floors: Floors) -> None:
    """Write the file of floors."""
    try:
        path.write_text(to_toml(floors), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def to_toml(floors: Floors) -> str:
    """The file as text."""
    tables = [_table("set", s) for s in floors.set] + [_table("floor", f) for f in floors.floor]
    return "\n".join([_HEAD, *tables])


def _table(name: str, value: msgspec.Struct) -> str:
    fields = ((key, getattr(value, key)) for key in value.__struct_fields__)
    return "".join([f"[[{name}]]\n", *(f"{key} = {_value(item)}\n" for key, item in fields if item is not None)])


def _value(value: str | bool | float | date) -> str:
    """A string of JSON is a basic string of TOML too, but for DEL, which JSON leaves bare."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else repr(value)
