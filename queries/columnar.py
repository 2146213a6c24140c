"""Rows as columns of one type each, for data frames: Arrow and Parquet, with the extra `inspectkg[arrow]`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from pyoxigraph import Literal

from ..errors import UsageError
from .answers import XSD, Row, Stream, Table, Term, Verdict, plain

_INTEGERS: Final = frozenset(XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"))


def written(answer: Table | Stream | Verdict, format: str) -> Iterator[bytes]:
    """ANSWER as an Arrow file or a Parquet file; UsageError where pyarrow is not installed.

    A column of integers, doubles, booleans or dates alone has that type; decimals and everything else are text, as it
    is written.
    """
    arrow = _library()
    if isinstance(answer, Verdict):
        table: Any = arrow.table({"holds": [answer.holds]})
    else:
        rows = tuple(answer.rows)
        table = arrow.table([_column(arrow, rows, at) for at in range(len(answer.columns))], list(answer.columns))
    out: Any = arrow.BufferOutputStream()
    if format == "parquet":
        from pyarrow import parquet  # pyright: ignore[reportMissingTypeStubs]

        parquet.write_table(table, out)  # pyright: ignore[reportUnknownMemberType]
    else:
        ipc: Any = importlib.import_module("pyarrow.ipc")
        with ipc.new_file(out, table.schema) as file:
            file.write_table(table)
    yield out.getvalue().to_pybytes()


def _library() -> Any:
    try:
        import pyarrow  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        raise UsageError(
            "arrow and parquet need pyarrow, which is not installed: pip install 'inspectkg[arrow]'"
        ) from None
    return pyarrow


def _column(arrow: Any, rows: tuple[Row, ...], at: int) -> Any:
    terms = [row[at] for row in rows]
    kind, read = _kind(arrow, {_datatype(term) for term in terms if term is not None})
    try:
        return arrow.array([None if term is None else read(term) for term in terms], kind)
    except (ValueError, OverflowError, arrow.ArrowInvalid):  # a number or date that the type cannot hold
        return arrow.array([None if term is None else plain(term) for term in terms], arrow.string())


def _datatype(term: Term) -> str:
    return term.datatype.value if isinstance(term, Literal) else ""


def _kind(arrow: Any, datatypes: set[str]) -> tuple[Any, Callable[[Term], Any]]:
    """The type of a column that holds DATATYPES, and how its terms are read."""
    from datetime import date

    if datatypes and datatypes <= _INTEGERS:
        return arrow.int64(), lambda term: int(plain(term))
    if datatypes and datatypes <= {XSD + "double", XSD + "float"}:
        return arrow.float64(), lambda term: float(plain(term).replace("INF", "inf"))
    if datatypes == {XSD + "boolean"}:
        return arrow.bool_(), lambda term: plain(term) in ("true", "1")
    if datatypes == {XSD + "date"}:
        return arrow.date32(), lambda term: date.fromisoformat(plain(term))
    return arrow.string(), plain
