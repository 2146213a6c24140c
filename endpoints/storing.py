"""Writing graphs into a store: by the Graph Store Protocol, or by SPARQL Update where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol
from urllib.parse import quote, urlencode
from urllib.request import Request

from pyoxigraph import RdfFormat, Triple

from ..errors import EndpointError, InputError
from ..ontology.namespaces import ID
from ..store import each_quad
from . import addresses
from .transport import Reply, Transport

#: What one update holds at most: stores refuse longer ones, Virtuoso first.
PART_LINES: Final = 400
PART_BYTES: Final = 128 * 1024

#: Stands for the default graph, which has no name.
DEFAULT: Final = ID + "graph/default"
WRITTEN: Final = (200, 201, 204)
TURTLE: Final = "text/turtle; charset=utf-8"


class Store(Protocol):
    """A store that graphs are written into; a graph is its lines of N-Triples. EndpointError where it refuses."""

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Make LINES all that GRAPH holds."""
        ...

    def change(self, graph: str, old: Iterable[str], new: Iterable[str]) -> None:
        """Make GRAPH, which holds OLD, hold NEW; nothing that is in both is ever missing."""
        ...

    def remove(self, graph: str) -> None:
        """Take GRAPH away, if it is there."""
        ...


class GraphStore:
    """A store by the SPARQL 1.1 Graph Store HTTP Protocol: a graph is replaced by one request."""

    def __init__(self, url: str, transport: Transport, agent: str) -> None:
        self._url, self._transport, self._agent = addresses.check(url), transport, agent

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Make LINES all that GRAPH holds."""
        _checked(self._send("PUT", graph, "".join(lines).encode()), WRITTEN, self._url, graph)

    def change(self, graph: str, old: Iterable[str], new: Iterable[str]) -> None:
        """Make GRAPH hold NEW, by one request."""
        del old
        self.put(graph, list(new))

    def remove(self, graph: str) -> None:
        """Take GRAPH away, if it is there."""
        _checked(self._send("DELETE", graph), (*WRITTEN, 202, 404), self._url, graph)

    def triples(self, graph: str) -> list[Triple]:
        """What the store has of GRAPH; nothing where it has no such graph. EndpointError where it cannot be read."""
        reply = self._send("GET", graph)
        if reply.status == 404 or not _checked(reply, WRITTEN, self._url, graph).body.strip():
            return []
        rdf = RdfFormat.from_media_type(reply.kind)
        try:
            if rdf is None:
                raise ValueError(f"it came as {reply.kind}")
            return [quad.triple for quad in each_quad(reply.body, rdf)]
        except (InputError, ValueError) as error:
            raise EndpointError(f"{graph} cannot be read from {self._url}: {error}") from None

    def _send(self, method: str, graph: str, data: bytes | None = None) -> Reply:
        named = "default" if graph == DEFAULT else f"graph={quote(graph, safe='')}"
        url = f"{self._url}{'&' if '?' in self._url else '?'}{named}"
        rdf = "application/n-triples, text/turtle;q=0.9"
        headers = {"User-Agent": self._agent, "Accept": rdf if method == "GET" else "*/*"}
        if data is not None:
            headers["Content-Type"] = TURTLE
        return self._transport.send(Request(url, data, headers, method=method))  # noqa: S310 - checked above


class UpdateStore:
    """A store by SPARQL 1.1 Update alone: a small graph is replaced by one request, a large one in parts."""

    def __init__(self, url: str, transport: Transport, agent: str) -> None:
        self._url, self._transport, self._agent = addresses.check(url), transport, agent

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Make LINES all that GRAPH holds; blank nodes keep together in one part alone."""
        parts = list(_parts(lines))
        if len(parts) > 1 and any(line.startswith("_:") or " _:" in line.split('"')[0] for line in lines):
            raise EndpointError(
                f"{graph} is too large for one update and has blank nodes, which parts would tear apart: "
                "use a store with the Graph Store Protocol (--store), or give the nodes IRIs"
            )
        first, rest = (parts[0], parts[1:]) if parts else ([], [])
        opening = _dropping(graph)
        self._update(f"{opening} ;\n{_data('INSERT', graph, first)}" if first else opening, graph)
        for part in rest:
            self._update(_data("INSERT", graph, part), graph)

    def change(self, graph: str, old: Iterable[str], new: Iterable[str]) -> None:
        """Make GRAPH, which holds OLD, hold NEW: first what is added, then what goes."""
        before, after = set(old), set(new)
        for verb, lines in (("INSERT", after - before), ("DELETE", before - after)):
            for part in _parts(sorted(lines)):
                self._update(_data(verb, graph, part), graph)

    def remove(self, graph: str) -> None:
        """Take GRAPH away, if it is there."""
        self._update(_dropping(graph), graph)

    def _update(self, text: str, graph: str) -> None:
        headers = {
            "User-Agent": self._agent,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json, text/plain;q=0.5, */*;q=0.1",
        }
        request = Request(self._url, urlencode({"update": text}).encode(), headers, method="POST")  # noqa: S310 - checked
        _checked(self._transport.send(request), WRITTEN, self._url, graph)


def _data(verb: str, graph: str, lines: Iterable[str]) -> str:
    triples = "".join(lines)
    return f"{verb} DATA {{\n{triples}}}" if graph == DEFAULT else f"{verb} DATA {{ GRAPH <{graph}> {{\n{triples}}} }}"


def _dropping(graph: str) -> str:
    return "DROP SILENT DEFAULT" if graph == DEFAULT else f"DROP SILENT GRAPH <{graph}>"


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for line in lines:
        length = len(line.encode())
        if part and (len(part) == PART_LINES or size + length > PART_BYTES):
            yield part
            part, size = [], 0
        part.append(line)
        size += length
    if part:
        yield part


def _checked(reply: Reply, good: tuple[int, ...], url: str, graph: str) -> Reply:
    if reply.status in good:
        return reply
    told = f"{reply.status} {reply.reason}{reply.excerpt}"
    if reply.status in (401, 403):
        raise EndpointError(
            f"{url} lets nobody write who is not known to it: {told}; put the name and password into "
            "INSPECTKG_USER and INSPECTKG_PASSWORD, or a netrc file"
        )
    if reply.status in (404, 405, 501):
        raise EndpointError(f"{url} takes no graphs: {told}; is it the address that the store's manual gives?")
    raise EndpointError(f"{url} refused {graph}: {told}")
