"""Who asks: names and passwords from the environment or a netrc file, never from a command line or an address."""

from __future__ import annotations

import base64
import netrc
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..errors import EndpointError
from .addresses import host

USER: Final = "INSPECTKG_USER"
PASSWORD: Final = "INSPECTKG_PASSWORD"  # noqa: S105 - the name of a variable
KINDS: Final = ("basic", "bearer", "digest")


@dataclass(frozen=True, slots=True)
class Login:
    """A name and password, or a token; neither is shown where this is printed.

    AHEAD is the header that is sent unasked; without it, the server asks, and tells whether basic or digest.
    """

    user: str
    password: str = field(repr=False)
    ahead: str = field(default="", repr=False)


def login(
    url: str, user: str = "", variable: str = "", kind: str = "", environment: Mapping[str, str] = os.environ
) -> Login | None:
    """The login for URL: of the environment's VARIABLE, else of INSPECTKG_USER and INSPECTKG_PASSWORD, else of netrc.

    EndpointError where VARIABLE is not set, or the netrc file cannot be used.
    """
    if variable:
        if not environment.get(variable):
            raise EndpointError(f"the environment has no {variable}, which the profile names: export {variable}=…")
        return _made(user, environment[variable], kind)
    if environment.get(PASSWORD):
        return _made(user or environment.get(USER, ""), environment[PASSWORD], kind)
    found = _from_netrc(host(url), environment)
    return _made(user or found[0], found[1], kind) if found else None


def _made(user: str, password: str, kind: str) -> Login:
    if any(char in user + password for char in "\r\n\0"):
        raise EndpointError("the name or password holds a line break: no server takes that")
    if kind == "bearer":
        return Login(user, password, f"Bearer {password}")
    if kind == "basic":
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        return Login(user, password, f"Basic {pair}")
    return Login(user, password)


def _from_netrc(name: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    path = Path(environment["NETRC"]) if environment.get("NETRC") else Path.home() / ".netrc"
    if not path.is_file():
        if environment.get("NETRC"):
            raise EndpointError(f"{path}: no such file, which NETRC names")
        return None
    try:
        found = netrc.netrc(str(path)).authenticators(name)
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        told = getattr(error, "msg", None) or getattr(error, "strerror", None) or "is no text"
        raise EndpointError(f"{path}: cannot be used as a netrc file: {told}") from None
    return (found[0], found[2] or "") if found else None
