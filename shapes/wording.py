"""The words of a result: the shape's own message, or a plain one where the shape has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from ..ontology.namespaces import OUTER
from .engines.findings import Finding
from .index import Index
from .report import Term

SH: Final = OUTER["sh"]

#: Local name of a constraint's kind -> its parameter, and what to say where the shape has no message.
PLAIN: Final[dict[str, tuple[str, str]]] = {
    "AndConstraintComponent": ("and", "This breaks one of the shapes that it must all keep."),
    "ClassConstraintComponent": ("class", "The value is not of the class {}."),
    "ClosedConstraintComponent": ("closed", "This property is not allowed here."),
    "DatatypeConstraintComponent": ("datatype", "The value is not a valid {}."),
    "DisjointConstraintComponent": ("disjoint", "The value stands at {} too, and must not."),
    "EqualsConstraintComponent": ("equals", "The values differ from those of {}."),
    "HasValueConstraintComponent": ("hasValue", "The value {} is missing."),
    "InConstraintComponent": ("in", "The value is not one of those allowed."),
    "LanguageInConstraintComponent": ("languageIn", "The language of the text is not one of those allowed."),
    "LessThanConstraintComponent": ("lessThan", "The value is not less than that of {}."),
    "LessThanOrEqualsConstraintComponent": ("lessThanOrEquals", "The value is more than that of {}."),
    "MaxCountConstraintComponent": ("maxCount", "There are more values than {}."),
    "MaxExclusiveConstraintComponent": ("maxExclusive", "The value is not below {}."),
    "MaxInclusiveConstraintComponent": ("maxInclusive", "The value is above {}."),
    "MaxLengthConstraintComponent": ("maxLength", "The text is longer than {} characters."),
    "MinCountConstraintComponent": ("minCount", "There are fewer values than {}."),
    "MinExclusiveConstraintComponent": ("minExclusive", "The value is not above {}."),
    "MinInclusiveConstraintComponent": ("minInclusive", "The value is below {}."),
    "MinLengthConstraintComponent": ("minLength", "The text is shorter than {} characters."),
    "NodeConstraintComponent": ("node", "The value breaks the shape {}."),
    "NodeKindConstraintComponent": ("nodeKind", "The value is not of the kind {}."),
    "NotConstraintComponent": ("not", "This fits a shape that it must not fit."),
    "OrConstraintComponent": ("or", "This fits none of the shapes of which it must fit one."),
    "PatternConstraintComponent": ("pattern", "The text does not match the pattern {}."),
    "QualifiedMaxCountConstraintComponent": ("qualifiedMaxCount", "More values than {} are of the kind counted here."),
    "QualifiedMinCountConstraintComponent": ("qualifiedMinCount", "Fewer values than {} are of the kind needed here."),
    "SPARQLConstraintComponent": ("sparql", "The query of this constraint finds something wrong."),
    "UniqueLangConstraintComponent": ("uniqueLang", "Two texts have the same language."),
    "XoneConstraintComponent": ("xone", "This does not fit exactly one of the shapes."),
}  # fmt: skip


def message_of(finding: Finding, shapes: Index) -> str:
    """What FINDING says: the message of its query, else of its shape, else a plain sentence about its kind.

    Of several, the English one. Engines may give the shape's message beside that of a query.
    """
    of_shape, of_query = (shapes.values(node, SH + "message") for node in (finding.shape, finding.constraint))
    parameter, plain = PLAIN.get(finding.component.removeprefix(SH), ("", ""))
    if plain and not (of_shape or of_query):
        values = shapes.values(finding.shape, SH + parameter)
        return plain.format(_shown(values[0]) if values else "…")
    others = {text.value for text in of_shape if isinstance(text, ox.Literal)} if of_query else set[str]()
    said = [text for text in finding.messages if text.value not in others] or finding.messages
    messages = sorted(said, key=lambda text: (not (text.language or "en").startswith("en"), text.value))
    return messages[0].value if messages else "This breaks the shape."


def name_of(shape: Term, shapes: Index) -> str:
    """The name of SHAPE (sh:name, else its label), or an empty text."""
    return shapes.text(shape, SH + "name") or shapes.label(shape) or ""


def named_shape(shape: Term, parents: Mapping[Term, Term]) -> str:
    """The IRI of SHAPE, or of the nearest shape around it that has one; an empty text where none has."""
    seen: set[Term] = set()
    node: Term | None = shape
    while node is not None and node not in seen:
        if isinstance(node, ox.NamedNode):
            return node.value
        seen.add(node)
        node = parents.get(node)
    return ""


def _shown(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value.rpartition("#")[2].rpartition("/")[2]
    return term.value if isinstance(term, ox.Literal) else "…"
