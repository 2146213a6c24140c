"""The reference data is whole, sourced and unambiguous."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS, XSD

from inspectkg.errors import RuleError
from inspectkg.ontology import loading
from inspectkg.ontology.namespaces import IKG, iri

TRUE = Literal(True)
UNVERIFIED = "not verified"

#: Things that are told of by general knowledge: 254 rows of bodies, grades and bands, 61 standards, 21 publishers.
DOUBTED = 336
#: Local authorities whose youth justice service is known.
COUNCILS = 151
#: Labels of two things that are matched only beside a noun of their kind: the charities Pact and PACT.
TOLD_APART = {"pact"}


@pytest.fixture(scope="module")
def facts() -> Graph:
    graph = Graph()
    for path in loading.reference_files():
        graph.parse(path)
    return graph


def term(name: str) -> URIRef:
    return URIRef(IKG + name)


def node(name: str) -> URIRef:
    return URIRef(iri(name))


def every(facts: Graph, kind: str) -> list[URIRef]:
    """The things of the class KIND, a prefixed name."""
    return sorted(thing for thing in facts.subjects(RDF.type, node(kind)) if isinstance(thing, URIRef))


def slugs(facts: Graph, subject: str, predicate: str) -> list[str]:
    return sorted(str(value).rsplit("/", 1)[1] for value in facts.objects(node(subject), node(predicate)))


def labels(facts: Graph, thing: URIRef) -> list[str]:
    kinds = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    return [str(label) for kind in kinds for label in facts.objects(thing, kind)]


def straight(label: str) -> str:
    return label.replace("\u2019", "'")


def folded(label: str) -> str:
    return straight(label).casefold()


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("ikg:ProbationRegion", 12),
        ("ikg:ProbationDeliveryUnit", 112),
        ("ikg:PoliceForce", 43),
        ("ikg:YouthJusticeService", 156),
        ("ikg:Agency", 215),
        ("ikg:Inspectorate", 9),
        ("ikg:Grade", 4),
        ("ikg:StandardsFramework", 10),
        ("ikg:Standard", 73),
        ("ikg:RatingBand", 24),
        ("ikg:Topic", 77),
        ("ikg:Level", 5),
        ("org:Post", 5),
        ("org:Membership", 6),
        ("org:ChangeEvent", 3),
        ("schema:Person", 6),
    ],
)
def test_there_are_as_many_as_there_should_be(facts: Graph, kind: str, count: int) -> None:
    """Nothing was lost: a thing that is added is counted here too."""
    assert len(every(facts, kind)) == count


def test_each_unit_has_one_region_one_force_and_their_sources(facts: Graph) -> None:
    """A unit is in one region and one police area, and both facts say where they are known from."""
    for unit in every(facts, "ikg:ProbationDeliveryUnit"):
        [region] = facts.objects(unit, ORG.unitOf)
        [force] = facts.objects(unit, term("coveredByForce"))
        assert (region, RDF.type, term("ProbationRegion")) in facts
        assert (force, RDF.type, term("PoliceForce")) in facts
        assert facts.value(unit, DCTERMS.source, any=True)
        assert facts.value(unit, term("coverageSource"), any=True)


def test_units_of_each_region(facts: Graph) -> None:
    """How many units, former ones included, each region has."""
    counts = Counter(str(region).rsplit("/", 1)[1] for region in facts.objects(None, ORG.unitOf))
    del counts["probation-service"]
    assert counts == {
        "east-midlands": 6, "east-of-england": 8, "greater-manchester": 11, "kent-surrey-and-sussex": 5, "london": 18,
        "north-east": 7, "north-west": 13, "south-central": 7, "south-west": 9, "wales": 6, "west-midlands": 11,
        "yorkshire-and-the-humber": 11,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "predicate", "values"),
    [
        ("pdu:north-tyneside-and-northumberland", "org:unitOf", ["north-east"]),
        ("pdu:york", "ikg:coveredByForce", ["north-yorkshire-police"]),
        ("pdu:hull-and-east-riding", "ikg:coveredByForce", ["humberside-police"]),
        ("region:north-east", "org:unitOf", ["probation-service"]),
        ("force:dyfed-powys-police", "ikg:servesRegion", ["wales"]),
        ("agency:probation-service", "ikg:parentAgency", ["hmpps"]),
        ("agency:hmpps", "ikg:parentAgency", ["ministry-of-justice"]),
        ("post:chief-inspector-of-probation", "org:postIn", ["hmi-probation"]),
        ("change:staffordshire-and-stoke-split-2025-03", "org:resultingOrganization",
         ["staffordshire-north", "staffordshire-south"]),
        ("change:stockport-and-tameside-regroup", "org:originalOrganization", ["stockport-and-trafford", "tameside"]),
        ("standard:probation-pdu-2023-p-1-1", "ikg:aspect", ["leadership"]),
        ("standard:probation-region-2023-r-2-6", "ikg:aspect", ["victim-work"]),
        ("standard:youth-2021-1-3", "ikg:aspect", ["services"]),
        ("topic:police-information-sharing", "ikg:composedOfTopic", ["information-sharing"]),
        ("topic:police-information-sharing", "ikg:composedWithAgency", ["police"]),
        ("topic:police-information-sharing", "ikg:impliesTopic", ["information-sharing"]),
        ("topic:risk-of-harm-assessment", "ikg:impliesTopic", ["assessment"]),
        ("topic:culture", "skos:broader", ["culture-and-wellbeing"]),
    ],
)  # fmt: skip
def test_known_facts(facts: Graph, subject: str, predicate: str, values: list[str]) -> None:
    """Facts that anyone can look up stand as they should."""
    assert slugs(facts, subject, predicate) == values


def test_grades_are_in_order(facts: Graph) -> None:
    """The best grade has the highest order, and one point more than the next."""
    grades = {str(facts.value(grade, SKOS.prefLabel)): grade for grade in every(facts, "ikg:Grade")}
    told = {
        name: (int(str(facts.value(grade, term("order")))), int(str(facts.value(grade, term("score")))))
        for name, grade in grades.items()
    }
    assert told == {"outstanding": (4, 3), "good": (3, 2), "requires improvement": (2, 1), "inadequate": (1, 0)}


def test_bands_cover_every_score_once(facts: Graph) -> None:
    """In each framework the bands run from nought to the maximum without gap or overlap."""
    bands: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for band in every(facts, "ikg:RatingBand"):
        low, high = (int(str(facts.value(band, term(name)))) for name in ("minimumScore", "maximumScore"))
        bands[facts.value(band, term("framework"))].append((low, high))
    assert len(bands) == 6
    for framework, ranges in bands.items():
        maximum = int(str(facts.value(URIRef(str(framework)), term("maximumScore"))))
        scores = [score for low, high in sorted(ranges) for score in range(low, high + 1)]
        assert scores == list(range(maximum + 1))


@pytest.mark.parametrize(
    ("scheme", "count"),
    [
        ("DeliusPduCode", 110),
        ("DeliusProviderCode", 12),
        ("GovukOrganisationCode", 18),
        ("MojPduUuid", 109),
        ("MojRegionCode", 12),
        ("OnsPoliceForceAreaCode", 43),
        ("PoliceForceId", 43),
    ],
)
def test_identifiers_are_all_there_and_sourced(facts: Graph, scheme: str, count: int) -> None:
    """Identifiers of a scheme are as many as were given, differ, and their bearers name a source for them."""
    found = [
        (bearer, str(value))
        for bearer, value in facts.subject_objects(SKOS.notation)
        if isinstance(value, Literal) and value.datatype == term(scheme)
    ]
    assert len(found) == len({value for _, value in found}) == count
    for bearer, _ in found:
        assert facts.value(bearer, term("identifierSource"), any=True)


def test_each_council_has_one_youth_justice_service(facts: Graph) -> None:
    """A local authority code stands at one service only."""
    codes = [
        str(value)
        for value in facts.objects(None, SKOS.notation)
        if isinstance(value, Literal) and value.datatype == term("OnsLocalAuthorityCode")
    ]
    assert len(codes) == len(set(codes)) == COUNCILS
    assert all(re.fullmatch(r"E\d{8}", code) for code in codes)


def test_what_was_not_verified_carries_the_mark(facts: Graph) -> None:
    """General knowledge is marked, at the very thing it is told of, and nothing else is."""
    doubted = {thing for thing, source in facts.subject_objects(DCTERMS.source) if UNVERIFIED in str(source)}
    doubted |= {thing for thing, text in facts.subject_objects(term("inspectionQuestion")) if UNVERIFIED in str(text)}
    assert doubted == set(facts.subjects(term("unverified"), TRUE))
    assert len(doubted) == DOUBTED
    sources = facts.subject_objects(term("identifierSource"))
    doubtful_codes = {thing for thing, text in sources if UNVERIFIED in str(text)}
    assert doubtful_codes == set(facts.subjects(term("unverifiedNotation")))


def test_unverified_notations_are_notations(facts: Graph) -> None:
    """The identifier that is doubted is one that the thing has."""
    for thing, value in facts.subject_objects(term("unverifiedNotation")):
        assert (thing, SKOS.notation, value) in facts


def test_every_body_has_a_source(facts: Graph) -> None:
    """Nobody is told of without saying where that is known from."""
    for body in facts.subjects(term("bodyKind")):
        sources = list(facts.objects(body, DCTERMS.source))
        assert sources, body
        assert all(isinstance(source, Literal) and source.datatype in (None, XSD.string) for source in sources)


def test_a_change_that_is_not_understood_is_kept_as_a_note(facts: Graph) -> None:
    """The unit that the West Midlands gained, and nobody named, is not lost."""
    notes = [str(note) for note in facts.objects(node("region:west-midlands"), SKOS.editorialNote)]
    assert any("9 to 11 PDUs" in note for note in notes)


def test_former_units_stay(facts: Graph) -> None:
    """A unit that was split or regrouped is still described."""
    former = {str(unit).rsplit("/", 1)[1] for unit in facts.objects(None, ORG.originalOrganization)}
    assert former == {"salford", "staffordshire-and-stoke", "stockport-and-trafford", "tameside"}
    for slug in former:
        assert (node(f"pdu:{slug}"), RDF.type, term("ProbationDeliveryUnit")) in facts


def test_office_holders_do_not_overlap(facts: Graph) -> None:
    """A post has one holder at a time, as far as the dates tell."""
    terms: dict[object, list[tuple[str, str]]] = defaultdict(list)
    for membership in every(facts, "org:Membership"):
        start, end = (facts.value(membership, node(name)) for name in ("schema:startDate", "schema:endDate"))
        terms[facts.value(membership, term("post"))].append((str(start), str(end or "9999")))
    for spans in terms.values():
        ordered = sorted(spans)
        assert all(before[1][:7] <= after[0][:7] for before, after in pairwise(ordered))


@pytest.mark.parametrize(
    "kinds",
    [
        ("ikg:ProbationRegion",),
        ("ikg:ProbationDeliveryUnit",),
        ("ikg:YouthJusticeService",),
        ("ikg:PoliceForce", "ikg:Agency", "org:Post"),
        ("ikg:Publisher",),
        ("ikg:Topic",),
        ("ikg:Aspect",),
        ("ikg:Grade",),
    ],
    ids=" ".join,
)
def test_no_two_things_of_a_kind_share_a_label(facts: Graph, kinds: tuple[str, ...]) -> None:
    """A label means one thing among those it is matched with, whatever its case."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for kind in kinds:
        for thing in every(facts, kind):
            for label in labels(facts, thing):
                bearers[folded(label)].add(thing)
    assert {label for label, things in bearers.items() if len(things) > 1} <= TOLD_APART


