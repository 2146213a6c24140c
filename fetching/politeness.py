"""When each host may be asked again, and who is next: hosts in turn, one request to a host at a time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..errors import FetchError
from .addresses import place_of
from .connecting import Surroundings


@dataclass(frozen=True, slots=True)
class Request:
    """One request to be made: for the page `listed`, or, where that is "", for the robots.txt of `origin`."""

    url: str
    listed: str = ""
    origin: str = ""
    redirects: int = 0
    tries: int = 0
    public_only: bool = False
    """A server of the open internet sent us here: machines of inner networks are not its to name."""


@dataclass(slots=True)
class Host:
    """A host's requests, in their order, when the next may be made, and the seconds between two."""

    delay: float
    waiting: deque[Request] = field(default_factory=deque[Request])
    free_at: float = float("-inf")
    left_out: FetchError | None = None
    """Why it is asked nothing more in this run."""

    def slow_down(self, delay: float) -> None:
        """Leave at least DELAY seconds between two requests, the last one included."""
        longer = max(0.0, delay - self.delay)
        self.delay += longer
        self.free_at += longer


class Queue:
    """The requests to be made, by host."""

    def __init__(self, delay: float, outside: Surroundings) -> None:
        self._delay = delay
        self._outside = outside
        self._hosts: dict[str, Host] = {}

    def host(self, url: str) -> Host:
        """The host of the page URL, whatever scheme and port."""
        return self._hosts.setdefault(place_of(url).host, Host(self._delay))

    def add(self, request: Request) -> None:
        """Put REQUEST behind the others of its host."""
        self.host(request.url).waiting.append(request)

    def add_first(self, request: Request) -> None:
        """Put REQUEST before the others of its host."""
        self.host(request.url).waiting.appendleft(request)

    def next(self) -> Request | None:
        """The next request, when its host may be asked; None where all are done."""
        hosts = [host for host in self._hosts.values() if host.waiting]
        if not hosts:
            return None
        chosen = min(hosts, key=lambda host: float("-inf") if host.left_out else host.free_at)
        pause = chosen.free_at - self._outside.now()
        if pause > 0 and chosen.left_out is None:
            self._outside.wait(pause)
        return chosen.waiting.popleft()

    def asked(self, url: str, pause: float = 0.0) -> None:
        """Note that the host of URL has been asked just now, and wants a PAUSE if that is longer than its delay."""
        host = self.host(url)
        host.free_at = self._outside.now() + max(host.delay, pause)


def asked_pause(header: str) -> float:
    """The seconds that a Retry-After HEADER asks for, a number or a date (RFC 9110, 10.2.3); 0 where it is neither."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:12])
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
