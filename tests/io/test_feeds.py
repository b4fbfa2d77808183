"""RSS and Atom: entries as reports, with Arabic dates; damaged feeds give what can be read of them, and say so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from khabar.io.reports import Failure, Given, Row, read_reports
from khabar.run.opening import open_intake

pytest.importorskip("lxml")

ONE = "افتتح المحافظ الجسر القديم بعد صيانة استمرت سبعة أشهر."
TWO = "وقال إن حركة المرور ستعود إلى طبيعتها في المساء."


def read(tmp_path: Path, data: str | bytes) -> list[Given | Failure]:
    path = tmp_path / "feed.xml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_reports([str(path)], open_intake()))


def row(tmp_path: Path, data: str | bytes) -> Row:
    (item,) = read(tmp_path, data)
    assert isinstance(item, Given), item
    return item.row


def rss(items: str, head: str = "<title>وكالة المثال</title><language>ar</language>") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}{items}</channel></rss>'


ITEM = (
    "<item><title>الجسر &amp; السوق</title><link>https://example.org/1</link><guid isPermaLink='false'>g-1</guid>"
    "<pubDate>الأحد، 13 أبريل 2025 14:05</pubDate>"
    f"<description>&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;{TWO}&lt;/p&gt;</description></item>"
)


def test_an_item_of_rss(tmp_path: Path) -> None:
    assert row(tmp_path, rss(ITEM)) == Row(
        f"الجسر & السوق\n\n{ONE}\n\n{TWO}",
        id="g-1",
        published="2025-04-13T14:05:00",
        source="وكالة المثال",
        url="https://example.org/1",
        language="ar",
        title="الجسر & السوق",
        found={
            "text": "feed summary", "title": "feed entry", "source": "feed title", "url": "feed entry",
            "published": "feed pubdate", "language": "told by its letters and words",
        },
    )  # fmt: skip


def test_the_whole_text_goes_before_the_summary(tmp_path: Path) -> None:
    item = f"<item><description>ملخص</description><content:encoded><![CDATA[<p>{ONE}</p>]]></content:encoded></item>"
    found = row(tmp_path, rss(item))  # the prefix is declared nowhere, as in many a feed
    assert found.text == ONE
    assert found.found is not None
    assert found.found["text"] == "feed content"


def test_an_entry_of_atom(tmp_path: Path) -> None:
    found = row(
        tmp_path,
        f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title type="html">وكالة &lt;b&gt;المثال&lt;/b&gt;</title>
        <entry><id>tag:example.org,2025:7</id><title>الجسر</title><author><name>ليلى حداد</name></author>
        <link rel="enclosure" href="https://example.org/7.mp3"/><link href="https://example.org/7"/>
        <updated>2025-04-14T09:00:00Z</updated><published>2025-04-13T14:05:00+03:00</published>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{ONE}</p><p>{TWO}</p></div></content>
        </entry></feed>""",
    )
    assert found.text == f"الجسر\n\n{ONE}\n\n{TWO}"
    assert (found.id, found.url, found.author) == ("tag:example.org,2025:7", "https://example.org/7", "ليلى حداد")
    assert (found.source, found.published) == ("وكالة المثال", "2025-04-13T14:05:00+03:00")


def test_an_item_of_rss_1_names_its_own_source(tmp_path: Path) -> None:
    found = row(
        tmp_path,
        f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>مجمع</title></channel><item><title>الجسر</title>
        <description>{ONE}</description><dc:date>2025-04-13</dc:date><dc:creator>سامر</dc:creator>
        <source url="https://example.org/rss">وكالة المثال</source></item></rdf:RDF>""",
    )
    assert (found.source, found.author, found.published) == ("وكالة المثال", "سامر", "2025-04-13")


@pytest.mark.parametrize("date", ["قبل ساعتين", "04/05/2025", ""])
def test_a_date_that_cannot_be_read_is_none(date: str, tmp_path: Path) -> None:
    assert row(tmp_path, rss(ITEM.replace("الأحد، 13 أبريل 2025 14:05", date))).published is None


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-8", "utf-16", "iso-8859-6"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    data = rss(ITEM).replace('"utf-8"', f'"{encoding}"').encode(encoding)
    assert row(tmp_path, data).text.endswith(TWO)


def test_an_entry_in_another_language_is_skipped_by_itself(tmp_path: Path) -> None:
    english = "<item><title>The old bridge is open again after seven months of work by the city</title></item>"
    items = read(tmp_path, rss(english + ITEM))
    assert [type(item) for item in items] == [Failure, Given]
    assert isinstance(items[0], Failure)
    assert items[0].skipped


def test_a_feed_that_is_cut_off_says_so(tmp_path: Path) -> None:
    items = read(tmp_path, rss(ITEM + ITEM)[:-100])
    assert [type(item) for item in items] == [Given, Given, Failure]
    assert "entries may be missing or cut short" in getattr(items[-1], "reason", "")


def test_signs_that_are_html_and_no_xml_are_borne(tmp_path: Path) -> None:
    link = "<![CDATA[https://example.org/1?a=1&b=2]]>"
    item = ITEM.replace("&amp; السوق", "& السوق&nbsp;&laquo;الكبير&raquo; &none;").replace("https://example.org/1", link)
    found = row(tmp_path, rss(item))
    assert (found.title, found.url) == ("الجسر & السوق «الكبير» &none;", "https://example.org/1?a=1&b=2")


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;'
    "</title></item></channel></rss>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>'
HOSTILE = [
    (LAUGHS, "entities of its own"),
    (OUTSIDE, "entities of its own"),
    ("<rss>" + "<a>" * 500_000, "depth"),
    ("<rss><channel>" + "<item>" * 50_000, "depth"),
    ("<html><body>x</body></html>", "no root of a feed"),
    ("<rss", "cannot be read|no feed"),
    ("", "no root of a feed|no feed"),
    (rss("<item><description>" + "&lt;p&gt;" * 100_000 + "</description></item>"), "20000 elements"),
    (rss("<item><description>" + "&lt;div&gt;" * 50_000 + "</description></item>"), "deep"),
]


@pytest.mark.parametrize("data,words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_feeds_are_told_at_once(data: str, words: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    items = read(tmp_path, data)
    assert time.monotonic() - begun < 10
    last = items[-1]
    assert isinstance(last, Failure)
    assert any(word in last.reason for word in words.split("|")), last.reason
