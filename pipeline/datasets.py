"""From facts and cells to the published frames: ``reports`` and the three wide tables.

What belongs here: joining, counting and reshaping, nothing that changes a number. What does not: the rules that the
numbers should keep (``pipeline.checks``) and writing them (``pipeline.store``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.forms import TABLES
from pipeline.identity import identify_agency, names_in
from pipeline.schemas import dataset, sort_rows, validate

NO_CELL_FOUND = (
    "The file was read, but no cell of the official tables (二, 三, 四) was found in it. Check that the report prints "
    "the tables of the 2019 or 2021 form, and not as pictures."
)
"""The ``error`` of a report that could be read and has no table: the one kind of failed report that the form's rules
look at."""

_NOT_A_REPORT = (
    "The file does not look like a yearly disclosure report. Check the file, or take it out of the raw folder."
)
_NO_YEAR = (
    "The report-year cannot be told, or lies before 2019, the first year of the present forms. Check the title and the "
    "statistical period the report prints."
)
_UNREAD = " were not read"
"""What the reason of a cell says that may stand on pages which are pictures (``Document.unread``)."""
_TABLE_NAMES = {"proactive": "table 二", "requests": "table 三", "review_litigation": "table 四"}
_WIDE_TABLES = {"proactive_disclosure": "proactive", "requests": "requests", "review_litigation": "review_litigation"}
_FACTS = ("period_start", "period_end", "published_on", "script")


def _form_versions(cells: pd.DataFrame) -> pd.Series[Any]:
    """Per report the form its printed cells belong to; ``mixed`` where they belong to both."""
    printed = cells[cells["state"] != "missing"]
    versions = printed[["report_id", "form_version"]].drop_duplicates().groupby("report_id")["form_version"]
    return versions.first().mask(versions.size() > 1, "mixed")


def _gaps(cells: pd.DataFrame) -> pd.Series[Any]:
    """Per report with missing or unreadable cells, or without one of the tables, a sentence that says where."""
    lost = cells[cells["state"].isin(["missing", "unreadable"])]
    counts = lost.groupby(["report_id", "table", "state"], observed=True).size()
    listed = cells.groupby(["report_id", "table"], observed=True).size()
    parts: dict[str, list[str]] = {}
    for key, number in counts.items():
        report, table, state = key if isinstance(key, tuple) else (key, "", "")
        everything = state == "missing" and number == listed.loc[(report, table)]
        words = "not found at all" if everything else f"{number} cell{'' if number == 1 else 's'} {state}"
        parts.setdefault(report, []).append(f"{_TABLE_NAMES[table]}: {words}")
    tables = listed.unstack().reindex(columns=list(TABLES))
    for table in TABLES:
        for report in tables.index[tables[table].isna()]:
            parts.setdefault(report, []).append(f"{_TABLE_NAMES[table]}: not found at all")
    told = lost[(lost["state"] == "missing") & lost["reason"].str.contains(_UNREAD, na=False)]
    unread = dict(zip(told["report_id"], told["reason"], strict=True))
    said = {r: f"Not everything was found. {'; '.join(sorted(p))}. {unread.get(r, '')}" for r, p in parts.items()}
    return pd.Series({r: text.strip() for r, text in said.items()}, dtype="str")


def _identify(reports: pd.DataFrame, facts: pd.DataFrame) -> None:
    """Set ``agency_id`` and ``division_code`` of the reports whose agency is known.

    Args:
        reports: The reports, with their ``agency_name``.
        facts: What they say of it, by ``report_id``: the names of title, introduction and foot, and its place.
    """
    facts = facts.reindex(columns=["agency_evidence", "agency_place"])
    names = [
        [*names_in(evidence if isinstance(evidence, str) else ""), *([place] if isinstance(place, str) else [])]
        for evidence, place in zip(facts["agency_evidence"], facts["agency_place"], strict=True)
    ]
    by_report = dict(zip(facts.index, names, strict=True))
    said = [by_report.get(report, []) for report in reports["report_id"]]
    columns = (reports["agency_name"], reports["report_year"], reports["report_id"], said, reports["source_path"])
    found = [
        identify_agency(name, int(year), report, others, path) if isinstance(name, str) and name else None
        for name, year, report, others, path in zip(*columns, strict=True)
    ]
    for column in ("agency_id", "division_code"):
        values = [None if identity is None else getattr(identity, column) for identity in found]
        reports[column] = pd.Series(values, index=reports.index, dtype="str")


def build_reports(
    catalogue_of_year: pd.DataFrame,
    facts: pd.DataFrame,
    cells: pd.DataFrame,
    errors: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The published ``reports`` frame: every catalogued file of a year, whatever came of it.

    Args:
        catalogue_of_year: The catalogue's rows of one report-year.
        facts: What the documents say about themselves, at most one row a report; fills ``agency_name`` and ``title``
            before the catalogue does.
        cells: The form cells of these reports.
        errors: What went wrong with a file after it was catalogued, by ``report_id``, in sentences.

    Returns:
        One row a file, valid for the ``reports`` schema. ``status`` is ``failed`` where the file could not be used or
        none of its cells was found, ``partial`` where a cell is missing or unreadable, ``complete`` otherwise.
    """
    reports = catalogue_of_year.reset_index(drop=True)
    by_report = facts.drop_duplicates("report_id").set_index("report_id")
    ids = reports["report_id"]
    for name in ("agency_name", "title"):
        stated = ids.map(by_report[name]).astype("str")
        reports[name] = stated.where(stated.notna(), reports[name].astype("str"))
    _identify(reports, by_report)
    for name in _FACTS:
        reports[name] = ids.map(by_report[name].to_dict()).astype(object)
    reports["script"] = reports["script"].where(reports["script"].notna(), None)

    reports["form_version"] = ids.map(_form_versions(cells[cells["table"] != "review_litigation"])).astype("str")
    size = cells.groupby("report_id").size()
    reported = cells[cells["state"] == "reported"].groupby("report_id").size()
    found = cells[cells["state"].isin(["reported", "blank"])].groupby("report_id").size()
    reports["cells_expected"] = ids.map(size).fillna(0).astype("int64")
    reports["cells_reported"] = ids.map(reported).fillna(0).astype("int64")
    cells_found = ids.map(found).fillna(0)

    error = reports["error"].astype("str")
    error = error.where(error.notna(), ids.map(dict(errors or {})).astype("str"))
    error = error.mask(error.isna() & ~reports["is_report"].astype(bool), _NOT_A_REPORT)
    error = error.mask(error.isna() & (reports["report_year"] == 0), _NO_YEAR)
    error = error.mask(error.isna() & (cells_found == 0), NO_CELL_FOUND)
    failed = error.notna()
    gaps = ids.map(_gaps(cells)).astype("str")
    partial = ~failed & gaps.notna()
    reports["status"] = pd.Series("complete", index=reports.index).mask(partial, "partial").mask(failed, "failed")
    reports["error"] = error.mask(partial, gaps)
    names = dataset("reports").column_names
    return sort_rows("reports", validate("reports", reports[names]))


