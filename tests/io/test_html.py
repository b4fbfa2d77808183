"""Pages: their text, and what they say of themselves; a date from places that can be trusted, and from no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from khabar.io.reports import Failure, Given, Row, read_reports
from khabar.run.opening import open_intake

pytest.importorskip("trafilatura")

PARAGRAPHS = [
    "افتتح محافظ المدينة صباح اليوم الجسر القديم بعد أعمال صيانة استمرت سبعة أشهر، بحضور عدد من المهندسين والعمال.",
    "وقال المحافظ في كلمة قصيرة: «هذا الجسر جزء من ذاكرة المدينة، وقد عاد اليوم إلى أهلها كما عرفوه».",
    "وأضاف أن حركة المرور ستعود إلى طبيعتها في المساء، وأن البلدية ستبدأ في الشهر المقبل ترميم السوق المجاور.",
]
NAVIGATION = '<nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/sport">رياضة</a></li></ul></nav>'
FOOTER = "<footer>جميع الحقوق محفوظة © 2019 وكالة المثال</footer>"


def page(head: str = "", body: str = "", title: str = "الجسر القديم يعود | وكالة المثال", lang: str = ' lang="ar"') -> str:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html{lang}><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{NAVIGATION}"
        f"<article><h1>الجسر القديم يعود</h1>{body}{text}</article>{FOOTER}</body></html>"
    )


def read(tmp_path: Path, data: str | bytes, name: str = "page.html") -> Row:
    (item,) = given(tmp_path, data, name)
    assert isinstance(item, Given), item
    return item.row


def given(tmp_path: Path, data: str | bytes, name: str = "page.html") -> list[Given | Failure]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_reports([str(path)], open_intake()))


def test_the_text_is_the_headline_and_the_paragraphs(tmp_path: Path) -> None:
    row = read(tmp_path, page())
    assert row.text.split("\n\n") == ["الجسر القديم يعود", *PARAGRAPHS]
    assert (row.id, row.title, row.published) == ("page", "الجسر القديم يعود", None)
    assert row.found == {"text": "trafilatura", "title": "h1", "language": "told by its letters and words"}


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


DATES = [
    ("json-ld", ld('{"@type": "NewsArticle", "datePublished": "2025-04-13T14:05:00+03:00"}'), "", "2025-04-13T14:05:00+03:00"),
    ("json-ld", ld('{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "datePublished": "2025-04-13"}]}'), "", "2025-04-13"),
    ("json-ld", ld('[{"@type": "WebPage", "datePublished": "2025-04-13"}];'), "", "2025-04-13"),
    ("json-ld", ld('{"@type": "NewsArticle", "datePublished": "الأحد 13 أبريل 2025"}'), "", "2025-04-13"),
    ("meta article:published_time", '<meta property="article:published_time" content="2025-04-13T11:05:00Z">', "",
     "2025-04-13T11:05:00+00:00"),
    ("meta dc.date", '<meta name="DC.date" content="2025-04-13">', "", "2025-04-13"),
    ("time pubdate", "", '<time datetime="2025-04-13T14:05" pubdate>أمس</time>', "2025-04-13T14:05:00"),
    ("microdata", "", '<span itemprop="datePublished" content="2025-04-13">13/4</span>', "2025-04-13"),
]  # fmt: skip


@pytest.mark.parametrize("where,head,body,value", DATES)
def test_dates_that_are_trusted(where: str, head: str, body: str, value: str, tmp_path: Path) -> None:
    row = read(tmp_path, page(head, body))
    assert row.published == value
    assert row.found is not None
    assert row.found["published"] == where


NO_DATES = [
    ("a copyright line", "", "<p>© 2024 جميع الحقوق محفوظة</p>"),
    ("the last change", '<meta property="article:modified_time" content="2025-04-14">', ""),
    ("the last change in json-ld", ld('{"@type": "NewsArticle", "dateModified": "2025-04-14"}'), ""),
    ("a time of something else", "", '<time datetime="2020-01-01">الأول من يناير</time>'),
    ("an address", '<link rel="canonical" href="https://example.org/2024/05/06/bridge">', ""),
    ("articles beside it",
     ld('{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2025-01-01"}]}'), ""),
    ("articles that disagree", ld('[{"@type": "NewsArticle", "headline": "آخر", "datePublished": "2025-01-01"},'
     '{"@type": "NewsArticle", "headline": "غيره", "datePublished": "2025-02-02"}]'), ""),
    ("what programs write for nothing", '<meta property="article:published_time" content="0001-01-01T00:00:00">', ""),
    ("no date", '<meta property="article:published_time" content="soon">', ""),
    ("broken json", ld('{"@type": "NewsArticle", "datePublished": "2025-04-13"'), ""),
]  # fmt: skip


@pytest.mark.parametrize("head,body", [(h, b) for _, h, b in NO_DATES], ids=[name for name, _, _ in NO_DATES])
def test_dates_that_are_not(head: str, body: str, tmp_path: Path) -> None:
    row = read(tmp_path, page(head, body))
    assert row.published is None
    assert "published" not in (row.found or {})


def test_the_article_with_the_title_of_the_page_is_meant(tmp_path: Path) -> None:
    others = (
        '[{"@type": "NewsArticle", "headline": "خبر آخر", "datePublished": "2025-01-01"},'
        '{"@type": "NewsArticle", "headline": "الجسر القديم يعود", "datePublished": "2025-04-13"}]'
    )
    assert read(tmp_path, page(ld(others))).published == "2025-04-13"


def test_what_a_page_says_of_itself(tmp_path: Path) -> None:
    told = (
        '{"@type": "NewsArticle", "headline": "الجسر القديم يعود إلى أهله", "author": [{"name": "ليلى حداد"}, "سامر"],'
        '"publisher": {"@type": "Organization", "name": "وكالة المثال"}}'
    )
    row = read(tmp_path, page(ld(told) + '<link rel="canonical" href="https://example.org/bridge">'))
    assert (row.title, row.author, row.source, row.url) == (
        "الجسر القديم يعود إلى أهله", "ليلى حداد, سامر", "وكالة المثال", "https://example.org/bridge",
    )  # fmt: skip
    meta = '<meta name="author" content="سامر"><meta property="og:site_name" content="المثال"><meta property="og:url" content="https://example.org/b">'
    row = read(tmp_path, page(meta))
    assert (row.author, row.source, row.url) == ("سامر", "المثال", "https://example.org/b")
    assert row.found is not None
    assert row.found["source"] == "meta og:site_name"


ENCODINGS = [
    ("windows-1256", "windows-1256"),
    ("iso-8859-6", "iso-8859-6"),
    ("utf-8", "utf-8"),
    ("utf-16", "utf-16"),
    ("windows-1256", "utf-8"),  # what it says is wrong: told by the bytes
    ("windows-1256", "x-none"),
]


@pytest.mark.parametrize("encoding,said", ENCODINGS)
def test_encodings(encoding: str, said: str, tmp_path: Path) -> None:
    text = page().replace("«", "").replace("»", "").replace("©", "").replace("charset=utf-8", f'charset="{said}"')
    assert PARAGRAPHS[0] in read(tmp_path, text.encode(encoding)).text


def test_a_damaged_byte_is_borne(tmp_path: Path) -> None:
    data = page().encode()
    at = data.index("المهندسين".encode()) + 1
    assert PARAGRAPHS[2] in read(tmp_path, data[:at] + b"\xff" + data[at + 1 :]).text


@pytest.mark.parametrize("data,words,skipped", [
    (b"<html><body></body></html>", "holds no text", True),
    (b"", "empty", True),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary", False),
    (b"<html><body>" + b"<div>" * 5000 + b"x", "deep", False),
    (b"<html><body>" + b"<i>x</i>" * 70_000, "elements", False),
    (b"<html>" + b" " * (9 << 20), "too large", False),
])  # fmt: skip
def test_what_is_no_report(data: bytes, words: str, skipped: bool, tmp_path: Path) -> None:
    (item,) = given(tmp_path, data)
    assert isinstance(item, Failure)
    assert words in item.reason
    assert item.skipped is skipped


def test_a_page_without_a_suffix_is_told_by_its_tags(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff \n" + page(), name="page").title == "الجسر القديم يعود"
