"""The verbs of the command line, one a module; what each does is a function elsewhere, imported when it runs."""
