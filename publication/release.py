"""The files of a release, made of nothing but what the checkout holds: the same bytes at each run."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from .. import __version__
from ..errors import RuleError
from ..export.context import published as context
from ..export.serialising import FORMATS, serialise
from ..ontology.namespaces import IKG, iri
from .description import description
from .diagram import diagram
from .pages import pages
from .redirects import redirects
from .statements import parts, published

CHECKOUT: Final = Path(__file__).parents[1]
RELEASES: Final = CHECKOUT / "releases"
FOLDER: Final = RELEASES / __version__
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")


@cache
def settings() -> dict[str, Any]:
    """publication.toml, read once."""
    return tomllib.loads((Path(__file__).parent / "publication.toml").read_text("utf-8"))


def last_release(folder: Path = RELEASES, version: str = __version__) -> Path | None:
    """The folder of the newest release up to VERSION, which may be an earlier state of it; None where there is none."""
    found = [path for path in folder.glob("*") if _VERSION.fullmatch(path.name)]
    earlier = [path for path in found if _numbers(path.name) <= _numbers(version)]
    return max(earlier, key=lambda path: _numbers(path.name), default=None)


def excused() -> list[str]:
    """The terms that publication.toml lets change in this version, with a reason each."""
    changed: dict[str, dict[str, str]] = settings()["changed"]
    return [iri(name) for name in changed.get(__version__, {})]


def files() -> dict[str, bytes]:
    """Every file of the release of this version, by its name in the folder; RuleError where versions differ."""
    _check_versions()
    made: dict[str, bytes] = {}
    for name, quads in parts().items():
        made |= {f"{name}{FORMATS[format]}": serialise(quads, format) for format in settings()["formats"]}
    made["context.jsonld"] = _json(context())
    made["diagram.svg"] = diagram(settings()["diagram"]).encode()
    made["CHANGELOG.md"] = changelog().encode()
    made["CITATION.cff"] = (CHECKOUT / "CITATION.cff").read_bytes()
    made |= {name: page.encode() for name, page in pages(__version__, issued(), settings()).items()}
    made["void.ttl"] = description(made, __version__, issued(), settings())
    made |= {f"w3id/{name}": text.encode() for name, text in redirects(__version__, settings()).items()}
    return dict(sorted(made.items()))


def issued() -> str:
    """The day of the release, as the ontology has it."""
    return published().text(IKG, "dcterms:issued")


def changelog() -> str:
    """What CHANGELOG.md says of this version; RuleError where it says nothing."""
    sections = re.split(r"(?m)^## ", (CHECKOUT / "CHANGELOG.md").read_text("utf-8"))
    for section in sections[1:]:
        title, _, body = section.partition("\n")
        if title.split()[0] == __version__:
            return f"# Changes of {__version__}, {issued()}\n\n{body.strip()}\n"
    raise RuleError(f"CHANGELOG.md has no section {__version__}: write what changes for those who use inspectkg")


def _check_versions() -> None:
    """RuleError where the program, the ontology and CITATION.cff are not of one version and day."""
    citation = (CHECKOUT / "CITATION.cff").read_text("utf-8")
    for key, wanted in (("version", __version__), ("date-released", issued())):
        if not re.search(rf"(?m)^{key}: ['\"]?{re.escape(wanted)}['\"]?$", citation):
            raise RuleError(f"CITATION.cff: {key} is not {wanted}, as the ontology and the program have it")
    if published().nodes(IKG, "owl:versionIRI") != [IKG + __version__]:
        raise RuleError(f"ontology/inspectkg.ttl: owl:versionIRI is not <{IKG}{__version__}>")
    if published().texts(IKG, "owl:versionInfo") != [__version__]:
        raise RuleError(f'ontology/inspectkg.ttl: owl:versionInfo is not "{__version__}"')


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
