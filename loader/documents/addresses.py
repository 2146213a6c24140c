"""The one form of a web address that an article is known by."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit, urlunsplit

#: Parameters that tell where a reader came from, not what the page is.
_TRACKING: Final = re.compile(
    r"utm_\w+|at_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|cmpid|ns_\w+|ref|xtor|_ga|_gl", re.IGNORECASE
)
_PORTS: Final = {"http": 80, "https": 443}
#: What tells that an address is of a page made for telephones: a parameter, the end or beginning of the path, a host.
_AMP: Final = re.compile(r"(?:amp(?:=[^&]*)?|outputType=amp|output_type=amp)", re.IGNORECASE)
_AMP_PATH: Final = re.compile(r"^/amp(?=/.)|(?:/amp|\.amp)/*$", re.IGNORECASE)
_HOSTS: Final = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.[^.])")
_LONGEST: Final = 2_000
_KEPT: Final = "/:@!$&'()*+,;=-._~%"


def normalised(address: str, base: str = "") -> str:
    """ADDRESS, taken from a page at BASE, as http or https with a lower-case host, without tracking and fragment.

    "" where it is no such address, has a user name in it, or is the front page of a site, which is no article.
    """
    address = re.sub(r"[\x00-\x20\x7f]+", "", address)
    if not address or len(address) > _LONGEST:
        return ""
    try:
        parts = urlsplit(urljoin(base, address))
        host, port = _host(parts), parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or (parts.path in ("", "/") and not parts.query):
        return ""
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [name for name, _ in pairs if not _TRACKING.fullmatch(name)]
    query = parts.query if len(kept) == len(pairs) else _without_tracking(parts.query)
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe=_KEPT), quote(query, safe=_KEPT + "?"), ""))


def compared(address: str) -> str:
    """What two normalised addresses of one page have in common, which need not be an address itself.

    They may be http or https, have a slash at the end or none, and lead to the page as it is made for telephones (AMP).
    """
    parts = urlsplit(address)
    path = _AMP_PATH.sub("", parts.path.rstrip("/")).rstrip("/")
    query = "&".join(pair for pair in parts.query.split("&") if not _AMP.fullmatch(pair))
    return urlunsplit(("https", _HOSTS.sub("", parts.netloc), path, query, ""))


def _host(parts: SplitResult) -> str:
    """The host in lower case, in ASCII; "" where it is none."""
    host = parts.hostname or ""
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return host if re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", host) else ""


def _without_tracking(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0]))
