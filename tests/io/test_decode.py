"""Bytes to text: what is read, how, and what is refused with which words."""

from __future__ import annotations

import codecs

import pytest

from khabar.errors import InputError
from khabar.io import decode as module
from khabar.io.decode import decode

ARABIC = "قال الوزير، أمس: «سنواصل العمل».\r\nوأضاف\u00a0أن الأمر انتهى.\n"
LATIN = "The minister said so.\n"


@pytest.mark.parametrize("text", [ARABIC, LATIN, ARABIC + LATIN], ids=["arabic", "latin", "mixed"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "windows-1256", "utf-32"]
)
def test_encodings(text: str, encoding: str) -> None:
    """Every encoding gives the same text, with line ends and odd spaces as they were."""
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("mark,encoding", [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_marks_are_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert decode(mark + ARABIC.encode(encoding)) == ARABIC


@pytest.mark.parametrize("data", [b"", b" ", b"\n", b"a"])
def test_little_is_text_too(data: bytes) -> None:
    assert decode(data) == data.decode()


REFUSED = [
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", "binary"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 4, "binary"),
    (b"PK\x03\x04\x14\x00\x08\x00\x08\x00", "binary"),
    (b"text with a \x00 in it", "binary"),
    (b"\x01\x02\x03\x04\x05 controls", "binary"),
    (codecs.BOM_UTF8 + b"\x00\x01 text", "binary"),
    (codecs.BOM_UTF16_LE + b"a\x00b", "UTF-16-LE"),
    (codecs.BOM_UTF16_LE + b"a\x00\x00\x00", "binary"),
    (ARABIC.encode()[:-3] + b"\xff end", "damaged UTF-8"),
    ((ARABIC * 3).encode()[1:], "damaged UTF-8"),
    ("Größe, déjà vu, ça coûte".encode("latin-1"), "neither"),
    ("Привет, мир".encode("windows-1251"), "neither"),
    ("新聞報道".encode("gb18030"), "neither"),
]


@pytest.mark.parametrize("data,words", REFUSED, ids=[str(n) for n in range(len(REFUSED))])
def test_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        decode(data, "news.txt")
    assert str(caught.value).startswith("news.txt: ")


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 8)
    assert decode(b"12345678")
    with pytest.raises(InputError, match="too large"):
        decode(b"123456789")
