"""Writing and reading back published years: the same rows, the same bytes, whole or not at all."""

import datetime as dt
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import store
from pipeline.schemas import SchemaViolation, dataset


def cells(year: int, rows: list[dict[str, object]]) -> pd.DataFrame:
    blank = {
        "report_id": "a" * 16,
        "report_year": year,
        "table": "requests",
        "row": "granted",
        "column": "total",
        "form_version": "2021",
        "value": 1.0,
        "unit": "count",
        "state": "reported",
        "raw": "1",
        "page": None,
        "bbox": None,
        "method": None,
        "confidence": None,
    }
    return pd.DataFrame([blank | row for row in rows], columns=dataset("cells").column_names)


def report(year: int, **values: object) -> pd.DataFrame:
    row: dict[str, object] = dict.fromkeys(dataset("reports").column_names)
    row |= {"report_id": "b" * 16, "report_year": year, "source_path": "a/b.pdf", "also_at": [], "sha256": "b" * 64}
    row |= {"bytes": 10, "status": "failed", "cells_expected": 0, "cells_reported": 0, "error": "unreadable"}
    return pd.DataFrame([row | values])


def test_a_year_reads_back_as_written(tmp_path: Path) -> None:
    frame = report(
        2024,
        agency_name="甲市人民政府",
        period_start=dt.date(2024, 1, 1),
        also_at=["c.pdf", "d.pdf"],
        pages=3,
        form_version="mixed",
    )
    store.write_partition(tmp_path, "reports", 2024, frame)
    back = store.read_partition(tmp_path, "reports", 2024)
    assert list(back.columns) == dataset("reports").column_names
    row = back.iloc[0]
    assert (row["agency_name"], row["period_start"], list(row["also_at"]), row["pages"]) == (
        "甲市人民政府",
        dt.date(2024, 1, 1),
        ["c.pdf", "d.pdf"],
        3,
    )
    assert row["period_end"] is None and pd.isna(row["title"])


def test_rows_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [
        {"row": "carried_out", "bbox": [1, 2, 3, 4.5], "page": 2, "confidence": 0.5},
        {"row": "new_requests", "column": "enterprise", "value": None, "state": "blank", "raw": "/"},
        {"table": "proactive", "row": "fee", "column": "amount", "unit": "CNY", "value": 75450000.0},
    ]
    first = store.write_partition(tmp_path / "one", "cells", 2021, cells(2021, rows)).read_bytes()
    second = store.write_partition(tmp_path / "two", "cells", 2021, cells(2021, rows[::-1])).read_bytes()
    assert first == second
    back = store.read_partition(tmp_path / "two", "cells", 2021)
    assert list(back["row"]) == ["fee", "new_requests", "carried_out"]
    assert list(back["bbox"][2]) == [1, 2, 3, 4.5] and back["bbox"][0] is None


def test_writing_the_same_year_twice_changes_no_byte(tmp_path: Path) -> None:
    path = store.write_partition(tmp_path, "cells", 2021, cells(2021, [{}]))
    before = path.read_bytes()
    store.write_partition(tmp_path, "cells", 2021, store.read_partition(tmp_path, "cells", 2021))
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_plain_pandas_reads_years_of_which_one_has_only_nulls(tmp_path: Path) -> None:
    store.write_partition(tmp_path, "cells", 2019, cells(2019, [{"value": None, "state": "missing", "raw": None}]))
    store.write_partition(tmp_path, "cells", 2020, cells(2020, []))
    store.write_partition(tmp_path, "cells", 2021, cells(2021, [{"page": 4, "method": "html", "bbox": [0, 0, 1, 1]}]))
    frame = pd.read_parquet(tmp_path / "cells").sort_values("report_year")
    assert list(frame["report_year"]) == [2019, 2021]
    assert [int(y) for y in frame["year"]] == [2019, 2021]
    assert frame["value"].isna().tolist() == [True, False]
    assert frame["page"].tolist()[1] == 4


