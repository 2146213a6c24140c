"""A graph as files that other programs take: profiles, selections, formats, and what each file says of itself."""
