"""SHACL engines: `choice` says which runs, `compiled` is ours, `pyshacl` the reference; `findings` is what both give."""
