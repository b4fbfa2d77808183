"""Fetching: which addresses may be asked, what robots.txt allows, and the bounds of time, size and pace.

Pages come from a server in the test itself; that it may be asked at all is said by `private=True`.
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from khabar.errors import InputError
from khabar.io.given import Failure, Given
from khabar.io.intake import Intake, Web
from khabar.io.reports import read_reports
from khabar.io.web.addresses import is_public, join, parse
from khabar.io.web.fetch import Fetcher
from khabar.io.web.robots import parse_robots
from khabar.run.opening import open_intake

PAGE = (
    "<html><head><title>الجسر</title></head><body><article><h1>الجسر</h1>"
    + "<p>افتتح محافظ المدينة صباح اليوم الجسر القديم بعد أعمال صيانة استمرت سبعة أشهر، بحضور عدد من المهندسين.</p>" * 3
    + "</article></body></html>"
).encode()

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]
BARRED = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "2001:0:7f00:1::", "no",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", BARRED)
def test_addresses_that_are_not(address: str) -> None:
    assert not is_public(address)


PLACES = [
    ("http://Example.org", "http://example.org/"),
    ("https://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
    ("https://example.org:8443/a", "https://example.org:8443/a"),
    ("https://example.org/أخبار/1?س=ع", "https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1?%D8%B3=%D8%B9"),
    ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
    ("http://[2606:4700::1111]/a", "http://[2606:4700::1111]/a"),
    ("https://example.org/%41%zz", "https://example.org/%41%zz"),
]


@pytest.mark.parametrize("url,whole", PLACES)
def test_addresses_are_written_in_one_way(url: str, whole: str) -> None:
    assert parse(url).url == whole


@pytest.mark.parametrize("url", [
    "ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "http://a:b@example.org/", "http://example.org:99999/",
    "http://[::1/", "http://exa mple.org/", "http://example.org/\r\nHost: x", "http://" + "a" * 70 + ".org/",
    "https://x.org/" + "a" * 5000, "javascript:alert(1)",
])  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(InputError):
        parse(url)


def test_a_redirection_may_not_leave_the_web() -> None:
    place = parse("https://example.org/a/b")
    assert join(place, "../c").url == "https://example.org/c"
    with pytest.raises(InputError):
        join(place, "file:///etc/passwd")


ROBOTS = """
User-agent: Other
User-agent: khabar   # we
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /a*b*c
Disallow: /%D8%A7
Crawl-delay: 7

