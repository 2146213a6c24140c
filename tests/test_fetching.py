"""Fetching from a web that behaves, and from one that does not: what is asked for, when, and what comes of it."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator

import pytest
from web import PAGE, Web, in_turn, packed, raw, redirects, sends, serving, stalls

from inspectkg.fetching.connecting import Surroundings
from inspectkg.fetching.settings import Settings
from inspectkg.fetching.visiting import Failure, Page, visit

#: A machine that is busy answers late: only what is about time-outs has a short one.
PATIENT = Settings(timeout=5, max_size=100_000)
QUICK = Settings(timeout=0.15, max_size=100_000)


@pytest.fixture
def web(monkeypatch) -> Iterator[Web]:
    monkeypatch.setenv("no_proxy", "*")
    with serving() as served:
        yield served


def visited(web: Web, *urls: str, settings: Settings = PATIENT) -> list[Page | Failure]:
    return list(visit(urls, settings, outside=web.outside))


def failure(web: Web, path: str = "/a", settings: Settings = PATIENT) -> Failure:
    """What went wrong with the one page PATH."""
    (outcome,) = visited(web, web.url(path), settings=settings)
    assert isinstance(outcome, Failure), outcome
    return outcome


def body(web: Web, path: str = "/a", settings: Settings = PATIENT) -> bytes:
    (outcome,) = visited(web, web.url(path), settings=settings)
    assert isinstance(outcome, Page), outcome
    return outcome.body


class TestPages:
    """A page is saved as it is, or it is said why not."""

    def test_a_page_comes_as_it_is(self, web):
        """Bytes, address and type, whatever the encoding."""
        web.pages["/a"] = sends(b"caf\xe9 \x00\r\n", kind='text/html; charset="windows-1252"')
        (page,) = visited(web, web.url("/a"))
        assert page == Page(
            web.url("/a"), web.url("/a"), "200", 'text/html; charset="windows-1252"', b"caf\xe9 \x00\r\n"
        )

    def test_what_is_sent(self, web):
        """Who asks, for what, and no cookies or other traces."""
        web.pages["/a"] = sends(Set_Cookie="a=b")
        visited(web, web.url("/a"), web.url("/a?2"), settings=Settings(contact="me@example.org"))
        assert len(web.headers) == 3
        for headers in web.headers:
            assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection"}
            assert headers["User-Agent"].startswith("inspectkg/") and "me@example.org" in headers["User-Agent"]
            assert headers["Host"] == f"news.example:{web.port}"

    def test_packed_pages_are_unpacked(self, web):
        """gzip, also in several members, with padding after it, and without a length."""
        web.pages["/a"] = sends(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", Content_Encoding="gzip")
        assert body(web) == b"one two"
        web.pages["/a"] = packed(PAGE * 5000)
        assert body(web, settings=Settings()) == PAGE * 5000

    def test_chunks_are_joined(self, web):
        """Without a length in front."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        web.pages["/a"] = raw(head, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n")
        assert body(web) == b"abcde"

    @pytest.mark.parametrize(
        ("answer", "status", "words"),
        [
            (sends(b"", 404), "404", "404 Not Found"),
            (sends(b"", 403), "403", "403 Forbidden"),
            (sends(b"", 500), "500", "500 Internal"),
            (sends(b"", 999), "999", "answered 999"),
            (sends(PAGE, 206), "206", "206"),
            (sends(b""), "empty", "empty page"),
            (sends(kind="image/png"), "type", "image/png"),
            (sends(kind=""), "type", "untyped"),
            (sends(kind="application/octet-stream"), "type", "octet-stream"),
            (sends(b"a" * 100_001), "size", "larger than 100000 bytes"),
            (sends(b"a" * 100_001, Content_Length=""), "size", "larger than"),
            (packed(b"a" * 50_000_000), "size", "larger than"),
            (packed(PAGE, keep=40), "broken", "has no end"),
            (packed(PAGE, "br"), "broken", "'br', which was not asked for"),
            (packed(PAGE, "gzip, gzip"), "broken", "not asked for"),
            (sends(PAGE, Content_Encoding="gzip"), "broken", "not packed as"),
            (sends(PAGE, Content_Length="9999"), "broken", "less than it said"),
            (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), "broken", "broke off"),
            (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"5" * 99999), "broken", "broke off"),
            (raw(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500 + b"\r\n"), "broken", "broke off"),
            (raw(b"garbage\r\n\r\n"), "broken", "broke off"),
            (raw(), "broken", "broke off"),
            (redirects("ftp://a\r\n error: b"), "redirect", "only http"),
            (redirects(""), "redirect", "not where the page is"),
            (redirects("file:///etc/hostname"), "redirect", "only http"),
            (redirects("http://user:word@news.example/"), "redirect", "name or password"),
            (redirects("/a"), "redirect", "more than 5 times"),
        ],
    )
    def test_what_is_not_saved(self, web, answer, status, words):
        """One plain reason each, and the next page is asked for all the same."""
        web.pages |= {"/a": answer, "/b": sends()}
        first, second = sorted(visited(web, web.url("/a"), web.url("/b")), key=lambda one: one.url)
        assert isinstance(first, Failure) and isinstance(second, Page)
        assert (first.status, first.url) == (status, web.url("/a"))
        assert words in first.reason and "\n" not in first.reason and len(first.reason) < 300

    def test_a_bomb_costs_no_more_than_its_limit(self, web):
        """Packed a thousandfold, it is left before it is unpacked."""
        import tracemalloc

        web.pages["/a"] = packed(b"\0" * 100_000_000)
        tracemalloc.start()
        assert failure(web).status == "size"
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8_000_000


