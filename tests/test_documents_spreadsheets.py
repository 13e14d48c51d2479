"""Workbooks: what a sheet shows is read, not what it stores."""

import io
import re
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, FormulaRule, IconSetRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.colors import Color

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT, Document, Grid
from pipeline.documents.read import read_document
from pipeline.documents.sheets.ods import read_ods
from pipeline.documents.sheets.sheet import Area, Sheet, sheet_blocks
from pipeline.documents.sheets.xls import _formulas, _unsure
from pipeline.extract import extract
from pipeline.normalise import normalise_document
from samples.build import build
from samples.office import FILTERS, NoLibreOffice, convert


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: tuple[object, ...]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def grid_of(document: Document) -> list[list[str]]:
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.raw)
    return list(rows.values())


def test_numbers_texts_and_formulas_of_a_sheet():
    book = workbook(("一", 12.0, "12", "=B1+1", True))
    assert grid_of(read_document(saved(book), "x")) == [["一", "12", "12", NO_TEXT, "TRUE"]]


@pytest.mark.parametrize(
    ("formula", "kept", "anew", "shown"),
    [
        *(("SUM(B1:C1)", 17, True, "17"), ("SUM(B1:C1)", 0, True, NO_TEXT), ("SUM(B1:C1)", 0, False, NO_TEXT)),
        *(
            ("-(B1-C1)+$C$1*1", 5, False, "5"),
            ("-(B1-C1)+$C$1*1", 5, True, NO_TEXT),
            ("B1-(C1-2)-SUM(B1,-1)", -2, 0, "-2"),
        ),
        *(("SUM(D1:E1)", 3, False, "3"), ("SUM(D1:E1)", 3, True, NO_TEXT)),
    ],
)
def test_result_that_a_file_keeps_is_read_where_its_formula_gives_it(formula, kept, anew, shown):
    out = io.BytesIO()
    whole = saved(workbook(("一", 12, 5, f"={formula}")))
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = re.sub(rb"</f><v ?(/>|></v>)", b"</f><v>%d</v>" % kept, source.read(name))
            target.writestr(name, body.replace(b'fullCalcOnLoad="1"', b'fullCalcOnLoad="%d"' % anew))
    assert grid_of(read_document(out.getvalue(), "x")) == [["一", "12", "5", shown]]


def test_formulas_of_a_binary_workbook_are_believed_where_they_give_their_result():
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def formula(column: int, result: bytes, tokens: bytes) -> bytes:
        return record(6, struct.pack("<HHH8s6xH", 4, column, 0, result, len(tokens)) + tokens)

    def total(column: int, last: int) -> bytes:
        return formula(column, bytes(8), b"\x25" + struct.pack("<4H", 4, 4, 0xC001, 0xC000 + last) + b"\x19\x10\0\0")

    none = b"\x03\0\0\0\0\0\xff\xff"
    sheet = record(0x809, bytes(16)) + formula(0, none, b"\x17\0") + total(3, 2) + total(4, 2) + total(5, 4)
    sheet += formula(6, none, b"\x25\0") + record(0x0A, b"")
    numbers = {(4, 1): 2.0, (4, 2): 5.0, (4, 3): 7.0, (4, 4): 0.0, (4, 5): 14.0}
    assert _unsure(list(_formulas(b"head" + sheet + sheet, 4)), numbers) == {(4, 4), (4, 5), (4, 6)}