def test_no_thing_repeats_a_label(facts: Graph) -> None:
    """A label stands once; one in small letters covers its forms with capitals."""
    for thing in set(facts.subjects(SKOS.altLabel)):
        assert isinstance(thing, URIRef)
        everyone = [straight(label) for label in labels(facts, thing)]
        assert len(everyone) == len(set(everyone)), thing
        others = {straight(str(label)) for label in facts.objects(thing, SKOS.altLabel)}
        assert not {label for label in others if label != folded(label) and folded(label) in others}, thing


@pytest.mark.parametrize("kind", ["ikg:Topic", "ikg:Aspect", "ikg:Grade"])
def test_a_label_is_a_term(facts: Graph, kind: str) -> None:
    """Labels have at most four words, and the clauses that rules read are none of them."""
    for thing in every(facts, kind):
        for label in [*facts.objects(thing, SKOS.altLabel), *facts.objects(thing, SKOS.hiddenLabel)]:
            assert len(str(label).split()) <= 4, label
    if kind == "ikg:Grade":
        found = {folded(label) for grade in every(facts, kind) for label in labels(facts, grade)}
        assert found.isdisjoint({"needs improvement", "told to improve", "deemed requires improvement"})


def test_common_words_are_no_labels_of_bodies(facts: Graph) -> None:
    """Words that mean something else more often than a body do not name one."""
    found = {folded(label) for body in facts.subjects(term("bodyKind")) for label in labels(facts, URIRef(str(body)))}
    assert found.isdisjoint({"force", "forces", "the service", "probation", "leaders", "the prison"})


