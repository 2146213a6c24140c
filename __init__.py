"""inspectkg: articles about probation inspections as a knowledge graph whose every statement keeps its words."""

__version__ = "0.1.0"
