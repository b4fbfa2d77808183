"""Settings: from a file, then the environment; a wrong one is told by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from khabar.errors import InputError
from khabar.settings import Settings, load_settings


def test_without_anything(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings("ar", "fast", "auto", True)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "khabar.toml").write_text('language = "en"\nnames = "off"\nbidi = "plain"\n', encoding="utf-8")
    assert load_settings(tmp_path, {}) == Settings("en", "off", "plain", True)
    environment = {"KHABAR_NAMES": "fast", "KHABAR_LANGUAGE": "ar", "NO_COLOR": "1"}
    assert load_settings(tmp_path, environment) == Settings("ar", "fast", "plain", False)


@pytest.mark.parametrize("text", ["names = 3", 'bidi = "up"', "nothing = 1", "language ="])
def test_wrong_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "khabar.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"khabar\.toml"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize("name,value", [("KHABAR_NAMES", "perhaps"), ("KHABAR_BIDI", "up")])
def test_wrong_environment(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="KHABAR_"):
        load_settings(tmp_path, {name: value})
