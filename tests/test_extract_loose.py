"""Numbers that narrow columns broke over several lines, in a PDF without rulings."""

import io

from printed_forms import request_lines, truth_of, with_values
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.read import read_document
from pipeline.extract import extract
from pipeline.extract.columns.model import Unplaced
from pipeline.extract.columns.place import place
from pipeline.extract.printed.model import Printed, PrintedRow
from pipeline.normalise import normalise_document

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
HEADINGS = ("自然人", "商业企业", "科研机构", "公益组织", "法律机构", "其他", "总计")


def page(broken: set[tuple[str, int]], lost: tuple[str, int] | None = None, lines=None, cut: str = "") -> bytes:
    """Table 三 without lines; the broken cells print their first digits above their row's line, the others below.

    Before the row ``cut`` a page ends.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(700, 1000), invariant=1)
    canvas.setFont("STSong-Light", 8)
    canvas.drawString(40, 970, "三、收到和处理政府信息公开申请情况")
    for column, word in enumerate(HEADINGS):
        canvas.drawCentredString(370 + 44 * column, 950, word)
    y = 920
    for line in lines or request_lines():
        if line.key == cut:
            canvas.showPage()
            canvas.setFont("STSong-Light", 8)
            y = 970
        canvas.drawString(40, y, line.label[:38])
        for column, number in enumerate(line.values):
            x = 370 + 44 * column
            if (line.key, column) in broken:
                canvas.drawCentredString(x, y + 5, number[:-2])
                if (line.key, column) != lost:
                    canvas.drawCentredString(x, y - 5, number[-2:])
            else:
                canvas.drawCentredString(x, y, number)
        y -= 30
    canvas.drawString(40, y, "五、存在的主要问题及改进情况")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def numbers(data: bytes) -> dict:
    found = extract(normalise_document(read_document(data, "x")), data, year=None)
    return {c.key: c.value for c in found.cells if c.table == "requests" and c.value is not None}


def test_pieces_above_and_below_a_rows_line_are_its_number_where_sums_prove_it():
    broken = {("new_requests", 6), ("granted", 0), ("processed_total", 6)}
    assert numbers(page(broken)) == truth_of(request_lines())


def test_number_of_which_a_piece_is_lost_is_not_published():
    found = numbers(page({("granted", 0)}, lost=("granted", 0)))
    truth = truth_of(request_lines())
    assert ("requests", "granted", "natural_person") not in found
    assert {k: v for k, v in found.items() if truth[k] != v} == {}


def test_second_digits_of_a_pages_first_row_are_no_numbers_though_they_add_up():
    own = [1011, 1012, 1013, 1014, 1015, 5016]
    lines = with_values(request_lines(), "denied_deliberative", *map(str, (*own, sum(own))))
    broken = {(key, n) for key in ("denied_deliberative", "processed_total") for n in range(7)}
    found = numbers(page(broken, lines=lines, cut="denied_deliberative"))
    truth = truth_of(lines)
    assert {k: v for k, v in found.items() if truth[k] != v} == {}


def words(*places: float) -> PrintedRow:
    values = tuple(Printed("1", "1", x, x + 5, 1, (x, 0, x + 5, 8)) for x in places)
    return PrintedRow((), values, "words", 0, "scan:words", 1)


def test_row_whose_numbers_stand_elsewhere_than_all_others_has_none_of_their_columns():
    columns = [100.0, 140.0, 180.0, 220.0]
    rows = [words(*(x + 2 * n for x in columns)) for n in range(4)]
    shifted, blank = words(30, 101, 141, 221), words(100, 140, 220)
    *whole, odd, gap = place([*rows, shifted, blank], 4, {})
    assert [isinstance(p, Unplaced) for p in whole] == [False] * 4
    assert isinstance(odd, Unplaced)
    assert gap == (blank.values[0], blank.values[1], None, blank.values[2])


def test_number_that_its_cells_alignment_moves_towards_the_next_column_stays_in_its_own():
    rows = [words(100.0 + n, 140, 180, 200) for n in range(4)]
    moved = words(102, 140, 192, 200)
    *_, placed = place([*rows, moved], 4, {})
    assert placed == moved.values
