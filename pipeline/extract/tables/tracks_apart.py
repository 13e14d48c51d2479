"""Table 四 in parts, each of one track or two: tables under captions of their own, or its columns over two pages.

All parts print the same labels, so only its caption tells of which track one is: in the lines above its header, in a
row of its own, or beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.absent import is_heading_of
from pipeline.extract.cells import missing_cells, row_cells, withheld
from pipeline.extract.columns.headers import stacked
from pipeline.extract.columns.model import Placement, Unplaced
from pipeline.extract.columns.names import name_of_column, named_among
from pipeline.extract.columns.place import place
from pipeline.extract.model import ExtractedCell
from pipeline.extract.printed.labels import label_key
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.tables.other_year import is_row_of_other_year, text_of
from pipeline.extract.tables.whose import of_other_time, why_not_own
from pipeline.forms import FORMS
from pipeline.identity.parts import SECTION, rank_of_section

_TABLE = FORMS["2021"].tables["review_litigation"]
_COLUMNS = _TABLE.rows[0].columns
_NAMES = [name_of_column(column) for column in _COLUMNS]
_WIDTH = len(_COLUMNS)
_FARTHEST_CAPTION = 3
_LONGEST_CAPTION = 24
_MOST_LINES = 4
"""Lines over which the labels of a header may be broken."""
_OF_OTHERS = re.compile("其中|乡镇|镇街|街道|部门|所属|下属|下级")
"""Words of a caption over the numbers of bodies below the one that reports."""
_CAPTION = re.compile(
    "行政复议(?:案件)?(?:情况)?|(?:行政诉讼)?(?:未经复议直接起诉|经?复议后起诉)(?:的?行政诉讼)?(?:案件)?(?:情况)?"
)
_NO_NUMBERS = "nothing that can be read stands below its heading, perhaps a picture"
_PIECE = re.compile("[行政诉讼复议未经直接起后的情况]+")
"""What a broken caption's pieces consist of."""
_ONLY_TRACK = re.compile(
    "(?:(?:20[0-4]\\d|本)年度?|因|政[府务]|信息公开|工作|被|申请|提出|引[起发]|其中|[未不]?经|复议|行政|诉讼|直接|提?起诉?|[对或]|不服|决定|维持|后"
    "|的|案|件|数量?|[宗类]|情况|结果|统计|表|向|人民法院|法院|上级机关|以?(?:本|我)(?:机关|单位|[局委办厅院])|作?为|被申请人|总体|如下|单位)+"
)
_OWN_SECTION = re.compile(r"\s*[(（]?四[)）、.．]?[^。]{0,20}复议[^。]{0,12}诉")
_LAST_SECTIONS = (5, 6)


@dataclass(frozen=True, slots=True)
class _Header:
    """A part's header: the places of its first and last line, its cells in the form's order, a caption beside it."""

    first: int
    last: int
    cells: tuple[Printed, ...]
    beside: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the table: the place of its header, its caption and tracks (one without a name if unknown), numbers."""

    at: int
    caption: str
    tracks: tuple[str, ...]
    row: PrintedRow
    header: tuple[Printed, ...]


def tracks_apart(rows: Sequence[PrintedRow], year: int | None, *, some: bool = False) -> list[ExtractedCell]:
    """The cells of a table in parts; none where it is no such table, or its parts are not told.

    Read only where each track is named by one part alone and they stand in the form's order; what else has such a
    header (a table of last year, a total of both kinds of lawsuit) leaves the whole undecided.

    Args:
        rows: the document's printed rows.
        year: the report's year, if known.
        some: whether parts of the other tracks may be lacking: an office may print that of the reviews alone. Then
            nothing but its section and its caption tells it from a table of other reviews.
    """
    parts = _parts(rows, some=some)
    if not any(part.row.values for part in parts):
        return []
    cells: list[ExtractedCell] = []
    for track in {t.key for t in _TABLE.rows}.difference(*(part.tracks for part in parts)):
        cells += missing_cells(_TABLE.key, track, _COLUMNS, "both", "the table does not print this row")
    for part in parts:
        row, tracks = part.row, part.tracks
        alike = [p.row for p in parts if p.row.block == row.block and _stand_alike(p.header, part.header)]
        placement = place(alike, len(part.header), {row.block: part.header})[alike.index(row)]
        placement = placement if row.values else Unplaced(_NO_NUMBERS)
        for number, track in enumerate(tracks):
            if isinstance(placement, Unplaced):
                own: Placement | Unplaced = placement if len(tracks) == 1 else Unplaced(placement.reason)
            else:
                own = placement[number * _WIDTH : (number + 1) * _WIDTH]
            cells += row_cells(_TABLE.key, track, _COLUMNS, "both", row, own, 100.0)
    of_year = (of_other_time(text_of(p.row)) for p in parts if is_row_of_other_year(p.row, year))
    reason = next(filter(None, (*of_year, *(why_not_own(rows, p.at, year) for p in parts))), None)
    return withheld(cells, reason) if reason else cells


def says_only_track(text: str) -> bool:
    """Whether a text holds no word that is not of a track's name: 其他行政复议, 上年行政复议, 行政复议备案 do.

    What stands in brackets is heard, too, as it may exclude what the form counts: (非政府信息公开类).
    """
    return _ONLY_TRACK.fullmatch(_caption_key(text)) is not None


def is_caption_of_part(text: str) -> bool:
    """Whether a text is nothing but the name of a track, as it stands over a part: （二）行政诉讼（复议后起诉）."""
    return _CAPTION.fullmatch(label_key(text)) is not None


def numbers_of_parts(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows of numbers of a table in parts; none where it is no such table, or its parts are not told."""
    return [part.row for part in _parts(rows)]


