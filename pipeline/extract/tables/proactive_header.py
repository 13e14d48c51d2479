"""What the headings of a block of table 二 say in words of their own."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.columns.model import OTHER_ORDER, Unplaced
from pipeline.extract.columns.names import SOMETHING_ELSE, is_unlike, name_of_column, named_among
from pipeline.extract.printed.labels import ACCEPTED, begins_with_last_year, column_keys, column_similarity, label_key
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.tables.whose import of_other_time
from pipeline.forms import Column
from pipeline.identity.dates import with_arabic_dates
from pipeline.identity.parts import YEAR
from pipeline.normalise.numbers import is_value


def why_not_of_form(header: Sequence[Printed], columns: Sequence[Column], year: int | None) -> Unplaced | None:
    """Why the columns below a header are not the form's; None where none of its cells says another thing.

    A cell may name another column, in words of its own (废止 over what was made) or by being more like it; something
    else that is counted; or another year.
    """
    names = [name_of_column(c) for c in columns]
    keys = [label_key(h.text) for h in header]
    if len(header) != len(columns):
        # Pieces of other labels stand among them: told only where no column is named at all.
        known = any(named_among(key, names) is not None for key in keys)
        return SOMETHING_ELSE if not known and any(is_unlike(key, name) for key in keys for name in names) else None
    # A column that one cell names in the form's words no other names by likeness: 对外公开数量 beside 对外公开总数量.
    unnamed = [c for c in columns if not any(key in column_keys(c) for key in keys)]
    for n, (cell, key) in enumerate(zip(header, keys, strict=True)):
        if _is_of_other_year(key, columns[n], year):
            return Unplaced(of_other_time(cell.text))
        nearest = max((column_similarity(key, c) for c in unnamed), default=0.0)
        named = named_among(key, names)
        if named != n and (named is not None or column_similarity(key, columns[n]) < nearest >= ACCEPTED):
            return OTHER_ORDER
        if is_unlike(key, names[n]):
            return SOMETHING_ELSE
    return None


def _is_of_other_year(heading: str, column: Column, year: int | None) -> bool:
    """Whether a heading begins with another year than its column is of: the report's, or for some the one before."""
    of_last = begins_with_last_year(column.label)
    named = YEAR.match(with_arabic_dates(heading))
    if named is None or year is None:
        return begins_with_last_year(heading) and not of_last
    return int(named[1]) != year - of_last


def heads_in_own_words(rows: Sequence[PrintedRow]) -> list[Printed]:
    """The cells beside a grid's 信息内容 that are no labels known of any form: 废止, 制发, 有效."""
    heads = (row for row in rows if row.layout == "grid" and row.leaf == "信息内容")
    cells = next((row.values for row in heads), ())
    return [c for c in cells if c.text] if all(not is_value(c.raw) or not c.text for c in cells) else []
