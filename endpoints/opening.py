"""Which addresses a store has, where the user gives one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..errors import UsageError
from .profiles import Endpoint, endpoint

#: How the address of updates ends -> how that of queries does, in stores that have two.
QUERIES_OF: Final = (("/update", "/query"), ("/statements", ""), ("-auth", ""))


def written_at(text: str, service: str) -> Endpoint:
    """The endpoint whose SERVICE, store or update, TEXT names: an address, or a profile that has it."""
    found = endpoint(text)
    if found.url == text:
        return replace(found, url="", **{service: text})
    if not getattr(found, service):
        raise UsageError(f"the profile {text!r} has no {service}: add {service} = … to it, or give an address")
    return found


def asked_at(text: str) -> Endpoint:
    """The endpoint TEXT, whose default graph is taken as it is."""
    return replace(endpoint(text), graphs="default")


def query_address(profile: Endpoint, given: str | None) -> Endpoint:
    """Where PROFILE answers queries: as GIVEN, as it says, or as the address of its updates lets one expect."""
    if given:
        found = endpoint(given)
        return replace(profile, url=found.url, graphs="default")
    if profile.url:
        return replace(profile, graphs="default")
    url = profile.update
    for ending, other in QUERIES_OF:
        if url.endswith(ending):
            url = url.removesuffix(ending) + other
            break
    return replace(profile, url=url, graphs="default")
