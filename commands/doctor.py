"""inspectkg doctor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from ..errors import EndpointError
from ..paragraphs import wrapped
from ..streams import emit, say, targets
from .exits import DONE, FALLS_SHORT
from .options import DOCTOR_FORMATS, finite, format_option

if TYPE_CHECKING:
    from ..endpoints.examining import Found

#: What the protocol lacks is made up for by how we ask; what queries get wrong is not.
MARGIN: Final = 20


@click.command()
@click.option("--endpoint", metavar="URL|NAME", required=True, help="The query address, or a profile.")
@click.option("--store", metavar="URL|NAME", help="Where to put a small test graph, which is removed again.")
@click.option(
    "--timeout",
    type=click.FloatRange(1, 3600),
    callback=finite,
    default=20.0,
    show_default=True,
    help="Seconds a query gets.",
)
@format_option(DOCTOR_FORMATS)
def doctor(endpoint: str, store: str | None, timeout: float, formats: tuple[str, ...]) -> int:
    """Find out whether an endpoint answers as the embedded store does.

    Small queries are asked, one for each feature of SPARQL that the saved questions use, and those questions are named
    whose answers would be hurt. With --store, features are tried too that need triples of their own.

    \b
    Examples:
      inspectkg doctor --endpoint http://localhost:7878/query
      inspectkg doctor --endpoint archive --store archive --format json=archive.json
    """
    wanted = targets(formats, DOCTOR_FORMATS.split(), "table")
    found = _examined(endpoint, store, timeout)
    for target in wanted:
        emit(_json(found) if target.format == "json" else _table(found), target.path)
    tried = [each for each in found if each.tried]
    wrong = [each for each in tried if not each.well]
    hurt = sorted({name for each in wrong for name in each.questions})
    say(f"{len(tried) - len(wrong)} of {len(tried)} as expected; questions at risk: {', '.join(hurt) or 'none'}")
    return FALLS_SHORT if wrong else DONE


def _examined(endpoint: str, store: str | None, timeout: float) -> list[Found]:
    from ..endpoints import examining
    from ..endpoints.asking import AGENT, asker
    from ..endpoints.opening import asked_at, written_at
    from ..endpoints.protocol import speaks
    from ..endpoints.storing import GraphStore
    from ..endpoints.transport import Transport

    profile = asked_at(endpoint)
    asks = asker(profile, timeout)
    graphs = None
    if store:
        place = written_at(store, "store")
        graphs = GraphStore(place.store, Transport(timeout, place.login(place.store)), AGENT)
        graphs.put(examining.GRAPH, examining.data_lines())
    try:
        found = examining.examine(
            lambda query: asks.once(query, query.text)[0], examining.features(), written=graphs is not None
        )
        tried = [each for each in found if each.tried]
        if all(each.verdict == examining.FAILS for each in tried):
            raise EndpointError(f"no query was answered: {tried[0].detail}")
        return [*found, *speaks(profile.url, Transport(timeout, profile.login(profile.url)), AGENT)]
    finally:
        if graphs is not None:
            graphs.remove(examining.GRAPH)


def _json(found: list[Found]) -> str:
    rows = [
        {"feature": each.id, "says": each.says, "verdict": each.verdict, "detail": each.detail, "hurts": each.questions}
        for each in found
    ]
    return json.dumps({"features": rows}, ensure_ascii=False, indent=2) + "\n"


def _table(found: list[Found]) -> str:
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.verdict:<10}{each.id:<{MARGIN - 2}}{each.says}")
        more = [each.detail] if each.detail and not each.well else []
        more += [f"hurts: {', '.join(each.questions)}"] if each.questions else []
        for text in more:
            lines += wrapped(text, " " * 10, " " * 12)
    return "".join(line + "\n" for line in lines)
