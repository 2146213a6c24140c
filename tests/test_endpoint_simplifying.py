"""What is left of a question without its unset parameters means the same, over any graph and any values."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store
from saved_queries import SAMPLE

from inspectkg.endpoints.simplifying import without_unset
from inspectkg.queries import guard
from inspectkg.queries.answers import from_oxigraph
from inspectkg.queries.catalogue import SavedQuery, load_query, names
from inspectkg.queries.choices import choices
from inspectkg.queries.parameters import bind, reference_labels
from inspectkg.store import open_store

NODES = [NamedNode(f"https://example.org/{number}") for number in range(4)]
graphs = st.lists(st.tuples(*[st.sampled_from(NODES)] * 3), max_size=15).map(
    lambda triples: [Quad(subject, predicate, object) for subject, predicate, object in triples]
)
#: What a filter says of ?w where it is bound; strings hold what looks like SPARQL.
conditions = st.recursive(
    st.sampled_from(
        ["?s = ?w", "?o != ?w", "EXISTS { ?o ?any ?w }", "STR(?w) > STR(?s)", 'STR(?s) != "?w) || }"', "BOUND(?o)"]
    ),
    lambda inner: st.builds(
        str.format, st.sampled_from(["({} {} {})", "{} {} {}"]), inner, st.sampled_from(["||", "&&"]), inner
    ),
    max_leaves=4,
)
values = st.lists(st.sampled_from([*map(str, NODES), '"?w } UNDEF"', "<https://example.org/?w>", "UNDEF"]), max_size=3)
#: What a question may ask for such that each solution counts once, and such that it may count for each value.
PROJECTED = ["DISTINCT ?s", "DISTINCT ?s ?p ?o", "DISTINCT ?o ?t"]
BAGS = ["?s ?p ?o", "*", "DISTINCT *", "?s ?w", "(?w AS ?v)", "DISTINCT (COUNT(*) AS ?n)", "(COUNT(*) AS ?n)"]


@st.composite
def questions(draw: st.DrawFn) -> str:
    """A query with one parameter, ?w, and filters that ask whether it is given."""
    space = draw(st.sampled_from([" ", "\n", "  "]))
    block = f"VALUES{space}?w {{{space}{' '.join(draw(values) or ['UNDEF'])} }}"
    filters = [
        f"FILTER({draw(st.sampled_from(['!BOUND(?w) ||', '! bound( ?w )||']))} {condition})"
        for condition in draw(st.lists(conditions, min_size=1, max_size=3))
    ]
    more = draw(
        st.sampled_from(
            [
                "",
                "OPTIONAL { ?o ?q ?t }",
                "OPTIONAL { ?o ?q ?t FILTER(?t = ?w) }",
                "{ ?o ?q ?w }",
                'BIND("FILTER(!BOUND(?w) || 1" AS ?l)',
            ]
        )
    )
    projected = draw(st.sampled_from([*PROJECTED, *BAGS]))
    parts = draw(st.permutations(["?s ?p ?o .", block, *filters]))
    return f"SELECT {projected} {{ {' '.join(parts)} {more} }}\n"


def answers(text: str, quads: list[Quad], but: str = "") -> Counter[frozenset[tuple[str, str]]]:
    """The rows of TEXT over QUADS, as what is bound in each, but the variable BUT."""
    store = Store()
    store.extend(quads)
    result = store.query(text)
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    rows = ({(name, str(row[name])) for name in names if row[name] is not None and name != but} for row in result)
    return Counter(map(frozenset, rows))


@settings(max_examples=150)
@given(text=questions(), quads=graphs)
def test_the_shorter_question_has_the_same_rows(text: str, quads: list[Quad]) -> None:
    """Whether no value is given, one, several, or one that is a string; `*` may lose the parameter itself."""
    shorter = without_unset(text)
    but = "w" if "*" in text else ""
    assert answers(shorter, quads, but) == answers(text, quads, but)


@settings(max_examples=150)
@given(
    given_=st.lists(st.sampled_from([*map(str, NODES), '"?w \\"} \\\\"']), min_size=2, max_size=3, unique=True),
    conditions=st.lists(conditions, min_size=1, max_size=3),
    projected=st.sampled_from(PROJECTED),
    quads=graphs,
)
def test_several_values_become_one_filter(
    given_: list[str], conditions: list[str], projected: str, quads: list[Quad]
) -> None:
    """No VALUES are left, which hurt beside EXISTS; a solution passes if all filters hold for one of the values."""
    filters = " ".join(f"FILTER(!BOUND(?w) || ({condition}))" for condition in conditions)
    text = f"SELECT {projected} {{ VALUES ?w {{ {' '.join(given_)} }} ?s ?p ?o {filters} OPTIONAL {{ ?o ?q ?t }} }}\n"
    shorter = without_unset(text)
    assert not re.search(r"VALUES.*EXISTS", guard.blanked(shorter))
    assert answers(shorter, quads) == answers(text, quads)


@pytest.mark.parametrize("name", [name for name in names() if load_query(name).parameters])
def test_no_saved_question_is_sent_with_values_of_a_parameter(name: str) -> None:
    """Of each parameter two values are put into the filters, so that no server is asked what Virtuoso gets wrong."""
    query = load_query(name)
    for parameter in query.parameters:
        two = [*choices(parameter)][:2] or ["2025-01-01", "2026-01-01"]
        wanted = {parameter.name: two if parameter.type != "iri" else ["finding:a", "finding:b"]}
        sent = guard.blanked(without_unset(guard.without_comments(bind(query, wanted, [reference_labels]))))
        assert f"?{parameter.variable}" not in sent and " || (" in sent, parameter.name


@settings(max_examples=100)
@given(name=st.sampled_from(names()), data=st.data())
def test_given_parameters_are_put_in(name: str, data: st.DataObject) -> None:
    """Of the values that were given, none is lost; what is left is a query."""
    query = load_query(name)
    strings = [each for each in query.parameters if each.type == "string" and not each.choices]
    given_ = {each.name: data.draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)) for each in strings}
    bound = guard.without_comments(bind(query, given_, [reference_labels]))
    shorter = without_unset(bound)
    assert guard.check(shorter) == query.form
    assert "UNDEF" not in guard.blanked(shorter)
    Store().query(shorter)


# ---------------------------------------------------------------- saved questions


@pytest.mark.parametrize("name", names())
def test_leaving_out_unset_parameters_changes_nothing(name: str) -> None:
    """The shorter question has the rows of the whole one, and no block of UNDEF is left."""
    query = load_query(name)
    shorter = without_unset(guard.without_comments(query.text))
    assert "UNDEF" not in shorter
    changed = SavedQuery(name, shorter, query.form, query.path, own=True)
    store = open_store([SAMPLE])
    left = from_oxigraph(changed, store.query(shorter))
    right = from_oxigraph(changed, store.query(query.text))
    assert left == right


def test_a_filter_that_says_more_is_kept() -> None:
    """Only what holds while the variable is unbound may go."""
    text = "SELECT ?x { VALUES ?w { UNDEF } ?x ?p ?o FILTER(!BOUND(?w) || ?x = ?w && ?o = 1) }\n"
    assert without_unset(text) == text
    used = "SELECT ?x { VALUES ?w { UNDEF } ?x ?p ?w FILTER(!BOUND(?w) || ?x = ?w) }\n"
    assert without_unset(used) == used


def test_a_parameter_that_is_given_needs_no_test_whether_it_is() -> None:
    """The filter keeps what it says of the value."""
    text = "SELECT ?x { VALUES ?w { 1 } ?x ?p ?o FILTER(!BOUND(?w) || EXISTS { ?x ?q ?w }) FILTER(?o = 1) }\n"
    assert without_unset(text) == text.replace("!BOUND(?w) ||", "")
    both = "SELECT ?x { VALUES ?w { 1 UNDEF } ?x ?p ?o FILTER(!BOUND(?w) || ?o = ?w) }\n"
    assert without_unset(both) == both


def test_one_value_is_put_where_it_stands() -> None:
    """Several values keep their block, and so does a variable that is bound anew or asked for."""
    one = 'SELECT ?a { ?a ?b ?c VALUES ?w { "x{?w"^^<u:t> } FILTER(!BOUND(?w) || EXISTS { ?a <u:p> ?w }) }'
    assert without_unset(one).split() == 'SELECT ?a { ?a ?b ?c FILTER( EXISTS { ?a <u:p> "x{?w"^^<u:t> }) }'.split()
    for kept in (
        "SELECT ?a { ?a ?b ?c VALUES ?w { <u:a> <u:b> } FILTER(?c = ?w) }",
        "SELECT ?w { ?a ?b ?c VALUES ?w { <u:a> } FILTER(?c = ?w) }",
    ):
        assert without_unset(kept).strip() == kept
