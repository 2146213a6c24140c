"""What a saved query is and takes, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import Store

from ..paragraphs import wrapped
from ..store import bundled_graph, open_store
from .catalogue import Parameter, SavedQuery, catalogue
from .choices import bases, call, choices, example, form, things
from .gaps import gaps

#: More values than these are not listed at a terminal.
LISTED: Final = 30


def describe(query: SavedQuery, store: Store | None = None) -> str:
    """QUERY's question, traps, columns, parameters and an example that has an answer in STORE (the bundled graph)."""
    store = open_store([bundled_graph()]) if store is None else store
    blocks = [
        [query.name],
        wrapped(query.question or query.summary, "  ") + wrapped(query.description, "  "),
        _listed("Columns", query.columns),
        _parameters(query),
        ["Example", f"  {call(query, example(query, store))}"],
        ["SPARQL", f"  {query.path}"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def listing() -> str:
    """All saved queries: each name with its question, and the parameters that narrow it; then what cannot be asked."""
    found = catalogue()
    width = max(map(len, found)) + 2
    lines: list[str] = []
    for name, saved in found.items():
        narrowed = [" ".join(f"-p {parameter.name}=…" for parameter in saved.parameters)] if saved.parameters else []
        lines += wrapped(saved.question, f"{name:<{width}}") + [" " * width + line for line in narrowed]
    lines += ["", "Not answered by the graph, and why:"]
    for gap in gaps():
        lines += [*wrapped(gap.question, "  "), *wrapped(f"{gap.reason} {gap.instead}", "    ")]
    return "\n".join([*lines, "", "Ask one: inspectkg query NAME; what it takes: inspectkg query NAME --describe", ""])


def _listed(title: str, entries: Mapping[str, str]) -> list[str]:
    """TITLE, and each of ENTRIES with what it means beside it."""
    if not entries:
        return []
    width = max(map(len, entries)) + 4
    lines = [title]
    for name, meaning in entries.items():
        lines += wrapped(meaning, f"  {name:<{width - 2}}") or [f"  {name}"]
    return lines


def _parameters(query: SavedQuery) -> list[str]:
    if not query.parameters:
        return []
    entries = {f"-p {each.name}=…": f"{each.meaning or each.name}: {_takes(each)}" for each in query.parameters}
    return _listed("Parameters, each of which may be left out or repeated", entries)


def _takes(parameter: Parameter) -> str:
    """What PARAMETER may be, its values where they are few, else how many there are of each kind."""
    default = f"; {parameter.default} where none is given" if parameter.default else ""
    found = choices(parameter)
    if found and len(found) <= LISTED:
        return ", ".join(found) + default
    if not found:
        return form(parameter) + default
    counted = [f"{len(things(base))} of kind {name}" for name, base in bases(parameter).items()]
    return f"a slug or label, as {next(iter(found))}: there are {', '.join(counted)}{default}"
