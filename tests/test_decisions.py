"""What people decide of articles by hand is followed, recorded, and refused where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import article
from conftest import Run

from inspectkg.errors import InputError
from inspectkg.graph.building import Build, build
from inspectkg.ontology.namespaces import iri
from inspectkg.shapes.validation import validate_quads


def _folder(tmp_path: Path, decisions: str = "", **texts: str) -> Path:
    """A folder of TEXTS with a file of DECISIONS."""
    tmp_path.mkdir(exist_ok=True)
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    if decisions:
        (tmp_path / "decisions.toml").write_text(f'by = "Jane Roe"\n{decisions}', encoding="utf-8")
    return tmp_path


def _values(built: Build, prefixed: str) -> list[tuple[str, str]]:
    return sorted((q.subject.value, q.object.value) for q in built.quads if q.predicate.value == iri(prefixed))


def _inspections(built: Build) -> list[str]:
    return sorted({value.rsplit("/", 1)[1] for value, _ in _values(built, "ikg:inspects")})


def _entry(kind: str, *articles: str, body: str = "", why: str = "So it is.") -> str:
    named = ", ".join(f'"{name}"' for name in articles)
    return f"[[{kind}]]\narticles = [{named}]\n" + (f'body = "{body}"\n' if body else "") + f'why = "{why}"\n'


def _texts() -> dict[str, str]:
    return {
        "first": article("It rained."),
        "later": article("It snowed.", date="29-08-2025"),
        "undated": article("It thawed.", date=""),
        "next-year": article("It froze.", date="29-08-2026"),
    }


class TestByRule:
    """What is taken for one inspection without anyone deciding."""

    def test_reports_meet_and_undated_ones_stay_apart(self, tmp_path):
        """Reports within half a year are on one inspection, a later one and an undated one on others."""
        built = build([_folder(tmp_path, **_texts())])
        undated = next(source for source in built.sources if source.article.name == "undated.txt")
        assert _inspections(built) == ["derby-city-2025-07", "derby-city-2026-08", f"derby-city-undated-{undated.key}"]
        merges = dict(_values(built, "ikg:merges"))
        assert merges == {
            iri("merge:inspection-derby-city-2025-07-reports-within-half-a-year"): iri("inspection:derby-city-2025-07")
        }

    def test_an_earlier_grade_with_its_month_joins(self, tmp_path):
        """It is of the inspection reported in that month; without a month it stays apart."""
        before = article("The unit was rated 'good'.", date="14-03-2022")
        dated = article("The unit was rated 'inadequate', down from good in March 2022.")
        vague = article("The unit was rated 'inadequate'. It had previously been rated good.", date="01-08-2025")
        built = build([_folder(tmp_path, before=before, dated=dated, vague=vague)])
        source = next(one for one in built.sources if one.article.name == "vague.txt")
        assert "derby-city-2022-03" in _inspections(built)
        assert f"derby-city-earlier-{source.key}" in _inspections(built)
        telling = [claim for claim, rating in _values(built, "ikg:asserts") if rating.endswith("2022-03-overall-good")]
        assert len(telling) == 2
        assert iri("merge:inspection-derby-city-2022-03-earlier-grade") in dict(_values(built, "ikg:merges"))

    def test_promises(self, tmp_path):
        """An open promise joins the dated one by a rule of its own."""
        moj = "A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers"
        texts = {
            "a": article(f"{moj} by March 2026.'"),
            "b": article(f"{moj}.'"),
            "c": article(f"{moj} by March 2026.'", "So."),
        }
        rules = {value.rsplit("/", 1)[1] for _, value in _values(build([_folder(tmp_path, **texts)]), "ikg:rule")}
        assert {"merge-open-deadline", "merge-same-promise"} <= rules


class TestFollowed:
    """Each kind of decision does what it says, and is in the graph with its person and reason."""

    def test_same_and_apart(self, tmp_path):
        """An undated report joins by decision, one of the same month is parted; both rebuild to the same."""
        decisions = _entry("same", "first.txt", "undated.txt") + _entry(
            "apart", "first.txt", "later.txt", body="derby city"
        )
        built = build([_folder(tmp_path, decisions, **_texts())])
        assert _inspections(built) == ["derby-city-2025-07", "derby-city-2025-08", "derby-city-2026-08"]
        assert len(_values(built, "ikg:decisionKind")) == 2
        assert {value for _, value in _values(built, "prov:wasAttributedTo")} == {
            iri("agent:jane-roe-") + _suffix(built)
        }
        assert build([tmp_path]).quads == built.quads
        assert validate_quads(built.quads, texts=built.texts).conforms("violation")

    def test_apart_in_one_month(self, tmp_path):
        """Two inspections of one month have two nodes."""
        texts = {"a": article("It rained."), "b": article("It snowed.", date="30-07-2025")}
        built = build([_folder(tmp_path, _entry("apart", "a.txt", "b.txt"), **texts)])
        names = _inspections(built)
        assert len(names) == 2 and names[0] == "derby-city-2025-07" and names[1].startswith("derby-city-2025-07-")

    def test_copy_and_not_copy(self, tmp_path):
        """Rewritten copy counts as one by decision, a copy by rule as none."""
        line = "Inspectors found that reviews were late and that the managers did not share what they knew with {}."
        same = [line.format(name) for name in ("the police", "the courts", "children's services", "housing", "health")]
        texts = {"a": article(*same), "b": article(*same, "So."), "c": article("It rained.")}
        built = build(
            [_folder(tmp_path, _entry("not_copy", "a.txt", "b.txt") + _entry("copy", "a.txt", "c.txt"), **texts)]
        )
        keys = {source.article.name: source.key for source in built.sources}
        assert {end for pair in _values(built, "ikg:copyOf") for end in pair} == {
            iri(f"document:{keys[name]}") for name in ("a.txt", "c.txt")
        }
        assert not any(keys["b.txt"] in end for pair in _values(built, "ikg:copyOf") for end in pair)

    def test_named_by_hash_and_given_as_a_file(self, tmp_path):
        """The hash of a text names it, and a file may lie anywhere."""
        folder = _folder(tmp_path / "in", **_texts())
        keys = {source.article.name: source.article.sha256 for source in build([folder]).sources}
        file = tmp_path / "mine.toml"
        file.write_text(
            'by = "Jane Roe"\n' + _entry("same", keys["first.txt"], keys["undated.txt"][:16]), encoding="utf-8"
        )
        assert len(_inspections(build([folder], decisions=[file]))) == 2

    def test_an_article_that_failed(self, tmp_path):
        """A decision on an article that cannot be read is left out; the others stand."""
        folder = _folder(tmp_path, _entry("same", "first.txt", "undated.txt", "bad.txt"), **_texts())
        (folder / "bad.txt").write_bytes(b"\xff\xfe\x00")
        built = build([folder])
        assert built.failed and len(_inspections(built)) == 2
        assert (
            f"note: {folder / 'decisions.toml'}:2: [[same]]: left out bad.txt, which could not be read"
            in built.problems
        )


def _suffix(built: Build) -> str:
    return _values(built, "prov:wasAttributedTo")[0][1].rsplit("-", 1)[1]


class TestRefused:
    """What cannot be followed stops the build, and says where."""

    @pytest.mark.parametrize(
        ("decisions", "words"),
        [
            (
                _entry("same", "first.txt", "frist.txt"),
                "2: [[same]]: no article 'frist.txt' is among those that are read; did you mean first.txt?",
            ),
            (
                _entry("apart", "first.txt", "later.txt", body="Leeds"),
                "first.txt reports no inspection of 'Leeds'; it is on: Derby City",
            ),
            (
                _entry("same", "first.txt", "later.txt") + _entry("apart", "first.txt", "later.txt"),
                "contradicts [[same]] at",
            ),
            (
                _entry("copy", "first.txt", "later.txt") + _entry("not_copy", "first.txt", "later.txt"),
                "contradicts [[copy]] at",
            ),
            (_entry("same", "first.txt"), "must name two or more"),
            (_entry("same", "first.txt", "first.txt"), "the same thing twice"),
            (_entry("copy", "first.txt", "later.txt", body="Derby City"), "body is not known here"),
            (_entry("joined", "first.txt", "later.txt"), "joined is not known here; there are: by, [[apart]]"),
            ('[[same]]\narticles = ["first.txt", "later.txt"]\n', "why is missing"),
            ('[[same]]\narticles = "first.txt"\nwhy = "x"\n', "articles must be a list"),
            ("[[same]]\narticles = [1, 2]\nwhy = 'x'\n", "must be words"),
            ("[same\n", "is not valid TOML"),
            ("x = " + "[" * 5000, "is not valid TOML"),
            ("same = 1\n", "same is not known here"),
        ],
    )
    def test_wrong_entries(self, tmp_path, decisions, words):
        """Near names are told, and the line of the entry."""
        folder = _folder(tmp_path, decisions, **_texts())
        with pytest.raises(InputError) as error:
            build([folder])
        assert words in str(error.value)
        assert str(error.value).startswith(str(folder / "decisions.toml"))

    def test_the_command_line(self, inside: Run, tmp_path):
        """Exit code 2, nothing on standard output, and the graph of before stays whole."""
        folder = _folder(tmp_path / "in", **_texts())
        assert inside("build", folder, "--output", "g.trig").code == 0
        before = (tmp_path / "g.trig").read_bytes()
        file = tmp_path / "mine.toml"
        file.write_text('by = "Jane Roe"\n' + _entry("same", "first.txt", "gone.txt"), encoding="utf-8")
        done = inside("build", folder, "--output", "g.trig", "--decisions", file)
        assert (done.code, done.out) == (2, b"")
        assert f"{file}:2: [[same]]: no article 'gone.txt'" in done.err
        assert (tmp_path / "g.trig").read_bytes() == before
