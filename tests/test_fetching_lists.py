"""What `inspectkg fetch` reads and writes: addresses, lists of them, names of files, the manifest."""

from __future__ import annotations

import re
import tomllib
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError, UsageError
from inspectkg.fetching import manifest
from inspectkg.fetching.addresses import is_public, normalise, place_of, redirected
from inspectkg.fetching.listing import parse, read_list
from inspectkg.fetching.manifest import Row, read_rows, rendered
from inspectkg.fetching.naming import SAFE, file_name, media_type, suffixes
from inspectkg.fetching.politeness import asked_pause
from inspectkg.fetching.settings import Settings

PATHS = st.text(st.characters(codec="utf-8"), max_size=300)
HOSTS = st.from_regex(r"[a-z0-9]{1,12}(\.[a-z0-9-]{0,9}[a-z0-9]){0,3}", fullmatch=True)


class TestAddresses:
    """One spelling for each page, and nothing but pages."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("https://www.gov.uk", "https://www.gov.uk/"),
            ("HTTPS://WWW.GOV.UK:443/a/../b#top", "https://www.gov.uk/b"),
            ("http://example.org:80/?q=a+b", "http://example.org/?q=a+b"),
            ("http://example.org.:8080/économie", "http://example.org:8080/%C3%A9conomie"),
            ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
            ("http://[::1]:8000/a", "http://[::1]:8000/a"),
            ("http://good.example\\@evil.example/", "http://good.example/%5C@evil.example/"),
        ],
    )
    def test_one_spelling(self, text, expected):
        """What means the same page is written the same."""
        assert normalise(text) == expected

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("www.gov.uk/news", "must begin with http"),
            ("ftp://example.org/a", "only http"),
            ("file:///etc/hostname", "only http"),
            ("javascript:alert(1)", "must begin with http"),
            ("https://user:hunter2@example.org/", "name or password"),
            ("https://a.example https://b.example", "one address a line"),
            ("https://a.example/\x1b[31m", "control character"),
            ("https:///path", "no possible host"),
            ("https://a..example/", "no possible host"),
            ("https://-/", "no possible host"),
            ("https://%65xample.org/", "no possible host"),
            ("https://[::1%25eth0]/", "no possible host"),
            ("https://[::1/", "cannot be read"),
            ("https://example.org:0/", "no possible port"),
            ("https://example.org:99999/", "port"),
            ("https://straße.example/", "xn--"),
            ("https://" + "a" * 70 + "é.example/", "no host can have"),
            ("https://example.org/" + "a" * 5000, "longer than"),
        ],
    )
    def test_what_is_no_address(self, text, words):
        """It is said what is wrong; a password is never repeated."""
        with pytest.raises(InputError, match=words) as caught:
            normalise(text)
        assert "hunter2" not in str(caught.value)

    @given(HOSTS, PATHS)
    def test_a_normal_address_is_normal(self, host, path):
        """Normalising twice changes nothing, and a host stays the host."""
        try:
            once = normalise(f"http://{host}/{path}")
        except InputError:
            return
        assert normalise(once) == once
        assert place_of(once).host == host
        assert once.isascii() and not re.search(r"\s|#", once)

    @pytest.mark.parametrize("location", ["/b", "b", " http://example.org/b#x ", "//example.org/b", "./b"])
    def test_redirects_are_relative_to_their_page(self, location):
        """As browsers do."""
        assert redirected("http://example.org/a", location) == "http://example.org/b"

    def test_redirects_are_mended_where_it_is_clear_how(self):
        """A raw space, and UTF-8 that a header carries as Latin-1."""
        assert redirected("http://example.org/", "/a b") == "http://example.org/a%20b"
        assert redirected("http://example.org/", "/é".encode().decode("latin-1")) == "http://example.org/%C3%A9"

    @pytest.mark.parametrize("location", ["file:///etc/hostname", "http://a:b@example.org/", "http://[", "data:,x"])
    def test_redirects_elsewhere_are_refused(self, location):
        """A redirect may lead where a list may."""
        with pytest.raises(InputError):
            redirected("http://example.org/", location)

    @pytest.mark.parametrize(
        "address", ["81.2.69.160", "2a00:1450:4009:820::200e", "::ffff:81.2.69.160", "64:ff9b::5102:45a0"]
    )
    def test_public(self, address):
        """The open internet, also through translations."""
        assert is_public(address)

    @pytest.mark.parametrize(
        "address",
        "127.0.0.1 10.0.0.1 172.16.9.9 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
        "::1 :: fe80::1%eth0 fd00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::127.0.0.1 2002:7f00:1:: 64:ff9b::a00:1 "
        "2001:db8::1".split(),
    )
    def test_not_public(self, address):
        """Private, loopback, link-local, reserved, and the same dressed as IPv6."""
        assert not is_public(address)

    def test_what_shares_a_robots_txt(self):
        """Scheme, host and port."""
        assert place_of("https://example.org/a").origin == "https://example.org"
        assert place_of("http://[::1]:81/a").origin == "http://[::1]:81"


class TestLists:
    """One address a line."""

    def test_comments_blank_lines_and_repeats(self):
        """In the order of the list, each page once."""
        found = parse("# mine\n\nhttps://b.example\n  https://a.example/x  \nhttps://B.example/#top\n", "list.txt")
        assert found.urls == ["https://b.example/", "https://a.example/x"]
        assert found.wrong == []
        assert found.notes == ["note: list.txt:5: the same page as line 3; fetched once"]

    def test_every_wrong_line_is_named(self):
        """With its number, and the right ones beside them."""
        found = parse("nonsense\nhttps://a.example/\nftp://b.example/\n", "list.txt")
        assert [str(error)[:11] for error in found.wrong] == ["list.txt:1:", "list.txt:3:"]
        assert found.urls == ["https://a.example/"]

    @pytest.mark.parametrize(
        "data",
        ["\ufeffhttps://a.example/\r\n".encode(), "https://a.example/".encode("utf-16"), b"https://a.example/\r#x"],
    )
    def test_what_editors_write(self, tmp_path, data):
        """Byte order marks and any line ends."""
        path = tmp_path / "list.txt"
        path.write_bytes(data)
        assert read_list(path).urls == ["https://a.example/"]

    @pytest.mark.parametrize("data", [b"", b"# none\n", b"\xff\xfe\xfa", b"a\x00b", b"caf\xe9"])
    def test_what_is_no_list(self, tmp_path, data):
        """Empty, binary, or in another encoding."""
        path = tmp_path / "list.txt"
        path.write_bytes(data)
        with pytest.raises(InputError, match=r"list\.txt"):
            read_list(path)

    def test_a_missing_list_is_named(self, tmp_path):
        """As any other file."""
        with pytest.raises(InputError, match=r"none\.txt: no such file"):
            read_list(tmp_path / "none.txt")

    @given(st.text())
    def test_every_line_is_an_address_a_comment_or_wrong(self, text):
        """Nothing is lost, whatever the text."""
        found = parse(text, "x")
        lines = [line.strip() for line in text.split("\n")]
        assert len(found.urls) + len(found.wrong) + len(found.notes) == sum(
            bool(line) and not line.startswith("#") for line in lines
        )


class TestNames:
    """Names of saved pages."""

    def test_a_name_tells_its_page(self):
        """Host, path, hash, suffix."""
        name = file_name("https://www.example.org/news/Unit-rated-good.html?page=2", ".html")
        assert re.fullmatch(r"www\.example\.org-news-unit-rated-good-[0-9a-f]{8}\.html", name)
        assert file_name("https://example.org/%C3%A9conomie", ".txt").startswith("example.org-economie-")

    def test_what_differs_has_different_names(self):
        """The query, the scheme and the case count."""
        urls = [
            "http://a.example/",
            "https://a.example/",
            "http://a.example/?q",
            "http://a.example/X",
            "http://a.example/x",
        ]
        assert len({file_name(url, ".html") for url in urls}) == len(urls)

    @given(HOSTS, PATHS, st.sampled_from(sorted(set(suffixes().values()))), st.sampled_from([8, 64]))
    def test_no_address_leads_out_of_the_folder(self, host, path, suffix, digits):
        """One plain component, short enough for any file system, that the manifest takes back."""
        try:
            url = normalise(f"https://{host}/{path}")
        except InputError:
            return
        name = file_name(url, suffix, digits)
        assert SAFE.fullmatch(name) and len(name) <= 101 + digits + len(suffix)
        assert PurePosixPath(name).parts == PureWindowsPath(name).parts == (name,)
        assert name == file_name(url, suffix, digits)

    @pytest.mark.parametrize(
        "path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "a\\b", "%00", "....//", "con", "C:/x"]
    )
    def test_paths_that_try(self, path):
        """Dots, slashes and device names are only letters of a name."""
        assert SAFE.fullmatch(file_name(normalise(f"https://a.example/{path}"), ".html"))

    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ("text/html; charset=utf-8", "text/html"),
            ("TEXT/HTML", "text/html"),
            ("", ""),
            ("html", "html"),
            ("a/b/c", "text/plain"),
        ],
    )
    def test_media_types(self, header, expected):
        """Without parameters, in small letters."""
        assert media_type(header) == expected

    @given(st.text())
    def test_no_header_is_too_odd(self, header):
        """Whatever a server writes is a type, or none, and a pause, or none."""
        assert media_type(header) == media_type(header).strip().lower()
        assert asked_pause(header) >= 0

    def test_each_media_type_has_an_example(self, checkout):
        """Suffixes are plain, and HTML and PDF are among them."""
        types = tomllib.loads((checkout / "fetching" / "media-types.toml").read_text("utf-8"))["type"]
        assert all(set(one) == {"media", "suffix", "example"} for one in types) and len(types) == len(suffixes())
        assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in suffixes().values())
        assert suffixes()["text/html"] == ".html" and suffixes()["application/pdf"] == ".pdf"


ROW = Row("https://a.example/", "https://a.example/b", "200", "text/html", "0" * 64, "a.example-12345678.html")
FAILED = Row("https://b.example/", "https://b.example/", "404", "text/html")


class TestManifest:
    """fetched.tsv."""

    def test_it_is_read_as_it_was_written(self, tmp_path):
        """Sorted, with a header, and failures without a file."""
        path = tmp_path / manifest.NAME
        path.write_bytes(rendered([FAILED, ROW]))
        assert path.read_text().splitlines()[0] == "url\tfinal_url\tstatus\tcontent_type\tsha256\tfile"
        assert list(read_rows(path).values()) == [ROW, FAILED]
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert list(read_rows(path).values()) == [ROW, FAILED], "a spreadsheet saved it"
        assert read_rows(tmp_path / "none.tsv") == {}

    @given(st.text())
    def test_what_a_server_says_breaks_no_line(self, told):
        """Tabs and line ends in a header become spaces."""
        lines = rendered([ROW._replace(content_type=told)]).decode().split("\n")
        assert len(lines) == 3 and lines[1].count("\t") == 5

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda text: "", ":1: is no list of saved pages"),
            (lambda text: text.replace("final_url", "other"), ":1: is no list"),
            (lambda text: text + "one\ttwo\n", ":4: has 2 columns"),
            (lambda text: text + text.splitlines()[1] + "\n", ":4: has https://a.example/ twice"),
            (
                lambda text: text + text.splitlines()[1].replace("https://a", "https://c", 1) + "\n",
                ":4: has a.example-1",
            ),
            (lambda text: text.replace("a.example-12345678.html", "../../x-12345678.html"), ":2: has a wrong"),
            (lambda text: text.replace("a.example-12345678.html", "fetched.tsv"), ":2: has a wrong"),
            (lambda text: text.replace("a.example-12345678.html", ""), ":2: has a wrong"),
            (lambda text: text.replace("0" * 64, "0" * 63), ":2: has a wrong"),
        ],
    )
    def test_a_broken_one_is_refused(self, tmp_path, change, words):
        """With the line, and never followed out of its folder."""
        path = tmp_path / manifest.NAME
        path.write_text(change(rendered([ROW, FAILED]).decode()))
        with pytest.raises(InputError, match=re.escape(words)):
            read_rows(path)

    def test_a_binary_one_is_refused(self, tmp_path):
        """As any other input."""
        (tmp_path / manifest.NAME).write_bytes(b"\xff\x00")
        with pytest.raises(InputError, match="UTF-8"):
            read_rows(tmp_path / manifest.NAME)


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("7", 7, 7), (" 120 ", 120, 120), ("", 0, 0), ("soon", 0, 0), ("-3", 0, 0), ("9" * 400, 1e11, 1e12),
        ("²", 0, 0), ("99 99 99", 0, 0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 1e10, 1e12),
    ],
)  # fmt: skip
def test_retry_after(header, low, high):
    """Seconds or a date; nonsense asks for nothing."""
    assert low <= asked_pause(header) <= high


@pytest.mark.parametrize(
    "wrong",
    [
        {"delay": -1.0}, {"delay": float("nan")}, {"timeout": 0.0}, {"timeout": float("inf")}, {"max_size": 0},
        {"contact": "me@example.org\r\nX: y"}, {"contact": "a) (b"}, {"contact": "é@example.org"},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense(wrong):
    """Refused by name, before anything is sent."""
    with pytest.raises(UsageError, match=f"--{next(iter(wrong)).replace('_', '-')}"):
        Settings(**wrong)


def test_the_agent_names_who_asks():
    """Product, version, where to read about it, and whom to write to."""
    assert re.fullmatch(
        r"inspectkg/[\d.]+ \(\+https://w3id\.org/inspectkg; me@example\.org\)", Settings(contact="me@example.org").agent
    )
