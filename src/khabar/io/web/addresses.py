"""Which addresses may be asked: those of the public internet, and none by way of another notation."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from khabar.errors import InputError

_LONG = 4096  # characters of an address
_PORTS = {"http": 80, "https": 443}
_TRANSLATED = IPv6Network("64:ff9b::/96")
_LOCAL_TRANSLATED = IPv6Network("64:ff9b:1::/48")
_SAFE = "/%:@!$&'()*+,;=~-._"


class Place(msgspec.Struct, frozen=True):
    """Where a page is: scheme, host in ASCII, port, and what is asked for there."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> tuple[str, str, int]:
        """What robots.txt holds for."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """The host as it is written in a request."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.target}"


def parse(url: str) -> Place:
    """The place of an address of http or https; Arabic letters in it are allowed. Else an `InputError`."""
    if len(url) > _LONG:
        raise InputError(f"the address is longer than {_LONG} characters")
    if any(c <= " " or c == "\x7f" for c in url):
        raise InputError("the address holds blanks or control signs")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InputError(f"is no address: {error}") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InputError("is no address of http or https")
    if parts.username is not None or parts.password is not None:
        raise InputError("the address holds a user's name; it is not fetched")
    try:
        host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    except UnicodeError:
        raise InputError("the address has no host that can be") from None
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else "")
    return Place(parts.scheme, host.lower(), port or _PORTS[parts.scheme], target)


def join(place: Place, location: str) -> Place:
    """Where a redirection leads to."""
    try:
        return parse(urljoin(place.url, location.strip()))
    except ValueError:
        raise InputError("is redirected to what is no address") from None


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, also where it carries another inside."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_global(one) for one in (address, *_inside(address)))


def _inside(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The addresses of version 4 that one of version 6 leads to."""
    if isinstance(address, IPv4Address):
        return []
    teredo = address.teredo or ()
    found = [one for one in (address.ipv4_mapped, address.sixtofour, *teredo) if one is not None]
    if address in _TRANSLATED or address in _LOCAL_TRANSLATED or int(address) >> 32 == 0:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return found


def _global(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return True  # judged by the address inside
    barred = (
        address.is_private,
        address.is_loopback,
        address.is_link_local,
        address.is_multicast,
        address.is_unspecified,
    )
    return address.is_global and not any(barred) and not address.is_reserved
