"""Opening graphs: files of RDF, untrusted until parsed, become quads or an in-memory store for the floors above.

Everything is parsed by Oxigraph, which fetches nothing; what could exhaust or crash it is refused before it is parsed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from .errors import InputError
from .files import MEBIBYTE, read_bytes
from .untrusted import BOM, checked

SIZE_LIMIT: Final = 256 * MEBIBYTE
MESSAGE_LIMIT: Final = 160

FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}

#: The formats that are read statement by statement, however large the file.
STREAMED: Final = (".ttl", ".nt", ".trig", ".nq")

#: Where a parser's message says that the mistake is.
_PLACE: Final = re.compile(
    r"^.*?error (?:at (?:line )?\d+(?::\d+| column \d+| between [^:]*)?|between line [^:]*): ", re.DOTALL
)

#: Words of a parser's message -> what the reader should do about it.
HINTS: Final = (
    ("UTF-8", "save the file as UTF-8"),
    ("dot is expected", "the statement before this place is not closed"),
    ("has not been declared", "declare it at the top of the file"),
    ("LoadDocumentCallback", "its @context lies elsewhere and nothing is fetched: put the context into the file"),
    ("Invalid IRI", "escape it with %, as in %20 for a space"),
    ("nexpected end", "a string or bracket is not closed, or the file is cut off"),
    ("not a valid RDF object", "a value was expected: an IRI, a literal, [ … ] or ( … )"),
    ("not a valid predicate", "a property was expected: an IRI, or a"),
    ("not a valid subject", "a subject was expected: an IRI, _:name, [ … ] or ( … )"),
    ("closing curly bracket", "a value, or a bracket that closes, is missing before this place"),
    ("Quads must be followed by a dot", "the line before this place has none"),
)


def bundled_graph() -> Path:
    """The graph of the two bundled articles, as it is shipped."""
    return Path(__file__).parent / "graph" / "inspections.trig"


def bundled_triples() -> Path:
    """The same graph without its named graphs, which opens in a third of the time."""
    return bundled_graph().with_suffix(".ttl")


def format_of(path: Path) -> RdfFormat:
    """The RDF format that PATH's suffix names; InputError where it names none."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(f"is no graph that can be read: its name must end in {', '.join(FORMATS)}", path=path)
    return found


def base_of(path: Path | None) -> str | None:
    """What relative IRIs in the file PATH stand against: its place below the current folder, or its name alone.

    Not the folders above, so that a graph says the same on every machine.
    """
    if path is None:
        return None
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - links stay as the user wrote them
    return f"file:///{quote((whole.relative_to(here) if whole.is_relative_to(here) else Path(whole.name)).as_posix())}"


def read_quads(path: Path, *, limit: int = SIZE_LIMIT) -> list[Quad]:
    """The quads of the RDF file PATH, in its order, blank nodes renamed apart; InputError where it cannot be read."""
    return list(read_each_quad(path, limit=limit))


def read_each_quad(path: Path, *, limit: int = SIZE_LIMIT) -> Iterator[Quad]:
    """As `read_quads`, one after another: InputError may come after some of them."""
    return each_quad(read_bytes(path, limit), format_of(path), path=path)


def parse_quads(data: bytes, rdf: RdfFormat, *, path: Path | None = None) -> list[Quad]:
    """The quads of DATA in the format RDF; PATH is named in the InputError that a mistake in it raises."""
    return list(each_quad(data, rdf, path=path))


def each_quad(data: bytes, rdf: RdfFormat, *, path: Path | None = None) -> Iterator[Quad]:
    """As `parse_quads`, one after another: InputError may come after some of them."""
    data = checked(data, rdf, path)
    try:
        yield from parse(data, format=rdf, base_iri=base_of(path), rename_blank_nodes=True)
    except (SyntaxError, ValueError) as error:
        raise _plain(error, path) from None


