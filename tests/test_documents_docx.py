"""Word files to paragraphs and grids."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT, Document, Grid
from pipeline.documents.read import read_document
from pipeline.documents.word.docx import read_docx
from samples.build import build


def docx_of(*bodies: str, styles: str = "") -> bytes:
    """A Word file whose body is the given WordprocessingML, with further styles."""
    document = docx.Document()
    spaces = (
        f'{nsdecls("w", "m")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    for element in parse_xml(f"<w:body {spaces}>{''.join(bodies)}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    for style in parse_xml(f"<w:styles {spaces}>{styles}</w:styles>"):
        document.styles.element.append(style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*bodies: str, styles: str = "") -> Document:
    """What is read of such a file."""
    return read_document(docx_of(*bodies, styles=styles), "x.docx")


def repacked(data: bytes, change: Callable[[str, bytes], bytes], further: dict[str, bytes] | None = None) -> bytes:
    """A package with each part changed, and further ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, part in (further or {}).items():
            target.writestr(name, part)
    return out.getvalue()


def p(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(text: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


SPAN3 = '<w:gridSpan w:val="3"/>'
DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grids(document: Document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def places(document: Document) -> dict[tuple[int, int], str]:
    (grid,) = grids(document)
    return {(c.row, c.column): c.raw for c in grid.cells}


def lines(document: Document) -> list[str]:
    return [b.raw for b in document.paragraphs()]


PLAIN = tr(tc("乙"), tc("2"))


def test_paragraphs_and_tables_in_their_order():
    document = word(p("一"), tbl(tr(tc("a"), tc("1")), PLAIN), p("二"))
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Grid", "Paragraph"]


def test_grid_span_takes_its_columns():
    document = word(tbl(tr(tc("一", SPAN3), tc("1")), tr(tc("a"), tc("b"), tc("c"), tc("2"))))
    assert places(document) == {(0, 0): "一", (0, 3): "1", (1, 0): "a", (1, 1): "b", (1, 2): "c", (1, 3): "2"}
    assert grids(document)[0].cells[0].column_span == 3


def test_column_that_only_parts_the_borders_of_two_rows_is_none():
    wide = '<w:gridSpan w:val="2"/>'
    table = tbl(tr(tc("甲"), tc("乙", wide)), tr(tc("丙", wide), tc("丁")))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in (579, 2, 579))
    (grid,) = grids(word(table.replace("<w:tblGrid/>", f"<w:tblGrid>{columns}</w:tblGrid>")))
    assert [(c.row, c.column, c.column_span) for c in grid.cells] == [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]


def test_vertical_merge_is_one_cell():
    rows = (("三", DOWN, "甲", "1"), ("", ON, "乙", "2"), ("四", "", "丙", "3"))
    document = word(tbl(*(tr(tc(first, merge), tc(label), tc(number)) for first, merge, label, number in rows)))
    assert places(document) == {
        **{(0, 0): "三", (0, 1): "甲", (0, 2): "1", (1, 1): "乙", (1, 2): "2"},
        **{(2, 0): "四", (2, 1): "丙", (2, 2): "3"},
    }
    assert grids(document)[0].cells[0].row_span == 2


def test_second_vertical_merge_in_the_same_column():
    rows = [tr(tc(t, m), tc(n)) for t, m, n in (("甲", DOWN, "1"), ("", ON, "2"), ("乙", DOWN, "3"), ("", ON, "4"))]
    cells = {c.raw: (c.row, c.row_span) for c in grids(word(tbl(*rows)))[0].cells}
    assert cells["甲"] == (0, 2) and cells["乙"] == (2, 2) and cells["4"] == (3, 1)


def test_text_in_a_continued_merge_is_hidden_as_in_word():
    document = word(tbl(tr(tc("甲", DOWN), tc("1")), tr(tc("旧", ON), tc("2"))))
    assert "旧" not in places(document).values()


def test_vertical_merge_over_several_columns():
    wide, on = f"{SPAN3}{DOWN}", f"{SPAN3}{ON}"
    document = word(tbl(tr(tc("角", wide), tc("自然人")), tr(tc("", on), tc("1"))))
    assert places(document) == {(0, 0): "角", (0, 3): "自然人", (1, 3): "1"}


def test_grid_before_shifts_the_row():
    document = word(tbl(tr(tc("甲"), tc("a"), tc("1")), tr(tc("b"), tc("2"), props='<w:gridBefore w:val="1"/>')))
    assert places(document)[1, 1] == "b" and places(document)[1, 2] == "2"


def test_deleted_text_is_gone_and_inserted_text_is_there():
    run = '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>12</w:delText></w:r></w:del>'
    run += '<w:ins w:id="2" w:author="x"><w:r><w:t>15</w:t></w:r></w:ins></w:p>'
    document = word(tbl(tr(tc("甲"), f"<w:tc><w:tcPr/>{run}</w:tc>"), PLAIN))
    assert places(document)[0, 1] == "15"


def test_moved_text_stands_once():
    moved = '<w:p><w:moveFrom w:id="1" w:author="x"><w:r><w:t>总体情况</w:t></w:r></w:moveFrom></w:p>'
    document = word(moved, '<w:p><w:moveTo w:id="2" w:author="x"><w:r><w:t>总体情况</w:t></w:r></w:moveTo></w:p>')
    assert lines(document) == ["总体情况"]


def test_deleted_row_is_gone():
    deleted = tr(tc("旧"), tc("9"), props='<w:del w:id="1" w:author="x"/>')
    assert places(word(tbl(tr(tc("甲"), tc("1")), deleted, PLAIN))) == {
        **{(0, 0): "甲", (0, 1): "1"},
        **{(1, 0): "乙", (1, 1): "2"},
    }


def test_content_controls_around_paragraph_cell_row_and_text():
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    text = f"<w:tc><w:tcPr/><w:p>{control('<w:r><w:t>3</w:t></w:r>')}</w:p></w:tc>"
    document = word(
        control(p("总体情况")), tbl(tr(tc("甲"), control(tc("1"))), control(tr(tc("乙"), tc("2"))), tr(tc("丙"), text))
    )
    assert lines(document) == ["总体情况"]
    assert [places(document)[r, 1] for r in range(3)] == ["1", "2", "3"]


def test_text_box_is_read_once():
    box = f"<w:txbxContent>{p('盒中文字')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert lines(word(f"<w:p><w:r>{both}</w:r><w:r><w:t>正文</w:t></w:r></w:p>")) == ["盒中文字", "正文"]


def test_old_text_box_alone_is_read():
    box = f"<w:pict><v:textbox><w:txbxContent>{p('旧盒')}</w:txbxContent></v:textbox></w:pict>"
    assert lines(word(f"<w:p><w:r>{box}</w:r></w:p>")) == ["旧盒"]


def test_table_in_a_text_box_is_a_grid():
    inner = f"<w:txbxContent>{tbl(tr(tc('甲'), tc('1')), PLAIN)}</w:txbxContent>"
    document = word(f"<w:p><w:r><w:pict><v:textbox>{inner}</v:textbox></w:pict></w:r></w:p>")
    assert places(document)[0, 1] == "1"


def test_table_in_a_table_cell_is_the_grid():
    inner = tbl(tr(tc("甲"), tc("1")), PLAIN)
    document = word(tbl(tr(f"<w:tc><w:tcPr/>{p('标题')}{inner}<w:p/></w:tc>", tc("右"))))
    assert places(document) == {(0, 0): "甲", (0, 1): "1", (1, 0): "乙", (1, 1): "2"}
    assert lines(document) == ["标题", "右"]


def test_one_cell_frame_is_text():
    assert lines(word(tbl(tr(f"<w:tc><w:tcPr/>{p('一')}{p('二')}</w:tc>")))) == ["一", "二"]


def test_breaks_and_paragraphs_in_a_cell_are_line_ends():
    cell = f"<w:tc><w:tcPr/><w:p><w:r><w:t>三</w:t><w:br/><w:t>办理</w:t></w:r></w:p>{p('结果')}</w:tc>"
    assert places(word(tbl(tr(cell, tc("1")), PLAIN)))[0, 0] == "三\n办理\n结果"


def test_number_in_several_runs_stays_one():
    runs = "<w:tc><w:tcPr/><w:p><w:r><w:t>1</w:t></w:r><w:proofErr/><w:r><w:t>2</w:t></w:r></w:p></w:tc>"
    assert places(word(tbl(tr(tc("甲"), runs), PLAIN)))[0, 1] == "12"


def test_hidden_run_is_not_text():
    hidden = "<w:tc><w:tcPr/><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    assert places(word(tbl(tr(tc("甲"), hidden), PLAIN)))[0, 1] == "1"


def test_field_codes_are_not_text():
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    field += '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>正文</w:t></w:r></w:p>'
    assert lines(word(field)) == ["正文"]


def test_tab_stops_in_properties_are_not_text():
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'
    assert lines(word(f"<w:p>{stops}<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>")) == ["a\tb"]


def test_automatic_page_break_inside_a_number():
    broken = "<w:tc><w:tcPr/><w:p><w:r><w:t>1</w:t><w:lastRenderedPageBreak/><w:t>2</w:t></w:r></w:p></w:tc>"
    assert places(word(tbl(tr(tc("甲"), broken), PLAIN)))[0, 1] == "12"


def test_damaged_compression_is_refused_by_name():
    data = bytearray(build("zlib", "docx").data)
    start = data.index(b"word/document.xml") + len(b"word/document.xml") + 40
    data[start : start + 60] = bytes(60)
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read_docx(bytes(data))


WORD_2003 = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
 xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">
<w:body><wx:sect><w:p><w:r><w:t>总体情况</w:t></w:r></w:p><w:tbl>
<w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>1</w:t></w:r><aml:annotation aml:id="0" w:type="Word.Insertion"><aml:content>
<w:r><w:t>2</w:t></w:r>
</aml:content></aml:annotation></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r>
<aml:annotation aml:id="1" w:type="Word.Deletion"><aml:content>
<w:r><w:delText>4</w:delText><w:t>4</w:t></w:r></aml:content>
</aml:annotation><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>5</w:t></w:r></w:p></w:tc></w:tr>
</w:tbl></wx:sect></w:body></w:wordDocument>"""


def test_word_2003_xml_keeps_merged_cells_and_leaves_out_deletions():
    document = read_document(WORD_2003.encode(), "年报.doc")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert document.format == "wordxml" and document.paragraphs()[0].raw == "总体情况"
    assert [(c.row, c.column, c.row_span, c.raw) for c in grid.cells] == [
        (0, 0, 2, "甲"),
        (0, 1, 1, "12"),
        (1, 1, 1, "3~5~"),
    ]


def test_cut_off_word_2003_xml_is_refused():
    with pytest.raises(UnreadableDocument, match="cut off"):
        read_document(WORD_2003.encode()[:-300], "年报.doc")


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ('<w:sz w:val="2"/>', "12"),
        ('<w:color w:val="FFFFFF"/>', "12~3~"),
        ('<w:color w:val="FEFEFE"/>', "12~3~"),
        ('<w:color w:val="FF0000"/>', "123"),
        ('<w:sz w:val="18"/>', "123"),
        ('<w:sz w:val="8"/>', "12~3~"),
        ('<w:w w:val="1"/>', "12~3~"),
        ('<w:w w:val="90"/>', "123"),
        ('<w:spacing w:val="-400"/>', "12~3~"),
        ('<w:spacing w:val="-10"/>', "123"),
        ('<w:color w:val="auto" w:themeColor="background1"/>', "12~3~"),
        ('<w:color w:val="C0C0C0"/><w:shd w:val="clear" w:fill="C0C0C0"/>', "12~3~"),
        ('<w:highlight w:val="black"/>', "12~3~"),
        ('<w:highlight w:val="yellow"/>', "123"),
        ('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', "12~3~"),
        ('<w:fitText w:val="1"/>', "12~3~"),
    ],
)
def test_digits_that_nobody_can_see_are_no_digits_of_the_number(look, shown):
    cell = f"<w:tc><w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t>3</w:t></w:r></w:p></w:tc>"
    assert places(word(tbl(tr(tc("甲"), cell))))[0, 1] == shown


@pytest.mark.parametrize(("look", "shown"), [("white", "12~3~"), ("tiny", "12"), ("red", "123")])
def test_style_in_which_digits_are_hardly_seen_is_known(look, shown):
    document = docx.Document()
    font = document.styles.add_style("注", WD_STYLE_TYPE.CHARACTER).font
    if look == "tiny":
        font.size = Pt(1)
    else:
        font.color.rgb = RGBColor(255, 255, 255) if look == "white" else RGBColor(255, 0, 0)
    cell = document.add_table(1, 2).cell(0, 1).paragraphs[0]
    cell.add_run("12")
    cell.add_run("3", "注")
    out = io.BytesIO()
    document.save(out)
    (grid,) = (b for b in read_document(out.getvalue(), "x").blocks if isinstance(b, Grid))
    assert grid.cells[1].raw == shown


def number_in(inside: str, table: str = "") -> str:
    """What is read of a cell with the given content of a paragraph."""
    cell = f"<w:tc><w:p>{inside}</w:p></w:tc>"
    return places(word(f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tblGrid/>{tr(tc('甲'), cell)}</w:tbl>"))[0, 1]


TWELVE, NINE = "<w:r><w:t>12</w:t></w:r>", "<w:r><w:t>9</w:t></w:r>"


def field(code: str, result: str | None, before: str = "") -> str:
    kinds = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    begin, separate, end = kinds
    shown = "" if result is None else separate + result
    return f"{begin}{before}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{end}"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (field("=1+1", TWELVE), "12"),
        (field("=1+1", TWELVE, NINE), "12"),
        (field("FORMDROPDOWN", None), NO_TEXT),
        (field('TC "x"', None) + TWELVE, "12"),
        (field("IF", TWELVE, field("DATE", NINE)), "12"),
        (f"{TWELVE}<w:r><w:ptab/></w:r>{NINE}", "12\t9"),
        (f"{TWELVE}<w:r><w:pgNum/></w:r>", f"12{NO_TEXT}"),
        ('<w:r><w:rPr><w:spacing w:val="-200"/></w:rPr><w:t>12</w:t></w:r>', "~12~"),
        (f'<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>{TWELVE}', "~12~"),
        (f'<w:pPr><w:framePr w:x="9000" w:y="9000"/></w:pPr>{TWELVE}', "~12~"),
        (f"<m:oMath><m:sSup><m:e>{TWELVE}</m:e><m:sup>{NINE}</m:sup></m:sSup></m:oMath>", "~129~"),
        (f'<w:bdo w:val="rtl">{TWELVE}</w:bdo>', "~12~"),
        (f'{TWELVE}<w:hyperlink w:anchor="_ftn1">{NINE}</w:hyperlink>', "12~9~"),
        ('<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>9</w:t></w:r>' + TWELVE, "~9~12"),
        (f"<w:r><w:ruby><w:rt>{NINE}</w:rt><w:rubyBase>{TWELVE}</w:rubyBase></w:ruby></w:r>", "~12"),
        ('<w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>' + TWELVE, "~12~"),
        ('<w:pPr><w:ind w:left="-9999"/></w:pPr>' + TWELVE, "~12~"),
        ('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>12</w:t></w:r>', "~12~"),
        (
            '<mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:t>9</w:t></w:r></mc:Choice>'
            f"<mc:Fallback>{TWELVE}</mc:Fallback></mc:AlternateContent>",
            "9",
        ),
        (
            '<mc:AlternateContent><mc:Choice Requires="unheard"><w:r><w:t>9</w:t></w:r></mc:Choice>'
            f"<mc:Fallback>{TWELVE}</mc:Fallback></mc:AlternateContent>",
            "12",
        ),
    ],
)
def test_number_is_read_as_the_document_shows_it(inside, shown):
    assert number_in(inside) == shown


def test_white_number_in_a_table_with_a_style_is_read():
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>12</w:t></w:r>'
    assert number_in(white, '<w:tblStyle w:val="Dark"/>') == "12"


WHITE, FILL = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>', '<w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr>'
FIRST_ROW, BANDS = '<w:tblLook w:val="0620"/>', '<w:tblLook w:val="0420" w:noHBand="0" w:firstRow="0"/>'


@pytest.mark.parametrize(
    ("style", "props", "shown"),
    [
        (WHITE, FIRST_ROW, ["~12~", "~3~"]),
        (f"{WHITE}{FILL}", FIRST_ROW, ["12", "3"]),
        ("<w:rPr><w:vanish/></w:rPr>", FIRST_ROW, ["", ""]),
        (f'<w:tblStylePr w:type="firstRow">{WHITE}</w:tblStylePr>', FIRST_ROW, ["~12~", "3"]),
        (f'<w:tblStylePr w:type="firstRow">{WHITE}{FILL}</w:tblStylePr>', FIRST_ROW, ["12", "3"]),
        (f'<w:tblStylePr w:type="lastRow">{WHITE}</w:tblStylePr>', FIRST_ROW, ["12", "3"]),
        (f'<w:tblStylePr w:type="band2Horz">{WHITE}</w:tblStylePr>', BANDS, ["12", "~3~"]),
        (f'<w:tblStylePr w:type="lastCol">{WHITE}</w:tblStylePr>', '<w:tblLook w:lastColumn="1"/>', ["~12~", "~3~"]),
    ],
)
def test_what_the_style_of_a_table_says_of_its_parts(style, props, shown):
    table = tbl(tr(tc("甲"), tc("12")), tr(tc("乙"), tc("3")))
    table = table.replace("<w:tblPr/>", f'<w:tblPr><w:tblStyle w:val="T"/>{props}</w:tblPr>')
    found = places(word(table, styles=f'<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>{style}</w:style>'))
    assert [found[0, 1], found[1, 1]] == shown


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>', "~12~"),
        ('<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', "~12~"),
        ('<w:rPr><w:color w:val="111111"/></w:rPr>', "12"),
    ],
)
def test_what_the_style_of_a_paragraph_says_of_a_number(style, shown):
    cell = '<w:tc><w:p><w:pPr><w:pStyle w:val="Q"/></w:pPr><w:r><w:t>12</w:t></w:r></w:p></w:tc>'
    styles = f'<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Q"/>{style}</w:style>'
    assert places(word(tbl(tr(tc("甲"), cell), PLAIN), styles=styles))[0, 1] == shown


def test_box_around_a_number_of_a_cell_is_no_table_and_cells_merged_the_older_way_are_one():
    box = f"<w:tc>{tbl(tr(tc('12')))}<w:p/></w:tc>"
    row = tr(tc("丙", '<w:hMerge w:val="restart"/>'), tc("旧", '<w:hMerge w:val="continue"/>'), tc("7"))
    found = places(word(tbl(tr(tc("甲"), box, tc("5")), row)))
    assert {place: text.strip() for place, text in found.items()} == {
        **{(0, 0): "甲", (0, 1): "12", (0, 2): "5"},
        **{(1, 0): "丙", (1, 2): "7"},
    }


MAIN = rb"openxmlformats-officedocument\.wordprocessingml\.document\.main"


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        (MAIN, b"ms-word.document.macroEnabled.main"),
        (MAIN, b"openxmlformats-officedocument.wordprocessingml.template.main"),
        (rb"schemas\.openxmlformats\.org/(wordprocessingml|officeDocument)/2006", rb"purl.oclc.org/ooxml/\1"),
    ],
    ids=["macros", "template", "strict"],
)
def test_words_other_kinds_of_package_are_read(usual, other):
    data = repacked(docx_of(tbl(tr(tc("甲"), tc("12")), PLAIN)), lambda _, part: re.sub(usual, other, part))
    assert places(read_document(data, "x.docx"))[0, 1] == "12"


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("text/html", ""),
        ("message/rfc822", 'MIME-Version: 1.0\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'),
    ],
)
def test_page_that_word_takes_in_is_read(kind, head):
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    page = f"{head}<html><body><p>题</p><table><tr><td>甲</td><td>12</td></tr></table></body></html>".encode()
    relation = f'<Relationship Id="c1" Type="{relations}/aFChunk" Target="/word/c.dat"/></Relationships>'.encode()
    default = f'<Default Extension="dat" ContentType="{kind}"/><Default Extension="xml"'.encode()

    def change(name: str, part: bytes) -> bytes:
        part = part.replace(b"</Relationships>", relation) if name == "word/_rels/document.xml.rels" else part
        return part.replace(b'<Default Extension="xml"', default)

    data = repacked(docx_of(f'<w:altChunk xmlns:r="{relations}" r:id="c1"/>'), change, {"word/c.dat": page})
    document = read_document(data, "x.docx")
    assert lines(document) == ["题"] and places(document)[0, 1] == "12"


def test_number_in_the_colour_of_its_cell_is_not_read():
    run = '<w:r><w:rPr><w:color w:val="112233"/></w:rPr><w:t>12</w:t></w:r>'
    cell = f'<w:tc><w:tcPr><w:shd w:val="clear" w:fill="112233"/></w:tcPr><w:p>{run}</w:p></w:tc>'
    assert places(word(tbl(tr(tc("甲"), cell))))[0, 1] == "~12~"


@pytest.mark.parametrize("props", ["<w:hidden/>", '<w:trHeight w:val="10" w:hRule="exact"/>'])
def test_row_that_is_not_seen_is_not_read(props):
    assert places(word(tbl(tr(tc("甲"), tc("9"), props=props), PLAIN))) == {(0, 0): "乙", (0, 1): "2"}
