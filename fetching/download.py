"""One request to one address, within limits of time and size; what came back, or why nothing did."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, PoolManager, ProxyManager, Timeout, make_headers
from urllib3.exceptions import HTTPError, IncompleteRead, ProxyError, SSLError
from urllib3.exceptions import TimeoutError as SilenceError

from ..errors import FetchError
from .addresses import Place, place_of
from .body import read_body
from .connecting import Deadline, Surroundings, dial_to, pools, proxy_for, reason_of
from .naming import suffixes
from .settings import PATIENCE, Settings

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; the body only where the status is 200."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    from_public: bool
    """The server is of the open internet."""

    def header(self, name: str) -> str:
        """What the server wrote in the header NAME, in one line; "" where there is none."""
        return " ".join(self.headers.get(name, "").split())


class Client:
    """Asks for pages as SETTINGS say, one at a time."""

    def __init__(self, settings: Settings, outside: Surroundings) -> None:
        self._settings = settings
        self._outside = outside

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Whom TLS trusts: the system's certificates, or those of SSL_CERT_FILE; verification is always on."""
        return ssl.create_default_context()

    @cached_property
    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._settings.agent,
            "Accept": ", ".join([*suffixes(), "*/*;q=0.1"]),
            "Accept-Language": "en-GB, en;q=0.8",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    def get(self, url: str, limit: int, *, cut: bool = False, public_only: bool = False) -> Reply:
        """The answer to a request for URL. Redirects are answers, too.

        A body of more than LIMIT bytes, unpacked, is refused, or CUT there. PUBLIC_ONLY: a host of an inner network is
        refused. FetchError where there is no answer, or it stalls, trickles, breaks off or is too large.
        """
        place = place_of(url)
        proxy = proxy_for(place)
        addresses = self._addresses(place, needed=proxy is None)
        public = self._are_public(addresses)
        if public_only and not public:
            raise _inward(place)
        with Deadline(self._settings.timeout * PATIENCE) as deadline:
            dial = dial_to(place, [] if proxy else addresses, self._settings.timeout, deadline)
            manager = self._manager(proxy, pools(dial))
            try:
                with contextlib.closing(self._ask(manager, url)) as response:
                    body = read_body(response, limit, cut=cut) if response.status == 200 else b""
            except (FetchError, HTTPError, OSError, ValueError) as error:
                if deadline.passed:
                    raise self._too_slow(place) from None
                if isinstance(error, FetchError):
                    raise
                raise self._failure(place, error) from None
            finally:
                manager.clear()
        if deadline.passed:  # the connection was ended, which may look like the end of the page
            raise self._too_slow(place)
        return Reply(response.status, response.headers, body, public)

    def check_redirect(self, url: str) -> None:
        """FetchError where URL, to which a server of the open internet sends us, leads into an inner network."""
        place = place_of(url)
        if not self._are_public(self._addresses(place, needed=False)):
            raise _inward(place)

    def _addresses(self, place: Place, *, needed: bool) -> list[str]:
        """The addresses of PLACE; where they are not NEEDED (a proxy finds them), none at worst."""
        try:
            return self._outside.resolve(place)
        except (OSError, UnicodeError) as error:
            if not needed:
                return []
            reason = f"{place.host} cannot be found: {reason_of(error)}"
            unknown = getattr(error, "errno", None) == socket.EAI_NONAME
            raise FetchError(reason, "unreachable", again=not unknown, whole_host=True) from None

    def _are_public(self, addresses: list[str]) -> bool:
        return all(map(self._outside.is_public, addresses))

    def _manager(self, proxy: str | None, classes: dict[str, type[HTTPConnectionPool]]) -> PoolManager:
        if proxy is None:
            manager = PoolManager(ssl_context=self._trust)
        else:
            parts = urlsplit(proxy)
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
            headers = make_headers(proxy_basic_auth=login) if login else None
            manager = ProxyManager(proxy, proxy_headers=headers, ssl_context=self._trust, proxy_ssl_context=self._trust)
        manager.pool_classes_by_scheme = classes
        return manager

    def _ask(self, manager: PoolManager, url: str) -> BaseHTTPResponse:
        seconds = self._settings.timeout
        return manager.request(
            "GET",
            url,
            headers=self._headers,
            timeout=Timeout(connect=seconds, read=seconds),
            redirect=False,
            retries=False,
            preload_content=False,
        )

    def _too_slow(self, place: Place) -> FetchError:
        return FetchError(f"{place.host} took more than {self._settings.timeout * PATIENCE:g} seconds", "timeout")

    def _failure(self, place: Place, error: Exception) -> FetchError:
        """What ERROR, raised on the way, means."""
        inner = error.args[-1] if isinstance(error, HTTPError) and error.args else error
        reason = reason_of(inner if isinstance(inner, BaseException) else error)
        if isinstance(error, SilenceError):
            silence = f"{place.host} said nothing for {self._settings.timeout:g} seconds"
            return FetchError(silence, "timeout", again=True)
        if isinstance(error, SSLError):
            return FetchError(f"{place.host} has no certificate that can be trusted: {reason}", "unreachable")
        if isinstance(error, ProxyError):
            return FetchError(f"the proxy did not let us through to {place.host}: {reason}", "unreachable", again=True)
        if isinstance(inner, IncompleteRead):
            reason = "it sent less than it said"
        return FetchError(f"{place.host} broke off: {reason}", "broken", again=True)


def _inward(place: Place) -> FetchError:
    return FetchError(f"it leads from the open internet to {place.host}, which is of an inner network", "redirect")
