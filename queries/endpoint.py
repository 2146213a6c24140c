"""Asking a SPARQL endpoint through SPARQLWrapper, its traps closed: one call, one answer or one plain error."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from .. import __version__
from ..errors import EndpointError
from ..files import MEBIBYTE
from . import guard
from .answers import Answer, Table, from_oxigraph, triple_set
from .catalogue import SavedQuery
from .parameters import Values, bind, reference_labels

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

AGENT: Final = f"inspectkg/{__version__} (+https://w3id.org/inspectkg)"
TIME_LIMIT: Final = 60.0
SIZE_LIMIT: Final = 256 * MEBIBYTE
RETRIED: Final = (429, 503)
RETRIES: Final = 3
LONGEST_PAUSE: Final = 30.0


def run_on_endpoint(
    query: SavedQuery,
    url: str,
    parameters: Values | None = None,
    *,
    seconds: float = TIME_LIMIT,
    retries: int = RETRIES,
    pause: Callable[[float], None] = time.sleep,
) -> Answer:
    """The answer of the endpoint at URL to QUERY with PARAMETERS.

    Waits and tries again where it is busy, at most RETRIES times; gives up after SECONDS each time. Raises
    EndpointError whatever the endpoint or the way to it does wrong, UsageError where a parameter is wrong.
    """
    _check_url(url)
    text = guard.without_comments(bind(query, parameters or {}, [reference_labels]))
    guard.check(text, query.path)
    for attempt in range(retries + 1):
        wait, answer = _attempt(query, text, url, seconds)
        if answer is not None:
            return answer
        if attempt < retries:
            pause(min(wait or 2.0**attempt, LONGEST_PAUSE))
    raise EndpointError(f"{url} is busy: it refused {retries + 1} times; try again later")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good, parts = False, urlsplit("")
    if not good or re.search(r"[\x00-\x20\x7f]", url):
        raise EndpointError(f"{url!r} is no endpoint: its address must begin with http:// or https://")
    if parts.username or parts.password:
        raise EndpointError("an endpoint's address must not hold a name or password: they end in logs")


def _wrapper(query: SavedQuery, text: str, url: str, seconds: float) -> SPARQLWrapper:
    from SPARQLWrapper import JSON, POST, TURTLE, URLENCODED, SPARQLWrapper

    wrapper = SPARQLWrapper(url, agent=AGENT)
    wrapper.setTimeout(max(1, round(seconds)))
    wrapper.setOnlyConneg(True)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(URLENCODED)
    wrapper.setQuery(text)
    wrapper.setReturnFormat(TURTLE if query.form in ("CONSTRUCT", "DESCRIBE") else JSON)
    if not wrapper.isSparqlQueryRequest():  # SPARQLWrapper would send what it takes for an update as one
        raise EndpointError("this is no query that SPARQLWrapper would send as one")
    return wrapper


def _attempt(query: SavedQuery, text: str, url: str, seconds: float) -> tuple[float, Answer | None]:
    """The answer; or how long the busy endpoint asks to wait (0: it does not say), and None."""
    import http.client
    import urllib.error

    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    wrapper = _wrapper(query, text, url, seconds)
    try:
        with contextlib.closing(cast(Any, wrapper.query().response)) as response:
            kind, cut = response.headers.get_content_type(), response.headers.get("X-SPARQL-MaxRows")
            data = _read(response, url, time.monotonic() + seconds)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in RETRIED:
                return _asked_pause(error.headers.get("Retry-After")), None
            raise EndpointError(f"{url} answered {error.code} {error.reason}{_excerpt(error)}") from None
    except SPARQLWrapperException as error:
        if isinstance(error.__context__, urllib.error.HTTPError):
            error.__context__.close()
        raise EndpointError(f"{url} refused the query: {_short(str(error.args[0] if error.args else error))}") from None
    except (http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise EndpointError(f"{url} did not answer within {seconds:g} seconds") from None
        raise EndpointError(f"{url} cannot be reached: {_short(str(reason)) or type(error).__name__}") from None
    return 0.0, _whole(_parsed(query, url, kind, data), cut, url)


def _read(response: Any, url: str, deadline: float) -> bytes:
    """The body, unless it trickles past DEADLINE or is larger than anything we would have asked for."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(65536):
        parts.append(part)
        size += len(part)
        if size > SIZE_LIMIT:
            raise EndpointError(f"{url} answers with more than {SIZE_LIMIT // MEBIBYTE} MiB: ask for less")
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)


def _parsed(query: SavedQuery, url: str, kind: str, data: bytes) -> Answer:
    graph = query.form in ("CONSTRUCT", "DESCRIBE")
    rdf = RdfFormat.from_media_type(kind) if graph else None
    rows = None if graph else QueryResultsFormat.from_media_type(kind)
    try:
        if rdf is not None:
            return triple_set(quad.triple for quad in parse(data, format=rdf))
        if rows is not None and kind != "text/csv":
            return from_oxigraph(query, parse_query_results(data, format=rows))
    except (SyntaxError, ValueError, OSError) as error:
        problem = f"{url} broke off its answer or mixed an error into it: {_tail(data) or error}"
    else:
        problem = f"{url} answered with {kind}, no SPARQL results: is it the query address? {_short(_text(data))}"
    raise EndpointError(problem)  # out here, so that no traceback keeps Oxigraph's iterator for another thread to drop


def _whole(answer: Answer, cut: str | None, url: str) -> Answer:
    if cut and cut.isdigit() and isinstance(answer, Table) and len(answer.rows) >= int(cut):
        raise EndpointError(f"{url} cuts answers at {cut} rows: ask for less, or raise its limit")
    return answer


def _asked_pause(header: str | None) -> float:
    return float(header) if header and header.isdigit() else 0.0


def _excerpt(error: Any) -> str:
    try:
        text = _short(_text(error.read(4096)))
    except (OSError, ValueError):
        text = ""
    return f": {text}" if text else ""


def _text(data: bytes) -> str:
    return re.sub(r"<[^>]*>", " ", data[:4096].decode("utf-8", "replace"))


def _tail(data: bytes) -> str:
    """The end of a broken answer, where servers put what went wrong."""
    return _short(data[-120:].decode("utf-8", "replace"))


def _short(text: str) -> str:
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= 160 else text[:160] + " …"
