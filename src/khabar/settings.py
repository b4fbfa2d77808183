"""Settings from `khabar.toml` in the working directory and from `KHABAR_*`; the only reader of the environment.

    language = "ar"      # KHABAR_LANGUAGE   the language of reports that do not say theirs
    names = "fast"       # KHABAR_NAMES      names nobody listed: fast, a small model; careful, an encoder as well; off
    bidi = "auto"        # KHABAR_BIDI       how Arabic stands in text output: auto, isolate, plain or visual
    knowledge = "own"    # KHABAR_KNOWLEDGE  a folder of your own records, laid over the knowledge base; see docs/knowledge.md
    engine = "local"     # KHABAR_ENGINE     what `khabar code` runs on: local (processes of this machine), ray or serial
    ray = "HOST:6379"    # KHABAR_RAY        the address of a Ray cluster, for that engine; see docs/batch.md
    workers = 4          # KHABAR_WORKERS    processes of `khabar code`; without it, one a core
    largest = 1000000    # KHABAR_LARGEST    bytes of text (UTF-8) in one report of a batch; a longer one is a failure
    time_limit = 60.0    # KHABAR_TIME_LIMIT seconds for one report of a batch; 0: any

The environment goes before the file, an option of the command before both. NO_COLOR turns bold headings off.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from khabar.errors import InputError

Bidi = Literal["auto", "isolate", "plain", "visual"]
Names = Literal["off", "fast", "careful"]
_PREFIX = "KHABAR_"
_VARIABLES = ("language", "names", "bidi", "knowledge", "engine", "ray", "workers", "largest", "time_limit")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be set; see the top of this file."""

    language: str = "ar"
    names: Names = "fast"
    bidi: Bidi = "auto"
    colour: bool = True
    knowledge: str | None = None
    engine: str = "local"
    ray: str | None = None
    workers: int | None = None
    largest: int = 1_000_000
    time_limit: float = 60.0


def load_settings(folder: Path = Path(), environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a working directory and an environment; a wrong one is an `InputError` that names it."""
    values = _file(folder / "khabar.toml")
    for name in _VARIABLES:
        given = environment.get(_PREFIX + name.upper())
        if given:
            values[name] = given
    if environment.get("NO_COLOR"):
        values["colour"] = False
    try:
        return msgspec.convert(values, Settings, strict=False)  # what the environment gives is text
    except msgspec.ValidationError as error:
        raise InputError(f"khabar.toml or KHABAR_*: {error}") from None


def _file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: {error}") from None


def without_usage_reports() -> None:
    """Keep Ray from reporting its use to its makers: a run sends nothing anywhere."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
