"""Working off a list of pages: robots.txt first, redirects and new tries in their turn, one outcome a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from http.client import responses as phrases

from ..errors import FetchError, InputError
from .addresses import place_of, redirected
from .connecting import Surroundings
from .download import REDIRECTS, Client, Reply
from .naming import media_type, suffixes
from .politeness import Queue, Request, asked_pause
from .robots import BUSY, Rules, rules_of
from .settings import MOST_REDIRECTS, RETRIES, ROBOTS_LIMIT, Settings

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was had: the address in the list, the one it came from, the server's Content-Type, and its bytes."""

    url: str
    final_url: str
    status: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that was not: its address in the list, the one that failed, what the server said of it, and why."""

    url: str
    final_url: str
    status: str
    content_type: str
    reason: str


def _hush(_: str) -> None:
    pass


def visit(
    urls: Sequence[str],
    settings: Settings,
    *,
    outside: Surroundings | None = None,
    note: Note = _hush,
) -> Iterator[Page | Failure]:
    """What became of each of URLS, normalised addresses, in the order in which it is known.

    NOTE is told why a host is asked later again. A page that fails raises nothing.
    """
    return _Visit(settings, outside or Surroundings(), note).run(urls)


class _Visit:
    def __init__(self, settings: Settings, outside: Surroundings, note: Note) -> None:
        self._settings = settings
        self._client = Client(settings, outside)
        self._note = note
        self._queue = Queue(settings.delay, outside)
        self._rules: dict[str, Rules] = {}
        #: Requests that wait for the robots.txt of their origin.
        self._held: dict[str, list[Request]] = {}

    def run(self, urls: Sequence[str]) -> Iterator[Page | Failure]:
        for url in urls:
            self._queue.add(Request(url, listed=url))
        while request := self._queue.next():
            if not request.listed:
                self._ask_robots(request)
            elif (outcome := self._ask_page(request)) is not None:
                yield outcome

    def _ask_page(self, request: Request) -> Page | Failure | None:
        """Ask for a page, where its robots.txt lets us; None where something else comes first."""
        try:
            if not self._is_allowed(request):
                return None
            reply = self._ask(request, self._settings.max_size)
            if reply is not None and reply.status not in REDIRECTS:
                return _judged(request, reply)
            if reply is not None:
                self._queue.add_first(self._followed(request, reply))
        except FetchError as error:
            return Failure(request.listed, request.url, error.status, "", str(error))
        return None

    def _is_allowed(self, request: Request) -> bool:
        """Whether a page may be asked for now; False where its robots.txt comes first, FetchError where it may not."""
        place = place_of(request.url)
        if left_out := self._queue.host(request.url).left_out:
            raise left_out.with_traceback(None)
        if place.origin in self._held:
            self._held[place.origin].append(request)
            return False
        rules = self._rules.get(place.origin)
        if rules is None:
            self._held[place.origin] = [request]
            url = f"{place.origin}/robots.txt"
            self._queue.add_first(Request(url, origin=place.origin, public_only=request.public_only))
            return False
        if rules.refusal:
            raise rules.refusal.with_traceback(None)
        if not rules.allow(request.url):
            raise FetchError(f"the robots.txt of {place.host} asks not to fetch it", "robots")
        return True

    def _ask_robots(self, request: Request) -> None:
        """Ask for a robots.txt; where that settles it, let go what waited for it."""
        try:
            if left_out := self._queue.host(request.url).left_out:
                raise left_out.with_traceback(None)
            reply = self._ask(request, ROBOTS_LIMIT)
            if reply is None:
                return
            if reply.status in REDIRECTS:
                self._queue.add_first(self._followed(request, reply))
                return
            rules = rules_of(reply.status, reply.body)
        except FetchError as error:
            reason = str(error) if error.whole_host else f"its robots.txt cannot be read: {error}"
            rules = Rules(refusal=FetchError(reason, error.status))
        self._settle(request.origin, rules)

    def _settle(self, origin: str, rules: Rules) -> None:
        self._rules[origin] = rules
        host, most = self._queue.host(origin), self._settings.longest_pause
        if rules.delay > most:
            reason = f"the robots.txt of {place_of(origin).host} asks for {rules.delay:g} seconds between requests"
            host.left_out = FetchError(f"{reason}; --delay {rules.delay:g} would wait that long", "robots")
        else:
            host.slow_down(rules.delay)
        for request in reversed(self._held.pop(origin)):
            self._queue.add_first(request)

    def _ask(self, request: Request, limit: int) -> Reply | None:
        """The answer; None where it is to be asked for again later; FetchError where it is given up."""
        robots = not request.listed
        try:
            reply = self._client.get(request.url, limit, cut=robots, public_only=request.public_only)
            if reply.status not in BUSY:
                self._queue.asked(request.url)
                return reply
            pause, error = asked_pause(reply.header("Retry-After")), _busy(request, reply)
        except FetchError as failed:
            pause, error = 0.0, failed
        self._put_off(request, error, pause)
        return None

    def _put_off(self, request: Request, error: FetchError, pause: float) -> None:
        """Ask again later, where that may help and the server wants no longer PAUSE than we have; else raise ERROR."""
        host, most = place_of(request.url).host, self._settings.longest_pause
        if pause > most:
            error = FetchError(f"{host} wants to be left alone for {pause:g} seconds", error.status, whole_host=True)
        if error.again and request.tries < RETRIES and pause <= most:
            pause = max(pause, min(most, max(self._settings.delay, 1.0) * 2**request.tries))
            self._note(f"note: {error}; asked again in {pause:g} seconds")
            self._queue.asked(request.url, pause)
            self._queue.add_first(replace(request, tries=request.tries + 1))
            return
        self._queue.asked(request.url)
        if error.whole_host:
            self._queue.host(request.url).left_out = error
        raise error

    def _followed(self, request: Request, reply: Reply) -> Request:
        """The request that the redirect REPLY asks for; FetchError where it is not followed."""
        if request.redirects == MOST_REDIRECTS:
            raise FetchError(f"it is redirected more than {MOST_REDIRECTS} times", "redirect")
        location = reply.header("Location")
        if not location:
            raise FetchError(f"the server answered {reply.status}, but not where the page is", "redirect")
        try:
            url = redirected(request.url, location)
        except InputError as error:
            raise FetchError(f"it is redirected where we do not go: {error.message}", "redirect") from None
        if reply.from_public:
            self._client.check_redirect(url)
        return replace(request, url=url, redirects=request.redirects + 1, tries=0, public_only=reply.from_public)


def _busy(request: Request, reply: Reply) -> FetchError:
    """429 is said to whoever asks, of whatever page; 503 may be the page's."""
    reason = f"{place_of(request.url).host} answered {_named(reply.status)}"
    return FetchError(reason, str(reply.status), again=True, whole_host=reply.status == 429)


def _judged(request: Request, reply: Reply) -> Page | Failure:
    """The page in REPLY, where it is one that we save."""
    told, status, reason = reply.header("Content-Type"), str(reply.status), ""
    if reply.status != 200:
        reason = f"the server answered {_named(reply.status)}"
    elif media_type(told) not in suffixes():
        status, reason = "type", f"it is no page or document that we read, but {media_type(told)[:60] or 'untyped'}"
    elif not reply.body:
        status, reason = "empty", "the server sent an empty page"
    if reason:
        return Failure(request.listed, request.url, status, told, reason)
    return Page(request.listed, request.url, status, told, reply.body)


def _named(status: int) -> str:
    phrase = phrases.get(status)
    return f"{status} {phrase}" if phrase else str(status)