class TestTime:
    """Nobody keeps us waiting for ever."""

    HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

    @pytest.mark.parametrize(
        "pieces",
        [
            [HEAD + b"\r\n", *[b"a"] * 200],
            [HEAD + b"Content-Length: 9999\r\n\r\n", *[b"a"] * 200],
            [b"HTTP/1.1 200 OK\r\nX-Slow: ", *[b"a"] * 200],
            [HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 999, 0)[:20], *[b"a"] * 200],
            [b"HTTP/1.1 100 Continue\r\n\r\n"] * 200,
        ],
        ids=["body without a length", "body", "headers", "packed", "promises"],
    )
    def test_trickles_are_left(self, web, pieces):
        """A byte now and then resets no clock, and half a page is no page."""
        web.pages["/a"] = raw(*pieces, pause=0.05)
        start = time.perf_counter()
        found = failure(web, settings=QUICK)
        assert (found.status, found.reason) == ("timeout", "news.example took more than 0.9 seconds")
        assert 0.8 < time.perf_counter() - start < 20
        assert web.paths() == ["news.example/a"], "not tried again"

    def test_silence_is_left(self, web):
        """After the time allowed, each time."""
        stop = threading.Event()
        web.pages["/a"] = stalls(stop)
        start = time.perf_counter()
        found = failure(web, settings=QUICK)
        stop.set()
        assert (found.status, found.reason) == ("timeout", "news.example said nothing for 0.15 seconds")
        assert len(web.paths()) == 4 and time.perf_counter() - start < 20


