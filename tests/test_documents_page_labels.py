"""Labels that are drawn over their cells' borders, and texts beside numbers that are none."""

import pytest
from drawn_pdf import framed, pdf, values
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.pdf.tables import pdf_ruled_grids

LABEL = "要求行政机关确认或重新出具已获取信息"


def long_label(canvas: Canvas) -> None:
    canvas.drawString(81, 650, LABEL)
    canvas.drawString(255, 650, "31")


def labels(data: bytes) -> list[str]:
    return [c.raw for grid in pdf_ruled_grids(data, [1]) for c in grid.cells if c.column == 0]


def page(draw) -> bytes:
    def whole(canvas: Canvas) -> None:
        canvas.grid((80, 220, 300), (670, 640))
        canvas.setFont("STSong-Light", 10)
        draw(canvas)

    return pdf(whole)


def test_label_that_reaches_over_the_number_beside_it_stays_with_its_cell():
    assert (values(page(long_label)), labels(page(long_label))) == (["31"], [LABEL])


def test_label_drawn_after_the_number_and_in_two_pieces():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(262, 650, "31")
        canvas.drawString(90, 650, LABEL[:15])
        canvas.drawString(90 + 150, 650, LABEL[15:])

    assert values(page(draw)) == ["31"]


@pytest.mark.parametrize(
    "text",
    ["行政许可行政许可行政许可三十1", "行政许可行政许可行政许可许可23"],
    ids=["words and a digit", "a number at its end"],
)
def test_text_over_a_border_that_has_digits_is_not_moved(text):
    def draw(canvas: Canvas) -> None:
        canvas.drawString(84, 650, text)

    assert values(page(draw)) != [""]


def test_remark_in_a_numbers_cell_is_no_label():
    def draw(canvas: Canvas) -> None:
        canvas.drawString(90, 650, "行政处罚")
        canvas.drawString(225, 650, "31详见附表")

    (text,) = values(page(draw))
    assert "详见附表" in text


def test_cells_of_an_ordinary_table_stay_as_they_are():
    assert values(pdf(framed(lambda canvas: canvas.drawString(240, 650, "5")))) == ["27", "5"]
