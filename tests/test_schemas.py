"""The published schema: every column once, and violations that a person can read."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from pipeline.forms import form_cells
from pipeline.schemas import SchemaViolation, columns_page, dataset, datasets, pandera_schema, sort_rows, validate


def finding(**values: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(dataset("findings").column_names)
    row |= {"report_id": "a" * 16, "report_year": 2021, "rule": "form.cell_blank", "severity": "WARN"}
    return row | {"message": "look", "message_zh": "看", "fingerprint": "f" * 16, "status": "open"} | values


def cell(**values: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(dataset("cells").column_names)
    row |= {"report_id": "a" * 16, "report_year": 2021, "table": "requests", "row": "granted", "column": "total"}
    row |= {"form_version": "2021", "value": 3.0, "unit": "count", "state": "reported", "raw": "3"}
    return row | values


def problems(name: str, rows: list[dict[str, object]]) -> list[str]:
    with pytest.raises(SchemaViolation) as caught:
        validate(name, pd.DataFrame(rows))
    assert "What to do" in str(caught.value)
    return caught.value.problems


def test_every_column_is_described_and_named_once() -> None:
    for spec in datasets().values():
        assert len(set(spec.column_names)) == len(spec.column_names), spec.name
        assert set(spec.primary_key) <= set(spec.column_names)
        for column in spec.columns:
            assert column.label and column.description.endswith("."), (spec.name, column.name)


def test_the_wide_tables_have_a_column_for_every_form_cell() -> None:
    wide = {
        "proactive": ("proactive_disclosure", lambda c: f"{c.row}_{c.column}"),
        "requests": ("requests", lambda c: c.row),
        "review_litigation": ("review_litigation", lambda c: c.column),
    }
    for cell_of_form in form_cells():
        name, column = wide[cell_of_form.table]
        assert dataset(name).column(column(cell_of_form)).type == "float"
    assert dataset("requests").column("applicant").allowed is not None
    assert dataset("proactive_disclosure").column("fee_amount_unit").allowed == ("CNY", "unstated")


def test_form_order_is_kept_where_two_forms_are_merged() -> None:
    names = dataset("requests").column_names
    order = ["new_requests", "not_processed_reconfirmation", "other_misc", "processed_total", "carried_out"]
    assert sorted(order, key=names.index) == order
    assert names.index("not_processed_reconfirmation") < names.index("other") < names.index("processed_total")


def test_a_frame_of_python_values_comes_back_typed() -> None:
    row: dict[str, object] = dict.fromkeys(dataset("reports").column_names)
    row |= {"report_id": "b" * 16, "report_year": 2021.0, "source_path": "a.pdf", "also_at": [], "sha256": "b" * 64}
    row |= {
        "bytes": 10,
        "status": "complete",
        "cells_expected": 200,
        "cells_reported": 1,
        "published_on": dt.date(2022, 1, 3),
    }
    typed = validate("reports", pd.DataFrame([row, row | {"report_id": "c" * 16, "pages": 2}]))
    assert typed["report_year"].dtype == "int64"
    assert typed["pages"].dtype == "Int64" and typed["pages"].isna().tolist() == [True, False]
    assert typed["published_on"][0] == dt.date(2022, 1, 3)
    assert typed["period_end"].tolist() == [None, None]


def test_an_empty_frame_is_valid_and_typed() -> None:
    for name, spec in datasets().items():
        typed = validate(name, pd.DataFrame(columns=spec.column_names))
        assert len(typed) == 0 and typed["report_year"].dtype == "int64"


def test_a_missing_and_an_unknown_column_are_both_named() -> None:
    row = finding(note="x")
    del row["evidence"]
    assert problems("findings", [row]) == [
        "column evidence: found no such column; expected it",
        "column note: found a column the schema does not have; expected none",
    ]


def test_a_value_that_is_not_allowed_is_named_with_its_row() -> None:
    assert problems("findings", [finding(), finding(severity="NOTE", fingerprint="e" * 16)]) == [
        "column severity: found 'NOTE' in rows 1; expected one of ERROR, WARN, INFO"
    ]


def test_a_fraction_in_a_whole_number_column_is_not_cut() -> None:
    (problem,) = problems("cells", [cell(page=1.5)])
    assert problem == "column page: found 1.5 (row 0); expected a whole number"


def test_a_number_given_as_text_is_not_read() -> None:
    assert "found '3' (row 0); expected a number" in problems("cells", [cell(value="3")])[0]


def test_a_null_where_none_may_be_is_reported() -> None:
    assert problems("findings", [finding(message=None)]) == [
        "column message: found nothing in rows 0; expected a value in every row"
    ]


def test_a_null_year_is_reported() -> None:
    (problem,) = problems("findings", [finding(report_year=None)])
    assert problem.startswith("column report_year: found nothing")


def test_a_timestamp_at_midnight_is_a_date_and_one_with_a_time_is_none() -> None:
    row: dict[str, object] = dict.fromkeys(dataset("reports").column_names)
    row |= {"report_id": "b" * 16, "report_year": 2021, "source_path": "a.pdf", "also_at": [], "sha256": "b" * 64}
    row |= {"bytes": 10, "status": "complete", "cells_expected": 200, "cells_reported": 1}
    typed = validate("reports", pd.DataFrame([row | {"published_on": pd.Timestamp("2022-01-03")}]))
    assert typed["published_on"].tolist() == [dt.date(2022, 1, 3)]
    (problem,) = problems("reports", [row | {"published_on": pd.Timestamp("2022-01-03 10:00")}])
    assert problem.endswith("expected a date without a time")


def test_a_key_that_occurs_twice_is_reported() -> None:
    assert problems("cells", [cell(), cell()]) == [
        "primary key (report_id, table, row, column): found the same key more than once in rows 0, 1; "
        "expected one row a key"
    ]


def test_a_blank_turned_into_zero_is_refused() -> None:
    (problem,) = problems("cells", [cell(state="blank", value=0.0)])
    assert "a number exactly where state is 'reported'" in problem


def test_a_derived_number_beside_a_printed_one_is_refused() -> None:
    (problem,) = problems("cells", [cell(derived=3.0)])
    assert "a derived number only where state is 'blank'" in problem
    assert len(validate("cells", pd.DataFrame([cell(state="blank", value=None, derived=3.0)]))) == 1


def test_a_reported_cell_without_a_number_is_refused() -> None:
    (problem,) = problems("cells", [cell(value=None)])
    assert "a number exactly where state is 'reported'" in problem


def test_a_cell_no_form_has_is_refused() -> None:
    (problem,) = problems("cells", [cell(column="upheld")])
    assert "a table, row and column that a form has" in problem


def test_a_box_of_three_numbers_is_refused() -> None:
    (problem,) = problems("cells", [cell(bbox=[1.0, 2.0, 3.0])])
    assert "expected a list of four numbers" in problem


def test_a_confidence_above_one_is_refused() -> None:
    (problem,) = problems("cells", [cell(confidence=1.2)])
    assert "expected between 0 and 1" in problem


def test_rows_are_sorted_in_form_order() -> None:
    rows = [cell(row="carried_out"), cell(table="proactive", row="fee", column="amount"), cell(column="enterprise")]
    ordered = sort_rows("cells", validate("cells", pd.DataFrame([*rows, cell()])))
    assert ordered[["row", "column"]].values.tolist() == [
        ["fee", "amount"],
        ["granted", "enterprise"],
        ["granted", "total"],
        ["carried_out", "total"],
    ]


def test_the_pandera_schema_carries_the_labels() -> None:
    assert pandera_schema("cells").columns["state"].title == "状态"


def test_the_page_of_columns_is_up_to_date() -> None:
    page = Path(__file__).parents[1] / "docs" / "columns.md"
    assert page.read_text(encoding="utf-8") == columns_page(), "run python -m pipeline.schemas"
