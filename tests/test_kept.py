"""Reports that are kept: what is read is what was found, and whatever changes is looked at anew."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CHECKOUT, HERE, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shacl_cases import HEAD, graphs, shapes

from inspectkg.files import CACHE_VARIABLE
from inspectkg.shapes import cache, kept, validation
from inspectkg.shapes.formats.registry import FORMATS, render
from inspectkg.shapes.report import Report
from inspectkg.shapes.writing import read_report, write_report
from inspectkg.store import bundled_graph

SHAPES = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] ."
RULE = "ex:S sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:r ; sh:object ex:o ] ."
DATA = HEAD + "ex:a a ex:A . ex:b a ex:A ; ex:p _:x ."
ENTRY = b'{"layout":1,"data":[],"shapes":[],"engine":"e","notes":[],"texts":0,"prefixes":{},"checked":[],"focus":[],'
ROW = ["info", "", "m", 0, "", None, None, "c", None, None, None, None, None, None, "", ""]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, empty."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "reports"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with data and shapes, and the current one."""
    (tmp_path / "d.ttl").write_text(DATA, "utf-8")
    (tmp_path / "s.ttl").write_text(SHAPES, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(data: str = "d.ttl", shapes: str = "s.ttl", imports: dict[str, Path | None] | None = None) -> Report:
    return kept.check_files([Path(data)], [Path(shapes)] if shapes else [], imports)


def entries(place: Path) -> list[Path]:
    return sorted(place.glob("*.json"))


def fixtures() -> list[tuple[str, str]]:
    """Data and shapes of the tests, in Turtle; ours where there are none."""
    found = [(f"{HERE}/foreign/people.ttl", f"{HERE}/foreign/people-shapes.ttl"), (str(bundled_graph()), "")]
    return [*found, (f"{HERE}/sample.trig", ""), (f"{HERE}/shapes/good.ttl", "")]


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(graphs(), shapes())
def test_what_is_read_is_what_was_written(tmp_path: Path, data: str, turtle: str) -> None:
    """Every kind of path, term, place and severity comes back as it was."""
    (tmp_path / "d.ttl").write_text(data, "utf-8")
    (tmp_path / "s.ttl").write_text(turtle, "utf-8")
    report = validation.validate_files([tmp_path / "d.ttl"], [tmp_path / "s.ttl"])
    again = read_report(write_report(report))
    assert again == report
    assert [(one.source, one.location, one.shape_location) for one in again.results] == [
        (one.source, one.location, one.shape_location) for one in report.results
    ]


@pytest.mark.parametrize(("data", "turtle"), fixtures())
def test_every_format_is_the_same_bytes(place: Path, data: str, turtle: str) -> None:
    """Without a cache, when the report is kept, and when it was."""
    files = [Path(turtle)] if turtle else []
    found = validation.validate_files([Path(data)], files)
    reports = [found, check(data, turtle), check(data, turtle)]
    assert len(entries(place)) == 1
    for format in FORMATS:
        assert len({render(report, format, "info") for report in reports}) == 1


@pytest.mark.parametrize("file", sorted((HERE / "shapes").glob("*.toml")), ids=lambda path: path.stem)
def test_results_of_our_shapes_come_back(place: Path, tmp_path: Path, file: Path) -> None:
    """The smallest bad graphs of each of our shapes: one of each file, its texts, sentences and labels included."""
    cases = tomllib.loads(file.read_text("utf-8"))
    bad = next(text for text in texts_of(cases) if " ." in text and "@prefix" not in text)
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in validation.PREFIXES.items())
    (tmp_path / "bad.ttl").write_text(prefixes + bad, "utf-8")
    first, second = (check(str(tmp_path / "bad.ttl"), "") for _ in range(2))
    assert len(entries(place)) == 1
    assert {render(first, format) == render(second, format) for format in FORMATS} == {True}


def texts_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts_of(part)]


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_nothing_else_is_read(data: bytes) -> None:
    """Bytes that are no report raise ValueError, nothing else."""
    with pytest.raises(ValueError, match="no report"):
        read_report(data)


