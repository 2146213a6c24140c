"""What uses each term of the ontology: which rules, shapes, queries, articles and files of reference data.

As a script it rewrites docs/terms.md (`make terms`), and writes every single use to the CSV file that it is given.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from inspectkg.ontology.loading import ontology_files, reference_files
from inspectkg.ontology.namespaces import CONCEPT, IKG, PREFIXES
from inspectkg.queries.catalogue import catalogue
from inspectkg.queries.guard import without_comments
from inspectkg.store import read_quads

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
DOCUMENT = CHECKOUT / "docs" / "terms.md"
EXCEPTIONS: list[dict[str, Any]] = tomllib.loads((HERE / "terms.toml").read_text("utf-8"))["exception"]
USERS = ("rule", "shape", "query", "article", "reference")
#: Keys of a rule that hold words of articles, not terms.
WORDS = ("pattern", "examples", "counterexamples", "id", "label", "note")
PREFIXED = re.compile(r"(?<![\w:/])([a-z][a-z-]*):([A-Za-z][\w-]*)")
FULL = re.compile(rf"<?({re.escape(IKG)}[A-Za-z]+|{re.escape(CONCEPT)}[a-z-]+/[a-z0-9-]+)")

LEAD = """\
Each class, property and datatype of the [ontology](../ontology/inspectkg.ttl) and each concept: whether an article of
`loader/articles/`, `tests/texts/` or `tests/corpus/known/` says it, whether the reference data uses it, which shapes
check it, and which [questions](queries/README.md) ask for it. `make terms` also writes `out/terms.csv`, with every
article and every rule of the loader that tells it. A term that nothing uses fails the tests, unless `tests/terms.toml`
has a reason."""
#: By whom (one of USERS) and the name of the user -> the terms that it uses.
Uses = dict[tuple[str, str], set[str]]


def terms() -> dict[str, str]:
    """Each class, property, datatype and concept of ours, as a prefixed name, with its definition or label."""
    found: dict[str, str] = {}
    for path in [*ontology_files(), *reference_files()]:
        for quad in read_quads(path):
            name = prefixed(quad.subject)
            if name and quad.predicate.value in (PREFIXES["skos"] + "definition", PREFIXES["skos"] + "prefLabel"):
                told = quad.object.value if isinstance(quad.object, Literal) else ""
                found[name] = told if quad.predicate.value.endswith("definition") else found.get(name, told)
    return dict(sorted(found.items(), key=lambda item: (not item[0].startswith("ikg:"), item[0].casefold())))


def prefixed(term: object) -> str:
    """TERM as ikg:name or scheme:slug; empty where it is none of our terms."""
    text = term.value if isinstance(term, NamedNode) else term if isinstance(term, str) else ""
    if text.startswith(IKG) and len(text) > len(IKG):
        return f"ikg:{text.removeprefix(IKG)}"
    found = re.fullmatch(rf"{re.escape(CONCEPT)}([a-z-]+)/([a-z0-9-]+)", text)
    return f"{found[1]}:{found[2]}" if found else ""


def named(text: str) -> set[str]:
    """The terms that TEXT names, by prefix or in full."""
    known = {f"{prefix}:{local}" for prefix, local in PREFIXED.findall(text) if prefix in PREFIXES}
    return {prefixed(PREFIXES[name.split(":")[0]] + name.split(":")[1]) for name in known} | {
        prefixed(iri) for iri in FULL.findall(text)
    }


def used(quads: Iterable[Quad]) -> set[str]:
    """The terms that QUADS use: as property, class, value or datatype, and in queries written in them."""
    found: set[str] = set()
    for quad in quads:
        found |= {prefixed(quad.predicate), prefixed(quad.object)}
        if isinstance(quad.object, Literal):
            found.add(prefixed(quad.object.datatype))
    return found


def by_queries() -> Uses:
    return {("query", name): named(without_comments(query.text)) for name, query in catalogue().items()}


def by_shapes() -> Uses:
    found: Uses = defaultdict(set)
    for path in sorted((CHECKOUT / "shapes").glob("*.ttl")):
        quads = read_quads(path)
        held: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            held[quad.subject.value].append(quad)  # type: ignore
        for shape, own in held.items():
            if shape.startswith(PREFIXES["shape"]):
                every = [*own, *_hanging(own, held)]
                texts = (
                    q.object.value  # type: ignore
                    for q in every
                    if q.predicate.value in (PREFIXES["sh"] + "select", PREFIXES["sh"] + "ask")
                )
                found["shape", shape.removeprefix(PREFIXES["shape"])] |= used(every) | named(" ".join(texts))
    return found


def _hanging(quads: list[Quad], held: dict[str, list[Quad]]) -> Iterator[Quad]:
    """What hangs at QUADS by blank nodes: paths, lists."""
    for quad in quads:
        if not isinstance(quad.object, NamedNode | Literal) and quad.object.value in held:  # type: ignore
            below = held[quad.object.value]  # type: ignore
            yield from below
            yield from _hanging(below, held)


def by_reference() -> Uses:
    """What the reference data says with our terms, or of another thing: a concept's own block is no use of it."""
    return {
        ("reference", path.name): used(
            q for q in read_quads(path) if q.predicate.value != PREFIXES["skos"] + "inScheme"
        )
        for path in reference_files()
    }


