"""What of SHACL the compiled engine knows. Shapes that use anything else of its namespace run on the reference."""

from __future__ import annotations

from typing import Final

from ....ontology.namespaces import OUTER

SH: Final = OUTER["sh"]

#: Parameters of constraints.
PARAMETERS: Final = frozenset(
    "and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan "
    "lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength "
    "node nodeKind not or pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape "
    "qualifiedValueShapesDisjoint sparql uniqueLang xone".split()
)
#: Parameters that only property shapes may have.
OF_PROPERTIES: Final = frozenset(
    "lessThan lessThanOrEquals maxCount minCount qualifiedMaxCount qualifiedMinCount qualifiedValueShape "
    "uniqueLang".split()
)
TARGETS: Final = frozenset("targetClass targetNode targetObjectsOf targetSubjectsOf".split())
#: What stands in paths, queries and declarations of prefixes, and what is only for readers.
OTHERS: Final = frozenset(
    "alternativePath deactivated declare defaultValue description group inversePath message name namespace "
    "oneOrMorePath order path prefix prefixes select severity zeroOrMorePath zeroOrOnePath".split()
)
CLASSES: Final = frozenset("NodeShape PrefixDeclaration PropertyGroup PropertyShape SPARQLConstraint Shape".split())

PREDICATES: Final = frozenset(SH + name for name in PARAMETERS | TARGETS | OTHERS)
#: What makes its subject a shape.
MARKS: Final = frozenset(SH + name for name in (PARAMETERS | TARGETS) - {"flags", "ignoredProperties"})
KNOWN_CLASSES: Final = frozenset(SH + name for name in CLASSES)
