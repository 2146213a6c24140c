"""The release: what is committed is what is made, keeps its promises, and is fit for browsers and programs."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
import rdflib
from lxml import html
from lxml.etree import fromstring

from inspectkg import __version__
from inspectkg.errors import RuleError
from inspectkg.ontology.loading import concept_files, ontology_files
from inspectkg.ontology.namespaces import BASE, CONCEPT, IKG, PREFIXES
from inspectkg.publication import release
from inspectkg.publication.compatibility import broken_promises
from inspectkg.publication.diagram import boxes
from inspectkg.publication.statements import Index, parts, published
from inspectkg.publication.uses import terms_in
from inspectkg.store import FORMATS

FOLDER = release.FOLDER
PAGES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
HOME = release.settings()["home"]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return release.files()


def test_the_committed_release_is_what_is_made(made):
    """`make release` after each change of terms, shapes, questions or the changelog."""
    committed = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert sorted(committed) == sorted(made)
    assert [name for name in made if made[name] != committed[name]] == []


def test_the_same_bytes_at_every_run(made):
    """Whatever order Python's sets have."""
    code = (
        "import hashlib; from inspectkg.publication.release import files; "
        "print(hashlib.sha256(repr(sorted(files().items())).encode()).hexdigest())"
    )
    expected = hashlib.sha256(repr(sorted(made.items())).encode()).hexdigest()
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    run = subprocess.run([sys.executable, "-c", code], env=elsewhere, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == expected


def test_nothing_tells_of_the_machine(made):
    """No path and no address of the place where it was made."""
    for name, data in made.items():
        assert not re.search(rb"file://|localhost|127\.0\.0\.1|/home/|/tmp/|/root/", data), name


# ---------------------------------------------------------------------- promises
def test_the_ontology_keeps_what_was_promised():
    """A term of the last release that has to go is deprecated first."""
    assert broken_promises(release.last_release(), excused=release.excused()) == []


TERM = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("dcterms", "ikg", "owl", "rdfs", "skos"))
ONE = 'ikg:one a owl:ObjectProperty ; skos:definition "One."@en ; rdfs:range skos:Concept .\n'
TWO = 'ikg:two a owl:ObjectProperty ; skos:definition "Two."@en .\n'
GONE = ONE.replace(" .\n", " ; owl:deprecated true ; dcterms:isReplacedBy ikg:two .\n")


def index(text: str) -> Index:
    return Index(ox.parse(TERM + text, format=ox.RdfFormat.TURTLE))


@pytest.fixture
def promised(tmp_path):
    """What breaks the promises of a release with one text of Turtle, in an ontology with another."""

    def call(then: str, now: str, **excused) -> list[str]:
        folder = tmp_path / "1.0.0"
        folder.mkdir()
        (folder / "ontology.ttl").write_text(TERM + then, "utf-8")
        (folder / "concepts.ttl").write_text("", "utf-8")
        return broken_promises(folder, index(now), **excused)

    return call


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (ONE + TWO, TWO, "was in 1.0.0 and is gone"),
        (ONE, ONE.replace("One.", "Another."), "skos:definition is not that of 1.0.0"),
        (ONE, ONE.replace("range skos:Concept", "range skos:ConceptScheme"), "rdfs:range is not that of 1.0.0"),
        (ONE, ONE.replace("ObjectProperty", "DatatypeProperty"), "rdf:type is not that of 1.0.0"),
        (ONE, GONE, "names no term that is in use"),
        (GONE + TWO, ONE + TWO, "no longer is"),
    ],
)
def test_a_broken_promise_is_told(promised, then, now, words):
    """With the term, and what to do."""
    (problem,) = promised(then, now)
    assert problem.startswith(f"{IKG}one: ")
    assert words in problem


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (ONE, ONE + TWO),
        (ONE, GONE + TWO),
        (ONE, ONE.replace(" .\n", ' ; skos:altLabel "first"@en ; skos:scopeNote "A note."@en .\n')),
        (ONE, ONE.replace('"One."', '"One."').replace(" ; ", " ;\n  ")),
    ],
)
def test_what_keeps_the_promises(promised, then, now):
    """New terms, deprecated ones, and more said of a term."""
    assert promised(then, now) == []


