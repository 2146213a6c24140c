"""JSON over lines is written as the standard library writes it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from inspectkg.shapes.formats.pretty import Written, laid_out

PLAIN = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(PLAIN, lambda part: st.lists(part) | st.dictionaries(st.text(), part), max_leaves=20)


@given(VALUES)
def test_any_value_is_laid_out_as_json_dumps_does(value: object) -> None:
    """Byte for byte: empty lists and objects, control characters and letters beyond ASCII too."""
    assert laid_out(value) == json.dumps(value, ensure_ascii=False, indent=2)


@given(VALUES)
def test_what_is_written_before_fits_into_its_place(value: object) -> None:
    """A part that was laid out for its place stands there as if it had been written with the rest."""
    parts = {"results": [Written(laid_out(value, "\n    ")), 1]}
    assert laid_out(parts) == json.dumps({"results": [value, 1]}, ensure_ascii=False, indent=2)
