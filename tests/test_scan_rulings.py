"""Cells between rulings that are thin, dotted, broken, askew, or not there."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.documents.scan.picture.frames import PageImage
from pipeline.documents.scan.picture.straighten import Sheet, deskewed, ink_of, straighten, turned, unwarped
from pipeline.documents.scan.ruled import look
from pipeline.documents.scan.rulings.cells import CellBox, drawn_between, find_tables
from pipeline.documents.scan.rulings.dashes import with_short_lines
from pipeline.documents.scan.rulings.lines import Rulings, find_lying, find_rulings
from pipeline.documents.scan.rulings.runs import keep_lone
from pipeline.documents.scan.seams import single_pages

ROWS = (100, 160, 220, 280, 340)
COLUMNS = (100, 350, 500, 650, 800)
Lines = list[tuple[tuple[int, int], tuple[int, int]]]


def lines(skip: tuple[tuple[int, int, int], ...] = ()) -> Lines:
    """The pieces of a grid's lines; ``skip`` lists (row, column, side) of those left out: 0 above, 1 left of a cell."""
    found: Lines = []
    for r, y in enumerate(ROWS):
        found += [((x, y), (COLUMNS[c + 1], y)) for c, x in enumerate(COLUMNS[:-1]) if (r, c, 0) not in skip]
    for c, x in enumerate(COLUMNS):
        found += [((x, y), (x, ROWS[r + 1])) for r, y in enumerate(ROWS[:-1]) if (r, c, 1) not in skip]
    return found


def drawn(pieces: Lines, shade: int = 0, thick: int = 2) -> np.ndarray:
    picture = np.full((480, 900), 250, np.uint8)
    for start, end in pieces:
        cv2.line(picture, start, end, (shade,), thick)
    for row in range(60, 480, 60):  # characters, so that their size can be told
        for x in range(120, 800, 150):
            cv2.putText(picture, "358", (x, row + 75), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    return picture


def cells(picture: np.ndarray) -> list[CellBox]:
    sheet = straighten(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB))
    tables = find_tables(sheet, find_rulings(sheet))
    assert len(tables) == 1
    return list(tables[0].cells)


def spans(found: list[CellBox]) -> list[tuple[int, int, int, int]]:
    return [(c.row, c.column, c.row_span, c.column_span) for c in found]


WHOLE = [(r, c, 1, 1) for r in range(4) for c in range(4)]


@pytest.mark.parametrize(("shade", "thick"), [(0, 1), (0, 5), (190, 1), (120, 2)])
def test_thin_thick_and_faint_lines(shade: int, thick: int) -> None:
    assert spans(cells(drawn(lines(), shade, thick))) == WHOLE


def test_dotted_lines() -> None:
    picture = drawn(lines())
    dots = drawn([])
    yy, xx = np.mgrid[: picture.shape[0], : picture.shape[1]]
    picture = np.where(((xx + yy) % 8 < 4) | (dots < 200), np.where(dots < 200, dots, picture), 250).astype(np.uint8)
    assert spans(cells(picture)) == WHOLE


