"""A report, or the reason why there is none, in each format: one module a format, the same bytes at every run."""
