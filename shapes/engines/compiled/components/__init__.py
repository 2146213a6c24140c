"""The constraint components of SHACL, a module for each group of the standard; `registry` has their parameters."""