def _parts(rows: Sequence[PrintedRow], *, some: bool = False) -> list[_Part]:
    parts = [part for at in range(len(rows)) if (part := _part(rows, at)) is not None]
    told = [track for part in parts for track in part.tracks]
    if some and len(parts) < sum(_header(rows, at) is not None for at in range(len(rows))):
        return []  # numbers below one header may be another's
    if some and not all(says_only_track(p.caption) for p in parts):
        return []
    in_own = {_is_in_own_section(rows, part.at) for part in parts} if some else {True}
    if not in_own <= ({True, None} if len(parts) > 1 else {True}):
        return []  # without any heading, only several tracks together are surely the form's
    return parts if told == [t.key for t in _TABLE.rows if t.key in told or not some] else []


def _is_in_own_section(rows: Sequence[PrintedRow], at: int) -> bool | None:
    """Whether the nearest heading of a section above a place is table 四's; None where none stands above it."""
    for text in (text_of(row) for row in reversed(rows[:at]) if not row.printed_values):
        numbered = SECTION.match(text) is not None
        if _OWN_SECTION.match(text) or ((numbered or "信息公开" in text) and is_heading_of(_TABLE.key, text)):
            return True
        if (numbered and not is_caption_of_part(text)) or (rank_of_section(text) in _LAST_SECTIONS):
            return False
    return None


def _part(rows: Sequence[PrintedRow], at: int) -> _Part | None:
    """The part of the table whose header ends in this row."""
    header = _header(rows, at)
    if header is None:
        return None
    found = _numbers(rows, header)
    if found is None:
        return None
    row, beside = found
    captions = [beside]
    for above in reversed(rows[max(0, header.first - _FARTHEST_CAPTION) : header.first]):
        if above.printed_values or (above.values and not above.labels):
            break
        captions.append("".join(_caption_key(cell.text) for cell in above.labels))
    one = len(header.cells) == _WIDTH
    track, caption = _track_in(captions) if one else ("", "".join(captions))
    tracks = (track,) if one else _two_tracks_in(caption)
    return _Part(header.first, caption, tracks, row, header.cells)


def _caption_key(text: str) -> str:
    """A caption's key with all that stands in brackets."""
    return label_key(re.sub("[(（]", "", text))


def _header(rows: Sequence[PrintedRow], at: int) -> _Header | None:
    """The header whose last line, or in a list of cells whose last cell, this is."""
    row = rows[at]
    if row.layout == "paragraph" or not row.labels:
        return None
    if row.layout == "stream":
        first = at - _WIDTH + 1
        lines = rows[max(0, first) : at + 1]
        own = all(len(r.labels) == 1 and r.block == row.block and (r is row or not r.values) for r in lines)
        beside, cells = _less_caption([cell for r in lines for cell in r.labels])
        return _Header(first, at, cells, beside) if own and _are_columns(cells) else None
    if row.printed_values:
        return None
    if row.layout != "words":
        return _of_cells(at, at, row.labels)
    for first in range(at, max(-1, at - _MOST_LINES), -1):
        lines = rows[first : at + 1]
        if lines[0].layout != row.layout or lines[0].block != row.block or lines[0].values:
            return None
        if (found := _of_lines(lines, first, at)) is not None:
            return None if _of_lines(lines[:-1], first, at) else found  # it ended above
    return None


def _of_lines(lines: Sequence[PrintedRow], first: int, last: int) -> _Header | None:
    """The header that lines of words are, labels broken over several of them, with all that stands on its left."""
    for pieces in ([r.words for r in lines], [r.labels for r in lines]):
        if found := _of_cells(first, last, sorted(stacked(pieces), key=lambda c: c.x0)):
            left = (w.text for r in lines for w in r.words if w.x1 <= found.cells[0].x0)
            return replace(found, beside=label_key("".join(left)))
    return None


