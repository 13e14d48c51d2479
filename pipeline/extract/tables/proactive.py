"""Table 二 (主动公开政府信息情况): blocks with a header each, which may follow different forms in one table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import groupby, pairwise

from pipeline.extract.cells import missing_cells, row_cells
from pipeline.extract.columns.below import BELOW_ANOTHER, is_below_another, without_unnamed
from pipeline.extract.columns.gaps import BY_GAPS
from pipeline.extract.columns.headers import header_labels, header_lines
from pipeline.extract.columns.model import Placement, Unplaced, is_note
from pipeline.extract.columns.place import place
from pipeline.extract.columns.words import only_where_all_stand
from pipeline.extract.model import ExtractedCell, TableResult
from pipeline.extract.order.shuffled import without_shuffled_rows
from pipeline.extract.printed.added import FURTHER_COLUMNS
from pipeline.extract.printed.labels import ACCEPTED, column_similarity, label_key
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.extract.printed.rows import NOTE
from pipeline.extract.rows.align import Found
from pipeline.extract.rows.find import find_rows
from pipeline.extract.tables.copies import PART_OF_TWO, with_other_copies
from pipeline.extract.tables.listed import with_lists_across
from pipeline.extract.tables.other_year import flat_text_of
from pipeline.extract.tables.proactive_form import may_be_longer, row_of, version_of, with_parts_doubted
from pipeline.extract.tables.proactive_header import heads_in_own_words, why_not_of_form
from pipeline.forms import FORMS, Column, Row
from pipeline.identity.parts import SECTION

_KEY = "proactive"
_SHORTEST_HEADER = 4
_LONG = 4
"""Characters from which a word is a header's own, and not one that stands in other columns too."""
_HEADER_ROWS = 6
_UNIT_CAPTION = re.compile(r"单位[:为].*元|[以按].*元为?单位|\([^()]*元\)$")
_AN_AMOUNT = re.compile(r"[\d一二两三四五六七八九几数][十百千万亿]*元")
"""What mentions an amount states no unit of the table: (其中货物类200万元)."""
_FARTHEST_HEADING = 4
_ENOUGH_HEADINGS = 5
_NO_FORM = "neither the header nor the number of columns tells which form this row follows"
_LONGEST_BLOCK = 14
"""Printed rows that the last block of table 二 may take, split labels and the next page's header included."""


def proactive_result(rows: Sequence[PrintedRow], strategy: str, year: int | None) -> TableResult:
    """Read table 二 of the report's year from the document's printed rows."""
    rows = with_lists_across(_KEY, rows)
    own = [n for n, row in enumerate(rows) if any(map(_is_own_heading, row.keys)) and _is_of_table(row)]
    everything, before = rows, rows[:0]
    if len(own) >= _ENOUGH_HEADINGS:
        # Other statistics name the same things (行政许可, 规章): the table is where its own headings are.
        before, rows = rows[: own[0]], rows[own[0] : own[-1] + _LONGEST_BLOCK]
    found, loose = find_rows(_KEY, rows)
    if not found:
        return TableResult(_KEY, strategy)
    found = with_parts_doubted(without_shuffled_rows(_KEY, found, rows, everything), rows)
    captions = _captions(everything, len(before) + found[0].first, len(before) + found[-1].last)
    reader = partial(_copy_cells, year=year)
    cells = with_other_copies(_KEY, rows, found, _cells(found, rows, captions, year), reader, year, before)
    return TableResult(_KEY, strategy, tuple(cells), loose)


def _copy_cells(found: Sequence[Found], rows: Sequence[PrintedRow], *, year: int | None) -> list[ExtractedCell]:
    """Cells of a second table 二; none without the form's own headings: its rows' labels name other statistics too."""
    among = rows[max(0, found[0].first - _FARTHEST_HEADING) : found[-1].last]
    captions = _captions(rows, found[0].first, found[-1].last)
    has_heading = any(_is_own_heading(key) for row in among for key in row.keys)
    return _cells(found, rows, captions, year) if has_heading else []


def _captions(rows: Sequence[PrintedRow], first: int, last: int) -> list[str]:
    """What states a unit of money right above or below the table: its section's heading, a caption, a note.

    Below it, what stands right over another table is that one's caption.
    """
    found: list[str] = []
    for places in (range(first - 1, max(-1, first - _HEADER_ROWS), -1), range(last + 1, min(len(rows), last + 3))):
        for n in places:
            row, text = rows[n], flat_text_of(rows[n])
            is_section = SECTION.match(text) is not None
            if row.printed_values or (is_section and places.step > 0):
                break
            of_another = places.step > 0 and not NOTE.match(text) and _begins_table(rows[n + 1 : n + 2])
            if _UNIT_CAPTION.search(text) and not _AN_AMOUNT.search(text) and not of_another:
                found.append(text)
            if is_section:
                break
    return found


def _begins_table(rows: Sequence[PrintedRow]) -> bool:
    return any(row.layout != "paragraph" and not SECTION.match(flat_text_of(row)) for row in rows)