def close_rows(dashes: int) -> np.ndarray:
    """A grid of low rows, two of its upright lines dashed; or, where ``dashes`` is 0, ones below each other there."""
    picture = np.full((560, 900), 250, np.uint8)
    for y in range(100, 501, 40):
        cv2.line(picture, (100, y), (800, y), (0,), 3)
    for x in (100, 350, 800):
        cv2.line(picture, (x, 100), (x, 500), (0,), 3)
    for x in (500, 650):
        for y in range(100, 496, 8) if dashes else range(112, 500, 40):
            cv2.line(picture, (x, y), (x, y + (dashes or 17)), (60,), 2)
    for y in range(100, 500, 40):
        for x in (120, 370, 530, 680):
            cv2.putText(picture, "358", (x, y + 28), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    return cv2.GaussianBlur(picture, (0, 0), 0.8)


def test_dashed_lines_between_the_columns_of_low_rows() -> None:
    assert spans(cells(close_rows(4))) == [(r, c, 1, 1) for r in range(10) for c in range(4)]


def test_ones_below_one_another_are_no_line() -> None:
    assert spans(cells(close_rows(0))) == [(r, c, 1, 1) for r in range(10) for c in range(2)]


CORNER = (
    (241, 241, 241, 239, 238, 239, 240, 241, 242, 241, 241),
    (224, 224, 223, 221, 220, 219, 219, 218, 219, 218, 217),
    (189, 190, 188, 184, 177, 168, 164, 167, 173, 176, 176),
    (171, 171, 169, 158, 135, 108, 98, 112, 138, 154, 159),
    (197, 198, 195, 175, 131, 81, 62, 92, 143, 177, 188),
    (233, 234, 230, 205, 148, 79, 55, 95, 164, 210, 225),
    (248, 248, 242, 217, 157, 84, 56, 98, 173, 225, 241),
)
"""Where a thick upright line begins at a table's thin first one, in a scan."""


def test_a_thin_first_line_goes_on_under_thick_upright_ones() -> None:
    corner = np.array(CORNER, np.uint8)
    grey = np.random.default_rng(1).integers(190, 255, (200, 600)).astype(np.uint8)
    upright = np.zeros_like(grey)
    grey[50:57, 40:551] = corner[:, :1]
    for x in (40, *range(260, 520, 55), 540):
        grey[50:57, x : x + 11] = corner
        grey[57:150, x : x + 11] = corner[-1]
        upright[55:150, x + 4 : x + 9] = 255  # it is seen from where it stands out
    across = find_lying(Sheet(grey, ink_of(grey, 23.0), np.eye(3), 23.0), upright)
    assert (across[50:57, 50:540] > 0).any(axis=0).all()


def test_a_gap_in_a_line_parts_nothing() -> None:
    picture = drawn(lines())
    picture[126:134, 495:506] = 250
    picture[215:226, 560:580] = 250
    assert spans(cells(picture)) == WHOLE


@pytest.mark.parametrize("angle", [-4.0, -1.0, 2.5])
def test_a_page_that_lies_askew(angle: float) -> None:
    turn = cv2.getRotationMatrix2D((450, 240), angle, 1.0)
    picture = cv2.warpAffine(drawn(lines()), turn, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,))
    assert spans(cells(picture)) == WHOLE


def test_merged_cells_are_one() -> None:
    found = spans(cells(drawn(lines(skip=((1, 0, 0), (0, 2, 1), (0, 3, 1))))))
    assert (0, 0, 2, 1) in found
    assert (0, 1, 1, 3) in found
    assert len(found) == 16 - 1 - 2


def test_boxes_are_places_on_the_page_as_it_was() -> None:
    turn = cv2.getRotationMatrix2D((450, 240), 2.0, 1.0)
    picture = cv2.warpAffine(drawn(lines()), turn, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,))
    sheet = straighten(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB))
    box = find_tables(sheet, find_rulings(sheet))[0].cells[0].box
    left, top, right, bottom = sheet.box(*box)
    expected = turn @ np.array([(100 + 350) / 2, (100 + 160) / 2, 1])
    assert abs((left + right) / 2 - expected[0]) < 4
    assert abs((top + bottom) / 2 - expected[1]) < 4


def test_strokes_beside_a_ruling_of_other_columns_are_none() -> None:
    picture = drawn(lines(skip=((1, 0, 0), (1, 1, 0))))
    for y in range(145, 178, 6):  # a label of strokes, one of them where the other columns' ruling is
        cv2.line(picture, (108, y), (342, y), (0,), 2)
        for x in (108, 200, 212, 330):
            cv2.line(picture, (x, 145), (x, 175), (0,), 2)
    found = spans(cells(picture))
    assert (0, 0, 2, 1) in found
    assert (0, 1, 2, 1) in found


