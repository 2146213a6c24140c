"""inspectkg query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..streams import emit, say, targets
from .options import ANSWER_FORMATS, FILE, WIDTH, format_option

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..queries.answers import Answer


def _query_names(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The saved queries whose names begin with INCOMPLETE, for the shell's completion."""
    from click.shell_completion import CompletionItem

    from ..queries.catalogue import catalogue

    return [CompletionItem(name) for name in sorted(catalogue()) if name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=_query_names)
@click.option("--graph", "-g", "graphs", multiple=True, type=FILE, help="A graph's file; may be repeated.")
@click.option("--endpoint", metavar="URL|NAME", help="Ask a SPARQL endpoint, or a profile of inspectkg.toml.")
@click.option(
    "--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="Narrow the question; may be repeated."
)
@format_option(ANSWER_FORMATS)
def query(
    name: str | None, graphs: tuple[Path, ...], endpoint: str | None, pairs: tuple[str, ...], formats: tuple[str, ...]
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

    if endpoint and graphs:
        raise UsageError("--graph and --endpoint exclude each other: give the one to ask")
    wanted = targets(formats, FORMATS, "table")
    if not name and (graphs or endpoint or pairs):
        raise UsageError("which question? Give its name; `inspectkg query` alone lists them")
    answer = _answer(name, graphs, endpoint, _parameters(pairs)) if name else _listing()
    for target in wanted:
        text = _catalogue_text() if not name and target.format == "table" else render(answer, target.format)
        emit(text, target.path)


def _answer(name: str, graphs: Sequence[Path], endpoint: str | None, parameters: dict[str, list[str]]) -> Answer:
    """What files, or the endpoint, say to one query."""
    from ..queries.catalogue import load_query

    saved = load_query(name)
    if endpoint:
        from ..endpoints.asking import run_on_endpoint

        return run_on_endpoint(saved, endpoint, parameters, note=say)
    from ..queries.running import run_on_files

    return run_on_files(saved, graphs, parameters)


def _parameters(pairs: Iterable[str]) -> dict[str, list[str]]:
    """What `-p NAME=VALUE` gives: several values where a name is repeated."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, given, value = pair.partition("=")
        if not given:
            raise UsageError(f"--param {pair}: a name and a value were expected, as in -p body=Derby")
        found.setdefault(name, []).append(value)
    return found


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