def _is_of_table(row: PrintedRow) -> bool:
    """Whether a row is no sentence: the heading of a part may stand on a line of its own, outside the grid."""
    return row.layout != "paragraph" or (row.leaf.startswith(PART_OF_TWO) and row.leaf.endswith("项"))


def _is_own_heading(key: str) -> bool:
    return key == "信息内容" or key.startswith(PART_OF_TWO)


def _cells(
    found: Sequence[Found], rows: Sequence[PrintedRow], captions: Sequence[str], year: int | None
) -> list[ExtractedCell]:
    """Cells of table 二. Each block's form is told from its own header, else from its count of columns."""
    headers = _headers(found, rows)
    found = [_told_once(one, headers) for one in found]
    by_key = {f.row.key: f for f in found}
    near = _near(found, rows)
    further = _has_further_column(rows, found[0].first) or sum(map(_prints_too_many, found)) > 1
    versions = {f.row.key: version_of(f, headers[f.row.key], further=further) for f in found}
    told = Counter(v for v in versions.values() if v)
    common = told.most_common(1)[0][0] if told else None
    for row_found in found:
        key = row_found.row.key
        if may_be_longer(row_found, headers[key], versions[key], common):
            versions[key] = common
    kept = _pages_with_kept_columns(rows[max(0, found[0].first - _HEADER_ROWS) : found[-1].last + 1])
    expected = _expected(by_key, versions, common)
    placements: dict[str, Placement | Unplaced] = {}
    for row, _ in expected:
        one = by_key.get(row.key)
        if one is not None and versions[row.key] is None and len(told) != 1:
            placements[row.key] = Unplaced(_NO_FORM)
        elif one is not None:
            placed = _placement(one, row.columns, headers[row.key], found, kept, year, further=further)
            placements[row.key] = one.settled(placed)
    listed = [row for row, _ in expected if row.key in placements]
    whole = only_where_all_stand(
        [by_key[r.key].printed for r in listed], [placements[r.key] for r in listed], [r.block for r in listed]
    )
    placements = {r.key: p for r, p in zip(listed, whole, strict=True)}
    cells: list[ExtractedCell] = []
    for row, version in expected:
        if row.key not in placements:
            cells += missing_cells(_KEY, row.key, row.columns, version, "the table does not print this row")
            continue
        one = by_key[row.key]
        header = [*(h.text for h in headers[row.key]), *(c.text for c in one.printed.labels)]
        cells += row_cells(
            *(_KEY, row.key, row.columns, version, one.printed, placements[row.key], one.similarity),
            *(header, near[row.key], captions),
        )
    return cells


def _headers(found: Sequence[Found], rows: Sequence[PrintedRow]) -> dict[str, list[Printed]]:
    """Per found row its block's header cells: the labels printed since the row before, or its neighbour's above."""
    result: dict[str, list[Printed]] = {}
    for index, one in enumerate(found):
        above = found[index - 1].last + 1 if index else max(0, one.first - 8)
        between = [r for r in rows[above : one.first] if not r.printed_values or _names_columns(r)]
        own = header_labels(header_lines(rows[above:], one.first - above) if one.printed.layout == "words" else between)
        own = own or heads_in_own_words(rows[above : one.first])
        same_block = index > 0 and any(
            {found[index - 1].row.key, one.row.key} <= {r.key for r in f.tables[_KEY].rows}
            and len({r.block for r in f.tables[_KEY].rows if r.key in (found[index - 1].row.key, one.row.key)}) == 1
            for f in FORMS.values()
        )
        result[one.row.key] = own if own or not same_block else result[found[index - 1].row.key]
    return result


def _told_once(one: Found, headers: dict[str, list[Printed]]) -> Found:
    """A row of text less what a program printed again for each column that a merged cell covers: its header tells."""
    header, values = headers[one.row.key], one.printed.values
    beside = zip(header, values, strict=False)
    runs = [list(run) for _, run in groupby(beside, key=lambda pair: label_key(pair[0].text))]
    again = [run for run in runs if len(run) > 1]
    columns = [c for v in FORMS if (row := row_of(v, one.row.key)) is not None for c in row.columns]
    whole = all(max(column_similarity(label_key(run[0][0].text), c) for c in columns) == 100.0 for run in again)
    alike = all(len({value.text for _, value in run}) == 1 for run in again)
    if one.printed.layout == "grid" or len(header) != len(values) or not again or not whole or not alike:
        return one
    headers[one.row.key] = [run[0][0] for run in runs]
    return replace(one, printed=replace(one.printed, values=tuple(run[0][1] for run in runs)))


def _near(found: Sequence[Found], rows: Sequence[PrintedRow]) -> dict[str, list[str]]:
    """Per found row all that stands between the row of numbers above it and its own last piece, in order.

    A break of a page may leave a header's pieces, the unit among them, in another table or outside any.
    """
    result: dict[str, list[str]] = {}
    for index, one in enumerate(found):
        above = found[index - 1].last + 1 if index else max(0, one.first - _HEADER_ROWS)
        lines = [row for row in rows[above : one.last + 1] if row is not rows[one.last] or not row.printed_values]
        result[one.row.key] = [cell.text for row in lines for cell in (*row.labels, *row.values)]
    return result


