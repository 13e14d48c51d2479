"""Table 四 of a text whose header stands in pieces, and numbers between its labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.cells import row_cells
from pipeline.extract.model import ExtractedCell
from pipeline.extract.order.requests import BY_ORDER, requests_in_order
from pipeline.extract.order.turns import text_cells
from pipeline.extract.printed.labels import label_key
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.sums.promised import verdicts_of
from pipeline.forms import FORMS

_MOST_PIECES = 45
"""Lines in which a header of fifteen labels may stand."""
_TABLE = FORMS["2021"].tables["review_litigation"]
_WIDTH = sum(len(track.columns) for track in _TABLE.rows)
_LEAVES = [column.label for column in _TABLE.rows[0].columns]
_LABEL = re.compile("|".join([*_LEAVES, *(label_key(row.label) for row in _TABLE.rows), "行政诉讼"]))
_HEADING = re.compile("(?:因?政府信息公开(?:工作)?(?:被?申请)?)?行政复议[和及与]?(?:被?提起)?行政诉讼的?情况")
ENDS = ("存在的主要问题", "其他需要报告")
_TRACK_NAMES = ("行政复议", "未经复议直接起诉", "复议后起诉")
_HEADER = re.compile(
    "(?:结果维持结果纠正其他结果(?:尚未审结)?|(?:结果维结果纠其他结尚未审)+(?:持正果结)+"
    "|(?:结果结果其他尚未)+(?:维持纠正结果审结)+)+"
)


def review_in_order(rows: Sequence[PrintedRow]) -> list[ExtractedCell] | None:
    """The cells of table 四 by the order of its numbers; None where that is not told.

    The sums do not tell the members of one sum apart. So table 三, whose sums do, must stand in plain order.
    """
    found = _text_of_review(rows)
    if found is None or requests_in_order(rows) is None:
        return None
    cells = _cells(*found, BY_ORDER)
    return cells if _every_sum_holds(cells) else None


def tracks_in_turn(rows: Sequence[PrintedRow]) -> list[ExtractedCell]:
    """Table 四 of a text whose header stands in pieces: so many labels, then as many numbers, once or a few at a time.

    Where the numbers come in several turns, the form's sums must hold as well. Of two such tables neither is read.
    """
    found: list[list[ExtractedCell]] = []
    pieces: list[str] = []
    labels: list[str] = []
    values: list[Printed] = []
    turns = 0
    for row in rows:
        if row.layout != "stream" and row.method != "txt:layout":
            pieces, labels, values, turns = [], [], [], 0
            continue
        pieces += ["".join(re.sub(r"\s+", "", cell.text) for cell in row.labels)]
        if not row.values:
            continue
        more = _labels("".join(pieces)) if labels else []
        if not more:
            labels, values, turns = [], [], 0
            starts = range(max(0, len(pieces) - _MOST_PIECES), len(pieces))
            more = next((own for n in starts if (own := _labels("".join(pieces[n:])))), [])
        pieces, labels, values, turns = [], labels + more, [*values, *row.values], turns + 1
        leaves = [label for label in labels if label in _LEAVES]
        if len(values) != len(leaves) or leaves != (_LEAVES * 3)[: len(leaves)] or not _in_form_order(labels):
            found += [[]] if leaves[: len(_LEAVES)] == _LEAVES else []  # a table all the same
            labels, values, turns = [], [], 0
        if len(values) == _WIDTH:
            cells = _cells(row, values, 100.0)
            found.append(cells if turns == 1 or _every_sum_holds(cells) else [])
            labels, values, turns = [], [], 0
    return found[0] if len(found) == 1 else []


def _labels(text: str) -> list[str]:
    """The labels of columns and tracks of which a text consists, if there are columns among them and nothing else."""
    labels = [] if _LABEL.sub("", text) else _LABEL.findall(text)
    return labels if any(label in _LEAVES for label in labels) else []


def _in_form_order(labels: Sequence[str]) -> bool:
    """Whether the labels that name tracks come in the form's order, as far as they are there."""
    return all(
        first not in labels or second not in labels or labels.index(first) < labels.index(second)
        for first, second in (*pairwise(_TRACK_NAMES), (_TRACK_NAMES[0], "行政诉讼"))
    )


def _text_of_review(rows: Sequence[PrintedRow]) -> tuple[PrintedRow, tuple[Printed, ...]] | None:
    """The numbers of the one table 四 of a text without grids, and a printed row for what they have in common.

    None where they are not as many as its cells, or its header, all its pieces in one, has not the form's order.
    """
    tokens = text_cells(rows)
    texts = ["" if is_number else label_key(cell.text) for _, cell, is_number in tokens]
    starts = [n for n, key in enumerate(texts) if _HEADING.fullmatch(key)]
    if len(starts) != 1:
        return None
    end = next((n for n in range(starts[0], len(texts)) if any(e in texts[n] for e in ENDS)), len(texts))
    if any(key.startswith(_TRACK_NAMES[1:]) for key in (*texts[: starts[0]], *texts[end:])):
        return None  # of two tables
    inside = tokens[starts[0] + 1 : end]
    values = tuple(cell for _, cell, is_number in inside if is_number)
    whole = len(values) == _WIDTH and not any(v.readings for v in values)
    return (inside[0][0], values) if whole and _is_header("".join(texts[starts[0] + 1 : end])) else None


def _is_header(text: str) -> bool:
    """Whether the pieces of table 四's header are those of three tracks in the form's order.

    Labels broken over two lines come line by line: 结果维 结果纠 其他结 尚未审, 持 正 果 结.
    """
    places = [text.find(track) for track in _TRACK_NAMES]
    if -1 in places or places != sorted(places):
        return False
    for track in (*_TRACK_NAMES[1:], _TRACK_NAMES[0], "行政诉讼"):
        text = text.replace(track, "")
    text = re.sub("[总计A-Za-z0-9]", "", text)
    return text.count("维") == len(_TRACK_NAMES) and _HEADER.fullmatch(text) is not None


def _cells(row: PrintedRow, values: Sequence[Printed], fit: float) -> list[ExtractedCell]:
    """The table's cells from all its numbers in order, ``fit`` being the likeness given to its labels."""
    cells: list[ExtractedCell] = []
    for index, track in enumerate(_TABLE.rows):
        width = len(track.columns)
        part = tuple(values[index * width : (index + 1) * width])
        one = replace(row, labels=(), keys=(), values=part)
        cells += row_cells(_TABLE.key, track.key, track.columns, "both", one, part, fit)
    return cells


def _every_sum_holds(cells: Sequence[ExtractedCell]) -> bool:
    """Whether all cells of the table are read, and all its sums can be told and hold."""
    read = all(c.state in ("reported", "blank") for c in cells)
    return read and all(verdict for _, verdict in verdicts_of(_TABLE.key, cells))