class TestRobots:
    """What a site asks for is done."""

    def test_pages_that_it_names_are_left(self, web):
        """By path, for everyone and for us; asked for once a site."""
        web.pages |= {"/a": sends(), "/b": sends(), "/robots.txt": sends(b"User-agent: *\nDisallow: /b\n")}
        first, second = visited(web, web.url("/a"), web.url("/b"))
        assert isinstance(first, Page) and isinstance(second, Failure)
        assert (second.status, second.reason) == ("robots", "the robots.txt of news.example asks not to fetch it")
        assert [path for _, path in web.asked] == ["news.example/robots.txt", "news.example/a"]

    @pytest.mark.parametrize(
        ("text", "allowed"),
        [
            (b"User-agent: inspectkg\nDisallow: /\n", False),
            (b"User-agent: *\nDisallow: /\n\nUser-agent: inspectkg\nAllow: /\n", True),
            (b"User-agent: other\nDisallow: /\n", True),
            (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /*a$\r\n", False),
            (b"<html>no such page</html>", True),
            (b"\xff\xfe\x00" * 100, True),
            (b"", True),
            (b"# long\n" * 70_000 + b"User-agent: *\nDisallow: /\n", False),
            (b"# long\n" * 80_000 + b"User-agent: *\nDisallow: /\n", True),
        ],
        ids="us all-but-us other bom-and-pattern html binary empty within-limit beyond-limit".split(),
    )
    def test_rules(self, web, text, allowed):
        """The most precise rule counts; what is no robots.txt forbids nothing; 512 KiB are read."""
        web.pages |= {"/a": sends(), "/robots.txt": sends(text, kind="text/plain")}
        assert isinstance(visited(web, web.url("/a"))[0], Page) is allowed

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_none_forbids_nothing(self, web, status):
        """RFC 9309, 2.3.1.3."""
        web.pages |= {"/a": sends(), "/robots.txt": sends(b"", status)}
        assert body(web) == PAGE

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (sends(b"", 500), "its robots.txt cannot be read: the server answered 500"),
            (sends(b"", 503), "its robots.txt cannot be read: news.example answered 503"),
            (raw(), "its robots.txt cannot be read: news.example broke off"),
            (redirects("/robots.txt"), "more than 5 times"),
            (redirects("http://inner.example/robots.txt"), "inner network"),
        ],
    )
    def test_one_that_cannot_be_read_forbids_everything(self, web, answer, words):
        """For now: RFC 9309, 2.3.1.4."""
        web.inner = {"inner.example"}
        web.pages |= {"/a": sends(), "/robots.txt": answer}
        assert words in failure(web).reason
        assert web.paths() == []

    def test_one_that_comes_late_is_waited_for(self, web):
        """A busy server gets its tries."""
        web.pages |= {"/a": sends(), "/robots.txt": in_turn(sends(b"", 503), sends(b"User-agent: *\nDisallow:\n"))}
        assert body(web) == PAGE

    def test_it_may_lie_elsewhere(self, web):
        """Redirects are followed to another host; the rules are those of the first."""
        web.pages |= {
            "news.example/robots.txt": redirects(web.url("/robots.txt", "www.example")),
            "www.example/robots.txt": sends(b"User-agent: *\nDisallow: /a\n"),
        }
        assert failure(web).status == "robots"

    def test_a_redirected_page_obeys_the_other_host(self, web):
        """The one it leads to."""
        web.pages |= {
            "/a": redirects(web.url("/b", "other.example")),
            "other.example/robots.txt": sends(b"User-agent: *\nDisallow: /b\n"),
            "/b": sends(),
        }
        found = failure(web)
        assert (found.status, found.final_url) == ("robots", web.url("/b", "other.example"))
        assert web.paths() == ["news.example/a"]


class TestPoliteness:
    """No host is hurried."""

    def times(self, web: Web, host: str) -> list[float]:
        return [moment for moment, path in web.asked if path.startswith(f"{host}/")]

    def test_the_delay_is_kept_and_hosts_take_turns(self, web):
        """Robots.txt counts as a request; the time of waiting serves the other host."""
        web.pages["/a"] = sends()
        urls = [web.url(f"/a?{n}", host) for host in ("one.example", "two.example") for n in range(3)]
        web.pages |= {f"/a?{n}": sends() for n in range(3)}
        assert all(isinstance(one, Page) for one in visited(web, *urls))
        assert self.times(web, "one.example") == self.times(web, "two.example") == [1000, 1002, 1004, 1006]
        assert sum(web.time.waits) == 6

    @pytest.mark.parametrize("text", [b"User-agent: *\nCrawl-delay: 7\n", b"User-agent: *\nRequest-rate: 2/14\n"])
    def test_a_longer_delay_that_a_site_asks_for_is_kept(self, web, text):
        """From the first page on."""
        web.pages |= {"/a": sends(), "/b": sends(), "/robots.txt": sends(text)}
        visited(web, web.url("/a"), web.url("/b"))
        assert self.times(web, "news.example") == [1000, 1007, 1014]

    def test_a_shorter_one_does_not_hurry_us(self, web):
        """The user's own counts."""
        web.pages |= {"/a": sends(), "/robots.txt": sends(b"User-agent: *\nCrawl-delay: 0.1\n")}
        visited(web, web.url("/a"))
        assert self.times(web, "news.example") == [1000, 1002]

    def test_a_site_that_asks_for_too_much_is_left(self, web):
        """With what to do; who has the time gets the page."""
        web.pages |= {"/a": sends(), "/robots.txt": sends(b"User-agent: *\nCrawl-delay: 600\n")}
        found = failure(web)
        assert found.status == "robots" and "--delay 600" in found.reason and web.paths() == []
        assert body(web, settings=Settings(delay=600)) == PAGE

    def test_busy_servers_are_asked_again_after_a_while(self, web):
        """As long as they ask for, or longer each time, and only so often."""
        web.pages["/a"] = in_turn(sends(b"", 429, Retry_After="30"), sends(b"", 503), sends())
        assert body(web) == PAGE
        assert self.times(web, "news.example") == [1000, 1002, 1032, 1036]
        web.pages["/b"] = sends(b"", 503)
        assert failure(web, "/b").status == "503"
        assert web.paths().count("news.example/b") == 4

    @pytest.mark.parametrize(
        ("answer", "asked"),
        [
            (sends(b"", 429), 4),
            (sends(b"", 429, Retry_After="3600"), 1),
            (sends(b"", 503, Retry_After="3600"), 1),
        ],
    )
    def test_a_host_that_wants_to_be_left_alone_is(self, web, answer, asked):
        """Its other pages are not asked for; other hosts are."""
        web.pages |= {"/a": answer, "/b": sends()}
        outcomes = visited(web, web.url("/a"), web.url("/b"), web.url("/b", "other.example"))
        assert {one.url: isinstance(one, Page) for one in outcomes} == {
            web.url("/a"): False,
            web.url("/b"): False,
            web.url("/b", "other.example"): True,
        }
        assert web.paths().count("news.example/a") == asked and "news.example/b" not in web.paths()

    def test_a_connection_that_breaks_is_tried_again(self, web):
        """Once may be chance."""
        web.pages["/a"] = in_turn(raw(), sends(PAGE, Content_Length="999"), sends())
        assert body(web) == PAGE


class TestWays:
    """Where a connection goes."""

    def test_redirects_are_followed(self, web):
        """Up to five, over hosts; the page keeps the address of the list, and where it came from."""
        web.pages |= {f"/{n}": redirects(f"/{n + 1}") for n in range(1, 5)}
        web.pages |= {"/a": redirects(web.url("/1", "www.example"), 301), "/5": sends()}
        (page,) = visited(web, web.url("/a"))
        assert isinstance(page, Page)
        assert (page.url, page.final_url) == (web.url("/a"), web.url("/5", "www.example"))

    @pytest.mark.parametrize("path", ["/b", "/robots.txt"])
    def test_no_way_leads_from_outside_into_an_inner_network(self, web, path):
        """Named in a redirect, an inner host is not even asked for its robots.txt."""
        web.inner = {"inner.example"}
        web.pages["/a"] = redirects(f"http://inner.example:{web.port}{path}")
        found = failure(web)
        assert found.status == "redirect"
        assert found.reason == "it leads from the open internet to inner.example, which is of an inner network"

    def test_no_name_that_changes_its_address_does_either(self, web):
        """What was public when the redirect came may be private when the connection is made."""
        web.pages["/a"] = redirects(web.url("/b", "changing.example"))
        seen: list[str] = []

        def resolve(place):
            seen.append(place.host)
            return ["127.0.0.2" if seen.count("changing.example") > 1 else "127.0.0.1"]

        outside = Surroundings(resolve, lambda address: address == "127.0.0.1", web.time.now, web.time.wait)
        (found,) = visit([web.url("/a")], QUICK, outside=outside)
        assert isinstance(found, Failure) and "inner network" in found.reason
        assert seen.count("changing.example") == 2

    def test_who_lists_an_inner_host_gets_it(self, web):
        """It is the user's own network, and its redirects stay there."""
        web.pages |= {"/a": redirects("/b"), "/b": sends()}
        outside = Surroundings(web.resolve, lambda _: False, web.time.now, web.time.wait)
        (page,) = visit([web.url("/a")], QUICK, outside=outside)
        assert isinstance(page, Page)

    def test_the_connection_goes_where_the_name_was_looked_up(self, web):
        """Each of its addresses is tried."""
        web.pages["/a"] = sends()
        outside = Surroundings(lambda _: ["127.0.0.9", "127.0.0.1"], lambda _: True, web.time.now, web.time.wait)
        (page,) = visit([web.url("/a", "no-such-host.invalid")], QUICK, outside=outside)
        assert isinstance(page, Page)

    def test_nobody_there(self, web):
        """Tried again, then said of each page, without asking for each."""
        notes: list[str] = []
        dead = ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b"]
        found = list(visit(dead, QUICK, outside=web.outside, note=notes.append))
        assert [one.status for one in found] == ["unreachable"] * 2
        assert all("127.0.0.1 cannot be reached: " in one.reason for one in found if isinstance(one, Failure))
        assert len(notes) == 3 and web.time.waits == [2, 4, 8]

    def test_a_name_that_nobody_has(self, web):
        """The system's words for it."""
        outside = Surroundings(now=web.time.now, wait=web.time.wait)
        (found,) = visit(["http://no-such-host.invalid/"], QUICK, outside=outside)
        assert isinstance(found, Failure) and found.reason.startswith("no-such-host.invalid cannot be found: ")

    def test_the_proxy_of_the_environment_is_used(self, web, monkeypatch):
        """With its password, which no message shows; a name that only the proxy knows is its to find."""
        monkeypatch.delenv("no_proxy")
        monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{web.port}")
        web.pages["http://only-the-proxy.invalid/a"] = sends()
        (page,) = visit(
            ["http://only-the-proxy.invalid/a"], QUICK, outside=Surroundings(wait=web.time.wait, now=web.time.now)
        )
        assert isinstance(page, Page)
        assert web.headers[-1]["proxy-authorization"] == "Basic bWU6c2VjcmV0"

    @pytest.mark.parametrize("proxy", ["socks5://me:secret@127.0.0.1:9", "http://me:secret@127.0.0.1:9"])
    def test_a_proxy_that_does_not_work(self, web, monkeypatch, proxy):
        """Is told as such."""
        monkeypatch.delenv("no_proxy")
        monkeypatch.setenv("http_proxy", proxy)
        found = failure(web)
        assert found.status == "unreachable" and "proxy" in found.reason and "secret" not in found.reason