def opendocument(*content: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{n}="{space}:{n}:1.0"' for n in ("office", "table", "text", "style"))
    return f"<office:document {names}>{''.join(content)}</office:document>".encode()


def opendocument_cell(text: str, look: str = "") -> str:
    return f'<table:table-cell table:style-name="{look}"><text:p>{text}</text:p></table:table-cell>'


def test_formula_of_an_opendocument_sheet_without_its_result_is_no_blank():
    cells = opendocument_cell("一") + '<table:table-cell table:formula="of:=1+1"/>'
    row = f'<table:table table:name="a"><table:table-row>{cells}</table:table-row></table:table>'
    sheets, _ = read_ods(opendocument(row), "fods")
    assert sheets[0].texts == {(0, 0): "一", (0, 1): NO_TEXT}


@pytest.mark.parametrize("line", ["style:text-line-through-style='solid'", "style:text-line-through-type='single'"])
def test_what_an_opendocument_sheet_does_not_show_is_not_read(line):
    looks = (
        f'<style:style style:name="struck"><style:text-properties {line}/></style:style>',
        '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>',
    )
    row = "".join(opendocument_cell(*cell) for cell in (("一",), ("7",), ("12", "struck")))
    sheet = (
        '<table:table table:name="年报"><table:table-column/><table:table-column table:visibility="collapse"/>',
        f'<table:table-row>{row}</table:table-row><table:table-row table:visibility="filter">{row}</table:table-row>',
        f'</table:table><table:table table:name="去年" table:style-name="gone">{row}</table:table>',
    )
    ((found,), hidden) = read_ods(opendocument(*looks, *sheet), "fods")
    assert (found.texts[0, 2], found.hidden_columns, found.hidden_rows, hidden) == ("~12~", {1}, {1}, ["去年"])


@pytest.mark.parametrize(("condition", "shown"), [("&gt;5", "~12~"), ("&lt;5", "12"), ("&gt;=x", "~12~")])
def test_number_that_a_condition_of_an_opendocument_sheet_may_hide_is_marked_off(condition, shown):
    rule = f'<style:map style:condition="cell-content(){condition}" style:apply-style-name="struck"/>'
    looks = (
        f'<style:style style:name="a" style:family="table-cell">{rule}</style:style>',
        '<style:style style:name="struck"><style:text-properties style:text-line-through-style="solid"/></style:style>',
    )
    row = opendocument_cell("一", "a") + opendocument_cell("12", "a")
    sheet = f'<table:table table:name="a"><table:table-row>{row}</table:table-row></table:table>'
    (found,), _ = read_ods(opendocument(*looks, sheet), "fods")
    assert found.texts == {(0, 0): "一", (0, 1): shown}


def test_borders_of_an_opendocument_sheet_end_with_its_text():
    space = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    look = '<style:table-cell-properties fo:border="1pt"/>'
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    rows = row.format(2, opendocument_cell("12", "a")) + row.format(1_048_000, opendocument_cell("", "a"))
    sheet = f'<table:table table:name="年报">{rows}</table:table>'
    (found,), _ = read_ods(opendocument(f'<style:style {space} style:name="a">{look}</style:style>', sheet), "fods")
    assert found.boxed == {(0, 0), (1, 0)} == found.texts.keys()


def test_struck_out_and_raised_text_is_marked_off():
    book = workbook(("一", 12), ("二", "12"))
    sheet = book.worksheets[0]
    sheet["B1"].font = Font(strike=True)
    sheet["B2"] = CellRichText("12", TextBlock(InlineFont(vertAlign="superscript"), "3"))
    assert grid_of(read_document(saved(book), "x")) == [["一", "~12~"], ["二", "12~3~"]]


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        *(({"color": "FFFFFFFF"}, "12~3~"), ({"sz": 1}, "12~3~"), ({"color": "FFFF0000", "sz": 9}, "123")),
        *(({"sz": 4}, "12~3~"), ({"rFont": "Wingdings"}, "12~3~"), ({"color": Color(indexed=9)}, "12~3~")),
        ({"color": Color(theme=0, tint=-0.05)}, "12~3~"),
    ],
)
def test_part_of_a_text_that_is_hardly_seen_is_marked_off(look, shown):
    book = workbook(("一", ""))
    book.worksheets[0]["B1"] = CellRichText("12", TextBlock(InlineFont(**look), "3"))
    assert grid_of(read_document(saved(book), "x")) == [["一", shown]]


def test_digits_that_are_hardly_seen_are_no_number_beside_white_space():
    book = workbook(("一", ""))
    book.worksheets[0]["B1"] = CellRichText(" ", TextBlock(InlineFont(color="FFFFFFFF"), "3"))
    assert grid_of(read_document(saved(book), "x")) == [["一", " ~3~"]]


