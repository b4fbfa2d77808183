"""What the README shows, runs: each ```console block of `khabar …` or `make …` lines, and each ```python block.

What docs/explain.md and docs/corpus.md show is what comes out: each ```console block is followed by a ```text block, its output.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.M | re.S)

TEXT = README.read_text(encoding="utf-8") if README.exists() else ""
BLOCKS = [(match.group(1), match.group(2), TEXT.count("\n", 0, match.start()) + 1) for match in _BLOCK.finditer(TEXT)]


def blocks(kind: str) -> list[object]:
    """The blocks of one kind, each with its line as the name of the test."""
    return [pytest.param(body, id=f"line-{line}") for name, body, line in BLOCKS if name == kind]


@pytest.mark.skipif(not README.exists(), reason="there is no README.md yet")
def test_readme_shows_examples() -> None:
    assert BLOCKS


def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of a folder that holds what the repository's root offers, and the command `khabar`."""
    (tmp_path / "khabar").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m khabar "$@"\n', encoding="utf-8")
    (tmp_path / "khabar").chmod(0o755)
    for name in ("src", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    return {**os.environ, "COLUMNS": "100", "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("body", blocks("console"))
def test_console(body: str, tmp_path: Path) -> None:
    """Lines that begin with `$ khabar` (or `khabar`) run in a copy of what the repository's root offers."""
    environment = shell(tmp_path)
    for line in body.splitlines():
        command = line.removeprefix("$ ")
        if re.match(r"khabar |(cat|zcat|printf|echo|head) .*\| *khabar ", command) and " serve" not in command:
            done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{command}\n{done.stderr}"


@pytest.mark.parametrize("name", ["explain", "corpus"])
def test_a_page_shows_what_comes_out(name: str, tmp_path: Path) -> None:
    """The runs of docs/explain.md and docs/corpus.md in order, each with the output that the page shows."""
    if name == "corpus":
        pytest.importorskip("numpy", reason="comparing reports needs numpy: pip install -r requirements-corpus.txt")
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    runs = re.findall(r"^```console\n(.*?)^```\n\n```text\n(.*?)^```", page, re.M | re.S)
    assert len(runs) == page.count("```console")
    environment = shell(tmp_path)
    for body, shown in runs:
        command = "".join(line.removeprefix("$ ") + "\n" for line in body.splitlines())
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert _measure(done.stdout) == _measure(shown), done.stderr


def _measure(text: str) -> str:
    """What is shown before «What lost», less its figures, which change with every entry that a lexicon gains."""
    return re.sub(r"\d+\.\d+|line \d+", "#", text.partition("\nWhat lost\n")[0])


@pytest.mark.parametrize("body", blocks("python"))
def test_python(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session with >>> gives what it shows; other code runs."""
    for name in ("src", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    if ">>>" not in body:
        exec(compile(body, "README.md", "exec"), {"__name__": "readme"})
        return
    test = doctest.DocTestParser().get_doctest(body, {}, "README.md", str(README), 0)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert not doctest.DocTestRunner(optionflags=flags).run(test).failed
