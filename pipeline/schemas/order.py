"""The fixed order of rows: by report, then as the forms print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.forms import TABLES
from pipeline.schemas.model import dataset, form_columns, form_rows


def positions(values: pd.Series[Any], names: Sequence[Any] | pd.Index[Any]) -> NDArray[np.int64]:
    """Each value's place in ``names``, -1 where it is not among them.

    Each distinct value is looked up once: a year repeats a few dozen names millions of times.
    """
    codes, distinct = pd.factorize(values)
    found = pd.Index(names).get_indexer(pd.Index(distinct))
    return np.append(found, -1)[codes].astype(np.int64)


def _form_rank(frame: pd.DataFrame, field: str) -> NDArray[np.int64]:
    """Each row's place in form order: of its table, or of its row or column within its table; -1 where it has none."""
    tables = positions(frame["table"], TABLES)
    if field == "table":
        return tables
    ranks = np.full(len(frame), -1, dtype=np.int64)
    for at, table in enumerate(TABLES):
        names = form_rows(table) if field == "row" else form_columns(table)
        here = tables == at
        ranks[here] = positions(frame.loc[here, field], names)
    return ranks


def sort_rows(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame in its dataset's fixed row order: by report, then in form order, then by what is left of the key.

    Args:
        name: A published dataset's name.
        frame: Rows of that dataset.
    """
    spec = dataset(name)
    keys: dict[str, Any] = {}
    by_form = [f for f in ("table", "row", "column") if f in spec.column_names]
    for field in ("report_id", "rule", *by_form, "applicant", "track", *spec.primary_key):
        if field not in spec.column_names or field in keys:
            continue
        if field in by_form:
            keys[field] = _form_rank(frame, field)
        elif field == "applicant":
            keys[field] = positions(frame[field], form_columns("requests"))
        elif field == "track":
            keys[field] = positions(frame[field], form_rows("review_litigation"))
        else:
            keys[field] = pd.factorize(frame[field], sort=True)[0]
    order = np.lexsort([keys[field] for field in reversed(keys)])
    return frame.iloc[order].reset_index(drop=True)
