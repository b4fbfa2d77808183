"""Hostile inputs, made from a seed: sound files of every format, and what may happen to them.

`made(seed)` gives the same input on every machine. Each holds reports that bear a token of their own, so that one that is
lost can be told; `wrong(case, path)` reads an input and says what a reader must never do.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from khabar.io.given import Failure, Given, check_published
from khabar.io.reports import read_reports
from khabar.model.record import Record
from khabar.pipeline import Report, engine
from khabar.run.opening import open_intake

SLOW = 20.0  # seconds for one input, on a busy machine
CODED = 4000  # characters; longer texts are read and not coded
SENTENCES = [
    "قال وزير الخارجية الفرنسي أمس إن بلاده تدين الهجوم على المدينة، وطالب الطرفين بوقف إطلاق النار.",
    "التقى الرئيس المصري في القاهرة نظيره التركي يوم الأحد 13 أبريل 2025 لبحث الأوضاع في المنطقة.",
    "وأضاف المتحدث: «لن نقبل بهذا القرار»، مشيرا إلى أن المفاوضات ستستأنف الأسبوع المقبل.",
    "اعتقلت الشرطة عشرات المتظاهرين في العاصمة بعد احتجاجات على رفع الأسعار.",
]
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\ufeff\u00ad"
ODD = ["\0", "\x1b", "\x85", "\u2028", "\ufffe", "\U0010ffff", "e\u0301", "\u0640" * 20, "\ufdfa", "٣"]
SIGNS = [b"", b"<", b"<<", b"<!--", b"]]>", b"<![CDATA[", b'"', b"&", b"{", b"}"]
OPENED = [
    b"<div>",
    b"<b>",
    b"<table><tr><td>",
    b"[",
    b'{"a":',
    b"<item>",
    b"<entry>",
    b"<p",
    b"&#",
    b"&lt;",
    b"(",
    b'"',
]
Make = Callable[[random.Random, list[tuple[str, str]]], bytes]


class Case(msgspec.Struct, frozen=True):
    """An input: the name of its file, its bytes, what they held before they were packed, and what was done to it."""

    name: str
    data: bytes
    plain: bytes
    kind: str
    done: tuple[str, ...]


def reports(chance: random.Random) -> list[tuple[str, str]]:
    """Tokens and texts."""
    count = chance.randint(1, 5)
    found = []
    for n in range(count):
        token = f"TOKEN{chance.randrange(10**6):06}X{n}"
        found.append((token, f"{' '.join(chance.sample(SENTENCES, chance.randint(1, 4)))} {token}."))
    return found


def _json_lines(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    escaped = chance.random() < 0.3
    items = ({"id": t, "text": x, "published": "2025-04-13"} for t, x in own)
    return "".join(json.dumps(item, ensure_ascii=escaped) + "\n" for item in items).encode()


def _json_list(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    return json.dumps([{"id": t, "text": x} for t, x in own], indent=1, ensure_ascii=False).encode()


def _ninjs(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    items = ({"uri": f"urn:{t}", "type": "text", "headline": "عنوان", "body_xhtml": f"<p>{x}</p>"} for t, x in own)
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()


def _csv(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    return ("id,text,date\n" + "".join(f'{t},"{x}",2025-04-13\n' for t, x in own)).encode()


def _text(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    text = "\n\n".join(x for _, x in own)
    return text.encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256"]))


def _page(own: list[tuple[str, str]]) -> str:
    told = '{"@type": "NewsArticle", "headline": "عنوان", "datePublished": "2025-04-13T10:00:00+03:00"}'
    body = "".join(f"<p>{x}</p>" for _, x in own)
    return (
        '<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>عنوان</title>'
        f'<script type="application/ld+json">{told}</script></head><body><nav><a href="/">الرئيسية</a></nav>'
        f"<article><h1>عنوان</h1>{body}<table><tr><td>1</td></tr></table></article><footer>© 2020</footer></body></html>"
    )


def _html(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    return _page(own).encode()


def _rss(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    items = "".join(
        f"<item><title>عنوان</title><guid>{t}</guid><pubDate>الأحد، 13 أبريل 2025 14:05</pubDate>"
        f"<description><![CDATA[<p>{x}</p>]]></description></item>"
        for t, x in own
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>م</title>{items}</channel></rss>'.encode()


def _atom(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    items = "".join(
        f'<entry><id>{t}</id><title>عنوان</title><content type="html">&lt;p&gt;{x}</content></entry>' for t, x in own
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>م</title>{items}</feed>'.encode()


def _warc(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    whole = b""
    for pair in own:
        body = _page([pair]).encode()
        headers = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        if chance.random() < 0.2:
            body, headers = gzip.compress(body), headers + "Content-Encoding: gzip\r\n"
        block = headers.encode() + b"\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/{pair[0]}\r\n"
        head += f"Content-Length: {len(block)}\r\n\r\n"
        whole += head.encode() + block + b"\r\n\r\n"
    return whole


def _parquet(chance: random.Random, own: list[tuple[str, str]]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    packing = chance.choice(["none", "snappy", "gzip", "zstd"])
    table = pyarrow.table({"id": [t for t, _ in own], "text": [x for _, x in own], "n": list(range(len(own)))})
    pyarrow.parquet.write_table(table, out, compression=packing)
    return out.getvalue()


MAKERS: dict[str, tuple[Make, tuple[str, ...]]] = {
    "jsonl": (_json_lines, (".jsonl", ".ndjson", ".json")),
    "json": (_json_list, (".json",)),
    "ninjs": (_ninjs, (".jsonl", ".json")),
    "csv": (_csv, (".csv",)),
    "text": (_text, (".txt", "")),
    "html": (_html, (".html", "")),
    "rss": (_rss, (".rss", ".xml", "")),
    "atom": (_atom, (".atom", "")),
    "warc": (_warc, (".warc", "")),
    "parquet": (_parquet, (".parquet",)),
}


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 2, 8, 64]) if data else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice([1, 3, 20, 200]))


def _drop(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice([1, 2, 50]) + data[end:]


def _noise(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.randbytes(chance.choice([1, 4, 64, 1000])) + data[start:]


def _signs(chance: random.Random, data: bytes) -> bytes:
    """Signs that steer the order of letters, NULs and their like, in the middle of words."""
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(data) + 1)
        data = data[:start] + chance.choice([*BIDI, *ODD]).encode() + data[start:]
    return data


def _mixed(chance: random.Random, data: bytes) -> bytes:
    """Two encodings in one file: parts of it are written again in another."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    part = data[start:end].decode("utf-8", "ignore")
    other = chance.choice(["windows-1256", "utf-16", "utf-16-be", "iso-8859-6", "utf-32", "cp720"])
    return data[:start] + part.encode(other, "ignore") + data[end:]


