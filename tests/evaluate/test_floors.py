"""Floors: the file, the verdicts, what is absent, lowering and raising."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from khabar.errors import InputError
from khabar.evaluate.counts import Counts, Evaluation, Rate, Unit
from khabar.evaluate.floors import Absent, DataSet, Floor, Floors, Verdict, check_floors, lower, raised, read_floors
from khabar.evaluate.floors_file import to_toml, write_floors

ROOT = Path(__file__).parents[2]
DAY, TODAY = date(2025, 4, 12), date(2025, 5, 1)
SET = DataSet("own", "references", "there", "written «for» a test")
AWAY = DataSet("away", "names", "not/there.txt", "may not ship", telling=False)
FLOORS = Floors((SET, AWAY), (
    Floor("own", "events", 0.6, 0.62, DAY, "x"), Floor("own", "event date", 0.9, 0.92, DAY, "x"),
    Floor("away", "names", 0.5, 0.52, DAY, "x"),
))  # fmt: skip
EVALUATION = Evaluation("report", (Unit("a", {"events": Counts(2, 1, 1), "event date": Rate(1, 2)}),))


def check(floors: Floors, folder: Path) -> list[Verdict | Absent]:
    (folder / "there").mkdir(exist_ok=True)
    return list(check_floors(floors, [folder / "elsewhere", folder], lambda data, path: EVALUATION))


def test_verdicts(tmp_path: Path) -> None:
    good, bad, absent = check(FLOORS, tmp_path)
    assert isinstance(good, Verdict) and good.holds
    assert isinstance(bad, Verdict) and not bad.holds
    assert isinstance(absent, Absent)
    assert good.line() == "ok    0.667  floor 0.600  own/events (F1, n=3)"
    assert bad.line() == "BELOW 0.500  floor 0.900  own/event date (accuracy, n=2)"
    assert absent.line().startswith("ABSENT away: not at ")
    assert "its floors are not checked" in absent.line()


def test_a_floor_that_is_just_reached_holds() -> None:
    assert Verdict(Floor("own", "x", 0.3, 0.3, DAY, "x"), Rate(3, 10)).holds


def test_an_unknown_measure_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such measure; there is: events, event date"):
        check(Floors((SET,), (Floor("own", "luck", 0.1, 0.1, DAY, "x"),)), tmp_path)


def test_the_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    odd = replace(FLOORS.floor[0], reason='a "reason" \\ with\na line', lowered_from=0.7)
    floors = Floors(FLOORS.set, (odd, *FLOORS.floor[1:]))
    write_floors(tmp_path / "floors.toml", floors)
    assert read_floors(tmp_path / "floors.toml") == floors


def test_the_file_of_the_repository_is_as_the_command_writes_it() -> None:
    path = ROOT / "floors.toml"
    assert to_toml(read_floors(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("floors,words", [
    (Floors((SET, SET)), "twice"),
    (Floors((replace(SET, kind="luck"),)), "no kind «luck»"),
    (Floors((SET,), (replace(FLOORS.floor[0], set="other"),)), "no set «other»"),
    (Floors((SET,), (replace(FLOORS.floor[0], floor=1.5),)), "between 0 and 1"),
    (Floors((SET,), (replace(FLOORS.floor[0], reason=" "),)), "no reason"),
    (Floors((SET,), (replace(FLOORS.floor[0], floor=0.59),)), "is below 0.600"),
])  # fmt: skip
def test_a_faulty_file_is_refused(floors: Floors, words: str, tmp_path: Path) -> None:
    write_floors(tmp_path / "floors.toml", floors)
    with pytest.raises(InputError, match=words):
        read_floors(tmp_path / "floors.toml")


def test_lowering_keeps_what_was_given_up() -> None:
    floors = lower(FLOORS, "own/event date=0.4", "fewer invented dates", TODAY)
    assert floors.floor[1] == Floor("own", "event date", 0.4, 0.92, TODAY, "fewer invented dates", 0.9)
    assert (floors.floor[0], floors.floor[2]) == (FLOORS.floor[0], FLOORS.floor[2])


@pytest.mark.parametrize("asked,reason,words", [
    ("own/events=0.5", None, "takes --reason"),
    ("own/events=0.5", "  ", "takes --reason"),
    ("own/events=0.7", "x", "does not lower"),
    ("own/events=-1", "x", "does not lower"),
    ("own/events=nan", "x", "does not lower"),
    ("own/events=low", "x", "no number"),
    ("own/events", "x", "there is no floor"),
    ("own/luck=0.1", "x", "there is: own/events"),
])  # fmt: skip
def test_lowering_is_refused(asked: str, reason: str | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        lower(FLOORS, asked, reason, TODAY)


def test_a_small_set_may_have_a_wider_margin(tmp_path: Path) -> None:
    wide = Floors((replace(SET, margin=0.1),), (replace(FLOORS.floor[0], floor=0.53),))
    write_floors(tmp_path / "floors.toml", wide)
    assert read_floors(tmp_path / "floors.toml") == wide
    verdicts = [v for v in check(wide, tmp_path) if isinstance(v, Verdict)]
    assert raised(wide, verdicts, TODAY).floor[0].floor == 0.567


def test_raising_follows_what_was_measured(tmp_path: Path) -> None:
    verdicts = [v for v in check(FLOORS, tmp_path) if isinstance(v, Verdict)]
    floors = raised(FLOORS, verdicts, TODAY)
    assert floors.floor[0] == Floor("own", "events", 0.647, 0.667, TODAY, "raised after measuring")
    assert floors.floor[1:] == FLOORS.floor[1:]