def by_rule_files(known: Iterable[str]) -> Uses:
    """The concepts that rules tell by their slugs."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for term in known:
        slugs[term.partition(":")[2]].add(term)
    found: Uses = defaultdict(set)
    for path in sorted((CHECKOUT / "loader" / "rules").glob("*.toml")):
        for kind, entries in tomllib.loads(path.read_text("utf-8")).items():
            for entry in entries if isinstance(entries, list) else []:
                told = [value for key, value in entry.items() if key not in WORDS]
                values = {each for value in told for each in (value if isinstance(value, list) else [value])}
                found["rule", f"{kind}-{entry.get('id', '')}"] |= {
                    term for value in values if isinstance(value, str) for term in slugs.get(value, ())
                }
    return found


def by_articles(graph: Path) -> Uses:
    """What each article of GRAPH has, and each rule that made a claim in one: the claim's terms and its statement's."""
    found: Uses = defaultdict(set)
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in read_quads(graph):
        graphs[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""].append(quad)
    for quads in graphs.values():
        file = next((q.object.value for q in quads if q.predicate.value == IKG + "fileName"), "")  # type: ignore
        if not file:  # links between articles, and the reference data that they touch
            continue
        found["article", file] |= used(quads)
        held: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            held[quad.subject.value].append(quad)  # type: ignore
        for claim in [q for q in quads if q.predicate.value == IKG + "rule"]:
            own = held[claim.subject.value]  # type: ignore
            told = [q for each in own if each.predicate.value == IKG + "asserts" for q in held[each.object.value]]  # type: ignore
            found["rule", claim.object.value.rsplit("/", 1)[1]] |= used([*own, *told])  # type: ignore
    return found


def coverage(graph: Path) -> dict[str, dict[str, list[str]]]:
    """Each term, and by whom it is used: the names of the rules, shapes, queries, articles and files."""
    known = terms()
    uses = [by_queries(), by_shapes(), by_reference(), by_rule_files(known), by_articles(graph)]
    found = {term: {user: set[str]() for user in USERS} for term in known}
    for each in uses:
        for (user, name), names in each.items():
            for term in names & known.keys():
                found[term][user].add(name)
    return {term: {user: sorted(names) for user, names in by.items()} for term, by in found.items()}


def unused(covered: dict[str, dict[str, list[str]]]) -> list[str]:
    """The terms that nothing uses."""
    return [term for term, by in covered.items() if not any(by.values())]


def excused(term: str) -> str:
    """Why TERM may be unused; empty where it may not."""
    return next((each["reason"] for each in EXCEPTIONS if any(fnmatch(term, like) for like in each["terms"])), "")


def document(covered: dict[str, dict[str, list[str]]]) -> str:
    """What uses each term, as Markdown: shapes and queries by name, the rest as yes or no, which changes seldom."""
    known = terms()
    lines = [
        "# Terms, and what uses them",
        "",
        "<!-- Made by `make terms`. -->",
        "",
        LEAD,
        "",
    ]
    for scheme in dict.fromkeys(term.partition(":")[0] for term in known):
        lines += [f"## {scheme}", "", "| term | articles | reference | shapes | questions |", "|---|---|---|---|---|"]
        for term in (term for term in known if term.startswith(f"{scheme}:")):
            by = covered[term]
            yes = ["yes" if by[user] else "" for user in ("article", "reference")]
            asked = " ".join(f"[{name}](queries/{name}.md)" for name in by["query"][:4])
            more = f" and {len(by['query']) - 4} more" if len(by["query"]) > 4 else ""
            shapes = " ".join(f"`{name}`" for name in by["shape"][:3])
            others = f" and {len(by['shape']) - 3} more" if len(by["shape"]) > 3 else ""
            lines.append(f"| `{term}` | {' | '.join(yes)} | {shapes}{others} | {asked}{more} |")
        lines.append("")
    lines += ["## Not used, and why", ""]
    lines += [f"- `{term}`: {excused(term)}" for term in unused(covered)]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    import csv
    import tempfile

    import query_texts

    with tempfile.TemporaryDirectory() as temporary:
        made = coverage(query_texts.graph(Path(temporary)))
    DOCUMENT.write_text(document(made), "utf-8", newline="\n")
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["term", "by", "name"])
        writer.writerows(
            (term, user, name) for term, by in made.items() for user, names in by.items() for name in names
        )
