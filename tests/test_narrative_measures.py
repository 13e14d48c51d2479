"""The vocabulary of figures against the forms that it refers to."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import get_args

from pipeline.forms import form_cells
from pipeline.narrative.measures import Scope, measures, scopes


def test_every_cell_that_a_measure_restates_is_one_of_the_forms() -> None:
    known = {f"{c.table}.{c.row}.{c.column}" for c in form_cells()}
    unknown = [a for m in measures().values() for a in m.cells if not any(fnmatch(k, a) for k in known)]
    assert unknown == []


def test_every_outcome_row_of_the_forms_is_restated_by_a_measure() -> None:
    rows = {c.row for c in form_cells() if c.table == "requests"}
    restated = {a.split(".")[1] for m in measures().values() for a in m.cells}
    assert {row for row in rows if not any(fnmatch(row, pattern) for pattern in restated)} == set()


def test_units_and_scopes_are_known() -> None:
    assert {unit for m in measures().values() for unit in m.units} == {"count", "percent", "CNY"}
    assert tuple(scopes()) == get_args(Scope)
