"""Endpoints by name: profiles in inspectkg.toml, which hold addresses and habits, never secrets."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, cast

import click

from ..errors import InputError, UsageError
from ..files import read_bytes
from . import addresses
from .authentication import KINDS, Login, login

FILE: Final = "inspectkg.toml"
SIZE_LIMIT: Final = 64 * 1024
TIME_LIMIT: Final = 60.0
GRAPHS: Final = ("default", "named")
VARIABLES: Final = "INSPECTKG_"
SECRETS: Final = frozenset({"password", "passwd", "token", "secret", "key", "api-key", "credentials"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A store that speaks SPARQL: the ADDRESSES of its query, update and Graph Store services, and its habits.

    `page_size` asks for so many rows at a time; `graphs` says whether its default graph holds what its named graphs
    hold ("default") or has to be told to ("named"), and is found out where it is empty.
    """

    url: str = ""
    update: str = ""
    store: str = ""
    user: str = ""
    password_env: str = ""
    auth: str = ""
    timeout: float = TIME_LIMIT
    page_size: int = 0
    graphs: str = ""

    def login(self, url: str) -> Login | None:
        """Who asks at URL, one of its addresses."""
        return login(url, self.user, self.password_env, self.auth)


KEYS: Final = {field.name.replace("_", "-"): field for field in fields(Endpoint)}


def files() -> list[Path]:
    """Where profiles are looked for, the nearest first: the current folder, then the user's folder of settings."""
    return [Path(FILE), Path(click.get_app_dir("inspectkg")) / FILE]


def endpoint(text: str, places: Iterable[Path] | None = None) -> Endpoint:
    """The endpoint that TEXT names: an address, or a profile of the files PLACES.

    EndpointError where the address cannot be used, UsageError where no profile has the name, InputError where a file is
    wrong.
    """
    if ":" in text or "/" in text or not text:
        return Endpoint(url=addresses.check(text))
    known: dict[str, Endpoint] = {}
    searched = list(files() if places is None else places)
    for path in searched:
        if path.is_file():
            known = {**read_profiles(path), **known}
    if text in known:
        return known[text]
    near = difflib.get_close_matches(text, known, n=3, cutoff=0.5)
    told = f"did you mean {' or '.join(near)}?" if near else f"there is {', '.join(sorted(known)) or 'none'}"
    where = " or ".join(str(path) for path in searched)
    raise UsageError(f"no endpoint is called {text!r}: {told} (looked in {where}; an address begins with http)")


def read_profiles(path: Path) -> dict[str, Endpoint]:
    """The profiles of the file PATH, by name; InputError where it says something else than a profile may."""
    try:
        found = tomllib.loads(read_bytes(path, SIZE_LIMIT).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is not valid TOML: {error}", path=path) from None
    unknown = sorted(set(found) - {"endpoints"})
    if unknown:
        raise InputError(f"unknown table {unknown[0]!r}: a profile is a table [endpoints.NAME]", path=path)
    profiles: Any = found.get("endpoints", {})
    if not isinstance(profiles, dict):
        raise InputError("endpoints is no table: a profile is a table [endpoints.NAME]", path=path)
    return {name: _profile(name, raw, path) for name, raw in cast(dict[str, Any], profiles).items()}


def _profile(name: str, raw: Any, path: Path) -> Endpoint:
    if not isinstance(raw, dict):
        raise InputError(f"[endpoints.{name}] is no table: write url = … below that line", path=path)
    values = cast(dict[str, Any], raw)
    for key, value in values.items():
        _check(name, key, value, path)
    given: dict[str, Any] = {KEYS[key].name: value for key, value in values.items()}
    made = Endpoint(**given)
    if not (made.url or made.update or made.store):
        raise InputError(f"[endpoints.{name}] names no address: url, update or store", path=path)
    return made


def _check(name: str, key: str, value: Any, path: Path) -> None:
    place = f"[endpoints.{name}]"
    if key.lower() in SECRETS:
        raise InputError(
            f"{place} holds a secret, {key}: take it out, put it into a variable of the environment, and name "
            f'that: password-env = "{VARIABLES}PASSWORD"',
            path=path,
        )
    if key not in KEYS:
        near = difflib.get_close_matches(key, KEYS, n=1) or [", ".join(KEYS)]
        raise InputError(f"{place}: unknown key {key!r}; there is {near[0]}", path=path)
    wanted = {"timeout": (int, float), "page-size": (int,)}.get(key, (str,))
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise InputError(f"{place}: {key} must be {'a text' if wanted == (str,) else 'a number'}", path=path)
    if isinstance(value, (int, float)):
        if not (1 <= value <= 86400 if key == "timeout" else 1 <= value <= 10**7):
            raise InputError(f"{place}: {key} = {value} cannot be", path=path)
        return
    _check_text(place, key, value, path)


def _check_text(place: str, key: str, value: str, path: Path) -> None:
    choices = {"auth": KINDS, "graphs": GRAPHS}.get(key)
    if choices and value not in choices:
        raise InputError(f"{place}: {key} must be one of {', '.join(choices)}", path=path)
    if key in ("url", "update", "store"):
        addresses.check(value)
    if key == "password-env" and not value.startswith(VARIABLES):
        raise InputError(
            f"{place}: password-env must begin with {VARIABLES}, so that no file can send other secrets", path=path
        )
