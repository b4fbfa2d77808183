"""Quality floors: figures below which a change is not taken (the habit is that of trafilatura's evaluation gate).

A TOML file lists sets of data, named by path because most may not ship, and floors for measures on them, each a margin below
what was measured. A floor is lowered by an option of the command that asks for a reason; the file keeps the reason, its
date and the floor that was left, and a floor that is lower than its margin allows without them is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Evaluation, Rate, Score
from khabar.evaluate.measure import KINDS
from khabar.evaluate.reliability import Reliability

MARGIN = 0.02  # how far a floor is below what was measured, unless its set says otherwise
KIND_OF = {Counts: "F1", Rate: "accuracy", Reliability: "1 - calibration error"}
_NONE = 1e-9  # figures are compared as if without rounding errors


class DataSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Data to measure on: its kind (references, gsr or names), its path, what it is and whether it may ship, how far its
    floors are below what was measured (more for a small set), and whether the model that learned from the gold standard helps."""

    name: str
    kind: str
    path: str
    about: str
    margin: float = MARGIN
    telling: bool = True


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The least that a measure may come to, and what was measured; `lowered_from` is the floor that was given up for the
    reason."""

    set: str
    measure: str
    floor: float
    measured: float
    date: date
    reason: str
    lowered_from: float | None = None

    @property
    def name(self) -> str:
        """How the floor is named on the command line."""
        return f"{self.set}/{self.measure}"


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    set: tuple[DataSet, ...]
    floor: tuple[Floor, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """A floor with what was measured."""

    floor: Floor
    score: Score

    @property
    def holds(self) -> bool:
        """Whether the figure is not below the floor."""
        return self.score.figure >= self.floor.floor - _NONE

    def line(self) -> str:
        """The verdict in words."""
        kind = KIND_OF[type(self.score)]
        word = "ok   " if self.holds else "BELOW"
        return f"{word} {self.score.figure:.3f}  floor {self.floor.floor:.3f}  {self.floor.name} ({kind}, n={self.score.n})"


class Absent(msgspec.Struct, frozen=True):
    """A set whose data is not there."""

    data: DataSet
    places: tuple[Path, ...]

    def line(self) -> str:
        """What is absent, and where it was looked for."""
        places = " nor ".join(str(p) for p in self.places)
        return f"ABSENT {self.data.name}: not at {places}; its floors are not checked (--data). {self.data.about}"


def read_floors(path: Path) -> Floors:
    """The floors of a file; one that is not in order is an `InputError` with the reason."""
    try:
        floors = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Floors)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise InputError(f"{path}: {error}") from None
    for problem in _problems(floors):
        raise InputError(f"{path}: {problem}")
    return floors


def _problems(floors: Floors) -> Iterator[str]:
    sets = [s.name for s in floors.set]
    names = [f.name for f in floors.floor]
    yield from (f"«{n}» stands there twice" for n in dict.fromkeys(sets + names) if (sets + names).count(n) > 1)
    yield from (
        f"set {s.name}: there is no kind «{s.kind}»: {', '.join(KINDS)}" for s in floors.set if s.kind not in KINDS
    )
    margins = {s.name: s.margin for s in floors.set}
    for floor in floors.floor:
        least = floor.measured - margins.get(floor.set, 0.0)
        if floor.set not in margins:
            yield f"{floor.name}: there is no set «{floor.set}»"
        elif floor.lowered_from is None and floor.floor < least - _NONE:
            yield f"{floor.name}: is below {least:.3f}, the margin below what was measured; lower it with --lower and --reason"
        if not 0 <= floor.floor <= 1:
            yield f"{floor.name}: {floor.floor} is not between 0 and 1"
        if not floor.reason.strip():
            yield f"{floor.name}: has no reason"


def check_floors(
    floors: Floors, folders: Sequence[Path], measure: Callable[[DataSet, Path], Evaluation]
) -> Iterator[Verdict | Absent]:
    """A verdict for each floor, set by set; the data of a set is looked for in the folders, in their order."""
    for data in floors.set:
        listed = [f for f in floors.floor if f.set == data.name]
        places = tuple(folder / data.path for folder in folders)
        there = next((p for p in places if p.exists()), None)
        if there is None:
            yield Absent(data, places)
        elif listed:
            totals = measure(data, there).totals()
            yield from (Verdict(floor, _total(floor, totals)) for floor in listed)


def _total(floor: Floor, totals: dict[str, Score]) -> Score:
    if floor.measure not in totals:
        raise InputError(f"{floor.name}: there is no such measure; there is: {', '.join(totals)}")
    return totals[floor.measure]


def lower(floors: Floors, asked: str, reason: str | None, today: date) -> Floors:
    """The floors with one lowered as in `dev/events=0.7`; without a reason, or upwards, it is refused."""
    name, _, number = asked.rpartition("=")
    old = next((f for f in floors.floor if f.name == name.strip()), None)
    if old is None:
        raise InputError(f"there is no floor «{name or asked}»; there is: {', '.join(f.name for f in floors.floor)}")
    try:
        value = float(number)
    except ValueError:
        raise InputError(f"«{number}» is no number: write {old.name}=0.5") from None
    if not 0 <= value < old.floor:
        raise InputError(f"{value} does not lower the floor of {old.name}, which is {old.floor}; --raise raises floors")
    if not reason or not reason.strip():
        raise InputError("lowering a floor takes --reason TEXT: say what is gained for it")
    changed = msgspec.structs.replace(old, floor=value, date=today, reason=reason.strip(), lowered_from=old.floor)
    return Floors(floors.set, tuple(changed if f is old else f for f in floors.floor))


def raised(floors: Floors, verdicts: Sequence[Verdict], today: date) -> Floors:
    """The floors with those raised that are more than the margin below what was measured; none is lowered."""
    figures = {v.floor.name: round(v.score.figure, 3) for v in verdicts}
    margins = {s.name: s.margin for s in floors.set}

    def higher(floor: Floor) -> Floor:
        figure = figures.get(floor.name, 0.0)
        value = round(figure - margins[floor.set], 3)
        return (
            floor
            if value <= floor.floor
            else Floor(floor.set, floor.measure, value, figure, today, "raised after measuring")
        )

    return Floors(floors.set, tuple(map(higher, floors.floor)))