def _length(chance: random.Random, data: bytes) -> bytes:
    """A false length."""
    value = chance.choice([b"0", b"1", b"-1", b"99999999999", b"9" * 30, b"x", b"", b"100", b"4000"])
    places = list(re.finditer(rb"Content-Length: \d+", data)) or [None]
    place = chance.choice(places)
    return data if place is None else data[: place.start()] + b"Content-Length: " + value + data[place.end() :]


def _broken_tags(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.randint(1, 6)):
        places = [match.start() for match in re.finditer(rb"[<>&\"'{}\[\],]", data)]
        if places:
            start = chance.choice(places)
            data = data[:start] + chance.choice(SIGNS) + data[start + 1 :]
    return data


def _nested(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = chance.choice(OPENED)
    return data[:start] + piece * chance.choice([10, 300, 5000]) + data[start:]


def _entities(chance: random.Random, data: bytes) -> bytes:
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{inner}<!ENTITY x SYSTEM "file:///etc/passwd">]>'.encode()
    at = data.find(b"?>") + 2 if b"?>" in data[:100] else 0
    return data[:at] + bomb + data[at:].replace("عنوان".encode(), b"&e11;&x;")


MUTATIONS = {
    "cut": _cut, "flip": _flip, "drop": _drop, "repeat": _repeat, "noise": _noise, "signs": _signs, "mixed": _mixed,
    "length": _length, "tags": _broken_tags, "nested": _nested, "entities": _entities,
}  # fmt: skip


def _zstd(data: bytes) -> bytes:
    import zstandard

    packed: bytes = zstandard.compress(data)
    return packed


PACKERS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "gzip": (gzip.compress, ".gz"), "zstd": (_zstd, ".zst"), "gzip twice": (lambda d: gzip.compress(gzip.compress(d)), ".gz"),
    "zlib": (zlib.compress, ".gz"),
}  # fmt: skip


