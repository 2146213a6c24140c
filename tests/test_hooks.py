"""The hook for pre-commit and the job for GitLab: they fit their schemas, and what they run works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from ci_files import fits, shown
from conftest import CHECKOUT
from readme_examples import output_of
from test_action import DATA, FAULTY, SHAPES

MANIFEST = CHECKOUT / ".pre-commit-hooks.yaml"
(HOOK,) = yaml.safe_load(MANIFEST.read_text("utf-8"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in {"data/a.ttl": DATA, "data/b.ttl": DATA, "shapes/people.ttl": SHAPES}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def pre_commit(*arguments: str | Path) -> int:
    return subprocess.run([sys.executable, "-m", "pre_commit", *arguments], capture_output=True, check=False).returncode


def test_the_manifest_is_one(tmp_path):
    """By pre-commit's own check; one without an entry is none."""
    assert pre_commit("validate-manifest", MANIFEST) == 0
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(MANIFEST.read_text("utf-8").replace("  entry:", "  entri:"), "utf-8")
    assert pre_commit("validate-manifest", wrong) == 1


def test_the_example_is_a_configuration(tmp_path):
    """Of the hook that there is."""
    path = tmp_path / ".pre-commit-config.yaml"
    path.write_text(shown()[".pre-commit-config.yaml"], "utf-8")
    assert pre_commit("validate-config", path) == 0
    (repo,) = yaml.safe_load(path.read_text("utf-8"))["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == [HOOK["id"]]


@pytest.mark.parametrize(("text", "code"), [(DATA, 0), (FAULTY, 1), ("x", 2)])
def test_the_hook_runs_as_the_example_has_it(repository, text, code):
    """With the files that changed after its arguments, as pre-commit calls it."""
    (repository / "data" / "b.ttl").write_text(text, "utf-8")
    (repo,) = yaml.safe_load(shown()[".pre-commit-config.yaml"])["repos"]
    command = [*HOOK["entry"].split(), *repo["hooks"][0]["args"], "data/a.ttl", "data/b.ttl"]
    assert command[0] == "inspectkg"
    done = subprocess.run([sys.executable, "-m", *command], cwd=repository, capture_output=True, check=False)
    assert done.returncode == code


def test_the_job_for_gitlab_fits_its_schema_and_runs(repository, tmp_path):
    """The report lies where the job says."""
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(shown()[".gitlab-ci.yml"], "utf-8")
    assert fits("vendor.gitlab-ci", path)
    job = yaml.safe_load(path.read_text("utf-8"))["shacl"]
    for command in job["script"]:
        assert "Conforms" in output_of(command, repository)
    assert "<testsuites" in (repository / job["artifacts"]["reports"]["junit"]).read_text("utf-8")
    assert job["artifacts"]["when"] == "always"
