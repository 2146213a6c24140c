"""Our SHACL engine: shapes compiled once, each then run over all of its focus nodes at a time.

`reading` turns triples into shapes, `paths` and `targets` find values and focus nodes, `components` has a function for
each kind of constraint, `graph` the data as numbers in tables, `running` brings them together. What is not in the
tested list (`vocabulary`) raises UnsupportedError, and the reference engine takes over.
"""
