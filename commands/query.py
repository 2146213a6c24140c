"""inspectkg query."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..streams import emit, targets
from .options import ANSWER_FORMATS, FILE, WIDTH, format_option

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..queries.answers import Answer
    from .asking import Asked


def _query_names(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The saved queries whose names begin with INCOMPLETE, for the shell's completion."""
    from click.shell_completion import CompletionItem

    from ..queries.catalogue import catalogue

    return [CompletionItem(name) for name in sorted(catalogue()) if name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=_query_names)
@click.option("--graph", "-g", "graphs", multiple=True, type=FILE, help="A graph's file, or a folder; may be repeated.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of a file.")
@click.option(
    "--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="Narrow the question; may be repeated."
)
@click.option("--labels", is_flag=True, help="Add the labels of nodes as columns of their own.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Stop after so long.")
@click.option("--no-cache", is_flag=True, help="Keep no large graph on disk for the next time.")
@format_option(ANSWER_FORMATS)
def query(  # noqa: PLR0913, PLR0917 - one for each option
    name: str | None,
    graphs: tuple[Path, ...],
    endpoint: str | None,
    pairs: tuple[str, ...],
    labels: bool,
    timeout: float | None,
    no_cache: bool,
    formats: tuple[str, ...],
) -> None:
    """Answer a saved question, or a SPARQL query of your own.

    NAME is a saved query, or a file that ends in .rq; without it, the saved queries are listed, each with the question
    that it answers. Without --graph or --endpoint, the graph of the two bundled articles is asked.

    \b
    Examples:
      inspectkg query
      inspectkg query police-information-sharing
      inspectkg query ratings --graph inspections.trig --format csv=ratings.csv
    """
    from ..queries.formats import FORMATS, render
    from . import asking

    if endpoint and graphs:
        raise UsageError("--graph and --endpoint exclude each other: give the one to ask")
    wanted = targets(formats, FORMATS, "table")
    if not name and (graphs or endpoint or pairs):
        raise UsageError("which question? Give its name; `inspectkg query` alone lists them")
    if name is None:
        answer = _listing()
        for target in wanted:
            emit(_catalogue_text() if target.format == "table" else render(answer, target.format), target.path)
        return
    parameters = asking.parameters_of(pairs)
    if endpoint:
        asked = _ask_endpoint(name, endpoint, parameters, timeout)
    else:
        asked = asking.ask_files(name, graphs, parameters, seconds=timeout, kept=not no_cache)
    asking.put(asked, wanted, labels=labels)


def _ask_endpoint(name: str, url: str, parameters: dict[str, list[str]], seconds: float | None) -> Asked:
    from ..queries.catalogue import load_query
    from ..queries.endpoint import TIME_LIMIT, run_on_endpoint
    from ..queries.labelling import reference_labeller

    return run_on_endpoint(load_query(name), url, parameters, seconds=seconds or TIME_LIMIT), reference_labeller()


def _listing() -> Answer:
    """The saved queries as a table: name, question, and the parameters that narrow it."""
    from pyoxigraph import Literal

    from ..queries.answers import Table
    from ..queries.catalogue import catalogue

    rows = [
        (Literal(name), Literal(saved.question), Literal(" ".join(parameter.name for parameter in saved.parameters)))
        for name, saved in catalogue().items()
    ]
    return Table(("name", "question", "parameters"), tuple(rows))


def _catalogue_text() -> str:
    """The saved queries for people: each name with its question, and the parameters that narrow it."""
    import textwrap

    from ..queries.catalogue import catalogue

    found = catalogue()
    width = max(map(len, found)) + 2
    lines: list[str] = []
    for name, saved in found.items():
        question = textwrap.wrap(saved.question, WIDTH - width) or [""]
        narrowed = [" ".join(f"-p {parameter.name}=…" for parameter in saved.parameters)] if saved.parameters else []
        lines += [f"{name:<{width}}{question[0]}", *(" " * width + line for line in [*question[1:], *narrowed])]
    return "\n".join([*lines, "", "Ask one: inspectkg query NAME", ""])
