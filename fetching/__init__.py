"""Saves pages of the web into a folder, politely: the one part of inspectkg that reads the web."""
