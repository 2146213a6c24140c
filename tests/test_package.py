"""The package: what the wheel holds, what it does not, and what starting it costs."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

from inspectkg import __version__

FOLDERS = (
    "commands", "comparison", "endpoints", "evaluation", "export", "fetching", "graph", "loader", "ontology", "queries",
    "review", "shapes",
)  # fmt: skip
#: What a copy of the checkout does not need to build the wheel.
LEFT_BEHIND = (".*", "build", "dist", "out", "tests", "__pycache__", "*.egg-info")
#: Files in those folders that are neither code nor data of the program.
NOT_SHIPPED = ("*/__pycache__/*", "*/.*", "*.md", "*.texts/*")


def project(checkout: Path) -> dict:
    return tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))


def data_files(checkout: Path) -> set[str]:
    """Every file of data that the code needs at run time."""
    found = {path.relative_to(checkout).as_posix() for folder in FOLDERS for path in (checkout / folder).rglob("*")}
    found = {name for name in found if (checkout / name).is_file() and not name.endswith(".py")}
    return {name for name in found if not any(fnmatch(name, pattern) for pattern in NOT_SHIPPED)}


def declared(checkout: Path) -> set[str]:
    """Every file that the list of package data in pyproject.toml takes in."""
    found: set[str] = set()
    for package, patterns in project(checkout)["tool"]["setuptools"]["package-data"].items():
        folder = checkout.joinpath(*package.split(".")[1:])
        found |= {path.relative_to(checkout).as_posix() for pattern in patterns for path in folder.glob(pattern)}
    return found


def test_package_data_names_every_data_file_and_nothing_else(checkout):
    """A new kind of file has to be listed, or the installed program misses it."""
    assert declared(checkout) == data_files(checkout) | {"py.typed"}


def test_no_pattern_is_a_bare_star(checkout):
    """A bare star would also pack build/ and pyproject.toml."""
    patterns = project(checkout)["tool"]["setuptools"]["package-data"].values()
    assert "*" not in {pattern for listed in patterns for pattern in listed}


def test_every_folder_of_code_is_a_package(checkout):
    """A subpackage that is not listed would be missing from the wheel."""
    folders = {path.parent for folder in FOLDERS for path in (checkout / folder).rglob("*.py")}
    expected = {"inspectkg"} | {"inspectkg." + ".".join(path.relative_to(checkout).parts) for path in folders}
    assert set(project(checkout)["tool"]["setuptools"]["packages"]) == expected


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> set[str]:
    """The names in a wheel built with the setuptools of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    # Built from a copy: what an earlier build left in build/ would go into the wheel too.
    copy = shutil.copytree(Path(__file__).parents[1], folder / "checkout", ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    arguments = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(copy)]
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_code_data_and_licences_alone(wheel, checkout):
    """No tests, no build files, nothing of the checkout's housekeeping."""
    code = {path.relative_to(checkout).as_posix() for folder in FOLDERS for path in (checkout / folder).rglob("*.py")}
    code |= {path.name for path in checkout.glob("*.py")}
    names = {name.removeprefix("inspectkg/") for name in wheel if name.startswith("inspectkg/")}
    assert names == code | declared(checkout)
    others = {name for name in wheel if not name.startswith("inspectkg/")}
    assert all(name.startswith(f"inspectkg-{__version__}.dist-info/") for name in others)
    assert {Path(name).name for name in others} >= {"LICENSE", "NOTICE", "METADATA", "entry_points.txt"}


def test_constraints_pin_every_direct_dependency(checkout):
    """What make and CI install is known to the last digit."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    lines = (checkout / "constraints.txt").read_text("utf-8").splitlines()
    pins = {requirement.name: requirement for requirement in map(Requirement, (x for x in lines if x[0] != "#"))}
    pinned = {canonicalize_name(name): pin for name, pin in pins.items()}
    metadata = project(checkout)["project"]
    wanted = [*metadata["dependencies"], *(x for extra in metadata["optional-dependencies"].values() for x in extra)]
    for requirement in map(Requirement, wanted):
        if requirement.name == "inspectkg":
            continue
        pin = pinned[canonicalize_name(requirement.name)]
        (version,) = pin.specifier
        assert version.operator == "=="
        assert requirement.specifier.contains(version.version), requirement


def modules_after(*arguments: str, folder: Path) -> set[str]:
    """The top-level modules that one call of the command line has imported when it ends."""
    script = (
        "import sys; from inspectkg.cli import main; code = main(sys.argv[1:]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines()[-1].split())


HEAVY = {"rdflib", "pyshacl", "SPARQLWrapper", "openpyxl", "ahocorasick_rs"}


@pytest.mark.parametrize(
    "arguments", [["--version"], ["query", "--help"], ["query"], ["query", "police-information-sharing"], ["export"]]
)
def test_a_command_imports_only_what_it_needs(tmp_path, arguments):
    """Querying is fast from a cold start: neither rdflib nor pyshacl nor the loader's libraries are touched."""
    assert not modules_after(*arguments, folder=tmp_path) & HEAVY


@pytest.mark.parametrize(
    "arguments", [["--version"], ["build", "--help"], ["validate", "--help"], ["evaluate", "--help"]]
)
def test_help_and_version_import_no_rdf_library_at_all(tmp_path, arguments):
    """Not even the fast one."""
    assert not modules_after(*arguments, folder=tmp_path) & (HEAVY | {"pyoxigraph", "yaml", "jsonschema"})


def test_the_installed_package_is_marked_as_typed(checkout):
    """Type checkers of those who import it use our types."""
    assert (checkout / "py.typed").read_bytes() == b""