def test_a_photograph_is_seen_from_straight_above() -> None:
    corners = np.array([[0, 0], [900, 0], [0, 480], [900, 480]], np.float32)
    seen = np.array([[30, 0], [860, 58], [0, 478], [900, 422]], np.float32)
    forth = cv2.getPerspectiveTransform(corners, seen)
    picture = cv2.warpPerspective(drawn(lines()), forth, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,))
    page = look(PageImage(1, cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), 1.0))
    (table,) = page.tables
    assert spans(list(table.cells)) == WHOLE
    left, top, right, bottom = page.sheet.box(*table.cells[0].box)
    expected = forth @ np.array([(100 + 350) / 2, (100 + 160) / 2, 1])
    assert abs((left + right) / 2 - expected[0] / expected[2]) < 8
    assert abs((top + bottom) / 2 - expected[1] / expected[2]) < 8


def test_pages_of_one_long_picture_lie_askew_each_in_its_own_way() -> None:
    pages = []
    for angle in (2.2, 0.0, -1.5):
        turn = cv2.getRotationMatrix2D((450, 240), angle, 1.0)
        pages.append(cv2.warpAffine(drawn(lines()), turn, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,)))
    picture = cv2.cvtColor(np.vstack(pages), cv2.COLOR_GRAY2RGB)
    parts = list(single_pages(PageImage(1, picture, 2.0, 500.0, long=True)))
    assert [round((part.top - 500.0) / 2.0 / 480) for part in parts] == [0, 1, 2]
    assert sum(part.image.shape[0] for part in parts) == len(picture)
    assert [[spans(list(t.cells)) for t in look(part).tables] for part in parts] == [[WHOLE]] * 3


def test_two_pages_on_their_sides_are_cut_apart_in_a_picture_as_long_as_one() -> None:
    def picture(second: float) -> np.ndarray:
        pages = []
        for angle in (1.2, second):
            turn = cv2.getRotationMatrix2D((450, 240), angle, 1.0)
            pages.append(cv2.warpAffine(drawn(lines()), turn, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,)))
        return cv2.cvtColor(np.vstack(pages), cv2.COLOR_GRAY2RGB)

    parts = list(single_pages(PageImage(1, picture(-1.2), 1.0)))
    assert [[spans(list(t.cells)) for t in look(part).tables] for part in parts] == [[WHOLE]] * 2
    assert len(list(single_pages(PageImage(1, picture(1.2), 1.0)))) == 1


def beside() -> np.ndarray:
    """Two pages of text and a table side by side."""
    page = np.full((900, 640), 250, np.uint8)
    page[500:840, 10:630] = cv2.resize(drawn(lines()), (620, 340))
    for y in range(60, 460, 40):
        cv2.putText(page, "Report 2358 of an office", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0,), 2)
    return cv2.cvtColor(np.hstack([page, page]), cv2.COLOR_GRAY2RGB)


def test_two_pages_side_by_side_are_two() -> None:
    pytest.importorskip("rapidocr")
    left, right = single_pages(PageImage(1, beside(), 0.5))
    assert (left.left, right.left) == (0.0, left.image.shape[1] * 0.5)
    assert abs(left.image.shape[1] - 640) < 30
    assert [len(look(part).tables[0].cells) for part in (left, right)] == [16, 16]


def test_two_tables_of_a_page_on_its_side_are_not_cut_apart() -> None:
    pytest.importorskip("rapidocr")
    picture = np.ascontiguousarray(np.rot90(np.vstack([beside()[:, :640], beside()[:, :640]])))
    assert len(list(single_pages(PageImage(1, picture, 1.0)))) == 1


def test_a_photograph_is_not_cut_where_its_lines_lean_more_and_more() -> None:
    corners = np.array([[0, 0], [900, 0], [0, 480], [900, 480]], np.float32)
    forth = cv2.getPerspectiveTransform(corners, np.array([[0, 0], [900, 70], [0, 480], [900, 410]], np.float32))
    picture = cv2.warpPerspective(drawn(lines()), forth, (900, 480), flags=cv2.INTER_CUBIC, borderValue=(250,))
    assert len(list(single_pages(PageImage(1, cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), 1.0, long=True)))) == 1


