"""Documents as people have them (texts, web pages, Markdown, PDF, feeds), read into articles."""
