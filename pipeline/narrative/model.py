"""What was read from sentences: one :class:`Figure` a statement, and the frame the checks take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["requests_received", "breakdown"]
Relation = Literal["equal", "at_most", "approximate"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number a sentence of the report states.

    Attributes:
        kind: ``requests_received``, the requests for information of the report-year; ``breakdown``, a total that the
            sentence takes apart.
        value: The stated number, in requests or in the unit the sentence prints.
        parts_sum: The sum of a breakdown's parts; None for other kinds.
        relation: How ``parts_sum`` must stand to ``value``. ``equal``: the sentence claims a complete list;
            ``at_most``: an open list (等, 主要, 包括), which may fall short and never exceed; ``approximate``: rounded
            or of unclear structure, nothing can be concluded. Always ``equal`` for ``requests_received``.
        includes_carried_in: The number holds requests carried over from the year before, so that it restates
            new_requests + carried_in instead of new_requests.
        evidence: The sentence as it stands in the text.
    """

    kind: Kind
    value: float
    parts_sum: float | None
    relation: Relation
    includes_carried_in: bool
    evidence: str


_TYPES = {
    "report_id": "str",
    "report_year": "int64",
    "kind": "str",
    "value": "float64",
    "parts_sum": "float64",
    "relation": "str",
    "includes_carried_in": "bool",
    "evidence": "str",
}


def figures_frame(items: list[tuple[str, int, list[Figure]]]) -> pd.DataFrame:
    """The figures of many reports as one frame, typed also when there are none.

    Args:
        items: Per report its ``report_id``, its report-year and what :func:`read_figures` gave.

    Returns:
        One row a figure, in the given order: ``report_id``, ``report_year``, ``kind``, ``value``, ``parts_sum`` (NaN
        where a figure has no parts), ``relation``, ``includes_carried_in``, ``evidence``.
    """
    rows = [
        (report_id, year, f.kind, f.value, f.parts_sum, f.relation, f.includes_carried_in, f.evidence)
        for report_id, year, figures in items
        for f in figures
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(_TYPES)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=kind)
            for (name, kind), values in zip(_TYPES.items(), columns, strict=True)
        }
    )
