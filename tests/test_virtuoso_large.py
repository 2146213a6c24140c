"""Virtuoso over the graph of all our texts: every question, one value and two of every parameter (`make virtuoso`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import run_module
from given_values import SAMPLES, size, two_of_each
from query_texts import CASES, opened
from servers import has_virtuoso, virtuoso

from inspectkg.endpoints.asking import run_on_endpoint
from inspectkg.queries.answers import Answer
from inspectkg.queries.catalogue import Parameter, SavedQuery, load_query, names
from inspectkg.queries.choices import choices
from inspectkg.queries.parameters import Values, reference_labels
from inspectkg.queries.running import run

pytestmark = [
    pytest.mark.skipif(not has_virtuoso(), reason="Virtuoso is not installed: make virtuoso"),
    pytest.mark.skipif(not os.environ.get("INSPECTKG_TEST_LARGE"), reason="takes minutes: make virtuoso"),
]
MOST_TRIED = 40


@pytest.fixture(scope="module")
def url(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("virtuoso")
    with virtuoso(folder) as server:
        login = {"INSPECTKG_USER": server.user, "INSPECTKG_PASSWORD": server.password}
        done = run_module(["publish", "--graph", texts, "--store", server.store], folder, env=login)
        assert done.code == 0, done.err
        yield server.query


def there(query: SavedQuery, texts: Path, wanted: Values) -> Answer:
    return run(query, opened(texts, query.reference), wanted)


def value(query: SavedQuery, parameter: Parameter, texts: Path) -> dict[str, str]:
    """A value of PARAMETER for which there is an answer, narrower than the whole where there is such a one."""
    known = {case: wanted for case, wanted in CASES["case"].items() if case.partition(".")[0] == query.name}
    first = [str(wanted[parameter.name]) for wanted in known.values() if parameter.name in wanted]
    offered = [*first, *SAMPLES.get(parameter.name, []), *choices(parameter, reference_labels())]
    whole, best = size(there(query, texts, {})), ""
    for each in offered[:MOST_TRIED]:
        found = size(there(query, texts, {parameter.name: each}))
        if 0 < found < whole:
            return {parameter.name: each}
        best = best or (each if found else "")
    return {parameter.name: best or offered[0]}


@pytest.mark.parametrize("name", names())
def test_virtuoso_answers_as_the_embedded_store(name: str, texts: Path, url: str) -> None:
    """The whole question, the cases that are tested on files, a value of each parameter and two of each."""
    query = load_query(name)
    cases = [dict(wanted) for case, wanted in CASES["case"].items() if case.partition(".")[0] == name]
    one = [value(query, parameter, texts) for parameter in query.parameters]
    wanted: Values
    for wanted in [{}, *cases, *one, *two_of_each(query, opened(texts, query.reference))]:
        found = run_on_endpoint(query, url, wanted, seconds=100)
        assert found == there(query, texts, wanted), wanted
