"""Addresses: of pages (one spelling for each), and of machines (public, or of some inner network)."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from typing import Final, NamedTuple
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from ..errors import InputError

#: The longest address that is taken; the longest of news sites have a few hundred characters.
LIMIT: Final = 4096
PORTS: Final = {"http": 80, "https": 443}
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"[^/?#\\]*")
_NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
#: Letters that the two standards for international names turn into different names.
_DEVIANT: Final = frozenset("ßς\u200c\u200d")
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")


class Place(NamedTuple):
    """Where an address leads: its scheme, host (an IPv6 address without brackets) and port."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """What shares one robots.txt (RFC 9309, section 2.3), as the beginning of an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")


def normalise(text: str) -> str:
    """The one spelling of the address TEXT: lower-case host, no default port, no fragment, encoded where need be.

    InputError where it is no absolute http or https address, holds a name or password, or names no possible host.
    """
    if len(text) > LIMIT:
        raise InputError(f"is longer than {LIMIT} characters: no address of a page")
    if any(char.isspace() or not char.isprintable() for char in text if char not in _DEVIANT):
        raise InputError(f"{_short(text)} holds a space or control character: one address a line, a space is %20")
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise InputError(f"{_short(text)} is no address of a page: it must begin with http:// or https://")
    if scheme[1].lower() not in PORTS:
        raise InputError(f"{_short(text)} cannot be fetched: only http:// and https:// are")
    authority = _AUTHORITY.match(text, scheme.end())
    assert authority is not None
    if "@" in authority[0]:
        raise InputError("the address must not hold a name or password: they end in logs and files")
    if "%" in authority[0]:  # only IPv6 addresses with a network card's name have one, or what hides its host
        raise InputError(f"{_short(text)} names no possible host: check what follows ://")
    return _spelled(text, f"{scheme[0].lower()}{_ascii(authority[0], text)}{text[authority.end() :]}")


def _ascii(authority: str, text: str) -> str:
    """AUTHORITY with an international name as the network writes it (xn--…)."""
    if authority.isascii():
        return authority
    host, colon, port = authority.partition(":")
    if _DEVIANT & set(host):
        raise InputError(f"{_short(text)}: the host's name has two forms; give the one you mean, beginning xn--")
    try:
        return host.encode("idna").decode() + colon + port
    except UnicodeError:
        raise InputError(f"{_short(text)}: no host can have such a name") from None


def _spelled(text: str, address: str) -> str:
    try:
        parts = parse_url(address)
    except LocationParseError:
        raise InputError(f"{_short(text)} cannot be read as an address: check its host and port") from None
    scheme, host = parts.scheme or "", (parts.host or "").removesuffix(".")
    if not _is_host(host):
        raise InputError(f"{_short(text)} names no possible host: check what follows ://")
    if parts.port == 0 or (parts.port or 0) > 65535:
        raise InputError(f"{_short(text)} names no possible port: leave it out, or give 1 to 65535")
    port = None if parts.port == PORTS[scheme] else parts.port
    return parts._replace(host=host, port=port, path=parts.path or "/", fragment=None).url


def _is_host(host: str) -> bool:
    if not host.startswith("["):
        return _NAME.fullmatch(host) is not None
    try:
        return ipaddress.IPv6Address(host[1:-1]).scope_id is None
    except ValueError:
        return False


def place_of(url: str) -> Place:
    """Where the normalised address URL leads."""
    parts = parse_url(url)
    scheme = parts.scheme or ""
    return Place(scheme, (parts.host or "").strip("[]"), parts.port or PORTS[scheme])


def redirected(url: str, location: str) -> str:
    """The normalised address that LOCATION, a header's value, means on the page URL; InputError as `normalise`."""
    location = location.strip().replace(" ", "%20")
    with contextlib.suppress(UnicodeError):  # headers are read as Latin-1, addresses are mostly meant as UTF-8
        location = location.encode("latin-1").decode()
    try:
        return normalise(urljoin(url, location))
    except ValueError:
        raise InputError(f"{_short(location)} cannot be read as an address") from None


def is_public(address: str) -> bool:
    """Whether ADDRESS, of a machine, is of the open internet: not private, loopback, link-local or otherwise reserved.

    IPv4 addresses inside IPv6 ones (mapped, 6to4, Teredo, NAT64) are judged themselves. After IANA's registries of
    special-purpose addresses, as Python's `ipaddress` has them.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if ip in _TRANSLATED:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and ip in _GLOBAL_UNICAST


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