def build_wide(name: str, reports: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """One of the wide tables: the numbers of ``cells``, typed and side by side.

    Args:
        name: ``proactive_disclosure``, ``requests`` or ``review_litigation``.
        reports: The year's ``reports``; gives the agency's name and identity.
        cells: The year's ``cells``.

    Returns:
        One row a report (and applicant, or track) that lists cells of the table, valid for the dataset's schema. Null
        where no number is printed or it cannot be read.

    Raises:
        KeyError: The name is not a wide table's.
    """
    table = _WIDE_TABLES[name]
    here = cells.loc[cells["table"] == table, ["report_id", "row", "column", "form_version", "state", "value", "unit"]]
    if table == "proactive":
        index, names = ["report_id"], here["row"] + "_" + here["column"]
    elif table == "requests":
        index, names = ["report_id", "column"], here["row"]
    else:
        index, names = ["report_id", "row"], here["column"]
    wide = here.assign(name=names).pivot(index=index, columns="name", values="value")
    if table == "proactive":
        # The unit says how to read the number; where there is none it would say nothing.
        amounts = here.assign(name=names + "_unit")[(here["unit"] != "count") & here["value"].notna()]
        wide = wide.join(amounts.pivot(index=index, columns="name", values="unit"))
    wide = wide.reset_index().rename(columns={"column": "applicant"} if table == "requests" else {"row": "track"})
    facts = reports.set_index("report_id")
    for fact in ("report_year", "agency_name", "agency_id"):
        wide[fact] = wide["report_id"].map(facts[fact])
    wide["form_version"] = wide["report_id"].map(_form_versions(here)).astype("str")
    for column in dataset(name).columns:
        if column.name not in wide:
            wide[column.name] = pd.Series(None, index=wide.index, dtype="str" if column.type == "string" else "float64")
    return sort_rows(name, validate(name, wide[dataset(name).column_names]))