def _pages_with_kept_columns(rows: Sequence[PrintedRow]) -> set[int | None]:
    """Pages of words on which the table's columns stand where they stood on the page before.

    Told by header cells that both pages print: two at least, in two columns, stand in the same place on both.
    """
    places: dict[int | None, dict[str, set[tuple[int, int]]]] = {}
    for word in (w for row in rows if row.layout == "words" for w in row.words if len(label_key(w.text)) >= _LONG):
        places.setdefault(word.page, {}).setdefault(word.text, set()).add((round(word.x0), round(word.x1)))
    kept: set[int | None] = set()
    for before, page in pairwise(sorted(p for p in places if p is not None)):
        both = (places[before][t] & places[page][t] for t in places[before].keys() & places[page].keys())
        if page == before + 1 and len({place for same in both for place in same}) > 1:
            kept.add(page)
    return kept


def _has_further_column(rows: Sequence[PrintedRow], first: int) -> bool:
    """Whether a heading of a column that the form does not have stands right above the table's first row."""
    above = rows[max(0, first - _HEADER_ROWS) : first]
    return any(label_key(c.text) in FURTHER_COLUMNS for row in above for c in (*row.labels, *row.values))


def _prints_too_many(one: Found) -> bool:
    """Whether a row of a text prints a number more than any form has columns there."""
    widths = (len(row.columns) for v in FORMS if (row := row_of(v, one.row.key)) is not None)
    numbers = [v for v in one.printed.printed_values if not is_note(v)]
    return one.printed.layout != "grid" and len(numbers) > max(widths)


def _names_columns(row: PrintedRow) -> bool:
    """Whether a row that ends in a number is a header all the same: a further column numbers the lines (行次)."""
    return len(row.printed_values) == 1 and any(
        max(column_similarity(key, c) for form in FORMS.values() for r in form.tables[_KEY].rows for c in r.columns)
        >= ACCEPTED
        for key in row.keys
        if len(key) >= _SHORTEST_HEADER
    )


def _expected(
    by_key: Mapping[str, Found], versions: Mapping[str, str | None], common: str | None
) -> list[tuple[Row, str]]:
    """The rows that the table's own form or forms have, with the version each follows.

    A row is expected when it is printed, or when every printed row of its table follows the form that has it.
    """
    used = {v for v in versions.values() if v}
    base = common or "2021"
    expected: list[tuple[Row, str]] = []
    order = [r.key for r in FORMS["2019"].tables[_KEY].rows]
    for key in order:
        version = (versions.get(key) or base) if key in by_key else base
        row = row_of(version, key)
        if row is not None and (key in by_key or used == {base}):
            expected.append((row, version))
    return expected


def _stands_beside(values: Sequence[Printed], header: Sequence[Printed], row: PrintedRow) -> bool:
    """Whether a number of a grid's first cells stands outside the header cell of its column: they are other columns."""
    if row.layout != "grid" or len(header) != len(values) or header[0].page != row.page:
        return False
    pairs = zip(values, header, strict=True)
    return any(v.text and not (v.x0 < h.x1 and h.x0 < v.x1) for v, h in pairs)


def _placement(
    one: Found,
    columns: Sequence[Column],
    header: Sequence[Printed],
    found: Sequence[Found],
    kept: Set[int | None],
    year: int | None,
    *,
    further: bool,
) -> Placement | Unplaced:
    wanted = len(columns)
    values = one.printed.values
    if other := why_not_of_form(header, columns, year):
        return other
    # 行政事业性收费 in form 2019 leaves the third cell of its grid unused.
    if len(values) > wanted and one.printed.layout != "words" and one.printed.method not in BY_GAPS and values[0].text:
        spare = values[wanted:]
        if all(v.is_blank for v in spare) and not _stands_beside(values[:wanted], header, one.printed):
            return without_unnamed(values[:wanted], header, columns)
    same_places = len(header) == wanted and [h.x0 for h in header] == [v.x0 for v in values[:wanted]]
    if one.printed.layout == "ragged" and same_places and not any(v.text for v in values[wanted:]):
        return values[:wanted]
    same_page = bool(header) and (header[0].page == one.printed.page or one.printed.page in kept)
    usable = one.printed.layout in ("grid", "words") and len(header) == wanted and same_page
    headers = {one.printed.block: tuple(header)} if usable else {}
    frame = [f.printed for f in found if f.row.block == one.row.block and f.printed.block == one.printed.block]
    placed = place(frame, wanted, headers, further=further)[frame.index(one.printed)]
    if one.printed.layout != "grid" or isinstance(placed, Unplaced):
        return placed
    if not usable and is_below_another(placed, header, columns):
        return BELOW_ANOTHER
    if further:
        own = [h for h in header if label_key(h.text) not in FURTHER_COLUMNS]
        under = (any(v.x0 < h.x1 and h.x0 < v.x1 for h in own) for v in placed if v is not None and not v.is_blank)
        if not usable or not all(under):
            return Unplaced("the table has a further column, and the number may be that column's")
    return without_unnamed(placed, header, columns)
