"""The catalogue of saved queries: one question a file, headed by `#+` lines of YAML, valid SPARQL as it stands."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from ..errors import InputError, RuleError, UsageError
from ..files import read_bytes
from . import guard
from .header import Header, HeaderError, mistakes, read_header

FOLDER: Final = Path(__file__).parent
TYPES: Final = ("slug", "iri", "string", "number", "date", "boolean")


class Parameter(NamedTuple):
    """One parameter of a query: VARIABLE's VALUES block is replaced by its values, terms of TYPE.

    A slug is one of the concepts of SCHEMES or of the things of KINDS (the kind as it stands in the IRI); a string is
    one of CHOICES where there are any. DEFAULT is the value where none is given.
    """

    name: str
    type: str
    variable: str
    meaning: str
    schemes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    default: str | None = None


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
        """What the header says; empty where there is none; RuleError or InputError where it is broken."""
        try:
            header = read_header(self.text, placed=not self.own)
            if not self.own:
                self._check(header)
        except HeaderError as error:
            raise self._broken(str(error), error.line) from None
        return header.values

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
    def numbers(self) -> tuple[int, ...]:
        """Which of the numbered questions it answers."""
        found: Any = self.header.get("number", [])
        return tuple(cast(list[int], found)) if isinstance(found, list) else (int(found),)

    @property
    def expect(self) -> int:
        """How many rows, or triples, the answer on the bundled graph has at least."""
        return int(self.header.get("expect", 0))

    @property
    def columns(self) -> dict[str, str]:
        """Each column and what it means."""
        return {str(name): str(meaning) for name, meaning in self.header.get("columns", {}).items()}

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that it takes."""
        return tuple(self._parameter(raw) for raw in self.header.get("params", ()))

    @property
    def sparql(self) -> str:
        """The query without its header."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+")).strip() + "\n"

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes that it declares, sorted."""
        return tuple(sorted(set(re.findall(r"^\s*PREFIX\s+([a-z-]+):", self.text, re.MULTILINE | re.IGNORECASE))))

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

    @property
    def defaults(self) -> dict[str, str]:
        """The values of parameters that are not given; found without YAML where there are none."""
        if "\n#+ defaults:" not in f"\n{self.text}":
            return {}
        return {each.name: each.default for each in self.parameters if each.default is not None}

    def _check(self, header: Header) -> None:
        """Hold the HEADER of a user's file against the schema, and its parts against each other."""
        found = mistakes(header)
        if found:
            line, message = found[0]
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            raise HeaderError(message + more, line)
        named = {str(raw["name"]) for raw in header.values.get("params", ())}
        for key in ("defaults", "enumerate"):
            for index, entry in enumerate(header.values.get(key, ())):
                for name in entry:
                    if name not in named:
                        raise HeaderError(f"`{key}` names {name!r}, which is no parameter", header.line(key, index))

    def _parameter(self, raw: Any) -> Parameter:
        try:
            made = Parameter(
                name=str(raw["name"]),
                type=str(raw["type"]),
                variable=str(raw["variable"]).removeprefix("?"),
                meaning=str(raw.get("meaning", "")),
                schemes=tuple(str(part) for part in raw.get("schemes", ())),
                kinds=tuple(str(part) for part in raw.get("kinds", ())),
                choices=tuple(str(part) for part in self._of("enumerate", raw["name"]) or ()),
                default=_text(self._of("defaults", raw["name"])),
            )
        except (KeyError, TypeError, AttributeError):
            raise self._broken("a parameter of its header lacks name, type or variable") from None
        if made.type not in TYPES:
            raise self._broken(f"parameter {made.name}: type must be one of {', '.join(TYPES)}")
        if not values_block(made.variable).search(self.text):
            raise self._broken(f"parameter {made.name}: no block VALUES ?{made.variable} {{ UNDEF }} in the query")
        return made

    def _of(self, key: str, name: str) -> Any:
        """What the list of one-key entries KEY of the header says of NAME."""
        return next((entry[name] for entry in self.header.get(key, ()) if name in entry), None)

    def _broken(self, message: str, line: int | None = None) -> InputError | RuleError:
        if not self.own:
            return InputError(message, path=self.path, line=line)
        return RuleError(f"{self.path.name}{f':{line}' if line else ''}: {message}")


def _text(value: Any) -> str | None:
    """A scalar of YAML as it is given on the command line."""
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


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
    query = SavedQuery(name=path.stem, text=text, form=guard.check(text, path), path=path, own=own)
    if not own and "#+" in text:
        _ = query.parameters  # a broken header is told before anything is run
    return query


def _near(text: str) -> str:
    import difflib

    found = difflib.get_close_matches(text, names(), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def _line(text: str, key: str) -> str:
    """The one-line value of KEY in the header, read without YAML: what running a query needs must be cheap."""
    found = re.search(rf"^#\+ {key}:[ \t]*(.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""