def test_blurred_characters_that_run_together_do_not_change_their_size() -> None:
    picture = drawn(lines())
    sharp = straighten(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)).size
    for row in range(8):
        cv2.rectangle(picture, (830, 30 + 50 * row), (890, 45 + 50 * row), (0,), -1)
    assert straighten(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)).size == sharp


def test_a_faint_picture_is_made_dark() -> None:
    faint = (250 - (250 - drawn(lines()).astype(np.int16)) // 6).astype(np.uint8)
    assert spans(cells(faint)) == WHOLE
    assert np.percentile(straighten(cv2.cvtColor(faint, cv2.COLOR_GRAY2RGB)).grey, 1) < 130


def test_a_column_of_lone_ones_is_no_line() -> None:
    picture = np.full((480, 900), 250, np.uint8)
    rows, stem, size = range(100, 425, 54), 26, 30.0
    for y in rows:
        cv2.line(picture, (100, y), (800, y), (0,), 1)
    for x in COLUMNS:
        cv2.line(picture, (x, 100), (x, rows[-1]), (0,), 1)
    for y in rows[:-1]:
        picture[y + 15 : y + 15 + stem, 574:577] = 60
    sheet = Sheet(picture, ink_of(picture, size), np.eye(3), size)
    (table,) = find_tables(sheet, find_rulings(sheet))
    assert spans(list(table.cells)) == [(r, c, 1, 1) for r in range(6) for c in range(4)]


def test_runs_with_gaps_that_are_characters_are_no_lines() -> None:
    picture = np.full((120, 600), 250, np.uint8)
    thin, crossing = (np.zeros(picture.shape, bool) for _ in range(2))
    thin[58:61, 100:400] = True
    thick = thin.copy()
    thick[52:66, 200:300] = True
    crossing[:, 120:380:60] = True
    dashes, arcs = np.full_like(picture, 4), np.full_like(picture, 4)
    dashes[58:61, 100:400:2] = 120
    for x in range(145, 380, 60):
        arcs[58:61, x : x + 3] = arcs[58:61, x + 10 : x + 13] = 60

    def kept(run: np.ndarray, dark: np.ndarray) -> bool:
        ink, none = np.zeros_like(picture), np.zeros_like(run)
        return bool(keep_lone(run, none, dark, picture, ink, 24.0, crossing, down=False).any())

    assert kept(thin, dashes)
    assert not kept(thick, dashes), "characters close to one another"
    assert not kept(thin, arcs), "the arcs of zeros below one another"
    picture[58:61, 100:400] = dashes[58:61, 100:400] = 170
    assert kept(thin, dashes)
    picture[55, 300:340] = picture[64, 300:340] = 60
    assert not kept(thin, dashes), "the white inside a 0"


def test_a_lone_row_lower_than_the_page_s_characters_ask_for_keeps_its_columns() -> None:
    picture = np.full((300, 900), 250, np.uint8)
    cv2.rectangle(picture, (60, 100), (860, 134), (0,), 2)
    for x in range(140, 860, 80):
        cv2.line(picture, (x, 100), (x, 134), (0,), 2)
        cv2.putText(picture, "1", (x - 45, 125), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0,), 2)
    sheet = Sheet(picture, ink_of(picture, 28.0), np.eye(3), 28.0)
    (table,) = find_tables(sheet, find_rulings(sheet))
    assert spans(list(table.cells)) == [(0, c, 1, 1) for c in range(10)]


