"""docs/exports.md: its examples run, and it tells of every format and of every column of each."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from test_docs import ROOT, shell

from khabar.io.exports.table import FORMATS, Format

PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    """The part of the page under the heading of a format."""
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def test_examples_run(tmp_path: Path) -> None:
    environment = shell(tmp_path)
    for body in re.findall(r"^```console\n(.*?)^```", PAGE, re.M | re.S):
        for line in body.splitlines():
            command = line.removeprefix("$ ")
            done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{command}\n{done.stderr}"


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_every_format_is_described(fmt: Format) -> None:
    status = {"none": "left out", "asked": "`--all-statuses`", "own": "kept"}[fmt.status]
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{fmt.name}` |"))
    assert status in row.split("|")[3] and ("lost" in row.split("|")[4]) != fmt.voice
    assert section(fmt.name)
    for column in re.split(r"[\t,]", fmt.head.decode().strip()) if fmt.head else ():
        assert f"`{column}`" in section(fmt.name), column
