"""The catalogue of saved queries: one question a file, headed by `#+` lines of YAML, valid SPARQL as it stands."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from ..errors import InputError, RuleError, UsageError
from ..files import read_bytes
from . import guard

FOLDER: Final = Path(__file__).parent
TYPES: Final = ("slug", "iri", "string", "number", "date", "boolean")
KEYS: Final = frozenset(
    {
        "columns", "defaults", "description", "enumerate", "expect", "names", "number", "params", "question",
        "reference", "slugs", "summary", "tags",
    }
)  # fmt: skip


class Parameter(NamedTuple):
    """One parameter of a query: VARIABLE's VALUES block is replaced by its values, terms of TYPE.

    A slug is one of the concepts of SCHEMES or of the things of KINDS (the kind as it stands in the IRI).
    """

    name: str
    type: str
    variable: str
    meaning: str
    schemes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class _Query(NamedTuple):
    name: str
    text: str
    form: str
    path: Path
    own: bool


class SavedQuery(_Query):
    """A query and what its header says; OWN is false for a file of the user's."""

    @cached_property
    def header(self) -> dict[str, Any]:
        """The header as YAML; empty where there is none; RuleError or InputError where it is broken."""
        return self._read_header()

    @property
    def summary(self) -> str:
        """One line that says what the query gives."""
        return str(self.header.get("summary", ""))

    @property
    def question(self) -> str:
        """The question that it answers."""
        return str(self.header.get("question", ""))

    @property
    def description(self) -> str:
        """What a reader of the answer should know: borders and traps."""
        return str(self.header.get("description", ""))

    @property
    def tags(self) -> tuple[str, ...]:
        """The words it is filed under."""
        return tuple(str(tag) for tag in self.header.get("tags", ()))

    @property
    def columns(self) -> dict[str, str]:
        """Each column and what it means."""
        return {str(name): str(meaning) for name, meaning in self.header.get("columns", {}).items()}

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that it takes."""
        return tuple(self._parameter(raw) for raw in self.header.get("params", ()))

    @property
    def slugs(self) -> tuple[str, ...]:
        """The columns that hold slugs joined by one space."""
        return tuple(_line(self.text, "slugs").split())

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that hold names joined by a semicolon and a space."""
        return tuple(_line(self.text, "names").split())

    @property
    def reference(self) -> bool:
        """Whether it asks the whole reference data too, not only what the articles touch."""
        return _line(self.text, "reference") == "true"

    def _read_header(self) -> dict[str, Any]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        lines = [line[2:].removeprefix(" ") for line in self.text.splitlines() if line.startswith("#+")]
        try:
            found: object = yaml.load("\n".join(lines), Loader=loader)  # noqa: S506 - a safe loader, the C one if there
        except (yaml.YAMLError, ValueError) as error:
            raise self._broken(f"its #+ header is not valid YAML: {str(error).splitlines()[0]}") from None
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise self._broken("its #+ header must be YAML of the form key: value")
        header = cast(dict[str, Any], found)
        unknown = sorted(str(key) for key in header if key not in KEYS)
        if unknown and self.own:
            raise self._broken(f"unknown keys in its header: {', '.join(unknown)}")
        for key, kind in (("columns", dict), ("params", list), ("tags", list)):
            if not isinstance(header.get(key, kind()), kind):
                raise self._broken(f"`{key}` of its header has the wrong form")
        return header

    def _parameter(self, raw: Any) -> Parameter:
        try:
            made = Parameter(
                name=str(raw["name"]),
                type=str(raw["type"]),
                variable=str(raw["variable"]).removeprefix("?"),
                meaning=str(raw.get("meaning", "")),
                schemes=tuple(str(part) for part in raw.get("schemes", ())),
                kinds=tuple(str(part) for part in raw.get("kinds", ())),
            )
        except (KeyError, TypeError, AttributeError):
            raise self._broken("a parameter of its header lacks name, type or variable") from None
        if made.type not in TYPES:
            raise self._broken(f"parameter {made.name}: type must be one of {', '.join(TYPES)}")
        if not values_block(made.variable).search(self.text):
            raise self._broken(f"parameter {made.name}: no block VALUES ?{made.variable} {{ UNDEF }} in the query")
        return made

    def _broken(self, message: str) -> InputError | RuleError:
        return RuleError(f"{self.path.name}: {message}") if self.own else InputError(message, path=self.path)


def values_block(variable: str) -> re.Pattern[str]:
    """The block of the parameter on VARIABLE, as it stands in a query."""
    return re.compile(rf"VALUES\s+\?{re.escape(variable)}\s*\{{\s*UNDEF\s*\}}")


def names() -> list[str]:
    """The names of all saved queries, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.rq"))


def catalogue() -> dict[str, SavedQuery]:
    """All saved queries by name, sorted."""
    return {name: load_query(name) for name in names()}


def load_query(name_or_path: str | Path) -> SavedQuery:
    """The saved query of that name, or the query in that `.rq` file.

    UsageError where no query has the name; InputError where the file cannot be read or is not safe to run.
    """
    text = str(name_or_path)
    own = FOLDER / f"{text}.rq"
    if re.fullmatch(r"[a-z0-9-]+", text) and own.is_file():
        return _read(own, own=True)
    if text.endswith(".rq") or "/" in text or "\\" in text:
        return _read(Path(text), own=False)
    raise UsageError(f"no saved query is called {text!r}{_near(text)}; `inspectkg query` lists them all")


def _read(path: Path, *, own: bool) -> SavedQuery:
    data = read_bytes(path, guard.SIZE_LIMIT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "is not UTF-8 text: save the query as UTF-8", path=path, line=data[: error.start].count(10) + 1
        ) from None
    return SavedQuery(name=path.stem, text=text, form=guard.check(text, path), path=path, own=own)


def _near(text: str) -> str:
    import difflib

    found = difflib.get_close_matches(text, names(), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def _line(text: str, key: str) -> str:
    """The one-line value of KEY in the header, read without YAML: what running a query needs must be cheap."""
    found = re.search(rf"^#\+ {key}:[ \t]*(.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""