def test_the_sides_of_zeros_in_low_rows_are_no_lines() -> None:
    pitch, rows, columns = 28, 12, (40, 180, 320, 460)
    picture = np.full((rows * pitch + 80, 500), 250, np.uint8)
    for n in range(rows + 1):
        cv2.line(picture, (40, 40 + n * pitch), (460, 40 + n * pitch), (30,), 1)
    for x in columns:
        cv2.line(picture, (x, 40), (x, 40 + rows * pitch), (30,), 1)
    (_, height), _ = cv2.getTextSize("0", cv2.FONT_HERSHEY_SIMPLEX, 0.85, 2)
    for n in range(rows):
        for x in columns[:-1]:
            place = (x + 60, 40 + n * pitch + (pitch + height) // 2)
            cv2.putText(picture, "0", place, cv2.FONT_HERSHEY_SIMPLEX, 0.85, (40,), 2, cv2.LINE_AA)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.2), np.uint8)
    sheet = Sheet(picture, ink_of(picture, 28.0), np.eye(3), 28.0)
    (table,) = find_tables(sheet, with_short_lines(sheet, find_rulings(sheet)))
    assert spans(list(table.cells)) == [(r, c, 1, 1) for r in range(rows) for c in range(3)]


def test_a_line_on_which_print_stands_is_followed_under_it() -> None:
    picture = np.full((160, 900), 250, np.uint8)
    cv2.line(picture, (60, 100), (860, 100), (60,), 2)
    for x in range(70, 300, 18):  # characters that touch the line
        cv2.rectangle(picture, (x, 80), (x + 13, 99), (20,), 3)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.0), np.uint8)
    sheet = Sheet(picture, ink_of(picture, 24.0), np.eye(3), 24.0)
    across = find_rulings(sheet).across[97:104].any(axis=0)
    assert across[64:856].all()
    assert not across[:50].any() and not across[872:].any()


def test_a_line_on_the_page_s_first_row_is_a_line() -> None:
    picture = np.full((200, 900), 250, np.uint8)
    cv2.line(picture, (60, 0), (860, 0), (0,), 2)
    sheet = Sheet(picture, ink_of(picture, 24.0), np.eye(3), 24.0)
    assert find_rulings(sheet).across[:3].any(axis=0)[70:850].all()


def test_the_edge_of_a_page_does_not_bend_it() -> None:
    across = np.zeros((1700, 1200), np.uint8)
    for y in (1400, 1458, 1516):
        cv2.line(across, (150, y), (1090, y), (255,), 2)
    cv2.line(across, (0, 1675), (1199, 1694), (255,), 2)
    page = Sheet(np.full(across.shape, 250, np.uint8), np.zeros_like(across), np.eye(3), 28.0)
    assert unwarped(page, across, np.zeros_like(across)) is None


def test_strokes_of_words_between_long_lines_are_no_table() -> None:
    across, down = np.zeros((300, 1200), np.uint8), np.zeros((300, 1200), np.uint8)
    for y in (100, 130, 160):
        cv2.line(across, (100, y), (1100, y), (255,), 2)
    for x in (220, 300, 390):
        cv2.line(down, (x, 100), (x, 160), (255,), 2)
    page = Sheet(np.full(across.shape, 250, np.uint8), np.zeros_like(across), np.eye(3), 24.0)
    assert not find_tables(page, Rulings(across, down))
    for x in (100, 1100):
        cv2.line(down, (x, 100), (x, 160), (255,), 2)
    (table,) = find_tables(page, Rulings(across, down))
    assert len(table.cells) == 8


def test_a_table_without_lines_at_its_sides_has_cells_there() -> None:
    inner = [c for c in range(1, 4)]
    sides = tuple((r, c, 1) for r in range(4) for c in range(5) if c not in inner)
    assert spans(cells(drawn(lines(sides)))) == WHOLE


@pytest.mark.parametrize("gap", [5, 7])
def test_cells_with_a_border_each_of_their_own_are_those_of_one_table(gap: int) -> None:
    picture = np.full((480, 620), 250, np.uint8)
    for r in range(8):
        for c in range(10):
            left, top = 40 + c * (42 + gap), 40 + r * (42 + gap)
            cv2.rectangle(picture, (left, top), (left + 42, top + 42), (30,), 1)
            cv2.putText(picture, "358"[(r + c) % 3], (left + 14, top + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0,), 2)
    sheet = straighten(picture)
    assert sheet.size < 24  # of the digits, not of the frames
    (found,) = find_tables(sheet, find_rulings(sheet))
    assert spans(list(found.cells)) == [(r, c, 1, 1) for r in range(8) for c in range(10)]


