"""Which form a row of table 二 follows: told from its block's header, else from its count of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from rapidfuzz import fuzz

from pipeline.extract.printed.labels import (
    ACCEPTED,
    column_similarity,
    is_column_label,
    is_group_label,
    label_key,
    likeness,
    row_keys,
)
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.rows.align import Found
from pipeline.forms import FORMS, Column, Row
from pipeline.identity.parts import SECTION
from pipeline.normalise import read_number

_SOMETHING_ELSE = re.compile(
    "行政(?:许可|处罚|强制|(?:监督)?检查|确认|征收|征用|给付|裁决|奖励|备案|指导|调解|合同|协议|复议|诉讼|应诉|赔偿)|"
    "(?:其他)?对外管理服务|其他.{0,4}服务|其他(?:行政)?(?:职权|权力|执法)|其他行政事项|"
    "其他(?:主动)?公开|其他(?:类|政策性?)?文件"
)
"""How names begin of other acts and documents than those of a row; 行政执行 and 其他强制 may be parts of it."""
PARTS = "the rows that may be this one are perhaps parts of it, each with its own number"
_READABLE, _WHOLE = 55.0, 100.0
_FARTHEST_PART = 3
_HAN_OR_LETTER = re.compile(r"[^\W\d_]")
_OF_ONE = 3
"""Equal numbers in a row from which they are rather one number printed again."""


def row_of(version: str, key: str) -> Row | None:
    """A form's row of table 二; None where that form has none of this name."""
    return next((r for r in FORMS[version].tables["proactive"].rows if r.key == key), None)


