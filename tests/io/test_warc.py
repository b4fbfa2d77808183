"""Archives of the web: pages as they were fetched; false lengths and damage do not take other records with them."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from pathlib import Path

import pytest

from khabar.errors import InputError
from khabar.io.readers.http import parse_response, unpack_body
from khabar.io.reports import Failure, Given, read_reports
from khabar.run.opening import open_intake

pytest.importorskip("trafilatura")

WORDS = ["الجسر", "السوق", "المتحف", "الحديقة", "المكتبة"]


def page(word: str) -> bytes:
    text = (
        f"<p>افتتح محافظ المدينة صباح اليوم {word} بعد أعمال صيانة استمرت سبعة أشهر، بحضور عدد من المهندسين.</p>"
        f"<p>وقال المحافظ في كلمة قصيرة إن {word} جزء من ذاكرة المدينة، وإنه عاد اليوم إلى أهلها كما عرفوه.</p>"
    )
    return f"<html><head><title>{word}</title></head><body><article><h1>{word}</h1>{text}</article></body></html>".encode()


def http(body: bytes, headers: str = "Content-Type: text/html; charset=utf-8\r\n", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


def record(block: bytes, kind: str = "response", length: int | None = None, more: str = "", type: str = "") -> bytes:
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://example.org/a>\r\nWARC-Date: 2025-05-01T00:00:00Z\r\n"
        f"Content-Type: {type or 'application/http; msgtype=response'}\r\n{more}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


def read(path: Path, data: bytes) -> tuple[list[str], list[Failure]]:
    """The titles that were read, and the failures."""
    path.write_bytes(data)
    items = list(read_reports([str(path)], open_intake()))
    titles = [item.row.title or item.row.text for item in items if isinstance(item, Given)]
    return titles, [item for item in items if isinstance(item, Failure)]


FIVE = [record(http(page(word))) for word in WORDS]


def test_pages_as_they_were_fetched(tmp_path: Path) -> None:
    info = record(b"software: example\r\n", "warcinfo", type="application/warc-fields")
    asked = record(b"GET / HTTP/1.1\r\n\r\n", "request", type="application/http; msgtype=request")
    path = tmp_path / "in.warc"
    path.write_bytes(info + asked + FIVE[0])
    (given,) = read_reports([str(path)], open_intake())
    assert isinstance(given, Given)
    assert (given.row.title, given.row.url, given.line) == ("الجسر", "https://example.org/a", 3)
    assert given.row.published is None  # the day of the crawl is none of publication
    assert (given.row.id, given.row.found) == (
        None, {"text": "trafilatura", "title": "h1", "language": "told by its letters and words"},
    )  # fmt: skip


@pytest.mark.parametrize("ending", [".warc", ".warc.gz", ".warc.zst"])
def test_packed_as_archives_are(ending: str, tmp_path: Path) -> None:
    pack = {
        ".warc": lambda data: data,
        ".warc.gz": gzip.compress,
        ".warc.zst": lambda data: pytest.importorskip("zstandard").compress(data),
    }[ending]
    assert read(tmp_path / f"in{ending}", b"".join(pack(one) for one in FIVE)) == (WORDS, [])


def test_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    class In:
        buffer = io.BytesIO(gzip.compress(b"".join(FIVE)))

    monkeypatch.setattr(sys, "stdin", In)
    assert [item.line for item in read_reports(["-"], open_intake())] == [1, 2, 3, 4, 5]


def test_what_holds_no_report_is_told_in_one_line(tmp_path: Path) -> None:
    others = [
        record(http(b"\xff\xd8\xff", "Content-Type: image/jpeg\r\n")),
        record(http(b"\xff\xd8\xff", "Content-Type: image/jpeg\r\n")),
        record(http(b"gone", status="404 Not Found")),
        record(http(b"")),
    ]
    titles, (told,) = read(tmp_path / "in.warc", b"".join([FIVE[0], *others]))
    assert (titles, told.skipped) == (["الجسر"], True)
    assert told.reason == "records that hold no report: 2 image/jpeg, 1 HTTP 404, 1 empty"


def test_texts_and_feeds_among_the_records(tmp_path: Path) -> None:
    text = "قال المحافظ إن العمل في الجسر القديم انتهى قبل أسبوع من الموعد"
    feed = f"<rss><channel><item><title>{text}</title></item><item><title>{text} أيضا</title></item></channel></rss>"
    data = record(text.encode(), "conversion", type="text/plain")
    data += record(http(feed.encode(), "Content-Type: application/rss+xml\r\n"))
    assert read(tmp_path / "in.wet", data) == ([text, text, f"{text} أيضا"], [])


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflated(body: bytes) -> bytes:
    raw = zlib.compressobj(wbits=-15)
    return raw.compress(body) + raw.flush()


def brotli(body: bytes) -> bytes:
    packed: bytes = pytest.importorskip("brotli").compress(body, quality=1)
    return packed


def zstd(body: bytes) -> bytes:
    packed: bytes = pytest.importorskip("zstandard").compress(body)
    return packed


PACKED = [
    ("Transfer-Encoding: chunked", chunked(page("الجسر"))),
    ("Transfer-Encoding: chunked", page("الجسر")),  # stored without its chunks
    ("Content-Encoding: gzip", gzip.compress(page("الجسر"))),
    ("Content-Encoding: gzip", page("الجسر")),  # stored unpacked
    ("Content-Encoding: deflate", zlib.compress(page("الجسر"))),
    ("Content-Encoding: deflate", deflated(page("الجسر"))),
    ("Content-Encoding: br", brotli(page("الجسر"))),
    ("Content-Encoding: zstd", zstd(page("الجسر"))),
    ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked(gzip.compress(page("الجسر")))),
]


@pytest.mark.parametrize("headers,body", PACKED, ids=range(len(PACKED)))
def test_bodies_in_chunks_and_packings(headers: str, body: bytes) -> None:
    data = http(body, f"Content-Type: text/html; charset=utf-8\r\n{headers}\r\n")
    response = parse_response(data, 1 << 20)
    assert (response.body, response.kind, response.charset) == (page("الجسر"), "text/html", "utf-8")


@pytest.mark.parametrize("packing,pack", [
    ("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", deflated), ("br", brotli), ("zstd", zstd),
    ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
])  # fmt: skip
def test_bodies_that_are_bombs(packing: str, pack: object) -> None:
    body = pack(b"\0" * (64 << 20))  # type: ignore[operator]
    with pytest.raises(InputError, match="larger than 1 MiB"):
        unpack_body(body, packing, 1 << 20)


@pytest.mark.parametrize("body,packing,words", [
    (b"\x1f\x8b\x08\x00" + b"garbage" * 9, "gzip", "damaged gzip"),
    (b"garbage" * 9, "br", "damaged brotli"),
    (b"garbage", "zstd", "damaged zstd"),
    (b"x", "rot13", "«rot13»"),
])  # fmt: skip
def test_bodies_that_are_damaged(body: bytes, packing: str, words: str) -> None:
    if packing in ("br", "zstd"):
        pytest.importorskip({"br": "brotli", "zstd": "zstandard"}[packing])
    with pytest.raises(InputError, match=words):
        unpack_body(body, packing, 1 << 20)


BODY = http(page("السوق"))
FALSE = [
    ("too great", record(BODY, length=len(BODY) + 3000), "false length"),
    ("far too great", record(BODY, length=10**9), "false length"),
    ("greater than can be", record(BODY, length=10**15), "false length"),
    ("too small", record(BODY, length=len(BODY) - 300), "false length"),
    ("nothing", record(BODY, length=0), "false length"),
    ("negative", record(BODY, length=-5), "no length"),
    ("no number", record(BODY).replace(b"Content-Length: ", b"Content-Length: x"), "no length"),
    ("no end of headers", record(BODY).replace(b"\r\n\r\n", b"\r\n")[:300], "no end"),
]


@pytest.mark.parametrize("damaged,words", [(data, words) for _, data, words in FALSE], ids=[n for n, _, _ in FALSE])
def test_a_false_length_takes_no_other_record_with_it(damaged: bytes, words: str, tmp_path: Path) -> None:
    titles, failures = read(tmp_path / "in.warc", FIVE[0] + damaged + b"\r\n" + b"".join(FIVE[2:]))
    assert [word for word in titles if word != "السوق"] == [WORDS[0], *WORDS[2:]]
    assert any(words in failure.reason for failure in failures), failures
    assert all(failure.line == 2 for failure in failures)


def test_an_archive_that_is_cut_off(tmp_path: Path) -> None:
    titles, failures = read(tmp_path / "in.warc", b"".join(FIVE)[:-900])
    assert titles[:4] == WORDS[:4]
    assert failures[0].reason == "the record is cut off; what there is of it is read"


def test_noise_between_records(tmp_path: Path) -> None:
    titles, (told,) = read(tmp_path / "in.warc", FIVE[0] + b"\0noise\xff\n" * 9000 + FIVE[1])
    assert titles == WORDS[:2]
    assert (told.line, told.reason.split(" bytes")[0]) == (2, "72000")


def test_a_record_whose_mark_or_type_is_damaged_is_told(tmp_path: Path) -> None:
    titles, (told,) = read(tmp_path / "in.warc", FIVE[0] + FIVE[1].replace(b"WARC/1.0", b"WURC/1.0") + FIVE[2])
    assert (titles, "bytes before the record" in told.reason) == ([WORDS[0], WORDS[2]], True)
    titles, (told,) = read(tmp_path / "in.warc", FIVE[0] + FIVE[1].replace(b": response", b": respanse") + FIVE[2])
    assert (titles, told.line, "«respanse»" in told.reason) == ([WORDS[0], WORDS[2]], 2, True)


@pytest.mark.parametrize("data", [b"", b"noise", b"WARC/1.0\r\n" * 50_000, b"WARC/" * 200_000, b"\nWARC/1.0\n\n" * 20_000])
def test_what_is_no_archive_is_told(data: bytes, tmp_path: Path) -> None:
    titles, failures = read(tmp_path / "in.warc", data)
    assert not titles
    assert failures
