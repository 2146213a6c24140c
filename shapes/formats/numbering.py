"""Names for results: their fingerprints, with a number where several results share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..report import Result


def numbered(results: Iterable[Result], separator: str) -> Iterator[tuple[str, Result]]:
    """RESULTS with their fingerprints; from the second of one fingerprint on, SEPARATOR and a number follow it."""
    met = Counter[str]()
    for result in results:
        name = result.fingerprint
        met[name] += 1
        yield (name if met[name] == 1 else f"{name}{separator}{met[name]}"), result
