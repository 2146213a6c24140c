"""The store that queries of shapes are asked of: values come back in the form in which the data writes them."""

from __future__ import annotations

from pathlib import Path

from inspectkg.shapes.validation import validate_files

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"


def asks(name: str, predicate: str) -> str:
    query = f"SELECT $this ?value WHERE {{ $this <http://example.org/{predicate}> ?value }}"
    return f'ex:{name} a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [ sh:select "{query}" ] .\n'


def values(folder: Path, data: str) -> dict[str, str]:
    """What the queries of three shapes, two of them about the same property, find in DATA."""
    (folder / "data.ttl").write_text(HEAD + data, "utf-8")
    (folder / "shapes.ttl").write_text(HEAD + asks("A", "p") + asks("B", "q") + asks("C", "p"), "utf-8")
    found = validate_files([folder / "data.ttl"], [folder / "shapes.ttl"]).results
    return {
        one.shape[-1]: str(one.value).partition("^")[0]
        for one in found
        if one.component.endswith("SPARQLConstraintComponent")
    }


def test_a_form_that_the_store_changes_comes_back(tmp_path: Path) -> None:
    """A store keeps 1.10 as 1.1: the report has what stands in the file."""
    data = "ex:a a ex:T ; ex:p 1.10 ; ex:q 2.50 ."
    assert values(tmp_path, data) == {"A": '"1.10"', "B": '"2.50"', "C": '"1.10"'}


def test_two_forms_of_one_value_are_not_mixed_up(tmp_path: Path) -> None:
    """Though they stand in the data of different queries: no report has the one where the other was found."""
    data = "ex:a a ex:T ; ex:p 1.1 ; ex:q 1.10 ."
    assert values(tmp_path, data) == {"A": '"1.1"', "B": '"1.10"', "C": '"1.1"'}