def test_a_lone_row_on_a_page_that_lies_on_its_side_and_askew_is_a_table() -> None:
    picture = np.full((700, 1000), 250, np.uint8)
    for x in range(100, 901, 100):
        cv2.line(picture, (x, 80), (x, 108), (30,), 1)
        if x < 900:
            cv2.rectangle(picture, (x + 40, 87), (x + 54, 101), (30,), 2)
    for y in (80, 108):
        cv2.line(picture, (100, y), (900, y), (30,), 1)
    turn = cv2.getRotationMatrix2D((500, 350), 1.3, 1.0)
    askew = cv2.warpAffine(picture, turn, (1000, 700), borderValue=(250,))
    sheet = deskewed(turned(straighten(np.rot90(askew).copy()), 3))
    (found,) = find_tables(sheet, find_rulings(sheet))
    assert spans(list(found.cells)) == [(0, c, 1, 1) for c in range(8)]
    left, top, right, bottom = sheet.box(*found.box)  # on the page as it was
    assert (left, top, right, bottom) == pytest.approx((71, 105, 117, 906), abs=4)


def test_strokes_in_one_of_two_rows_are_no_columns_of_a_table_with_open_sides() -> None:
    across, down = np.zeros((300, 1200), np.uint8), np.zeros((300, 1200), np.uint8)
    for y in (100, 130, 160):
        cv2.line(across, (100, y), (1100, y), (255,), 2)
    for x, top in ((500, 100), (700, 130), (740, 130)):
        cv2.line(down, (x, top), (x, 160), (255,), 2)
    page = Sheet(np.full(across.shape, 250, np.uint8), np.zeros_like(across), np.eye(3), 24.0)
    (table,) = find_tables(page, Rulings(across, down))
    assert spans(list(table.cells)) == [(r, c, 1, 1) for r in range(2) for c in range(2)]


def test_a_stroke_that_crosses_a_line_between_rows_takes_no_print_from_the_next_row() -> None:
    across, down = np.zeros((300, 700), np.uint8), np.zeros((300, 700), np.uint8)
    for y in (100, 130, 160):
        cv2.line(across, (100, y), (600, y), (255,), 2)
    for x in (100, 260, 420, 600):
        cv2.line(down, (x, 100), (x, 160), (255,), 2)
    page = Sheet(np.full(across.shape, 250, np.uint8), np.zeros_like(across), np.eye(3), 24.0)
    tables = find_tables(page, Rulings(across, down))
    strokes = down.copy()
    cv2.line(strokes, (340, 120), (340, 137), (255,), 2)  # of a word above, and of a digit below it
    mask = drawn_between(tables, Rulings(across, strokes), 24.0)
    assert mask[130, 340] and mask[115, 260]
    assert not mask[120:127, 340].any() and not mask[134:138, 340].any()


def test_strokes_of_a_label_that_fill_the_way_between_two_lines_join_no_rows() -> None:
    across, down = np.zeros((300, 700), np.uint8), np.zeros((300, 700), np.uint8)
    rows = (100, 128, 156, 184)
    for y in rows:
        cv2.line(across, (100, y), (600, y), (255,), 2)
    for x in (100, 260, 420, 600):
        cv2.line(down, (x, rows[0]), (x, rows[-1]), (255,), 2)
    for y in (136, 142, 149):
        cv2.line(across, (110, y), (240, y), (255,), 2)
    page = Sheet(np.full(across.shape, 250, np.uint8), np.zeros_like(across), np.eye(3), 24.0)
    (table,) = find_tables(page, Rulings(across, down))
    assert spans(list(table.cells)) == [(r, c, 1, 1) for r in range(3) for c in range(3)]