@pytest.mark.parametrize(
    "change",
    [
        {"layout": 0},
        {"engine": 1},
        {"texts": -1},
        {"texts": True},
        {"terms": ["<bad iri>"]},
        {"terms": []},
        {"terms": "<urn:a>"},
        {"notes": "note"},
        {"prefixes": []},
        {"checked": [["a", "b", "c", "d", "fatal"]]},
        {"focus": [["a", "b", 1, None]]},
        {"results": [[]]},
        {"results": [["fatal", *ROW[1:]]]},
        {"results": [[*ROW[:3], 99, *ROW[4:]]]},
        {"results": [[*ROW[:3], -1, *ROW[4:]]]},
        {"results": [[*ROW[:5], {"a": 1}, *ROW[6:]]]},
        {"results": [[*ROW[:12], ["f", "1", 1], *ROW[13:]]]},
    ],
)
def test_a_spoilt_entry_is_none(change: dict[str, object]) -> None:
    """JSON of the right shape with wrong parts is refused as well."""
    value = json.loads(ENTRY + b'"terms":["<urn:a>"],"results":[]}') | {"results": [ROW]}
    assert len(read_report(json.dumps(value).encode()).results) == 1
    with pytest.raises(ValueError, match="no report"):
        read_report(json.dumps({**value, **change}).encode())