def test_a_crash_while_writing_leaves_the_old_year_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store.write_partition(tmp_path, "cells", 2021, cells(2021, [{}]))
    before = path.read_bytes()

    def cut_off(table: pa.Table, file: object, **_: object) -> None:
        file.write(b"PAR1 half")  # type: ignore[attr-defined]
        raise OSError("no space left on device")

    monkeypatch.setattr(pq, "write_table", cut_off)
    with pytest.raises(OSError, match="no space"):
        store.write_partition(tmp_path, "cells", 2021, cells(2021, [{"value": 2.0}]))
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_crash_before_the_rename_leaves_the_old_year_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = store.write_partition(tmp_path, "cells", 2021, cells(2021, [{}]))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            store.write_partition(tmp_path, "cells", 2021, cells(2021, [{"value": 2.0}]))
    assert store.read_partition(tmp_path, "cells", 2021)["value"].tolist() == [1.0]
    assert path.is_file()


def test_a_file_left_by_a_killed_run_is_ignored(tmp_path: Path) -> None:
    path = store.write_partition(tmp_path, "cells", 2021, cells(2021, [{}]))
    (path.parent / ".part-0.parquet.abc.tmp").write_bytes(b"PAR1 half a file")
    assert len(pd.read_parquet(tmp_path / "cells")) == 1
    assert len(store.read_dataset(tmp_path, "cells")) == 1


def test_rows_that_do_not_fit_leave_the_old_year_alone(tmp_path: Path) -> None:
    path = store.write_partition(tmp_path, "cells", 2021, cells(2021, [{}]))
    before = path.read_bytes()
    with pytest.raises(SchemaViolation, match="state"):
        store.write_partition(tmp_path, "cells", 2021, cells(2021, [{"state": "guessed"}]))
    assert path.read_bytes() == before


def test_rows_of_another_year_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaViolation, match="report_year: found 2020; expected 2021"):
        store.write_partition(tmp_path, "cells", 2021, cells(2020, [{}]))
    assert not store.partition_exists(tmp_path, "cells", 2021)


def test_reading_a_year_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    store.write_partition(tmp_path, "cells", 2021, cells(2021, [{}]))
    with pytest.raises(store.NotPublished, match=r"year=2022.*gongkai run"):
        store.read_partition(tmp_path, "cells", 2022)
    with pytest.raises(store.NotPublished, match="year=2022"):
        store.read_dataset(tmp_path, "cells", [2021, 2022])


def test_a_file_with_another_schema_is_refused(tmp_path: Path) -> None:
    path = store.write_partition(tmp_path, "cells", 2021, cells(2021, [{}]))
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["confidence"]), path)
    with pytest.raises(store.StaleFile, match=r"confidence.*run `gongkai run`"):
        store.read_partition(tmp_path, "cells", 2021)


def test_several_years_come_in_one_frame(tmp_path: Path) -> None:
    for year in (2022, 2019, 0):
        store.write_partition(tmp_path, "cells", year, cells(year, [{}]))
    assert store.published_years(tmp_path, "cells") == [0, 2019, 2022]
    assert store.read_dataset(tmp_path, "cells", columns=["report_year"])["report_year"].tolist() == [0, 2019, 2022]
    assert store.read_dataset(tmp_path, "cells", years=[2022])["report_year"].tolist() == [2022]


def test_the_catalogue_is_one_file(tmp_path: Path) -> None:
    row: dict[str, object] = dict.fromkeys(dataset("catalogue").column_names)
    row |= {"report_id": "c" * 16, "report_year": 0, "source_path": "x.pdf", "also_at": [], "sha256": "c" * 64}
    row |= {"bytes": 3, "is_report": False, "error": "not a report"}
    path = store.write_whole(tmp_path, "catalogue", pd.DataFrame([row]))
    assert path == tmp_path / "catalogue" / "part-0.parquet"
    assert store.read_whole(tmp_path, "catalogue")["is_report"].tolist() == [False]
    with pytest.raises(ValueError, match="write_whole"):
        store.write_partition(tmp_path, "catalogue", 2021, pd.DataFrame([row]))
