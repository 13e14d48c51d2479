"""Word files as they are shown: what cannot be seen is not read, and what is shown is."""

import io
import re

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor
from word_parts import PLAIN, docx_of, lines, places, repacked, tbl, tc, tr, word

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import NO_TEXT, Grid
from pipeline.documents.read import read_document


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
        ('<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>', NO_TEXT),
        ('<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', ""),
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
@pytest.mark.parametrize("relations_too", [True, False])
def test_words_other_kinds_of_package_are_read(usual, other, relations_too):
    def change(name: str, part: bytes) -> bytes:
        return part if name.endswith(".rels") and not relations_too else re.sub(usual, other, part)

    data = repacked(docx_of(tbl(tr(tc("甲"), tc("12")), PLAIN)), change)
    assert places(read_document(data, "x.docx"))[0, 1] == "12"


def test_a_package_whose_text_is_no_words_says_what_to_do():
    data = repacked(docx_of(PLAIN), lambda _, part: part.replace(b"wordprocessingml/2006/main", b"else"))
    with pytest.raises(UnreadableDocument, match=r"written in a way that is not known\. Open and save it"):
        read_document(data, "x.docx")


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


def test_number_in_the_colour_that_marks_it_is_not_read():
    run = '<w:r><w:rPr><w:color w:val="000000"/><w:highlight w:val="black"/></w:rPr><w:t>12</w:t></w:r>'
    assert places(word(tbl(tr(tc("甲"), f"<w:tc><w:p>{run}</w:p></w:tc>"))))[0, 1] == "~12~"


def test_number_in_the_colour_of_its_cell_is_not_read():
    run = '<w:r><w:rPr><w:color w:val="112233"/></w:rPr><w:t>12</w:t></w:r>'
    cell = f'<w:tc><w:tcPr><w:shd w:val="clear" w:fill="112233"/></w:tcPr><w:p>{run}</w:p></w:tc>'
    assert places(word(tbl(tr(tc("甲"), cell))))[0, 1] == "~12~"


@pytest.mark.parametrize("props", ["<w:hidden/>", '<w:trHeight w:val="10" w:hRule="exact"/>'])
def test_row_that_is_not_seen_is_not_read(props):
    assert places(word(tbl(tr(tc("甲"), tc("9"), props=props), PLAIN))) == {(0, 0): "乙", (0, 1): "2"}
