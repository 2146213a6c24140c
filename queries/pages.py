"""A page of Markdown for each saved query, with its answer on the bundled graph, and an index of them by subject."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from ..ontology.loading import reference_files
from ..store import bundled_graph, open_store
from .answers import Table, Verdict
from .catalogue import Parameter, SavedQuery, catalogue
from .choices import bases, call, choices, example, form, things
from .formats import render
from .gaps import gaps
from .layout import shown
from .running import run

SUBJECTS: Final = Path(__file__).parent / "subjects.toml"
#: How much of an answer is shown: rows, lines of Turtle, characters of a cell.
ROWS: Final = 8
LINES: Final = 40
CELL: Final = 90
#: More values than these stand on a page of their own.
LISTED: Final = 30
INDEX: Final = """\
Ask one with `inspectkg query NAME`, of your own graph with `--graph FILE`. Each page has the parameters, the SPARQL and
the answer on the graph of the two bundled articles."""
VALUES: Final = """\
A parameter takes the slug or the label, in any case; several are divided by commas, or the parameter is given several
times. Beside these, it takes whatever your own graph has: people, bodies that the lists lack."""
SOURCE: Final = """\
Header and query: [queries/{name}.rq](../../queries/{name}.rq). [All questions](README.md) · [values of
parameters](values.md)"""
MADE: Final = "<!-- Made by `make pages` from the query's header and its answer on the bundled graph: edit those. -->"


def pages() -> dict[str, str]:
    """Each file of the folder of pages, by its name: one a query, the values of parameters, and the index."""
    queries = catalogue()
    made = {f"{name}.md": page(query) for name, query in queries.items()}
    return {**made, "values.md": values(queries.values()), "README.md": index(queries.values())}


def page(query: SavedQuery) -> str:
    """The page of QUERY, with its answer on the bundled graph."""
    store = _bundled(query.reference)
    given, asked = example(query, store), query.question or query.summary
    blocks = [
        f"# {query.name}",
        MADE if query.own else "",
        f"**{_escaped(asked)}**" if asked else "",
        _escaped(query.description),
        "```sh\n" + "".join(f"{line}\n" for line in dict.fromkeys([call(query, {}), call(query, given)])) + "```",
        _parameters(query),
        _columns(query),
        "## Answer",
        _answer(query, store),
        "## SPARQL",
        f"```sparql\n{query.sparql}```",
        SOURCE.format(name=query.name) if query.own else "",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


@cache
def _bundled(reference: bool) -> Store:
    return open_store([bundled_graph(), *(reference_files() if reference else [])])


def index(queries: Iterable[SavedQuery]) -> str:
    """The index of QUERIES by subject, and the questions that none answers."""
    filed: dict[str, list[SavedQuery]] = {}
    for query in queries:
        filed.setdefault(subject(query), []).append(query)
    blocks = [
        "# Saved questions",
        MADE,
        INDEX,
    ]
    for title in _subjects():
        rows = [f"| [{query.name}]({query.name}.md) | {_escaped(query.question)} |" for query in filed.get(title, [])]
        blocks += [f"## {title}", "\n".join(["| question | asks |", "|---|---|", *rows])]
    blocks.append("## Not answered by the graph")
    blocks += [f"- **{_escaped(gap.question)}** {_escaped(gap.reason)} {_escaped(gap.instead)}" for gap in gaps()]
    return "\n\n".join(blocks) + "\n"


def values(queries: Iterable[SavedQuery]) -> str:
    """The values that parameters of QUERIES may have, by scheme and kind."""
    found = dict(sorted({pair for query in queries for each in query.parameters for pair in bases(each).items()}))
    blocks = [
        "# Values of parameters",
        MADE,
        VALUES,
    ]
    for name, base in found.items():
        rows = [f"| `{slug}` | {_escaped(label)} |" for slug, label in things(base).items()]
        blocks += [f"## {name}", "\n".join(["| slug | label |", "|---|---|", *rows])]
    return "\n\n".join(blocks) + "\n"


def subject(query: SavedQuery) -> str:
    """The subject that QUERY is filed under: that of the first of its tags that any has."""
    titles = {tag: title for title, tags in _subjects().items() for tag in tags}
    return next(titles[tag] for tag in query.tags if tag in titles)


def _subjects() -> dict[str, list[str]]:
    found = tomllib.loads(SUBJECTS.read_text("utf-8"))["subject"]
    return {entry["title"]: entry["tags"] for entry in found}


def _parameters(query: SavedQuery) -> str:
    if not query.parameters:
        return ""
    rows = [f"| `{each.name}` | {_escaped(each.meaning)} | {_takes(each)} |" for each in query.parameters]
    lead = "Each may be left out, or given several times."
    return "\n".join(["## Parameters", "", lead, "", "| parameter | narrows to | takes |", "|---|---|---|", *rows])


def _takes(parameter: Parameter) -> str:
    found = choices(parameter)
    default = f"; `{parameter.default}` where none is given" if parameter.default else ""
    if not found:
        return _escaped(form(parameter)) + default
    if len(found) <= LISTED:
        return ", ".join(f"`{value}`" for value in found) + default
    listed = [f"[{name}](values.md#{name})" for name, base in bases(parameter).items() if things(base)]
    return f"a slug or label of {', '.join(listed)}{default}"


def _columns(query: SavedQuery) -> str:
    if not query.columns:
        return ""
    rows = [f"| `{name}` | {_escaped(meaning)} |" for name, meaning in query.columns.items()]
    return "## Columns\n\n| column | holds |\n|---|---|\n" + "\n".join(rows)


def _answer(query: SavedQuery, store: Store) -> str:
    """What QUERY gives on the bundled graph, cut to what fits a page."""
    answer = run(query, store)
    if isinstance(answer, Verdict):
        return render(answer).strip()
    if isinstance(answer, Table):
        if not answer.rows:
            return "No rows on the graph of the two bundled articles."
        count = len(answer.rows)
        lead = f"The first {ROWS} of {count} rows" if count > ROWS else f"{count} row{'s' if count > 1 else ''}"
        return f"{lead} on the graph of the two bundled articles:\n\n{_rows(answer)}"
    lines = [line for line in render(answer, "turtle").splitlines() if line and not line.startswith("@prefix")]
    body = "\n".join(line.replace("\t", "    ") for line in lines[:LINES])
    lead = f"The first {LINES} of {len(lines)} lines, without the prefixes, on the graph of the two bundled articles:"
    return f"{lead}\n\n```turtle\n{body}\n```"


def _rows(table: Table) -> str:
    lines = [list(table.columns), ["---"] * len(table.columns)]
    lines += [[_cell(shown(term)) for term in row] for row in table.rows[:ROWS]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    words = " ".join(text.split())
    return _escaped(words if len(words) <= CELL else words[:CELL].rsplit(" ", 1)[0] + " …")


def _escaped(text: str) -> str:
    """TEXT as Markdown that shows just that."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
