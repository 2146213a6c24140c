"""Who asks an endpoint, and how: logins from the environment and netrc, profiles in inspectkg.toml."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from answering import EMPTY, Handler, plain, sends, serving

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.endpoints.authentication import login
from inspectkg.endpoints.profiles import endpoint
from inspectkg.errors import EndpointError, InputError, UsageError
from inspectkg.queries.catalogue import load_query

PEOPLE = load_query("people")


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_names_and_passwords_come_from_the_environment(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that asks is answered as it wants; nothing of it is in any message."""
    asks = 'Basic realm="r"' if kind == "basic" else 'Digest realm="r", nonce="abc", qop="auth", algorithm=MD5'

    def answer(handler: Handler, number: int) -> None:
        given = handler.headers.get("Authorization", "")
        good = given == "Basic YW5uOnNlY3JldC12YWx1ZQ==" if kind == "basic" else 'username="ann"' in given
        (sends(200, EMPTY) if good else sends(401, b"", WWW_Authenticate=asks))(handler, number)

    monkeypatch.setenv("INSPECTKG_USER", "ann")
    monkeypatch.setenv("INSPECTKG_PASSWORD", "secret-value")
    with serving(answer) as (url, asked):
        run_on_endpoint(PEOPLE, plain(url))
    assert len(asked) == 2
    monkeypatch.setenv("INSPECTKG_USER", "bob")
    monkeypatch.setenv("INSPECTKG_PASSWORD", "other-value")
    with serving(answer) as (url, asked), pytest.raises(EndpointError, match="401") as caught:
        run_on_endpoint(PEOPLE, plain(url))
    assert "other-value" not in str(caught.value) and len(asked) < 10


def test_netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A netrc file gives name and password by host; a broken one is told with its name."""
    path = tmp_path / "netrc"
    path.write_text("machine 127.0.0.1 login ann password pw\n", "utf-8")
    monkeypatch.setenv("NETRC", str(path))
    found = login("http://127.0.0.1:1/sparql", environment=os.environ)
    assert found is not None and (found.user, found.password) == ("ann", "pw") and "pw" not in repr(found)
    assert login("http://other.example/", environment=os.environ) is None
    path.write_text("machine\n", "utf-8")
    with pytest.raises(EndpointError, match="netrc"):
        login("http://127.0.0.1/", environment=os.environ)


# ---------------------------------------------------------------- profiles


def test_profiles(tmp_path: Path) -> None:
    """A profile gives its addresses and habits; the nearest file goes first; near names are offered."""
    near, far = tmp_path / "near.toml", tmp_path / "far.toml"
    near.write_text('[endpoints.archive]\nurl = "http://a.example/q"\ntimeout = 5\npage-size = 10\n', "utf-8")
    far.write_text('[endpoints.archive]\nurl = "http://b.example/"\n[endpoints.other]\nstore = "https://c/"\n', "utf-8")
    found = endpoint("archive", [near, far])
    assert (found.url, found.timeout, found.page_size) == ("http://a.example/q", 5, 10)
    assert endpoint("other", [near, far]).store == "https://c/"
    with pytest.raises(UsageError, match="did you mean archive"):
        endpoint("archiv", [near, far])
    assert endpoint("https://x.example/q", []).url == "https://x.example/q"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[endpoints.a]\nurl = "http://a/"\npassword = "x"', "secret"),
        ('[endpoints.a]\nurl = "http://u:p@a/"', "must not hold a name or password"),
        ('[endpoints.a]\nurl = "file:///etc/passwd"', "no endpoint"),
        ('[endpoints.a]\nurl = "http://a/"\npassword-env = "AWS_SECRET"', "must begin with INSPECTKG_"),
        ('[endpoints.a]\nurl = "http://a/"\ntimout = 3', "timeout"),
        ('[endpoints.a]\nurl = "http://a/"\ntimeout = "3"', "a number"),
        ('[endpoints.a]\nurl = "http://a/"\npage-size = 0', "cannot be"),
        ('[endpoints.a]\nurl = "http://a/"\nauth = "magic"', "one of basic"),
        ("[endpoints.a]\nuser = 'x'", "no address"),
        ("[endpoint.a]\n", "unknown table"),
        ("endpoints = 3", "no table"),
        ("[endpoints", "not valid TOML"),
    ],
)
def test_mistakes_in_profiles(text: str, words: str, tmp_path: Path) -> None:
    """Each is told in one line with the file's name, and no secret is repeated."""
    path = tmp_path / "inspectkg.toml"
    path.write_text(text, "utf-8")
    with pytest.raises((InputError, EndpointError), match=words):
        endpoint("a", [path])
