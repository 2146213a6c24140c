"""How an endpoint speaks: which methods, formats and sizes it takes, and whether it cuts answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlencode
from urllib.request import Request

from ..errors import EndpointError
from .examining import AGREES, DIFFERS, FAILS, Found
from .transport import Reply, Transport

FORMATS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
ONE: Final = "SELECT ?x { VALUES ?x { 1 } }"
#: 24 x 24 x 24 rows: more than the limit that stores are shipped with.
NUMBERS: Final = " ".join(map(str, range(24)))
MANY: Final = f"SELECT ?x ?y ?z {{ VALUES ?x {{ {NUMBERS} }} VALUES ?y {{ {NUMBERS} }} VALUES ?z {{ {NUMBERS} }} }}"
LONG: Final = f"SELECT ?x {{ VALUES ?x {{ 1 }} FILTER(STR(?x) != '{'x' * 40_000}') }}"


def speaks(url: str, transport: Transport, agent: str) -> list[Found]:
    """How the endpoint at URL does with the protocol; paging, N-Triples and form POST get round what it lacks."""

    def send(text: str, accept: str, *, get: bool = False) -> Reply:
        headers, form = {"User-Agent": agent, "Accept": accept}, urlencode({"query": text})
        address = f"{url}{'&' if '?' in url else '?'}{form}" if get else url
        request = Request(address, None if get else form.encode(), headers)  # noqa: S310 - checked where it came in
        return transport.send(request)

    return [_tried(name, says, check) for name, says, check in _checks(send)]


def _checks(send: Callable[..., Reply]) -> Iterator[tuple[str, str, Callable[[], str]]]:
    yield "get", "queries by GET", lambda: _is(send(ONE, FORMATS["json"], get=True), FORMATS["json"])
    for name, kind in FORMATS.items():
        yield f"format-{name}", f"answers as {name}", lambda kind=kind: _is(send(ONE, kind), kind)
    yield "long", "queries of 40 kB by form POST", lambda: _is(send(LONG, FORMATS["json"]), FORMATS["json"])
    yield "all-rows", "answers of more than 10,000 rows in one piece", lambda: _rows(send(MANY, FORMATS["csv"]))


def _is(reply: Reply, kind: str) -> str:
    if reply.status != 200:
        return f"answered {reply.status}{reply.excerpt}"
    return "" if reply.kind == kind else f"gave {reply.kind}"


def _rows(reply: Reply) -> str:
    got = reply.body.count(b"\n") - 1
    return "" if got == 24**3 else f"gave {got} of {24**3} rows, so answers are asked for in pages"


def _tried(name: str, says: str, check: Callable[[], str]) -> Found:
    try:
        detail = check()
    except EndpointError as error:
        return Found(name, says, FAILS, str(error), ())
    return Found(name, says, DIFFERS if detail else AGREES, detail, ())
