"""inspectkg query."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..streams import emit, say
from .completion import complete_name, complete_parameter
from .options import ANSWER_FORMATS, FILE, finite, format_option

if TYPE_CHECKING:
    from ..queries.answers import Answer
    from .asking import Asked


@click.command()
@click.argument("name", required=False, shell_complete=complete_name)
@click.option("--graph", "-g", "graphs", multiple=True, type=FILE, help="A graph's file, or a folder; may be repeated.")
@click.option("--endpoint", metavar="URL|NAME", help="Ask a SPARQL endpoint, or a profile of inspectkg.toml.")
@click.option(
    "--param",
    "-p",
    "pairs",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=complete_parameter,
    help="Narrow the question; may be repeated.",
)
@click.option("--describe", is_flag=True, help="Say what the question takes and gives, instead of asking it.")
@click.option("--labels", is_flag=True, help="Add the labels of nodes as columns of their own.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), callback=finite, metavar="SECONDS", help="Stop after so long."
)
@click.option("--no-cache", is_flag=True, help="Keep no large graph on disk for the next time.")
@format_option(ANSWER_FORMATS)
def query(  # noqa: PLR0913, PLR0917 - one for each option
    name: str | None,
    graphs: tuple[Path, ...],
    endpoint: str | None,
    pairs: tuple[str, ...],
    describe: bool,
    labels: bool,
    timeout: float | None,
    no_cache: bool,
    formats: tuple[str, ...],
) -> None:
    """Answer a saved question, or a SPARQL query of your own.

    NAME is a saved query, or a file that ends in .rq; without it, the saved queries are listed, each with the question
    that it answers. Without --graph or --endpoint, the graph of the two bundled articles is asked.

    --describe shows parameters with their values, columns and an example; as markdown, a page; as turtle, ntriples or
    jsonld, the query itself as RDF (without NAME, all of them).

    \b
    Examples:
      inspectkg query
      inspectkg query police-information-sharing
      inspectkg query ratings --describe
      inspectkg query ratings --graph inspections.trig --format csv=ratings.csv
    """
    from ..queries.formats import LABELLED, render
    from . import asking

    if endpoint and graphs:
        raise UsageError("--graph and --endpoint exclude each other: give the one to ask")
    wanted = asking.wanted_of(formats, graphs)
    if describe:
        for target in wanted:
            emit(_description(name, target.format), target.path)
        return
    if not name and (graphs or endpoint or pairs):
        raise UsageError("which question? Give its name; `inspectkg query` alone lists them")
    if name is None:
        answer = _listing()
        for target in wanted:
            emit(_catalogue() if target.format == "table" else render(answer, target.format), target.path)
        return
    parameters = asking.parameters_of(pairs)
    if endpoint:
        labelled = labels or any(target.format in LABELLED for target in wanted)
        asked = _ask_endpoint(name, endpoint, parameters, timeout, labelled=labelled)
    else:
        asked = asking.ask_files(name, graphs, parameters, seconds=timeout, kept=not no_cache)
    asking.put(asked, wanted, labels=labels)


def _ask_endpoint(
    name: str, url: str, parameters: dict[str, list[str]], seconds: float | None, *, labelled: bool
) -> Asked:
    """What the endpoint answers; the labels of its nodes are asked for only where they will be LABELLED."""
    from ..endpoints.asking import asker, stream_from_endpoint
    from ..endpoints.labelling import endpoint_labeller
    from ..endpoints.profiles import endpoint
    from ..queries.answers import Stream
    from ..queries.catalogue import load_query
    from ..queries.labelling import reference_labeller

    asked = asker(endpoint(url), seconds, note=say)
    answer = stream_from_endpoint(load_query(name), asked, parameters)
    if not labelled:
        return answer, reference_labeller()
    whole = answer.whole() if isinstance(answer, Stream) else answer
    return whole, endpoint_labeller(asked, whole)


def _listing() -> Answer:
    """The saved queries as a table: name, question, and the parameters that narrow it; then gaps, with the reason."""
    from pyoxigraph import Literal

    from ..queries.answers import Table
    from ..queries.catalogue import catalogue
    from ..queries.gaps import gaps

    answered = [
        (Literal(name), Literal(saved.question), Literal(" ".join(each.name for each in saved.parameters)), None)
        for name, saved in catalogue().items()
    ]
    named = [(None, Literal(gap.question), None, Literal(f"{gap.reason} {gap.instead}")) for gap in gaps()]
    return Table(("name", "question", "parameters", "gap"), (*answered, *named))


def _description(name: str | None, format: str) -> str:
    """What one query is and takes, or all are, in FORMAT."""
    from ..queries.catalogue import catalogue, load_query

    found = [load_query(name)] if name else list(catalogue().values())
    if format in ("turtle", "ntriples", "jsonld"):
        from ..queries.executables import executables
        from ..queries.formats import render

        return render(executables(found), format)
    if format == "markdown":
        from ..queries.pages import index, page

        return page(found[0]) if name else index(found)
    if format != "table":
        raise UsageError(f"a description has no {format}: choose one of table, markdown, turtle, ntriples, jsonld")
    from ..queries.describing import describe

    return "\n".join(describe(each) for each in found)


def _catalogue() -> str:
    from ..queries.describing import listing

    return listing()
