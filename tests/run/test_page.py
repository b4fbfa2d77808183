"""docs/batch.md tells the truth: its options, settings, defaults, files and keys are those of the program, and its commands run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from khabar.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "batch.md").read_text(encoding="utf-8")
TEXT = "طالبت النرويج آيسلندا أمس بالإفراج عن سفينة صيد."


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command line of the page, in a folder."""
    (folder / "khabar").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m khabar "$@"\n', encoding="utf-8")
    (folder / "khabar").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, shell=True, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands of the page read."""
    made = tmp_path_factory.mktemp("page")
    line = json.dumps({"id": "a", "text": TEXT, "published": "2025-04-14"})
    for name in ("reports.jsonl", "more.jsonl"):
        (made / name).write_text(f"{line}\n", encoding="utf-8")
    (made / "news").mkdir()
    (made / "news" / "b.txt").write_text(TEXT, encoding="utf-8")
    shell("gzip -k reports.jsonl", made)
    return made


def commands() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE, re.M | re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if "khabar code" in line and "--engine ray" not in line]


@pytest.mark.parametrize("command", commands())
def test_its_commands_run(command: str, folder: Path) -> None:
    done = shell(command, folder)
    assert done.returncode == 0, done.stderr


def test_its_options_and_settings_are_there(folder: Path) -> None:
    help_text = shell("khabar code --help", folder).stdout
    options = set(re.findall(r"--[a-z][a-z-]+", PAGE))
    assert options >= {
        "--workers",
        "--engine",
        "--ray",
        "--fresh",
        "--largest",
        "--time-limit",
        "--shard",
        "--progress",
    }
    assert {option for option in options if option not in help_text} == set()
    fields = {field.name: field.default for field in msgspec.structs.fields(Settings)}
    variables = {name.lower() for name in re.findall(r"KHABAR_([A-Z_]+)", PAGE)}
    assert variables >= {"workers", "engine", "ray", "largest", "time_limit"}
    assert variables <= set(fields)
    assert f"{fields['largest']:,} bytes" in PAGE
    assert f"| {fields['time_limit']:.0f} |" in PAGE


def test_its_files_and_keys_are_written(folder: Path) -> None:
    done = shell("echo '{' | cat reports.jsonl - | khabar code - -o OUT", folder)
    assert done.returncode == 1
    for name in ("OUT", "OUT.errors.jsonl", "OUT.manifest.json"):
        assert (folder / name).exists()
        assert f"`{name}`" in PAGE
    manifest = json.loads((folder / "OUT.manifest.json").read_text())
    table = PAGE.partition("## The manifest")[2]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == list(manifest)
    for key in (*manifest["versions"], *manifest["reports"], *manifest["files"][0]):
        assert f"`{key}`" in table, key
