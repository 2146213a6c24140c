"""The diagram of the ontology as SVG: a column for each layer, a box for each class, a line for each property."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from ..ontology.namespaces import IKG, iri
from .described import href, short
from .statements import published

_WIDTH: Final = 262
_GAP: Final = 34
_LINE: Final = 19
_HEAD: Final = 30
_PARENT: Final = 17
_TOP: Final = 48
_BETWEEN: Final = 16

_STYLE: Final = """
  svg { color-scheme: light dark; font: 13px system-ui, sans-serif; background: transparent }
  .box { fill: #fff; stroke: #5b6b7b } .head { fill: #e7eef5 }
  .title { font-size: 15px; font-weight: 600; fill: #3b4956 }
  .name { font-weight: 600; fill: #12385a } .property { fill: #222 } .value { fill: #4d5a66 }
  a:hover text { text-decoration: underline }
  @media (prefers-color-scheme: dark) {
    .box { fill: #1a2026; stroke: #8293a3 } .head { fill: #26333f } .title { fill: #c3ced8 }
    .name { fill: #a9d1f5 } .property { fill: #e6e6e6 } .value { fill: #a9b4be }
  }
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A class, and each of its properties with what the values are."""

    iri: str
    title: str
    parents: tuple[str, ...]
    properties: tuple[tuple[str, str, str], ...]
    """IRI and name of a property, and its values."""

    @property
    def head(self) -> int:
        return _HEAD + _PARENT * len(self.parents)

    @property
    def height(self) -> int:
        return self.head + _LINE * len(self.properties) + (8 if self.properties else 0)


def boxes(classes: Sequence[str]) -> list[Box]:
    """The boxes of CLASSES, given as prefixed names."""
    return [_box(iri(name)) for name in classes]


def _box(cls: str) -> Box:
    index = published()
    said: list[tuple[str, str, str]] = []
    for domain in ("rdfs:domain", "schema:domainIncludes"):
        for prop, predicate in index.told_of[cls]:
            if predicate == iri(domain) and prop.startswith(IKG):
                said.append((prop, prop.removeprefix(IKG), _values(prop)))
    parents = [short(node) for node in index.nodes(cls, "rdfs:subClassOf")]
    return Box(cls, short(cls).removeprefix("ikg:"), tuple(parents), tuple(sorted(said)))


def _values(prop: str) -> str:
    """What the values of PROP are, in few words."""
    index = published()
    found = [*index.nodes(prop, "rdfs:range"), *index.nodes(prop, "schema:rangeIncludes")]
    names = [short(node).removeprefix("ikg:").removeprefix("xsd:") for node in found]
    return names[0] if len(names) == 1 else f"any of {len(names)}" if names else ""


def diagram(columns: Sequence[dict[str, Any]]) -> str:
    """The SVG of COLUMNS, each a title and its classes."""
    drawn: list[str] = []
    bottom = 0
    for place, column in enumerate(columns):
        x, y = place * (_WIDTH + _GAP) + 1, _TOP
        drawn.append(f'<text class="title" x="{x}" y="28">{escape(column["title"])}</text>')
        for box in boxes(column["classes"]):
            drawn += _drawn(box, x, y)
            y += box.height + _BETWEEN
        bottom = max(bottom, y)
        if place:
            drawn.append(f'<text class="title" x="{x - _GAP + 9}" y="28" aria-hidden="true">→</text>')
    width = len(columns) * (_WIDTH + _GAP) - _GAP + 2
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom}" width="{width}" height="{bottom}"'
    title = "Classes of the inspectkg ontology with their properties"
    return "\n".join([f'{head} role="img" aria-label="{title}">', f"<title>{title}</title>",
                      f"<style>{_STYLE}</style>", *drawn, "</svg>\n"])  # fmt: skip


def _drawn(box: Box, x: int, y: int) -> list[str]:
    """BOX at X and Y: its head, and a row for each property."""
    lines = [
        f'<rect class="box" x="{x}" y="{y}" width="{_WIDTH}" height="{box.height}" rx="5"/>',
        f'<rect class="head box" x="{x}" y="{y}" width="{_WIDTH}" height="{box.head}" rx="5"/>',
        _link(box.iri, f'<text class="name" x="{x + 10}" y="{y + 20}">{escape(box.title)}</text>'),
    ]
    for row, parent in enumerate(box.parents):
        line = y + _HEAD + _PARENT * row + 8
        lines.append(f'<text class="value" x="{x + 10}" y="{line}">a kind of {escape(parent)}</text>')
    for row, (prop, name, values) in enumerate(box.properties):
        line = y + box.head + _LINE * (row + 1) - 2
        lines.append(_link(prop, f'<text class="property" x="{x + 10}" y="{line}">{escape(name)}</text>'))
        lines.append(f'<text class="value" text-anchor="end" x="{x + _WIDTH - 10}" y="{line}">{escape(values)}</text>')
    return lines


def _link(one: str, drawn: str) -> str:
    """DRAWN, leading to the place where ONE is described."""
    target = href(one)
    return f'<a href="{escape(target)}">{drawn}</a>' if target else drawn
