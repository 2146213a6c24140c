"""The addresses of endpoints: which may be used, and where one may send us on to."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from ..errors import EndpointError

SCHEMES: Final = ("http", "https")
PORTS: Final = {"http": 80, "https": 443}


def check(url: str) -> str:
    """URL, if it is one that may be asked; EndpointError where it is of another protocol or holds a password."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good, parts = False, urlsplit("")
    if parts.username is not None or parts.password is not None:
        raise EndpointError(
            "an endpoint's address must not hold a name or password, which end in logs: "
            "put them into the environment or a netrc file"
        )
    if not good or re.search(r"[\x00-\x20\x7f]", url):
        raise EndpointError(f"{url!r} is no endpoint: its address must begin with http:// or https://")
    return url


def may_follow(old: str, new: str) -> bool:
    """Whether a redirect from OLD to NEW stays on the host, and does not give up TLS."""
    before, after = urlsplit(old), urlsplit(new)
    try:
        ports = [part.port or PORTS.get(part.scheme, 0) for part in (before, after)]
    except ValueError:
        return False
    if after.scheme not in SCHEMES or before.hostname != after.hostname or "@" in after.netloc:
        return False
    return ports[0] == ports[1] if before.scheme == after.scheme else (before.scheme, *ports) == ("http", 80, 443)


def host(url: str) -> str:
    """The name of the host of URL, in lower case."""
    return urlsplit(url).hostname or ""
