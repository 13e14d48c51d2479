"""What was read with doubt and the form's sums do not bear out: half a label, a row with gaps, an unclear picture."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.cells import withheld
from pipeline.extract.model import BY_PLACE, SURE, TableResult
from pipeline.extract.sums.promised import known_values, lacking_totals, sums_of, verdicts_of

_CLEAR_PICTURE = 0.95
"""Certainty from which a number read from a picture is believed against a sum that it breaks."""
_LETTER = re.compile(r"[^\W\d_]")
_MOST_BROKEN = 8
"""Broken sums that no agency prints in one table unless its columns are others than the form's."""
_FEWEST_ROWS = 3


def _has_numbers(result: TableResult) -> bool:
    """Whether numbers stand beside labels: one is read, or several rows print nothing else, though not in columns."""
    lost = {c.row for c in result.cells if c.raw and not _LETTER.search(c.raw)}
    return result.reported > 0 or len(lost) > 1


def _is_implausible(result: TableResult) -> bool:
    printed = {(c.row, c.column) for c in result.cells if c.state == "reported"}
    # A blank may stand for a number that the agency left out; only sums printed in full speak of the reading.
    verdicts = [v for keys, v in verdicts_of(result.table, result.cells) if v is not None and keys <= printed]
    broken = verdicts.count(False)
    return broken >= _MOST_BROKEN and broken > verdicts.count(True)


def _is_one_column_off(result: TableResult) -> bool:
    """Whether the first column is empty throughout and no row's sum holds that adds up anything.

    So it is where the page ends before the last column, and an empty cell among the labels stands for the first: moved
    together, the columns keep their own sums.
    """
    if any(c.state == "reported" and c.column == result.cells[0].column for c in result.cells):
        return False
    numbers = {(c.row, c.column): c.value for c in result.cells}
    rows = [(keys, v) for keys, v in verdicts_of(result.table, result.cells) if len({row for row, _ in keys}) == 1]
    told = [v for keys, v in rows if v is not None and any(numbers[key] for key in keys)]
    return len(told) >= _FEWEST_ROWS and not any(told)


def without_moved_rows(result: TableResult) -> TableResult:
    """A row whose total is empty while its last number is the sum of the others stays unpublished.

    Its numbers stand one column off, as behind a merged cell that ends too early; or two happen to be equal.
    """
    values = known_values(result.cells)
    moved: set[str] = set()
    for one in sums_of(result.table, frozenset(c.row for c in result.cells)):
        printed = [v for key in one.members if (v := values.get(key)) is not None]
        across = one.totals and len({row for row, _ in one.cells}) == 1
        if (
            across
            and values.get(one.totals[0], 0) is None
            and printed
            and printed[-1]
            and 2 * printed[-1] == sum(printed)
        ):
            moved.add(one.totals[0][0])
    reason = "the row's total is empty and its last number is the sum of the others, so each may be its neighbour's"
    cells = (withheld([c], reason)[0] if c.row in moved else c for c in result.cells)
    return replace(result, cells=tuple(cells)) if moved else result


def without_doubtful_pictures(result: TableResult) -> TableResult:
    """Numbers whose picture had to be read many times stay unpublished while a sum they take part in is broken.

    Either the source is wrong or that reading, and nothing tells which. Where the pictures of all of a sum's numbers
    are clear, and like those of their other digits, the source is.
    """
    hesitant = {(c.row, c.column) for c in result.cells if c.certainty < _CLEAR_PICTURE and c.state != "unreadable"}
    if not hesitant:
        return result
    broken = {key for keys, verdict in verdicts_of(result.table, result.cells) if verdict is False for key in keys}
    reason = "its picture is not clear, and a sum that it takes part in does not hold"
    return replace(
        result,
        cells=tuple(
            replace(c, value=None, state="unreadable", reason=reason) if (c.row, c.column) in hesitant & broken else c
            for c in result.cells
        ),
    )


def without_doubtful_rows(result: TableResult) -> TableResult:
    """What is not sure and not borne out stays unpublished: of a table without any number in its rows, everything.

    Its labels may stand apart from its numbers, so that its cells are not blank.

    Numbers under a doubtful label, or of a row with gaps, stay unpublished while a sum they take part in is broken. A
    total that such a row does not print, though the others come to something, may have been taken for a page's number.

    A damaged label may have been given to the wrong row, and in a layout of words a gap may be a number that went
    astray. Where all sums hold, they prove the row; where one is broken, the source is wrong or the reading, and
    nothing tells which.
    """
    blank = [c for c in result.cells if c.state == "blank"]
    if blank and all(not c.raw and c.confidence < SURE for c in blank) and not _has_numbers(result):
        reason = "no number stands beside any of the table's labels"
        bare = (replace(c, state="unreadable", reason=reason) if c.state == "blank" else c for c in result.cells)
        return replace(result, cells=tuple(bare))
    off = _is_one_column_off(result)
    if off or _is_implausible(result):
        lost = ("reported", "blank") if off else ("reported",)
        reason = "most of the form's sums do not hold, so rows or columns may not be what they seem"
        return replace(
            result,
            cells=tuple(
                replace(c, value=None, state="unreadable", reason=reason) if c.state in lost else c
                for c in result.cells
            ),
        )
    doubtful = {(c.row, c.column) for c in result.cells if c.state in ("reported", "blank") and c.confidence < SURE}
    if not doubtful:
        return result
    verdicts = verdicts_of(result.table, result.cells)
    broken = {key for keys, verdict in verdicts if verdict is False for key in keys}
    untold = {key for keys, verdict in verdicts if verdict is None for key in keys}
    placed = {(c.row, c.column) for c in result.cells if c.state == "reported" and c.confidence <= BY_PLACE}
    summed = {key for keys, _ in verdicts for key in keys}  # table 二 has no sums: nothing bears such a number out
    rows = {row for row, column in (doubtful & broken) | (placed & untold) | (placed - summed)}
    lacking = lacking_totals(result.table, result.cells) & {(c.row, c.column) for c in result.cells if not c.raw}
    reason = "the row's label is damaged or numbers are lacking, and the sums that would prove the rest do not hold"
    cells = tuple(
        replace(c, value=None, state="unreadable", reason=reason)
        if (c.row in rows or (c.row, c.column) in lacking) and (c.row, c.column) in doubtful
        else c
        for c in result.cells
    )
    return replace(result, cells=cells)