def made(seed: int) -> Case:
    """The input of a seed."""
    chance = random.Random(seed)
    kind = list(MAKERS)[seed % len(MAKERS)]
    maker, suffixes = MAKERS[kind]
    data = maker(chance, reports(chance))
    done = [chance.choice(list(MUTATIONS)) for _ in range(chance.choice([0, 1, 1, 1, 2, 3]))]
    for name in done:
        data = MUTATIONS[name](chance, data)
    plain, suffix = data, chance.choice(suffixes)
    if chance.random() < 0.05:
        suffix = chance.choice(chance.choice(list(MAKERS.values()))[1])
        done.append(f"as {suffix}")
    if chance.random() < 0.2:
        packing = chance.choice(list(PACKERS))
        pack, ending = PACKERS[packing]
        data, suffix = pack(data), suffix + ending
        done.append(packing)
        if chance.random() < 0.5:
            again = chance.choice(["cut", "flip", "drop"])
            data = MUTATIONS[again](chance, data)
            done.append(f"{again} after")
    return Case(f"case{suffix}", data, plain, kind, tuple(done))


def wrong(case: Case, path: Path) -> Iterator[str]:
    """What is wrong with how an input is read: it hangs, faults, gives what is no report, or loses one unsaid."""
    path.write_bytes(case.data)
    begun = time.monotonic()
    items = list(read_reports([str(path)], open_intake()))
    seconds = time.monotonic() - begun
    if seconds > SLOW:
        yield f"took {seconds:.0f} s"
    for item in items:
        yield from _unsound(item)
    bare = case.plain.strip()
    if not items and case.data.strip() and bare not in (b"", b"[]") and (case.kind != "csv" or b"\n" in bare):
        yield "gave nothing, and no reason"
    yield from _lost(case, items)
    first = next((i.row for i in items if isinstance(i, Given) and len(i.row.text) <= CODED), None)
    if first is not None:
        record = engine("ar").code(Report(first.text, published=first.published, found=first.found or {}))
        yield from misplaced(record, first.text)


def _unsound(item: Given | Failure) -> Iterator[str]:
    if isinstance(item, Failure):
        if not item.reason or "internal error" in item.reason:
            yield f"a failure of ours: {item.reason}"
        item.reason.encode("utf-8", "surrogatepass")
        return
    check_published(item.row.published)
    if not isinstance(item.row.text, str) or (not item.row.text.strip() and "text" in (item.row.found or {})):
        yield "a report without text"
    if set(item.row.found or ()) - {"text", "title", "author", "source", "url", "published", "language"}:
        yield f"found what is no key: {item.row.found}"


def _lost(case: Case, items: list[Given | Failure]) -> Iterator[str]:
    """Where a report stands alone, on its line or in its record, it is read, or a failure says why not."""
    if case.kind not in ("jsonl", "ninjs", "csv", "warc", "json") or any(isinstance(item, Failure) for item in items):
        return
    if not case.data.strip():
        return  # cut off before its first byte: an empty file holds no report
    given = " ".join(str(item.row) for item in items if isinstance(item, Given))
    for token in set(re.findall(rb"TOKEN\d{6}X\d", case.plain)):
        if token.decode() not in given:
            yield f"lost {token.decode()} unsaid"


def misplaced(record: Record, text: str) -> Iterator[str]:
    """Spans of a record that are not where they say."""
    if record.document.text != text:
        yield "the text is another"
    for value in _spans(record):
        own = getattr(value, "text", None)
        if not 0 <= value.start <= value.end <= len(text) or (own is not None and text[value.start : value.end] != own):
            yield f"a wrong span: {value}"


