"""SPARQL endpoints: asking them, putting graphs into them, and finding out what they can do."""
