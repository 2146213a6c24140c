"""Holding back the garbage collector while many lasting objects are made.

Python looks through all objects for circles whenever their number has grown by a quarter. The triples of a graph are in
none, so that looking costs half of the time of a large validation and frees nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Generator[None]:
    """No looking for circles of objects inside the block (or the function, as a decorator)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
