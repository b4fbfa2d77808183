"""Fetching pages: politely, within bounds of time and size, and from the public internet alone.

A host's addresses are looked up once for a request, all of them are checked, and the connection goes to the one that was
checked: a name that means something else a moment later, or a redirection inside, leads nowhere. No proxy is used, no
cookie is kept, no password is sent.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from khabar import __version__
from khabar.errors import InputError
from khabar.io.intake import Web
from khabar.io.readers.http import Response, unpack_body
from khabar.io.web.addresses import Place, is_public, join, parse
from khabar.io.web.robots import ALL, LIMIT, NOTHING, Rules, parse_robots

AGENT = "Khabar"
_HEADERS = {
    "User-Agent": f"{AGENT}/{__version__} (reads news into records; keeps to robots.txt)",
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/plain;q=0.8, */*;q=0.1",
    "Accept-Encoding": "gzip, identity",
    "Accept-Language": "ar, *;q=0.5",
    "Connection": "close",
}
_MOVED = frozenset((301, 302, 303, 307, 308))
_PATIENCE = 120.0  # seconds between two requests that a host may ask for
Resolve = Callable[[str, int], list[str]]
Dial = Callable[[str, int, float], socket.socket]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address."""
    return socket.create_connection((address, port), seconds)


class Fetcher:
    """Fetches pages one after the other; remembers the robots.txt of hosts and when each was last asked."""

    def __init__(
        self, web: Web, resolve: Resolve = resolve, dial: Dial = dial, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.web = web
        self.resolve = resolve
        self.dial = dial
        self.sleep = sleep
        self.robots: dict[tuple[str, str, int], Rules] = {}
        self.asked: dict[str, float] = {}

    def fetch(self, url: str) -> tuple[str, Response]:
        """The page of an address and the address it was at in the end; what stands against it is an `InputError`."""
        place = parse(url)
        for _ in range(self.web.redirects + 1):
            rules = self._rules(place)
            if not rules.allows(place.target):
                raise InputError(f"robots.txt of {place.host} does not allow it")
            if rules.delay is not None and rules.delay > _PATIENCE:
                raise InputError(f"robots.txt of {place.host} asks for {rules.delay:.0f} seconds between requests")
            response = self._ask(place, max(self.web.delay, rules.delay or 0.0), self.web.bytes)
            location = response.headers.get("location")
            if response.status not in _MOVED or not location:
                return place.url, response
            place = join(place, location)
        raise InputError(f"is redirected more than {self.web.redirects} times")

    def _rules(self, place: Place) -> Rules:
        """What a host allows: all where it has no robots.txt, nothing where it cannot be had."""
        if place.origin not in self.robots:
            self.robots[place.origin] = self._read_rules(place)
        return self.robots[place.origin]

    def _read_rules(self, place: Place) -> Rules:
        at = Place(place.scheme, place.host, place.port, "/robots.txt")
        for _ in range(self.web.redirects + 1):
            response = self._ask(at, self.web.delay, LIMIT)
            location = response.headers.get("location")
            if response.status in _MOVED and location:
                at = join(at, location)
                continue
            if response.status >= 500 or response.status == 429:
                return NOTHING
            if response.status != 200:
                return ALL
            return parse_robots(response.body.decode("utf-8", "replace"), AGENT)
        return ALL

    def _ask(self, place: Place, delay: float, limit: int) -> Response:
        """One request, no sooner than `delay` seconds after the last to this host."""
        wait = self.asked.get(place.host, -1e9) + delay - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        self.asked[place.host] = time.monotonic()
        until = time.monotonic() + self.web.seconds
        try:
            with self._connect(place, until) as connection:
                return _exchange(connection, place, until, limit)
        except TimeoutError:
            raise InputError(f"took longer than {self.web.seconds:.0f} seconds") from None
        except http.client.HTTPException as error:
            raise InputError(f"gave no answer of HTTP ({type(error).__name__})") from None
        except (OSError, ssl.SSLError) as error:
            raise InputError(f"cannot be fetched: {error.strerror or error}") from None

    def _connect(self, place: Place, until: float) -> socket.socket:
        """A connection to one of the host's addresses, all of which must be public."""
        try:
            addresses = self.resolve(place.host, place.port)
        except (OSError, UnicodeError):
            raise InputError(f"there is no host {place.host}") from None
        if not self.web.private:
            barred = [address for address in addresses if not is_public(address)]
            if barred:
                raise InputError(f"{place.host} is at {barred[0]}, which is not public; it is not fetched")
        connection = self._first(addresses, place.port, until)
        if place.scheme == "http":
            return connection
        return ssl.create_default_context().wrap_socket(connection, server_hostname=place.host)

    def _first(self, addresses: list[str], port: int, until: float) -> socket.socket:
        trouble: OSError = OSError("no address")
        for address in addresses[:4]:
            try:
                return self.dial(address, port, _left(until))
            except OSError as error:
                trouble = error
        raise trouble


def _left(until: float) -> float:
    """The seconds that are left."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed(io.RawIOBase):
    """What comes from a connection, in the time that there is for all of it."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection = connection
        self.until = until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(_left(self.until))
        return self.connection.recv_into(buffer)


class _Wire:
    """A connection as `http.client` wants one."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection = connection
        self.until = until

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(_left(self.until))
        self.connection.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self.connection, self.until))

    def close(self) -> None:
        """Nothing: `http.client` is done with it before the body is read; who opened it closes it."""


def _exchange(connection: socket.socket, place: Place, until: float, limit: int) -> Response:
    """Ask and hear; a body of more than `limit` bytes is an `InputError`."""
    client = http.client.HTTPConnection(place.host)
    client.sock = _Wire(connection, until)
    client.putrequest("GET", place.target, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": place.authority, **_HEADERS}.items():
        client.putheader(name, value)
    client.endheaders()
    answer = client.getresponse()
    headers = {name.lower(): value for name, value in reversed(answer.getheaders())}
    body = b"" if answer.status in _MOVED else answer.read(limit + 1)
    if len(body) > limit:
        raise InputError(f"is larger than {limit >> 10} KiB")
    return Response(answer.status, headers, unpack_body(body, headers.get("content-encoding", ""), limit))
