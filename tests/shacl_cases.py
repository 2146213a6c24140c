"""Random small shapes and graphs: a grammar of everything that the compiled engine claims to know.

Shapes are Turtle. Few nodes, classes and properties, so that what a shape asks often stands there, and often not.
What the engines are known to read differently (tests/engines/differences.toml) is left out: sh:inversePath of a
sequence, sh:minLength 0, and order among others than numbers, moments and texts, which stand at ex:m and ex:n alone.
"""

from __future__ import annotations

from hypothesis import strategies as st

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
"""
IRIS = st.sampled_from(["ex:a", "ex:b", "ex:c", "ex:d"])
CLASSES = st.sampled_from(["ex:A", "ex:B", "ex:C"])
PREDICATES = st.sampled_from(["ex:p", "ex:q", "ex:r"])
MEASURES = st.sampled_from(["ex:m", "ex:n"])
LITERALS = st.sampled_from(
    [
        *("1", "2", "-3", "1.0", "1.5", "2.0e0", "true", "false"),
        *('"1"', '"a"', '"ab"', '"A"', '""', '"a b"', '"1"^^xsd:byte', '"300"^^xsd:byte', '"01"^^xsd:integer'),
        *('"a"@en', '"a"@en-gb', '"b"@en', '"a"@de', '"x"^^ex:T', '"one"^^xsd:integer', '"maybe"^^xsd:boolean'),
        *('"2026-01-31"^^xsd:date', '"2026-02-28"^^xsd:date', '"2025-12-31"^^xsd:date'),
        *('"2026-01-31T10:00:00Z"^^xsd:dateTime', '"2026-01-31T11:00:00+02:00"^^xsd:dateTime'),
        *('"2026-01-31T10:00:00"^^xsd:dateTime', '"http://example.org/"^^xsd:anyURI', '"2.5"^^xsd:float'),
    ]
)
#: Literals that every engine compares alike.
ORDERED = st.sampled_from(
    [
        *("1", "2", "-3", "1.0", "1.5", "2.0e0", '"a"', '"ab"', '"2.5"^^xsd:float'),
        *('"2026-01-31T10:00:00Z"^^xsd:dateTime', '"2026-01-31T11:00:00+02:00"^^xsd:dateTime'),
    ]
)
TERMS = st.one_of(IRIS, LITERALS)
SUBJECTS = st.one_of(IRIS, st.sampled_from(["_:x", "_:y"]))


@st.composite
def graphs(draw: st.DrawFn) -> str:
    """A small graph in Turtle."""
    lines = [
        f"{draw(SUBJECTS)} {draw(PREDICATES)} {draw(st.one_of(SUBJECTS, LITERALS))} ."
        for _ in range(draw(st.integers(1, 12)))
    ]
    lines += [f"{draw(SUBJECTS)} {draw(MEASURES)} {draw(ORDERED)} ." for _ in range(draw(st.integers(0, 4)))]
    lines += [f"{draw(SUBJECTS)} a {draw(CLASSES)} ." for _ in range(draw(st.integers(1, 5)))]
    lines += ["ex:B rdfs:subClassOf ex:A ."] * draw(st.booleans())
    return HEAD + "\n".join(lines)


def listed(values: st.SearchStrategy[str], least: int = 1, most: int = 3) -> st.SearchStrategy[str]:
    """Lists of VALUES in Turtle."""
    return st.lists(values, min_size=least, max_size=most, unique=True).map(lambda some: f"( {' '.join(some)} )")


PATHS = st.recursive(
    PREDICATES,
    lambda inner: st.one_of(
        PREDICATES.map("[ sh:inversePath {} ]".format),
        listed(PREDICATES, 2).map("[ sh:inversePath [ sh:alternativePath {} ] ]".format),
        inner.map(lambda path: f"[ sh:zeroOrMorePath {path} ]"),
        inner.map(lambda path: f"[ sh:oneOrMorePath {path} ]"),
        inner.map(lambda path: f"[ sh:zeroOrOnePath {path} ]"),
        listed(inner, 2),
        listed(inner, 2).map(lambda members: f"[ sh:alternativePath {members} ]"),
    ),
    max_leaves=3,
)
KINDS = st.sampled_from(["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"])
DATATYPES = st.sampled_from(["integer", "byte", "decimal", "double", "boolean", "string", "date", "dateTime", "anyURI"])
PATTERNS = st.sampled_from(['"^a"', '"b$"', '"[0-9]+"', '"^.$"', '"A" ; sh:flags "i"', '"a.b" ; sh:flags "s"', '"^$"'])
BOUNDS = st.sampled_from(["0", "1", "2", "1.5", '"2026-01-31T09:30:00Z"^^xsd:dateTime'])
COUNTS = st.integers(0, 2)
LANGUAGES = listed(st.sampled_from(['"en"', '"de"', '"en-gb"']))

#: Constraints of any shape, and those of property shapes alone, that need no other shape.
PLAIN = st.one_of(
    CLASSES.map("sh:class {}".format),
    DATATYPES.map("sh:datatype xsd:{}".format),
    st.just("sh:datatype rdf:langString"),
    KINDS.map("sh:nodeKind sh:{}".format),
    listed(TERMS).map("sh:in {}".format),
    TERMS.map("sh:hasValue {}".format),
    PATTERNS.map("sh:pattern {}".format),
    st.integers(1, 2).map("sh:minLength {}".format),
    COUNTS.map("sh:maxLength {}".format),
    LANGUAGES.map("sh:languageIn {}".format),
    PREDICATES.map("sh:equals {}".format),
    PREDICATES.map("sh:disjoint {}".format),
    st.tuples(listed(PREDICATES), st.booleans()).map(
        lambda pair: "sh:closed true" + (f" ; sh:ignoredProperties {pair[0]}" if pair[1] else "")
    ),
)
OF_PROPERTIES = st.one_of(
    COUNTS.map("sh:minCount {}".format),
    COUNTS.map("sh:maxCount {}".format),
    st.just("sh:uniqueLang true"),
)
#: Constraints of what has an order.
COMPARING = st.one_of(
    st.tuples(st.sampled_from(["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"]), BOUNDS).map(
        lambda pair: f"sh:{pair[0]} {pair[1]}"
    ),
    MEASURES.map("sh:lessThan {}".format),
    MEASURES.map("sh:lessThanOrEquals {}".format),
)
SEVERITIES = st.sampled_from(["", "", "sh:severity sh:Warning ;", "sh:severity sh:Info ;", "sh:severity ex:Mine ;"])


@st.composite
def constraints(draw: st.DrawFn, depth: int, is_property: bool) -> str:
    """One to three constraints that may stand together."""
    choices = [PLAIN, *([OF_PROPERTIES] * is_property), *([asking(depth - 1, is_property)] * (depth > 0))]
    found = draw(st.lists(st.one_of(choices), min_size=1, max_size=3))
    once: dict[str, str] = {}
    for text in found:
        once.setdefault(text.split()[0], text)
    return " ; ".join(once.values())


@st.composite
def asking(draw: st.DrawFn, depth: int, is_property: bool) -> str:
    """A constraint whose parameters are shapes."""
    kind = draw(st.sampled_from(["node", "property", "not", "and", "or", "xone", *["qualified"] * is_property]))
    if kind == "node":
        return f"sh:node {draw(node_shapes(depth))}"
    if kind == "property":
        return f"sh:property {draw(property_shapes(depth))}"
    inner = st.one_of(node_shapes(depth), property_shapes(depth))
    if kind == "not":
        return f"sh:not {draw(inner)}"
    if kind == "qualified":
        limit = draw(st.sampled_from(["Min", "Max"]))
        return f"sh:qualifiedValueShape {draw(inner)} ; sh:qualified{limit}Count {draw(COUNTS)}"
    members = " ".join(draw(st.lists(inner, min_size=1, max_size=2)))
    return f"sh:{kind} ( {members} )"


@st.composite
def node_shapes(draw: st.DrawFn, depth: int) -> str:
    """A node shape without a name."""
    return f"[ a sh:NodeShape ; {draw(SEVERITIES)} {draw(constraints(depth, False))} ]"


@st.composite
def property_shapes(draw: st.DrawFn, depth: int) -> str:
    """A property shape without a name."""
    if draw(st.integers(0, 4)) == 0:
        return f"[ sh:path {draw(MEASURES)} ; {draw(SEVERITIES)} {draw(COMPARING)} ]"
    return f"[ sh:path {draw(PATHS)} ; {draw(SEVERITIES)} {draw(constraints(depth, True))} ]"


TARGETS = st.one_of(
    CLASSES.map("sh:targetClass {}".format),
    TERMS.map("sh:targetNode {}".format),
    PREDICATES.map("sh:targetSubjectsOf {}".format),
    PREDICATES.map("sh:targetObjectsOf {}".format),
)


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """A graph of shapes in Turtle."""
    lines: list[str] = []
    for number in range(draw(st.integers(1, 2))):
        path = draw(st.one_of(st.just(""), PATHS.map("sh:path {} ;".format)))
        kind = "sh:PropertyShape" if path else draw(st.sampled_from(["sh:NodeShape", "sh:NodeShape , rdfs:Class"]))
        body = draw(constraints(2, bool(path)))
        off = draw(st.sampled_from(["", "", "", "sh:deactivated true ;"]))
        lines.append(f"ex:S{number} a {kind} ; {draw(TARGETS)} ; {path} {draw(SEVERITIES)} {off} {body} .")
    return HEAD + "\n".join(lines)


# ------------------------------------------------------------------ queries

VARIABLES = st.sampled_from(["?a", "?b", "?value"])
NODES = st.one_of(st.just("$this"), VARIABLES)
QUERY_PATHS = st.one_of(PREDICATES, st.sampled_from(["ex:p/ex:q", "^ex:p", "ex:p|ex:q", "a", "ex:r+"]))
FILTERS = st.sampled_from(
    [
        *("?a != ?b", "isIRI(?a)", "?value = ex:a", "BOUND(?a)", "!BOUND(?b)", 'STR(?a) = "a"', "isLiteral(?value)"),
        *("STRLEN(STR(?value)) = 3", 'STRSTARTS(STR(?a), "0")', "SAMETERM(?value, 1)", "SAMETERM(?a, 1.0)"),
    ]
)
#: pyshacl takes these for anything at the end of a path of any length: see engines/differences.toml.
MISTAKEN = ('""', "false")
TRIPLES = (
    st.tuples(NODES, QUERY_PATHS, st.one_of(NODES, TERMS))
    .filter(lambda parts: parts[1] != "ex:r+" or parts[2] not in MISTAKEN)
    .map(" ".join)
)
BASIC = st.lists(TRIPLES, min_size=1, max_size=3).map(" . ".join)


@st.composite
def selects(draw: st.DrawFn) -> str:
    """A SELECT for sh:sparql, whose first pattern binds $this as it should."""
    first = f"$this {draw(QUERY_PATHS)} {draw(VARIABLES)}"
    parts = [f"{first} ."] if draw(st.booleans()) else [f"{{ {first} }} UNION {{ {draw(VARIABLES)} ex:q $this }}"]
    more = st.sampled_from(["basic", "optional", "exists", "not exists", "filter", "bind"])
    for kind in draw(st.lists(more, max_size=3)):
        inner = draw(BASIC)
        parts.append(
            {
                "basic": f"{inner} .",
                "optional": f"OPTIONAL {{ {inner} }}",
                "exists": f"FILTER EXISTS {{ {inner} }}",
                "not exists": f"FILTER NOT EXISTS {{ {inner} }}",
                "filter": f"FILTER ({draw(FILTERS)})",
                "bind": f"BIND (STR(?a) AS ?text{len(parts)})",
            }[kind]
        )
    distinct = draw(st.sampled_from(["", "DISTINCT "]))
    columns = draw(st.sampled_from(["$this", "$this ?value", "$this (?a AS ?value)", "$this (ex:p AS ?path) ?value"]))
    if "AS ?value" in columns and "?value" in " ".join(parts):
        columns = "$this ?value"
    if draw(st.integers(0, 4)) == 0:
        return f"SELECT $this WHERE {{ {' '.join(parts)} }} GROUP BY $this HAVING (COUNT(?a) > 1)"
    return f"SELECT {distinct}{columns} WHERE {{ {' '.join(parts)} }}"


@st.composite
def query_shapes(draw: st.DrawFn) -> str:
    """A graph of shapes whose one constraint is a query."""
    path = draw(st.one_of(st.just(""), PREDICATES.map("sh:path {} ;".format)))
    kind = "sh:PropertyShape" if path else "sh:NodeShape"
    query = draw(selects()).replace('"', "'")
    asked = f'[ a sh:SPARQLConstraint ; sh:prefixes ex: ; sh:select """{query}""" ]'
    declared = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
    return HEAD + f"{declared}\nex:S a {kind} ; {draw(TARGETS)} ; {path} {draw(SEVERITIES)} sh:sparql {asked} ."
