"""The shapes of a graph (`*.ttl`), and checking graphs against them or against anyone's: see `validation`."""
