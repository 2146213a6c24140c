"""The ontology as a publication: what `make release` writes to releases/. No part of the installed program."""
