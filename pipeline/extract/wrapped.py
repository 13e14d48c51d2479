"""Numbers that a narrow column broke over two lines, put together where the form's sums prove it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.model import ExtractedCell, TableResult
from pipeline.extract.sums import verdicts_of

_BROKEN = re.compile(r"^[1-9]\d*(?:\s*\n\s*\d+)+$")


def with_wrapped_numbers(result: TableResult) -> TableResult:
    """Read ``61⏎4`` as 614 in cells all of whose sums then hold, and are complete enough to tell.

    The pieces could as well be the numbers of two rows whose border was lost. Those keep the sums along the row, but
    then a row is missing and the sums down the columns cannot be told; so every sum of the cell has to hold.
    """
    broken = {(c.row, c.column) for c in result.cells if _is_broken(c)}
    if not broken:
        return result
    candidate = [_joined(c) if (c.row, c.column) in broken else c for c in result.cells]
    verdicts = verdicts_of(result.table, candidate)
    proven = {key for key in broken if (own := [v for keys, v in verdicts if key in keys]) and all(own)}
    cells = tuple(
        new if (old.row, old.column) in proven else old for old, new in zip(result.cells, candidate, strict=True)
    )
    return replace(result, cells=cells)


def _is_broken(cell: ExtractedCell) -> bool:
    return cell.state == "unreadable" and cell.unit == "count" and bool(_BROKEN.match((cell.raw or "").strip()))


def _joined(cell: ExtractedCell) -> ExtractedCell:
    digits = re.sub(r"\s+", "", cell.raw or "")
    return replace(cell, value=float(digits), state="reported", confidence=0.9, reason=None)