def open_store(paths: Iterable[Path], *, named: bool = False, limit: int = SIZE_LIMIT) -> Store:
    """An in-memory store of the files PATHS, whose default graph is the flat union of all their graphs.

    NAMED keeps the named graphs as well. InputError where a file cannot be read.
    """
    store = Store()
    for path in paths:
        data, rdf = read_bytes(path, limit), format_of(path)
        if named:
            quads = parse_quads(data, rdf, path=path)
            store.extend(quads)
            add_union(store, quads)
        else:
            _load_union(store, checked(data, rdf, path), rdf, path)
    return store


def stream_quads(path: Path) -> Iterator[Quad]:
    """The quads of the RDF file PATH one by one, blank nodes renamed apart, however large it is; InputError as ever.

    JSON-LD and RDF/XML are held whole to be checked, and so have the limit of other commands.
    """
    rdf = format_of(path)
    if rdf in (RdfFormat.JSON_LD, RdfFormat.RDF_XML):
        yield from read_quads(path)
        return
    try:
        with path.open("rb") as file:
            head = file.peek(1024)[:1024]  # a pipe cannot be read again
            checked(head, rdf, path)
            file.read(len(BOM) if head.startswith(BOM) else 0)
            yield from parse(file, format=rdf, base_iri=base_of(path), rename_blank_nodes=True)
    except OSError:
        read_bytes(path, SIZE_LIMIT)  # says what is wrong with the file
        raise
    except (SyntaxError, ValueError) as error:
        raise _plain(error, path) from None


def add_union(store: Store, quads: Iterable[Quad]) -> None:
    """Add QUADS to the default graph of STORE, whatever graphs they are in."""
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


def graph_names(quads: Iterable[Quad]) -> list[str]:
    """The IRIs of the named graphs of QUADS, sorted."""
    found = {quad.graph_name for quad in quads}
    return sorted(name.value for name in found if isinstance(name, NamedNode))


def _load_union(store: Store, data: bytes, rdf: RdfFormat, path: Path) -> None:
    """Load DATA flat; going through N-Triples is twice as fast as building each quad anew."""
    try:
        if rdf.supports_datasets:
            triples = (quad.triple for quad in parse(data, format=rdf, base_iri=base_of(path), rename_blank_nodes=True))
            flat = serialize(triples, format=RdfFormat.N_TRIPLES)
            store.load(flat or b"", format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
        else:
            store.load(data, format=rdf, base_iri=base_of(path), to_graph=DefaultGraph())
    except (SyntaxError, ValueError) as error:
        raise _plain(error, path) from None


def _plain(error: Exception, path: Path | None) -> InputError:
    """The parser's ERROR, shortened, with its place and a hint."""
    text = shorten(str(error)).rstrip(":")
    hint = next((hint for words, hint in HINTS if words in text), "")
    line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
    return InputError(f"{text}{': ' + hint if hint else ''}", path=path, line=line, column=column)


def _expected(found: re.Match[str]) -> str:
    """What Oxigraph expected: a telling phrase, the keywords, or the plain truth that it is not this."""
    if "Prefix not found" in found[0]:
        return "a prefix is used that no PREFIX line declares"
    phrase = re.search(r"The SELECT contains [^,\[]+|[A-Z][a-z]+ [a-z][^,\[]{8,}", found[0])
    if phrase:
        return phrase[0].strip()
    words = re.findall(r"\b[A-Z]{3,}\b", re.sub(r"\[[^\]]*\]", "", found[0]))
    return f"the grammar allows {', '.join(words[:4])} here" if words else "this is not what the grammar allows here"


def shorten(message: str) -> str:
    """A message of Oxigraph without its place, its list of everything that would have been right, and its tail."""
    text = _PLACE.sub("", message)
    text = re.sub(r"\s*\(line \d+\)$", "", text)
    text = re.sub(r"expected (?:one of )?(?=.*\[)[^.].*", _expected, text, flags=re.DOTALL)
    text = " ".join("".join(char if char.isprintable() else "\ufffd" for char in text).split())
    return text if len(text) <= MESSAGE_LIMIT else text[:MESSAGE_LIMIT] + " …"
