"""What a command ends with."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
BREAKS_SHAPE: Final = 1
"""The graph breaks a shape at or above --fail-on."""
DIFFERENT: Final = 1
"""Two graphs that were compared do not say the same."""
FALLS_SHORT: Final = 1
"""A figure is below --min, or an expectation is missed."""
WRONG_INPUT: Final = 2
INTERNAL: Final = 3
"""A mistake of inspectkg itself."""
