"""The cache of verdicts: what is kept is what was found, and whatever changes is looked at anew."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shacl_cases import HEAD, graphs, shapes

from inspectkg.shapes.engines import choice, verdicts
from inspectkg.shapes.engines.writing import read_outcome, write_outcome
from inspectkg.shapes.validation import validate_files

SHAPES = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] ."
RULE = "[ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:r ; sh:object ex:o ]"
DATA = HEAD + "ex:a a ex:A . ex:b a ex:A ; ex:p _:x ."


@cache
def triples(turtle: str) -> list[ox.Triple]:
    """The triples of TURTLE; nodes without a name have the same one whenever the same text is asked for."""
    return list(dict.fromkeys(quad.triple for quad in ox.parse(input=turtle, format=ox.RdfFormat.TURTLE)))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, empty."""
    monkeypatch.setenv(verdicts.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "verdicts"


def found(data: str, turtle: str = SHAPES) -> list[str]:
    return sorted(str(one) for one in choice.run(triples(data), choice.Prepared(triples(turtle))).findings)


def entries(place: Path) -> list[Path]:
    return sorted(place.glob("*.json"))


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), shapes())
def test_what_is_read_is_what_was_written(data: str, turtle: str) -> None:
    """Every kind of path, term and severity comes back as it was."""
    outcome = choice.run(triples(data), choice.Prepared(triples(turtle)), "compiled")
    assert read_outcome(write_outcome(outcome)) == outcome


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_nothing_else_is_read(data: bytes) -> None:
    """Bytes that are no outcome raise ValueError, nothing else."""
    with pytest.raises(ValueError, match="no outcome"):
        read_outcome(data)


@pytest.mark.parametrize(
    "change",
    [
        {"engine": 1},
        {"terms": ["<bad iri>"]},
        {"terms": []},
        {"findings": [[]]},
        {"findings": [["s", 99, 0, None, None, "c", None, []]]},
        {"findings": [["s", 0, 0, {"a": 1}, None, "c", None, []]]},
        {"notes": [1]},
    ],
)
def test_a_spoilt_entry_is_none(change: dict[str, object]) -> None:
    """JSON of the right shape with wrong parts is refused as well."""
    value = {"engine": "e", "notes": [], "terms": ["<urn:a>"], "findings": [["s", 0, 0, "urn:p", None, "c", None, []]]}
    assert len(read_outcome(json.dumps(value).encode()).findings) == 1
    with pytest.raises(ValueError, match="no outcome"):
        read_outcome(json.dumps({**value, **change}).encode())


def test_the_second_run_gives_the_same_without_the_engine(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The outcome is read, and equals the one that was found."""
    first = found(DATA)
    assert len(first) == 2
    assert len(entries(place)) == 1
    monkeypatch.setattr(choice, "_compiled", lambda *_: pytest.fail("the engine ran"))
    assert found(DATA) == first


def test_what_changes_is_looked_at_anew(place: Path) -> None:
    """One fact more, one count more, another form of a value: each has an entry of its own."""
    for data, turtle, count in (
        (DATA, SHAPES, 2),
        (DATA + "_:x ex:q 1 .", SHAPES, 1),
        (DATA.replace("_:x", "ex:c") + "ex:c ex:q 1 .", SHAPES, 1),
        (DATA.replace("_:x", "ex:c") + "ex:c ex:q 1.0 .", SHAPES.replace("minCount 1", "minCount 2"), 2),
    ):
        assert len(found(data, turtle)) == count
    assert len(entries(place)) == 4


def test_another_engine_has_other_entries(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version found is not used."""
    found(DATA)
    monkeypatch.setattr(verdicts, "_engine", lambda: b"another")
    found(DATA)
    assert len(entries(place)) == 2


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b"\xff\xfe", b'{"findings": []}'])
def test_spoilt_entries_are_replaced(place: Path, spoilt: bytes) -> None:
    """A broken file is as good as none, and is whole again after the run."""
    first = found(DATA)
    (entry,) = entries(place)
    whole = entry.read_bytes()
    entry.write_bytes(spoilt)
    assert found(DATA) == first
    assert entry.read_bytes() == whole


def test_pyshacl_is_not_remembered(place: Path) -> None:
    """Neither where it was asked for nor where the shapes need it."""
    choice.run(triples(DATA), choice.Prepared(triples(SHAPES)), "pyshacl")
    choice.run(
        triples(DATA),
        choice.Prepared(triples(f"{SHAPES} ex:S sh:rule {RULE} .")),
    )
    assert entries(place) == []


def test_the_oldest_entries_go(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There are never more entries than allowed."""
    monkeypatch.setattr(verdicts, "MOST_ENTRIES", 3)
    for number in range(6):
        found(DATA + f"ex:b ex:n {number} .")
    assert len(entries(place)) == 3


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the folder should be: found all the same."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(verdicts.VARIABLE, str(tmp_path / "file"))
    assert len(found(DATA)) == 2


def test_the_cache_is_where_the_platform_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """INSPECTKG_CACHE goes first, empty is off."""
    monkeypatch.setenv(verdicts.VARIABLE, "")
    assert verdicts.folder() is None
    monkeypatch.delenv(verdicts.VARIABLE)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert verdicts.folder() == tmp_path / "inspectkg" / "verdicts"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert verdicts.folder() is None
    monkeypatch.setattr("sys.platform", "darwin")
    assert str(verdicts.folder()).endswith("/Library/Caches/inspectkg/verdicts")


def test_reports_are_the_same_bytes_with_and_without(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the command line: cold, from the cache, and without one."""
    outputs: set[bytes] = set()
    for place in ("", str(tmp_path / "c"), str(tmp_path / "c")):
        monkeypatch.setenv(verdicts.VARIABLE, place)
        outcome = run("validate", "--format", "json")
        assert outcome.code == 0
        outputs.add(outcome.out)
    assert len(outputs) == 1
    assert len(entries(tmp_path / "c" / "verdicts")) == 1


def test_reports_of_files_use_the_cache(place: Path, tmp_path: Path) -> None:
    """The order of files and the names of their blank nodes are part of the data."""
    (tmp_path / "d.ttl").write_text(DATA, "utf-8")
    (tmp_path / "s.ttl").write_text(SHAPES, "utf-8")
    reports = [validate_files([tmp_path / "d.ttl"], [tmp_path / "s.ttl"]) for _ in range(2)]
    assert reports[0] == reports[1]
    assert len(entries(place)) == 1
