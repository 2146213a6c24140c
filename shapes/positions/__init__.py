"""Where in their files statements stand: a reader of Turtle and its relatives that keeps every place."""
