"""Frames of made-up reports for tests: a consistent form, into which a test puts the one thing it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.checks import Outcomes
from pipeline.forms import form_cells
from pipeline.narrative import Figure, figures_frame
from pipeline.schemas import dataset

Place = tuple[str, str, str]
BLANK, MISSING, UNREADABLE = "/", None, "3 5?"
"""What a test puts at a place in order to have a cell of that state."""

NOT_OUTCOMES = ("new_requests", "carried_in", "processed_total", "carried_out")


def cells(
    report_id: str = "a" * 16,
    year: int = 2022,
    version: str = "2021",
    put: Mapping[Place, float | str | None] | None = None,
    single_other: bool = False,
    drop: tuple[str, ...] = (),
) -> pd.DataFrame:
    """All cells of a report, 0 everywhere but at the places of ``put``.

    ``single_other`` prints （六）其他处理 as one row in a form of 2021; ``drop`` names tables that are not listed.
    """
    put = put or {}
    official = [c for c in form_cells() if c.form_version == version and c.table not in drop]
    if single_other:
        official = [c for c in official if not (c.table == "requests" and c.row.startswith("other_"))]
        official += [c for c in form_cells() if (c.form_version, c.table, c.row) == ("2019", "requests", "other")]
    rows = []
    for c in official:
        given = put.get((c.table, c.row, c.column), 0)
        state = {BLANK: "blank", MISSING: "missing", UNREADABLE: "unreadable"}.get(given, "reported")  # type: ignore[call-overload]
        rows.append(
            {
                "report_id": report_id,
                "report_year": year,
                "table": c.table,
                "row": c.row,
                "column": c.column,
                "form_version": c.form_version,
                "value": float(given) if state == "reported" else None,  # type: ignore[arg-type]
                "unit": c.unit,
                "state": state,
                "raw": None if given is None else str(given),
                "reason": None,
                "page": None,
                "bbox": None,
                "method": "test",
                "confidence": 1.0,
            }
        )
    unknown = set(put) - {(c.table, c.row, c.column) for c in official}
    assert not unknown, f"the form has no {unknown}"
    return pd.DataFrame(rows, columns=dataset("cells").column_names)


def catalogue(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Catalogue rows, usable files of 2022 but for what is given."""
    filled = []
    for number, given in enumerate(rows or ({},)):
        row: dict[str, Any] = dict.fromkeys(dataset("catalogue").column_names)
        row |= {"report_id": "a" * 16, "report_year": 2022, "agency_name": f"第{number}局", "format": "html"}
        row |= {"source_path": f"{number}.html", "also_at": [], "sha256": "f" * 64, "bytes": 100, "is_report": True}
        filled.append(row | dict(given))
    return pd.DataFrame(filled)


def facts(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Facts of reports of 2022 that state everything and agree, but for what is given."""
    filled = []
    for given in rows or ({},):
        row: dict[str, Any] = {"report_id": "a" * 16, "report_year": 2022}
        row |= {"title": "某局2022年政府信息公开工作年度报告", "agency_name": "某局", "script": "Hans"}
        row |= {"agency_problem": None, "agency_evidence": "title: 某局"}
        row |= {"period_start": dt.date(2022, 1, 1), "period_end": dt.date(2022, 12, 31)}
        row |= {"period_text": "2022年1月1日至2022年12月31日", "published_on": dt.date(2023, 1, 20)}
        row |= {
            "title_year": 2022,
            "date_year": 2023,
            "path_year": 2022,
            "heading_year": None,
            "year_evidence": "the title",
        }
        filled.append(row | dict(given))
    frame = pd.DataFrame(filled)
    years = ["title_year", "date_year", "path_year", "heading_year"]
    return frame.assign(**{y: frame[y].astype("Int64") for y in years})


def figures(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Figures of one report's sentences: its own exact count of requests received, but for what is given."""
    filled = []
    for number, given in enumerate(rows, start=1):
        row: dict[str, Any] = {
            "sentence": "收到申请。",
            "start": 4,
            "end": 5,
            "raw": "0",
            "value": 0.0,
            "unit": "count",
        }
        row |= {"measure": "requests_received", "approximate": False, "scope": "own", "place": number}
        filled.append(Figure(**(row | dict(given))))
    return figures_frame([("a" * 16, 2022, filled)])


def parts_of(total: float, *parts: float, relation: str = "equal", **given: Any) -> list[dict[str, Any]]:
    """A total with its parts, as the first figures of a report."""
    first = {"measure": "breakdown_total", "value": total, "relation": relation, "place": 1}
    rest = [{"measure": "breakdown_part", "value": p, "part_of": 1, "place": 1} for p in parts]
    return [figure | given for figure in (first, *rest)]


def unplaced(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Printed numbers that no form cell claims."""
    filled = []
    for given in rows:
        row: dict[str, Any] = {"report_id": "a" * 16, "report_year": 2022, "table": "requests", "raw": "7"}
        filled.append(row | {"page": None, "reason": "a row no form has"} | dict(given))
    return pd.DataFrame(filled, columns=["report_id", "report_year", "table", "raw", "page", "reason"])


def found(outcomes: Outcomes, rule: str) -> list[dict[str, Any]]:
    """A rule's findings; what is not there is None."""
    here = outcomes.findings[outcomes.findings["rule"] == rule]
    return [{str(k): None if isinstance(v, float) else v for k, v in f.items()} for f in here.to_dict("records")]


def tally(outcomes: Outcomes, rule: str) -> tuple[int, int, int]:
    """At how many places a rule holds, is broken and cannot be told."""
    row = outcomes.tallies.set_index("rule").loc[rule]
    return int(row["holds"]), int(row["broken"]), int(row["cannot_be_told"])