@pytest.mark.parametrize(
    ("font", "fill", "shown"),
    [
        (Font(color="FFFFFFFF"), None, "~12~"),
        (Font(color=Color(theme=0)), None, "~12~"),
        (Font(color=Color(theme=1, tint=0.95)), None, "~12~"),
        (Font(color=Color(theme=4, tint=0.9)), None, "~12~"),
        (Font(color=Color(theme=2)), None, "~12~"),
        (Font(color=Color(theme=1, tint=0.35)), None, "12"),
        (Font(color=Color(theme=4, tint=-0.25)), None, "12"),
        (Font(color="FFFFFFFF"), "FF003366", "12"),
        (Font(color="FFFF0000"), "FFFF0000", "~12~"),
        (Font(), "FF000000", "~12~"),
        (Font(color="FF333333"), "FFFFFF99", "12"),
        (Font(sz=1), None, "~12~"),
        (Font(name="Wingdings"), None, "~12~"),
    ],
)
def test_cell_whose_print_is_hardly_seen_is_marked_off(font, fill, shown):
    book = workbook(("一", 12))
    cell = book.worksheets[0]["B1"]
    cell.font = font
    if fill is not None:
        cell.fill = PatternFill("solid", fgColor=fill)
    assert grid_of(read_document(saved(book), "x")) == [["一", shown]]


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (FormulaRule(formula=["TRUE"], font=Font(color="FFFFFFFF")), ["~12~", "~0~"]),
        (CellIsRule(operator="equal", formula=["0"], font=Font(color="FFFFFFFF")), ["12", "~0~"]),
        (CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill(bgColor="FFFF00")), ["12", "0"]),
        (IconSetRule("3Arrows", "percent", [0, 33, 67], showValue=False), ["~12~", "~0~"]),
    ],
)
def test_number_that_a_condition_may_hide_is_marked_off(rule, shown):
    book = workbook(("一", 12, 0))
    book.worksheets[0].conditional_formatting.add("B1:C9", rule)
    assert grid_of(read_document(saved(book), "x")) == [["一", *shown]]


@pytest.mark.parametrize(
    ("value", "beside", "look", "shown"),
    [
        (12345, 6, Alignment(), "~12345~"),
        (12345, None, Alignment(), "~12345~"),
        ("12345", 6, Alignment(), "~12345~"),
        ("12345", None, Alignment(), "12345"),
        (12345, 6, Alignment(shrink_to_fit=True), "12345"),
        (123, 6, Alignment(), "123"),
        (1, 6, Alignment(horizontal="fill"), "~1~"),
    ],
)
def test_number_for_which_its_column_is_too_narrow_is_marked_off(value, beside, look, shown):
    book = workbook(("项", "甲", "乙"), ("一", value, beside), ("二", 3, 4))
    book.worksheets[0].column_dimensions["B"].width = 3.5
    book.worksheets[0]["B2"].alignment = look
    assert grid_of(read_document(saved(book), "x.xlsx"))[1][1] == shown


def test_rows_and_columns_too_low_to_be_seen_are_not_read():
    book = workbook(("一", 1, 2), ("二", 3, 4))
    book.worksheets[0].row_dimensions[1].height = 0.5
    book.worksheets[0].column_dimensions["B"].width = 0.1
    assert grid_of(read_document(saved(book), "x")) == [["二", "4"]]


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_what_a_workbook_does_not_show_is_not_read_from_its_conversions(form):
    book = workbook(("一", 123, 4, 0), ("二", 5, 6, 7), ("三", 8, 9, 10))
    sheet = book.worksheets[0]
    sheet.column_dimensions["B"].width = 2
    sheet.row_dimensions[2].height = 1
    sheet.sheet_view.showZeros = False
    sheet["C3"].alignment = Alignment(horizontal="fill")
    unseen = NamedStyle("unseen", font=Font(color="FFFFFFFF"))
    sheet["D3"].style = unseen
    try:
        data = convert(form, [saved(book)])[0]
    except NoLibreOffice as problem:
        pytest.skip(str(problem))
    assert grid_of(read_document(data, "x")) == [["一", "~123~", "4", ""], ["三", "8", "~9~", "~10~"]]


