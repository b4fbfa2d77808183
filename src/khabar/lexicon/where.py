"""Where an entry is written: the file and line of an event entry, found without reading YAML."""

from __future__ import annotations

from khabar.lexicon.pack import FOLDER


def entry_place(language: str, entry: str) -> tuple[str, int] | None:
    """The file, from the folder of all lexicons, and the line of an event entry; None where the files are not at hand."""
    for path in sorted((FOLDER / language / "events").glob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.removeprefix("- id:").partition("#")[0].strip() == entry and line.startswith("- id:"):
                return path.relative_to(FOLDER.parent).as_posix(), number
    return None
