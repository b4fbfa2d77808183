"""The careful reader: its parts without the net, and the whole where its libraries are installed."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.pipeline import MODELS, Report, engine, names_of
from khabar.stages.encoder import LIMIT, PACK, windows
from khabar.stages.pieces import UNKNOWN, Pieces

ROOT = Path(__file__).parents[2]
SAMPLE = next(p for p in (ROOT / "src/khabar/samples/sample.txt", ROOT / "tests/data/sample.txt") if p.exists())
MISSING = [name for name in ("numpy", "onnxruntime") if importlib.util.find_spec(name) is None]
installed = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (requirements-careful.txt)")

PIECES = [("<s>", 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0), ("▁", -4), ("▁كتا", -6), ("ب", -5), ("▁كتاب", -7), ("ه", -5)]


@pytest.mark.parametrize(
    "word,wanted",
    [
        ("كتاب", [7]),  # one long piece is likelier than two
        ("كتابه", [7, 8]),
        ("كِتَاب", [7]),  # diacritics are no part of a word
        ("كتـاب", [7]),
        ("به", [4, 6, 8]),
        ("بxه", [4, 6, UNKNOWN, 8]),
    ],
)
def test_words_are_cut_into_the_likeliest_pieces(word: str, wanted: list[int]) -> None:
    names, scores = zip(*PIECES, strict=True)
    assert list(Pieces(names, scores).of(word)) == wanted


@given(st.lists(st.lists(st.integers(1, 24), min_size=1, max_size=90), max_size=12))
def test_windows_hold_every_word_once_and_no_more_than_fits(sizes: list[list[int]]) -> None:
    found = list(windows(sizes, lambda: LIMIT))
    seen = [(n, word) for window in found for n, first, last in window for word in range(first, last)]
    assert seen == [(n, word) for n, sentence in enumerate(sizes) for word in range(len(sentence))]
    for window in found:
        assert 0 < sum(sum(sizes[n][first:last]) for n, first, last in window) <= LIMIT


@pytest.mark.parametrize(
    "models,names",
    [((), "off"), (("telling-ar",), "off"), (("names-ar", "telling-ar"), "fast"), (("names-ar", "careful-ar@0"), "careful")],
)
def test_a_record_tells_how_names_were_read(models: tuple[str, ...], names: str) -> None:
    assert names_of(models) == names


def test_without_the_libraries_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise ImportError(name='onnxruntime')", encoding="utf-8")
    path = f"{tmp_path}{os.pathsep}{ROOT / 'src'}"
    command = [sys.executable, "-m", "khabar", "read", str(SAMPLE), "--names", "careful"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
    assert done.returncode == 2
    assert "pip install 'khabar[careful]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_libraries_are_not_loaded_before_they_are_needed() -> None:
    code = "import sys, khabar.cli, khabar.commands; print([m for m in ('numpy', 'onnxruntime') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_what_ships_stays_small() -> None:
    assert sum(p.stat().st_size for p in (MODELS / "careful-ar").iterdir()) < 30_000_000
    assert (MODELS / "careful-ar" / PACK).exists()


@installed
def test_the_record_names_the_model_and_the_digest_of_its_weights() -> None:
    models = engine("ar", "careful").models
    assert any(m.startswith("careful-ar@") and len(m) == len("careful-ar@") + 12 for m in models)


@installed
def test_the_same_text_gives_the_same_bytes_in_every_process() -> None:
    command = [sys.executable, "-m", "khabar", "read", str(SAMPLE), "--names", "careful", "--format", "json"]
    once, again = (subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2))
    assert once == again
    record = json.loads(once)
    text = record["document"]["text"]
    assert all(text[m["start"] : m["end"]] == m["text"] for m in record["mentions"])


@installed
def test_a_report_is_read_alike_whatever_was_read_before() -> None:
    coder, text = engine("ar", "careful"), SAMPLE.read_text(encoding="utf-8")
    first = coder.code(Report(text))
    coder.code(Report("التقى الوزير نظيره في بلدة زغردين."))
    assert coder.code(Report(text)) == first


@installed
@pytest.mark.parametrize(
    "text,name",
    [
        ("قال سهيل الدمرداشي إن المصنع سيغلق.", "سهيل الدمرداشي"),
        ("استقبلت ليندا هاوزمان وفدا من النقابة.", "ليندا هاوزمان"),
        ("", None),
        ("\u0651 \u0640 !!! 12", None),
        ("ا" * 5000, None),
        ("Hello, this is a test of nothing.", None),
    ],
)
def test_any_text_is_read(text: str, name: str | None) -> None:
    named = [m.text for m in engine("ar", "careful").code(Report(text)).mentions if m.form == "name"]
    assert name is None or name in named
