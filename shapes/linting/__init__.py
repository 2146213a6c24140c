"""Looks for shapes that check nothing, or something else than their author meant."""