def test_labels_by_case_and_language(facts: Graph) -> None:
    """Misnamings are hidden labels, Welsh names are tagged as Welsh, generic agencies have labels in small letters."""
    units = node("agency:probation-delivery-units")
    assert Literal("Prison Delivery Unit", lang="en") in facts.objects(units, SKOS.hiddenLabel)
    assert Literal("Cymru", lang="cy") in facts.objects(node("region:wales"), SKOS.altLabel)
    for name in ("police", "courts", "childrens-services", "local-authority", "voluntary-sector"):
        pref = str(facts.value(node(f"agency:{name}"), SKOS.prefLabel))
        assert Literal(pref.lower(), lang="en") in facts.objects(node(f"agency:{name}"), SKOS.altLabel)


def test_places_are_matched_beside_a_noun_of_their_kind_only(facts: Graph) -> None:
    """Regions and units bear names of places; so do some agencies bear common words."""
    for kind in ("ikg:ProbationRegion", "ikg:ProbationDeliveryUnit"):
        for body in every(facts, kind):
            assert (body, term("labelUse"), node("label-use:beside-kind-noun")) in facts
    for name in ("choices", "foundation", "grow", "harbour", "inclusion", "shelter", "pact"):
        assert (node(f"agency:crs-{name}"), term("labelUse"), node("label-use:beside-kind-noun")) in facts
    assert (node("agency:hmi-probation"), term("labelUse"), None) not in facts


