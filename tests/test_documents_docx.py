"""Word files to paragraphs and grids."""

import pytest
from word_parts import DOWN, ON, PLAIN, SPAN3, grids, lines, p, places, tbl, tc, tr, word

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Grid
from pipeline.documents.read import read_document
from pipeline.documents.word.docx import read_docx
from samples.build import build


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


def test_deleted_cell_is_gone_and_the_next_ones_stand_in_its_place():
    row = tr(tc("甲"), tc("9", '<w:cellDel w:id="1" w:author="x"/>'), tc("1"))
    assert places(word(tbl(row, PLAIN)))[0, 1] == "1"


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


def test_rows_of_numbers_around_a_table_in_one_of_their_cells_are_grids():
    inner = f"<w:tc><w:tcPr/>{tbl(tr(tc('乙'), tc('5')), PLAIN)}<w:p/></w:tc>"
    first, last = (tr(*map(tc, (name, "1", "2", "3"))) for name in "甲丙")
    document = word(tbl(first, tr(tc("三"), inner), last))
    assert [g.cells[0].raw for g in grids(document)] == ["甲", "乙", "丙"] and lines(document) == ["三"]


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


def test_table_whose_cells_are_parted_by_tabs_is_a_grid():
    rows = ["\t".join(("信息内容", "本年制发件数", "本年废止件数")), *(f"文件{n}\t{n}\t{n + 5}" for n in range(5))]
    (grid,) = (b for b in word(*map(p, ["二、主动公开政府信息情况", *rows])).blocks if isinstance(b, Grid))
    assert {(c.row, c.column): c.text for c in grid.cells}[3, 2] == "7"


def test_automatic_page_break_inside_a_number():
    broken = "<w:tc><w:tcPr/><w:p><w:r><w:t>1</w:t><w:lastRenderedPageBreak/><w:t>2</w:t></w:r></w:p></w:tc>"
    assert places(word(tbl(tr(tc("甲"), broken), PLAIN)))[0, 1] == "12"


def test_damaged_compression_is_refused_by_name():
    data = bytearray(build("zlib", "docx").data)
    start = data.index(b"word/document.xml") + len(b"word/document.xml") + 40
    data[start : start + 60] = bytes(60)
    with pytest.raises(UnreadableDocument, match="is damaged, or its text is written in a way that is not known"):
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