def _of_cells(first: int, last: int, cells: Sequence[Printed]) -> _Header | None:
    """The header that cells from the left are, with one more beside it at most."""
    width = 2 * _WIDTH if len(cells) >= 2 * _WIDTH else _WIDTH
    beside = "".join(_caption_key(cell.text) for cell in cells[:-width])
    fits = len(cells) - width in (0, 1) and _are_columns(cells[-width:])
    return _Header(first, last, tuple(cells[-width:]), beside) if fits else None


def _less_caption(cells: Sequence[Printed]) -> tuple[str, tuple[Printed, ...]]:
    """The caption that a list's first cell holds in lines above its label, as no mark stood between, and the cells."""
    *above, own = cells[0].text.split("\n") if cells else [""]
    return _caption_key("".join(above)), (*(replace(c, text=own) for c in cells[:1]), *cells[1:])


def _are_columns(cells: Sequence[Printed]) -> bool:
    """Whether cells name the columns of one track or two, in the form's order."""
    return len(cells) in (_WIDTH, 2 * _WIDTH) and all(
        named_among(label_key(cell.text), _NAMES) == n % _WIDTH for n, cell in enumerate(cells)
    )


def _numbers(rows: Sequence[PrintedRow], header: _Header) -> tuple[PrintedRow, str] | None:
    """The row of numbers below a header, and the caption on the left of both; None where there are several, or none.

    Of words it is the header itself where nothing is printed: a line of blanks leaves no trace, one number may be lost.

    A caption in several lines goes on between the header and the numbers, beside these, and below them.
    """
    beside = header.beside
    head = rows[header.last]
    at = header.last + (head.layout != "stream" or not head.values)  # a list's numbers are its last label's
    while at < len(rows) and _is_left_of(rows[at], header) and not rows[at].values:
        beside += "".join(rows[at].keys)
        at += 1
    if head.layout == "words" and (at == len(rows) or not rows[at].values):
        return head, header.beside
    if at == len(rows):
        return None
    row, more = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    if not row.values or (head.layout == "stream" and not 0 < len(row.printed_values) <= len(header.cells)):
        return None
    if row is not head:
        if row.layout in ("stream", "words") and row.labels and not _is_left_of(row, header):
            return None
        beside += "".join(row.keys)
    if row.block != head.block:
        # A page, or the table that a program made of it, ends behind the header.
        near = row.page is None or head.page is None or row.page - head.page in (0, 1)
        aside = bool(header.beside) and not row.values[0].text.strip()  # what the caption's cell covers
        row = replace(row, values=row.values[aside:])
        if not near or at > header.last + 1 or row.labels or len(row.values) != len(header.cells):
            return None
    if more is not None and more.block == row.block and more.printed_values:
        return None
    if more is not None and not more.values and beside and _is_left_of(more, header) and not _track_in([beside])[0]:
        beside += "".join(more.keys)
    return row, beside


def _is_left_of(row: PrintedRow, header: _Header) -> bool:
    """Whether a line of words has labels on the left of a header alone, pieces of a caption."""
    first = header.cells[0]
    return row.layout == "words" and bool(row.labels) and row.labels[0].x0 < first.x0 and row.labels[-1].x1 < first.x1


def _stand_alike(one: Sequence[Printed], other: Sequence[Printed]) -> bool:
    """Whether two headers stand over the same columns, in points or characters."""
    return len(one) == len(other) and all(abs(a.x0 - b.x0) <= 1 for a, b in zip(one, other, strict=True))


def _track_in(captions: Sequence[str]) -> tuple[str, str]:
    """The one track that captions name, the nearest first, whose pieces may be lines of one; and what they say.

    行政复议、行政诉讼 together name none, nor does 行政诉讼 alone.
    """
    text = ""
    for caption in captions:
        if _OF_OTHERS.search(caption):
            return "", caption
        if _PIECE.fullmatch(caption) is None and "复议" not in caption and "诉" not in caption:
            continue
        text = caption + text
        named = [track for track, holds in _named(text).items() if holds]
        if named or "行政诉讼" in text or len(text) > _LONGEST_CAPTION:
            return (named[0] if len(named) == 1 and len(text) <= _LONGEST_CAPTION else ""), text
    return "", text


def _two_tracks_in(captions: str) -> tuple[str, ...]:
    """The tracks over ten columns: the review and the first kind of lawsuit, or both kinds, if no third is named."""
    review, direct, after = "行政复议" in captions, "直接起诉" in captions, "复议后" in captions
    if direct and review != after:
        return tuple(row.key for row in (_TABLE.rows[:2] if review else _TABLE.rows[1:]))
    return ("",)


def _named(caption: str) -> dict[str, bool]:
    return {
        "litigation_after_review": "复议后" in caption,
        "litigation_direct": "未经复议" in caption or "直接起诉" in caption,
        "review": "行政复议" in caption and "诉" not in caption,
    }