def test_topics_form_trees(facts: Graph) -> None:
    """Going up by skos:broader ends, and what a topic implies is another topic."""
    for topic in every(facts, "ikg:Topic"):
        seen: list[URIRef] = []
        at: URIRef | None = topic
        while at is not None:
            assert at not in seen
            seen.append(at)
            above = facts.value(at, SKOS.broader)
            at = above if isinstance(above, URIRef) else None
        for implied in facts.objects(topic, term("impliesTopic")):
            assert implied != topic
            assert (implied, RDF.type, term("Topic")) in facts


def test_the_reference_data_needs_no_inference(facts: Graph) -> None:
    """Nothing of the vocabulary is defined in it: that stands in the ontology."""
    assert (None, RDFS.subClassOf, None) not in facts
    for inspectorate in every(facts, "ikg:Inspectorate"):
        assert (inspectorate, RDF.type, term("Agency")) in facts


def test_loading_gives_each_triple_once(facts: Graph) -> None:
    """What the loader is given is what the files hold."""
    triples = loading.reference_triples()
    assert len(triples) == len(set(map(str, triples))) == len(facts)
    assert loading.reference_files() == sorted(loading.concept_files() + loading.body_files())


def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in a Turtle file is reported with the name of the file."""
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "broken.ttl").write_text("<a> <b> .", encoding="utf-8")
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    with pytest.raises(RuleError, match=r"broken\.ttl"):
        loading.reference_triples()