def version_of(one: Found, header: Sequence[Printed], *, further: bool) -> str | None:
    """The form version whose header this one resembles most, or whose number of columns fits alone.

    With a further column of the agency's own the number of columns tells nothing.
    """
    candidates = {v: row for v in FORMS if (row := row_of(v, one.row.key)) is not None}
    if len(candidates) == 1:
        return next(iter(candidates))
    by_header = _version_of_header(header, candidates)
    if by_header is not None and _names_others_columns(header, by_header, candidates):
        return None
    if _names_one_twice(header, (row for v, row in candidates.items() if v != by_header)):
        return None
    if by_header is not None or further or _is_another_rows(header, candidates.values()):
        return by_header
    texts = [v.text for v in one.printed.printed_values]
    if len(texts) >= _OF_ONE and len(set(texts)) == 1 and texts[0] != "0":
        return None  # one merged cell, written once for each column: no count of columns
    if any(_HAN_OR_LETTER.search(t) and read_number(t).state == "unreadable" for t in texts):
        return None  # remarks, or a program's word for an empty cell: not all of these are columns of the form
    # Cells that stand empty may be columns of the form left blank, or the unused end of a shorter row.
    widths = {len([v for v in one.printed.values if v.text]), len(one.printed.values)} - {0}
    counts = all(read_number(v.raw).value in (None, int(read_number(v.raw).value or 0)) for v in one.printed.values)
    fitting = [
        v
        for v, row in candidates.items()
        if len(row.columns) in widths and (counts or any(c.unit != "count" for c in row.columns))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _version_of_header(header: Sequence[Printed], candidates: Mapping[str, Row]) -> str | None:
    scores = {v: _header_score(header, row.columns) for v, row in candidates.items()}
    best = max(scores, key=lambda v: scores[v])
    return best if scores[best] >= _READABLE and sum(s == scores[best] for s in scores.values()) == 1 else None


def _names_others_columns(header: Sequence[Printed], version: str, candidates: Mapping[str, Row]) -> bool:
    """Whether a header prints just the label of a column that only the other form has: what is left of that form's."""
    keys = {label_key(h.text) for h in header}
    own, others = (
        {label_key(c.label) for v, row in candidates.items() if (v == version) is same for c in row.columns}
        for same in (True, False)
    )
    return bool(keys & (others - own)) and not keys & own


def _is_another_rows(header: Sequence[Printed], own: Iterable[Row]) -> bool:
    """Whether all that a header names are columns of other rows: how many cells stand below it tells nothing."""
    keys = [key for h in header if is_column_label(key := label_key(h.text))]
    columns = [column for row in own for column in row.columns]
    return bool(keys) and not any(column_similarity(key, c) >= ACCEPTED for key in keys for c in columns)


def _names_one_twice(header: Sequence[Printed], own: Iterable[Row]) -> bool:
    """Whether two cells name one column, with different words around it, as those of two years do."""
    keys = {label_key(h.text) for h in header}
    return any(sum(label_key(c.label) in key for key in keys) > 1 for row in own for c in row.columns)


def may_be_longer(one: Found, header: Sequence[Printed], version: str | None, common: str | None) -> bool:
    """Whether a row that only its count puts in another form than the table's may be that form's, less its blanks."""
    if version is None or common in (None, version) or one.printed.layout == "grid":
        return False
    candidates = {v: row for v in FORMS if (row := row_of(v, one.row.key)) is not None}
    longer = common in candidates and len(candidates[common].columns) > len(one.printed.printed_values)
    return longer and _version_of_header(header, candidates) is None


def _header_score(header: Sequence[Printed], columns: Sequence[Column]) -> float:
    if not header:
        return 0.0
    keys = [label_key(h.text) for h in header]
    joined = float(fuzz.ratio("".join(keys), "".join(label_key(c.label) for c in columns)))
    if len(keys) != len(columns):
        return joined
    return max(joined, sum(column_similarity(k, c) for k, c in zip(keys, columns, strict=True)) / len(columns))


def with_parts_doubted(found: Sequence[Found], rows: Sequence[PrintedRow]) -> list[Found]:
    """The rows found, in doubt those that may be parts of the form's row, each with another part beside it.

    行政处罚（简易程序） and 行政处罚（普通程序） one below the other, or 行政强制措施 and 行政强制执行, are parts of a
    row that the table does not print, or prints empty; so may be the lines below a row that prints nothing, or has
    other words than the form's. What a line counts of the row above it (其中) is no such part.
    """
    taken = {place for one in found for place in range(one.first, one.last + 1)}

    def beside(places: range) -> list[PrintedRow]:
        """The nearest rows that are no found one's, and nothing that is counted of another."""
        near = takewhile(lambda n: n not in taken and not heads(n), places[:_FARTHEST_PART])
        return [rows[n] for n in near if not rows[n].leaf.startswith("其中")]

    def heads(place: int) -> bool:
        """Whether a row heads others: 第二十条第（六）项, 信息内容 | 本年处理决定数量, the next section's heading."""
        row = rows[place]
        is_group = any(map(is_group_label, row.keys)) or any(SECTION.match(label.text) for label in row.labels)
        return (is_group and not row.printed_values) or any(map(is_column_label, row.keys))

    def names(row: PrintedRow, own: Row) -> bool:
        """Whether a row's label is, or holds, that of a row of the form: 行政强制执行 is named after 行政强制."""
        return row.leaf.startswith(row_keys(own)) or max(likeness(row.leaf, (row_keys(own),))) >= ACCEPTED

    def is_something_else(row: PrintedRow, own: Row) -> bool:
        """Whether a row surely counts another thing than the form's row: 行政检查 is no part of 行政强制."""
        return _SOMETHING_ELSE.match(row.leaf) is not None and not names(row, own)

    def is_part(one: Found) -> bool:
        above, below = beside(range(one.first - 1, -1, -1)), beside(range(one.last + 1, len(rows)))
        if one.similarity < _WHOLE and any(row.leaf in row_keys(one.row) for row in (*above, *below)):
            return True  # that is the form's row, which prints nothing
        above, below = (
            [row for row in near if row.printed_values and not is_something_else(row, one.row)]
            for near in (above, below)
        )
        if below and not one.printed.printed_values:
            return True
        # 普通程序 below 行政处罚（简易程序） says of what it is a part only by its place.
        return one.similarity < _WHOLE and (bool(below) or any(names(row, one.row) for row in above))

    return [replace(one, doubt=one.doubt or PARTS) if is_part(one) else one for one in found]