def test_hidden_rows_columns_and_sheets_are_not_read():
    book = workbook(("一", 1, 2, 3), ("二", 4, 5, 6), ("三", 7, 8, 9))
    sheet = book.worksheets[0]
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("去年").append(("二", 99))
    book.worksheets[1].sheet_state = "hidden"
    document = read_document(saved(book), "x")
    assert grid_of(document) == [["一", "1", "3"], ["三", "7", "9"]]
    assert document.notes == ("Hidden sheets are not read: 去年.",)


XML_SHEET = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default"/><Style ss:ID="a"><NumberFormat ss:Format="0&quot;件&quot;"/></Style>
<Style ss:ID="b" ss:Parent="a"><Font ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="一"><Table><Column ss:Index="5" ss:Hidden="1"/>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>
<Cell ss:StyleID="a"><Data ss:Type="Number">12</Data></Cell>
<Cell ss:StyleID="b"><Data ss:Type="Number">3</Data></Cell>
<Cell><ss:Data ss:Type="String">1<html:Sup>2</html:Sup><html:Font html:Color="#FFFFFF">9</html:Font></ss:Data></Cell>
<Cell><Data ss:Type="Number">9</Data></Cell></Row>
<Row ss:Index="2"><Cell ss:Index="3"><Data ss:Type="Number">7</Data></Cell><Cell ss:Formula="=R[-1]C"/></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="Number">8</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="上年"><Table><Row><Cell><Data ss:Type="Number">99</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def test_workbook_that_is_one_xml_file():
    document = read_document(XML_SHEET.encode(), "年报.xls")
    assert grid_of(document) == [["甲", "12件", "~3件~", "1~2~~9~"], ["", "7", NO_TEXT]]
    assert document.format == "excelxml" and document.notes == ("Hidden sheets are not read: 上年.",)


def test_number_as_white_as_its_cell_of_a_xml_workbook_is_marked_off():
    look = '<Font ss:Color="#FFFFFF"/><Interior ss:Color="{}" ss:Pattern="Solid"/>'
    for ground, text in (("#FFFFFF", "~3件~"), ("#000000", "3件")):
        source = XML_SHEET.replace('<Font ss:StrikeThrough="1"/>', look.format(ground))
        assert grid_of(read_document(source.encode(), "年报.xls"))[0][2] == text


@pytest.mark.parametrize(
    ("width", "height", "look", "row"),
    [
        (9, 20, "", ["甲", "~12件~", "~3件~"]),
        (9, 20, '<Alignment ss:ShrinkToFit="1"/>', ["甲", "12件", "~3件~"]),
        (30, 20, '<Alignment ss:Horizontal="Fill"/>', ["甲", "~12件~", "~3件~"]),
        (1, 20, "", ["甲", "~3件~"]),
        (30, 1, "", ["甲", "", "7"]),
    ],
)
def test_what_a_xml_workbook_has_no_room_for_is_not_read(width, height, look, row):
    source = XML_SHEET.replace("<Table>", f'<Table><Column ss:Index="2" ss:Width="{width}"/>')
    source = source.replace("<Row>", f'<Row ss:Height="{height}">', 1).replace('件&quot;"/>', f'件&quot;"/>{look}')
    assert grid_of(read_document(source.encode(), "年报.xls"))[0][: len(row)] == row


def test_xml_workbook_that_is_cut_off_is_refused():
    with pytest.raises(UnreadableDocument, match="cut off"):
        read_document(XML_SHEET[:-200].encode(), "年报.xls")


def test_merged_cells_span_what_is_shown_of_them():
    book = workbook(("甲", "乙", None, None), (1, 2, 3, 4))
    sheet = book.worksheets[0]
    sheet.merge_cells("B1:D1")
    sheet.column_dimensions["C"].hidden = True
    (grid,) = read_document(saved(book), "x").blocks
    assert [(c.column, c.column_span, c.raw) for c in grid.cells][:2] == [(0, 1, "甲"), (1, 2, "乙")]


