"""The GitHub Action: it fits its schema, and what its steps run does what the documents say, in bash as on GitHub."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from ci_files import fits, workflows
from conftest import CHECKOUT
from planted import sarif

ACTION = yaml.safe_load((CHECKOUT / "action.yml").read_text("utf-8"))
STEPS = {step.get("name"): step for step in ACTION["runs"]["steps"]}
DATA = """@prefix ex: <http://example.org/> .
ex:ann a ex:Person ; ex:name "Ann" .
"""
FAULTY = DATA + 'ex:bob a ex:Person ; ex:name "50%\\n::error::no" , "Bob" .\n'
SHAPES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:Name ; sh:severity sh:Violation .
ex:Name sh:path ex:name ; sh:maxCount 1 ; sh:severity sh:Violation ; sh:message "A person has one name."@en .
"""


@dataclass(frozen=True)
class Done:
    """What a step left behind."""

    code: int
    log: str
    error: str
    outputs: dict[str, str]
    summary: str


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody's checkout, the current folder: good, faulty and broken graphs, and shapes."""
    root = tmp_path / "a repository"
    for name, text in {
        "data/good.ttl": DATA,
        "data/deep/down/more.ttl": DATA.replace("ann", "eve"),
        "faulty.ttl": FAULTY,
        "broken.ttl": DATA + "ex:bob a",
        "shapes/people.ttl": SHAPES,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    monkeypatch.chdir(root)
    return root


def variables(step: dict[str, Any], given: dict[str, str]) -> dict[str, str]:
    """The environment of STEP where the action is GIVEN these inputs, its expressions replaced as GitHub does."""
    assert given.keys() <= ACTION["inputs"].keys()
    values = {f"inputs.{name}": str(entry.get("default", "")) for name, entry in ACTION["inputs"].items()}
    values |= {f"inputs.{name}": value for name, value in given.items()}
    values["github.action_path"] = str(CHECKOUT)
    values["steps.python.outputs.python-path"] = sys.executable
    return {name: values[text.removeprefix("${{ ").removesuffix(" }}")] for name, text in step["env"].items()}


def run(step: dict[str, Any], folder: Path, environment: dict[str, str]) -> Done:
    """STEP in FOLDER, in the bash that GitHub calls, with its files for outputs and summary."""
    files = {name: folder.parent / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")}
    for file in files.values():
        file.write_text("", "utf-8")
    script = folder.parent / "step.sh"
    script.write_text(step["run"], "utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
        cwd=folder,
        env={**os.environ, "INSPECTKG_PYTHON": sys.executable, **{k: str(v) for k, v in files.items()}, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    told = files["GITHUB_OUTPUT"].read_text("utf-8") + files["GITHUB_ENV"].read_text("utf-8")
    outputs = dict(line.split("=", 1) for line in told.splitlines())
    return Done(done.returncode, done.stdout, done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))


def validate(folder: Path, **given: str) -> Done:
    inputs = {name.replace("_", "-"): value for name, value in given.items()}
    step = STEPS["Validate"]
    return run(step, folder, variables(step, inputs))


# ------------------------------------------------------------------ the file


def test_it_fits_the_schema_of_actions():
    """As GitHub publishes it; a wrong key is told."""
    assert fits("vendor.github-actions", CHECKOUT / "action.yml")


def test_a_wrong_action_does_not_fit(tmp_path):
    """So that the test above can fail."""
    wrong = tmp_path / "action.yml"
    wrong.write_text((CHECKOUT / "action.yml").read_text("utf-8").replace("using: composite", "using: magic"), "utf-8")
    assert not fits("vendor.github-actions", wrong)


def test_inputs_reach_the_shell_as_variables_alone():
    """No expression stands in what a shell reads; every input is used, and every output is written by the step."""
    texts = [step["run"] for step in STEPS.values() if "run" in step]
    assert texts and not any("${{" in text for text in texts)
    used = str([step.get("env", {}) for step in STEPS.values()]) + str([s.get("with") for s in STEPS.values()])
    assert all(f"inputs.{name} }}}}" in used for name in ACTION["inputs"])
    for name, entry in ACTION["outputs"].items():
        assert entry["value"] == f"${{{{ steps.validate.outputs.{name} }}}}"


def test_the_documents_name_every_input_and_output():
    """With the name that is to be written."""
    text = (CHECKOUT / "docs" / "validation.md").read_text("utf-8").split("## GitHub")[1].split("\n## ")[0]
    assert all(f"`{name}`" in text for name in [*ACTION["inputs"], *ACTION["outputs"]])


# ------------------------------------------------------------------ what it does


def test_a_graph_that_conforms_passes(repository):
    """Files by pattern at any depth, an output for each figure, a summary, no annotation."""
    done = validate(repository, files="data/**/*.ttl\n", shapes="shapes/*.ttl")
    assert done.code == 0, done.error
    assert done.outputs == {
        "conforms": "true", "violations": "0", "warnings": "0", "infos": "0", "accepted": "0", "sarif": "",
    }  # fmt: skip
    assert "::" not in done.log
    assert "data/deep/down/more.ttl" in done.summary and "data/good.ttl" in done.summary


def test_a_violation_fails_with_an_annotation_at_its_line(repository):
    """What stands in the data cannot speak to GitHub: one annotation, one line."""
    done = validate(repository, files="faulty.ttl", shapes="shapes/people.ttl", sarif="out/r.sarif", junit="r.xml")
    assert done.code == 1
    assert done.outputs["conforms"] == "false" and done.outputs["violations"] == "1"
    (line,) = done.log.splitlines()
    assert line.startswith("::error file=faulty.ttl,line=3,")
    assert "A person has one name." in done.summary
    assert done.outputs["sarif"] == "out/r.sarif"
    assert len(sarif((repository / "out/r.sarif").read_text("utf-8"))["results"]) == 1
    assert "<testsuites" in (repository / "r.xml").read_text("utf-8")


def test_a_broken_file_is_told_apart(repository):
    """Exit code 2, an annotation where it breaks, and outputs without figures."""
    done = validate(repository, files="broken.ttl", shapes="shapes/people.ttl", sarif="r.sarif")
    assert done.code == 2
    assert done.outputs == {
        "conforms": "false", "violations": "", "warnings": "", "infos": "", "accepted": "", "sarif": "r.sarif",
    }  # fmt: skip
    assert "::error file=broken.ttl,line=3" in done.log
    assert "broken.ttl" in done.summary
    assert not sarif((repository / "r.sarif").read_text("utf-8"))["invocations"][0]["executionSuccessful"]


@pytest.mark.parametrize("files", ["", " \n ", "data/*.trig", "missing.ttl"])
def test_files_that_are_not_there_are_an_error(repository, files):
    """A pattern that fits none is never taken for: nothing to complain of."""
    done = validate(repository, files=files, shapes="shapes/people.ttl")
    assert done.code == 2
    assert "::error" in done.log


def test_the_limit_is_that_of_the_input(repository):
    """A warning fails only where it is asked for."""
    shapes = repository / "shapes" / "people.ttl"
    shapes.write_text(SHAPES.replace("sh:Violation", "sh:Warning"), "utf-8")
    assert validate(repository, files="faulty.ttl", shapes="shapes/people.ttl").code == 0
    done = validate(repository, files="faulty.ttl", shapes="shapes/people.ttl", fail_on="warning")
    assert (done.code, done.outputs["warnings"]) == (1, "1")
    assert validate(repository, files="faulty.ttl", shapes="shapes/people.ttl", fail_on="loud").code == 2


def test_known_results_pass(repository):
    """With a baseline; the output says how many."""
    arguments = ["faulty.ttl", "--shapes", "shapes/people.ttl", "--write-baseline", "known.json"]
    subprocess.run([sys.executable, "-m", "inspectkg", "validate", *arguments], capture_output=True, check=True)
    done = validate(repository, files="faulty.ttl", shapes="shapes/people.ttl", baseline="known.json")
    assert (done.code, done.outputs["accepted"], done.outputs["violations"]) == (0, "1", "0")


def test_names_are_no_commands(repository):
    """Quotes, semicolons, dollars, dashes: a file is a file, in a folder of its own."""
    names = ["$(touch hacked).ttl", "a;touch hacked;.ttl", "-x 'y\".ttl", "[a].ttl"]
    for name in names:
        (repository / "data" / name).write_text(DATA, "utf-8")
    done = validate(repository, files="\n".join(names), shapes="../shapes/*.ttl", working_directory="data")
    assert done.code == 0, done.error
    assert not list(repository.rglob("hacked"))
    assert all(name in done.summary.replace("\\", "") for name in names[:2])


def test_names_in_reports_start_from_the_root(repository):
    """Whatever folder the step works in, GitHub finds the line, and code scanning the file."""
    inputs = {"files": "../faulty.ttl\nfaulty.ttl", "shapes": "../shapes/people.ttl", "sarif": "r.sarif"}
    (repository / "data" / "faulty.ttl").write_text(FAULTY.replace("bob", "rob"), "utf-8")
    done = validate(repository, working_directory="data", **inputs)
    assert (done.code, done.outputs["violations"]) == (1, "2")
    assert "::error file=data/faulty.ttl,line=3," in done.log and "::error file=faulty.ttl,line=3," in done.log
    assert done.outputs["sarif"] == "data/r.sarif"
    results = sarif((repository / "data/r.sarif").read_text("utf-8"))["results"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results]
    assert sorted(places) == ["data/faulty.ttl", "faulty.ttl"]


def test_imports_are_found_from_the_folder(repository):
    """As the other files are."""
    head = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<http://example.org/s> owl:imports <http://example.org/t> .\n"
    )
    (repository / "shapes" / "importing.ttl").write_text(head + SHAPES, "utf-8")
    (repository / "shapes" / "terms.ttl").write_text("@prefix ex: <http://example.org/> .\nex:a ex:b ex:c .\n", "utf-8")
    given = {"files": "../data/good.ttl", "shapes": "importing.ttl", "working_directory": "shapes"}
    assert validate(repository, **given).code == 1
    done = validate(repository, **given, imports="http://example.org/t=terms.ttl")
    assert done.code == 0, done.log + done.error


def test_nothing_of_the_checkout_is_run(repository):
    """Modules that lie in it are not taken for those of Python or of inspectkg."""
    for name in ("inspectkg/__main__.py", "inspectkg/__init__.py", "json.py", "click.py", "data/json.py"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("open('hacked', 'w')\n", "utf-8")
    assert validate(repository, files="data/*.ttl", shapes="shapes/*.ttl").code == 0
    assert not (repository / "hacked").exists()


def test_the_step_that_installs_takes_the_pinned_versions_of_the_action(repository):
    """Into an environment of its own, which the next step is told of. A stand-in for Python notes its calls."""
    stand_in = repository.parent / "python"
    stand_in.write_text('#!/bin/bash\necho "$@" >> "$CALLS"\nmkdir -p "$3/bin" && cp "$0" "$3/bin/python"\n', "utf-8")
    stand_in.chmod(0o755)
    calls = repository.parent / "calls"
    environment = {"ACTION": str(CHECKOUT), "PYTHON": str(stand_in), "RUNNER_TEMP": str(repository.parent / "temp")}
    done = run(STEPS["Install inspectkg"], repository, {**environment, "CALLS": str(calls)})
    assert done.code == 0, done.error
    made, installed = calls.read_text("utf-8").splitlines()
    assert made == f"-m venv {repository.parent}/temp/inspectkg"
    assert installed.endswith(f"--constraint {CHECKOUT}/constraints.txt {CHECKOUT}")
    assert done.outputs == {"INSPECTKG_PYTHON": f"{repository.parent}/temp/inspectkg/bin/python"}


# ------------------------------------------------------------------ the examples of the documents


@pytest.mark.parametrize(("name", "text"), workflows().items())
def test_examples_are_workflows_that_run(repository, name, text, tmp_path):
    """Each fits GitHub's schema, and what it calls the action with works on a repository that it is written for."""
    path = tmp_path / "workflow.yml"
    path.write_text(text, "utf-8")
    assert fits("vendor.github-workflows", path)
    (job,) = yaml.safe_load(text)["jobs"].values()
    (step,) = (step for step in job["steps"] if "inspectkg@" in step.get("uses", ""))
    (repository / "more").mkdir()
    (repository / "more" / "people.ttl").write_text(DATA, "utf-8")
    assert validate(repository, **{key.replace("-", "_"): value for key, value in step["with"].items()}).code == 0


def test_the_page_begins_with_ten_lines_for_ci():
    """As the README does."""
    first = next(iter(workflows().values()))
    assert first.startswith("# .github/workflows/shacl.yml\n")
    assert len(first.splitlines()) == 10
    assert first in (CHECKOUT / "README.md").read_text("utf-8")
