"""Bringing a frame to a dataset's exact types, and refusing one that does not fit.

Nothing is guessed and nothing is blanked: a value that is not already of its column's type is a violation, with the
column, what was found, what was expected, and the rows. The checks run through pandera, all at once.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc
from pandera.errors import SchemaErrors

from pipeline.forms import form_cells
from pipeline.schemas.model import Column, Dataset, dataset

_EXAMPLES = 5


class SchemaViolation(ValueError):
    """A frame does not fit its dataset's schema, and must not be published.

    Attributes:
        dataset: The dataset's name.
        problems: One sentence a problem: column, found, expected, rows.
    """

    def __init__(self, dataset_name: str, problems: list[str]) -> None:
        self.dataset = dataset_name
        self.problems = problems
        super().__init__(
            f"{dataset_name}: the frame does not fit the published schema.\n"
            + "\n".join(f"  - {p}" for p in problems)
            + "\nNothing was written. What to do: correct the step that produced these rows, or, where the schema "
            "itself is meant to change, change pipeline/schemas/columns.yaml and regenerate docs/columns.md."
        )


class _WrongType(ValueError):
    """A column cannot be brought to its type without changing a value."""


def _examples(values: pd.Series[Any]) -> str:
    shown = ", ".join(f"{v!r} (row {i})" for i, v in values.head(_EXAMPLES).items())
    more = len(values) - _EXAMPLES
    return shown + (f" and {more} more" if more > 0 else "")


def _require(values: pd.Series[Any], good: pd.Series[Any], expected: str) -> None:
    bad = values[~good.astype(bool) & values.notna()]
    if len(bad):
        raise _WrongType(f"found {_examples(bad)}; expected {expected}")


def _as_string(values: pd.Series[Any]) -> pd.Series[Any]:
    if isinstance(values.dtype, pd.StringDtype):
        return values.astype("str")
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    elif values.dtype != object:
        _require(values, pd.Series(False, index=values.index), "text")
    _require(values, values.map(lambda v: isinstance(v, str)), "text")
    return values.astype("str")


def _as_number(values: pd.Series[Any]) -> pd.Series[Any]:
    if pd.api.types.is_bool_dtype(values.dtype):
        _require(values, pd.Series(False, index=values.index), "a number")
    if values.dtype == object:
        number = values.map(lambda v: isinstance(v, int | float | np.number) and not isinstance(v, bool))
        _require(values, number, "a number")
        return pd.Series(pd.to_numeric(values), index=values.index)
    if not pd.api.types.is_numeric_dtype(values.dtype):
        _require(values, pd.Series(False, index=values.index), "a number")
        return pd.Series(np.nan, index=values.index)
    return values


def _as_float(values: pd.Series[Any]) -> pd.Series[Any]:
    numbers = _as_number(values)
    return pd.Series(numbers.to_numpy(dtype="float64", na_value=np.nan), index=values.index, name=values.name)


def _as_int(values: pd.Series[Any], nullable: bool) -> pd.Series[Any]:
    numbers = _as_number(values)
    if not pd.api.types.is_integer_dtype(numbers.dtype):
        floats = pd.Series(numbers.to_numpy(dtype="float64", na_value=np.nan), index=values.index)
        _require(values, (floats % 1 == 0), "a whole number")
        numbers = floats.astype("Int64")
    # A null in a column that has none is pandera's to report: it keeps the nullable type.
    return numbers.astype("Int64" if nullable or numbers.isna().any() else "int64")


def _plain_date(value: Any) -> Any:
    """A timestamp at midnight is how pandas keeps a date; one with a time of day is not a date."""
    midnight = isinstance(value, dt.datetime) and value is not pd.NaT and value.time() == dt.time()
    return value.date() if midnight else value


def _as_date(values: pd.Series[Any]) -> pd.Series[Any]:
    dates = values.astype(object).map(_plain_date)
    good = dates.map(lambda v: isinstance(v, dt.date) and not isinstance(v, dt.datetime))
    _require(dates, good, "a date without a time")
    return dates.astype(object).where(dates.notna(), None)


def _as_list(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    expected = "a list of four numbers" if column.type == "box" else "a list of texts"
    try:
        lists = pa.array(values.astype(object), type=column.arrow.type, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise _WrongType(f"found a value that is none ({error}); expected {expected}") from error
    if lists.flatten().null_count:
        raise _WrongType(f"found an empty member in a list; expected {expected}")
    if column.type == "box":
        lengths = pd.Series(pc.list_value_length(lists).to_pandas().array, index=values.index)
        _require(values, lengths.isna() | (lengths == 4), expected)
    return values.astype(object).where(values.notna(), None)


def _typed(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    match column.type:
        case "string":
            return _as_string(values)
        case "int":
            return _as_int(values, column.nullable)
        case "float":
            return _as_float(values)
        case "bool":
            _require(values, values.map(lambda v: isinstance(v, bool | np.bool_)), "True or False")
            return values if values.isna().any() else values.astype("bool")
        case "date":
            return _as_date(values)
        case "strings" | "box":
            return _as_list(values, column)


def _pandera_dtype(column: Column) -> Any:
    match column.type:
        case "string":
            return "str"
        case "int":
            return pd.Int64Dtype() if column.nullable else "int64"
        case "float":
            return "float64"
        case "bool":
            return "bool"
        case _:
            return object


def _value_matches_state(frame: pd.DataFrame) -> pd.Series[bool]:
    return (frame["state"] == "reported") == frame["value"].notna()


def _is_form_cell(frame: pd.DataFrame) -> pd.Series[bool]:
    known = {f"{c.table}/{c.row}/{c.column}" for c in form_cells()}
    return (frame["table"] + "/" + frame["row"] + "/" + frame["column"]).isin(known)


def _derived_is_blank(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["derived"].isna() | (frame["state"] == "blank")


_CELL_CHECKS = (
    (_value_matches_state, "a number exactly where state is 'reported', and null elsewhere"),
    (_derived_is_blank, "a derived number only where state is 'blank'"),
    (_is_form_cell, "a table, row and column that a form has"),
)


@cache
def pandera_schema(name: str) -> pandera.DataFrameSchema:
    """The dataset's pandera schema: exact columns in order, types, nulls, allowed values, primary key.

    Args:
        name: A published dataset's name.
    """
    spec = dataset(name)
    columns: dict[str, pandera.Column] = {}
    for column in spec.columns:
        checks: list[pandera.Check] = []
        if column.allowed is not None:
            checks.append(pandera.Check.isin(list(column.allowed), error=f"one of {', '.join(column.allowed)}"))
        if column.minimum is not None and column.maximum is not None:
            limits = f"between {column.minimum:g} and {column.maximum:g}"
            checks.append(pandera.Check.in_range(column.minimum, column.maximum, error=limits))
        columns[column.name] = pandera.Column(
            _pandera_dtype(column), checks, nullable=column.nullable, title=column.label, description=column.description
        )
    return pandera.DataFrameSchema(
        columns,
        checks=[pandera.Check(f, error=e) for f, e in _CELL_CHECKS] if spec.form_cells else [],
        strict=True,
        ordered=True,
        unique=list(spec.primary_key),
        coerce=False,
        name=name,
    )


def _sentence(context: str, column: str, check: str, cases: pd.DataFrame, spec: Dataset) -> str:
    rows = [i for i in dict.fromkeys(cases["index"]) if i is not None and not pd.isna(i)]
    where = f" in rows {', '.join(str(i) for i in rows[:_EXAMPLES])}" if rows else ""
    if len(rows) > _EXAMPLES:
        where += f" and {len(rows) - _EXAMPLES} more"
    found = ", ".join(dict.fromkeys(repr(v) for v in cases["failure_case"].head(_EXAMPLES)))
    if check == "multiple_fields_uniqueness":
        key = ", ".join(spec.primary_key)
        return f"primary key ({key}): found the same key more than once{where}; expected one row a key"
    if check == "not_nullable":
        return f"column {column}: found nothing{where}; expected a value in every row"
    if context == "DataFrameSchema":
        return f"found rows that break a rule{where}; expected {check}"
    return f"column {column}: found {found}{where}; expected {check}"


def validate(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the dataset's exact types and column order.

    Lossless changes of type are made (whole floats to integers where pandas had to widen them, object to text); nothing
    else is.

    Args:
        name: A published dataset's name.
        frame: The rows, with every published column and no other, in any column order.

    Returns:
        A new frame with a fresh index.

    Raises:
        SchemaViolation: Columns are missing or unknown, a value has the wrong type or is not allowed, a null stands
            where none may, a primary key occurs twice.
    """
    spec = dataset(name)
    missing = [c for c in spec.column_names if c not in frame.columns]
    extra = [str(c) for c in frame.columns if c not in spec.column_names]
    if missing or extra:
        problems = [f"column {c}: found no such column; expected it" for c in missing]
        problems += [f"column {c}: found a column the schema does not have; expected none" for c in extra]
        raise SchemaViolation(name, problems)
    problems = []
    typed: dict[str, pd.Series[Any]] = {}
    source = frame.reset_index(drop=True)
    for column in spec.columns:
        try:
            typed[column.name] = _typed(source[column.name], column)
        except _WrongType as error:
            problems.append(f"column {column.name}: {error}")
    if problems:
        raise SchemaViolation(name, problems)
    result = pd.DataFrame(typed, columns=spec.column_names, index=source.index)
    try:
        return pandera_schema(name).validate(result, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        groups = cases.assign(column=cases["column"].fillna("")).groupby(
            ["schema_context", "column", "check"], sort=False
        )
        sentences = [_sentence(str(k[0]), str(k[1]), str(k[2]), group, spec) for k, group in groups]
        raise SchemaViolation(name, list(dict.fromkeys(sentences))) from error
