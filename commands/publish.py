"""inspectkg publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError, UsageError
from ..streams import emit, say
from .options import FILE

if TYPE_CHECKING:
    from ..endpoints.profiles import Endpoint
    from ..endpoints.record import Record
    from ..endpoints.storing import Store


@click.command()
@click.option("--graph", "-g", type=FILE, help="The graph's file.  [default: the graph of the bundled articles]")
@click.option("--store", metavar="URL|NAME", help="The Graph Store Protocol's address.")
@click.option("--update", metavar="URL|NAME", help="The SPARQL Update address, where there is no such store.")
@click.option("--endpoint", metavar="URL|NAME", help="The query address; without it, it is worked out or not needed.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--all", "every", is_flag=True, help="Put unchanged graphs again, too.")
@click.option("--flat", is_flag=True, help="Put all into the default graph, too, for stores that do not unite graphs.")
@click.option("--no-reference", is_flag=True, help="Leave out the whole reference data, which some questions ask.")
def publish(  # noqa: PLR0913, PLR0917 - one for each option
    graph: Path | None,
    store: str | None,
    update: str | None,
    endpoint: str | None,
    dry_run: bool,
    every: bool,
    flat: bool,
    no_reference: bool,
) -> None:
    """Put a graph into a store that others can ask.

    Each article has its named graph there. Only what changed since the last time is replaced; what is gone from the
    file is removed, if it was published from here. Broken off half-way, it goes on when it is run again. A name and
    password are taken from INSPECTKG_USER and INSPECTKG_PASSWORD, a profile of inspectkg.toml, or a netrc file.

    With --flat, the default graph holds each triple once: Oxigraph's server then answers as fast as a file. Say it at
    every run, or the default graph is emptied again.

    \b
    Examples:
      inspectkg publish --graph inspections.trig --store http://localhost:7878/store --flat
      inspectkg publish --graph inspections.trig --update http://localhost:3030/articles/update
      inspectkg query ratings --endpoint http://localhost:7878/query
    """
    from ..endpoints import publishing
    from ..endpoints.flat import flat_lines
    from ..endpoints.storing import DEFAULT
    from ..store import bundled_graph, read_quads

    if bool(store) == bool(update):
        raise UsageError("where to? Give --store, or --update where the store has no Graph Store Protocol")
    path = graph or bundled_graph()
    quads = read_quads(path)
    try:
        graphs = publishing.named_graphs(quads)
    except InputError as error:
        raise InputError(error.message, path=path, line=error.line, column=error.column) from None
    if not no_reference:
        graphs[publishing.REFERENCE] = publishing.reference_lines()
    if flat:
        graphs[DEFAULT] = flat_lines(quads, graphs.get(publishing.REFERENCE, ()))
    written, kept = _opened(store, update, endpoint, flat=flat)
    wanted = publishing.plan(graphs, kept.versions, every=every)
    if not dry_run:
        publishing.publish(graphs, wanted, kept, written, say)
    emit(wanted.lines() if dry_run else "")
    say(f"{'would be: ' if dry_run else ''}{wanted.summary()}")


def _opened(store: str | None, update: str | None, asked: str | None, *, flat: bool) -> tuple[Store, Record]:
    """The store to write into, and the record of what was published there; FLAT: its default graph may be taken."""
    from ..endpoints import flat as default_graph
    from ..endpoints import record
    from ..endpoints.asking import AGENT, asker
    from ..endpoints.opening import query_address, written_at
    from ..endpoints.storing import DEFAULT, GraphStore, UpdateStore
    from ..endpoints.transport import Transport

    profile = written_at(store or update or "", "store" if store else "update")
    address = profile.store if store else profile.update
    transport = Transport(profile.timeout, profile.login(address))
    if store:
        graph_store = GraphStore(address, transport, AGENT)
        kept = record.read_from_store(graph_store)
        if flat and DEFAULT not in kept.versions:
            default_graph.check_by_store(graph_store)
        return graph_store, kept
    questions: Endpoint = query_address(profile, asked)
    ask = asker(questions).whole
    kept = record.read_by_query(ask)
    if flat and DEFAULT not in kept.versions:
        default_graph.check_by_query(ask)
    return UpdateStore(address, transport, AGENT), kept
