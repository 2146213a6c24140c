"""Opening connections: to the machine that was checked and no other, through the user's proxy, and not for ever."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.request import getproxies, proxy_bypass

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from ..deadlines import Deadline
from ..errors import FetchError, InputError
from .addresses import Place, is_public, normalise

#: How many addresses of one host are tried.
MOST_ADDRESSES: Final = 4

Dial = Callable[[HTTPConnection], socket.socket]


def resolve(place: Place) -> list[str]:
    """The addresses of the host of PLACE, in the order in which to try them; OSError where there are none."""
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))[:MOST_ADDRESSES]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies outside: how a host's addresses are found, which of them are public, the seconds that pass, waiting."""

    resolve: Callable[[Place], list[str]] = resolve
    is_public: Callable[[str], bool] = is_public
    now: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep


def dial_to(place: Place, addresses: list[str], seconds: float, deadline: Deadline) -> Dial:
    """How urllib3 is to connect: to the first of ADDRESSES that answers; where there are none, to what it asks for."""

    def dial(connection: HTTPConnection) -> socket.socket:
        problem: OSError | None = None
        port = place.port if addresses else connection.port or place.port
        for address in addresses or [connection.host]:
            try:
                opened = socket.create_connection((address, port), seconds)
            except OSError as error:
                problem = error
                continue
            deadline.watch(opened)
            return opened
        reason = f"no answer within {seconds:g} seconds" if isinstance(problem, TimeoutError) else reason_of(problem)
        whom = place.host if addresses else f"the proxy {connection.host}"
        raise FetchError(f"{whom} cannot be reached: {reason}", "unreachable", again=True, whole_host=True)

    return dial


def pools(dial: Dial) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools, whose connections are opened by DIAL."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = cast(Any, Plain)  # as urllib3's own: strictly, the class does not fit its protocol

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = cast(Any, Secure)

    return {"http": PlainPool, "https": SecurePool}


def proxy_for(place: Place) -> str | None:
    """The proxy that the environment names for PLACE (https_proxy, all_proxy, no_proxy …), or the system's settings."""
    if proxy_bypass(f"{place.host}:{place.port}"):
        return None
    named = getproxies()
    proxy = named.get(place.scheme) or named.get("all")
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    # A proxy's address may hold a name and password, so that it is never shown.
    secret, _, rest = proxy.partition("://")[2].rpartition("@")
    try:
        normalise(f"{proxy.partition('://')[0]}://{rest}")
    except InputError:
        raise FetchError(
            f"the proxy that is set for {place.scheme} cannot be used: it must be http:// or https://", "unreachable"
        ) from None
    return f"{proxy.partition('://')[0]}://{secret}{'@' if secret else ''}{rest}"


def reason_of(error: BaseException | None) -> str:
    """What ERROR says, in one short line."""
    text = getattr(error, "strerror", None) or str(error or "") or type(error).__name__
    text = " ".join("".join(char if char.isprintable() else " " for char in cast(str, text)).split())
    return text if len(text) <= 160 else f"{text[:159]}…"