def test_titles_headings_and_sentences_are_paragraphs_and_section_rows_stay_in_the_table():
    box = Border(*[Side(style="thin")] * 4)
    book = workbook(
        ("某局2023年政府信息公开工作年度报告", None),
        ("二、主动公开政府信息情况", None),
        ("第二十条第（一）项", None),
        ("信息内容", "本年制发件数"),
        ("规章", 3),
        ("本年度收到申请5件。", None),
    )
    sheet = book.worksheets[0]
    for line in (1, 2, 3, 6):
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=2)
    for row in sheet["A3:B5"]:
        for cell in row:
            cell.border = box
    document = read_document(saved(book), "x")
    assert [p.raw for p in document.paragraphs()] == [
        "某局2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "本年度收到申请5件。",
    ]
    assert grid_of(document) == [["第二十条第（一）项"], ["信息内容", "本年制发件数"], ["规章", "3"]]


def test_a_label_whose_values_are_empty_stays_in_the_table():
    sheet = Sheet(
        "Sheet1",
        {(0, 0): "项目", (0, 1): "数", (1, 0): "二、上年结转政府信息公开申请数量", (2, 0): "三、其他", (2, 1): "1"},
    )
    sheet.boxed = {(r, c) for r in range(3) for c in range(2)}
    (grid,) = sheet_blocks(sheet, "x")
    assert [(c.row, c.column) for c in grid.cells] == [(r, c) for r in range(3) for c in range(2)]


def test_a_sheet_of_a_million_merged_rows_takes_no_time():
    sheet = Sheet("Sheet1", {(0, 0): "甲", (0, 1): "1"}, merged=[Area(1, 0, 1_048_575, 16_383)])
    (grid,) = sheet_blocks(sheet, "x")
    assert len(grid.cells) == 2


def test_a_sheet_larger_than_any_report_is_refused():
    with pytest.raises(UnreadableDocument, match="more than any report"):
        sheet_blocks(Sheet("Sheet1", {(0, 0): "甲", (1_000_000, 5): "1"}), "x")


def values(data: bytes) -> dict[tuple[str, str, str], float | None]:
    found = extract(normalise_document(read_document(data, "x")), year=None)
    return {(c.table, c.row, c.column): c.value for c in found.cells}


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_a_report_reads_the_same_from_each_kind_of_sheet(form):
    sample = build("sheets/same", "xlsx")
    try:
        data = convert(form, [sample.data])[0]
    except NoLibreOffice as problem:
        pytest.skip(str(problem))
    assert read_document(data, "x").format == form
    assert values(data) == values(sample.data)
    assert FILTERS[form][0] == "xlsx"


@given(st.integers(0, 10**9), st.integers(0, 7), st.floats(0, 1))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_workbooks_raise_only_the_named_error(place, bit, share):
    whole = saved(workbook(("一", 12), ("二", "x")))
    data = bytearray(whole)
    data[place % len(data)] ^= 1 << bit
    for damaged in (bytes(data), whole[: int(len(whole) * share)]):
        try:
            read_document(damaged, "x")
        except UnreadableDocument as problem:
            assert problem.remedy


@given(st.integers(0, 10**9), st.integers(0, 255))
@settings(max_examples=80, deadline=None)
def test_damaged_parts_of_a_workbook_raise_only_the_named_error(place, byte):
    out = io.BytesIO()
    whole = saved(workbook(("一", 12), ("二", "x")))
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
        for number, name in enumerate(source.namelist()):
            body = bytearray(source.read(name))
            if number == place % len(source.namelist()):
                body[place % len(body)] = byte
            target.writestr(name, bytes(body))
    try:
        read_document(out.getvalue(), "x")
    except UnreadableDocument as problem:
        assert problem.remedy


def test_zeros_of_a_sheet_that_does_not_show_them_are_not_read():
    book = workbook(("一、新收", 3, 0), ("二、上年", 0, "0"), ("三、结果", 10, 20))
    book.worksheets[0].sheet_view.showZeros = False
    assert grid_of(read_document(saved(book), "x")) == [
        ["一、新收", "3", ""],
        ["二、上年", "", "0"],
        ["三、结果", "10", "20"],
    ]