def test_the_second_run_looks_at_nothing(place: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is read, and equals the one that was found."""
    first = check()
    assert len([one for one in first.results if one.component.endswith("MinCountConstraintComponent")]) == 2
    assert len(entries(place)) == 1
    monkeypatch.setattr(validation, "validate_files", lambda *_: pytest.fail("it was checked"))
    assert check() == first


def test_a_kept_report_needs_no_engine(place: Path) -> None:
    """From a cold start, nothing is parsed, and nothing imported that could check or lint."""
    code = (
        "import sys; from inspectkg.cli import main; main(['validate', *sys.argv[1:]]);"
        "print(*(name for name in sys.modules if name.startswith('inspectkg.shapes.') or 'rdflib' in name))"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)]
    cold, warm = (run.stdout.splitlines()[-1].split() for run in runs)
    assert runs[0].stdout.splitlines()[:-1] == runs[1].stdout.splitlines()[:-1]
    assert "inspectkg.shapes.engines.compiled.engine" in cold
    heavy = ("validation", "engines", "linting", "positions", "acceptance", "background", "index", "imports")
    assert [name for name in warm if name.startswith(tuple(f"inspectkg.shapes.{one}" for one in heavy))] == []
    assert [name for name in warm if "rdflib" in name] == []
    assert len(entries(place)) == 1


def rename(folder: Path) -> dict[str, str]:
    (folder / "d.ttl").rename(folder / "e.ttl")
    return {"data": "e.ttl"}


def edit(name: str, text: str) -> Callable[[Path], dict[str, str]]:
    def change(folder: Path) -> dict[str, str]:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
        return {}

    return change


@pytest.mark.parametrize(
    "change", [edit("d.ttl", "_:x ex:q 1 ."), edit("s.ttl", " "), edit("d.ttl", "\n"), rename, lambda _: {"shapes": ""}]
)
def test_what_changes_is_looked_at_anew(place: Path, here: Path, change: Callable[[Path], dict[str, str]]) -> None:
    """One fact more, white space, another name, other shapes: each has an entry of its own."""
    check()
    arguments = change(here)
    data, turtle = arguments.get("data", "d.ttl"), arguments.get("shapes", "s.ttl")
    assert check(data, turtle) == validation.validate_files([Path(data)], [Path(turtle)] if turtle else [])
    assert len(entries(place)) == 2


def test_another_folder_has_other_names(place: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are shown from the current folder."""
    assert check().data == ("d.ttl",)
    (here / "below").mkdir()
    monkeypatch.chdir(here / "below")
    assert check("../d.ttl", "../s.ttl").data == ("../d.ttl",)
    monkeypatch.chdir(here)
    assert check(str(here / "d.ttl")).data == ("d.ttl",)


def test_imports_count(place: Path, here: Path) -> None:
    """What an import says, and where it lies."""
    with (here / "s.ttl").open("a", encoding="utf-8") as file:
        file.write(" <http://example.org/> <http://www.w3.org/2002/07/owl#imports> <http://example.org/more> .")
    imports: dict[str, Path | None] = {"http://example.org/more": here / "more.ttl"}
    counts: list[int] = []
    for count in (0, 3):
        more = f"ex:M a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:z ; sh:minCount {count} ] ."
        (here / "more.ttl").write_text(HEAD + more, "utf-8")
        counts.append(len(check(imports=imports).results))
        assert check(imports=imports) == validation.validate_files([Path("d.ttl")], [Path("s.ttl")], imports)
    assert counts[0] < counts[1]
    assert len(check().results) != counts[1]
    assert len(entries(place)) == 3


def test_texts_beside_the_graph_count(place: Path, tmp_path: Path) -> None:
    """A text that is there, changed, or gone."""
    graph = tmp_path / "g.trig"
    graph.write_bytes(bundled_graph().read_bytes())
    digests = [line.split('"')[1] for line in graph.read_text("utf-8").splitlines() if "ikg:textSha256" in line]
    folder = tmp_path / "g.trig.texts"
    none = check(str(graph), "")
    folder.mkdir()
    (folder / "note.txt").write_text("of no graph", "utf-8")
    assert check(str(graph), "") == none
    assert len(entries(place)) == 1
    for text, count in (("one", 1), ("another", 2)):
        (folder / f"{digests[0]}.txt").write_text(text, "utf-8")
        found = check(str(graph), "")
        assert found == validation.validate_files([graph])
        assert hashlib.sha256(text.encode()).hexdigest() in render(found, "json")
        assert len(entries(place)) == 1 + count


def test_another_version_has_other_entries(place: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other code or other reference data found is not used."""
    check()
    monkeypatch.setattr(kept, "_deciding", lambda: "another")
    check()
    assert len(entries(place)) == 2


def test_all_that_decides_is_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code, shapes, ontology, tables; neither the commands nor what was compiled."""
    for name in ("store.py", "shapes/a.ttl", "shapes/engines/b.py", "ontology/bodies/c.ttl", "shapes/linting/d.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
        assert (CHECKOUT / name).parent.is_dir()
    monkeypatch.setattr(kept, "PACKAGE", tmp_path)
    digest = kept._deciding.__wrapped__
    met = {digest()}
    for path in sorted(tmp_path.rglob("*.*")):
        path.write_text("2", "utf-8")
        met.add(digest())
    assert len(met) == 6
    (tmp_path / "commands").mkdir()
    (tmp_path / "commands" / "validate.py").write_text("1", "utf-8")
    assert digest() in met


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b"\xff\xfe", b'{"results": []}'])
def test_spoilt_entries_are_replaced(place: Path, here: Path, spoilt: bytes) -> None:
    """A broken file is as good as none, and is whole again after the run."""
    first = check()
    (entry,) = entries(place)
    whole = entry.read_bytes()
    entry.write_bytes(spoilt)
    assert check() == first
    assert entry.read_bytes() == whole


def test_what_changes_meanwhile_is_not_kept(place: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is written while it is checked: the report may be of either content."""
    checked = validation.validate_files

    def slowly(*arguments: object) -> Report:
        edit("d.ttl", "ex:c a ex:A .")(here)
        return checked(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(validation, "validate_files", slowly)
    check()
    assert entries(place) == []


def test_pyshacl_is_not_remembered(place: Path, here: Path) -> None:
    """It rests on more than is hashed."""
    edit("s.ttl", RULE)(here)
    assert "pyshacl" in check().engine
    assert entries(place) == []


def test_files_that_are_not_there_are_told(place: Path, here: Path) -> None:
    """As without a cache, and nothing is kept."""
    with pytest.raises(kept.InputError, match="no such file"):
        check("missing.ttl")
    with pytest.raises(kept.InputError, match="no such file"):
        check(shapes="missing.ttl")
    assert entries(place) == []


def test_the_oldest_entries_go(place: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There are never more entries than allowed, nor larger ones."""
    monkeypatch.setattr(cache, "MOST_ENTRIES", 3)
    for _ in range(6):
        edit("d.ttl", " ")(here)
        check()
    assert len(entries(place)) == 3
    monkeypatch.setattr(cache, "ENTRY_LIMIT", 100)
    for path in entries(place):
        path.unlink()
    check()
    assert entries(place) == []


def test_a_folder_that_cannot_be_written_does_no_harm(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the folder should be: checked all the same."""
    (here / "file").write_text("")
    monkeypatch.setenv(CACHE_VARIABLE, str(here / "file"))
    assert check().results


def test_the_cache_is_where_the_platform_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """INSPECTKG_CACHE goes first, empty is off."""
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert cache.folder() is None
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.folder() == tmp_path / "inspectkg" / "reports"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.folder() is None
    monkeypatch.setattr("sys.platform", "darwin")
    assert str(cache.folder()).endswith("/Library/Caches/inspectkg/reports")


def test_waivers_baselines_and_limits_come_after(run: Run, place: Path, here: Path) -> None:
    """One entry serves them all, and --no-cache neither reads nor writes any."""
    call = ("validate", "d.ttl", "--shapes", "s.ttl", "--format", "json")
    assert run(*call, "--no-cache").code == 1
    assert entries(place) == []
    first = run(*call)
    assert first.code == 1
    assert run(*call, "--write-baseline", "known.json").code == 0
    assert json.loads(run(*call, "--baseline", "known.json").text)["accepted"]["baseline"] == len(check().results)
    assert run(*call, "--fail-on", "info").code == 1
    assert len(entries(place)) == 1
    entries(place)[0].write_bytes(b"")
    assert run(*call, "--no-cache").out == first.out
    assert entries(place)[0].read_bytes() == b""