def test_a_term_may_be_excused(promised):
    """With a reason in publication.toml."""
    assert promised(ONE, TWO, excused=[IKG + "one"]) == []


def test_the_last_release_is_the_newest_by_number(tmp_path):
    """10 comes after 9; what is newer than this version, and other folders, do not count."""
    for name in ("0.9.0", "0.10.0", "1.0.0", "drafts"):
        (tmp_path / name).mkdir()
    assert release.last_release(tmp_path, "0.11.0") == tmp_path / "0.10.0"
    assert release.last_release(tmp_path, "0.9.0") == tmp_path / "0.9.0"
    assert release.last_release(tmp_path, "0.1.0") is None


def test_versions_that_differ_are_refused(monkeypatch):
    """The program, the ontology, the citation and the changelog are of one version."""
    monkeypatch.setattr(release, "__version__", "0.2.0")
    with pytest.raises(RuleError, match=r"CITATION\.cff: version is not 0\.2\.0"):
        release.files()
    with pytest.raises(RuleError, match=r"CHANGELOG\.md has no section 0\.2\.0"):
        release.changelog()


# ---------------------------------------------------------------------- data
@pytest.mark.parametrize("part", parts())
def test_every_format_says_the_same(part):
    """Read by Oxigraph, and Turtle by rdflib too."""
    sizes = set()
    for suffix in (".ttl", ".nt", ".jsonld", ".rdf"):
        triples = ox.Dataset(ox.parse(path=str(FOLDER / f"{part}{suffix}"), format=FORMATS[suffix]))
        triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        sizes.add(frozenset(map(str, triples)))
    assert len(sizes) == 1
    assert len(rdflib.Graph().parse(FOLDER / f"{part}.ttl")) == len(next(iter(sizes)))


def test_the_context_reads_what_it_names():
    """Links are links, dates are dates; properties keep their prefix, as in Turtle."""
    context = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]
    document = {
        "@context": context, "@id": "pledge:x", "@type": "ikg:Pledge", "ikg:pledger": "agency:hmpps",
        "ikg:deadlineLatest": "2026-03-31", "ikg:unit": "unit:officers", "ikg:value": "1300",
    }  # fmt: skip
    found = {quad.predicate.value: quad.object for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)}
    assert found[IKG + "pledger"] == ox.NamedNode(PREFIXES["agency"] + "hmpps")
    assert found[IKG + "unit"] == ox.NamedNode(PREFIXES["unit"] + "officers")
    assert found[IKG + "deadlineLatest"] == ox.Literal("2026-03-31", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    assert found[PREFIXES["rdf"] + "type"] == ox.NamedNode(IKG + "Pledge")
    assert found[IKG + "value"] == ox.Literal("1300", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))


def test_the_description_tells_the_files_as_they_are(made):
    """Size and checksum of each file that it names, and the number of statements."""
    graph = rdflib.Graph().parse(FOLDER / "void.ttl")
    named = [(str(file), str(url)) for file, url in graph.subject_objects(rdflib.DCAT.downloadURL)]
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    told: dict[str, tuple[int, str]] = {}
    for file, url in named:
        size = graph.value(rdflib.URIRef(file), rdflib.DCAT.byteSize)
        checksum = graph.value(graph.value(rdflib.URIRef(file), spdx.checksum), spdx.checksumValue)
        told[url.removeprefix(RELEASE)] = (int(str(size)), str(checksum).lower())
    assert {"ontology.ttl", "shapes.rdf", "context.jsonld", "index.html"} <= set(told)
    for name, (size, checksum) in told.items():
        assert (size, checksum) == (len(made[name]), hashlib.sha256(made[name]).hexdigest()), name


# ---------------------------------------------------------------------- pages
@pytest.fixture(scope="module")
def documents() -> dict[str, html.HtmlElement]:
    return {name: html.document_fromstring((FOLDER / name).read_text("utf-8")) for name in PAGES}


