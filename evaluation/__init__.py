"""Measuring how well articles are read: what saved queries answer, compared with the facts that a reader noted."""
