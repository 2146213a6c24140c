"""Compares two graphs: what changed, for people, and as a patch that makes the one into the other."""
