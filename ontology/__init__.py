"""The vocabulary of inspectkg, its concept schemes and its reference data, and how to load them."""