def test_every_term_and_concept_has_its_place(documents):
    """At the address that its IRI is sent to."""
    defined = {
        quad.subject.value
        for path in [*ontology_files(), *concept_files()]
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    places = {f"{name}#{one}" for name, page in documents.items() for one in page.xpath("//section/@id")}
    for term in sorted(defined):
        if term.startswith(CONCEPT) and term.count("/") == CONCEPT.count("/") + 1:
            scheme, slug = term.removeprefix(CONCEPT).split("/")
            assert f"concepts/{scheme}.html#{slug}" in places, term
        elif term.startswith(IKG) and term != IKG:
            assert f"index.html#{term.removeprefix(IKG)}" in places, term


def test_every_link_leads_somewhere(documents):
    """To a file of the release, and where it names a place, to that place."""
    ids = {name: set(page.xpath("//@id")) for name, page in documents.items()}
    for name, page in documents.items():
        for target in page.xpath("//@href"):
            if target.startswith(("https://", "http://")):
                assert not target.startswith(BASE), f"{name}: {target} is described here"
                continue
            file, _, place = unquote(target).partition("#")
            path = (FOLDER / name).parent / file if file else FOLDER / name
            assert path.resolve().is_file(), f"{name}: {target}"
            if place:
                assert place in ids[path.resolve().relative_to(FOLDER.resolve()).as_posix()], f"{name}: {target}"


@pytest.mark.parametrize("name", PAGES)
def test_pages_serve_everybody(documents, name):
    """A language, one main heading, no level left out, no place twice, a way past the navigation, and no program."""
    page = documents[name]
    assert page.get("lang") == "en-GB"
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == len(page.xpath("//head/title")) == 1
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert page.xpath("//body/a[1][@class='skip']/@href") == ["#content"]
    assert page.xpath("//script|//@onclick|//@src") == []
    assert {one for labels in page.xpath("//@aria-labelledby") for one in labels.split()} <= set(ids)


def luminance(colour: str) -> float:
    digits = colour * 2 if len(colour) == 3 else colour
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_stands_out(scheme):
    """By WCAG's measure for small text, 4.5 to 1, on each ground."""
    style = (Path(release.__file__).parent / "templates" / "style.css").read_text("utf-8")
    found = re.findall(r":root \{([^}]*)\}", style)[scheme]
    colours = {name: luminance(value) for name, value in re.findall(r"--(\w+): #([0-9a-f]{3,6})", found)}
    for ink in ("ink", "soft", "link"):
        for ground in ("paper", "tint", "mark"):
            light, dark = sorted((colours[ink], colours[ground]), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {ground}"


def test_examples_are_turtle(made):
    """Whoever copies one can parse it, with the prefixes of our exports."""
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    blocks = [
        block.text_content()
        for name, data in made.items()
        if name.endswith(".html")
        for block in html.fromstring(data).xpath("//code[@class='statement']")
    ]
    assert len(blocks) > 100
    for block in blocks:
        assert list(ox.parse(head + block, format=ox.RdfFormat.TURTLE)), block


def test_no_two_standards_have_one_name(made):
    """Each framework has an Assessment: its code and the framework tell them apart."""
    page = html.fromstring(made["concepts/standard.html"])
    names = [" ".join(link.text_content().split()) for link in page.xpath("//nav[@class='tree']//a")]
    assert "P 2.1 Assessment Probation delivery unit framework 2023" in names
    assert len(set(names)) == len(names) > 70


def test_uses_of_terms_are_found():
    """In prefixed names and IRIs, not in comments nor in the prefixes' own lines."""
    text = f"PREFIX ikg: <{IKG}>\n# ikg:no\n"
    text += "SELECT * { ?a ikg:grade grade:good ; <https://w3id.org/inspectkg/ontology/topic> ?b }"
    assert terms_in(text) == {IKG + "grade", IKG + "topic", CONCEPT + "grade/good"}


# ---------------------------------------------------------------------- the diagram
def test_the_diagram_holds_every_class_in_a_place_of_its_own():
    """No class is left out, no box lies on another or beyond the edge."""
    classes = [name for column in release.settings()["diagram"] for name in column["classes"]]
    ours = {box.iri for box in boxes(classes)}
    missing = {cls for cls in published().subjects("owl:Class") if cls not in ours}
    assert missing == set(), "put it into a column of publication.toml"
    drawn = fromstring((FOLDER / "diagram.svg").read_bytes())
    space = {"s": "http://www.w3.org/2000/svg"}
    found = [
        tuple(int(box.get(name)) for name in ("x", "y", "width", "height"))
        for box in drawn.xpath("//s:rect[@class='box']", namespaces=space)
    ]
    assert len(found) == len(classes)
    for place, (x, y, width, height) in enumerate(found):
        assert x + width <= int(drawn.get("width", "0"))
        assert y + height <= int(drawn.get("height", "0"))
        for other in found[place + 1 :]:
            apart = x != other[0] or y + height <= other[1] or other[1] + other[3] <= y
            assert apart


# ---------------------------------------------------------------------- redirects
def redirected(path: str, accept: str) -> str | None:
    """Where the .htaccess sends a request, as Apache reads it; None where no rule fits."""
    variables, conditions = {"SUFFIX": ""}, []
    for line in (FOLDER / "w3id" / ".htaccess").read_text("utf-8").splitlines():
        words = line.split()
        if line.startswith("RewriteCond"):
            conditions.append((words[1], words[2], "[OR]" in line))
        elif line.startswith("RewriteRule"):
            met, conditions = _met(conditions, accept, variables), []
            found = re.search(words[1], path)
            if not (met and found):
                continue
            if words[2] == "-":
                variables["SUFFIX"] = words[3].removeprefix("[E=SUFFIX:").rstrip("]")
                continue
            target = words[2].replace("%{ENV:SUFFIX}", variables["SUFFIX"])
            for place, group in enumerate(found.groups(""), 1):
                target = target.replace(f"${place}", group)
            return target
    return None


def _met(conditions: list[tuple[str, str, bool]], accept: str, variables: dict[str, str]) -> bool:
    alternatives, met = False, True
    for subject, pattern, more in conditions:
        if subject == "%{ENV:SUFFIX}":
            fits = pattern.removeprefix("=") == variables["SUFFIX"]
        else:
            fits = re.search(pattern, accept) is not None
        alternatives = alternatives or fits
        if not more:
            met, alternatives = met and alternatives, False
    return met


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RELEASE = f"{HOME}{__version__}/"


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("", BROWSER, "index.html"),
        ("ontology/", BROWSER, "index.html"),
        ("ontology/", "text/turtle", "ontology.ttl"),
        ("ontology", "*/*", "ontology.ttl"),
        ("ontology/Rating", BROWSER, "index.html#Rating"),
        ("ontology/Rating", "application/rdf+xml", "ontology.rdf"),
        ("ontology/Rating", "application/ld+json", "ontology.jsonld"),
        ("ontology/Rating", "text/turtle, text/html;q=0.5", "ontology.ttl"),
        (f"ontology/{__version__}", BROWSER, "index.html"),
        (f"ontology/{__version__}", "application/n-triples", "ontology.nt"),
        (f"ontology/{__version__}", "application/n-quads", "ontology.nq"),
        ("shape/", "application/trig", "shapes.trig"),
        ("concept/topic", BROWSER, "concepts/topic.html"),
        ("concept/topic/victims", BROWSER, "concepts/topic.html#victims"),
        ("concept/topic/victims", "text/turtle", "concepts.ttl"),
        ("concept/unknown/x", BROWSER, None),
        ("shape/rating", BROWSER, "shapes.html#rating"),
        ("shape/rating", "application/ld+json", "shapes.jsonld"),
        ("context", "application/ld+json", "context.jsonld"),
        (f"release/{__version__}", "text/turtle", "void.ttl"),
        (f"release/{__version__}/ontology.nt", "*/*", "ontology.nt"),
    ],
)
def test_people_get_pages_and_programs_get_data(path, accept, target):
    """Each at a file of the release that is there."""
    found = redirected(path, accept)
    assert found == (RELEASE + target if target else None)
    if target:
        assert (FOLDER / target.partition("#")[0]).is_file()