def _spans(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif isinstance(value, msgspec.Struct):
        if hasattr(value, "start") and hasattr(value, "end"):
            yield value
        for name in value.__struct_fields__:
            yield from _spans(getattr(value, name))


def _case(name: str, data: bytes, what: str) -> Case:
    return Case(name, data, b"", what, ())


FIFTY = 50 * 1024 * 1024
WORD = "قال ".encode()
LINE = WORD * (FIFTY // len(WORD))
# Too large to be made often: fifty megabytes in one line, bombs, nesting without end.
LARGE: dict[str, Callable[[], Case]] = {
    "a text of one line": lambda: _case("large.txt", LINE, "large"),
    "JSON of one line": lambda: _case("large.jsonl", b'{"text": "' + LINE + b'"}\n{"text": "x"}\n', "large"),
    "JSON of one broken line": lambda: _case("large.jsonl", b'{"text": "' + LINE, "large"),
    "escapes": lambda: _case("large.jsonl", b'{"text": "' + b"\\ud800" * (FIFTY // 6) + b'"}', "large"),
    "brackets": lambda: _case("large.json", b"[" * FIFTY, "large"),
    "objects": lambda: _case("large.json", b'{"a":' * (FIFTY // 5), "large"),
    "a list of much": lambda: _case("large.json", b"[" + b"1," * (FIFTY // 2) + b"1]", "large"),
    "a number": lambda: _case("large.jsonl", b'{"id": ' + b"9" * 1_000_000 + b', "text": "x"}', "large"),
    "a table of one line": lambda: _case("large.csv", b"id,text\n1," + LINE, "large"),
    "a table of one cell": lambda: _case("large.csv", b'id,text\n1,"' + b"x\n" * (FIFTY // 2), "large"),
    "a table of separators": lambda: _case("large.csv", b"id,text\n" + b"," * FIFTY, "large"),
    "a table of names": lambda: _case("large.csv", b"text," * (FIFTY // 50) + b"\nx\n", "large"),
    "a page of one line": lambda: _case("large.html", b"<html><body><p>" + LINE[:8_000_000], "large"),
    "a page that is too large": lambda: _case("large.html", b"<html><body><p>" + LINE, "large"),
    "a page of tags": lambda: _case("large.html", b"<div>" * 1_600_000, "large"),
    "a page of paragraphs": lambda: _case(
        "large.html", b"<html><body>" + "<p>قال الوزير كلاما هنا</p>".encode() * 55_000, "large"
    ),
    "a page of links": lambda: _case(
        "large.html", b"<html><body>" + "<a href=x>قال الوزير</a>".encode() * 55_000, "large"
    ),
    "a page of cells": lambda: _case("large.html", b"<table>" + "<tr><td>قال</td></tr>".encode() * 25_000, "large"),
    "a page of lists": lambda: _case(
        "large.html", b"<ul>" + "<li>قال<ul>".encode() * 90 + "<li>قال</li>".encode() * 50_000, "large"
    ),
    "a page of attributes": lambda: _case("large.html", b"<p " + b"a='b' " * 1_300_000 + b">", "large"),
    "a page of comments": lambda: _case("large.html", b"<!--" * 2_000_000, "large"),
    "a page of angles": lambda: _case("large.html", b"<" * 8_000_000, "large"),
    "a page of references": lambda: _case("large.html", b"<p>" + b"&#1" * 2_600_000, "large"),
    "a page of scripts": lambda: _case("large.html", b"<script type=application/ld+json>{</script>" * 40_000, "large"),
    "a page of JSON-LD": lambda: _case(
        "large.html", b"<script type=application/ld+json>" + b"[" * 900_000 + b"</script><p>x", "large"
    ),
    "a feed of one line": lambda: _case("large.rss", b"<rss><item><title>" + LINE[:31_000_000], "large"),
    "a feed of entries": lambda: _case(
        "large.rss", b"<rss>" + b"<item><title>x</title></item>" * 200_000 + b"</rss>", "large"
    ),
    "a feed of CDATA": lambda: _case("large.rss", b"<rss><item>" + b"<![CDATA[" * 3_000_000, "large"),
    "a feed of ampersands": lambda: _case("large.rss", b"<rss><item><title>" + b"&" * 20_000_000, "large"),
    "an archive of marks": lambda: _case("large.warc", b"WARC/1.0\r\n" * 1_000_000, "large"),
    "an archive of nothing": lambda: _case("large.warc", b"WARC/1.0\r\n" + b"\n" * FIFTY, "large"),
    "an archive of noise": lambda: _case(
        "large.warc", b"WARC/1.0\r\nContent-Length: 9\r\n\r\n" + b"\nWARC" * (FIFTY // 5), "large"
    ),
    "a bomb of gzip": lambda: _case("large.jsonl.gz", gzip.compress(b" " * (1 << 28)), "large"),
    "a bomb of zstd": lambda: _case("large.jsonl.zst", _zstd(b"\n" * (1 << 30)), "large"),
    "a bomb in an archive": lambda: _case("large.warc", _bomb(), "large"),
    "a bomb of a text": lambda: _case("large.txt.gz", gzip.compress(b"x" * (1 << 29)), "large"),
}


def _bomb() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
        b"x" * (1 << 30)
    )
    return b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(body), body)
