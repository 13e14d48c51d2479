"""A published cell as it is drawn over its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from pipeline.documents.model import BBox
from pipeline.documents.places import Place
from pipeline.forms import cell_labels
from pipeline.show.names import STATE_NAMES


@dataclass(frozen=True, slots=True)
class Mark:
    """A published cell to be marked where it is printed.

    Attributes:
        table, row, column: its keys; ``labels`` are the row's and the column's label as the form prints them.
        state: of the published cell: it gives the colour.
        value: what is published, as text; empty where no number is.
        wanted: whether it is to stand out.
    """

    table: str
    row: str
    column: str
    labels: tuple[str, str]
    state: str
    value: str
    raw: str | None
    wanted: bool = False
    page: int | None = None
    bbox: BBox | None = None
    place: Place | None = None
    method: str | None = None
    confidence: float | None = None
    reason: str | None = None

    @property
    def id(self) -> str:
        """Names the cell inside a page, such as ``requests-new_requests-total``."""
        return f"{self.table}-{self.row}-{self.column}"

    @property
    def title(self) -> str:
        """The cell in one line: its labels and what is published."""
        row, column = self.labels
        published = self.value or f"{self.state} {STATE_NAMES[self.state]}"
        return f"{row} × {column} = {published}" + (f" ({self.reason})" if self.reason else "")

    @property
    def css(self) -> str:
        """Its classes: the state, and whether it is wanted."""
        return self.state + (" wanted" if self.wanted else "")

    @property
    def where(self) -> str:
        """Its place in the source in words."""
        parts = [] if self.page is None else [f"page {self.page} 第{self.page}页"]
        if self.place is not None:
            numbers = f"row {self.place.row}, column {self.place.column} 第{self.place.row}行第{self.place.column}列"
            table = "" if self.place.table is None else f"table {self.place.table} of the file 第{self.place.table}表, "
            parts.append(table + numbers)
        return ", ".join(parts)


def marks_of(cells: pd.DataFrame) -> list[Mark]:
    """The marks of published cells, in the order of the form.

    Args:
        cells: rows of ``cells`` with a column ``wanted``.
    """
    return [_mark(record) for record in cells.to_dict("records")]


def _mark(cell: dict[Any, Any]) -> Mark:
    known = {key: None if key != "bbox" and pd.isna(value) else value for key, value in cell.items()}
    bbox = cell["bbox"]
    page, table, row, column = (_whole(known[k]) for k in ("page", "source_table", "source_row", "source_column"))
    return Mark(
        table=str(cell["table"]),
        row=str(cell["row"]),
        column=str(cell["column"]),
        labels=cell_labels()[str(cell["form_version"]), str(cell["table"]), str(cell["row"]), str(cell["column"])],
        state=str(cell["state"]),
        value="" if known["value"] is None else value_text(float(known["value"]), str(cell["unit"])),
        raw=known["raw"],
        wanted=bool(cell["wanted"]),
        page=page,
        bbox=None if bbox is None else cast(BBox, tuple(float(v) for v in bbox)),
        place=None if row is None or column is None else Place(table, row, column),
        method=known["method"],
        confidence=known["confidence"],
        reason=known["reason"],
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def value_text(value: float, unit: str) -> str:
    """A published number as people read it; amounts with their unit."""
    number = f"{value:,}".removesuffix(".0")
    return number + {"CNY": " 元 yuan", "unstated": " (unit not printed 单位未印)"}.get(unit, "")
