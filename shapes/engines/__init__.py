"""SHACL engines: `choice` says which runs, `compiled` is ours, `pyshacl` the reference; both give `findings`."""
