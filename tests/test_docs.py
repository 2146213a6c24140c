"""The documents: they name every command and option, and their examples print what they say."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import click
import pytest
import readme_figures
from evaluation_cases import articles
from readme_examples import DOCUMENTS as WITH_EXAMPLES
from readme_examples import examples, files, output_of, rewrite, write_files

from inspectkg import __version__, cli
from inspectkg.commands import options
from inspectkg.evaluation.schema import mistakes
from inspectkg.queries.catalogue import load_query
from inspectkg.queries.running import run_on_files

ROOT = Path(__file__).parents[1]
PAGES = [f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE", "CITATION.cff", *PAGES]


def text_of(checkout: Path, name: str) -> str:
    return (checkout / name).read_text("utf-8")


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.name)
def test_every_example_prints_what_it_says(path, tmp_path):
    """`make readme` rewrites them after an intended change."""
    text = path.read_text("utf-8")
    found = examples(text)
    assert found
    write_files(text, tmp_path)
    for example in found:
        assert output_of(example.command, tmp_path) == example.output, f"$ {example.command}"


def test_files_are_found_in_documents():
    """A block whose first line is a comment with a name is that file, whole; others are none."""
    text = "```yaml\n# a/b.yml\nx: 1\n```\n```toml\n# no file\n```\n```turtle\n# c.ttl\n\n# d\n```\n"
    assert files(text) == {"a/b.yml": "# a/b.yml\nx: 1\n", "c.ttl": "# c.ttl\n\n# d\n"}


def test_examples_are_found_and_rewritten():
    """Several commands in one block, outputs of several lines, and text around them that stays."""
    text = "a\n```console\n$ one\nx\ny\n$ two\n```\nb\n```python\n$ three\n```\n"
    assert examples(text) == [("one", "x\ny\n"), ("two", "")]
    assert rewrite(text, lambda command: f"<{command}>\n") == text.replace("x\ny\n", "<one>\n").replace(
        "$ two\n", "$ two\n<two>\n"
    )


def test_the_figures_of_the_readme_are_those_that_are_measured(checkout):
    """`make figures` rewrites them after an intended change."""
    text = text_of(checkout, "README.md")
    made = readme_figures.figures(readme_figures.developed(), readme_figures.unseen())
    assert readme_figures.rewrite(text, made) == text


def test_figures_of_unseen_texts_are_given_where_there_are_any(tmp_path):
    """A folder that is missing or empty is said to be so; a second place for figures is refused."""
    assert readme_figures.unseen(tmp_path / "missing") is None
    assert readme_figures.unseen(tmp_path) is None
    known, new = readme_figures.developed(), readme_figures.unseen(articles(tmp_path / "articles"))
    assert "not measured" in readme_figures.figures(known, None)
    assert "On 2 texts that nobody looked at" in readme_figures.figures(known, new)
    with pytest.raises(ValueError, match="one place"):
        readme_figures.rewrite("no place", "")


def test_the_example_of_noted_facts_fits_the_schema(checkout):
    """What CONTRIBUTING.md teaches can be used."""
    example = re.search(r"```json\n(.*?)```", text_of(checkout, "CONTRIBUTING.md"), re.DOTALL)
    assert example is not None
    assert mistakes(json.loads(example[1])) == []


@pytest.mark.parametrize("name", cli.cli.commands)
def test_the_readme_names_every_command_and_option(checkout, name):
    """An undocumented command or option is a mistake."""
    readme = text_of(checkout, "README.md")
    row = next(line for line in readme.splitlines() if line.startswith(f"| `inspectkg {name}"))
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option):
            longest = max(parameter.opts, key=len)
            assert longest in row, f"{name} {longest}"


def test_the_readme_names_every_format(checkout):
    """One vocabulary, all of it written down."""
    readme = text_of(checkout, "README.md")
    for names in (
        options.ANSWER_FORMATS,
        options.REPORT_FORMATS,
        options.FIGURE_FORMATS,
        options.EXPORT_FORMATS,
        options.DIFFERENCE_FORMATS,
    ):
        assert all(f"`{name}`" in readme for name in names.split())


def fixed_columns() -> dict[str, list[str]]:
    """The table of questions whose columns are an interface, as docs/asking.md has it."""
    section = text_of(ROOT, "docs/asking.md").split("## Questions with fixed columns")[1]
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| ([a-zA-Z, ]+) \|$", section, re.MULTILINE)
    return {name: columns.split(", ") for name, columns in rows}


@pytest.mark.parametrize(("name", "columns"), fixed_columns().items())
def test_the_fixed_columns_are_those_that_the_readme_gives(name, columns, sample_path):
    """In that order."""
    answer = run_on_files(load_query(name), [sample_path])
    assert list(answer.columns) == columns


def test_there_are_eight_fixed_questions():
    """None fell out of the table."""
    assert len(fixed_columns()) == 8


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *PAGES])
def test_make_targets_that_documents_name_exist(checkout, name):
    """A document that sends people to a target that is gone is worse than none."""
    makefile = text_of(checkout, "Makefile")
    for target in re.findall(r"\bmake ([a-z-]+)\b(?=[`\n ]| )", text_of(checkout, name)):
        if f"`make {target}" in text_of(checkout, name):
            assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_make_lists_every_target(checkout):
    """`make` alone teaches."""
    shown = subprocess.run(["make"], cwd=checkout, capture_output=True, text=True, check=True).stdout
    makefile = text_of(checkout, "Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert all(f"make {target} " in shown for target in phony[1].split())


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".md")])
def test_links_between_files_lead_somewhere(checkout, name):
    """Every relative link is a file or folder of the checkout."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text_of(checkout, name)):
        assert ((checkout / name).parent / target).exists(), target


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".md")])
def test_links_lead_to_headings(checkout, name):
    """Of the same document, or of another one."""
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text_of(checkout, name)):
        path = (checkout / name).parent / target if target else checkout / name
        headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert anchor in anchors, f"{target}#{anchor}"


def test_the_version_is_the_same_everywhere(checkout):
    """The package, its citation, and the newest entry of the changelog."""
    assert f"\nversion: {__version__}\n" in text_of(checkout, "CITATION.cff")
    newest = re.search(r"^## (\S+)", text_of(checkout, "CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__
