"""A government's report for its whole region against the reports of its departments.

They are compared only where its own report shows that it counts them: licences, penalties or coercion in table 二,
which no office decides, or a report of its office beside it; and not where a sentence calls the table's number the
office's own. Only departments whose reports are there are added, so their sum is a lower bound.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.checks.model import Finding, Outcome, number
from pipeline.checks.printed import Frames, Printed, row_label
from pipeline.identity import ALONE, GOVERNMENT, OFFICE

_ROW, _COLUMN = "new_requests", "total"
_DEPARTMENT = re.compile(r"(?:局|委员会|厅)$|^人民政府办公室$")
_NOT_ITS_OWN = re.compile(
    # Organs of the state, of the party, of an area, of a court: no department of this government.
    r"税务|海关|气象|烟草|邮政|海事|调查队|金融监管|监察委员会|纪律检查|^党委|人大|政协|常务委员会|人民法院|检察院|管理委员会$|[镇乡]|街道|分局$"
)
_OFFICE_RECEIVED = re.compile(r"(?:政府|我)办(?:公[室厅])?(?!理)[^,，;；。]{0,15}?(?:受理|收到|新收|接收|收办)")
_OFFICES_WORK = ("licence", "penalty", "coercion")
_SHOWN = 5


def _places(ids: pd.Series[Any]) -> pd.DataFrame:
    """An identity's place and body; both empty where it has no place or is a report's alone."""
    parts = [(i if isinstance(i, str) and not i.startswith(ALONE) else "").partition("-") for i in ids]
    known = [(place, body) if dash else ("", "") for place, dash, body in parts]
    return pd.DataFrame(known, columns=["place", "body"], index=ids.index, dtype="str")


def _received(table: Printed) -> NDArray[np.float64]:
    """Each report's 本年新收, 总计; NaN where it is not printed or its row breaks its own sum."""
    row, total = table.row(_ROW), table.column(_COLUMN)
    value = table.number[:, row, total]
    applicants = np.delete(table.addend[:, row, :], total, axis=1).sum(axis=1)
    return np.where(np.isnan(applicants) | (applicants == value), value, np.nan)


def _decides(table: Printed) -> NDArray[np.bool_]:
    """Per report, whether table 二 prints licences, penalties or coercion: its departments' work, none of an office."""
    rows = [table.row(row) for row in _OFFICES_WORK]
    decisions = table.number[:, rows, table.column("decisions")]
    return np.asarray((np.nan_to_num(decisions) > 0).any(axis=1), dtype=np.bool_)


def _offices_own(figures: pd.DataFrame) -> set[tuple[str, float]]:
    """Reports and numbers of requests that a sentence says the government's office received."""
    received = figures[figures["measure"].astype("str").str.startswith("requests_received")]
    of_office = received["sentence"].astype("str").str.contains(_OFFICE_RECEIVED)
    return set(zip(received.loc[of_office, "report_id"], received.loc[of_office, "value"].astype(float), strict=True))


def members_sum(frames: Frames) -> Outcome:
    """A government's requests are at least the sum of its departments', where its report counts theirs too."""
    usable = frames.usable.reset_index(drop=True)
    at = frames.ids.get_indexer(pd.Index(usable["report_id"]))
    reports = usable[["report_id", "agency_name"]].join(_places(usable["agency_id"]))
    reports["received"] = np.append(_received(frames.requests), np.nan)[at]
    reports["decides"] = np.append(_decides(frames.proactive), False)[at]
    # Of an agency with two reports of the year neither is known to count.
    reports = reports[(reports["place"] != "") & ~usable["agency_id"].duplicated(keep=False)]
    governments = reports[reports["body"] == GOVERNMENT]
    member = reports["body"].str.contains(_DEPARTMENT) & ~reports["body"].str.contains(_NOT_ITS_OWN)
    members = reports[member & reports["received"].notna() & reports["place"].isin(governments["place"])]
    sums = members.groupby("place")["received"].agg(["sum", "size"]).reindex(governments["place"]).fillna(0)
    has_office = governments["place"].isin(reports.loc[reports["body"] == OFFICE, "place"]).to_numpy()
    own = _offices_own(frames.figures)
    divided = usable["division_code"].notna()[governments.index].to_numpy(dtype=np.bool_)
    pairs = zip(governments["report_id"], governments["received"], strict=True)
    counts_office_only = np.array([pair in own for pair in pairs], dtype=np.bool_)
    received = governments["received"].to_numpy()
    told = divided & ~np.isnan(received) & (sums["size"].to_numpy() > 0) & ~counts_office_only
    told &= has_office | governments["decides"].to_numpy(dtype=np.bool_)
    broken = told & (np.nan_to_num(received) < sums["sum"].to_numpy())
    findings = [
        _finding(government, members[members["place"] == government["place"]])
        for government in governments[broken].to_dict("records")
    ]
    return Outcome(int((told & ~broken).sum()), int((~told).sum()), findings)


def _finding(government: dict[Any, Any], members: pd.DataFrame) -> Finding:
    largest = members.sort_values(["received", "report_id"], ascending=[False, True])
    total, said = number(members["received"].sum()), number(government["received"])
    listed = [f"{n} {number(v)}" for n, v in zip(largest["agency_name"], largest["received"], strict=True)]
    more = len(listed) - _SHOWN
    shown = ", ".join(listed[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    shown_zh = "、".join(listed[:_SHOWN]) + (f"等{len(listed)}个" if more > 0 else "")
    return Finding(
        rule="region.members_sum",
        report_id=str(government["report_id"]),
        table="requests",
        row=_ROW,
        column=_COLUMN,
        expected=f"at least {total}",
        actual=said,
        words={
            "label": row_label("requests", _ROW),
            "agency": government["agency_name"],
            "total": total,
            "shown": shown,
            "shown_zh": shown_zh,
        },
        evidence=f"{said}; {'; '.join(f'{n} (report {r})' for n, r in zip(listed, largest['report_id'], strict=True))}",
    )