User-agent: *
Disallow: /
"""
PATHS = [
    ("/", True), ("/news", True), ("/private", False), ("/private/x", False), ("/private/open/1", True), ("/x.pdf", False),
    ("/x.pdf?y", True), ("/axxbyyc", False), ("/acb", True), ("/ا", False), ("/%d8%a7/1", False),
]  # fmt: skip


@pytest.mark.parametrize("target,allowed", PATHS)
def test_robots(target: str, allowed: bool) -> None:
    rules = parse_robots(ROBOTS, "Khabar")
    assert rules.allows(target) is allowed
    assert rules.delay == 7


def test_robots_for_all_where_we_are_not_named() -> None:
    assert not parse_robots(ROBOTS, "Else").allows("/news")
    assert parse_robots("", "Khabar").allows("/news")
    assert parse_robots("Disallow: /\nnonsense\nUser-agent: *\nDisallow:\n", "Khabar").allows("/news")


def test_a_pattern_made_to_hang_does_not() -> None:
    rules = parse_robots("User-agent: *\nDisallow: /" + "*a" * 200 + "$", "Khabar")
    begun = time.monotonic()
    rules.allows("/" + "a" * 4000 + "b")
    assert time.monotonic() - begun < 1


Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A server of the test: what it answers for which path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {"/robots.txt": (404, {}, b"")}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers), time.monotonic()))
                answer = site.answers.get(self.path, (404, {}, b"none"))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.root = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


HTML = {"Content-Type": "text/html; charset=utf-8"}
WEB = Web(private=True, delay=0.0, seconds=2.0, bytes=1 << 20)


def intake(web: Web = WEB) -> Intake:
    return msgspec.structs.replace(open_intake(), web=web)


def listed(tmp_path: Path, *lines: str, web: Web = WEB) -> list[Given | Failure]:
    path = tmp_path / "list.urls"
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(read_reports([str(path)], intake(web)))


def reason(items: list[Given | Failure]) -> str:
    (item,) = items
    assert isinstance(item, Failure), item
    return item.reason


def test_a_list_is_fetched_line_by_line(site: Site, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    site.answers["/1"] = (200, HTML, PAGE)
    site.answers["/2"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(PAGE))
    site.answers["/3"] = (200, {"Content-Type": "image/png"}, b"\x89PNG")
    lines = ["# ours", f"{site.root}/1", "", f"{site.root}/2", f"{site.root}/3", f"{site.root}/4", f"{site.root}/1", "nothing"]
    items = listed(tmp_path, *lines)
    assert [(item.line, type(item)) for item in items] == [
        (2, Given), (4, Given), (5, Failure), (6, Failure), (7, Failure), (8, Failure),
    ]  # fmt: skip
    first = items[0]
    assert isinstance(first, Given)
    assert (first.row.title, first.row.url) == ("الجسر", f"{site.root}/1")
    told = [item.reason for item in items if isinstance(item, Failure)]
    expected = ["image/png", "HTTP 404", "line 2 already", "no address"]
    assert [text for words, text in zip(expected, told, strict=True) if words not in text] == []
    asked = [path for path, _, _ in site.asked]
    assert asked == ["/robots.txt", "/1", "/2", "/3", "/4"]
    assert site.asked[1][1]["User-Agent"].startswith("Khabar/")


def test_an_address_is_an_input(site: Site) -> None:
    pytest.importorskip("trafilatura")
    site.answers["/1"] = (200, HTML, PAGE)
    (item,) = read_reports([f"{site.root}/1"], intake())
    assert isinstance(item, Given)


def test_a_list_in_a_folder_is_not_fetched_unasked(site: Site, tmp_path: Path) -> None:
    (tmp_path / "list.urls").write_text(f"{site.root}/1", encoding="utf-8")
    assert "name it itself" in reason(list(read_reports([str(tmp_path)], intake())))
    assert not site.asked


def test_an_address_that_is_not_public_is_not_asked(site: Site, tmp_path: Path) -> None:
    hosts = [f"127.0.0.1:{site.port}", f"127.1:{site.port}", f"2130706433:{site.port}", f"[::ffff:127.0.0.1]:{site.port}"]
    items = listed(tmp_path, *(f"http://{host}/" for host in hosts), web=Web(delay=0.0, seconds=2.0))
    assert all(isinstance(item, Failure) and "not public" in item.reason for item in items)
    assert not site.asked


def through(site: Site, names: dict[str, list[str]], web: Web) -> tuple[Fetcher, list[str]]:
    """A fetcher for which names mean what is said, and every connection ends at the site; and what was connected to."""
    dialled: list[str] = []

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        dialled.append(address)
        return socket.create_connection(("127.0.0.1", site.port), seconds)

    return Fetcher(web, resolve=lambda host, port: names[host], dial=dial), dialled


STRICT = Web(delay=0.0, seconds=2.0)


def test_a_redirection_inside_leads_nowhere(site: Site) -> None:
    site.answers["/1"] = (302, {"Location": "http://inside.example/admin"}, b"")
    names = {"news.example": ["93.184.216.34"], "inside.example": ["10.0.0.1"]}
    fetcher, dialled = through(site, names, STRICT)
    with pytest.raises(InputError, match=r"10\.0\.0\.1, which is not public"):
        fetcher.fetch("http://news.example/1")
    assert set(dialled) == {"93.184.216.34"}


def test_one_barred_address_bars_the_host(site: Site) -> None:
    fetcher, dialled = through(site, {"news.example": ["93.184.216.34", "127.0.0.1"]}, STRICT)
    with pytest.raises(InputError, match="not public"):
        fetcher.fetch("http://news.example/1")
    assert not dialled


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """A name that means something else a moment later."""
    answers = iter([["93.184.216.34"], ["93.184.216.34"], ["127.0.0.1"]])
    site.answers["/1"] = (200, HTML, b"one")
    fetcher, dialled = through(site, {}, STRICT)
    fetcher.resolve = lambda host, port: next(answers)
    assert fetcher.fetch("http://news.example/1")[1].body == b"one"
    with pytest.raises(InputError, match=r"127\.0\.0\.1, which is not public"):
        fetcher.fetch("http://news.example/1")
    assert dialled == ["93.184.216.34", "93.184.216.34"]


def test_redirections_are_followed_within_bounds(site: Site, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    site.answers |= {f"/{n}": (301, {"Location": f"/{n + 1}"}, b"") for n in range(9)}
    site.answers["/9"] = (200, HTML, PAGE)
    (item,) = listed(tmp_path, f"{site.root}/5")
    assert isinstance(item, Given)
    assert item.row.url == f"{site.root}/9"
    assert "more than 5 times" in reason(listed(tmp_path, f"{site.root}/0"))


def test_robots_are_kept_to(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /no"), "/no": (200, HTML, PAGE)}
    assert "does not allow it" in reason(listed(tmp_path, f"{site.root}/no"))
    assert [path for path, _, _ in site.asked] == ["/robots.txt"]


@pytest.mark.parametrize("robots,words", [
    ((503, {}, b""), "does not allow it"), ((200, {}, b"User-agent: *\nCrawl-delay: 3600"), "3600 seconds"),
])  # fmt: skip
def test_robots_that_forbid_in_effect(robots: Answer, words: str, site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = robots
    assert words in reason(listed(tmp_path, f"{site.root}/1"))


def test_a_host_is_given_time_between_requests(site: Site) -> None:
    waits: list[float] = []
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 9")
    fetcher = Fetcher(Web(private=True, delay=1.0, seconds=2.0), sleep=waits.append)
    for path in ("/1", "/2"):
        fetcher.fetch(f"{site.root}{path}")
    assert [round(wait) for wait in waits] == [9, 9]


def test_a_page_that_is_too_large(site: Site, tmp_path: Path) -> None:
    site.answers["/1"] = (200, HTML, b"x" * (2 << 20))
    site.answers["/2"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"x" * (64 << 20)))
    items = listed(tmp_path, f"{site.root}/1", f"{site.root}/2")
    assert ["larger than" in getattr(item, "reason", "") for item in items] == [True, True]


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A page that never ends, a byte at a time."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    with suppress(OSError):  # until nobody hears
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Headers that never end."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    with suppress(OSError):
        for n in range(50):
            handler.wfile.write(b"X-%d: x\r\n" % n)
            handler.wfile.flush()
            time.sleep(0.1)


def no_http(handler: BaseHTTPRequestHandler) -> None:
    """Noise."""
    handler.wfile.write(b"\x00\xff noise\r\n\r\n")


@pytest.mark.parametrize("answer,words", [(drip, "longer than"), (drip_headers, "longer than"), (no_http, "no answer of HTTP")])
def test_servers_that_are_slow_or_none(
    answer: Callable[[BaseHTTPRequestHandler], None], words: str, site: Site, tmp_path: Path
) -> None:
    site.answers["/1"] = answer
    begun = time.monotonic()
    assert words in reason(listed(tmp_path, f"{site.root}/1", web=msgspec.structs.replace(WEB, seconds=0.6)))
    assert time.monotonic() - begun < 4


def test_nobody_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "cannot be fetched" in reason(listed(tmp_path, f"http://127.0.0.1:{port}/1"))


def test_a_list_is_no_longer_than_is_said(site: Site, tmp_path: Path) -> None:
    items = listed(tmp_path, *(f"{site.root}/{n}" for n in range(5)), web=msgspec.structs.replace(WEB, pages=2))
    assert isinstance(items[-1], Failure)
    assert "more than 2 addresses" in items[-1].reason
    assert len(site.asked) == 3
