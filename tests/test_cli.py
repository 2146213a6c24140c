"""The command line: results on standard output, messages on standard error, and the documented exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspectkg import __version__, cli
from inspectkg.commands import options
from inspectkg.commands.export import FRAMES, PROFILES
from inspectkg.errors import InputError, RuleError, UsageError
from inspectkg.evaluation import report
from inspectkg.export.about import profiles
from inspectkg.export.framing import frames
from inspectkg.export.serialising import FOLDER_FORMATS, FORMATS
from inspectkg.queries import formats as answers
from inspectkg.shapes.formats import registry
from inspectkg.store import read_quads
from inspectkg.streams import targets

ARTICLE = (
    "Sampleton probation service rated good\n\n"
    "HM Inspectorate of Probation has rated the probation service in Cumbria as good.\n\n"
    "Inspectors made four recommendations.\n"
)
BROKEN = "<https://example.org/a> <https://example.org/b> .\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


class TestGroup:
    """What holds for every command."""

    def test_help_names_every_command_with_an_example(self, run):
        """`inspectkg`, `-h` and `--help` say the same, and end well."""
        outcomes = [run(), run("-h"), run("--help")]
        assert {outcome.code for outcome in outcomes} == {0}
        assert len({outcome.out for outcome in outcomes}) == 1
        assert all(f"\n  {name} " in outcomes[0].text for name in cli.cli.commands)

    @pytest.mark.parametrize("name", cli.cli.commands)
    def test_each_command_teaches(self, run, name):
        """Help says what a command does in one sentence, and gives examples of it."""
        outcome = run(name, "--help")
        assert outcome.code == 0
        assert outcome.text.count(f"inspectkg {name}") >= 2
        assert "Examples:" in outcome.text
        assert max(map(len, outcome.text.splitlines())) <= 100

    def test_version(self, run):
        """`python -m inspectkg` is the command line."""
        assert run("--version").text == f"inspectkg {__version__}\n"

    def test_formats_in_help_are_those_that_there_are(self):
        """Help names formats without importing what writes them: it must not fall behind."""
        assert options.ANSWER_FORMATS.split() == list(answers.FORMATS)
        assert options.REPORT_FORMATS.split() == list(registry.FORMATS)
        assert options.FIGURE_FORMATS.split() == list(report.FORMATS)
        assert sorted(options.EXPORT_FORMATS.split()) == sorted([*FORMATS, *FOLDER_FORMATS])
        assert set(PROFILES) == set(profiles())
        assert set(FRAMES) == set(frames())

    @pytest.mark.parametrize(
        "arguments",
        [["nonsense"], ["build", "--nonsense"], ["validate", "--fail-on", "never"], ["explain"]],
    )
    def test_a_wrong_call_is_code_2_and_says_how_to_get_help(self, run, arguments):
        """Usage errors go to standard error."""
        outcome = run(*arguments)
        assert (outcome.code, outcome.out) == (2, b"")
        assert "Usage: inspectkg" in outcome.err
        assert "--help" in outcome.err

    @pytest.mark.parametrize(
        ("error", "code", "words"),
        [
            (InputError("is broken: mend it", path="a.ttl", line=3, column=7), 2, "a.ttl:3:7: is broken: mend it"),
            (UsageError("no such thing"), 2, "no such thing"),
            (RuleError("rules tie"), 3, "rules tie"),
            (KeyError("x"), 3, "internal error: KeyError"),
            (RecursionError("deep"), 3, "internal error: RecursionError"),
        ],
    )
    def test_errors_become_one_plain_message_and_their_code(self, monkeypatch, capsys, error, code, words):
        """No traceback, unless asked for."""

        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.delenv("INSPECTKG_DEBUG", raising=False)
        monkeypatch.setattr(cli.cli, "main", fail)
        assert cli.main([]) == code
        printed = capsys.readouterr()
        assert words in printed.err
        assert "Traceback" not in printed.err
        assert printed.out == ""
        monkeypatch.setenv("INSPECTKG_DEBUG", "1")
        assert cli.main([]) == code
        assert "Traceback" in capsys.readouterr().err

    def test_debug_shows_where_an_error_came_from(self, run):
        """--debug is for those who want to report a mistake."""
        assert "Traceback" in run("--debug", "validate", "missing.ttl").err
        assert "Traceback" not in run("validate", "missing.ttl").err

    def test_messages_cannot_steer_the_terminal(self, run):
        """An escape sequence in a file's name is shown as a replacement character."""
        outcome = run("validate", "a\x1b[31m.ttl")
        assert outcome.code == 2
        assert "\x1b" not in outcome.err

    def test_a_reader_that_has_enough_is_no_failure(self, tmp_path):
        """`inspectkg … | head` ends quietly."""
        command = f'"{sys.executable}" -m inspectkg export --format ntriples | head -n 1'
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")

    @pytest.mark.skipif(os.name != "posix", reason="signals")
    def test_ctrl_c_ends_by_its_signal(self, tmp_path):
        """A calling script sees that the user wanted to stop."""
        script = (
            "import sys, time; from inspectkg import cli; cli.cli.main = lambda *a, **k: (print('on', flush=True),"
            " time.sleep(60)); sys.exit(cli.main([]))"
        )
        child = subprocess.Popen(
            [sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.1)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=30)
        assert child.returncode == -signal.SIGINT
        assert b"interrupted" in err
        assert b"Traceback" not in err

    def test_output_is_utf8_whatever_the_locale(self, run):
        """A quote with dashes and accents comes out the same in an ASCII locale."""
        arguments = ("query", "findings", "--format", "csv")
        plain = run(*arguments, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
        assert plain.code == 0
        assert plain.out == run(*arguments).out


class TestFormats:
    """--format NAME[=FILE], the same for each command."""

    def test_several_formats_go_to_files(self):
        """One may stay on standard output."""
        found = targets(["csv=a.csv", "json"], ["csv", "json"], "csv")
        assert found == [("csv", Path("a.csv")), ("json", None)]

    def test_output_takes_the_one_that_has_no_file(self):
        """--output is the file of the bare format, or of the default one."""
        assert targets(["csv"], ["csv"], "json", Path("o")) == [("csv", Path("o"))]
        assert targets([], ["csv"], "csv", Path("o")) == [("csv", Path("o"))]
        assert targets([], ["csv"], "csv") == [("csv", None)]

    @pytest.mark.parametrize("values", [["word"], ["csv", "json"], ["csv="]])
    def test_what_cannot_be_meant_is_refused(self, values):
        """An unknown name, two results on one stream, a missing file name."""
        with pytest.raises(UsageError):
            targets(values, ["csv", "json"], "csv")


class TestBuild:
    """inspectkg build."""

    def test_without_sources_it_builds_the_bundled_graph(self, run, tmp_path, checkout):
        """Two files in the current folder, the texts beside them, a summary, and code 0."""
        outcome = run("build")
        assert outcome.code == 0, outcome.err
        for name in ("inspections.ttl", "inspections.trig"):
            assert (tmp_path / name).read_bytes() == (checkout / "graph" / name).read_bytes()
        articles = {path.read_text("utf-8") for path in (checkout / "loader" / "articles").glob("*.txt")}
        assert {path.read_text("utf-8") for path in (tmp_path / "inspections.texts").glob("*.txt")} == articles
        assert outcome.text.strip()
        assert "wrote inspections.ttl" in outcome.err

    @pytest.mark.parametrize("suffix", [".ttl", ".nt", ".trig", ".nq", ".jsonld", ".rdf"])
    def test_the_suffix_names_the_format(self, inside, tmp_path, article, suffix):
        """The file can be read back, and its texts stand beside it."""
        outcome = inside("build", article, "--output", f"graph{suffix}")
        assert outcome.code == 0, outcome.err
        assert read_quads(tmp_path / f"graph{suffix}")
        assert [path.read_text("utf-8") for path in (tmp_path / f"graph{suffix}.texts").glob("*.txt")] == [ARTICLE]

    def test_an_unknown_suffix_is_refused_before_anything_is_read(self, inside, tmp_path, article):
        """Nothing is written."""
        outcome = inside("build", article, "--output", "graph.doc")
        assert outcome.code == 2
        assert ".trig" in outcome.err
        assert [path.name for path in tmp_path.iterdir()] == ["article.txt"]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\x01\x02PNG\xff" * 100,
            "Инспекция работы".encode("cp1251"),
            b"PK\x03\x04 packed",
            b"a" * 50 * 1024**2,
        ],
        ids=["empty", "binary", "no known encoding", "archive", "50 MB"],
    )
    def test_a_bad_article_is_named_and_the_good_ones_are_written(self, inside, tmp_path, article, content):
        """Code 2, a message with the file's name, and the graph of the rest."""
        folder = tmp_path / "articles"
        folder.mkdir()
        (folder / "bad.txt").write_bytes(content)
        article.rename(folder / "good.txt")
        outcome = inside("build", folder, "--output", "graph.trig")
        assert outcome.code == 2
        assert "bad.txt" in outcome.err
        assert "Traceback" not in outcome.err
        names = {quad.object.value for quad in read_quads(tmp_path / "graph.trig") if "fileName" in str(quad.predicate)}
        assert names == {"good.txt"}

    def test_a_missing_source_is_code_2_and_overwrites_nothing(self, inside, tmp_path):
        """The message names it, and the graph of an earlier run stays."""
        (tmp_path / "graph.trig").write_text("# of an earlier run\n")
        outcome = inside("build", "nowhere.txt", "--output", "graph.trig")
        assert outcome.code == 2
        assert "nowhere.txt" in outcome.err
        assert (tmp_path / "graph.trig").read_text() == "# of an earlier run\n"

    def test_an_interrupted_build_leaves_the_previous_output_whole(self, tmp_path, article):
        """Killed at any moment, the graph of the last run stands as it was, or the new one is complete."""
        command = [sys.executable, "-m", "inspectkg", "build", str(article), "--output"]

        def built(name: str) -> bytes:
            subprocess.run([*command, name], cwd=tmp_path, capture_output=True, check=True)
            return (tmp_path / name).read_bytes()

        before = built("graph.trig")
        article.write_text(ARTICLE.replace("good", "inadequate"), encoding="utf-8")
        whole = {before, built("other.trig")}
        assert len(whole) == 2
        for pause in (0.1, 0.2, 0.3, 0.4, 0.6):
            child = subprocess.Popen(
                [*command, "graph.trig"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(pause)
            child.kill()
            child.wait()
            assert (tmp_path / "graph.trig").read_bytes() in whole

    def test_the_order_of_the_sources_does_not_show(self, inside, tmp_path, article):
        """The same articles are the same bytes."""
        other = tmp_path / "other.txt"
        other.write_text(ARTICLE.replace("good", "inadequate"), encoding="utf-8")
        assert inside("build", article, other, "-o", "one.trig").code == 0
        assert inside("build", other, article, "-o", "two.trig").code == 0
        assert (tmp_path / "one.trig").read_bytes() == (tmp_path / "two.trig").read_bytes()


class TestQuery:
    """inspectkg query."""

    def test_without_a_name_it_lists_the_questions(self, run):
        """Each with its question, in 100 columns; in every format."""
        outcome = run("query")
        assert outcome.code == 0
        assert "police-information-sharing" in outcome.text
        assert max(map(len, outcome.text.splitlines())) <= 100
        rows = json.loads(run("query", "--format", "json").out)["results"]["bindings"]
        assert all(row["question"]["value"] for row in rows)

    def test_a_saved_question_on_a_graph_of_ones_own(self, run, sample_path):
        """--graph is what is asked."""
        outcome = run("query", "ratings", "--graph", sample_path, "--format", "csv")
        assert outcome.code == 0, outcome.err
        assert outcome.text.splitlines()[1].startswith("sample.txt,Sampleton,overall,good,false,")

    def test_several_formats_at_once(self, run, tmp_path, sample_path):
        """Files for some, standard output for one."""
        outcome = run("query", "people", "-g", sample_path, "-f", "csv=people.csv", "-f", "json")
        assert outcome.code == 0
        assert json.loads(outcome.out)["results"]["bindings"][0]["name"]["value"] == "Jo Sample"
        assert (tmp_path / "people.csv").read_text("utf-8").startswith("source,name,role")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--graph", "a.trig"], "which question"),
            (["rating"], "ratings"),
            (["missing.rq"], "missing.rq"),
            (["ratings", "--graph", "missing.trig"], "missing.trig"),
            (["ratings", "-p", "nonsense=1"], "nonsense"),
            (["ratings", "-p", "nonsense"], "nonsense"),
            (["ratings", "--format", "word"], "word"),
            (["ratings", "--format", "turtle"], "rows"),
            (["ratings", "--graph", "a.trig", "--endpoint", "http://localhost:1/"], "--endpoint"),
            (["ratings", "--endpoint", "file:///etc/passwd"], "file:"),
        ],
    )
    def test_what_cannot_be_asked_is_code_2(self, run, arguments, words):
        """The message says what was wrong."""
        outcome = run("query", *arguments)
        assert (outcome.code, outcome.out) == (2, b"")
        assert words in outcome.err
        assert "Traceback" not in outcome.err

    def test_a_broken_query_is_told_with_its_line(self, run, tmp_path):
        """File, line and column, as editors understand them."""
        (tmp_path / "broken.rq").write_text("SELECT *\nWHERE { ?a ?b }\n")
        outcome = run("query", "broken.rq")
        assert outcome.code == 2
        assert "broken.rq:3:1: not valid SPARQL" in outcome.err

    def test_a_file_of_ones_own(self, run, tmp_path, sample_path):
        """A .rq file is run like a saved question."""
        (tmp_path / "mine.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        outcome = run("query", "mine.rq", "--graph", sample_path, "--format", "csv")
        assert outcome.code == 0, outcome.err
        assert int(outcome.text.splitlines()[1]) > 100


class TestValidate:
    """inspectkg validate."""

    def test_the_bundled_graph_conforms(self, run):
        """No argument: the graph that is shipped, against the shapes that are shipped."""
        assert run("validate").code == 0

    def test_a_graph_that_breaks_a_shape_is_code_1(self, run, tmp_path, checkout):
        """The complaint is the result, on standard output."""
        text = (checkout / "graph" / "inspections.ttl").read_text("utf-8")
        (tmp_path / "bad.ttl").write_text(text.replace("    ikg:asserts ", "    ikg:speaker ", 1), encoding="utf-8")
        outcome = run("validate", "bad.ttl")
        assert outcome.code == 1, outcome.err
        assert "violation" in outcome.text.lower()
        report = run("validate", "bad.ttl", "--format", "json=report.json", "--format", "text")
        assert (report.code, report.out) == (1, outcome.out)
        assert json.loads((tmp_path / "report.json").read_bytes())

    def test_missing_and_broken_files_are_code_2(self, run, tmp_path):
        """Never 1, which is kept for a graph that was checked."""
        (tmp_path / "broken.ttl").write_text(BROKEN)
        assert run("validate", "missing.ttl").code == 2
        broken = run("validate", "broken.ttl")
        assert broken.code == 2
        assert "broken.ttl:1" in broken.err
        assert run("validate", "--shapes", "missing.ttl").code == 2


class TestExport:
    """inspectkg export."""

    def test_turtle_of_the_bundled_graph_is_the_default(self, run, checkout):
        """Every block of the file that is shipped, with what the export says of itself before them."""
        blocks = run("export").text.split("\n\n")
        own = [block for block in blocks[1:] if block.startswith("dataset:")]
        shipped = (checkout / "graph" / "inspections.ttl").read_text("utf-8").split("\n\n")
        assert own and [block.strip() for block in blocks[1 + len(own) :]] == [block.strip() for block in shipped[1:]]

    @pytest.mark.parametrize("name", FORMATS)
    def test_the_suffix_of_the_output_names_the_format(self, inside, tmp_path, sample_path, name):
        """So does --format; both write the same."""
        one = inside("export", "-g", sample_path, "-o", f"one{FORMATS[name]}")
        two = inside("export", "-g", sample_path, "-f", f"{name}=two")
        assert (one.code, one.out, two.code) == (0, b"", 0)
        assert (tmp_path / f"one{FORMATS[name]}").read_bytes() == (tmp_path / "two").read_bytes()

    def test_what_cannot_be_exported_is_code_2(self, run):
        """An unknown format, suffix or file."""
        assert run("export", "--format", "word").code == 2
        assert run("export", "--output", "a.doc").code == 2
        assert run("export", "--graph", "missing.ttl").code == 2


class TestExplain:
    """inspectkg explain."""

    def test_a_statement_is_told_with_its_words(self, run, sample_path):
        """By its IRI, by its prefixed name, and by some of its words."""
        iri = "https://w3id.org/inspectkg/id/finding/0123456789abcdef-100"
        for asked in (iri, "finding:0123456789abcdef-100", "from the police came late"):
            outcome = run("explain", asked, "--graph", sample_path)
            assert outcome.code == 0, outcome.err
            assert "Information from the police came late." in outcome.text

    def test_what_is_not_there_is_code_2(self, run, sample_path):
        """The message says so."""
        outcome = run("explain", "zebra crossing", "--graph", sample_path)
        assert (outcome.code, outcome.out) == (2, b"")
