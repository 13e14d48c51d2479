"""What was read from sentences: one :class:`Figure` a number, and the frame the checks take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from pipeline.narrative.measures import Scope, measures
from pipeline.narrative.quantity import Unit

Relation = Literal["equal", "at_most", "approximate"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number a sentence of the report states.

    Attributes:
        sentence: The sentence as it stands in the text.
        start: Where the number begins in it.
        end: Where it ends.
        raw: The number as printed, with 约, 余, 万, % and without its unit; the word that says zero.
        measure: What it counts, a name of ``measures.yaml``.
        value: The number; negative for a decrease.
        unit: ``count``, ``percent`` or ``CNY``.
        approximate: Rounded or a bound (余, 约, 近, 多, 万, a range): equality cannot be asked of it.
        scope: Whose number it is (see ``measures.yaml``); only ``own`` is compared.
        of: For a growth the measure that changed, for a share the measure whose share it is; else None.
        base: For a share the measure that is the whole; else None.
        part_of: For a part of a sum in its sentence, the place of the total in the report's list, counted from 1.
        relation: For a total that the sentence takes apart, how the parts must stand to it. ``equal``: the sentence
            claims a complete list; ``at_most``: an open list (等, 主要, 包括), which may fall short and never exceed;
            ``approximate``: rounded or of unclear structure, nothing can be concluded.
        place: The sentence's running number in the report.
    """

    sentence: str
    start: int
    end: int
    raw: str
    measure: str
    value: float
    unit: Unit
    approximate: bool
    scope: Scope
    of: str | None = None
    base: str | None = None
    part_of: int | None = None
    relation: Relation | None = None
    place: int = 0


_TYPES = {
    "report_id": "str",
    "report_year": "int64",
    "figure": "int64",
    "place": "int64",
    "sentence": "str",
    "span_start": "int64",
    "span_end": "int64",
    "raw": "str",
    "measure": "str",
    "of": "object",
    "base": "object",
    "value": "float64",
    "unit": "str",
    "approximate": "bool",
    "scope": "str",
    "part_of": "Int64",
    "relation": "object",
    "compared_with": "object",
}
ACROSS = "panel."
"""How ``compared_with`` begins where a sentence speaks of another year's number."""


def _across(figure: Figure) -> str | None:
    if figure.measure != "growth" or figure.of is None or figure.scope != "own":
        return None
    return "+".join(ACROSS + cell for cell in measures()[figure.of].cells) or None


def figures_frame(items: list[tuple[str, int, list[Figure]]]) -> pd.DataFrame:
    """The figures of many reports as one frame, typed also when there are none.

    Args:
        items: Per report its ``report_id``, its report-year and what :func:`read_figures` gave.

    Returns:
        One row a figure, in the given order: ``report_id``, ``report_year``, ``figure`` (its number in the report, from
        1), ``place`` (its sentence's number), ``sentence``, ``span_start``, ``span_end``, ``raw``, ``measure``, ``of``,
        ``base``, ``value``, ``unit``, ``approximate``, ``scope``, ``part_of`` (the total's ``figure``), ``relation``,
        ``compared_with``: for a growth of the report's own, the cells whose change it states; else None.
    """
    rows = [
        (
            *(report_id, year, number, f.place, f.sentence, f.start, f.end, f.raw),
            *(f.measure, f.of, f.base, f.value, f.unit, f.approximate, f.scope, f.part_of, f.relation, _across(f)),
        )
        for report_id, year, figures in items
        for number, f in enumerate(figures, start=1)
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(_TYPES)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=kind)
            for (name, kind), values in zip(_TYPES.items(), columns, strict=True)
        }
    )
