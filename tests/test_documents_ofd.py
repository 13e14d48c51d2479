"""OFD packages: what a page draws, its characters, what is hidden, and its lines."""

import pytest
from ofd_parts import LONG, MM, content, fill, lines, ofd, parts, path, places, printed, stroke, table, text

from pipeline.documents.model import Grid
from pipeline.documents.ofd.reader import ofd_contents
from pipeline.documents.pages.tables import ruled_grids
from pipeline.documents.pages.words import text_lines, word_lines
from samples.ofd import package
from samples.pdf import DIGIT_FONT

# Text


@pytest.mark.parametrize("deltas", ["3 4 4", "3 g 2 4", "3 g 99 4", "3,4,4"])
def test_characters_stand_where_the_distances_put_them(deltas):
    data = ofd(text(20, 50, "公开12", code=f'X="1" Y="3.5" DeltaX="{deltas}"'))
    assert places(data) == [("公", 21.0, 50.0), ("开", 24.0, 50.0), ("1", 28.0, 50.0), ("2", 32.0, 50.0)]


@pytest.mark.parametrize("deltas", ["", 'DeltaX="0 0 0"', 'DeltaX="x"'])
def test_without_distances_characters_follow_each_other(deltas):
    data = ofd(text(20, 50, "公开12", code=f'X="0" Y="3.5" {deltas}'))
    assert [x for _, x, _ in places(data)] == [20.0, 23.5, 27.0, 28.75]


def test_each_text_code_has_its_place_and_inherits_what_it_does_not_say():
    second = '</ofd:TextCode><ofd:TextCode Y="8.5">乙</ofd:TextCode><ofd:TextCode X="6">丙'
    data = ofd(text(20, 50, f"甲{second}", code='X="2" Y="3.5"'))
    assert places(data) == [("甲", 22.0, 50.0), ("乙", 22.0, 55.0), ("丙", 26.0, 55.0)]


def test_vertical_label_is_read_from_the_top():
    data = ofd(text(20, 50, "年度办", code='X="0" Y="3.5" DeltaY="g 2 4"', ReadDirection=90))
    assert places(data) == [("年", 20.0, 50.0), ("度", 20.0, 54.0), ("办", 20.0, 58.0)]


def test_matrix_scales_text_and_its_distances():
    data = ofd(text(20, 50, "甲乙", size=10, code='X="0" Y="10" DeltaX="12"', CTM="0.5 0 0 0.5 1 2"))
    assert places(data) == [("甲", 21.0, 47.0), ("乙", 27.0, 47.0)]
    assert [round(c["size"] / MM, 2) for c in content(data).chars] == [5.0, 5.0]


def test_condensed_text_is_narrower():
    wide, narrow = (content(ofd(text(20, 50, "公开", code='X="0" Y="3.5"', HScale=h))).chars for h in (1, 0.5))
    assert narrow[0]["x1"] - narrow[0]["x0"] == pytest.approx((wide[0]["x1"] - wide[0]["x0"]) / 2)


def test_numbers_of_several_cells_in_one_run_stay_apart_and_spaced_digits_together():
    page = text(20, 50, "1203", code='X="0" Y="3.5" DeltaX="1.75 9 9"')
    page += text(20, 60, "2023年", code='X="0" Y="3.5" DeltaX="g 4 3.4"')
    (block,) = word_lines(ofd_contents(ofd(page), [1]), "ofd:words")
    assert [w.raw for w in block.words] == ["12", "0", "3", "2023年"]


def test_a_space_parts_numbers_however_narrow_it_is():
    page = text(20, 50, "12 345", code='X="0" Y="3.5" DeltaX="1.75 1.75 0.8 1.75 1.75"')
    (block,) = word_lines(ofd_contents(ofd(page), [1]), "ofd:words")
    assert [w.raw for w in block.words] == ["12", "345"] and text_lines(content(ofd(page))) == ["12 345"]


def test_line_ends_inside_a_text_code_are_those_of_the_xml():
    assert printed(ofd(text(20, 50, "\n    行政\n    许可\n  "))) == "行政许可"


def test_characters_are_those_of_the_text_not_glyph_numbers():
    glyph = '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>18 10</ofd:Glyphs>'
    assert printed(ofd(text(20, 50, "许可", inner=f"{glyph}</ofd:CGTransform>"))) == "许可"


# What is to be seen


@pytest.mark.parametrize(
    "how",
    [
        {"Visible": "false"},
        {"Alpha": 0},
        {"Fill": "false"},
        {"inner": fill("255 255 255")},
        {"inner": fill("#FF #FF #FF")},
        {"inner": fill("0 0 0 0")},
        {"inner": fill("244 244 244")},
        {"Alpha": 12},
    ],
)
def test_hidden_text_is_left_out(how):
    assert printed(ofd(text(20, 50, "可见") + text(20, 60, "99", **how))) == "可见"


def test_white_text_shows_on_a_dark_fill_only():
    dark = path("M 10 40 L 90 40 L 90 52 L 10 52 C", Fill="true", Stroke="false", inner=fill("0 0 128"))
    white = text(20, 50, "表头", inner=fill("255 255 255")) + text(20, 70, "水印", inner=fill("255 255 255"))
    assert printed(ofd(dark + white + text(20, 90, "正文"))) == "表头正文"


def test_white_colour_may_come_from_drawing_parameters():
    file = parts(text(20, 50, "可见") + text(20, 60, "99", DrawParam=31))
    file["Doc_0/PublicRes.xml"] = str(file["Doc_0/PublicRes.xml"]).replace(
        "</ofd:Res>",
        '<ofd:DrawParams><ofd:DrawParam ID="30"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="31" Relative="30"/></ofd:DrawParams></ofd:Res>',
    )
    assert printed(package(file)) == "可见"


@pytest.mark.parametrize(
    ("how", "seen"),
    [({}, "新12"), ({"Alpha": 100}, "旧9新12"), ({"Visible": "false"}, "旧9新12"), ({"Fill": "false"}, "旧9新12")],
)
def test_text_that_is_painted_over_is_not_read(how, seen):
    ground = {"Fill": "true", "Stroke": "false", "inner": fill("255 255 255")} | how
    page = text(20, 50, "旧9") + path("M 15 44 L 60 44 L 60 54 L 15 54 C", **ground) + text(20, 50.5, "新12")
    assert printed(ofd(page)) == seen


def noted(kind: str, look: str) -> bytes:
    """A table with an annotation over its page."""
    file = parts(table(stroke))
    file["Doc_0/Document.xml"] = str(file["Doc_0/Document.xml"]).replace(
        "</ofd:Document>", "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"
    )
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    file["Doc_0/Annots/Annotations.xml"] = (
        f'<ofd:Annotations {space}><ofd:Page PageID="100"><ofd:FileLoc>Page_0/Annot.xml</ofd:FileLoc></ofd:Page>'
        "</ofd:Annotations>"
    )
    file["Doc_0/Annots/Page_0/Annot.xml"] = (
        f'<ofd:PageAnnot {space}><ofd:Annot ID="70" Type="{kind}"><ofd:Appearance Boundary="0 0 210 297">{look}'
        "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
    )
    return package(file)


WHITE = {"Fill": "true", "Stroke": "false", "inner": fill("255 255 255")}
PATCH = path("M 68 42 L 76 42 L 76 49 L 68 49 C", **WHITE)
BAR = path("M 68 42 L 76 42 L 76 49 L 68 49 C", **{**WHITE, "inner": fill("0 0 0")})


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (ofd(table(stroke) + path("M 69 47.5 L 74.5 43.5")), "1\ufffc2\ufffc"),
        (ofd(table(stroke) + path("M 69 45.6 B 70 43 72 48 75 45.6")), "1\ufffc2\ufffc"),
        (ofd(table(stroke) + path("M 71.8 43 L 76 43 L 76 48 L 71.8 48 C", **WHITE)), "1\ufffc"),
        (noted("Path", path("M 69 47.5 L 74.5 43.5")), "1\ufffc2\ufffc"),
        (noted("Path", PATCH + text(70, 47, "77")), "\ufffc"),
        (ofd(table(stroke) + BAR), "\ufffc"),
        (ofd(table(stroke) + PATCH), ""),
        (noted("Highlight", path("M 69 47.5 L 74.5 43.5")), "12"),
    ],
)
def test_number_that_is_not_shown_whole_is_in_doubt(data, number):
    (grid,) = ruled_grids([content(data)], "ofd:rulings")
    assert [c.raw for c in grid.cells if c.column == 1] == [number, "345"]


@pytest.mark.parametrize(
    ("clip", "number"),
    [("0 0 3.5 4", "12"), ("0 0 2.4 4", "12\ufffc"), ("0 2 3.5 4", "1\ufffc2\ufffc"), ("90 90 95 95", "12")],
    ids=["around it", "through a digit", "through all", "counted from elsewhere"],
)
def test_number_that_a_clip_cuts_is_in_doubt(clip, number):
    x0, y0, x1, y1 = clip.split()
    area = path(f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C").replace("PathObject", "Path")
    clips = f"<ofd:Clips><ofd:Clip><ofd:Area>{area}</ofd:Area></ofd:Clip></ofd:Clips>"
    data = ofd(table(stroke).replace("<ofd:TextCode", f"{clips}<ofd:TextCode"))
    (grid,) = ruled_grids([content(data)], "ofd:rulings")
    assert next(c.raw for c in grid.cells if c.column == 1) == number


@pytest.mark.parametrize(("glyphs", "number"), [("20 21", "12"), ("20 27", "12\ufffc"), ("", "12")])
def test_digit_whose_font_shows_another_is_in_doubt(glyphs, number):
    chosen = f'<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>{glyphs}</ofd:Glyphs>'
    file = parts(table(stroke).replace("<ofd:TextCode", f"{chosen}</ofd:CGTransform><ofd:TextCode"))
    file["Doc_0/PublicRes.xml"] = str(file["Doc_0/PublicRes.xml"]).replace(
        'FamilyName="SimSun"/>', "><ofd:FontFile>digits.ttf</ofd:FontFile></ofd:Font>"
    )
    file["Doc_0/Res/digits.ttf"] = DIGIT_FONT.read_bytes()
    (grid,) = ruled_grids([content(package(file))], "ofd:rulings")
    assert next(c.raw for c in grid.cells if c.column == 1) == number


def test_number_upside_down_is_not_blank():
    page = "".join(text(22, y, "行政许可") for y in (47, 57)) + "".join(stroke(20, y, 90, y) for y in (40, 50, 60))
    page += "".join(stroke(x, 40, x, 60) for x in (20, 60, 90)) + text(76, 49, "69", CTM="-1 0 0 -1 0 0")
    (grid,) = ruled_grids([content(ofd(page))], "ofd:rulings")
    assert [c.raw for c in grid.cells if c.column == 1] == ["\ufffc", ""]


def test_text_is_kept_where_all_of_it_is_hidden():
    assert printed(ofd(text(20, 50, "识别层", Alpha=0))) == "识别层"


def test_watermark_across_the_page_is_left_out():
    slanted = text(60, 150, "内部资料12", CTM="0.7071 0.7071 -0.7071 0.7071 0 0")
    assert printed(ofd(text(20, 50, LONG) + slanted)) == LONG


@pytest.mark.parametrize(("matrix", "where"), [("0 1 -1 0 200 0", 0), ("0 -1 1 0 0 290", 1), ("-1 0 0 -1 200 290", 2)])
def test_page_drawn_sideways_is_turned_upright(matrix, where):
    boundary = 'Boundary="0 0 210 297"'
    page = "".join(
        text(0, 3.5, w, CTM=matrix, code=f'X="{20 + 20 * n}" Y="30" DeltaX="1.75"').replace(
            'Boundary="0 0.0 100 3.5"', boundary
        )
        for n, w in enumerate(("12", "34"))
    )
    shown = content(ofd(page))
    assert text_lines(shown) == ["12 34"]
    assert (shown.width > shown.height) == (where != 2)
    assert all(c["x1"] > c["x0"] and c["size"] == pytest.approx(3.5 * MM, abs=0.01) for c in shown.chars)


def test_text_outside_of_the_page_is_not_read():
    assert printed(ofd(text(20, 50, LONG) + text(20, 400, "9"))) == LONG


def test_page_whose_stated_size_is_too_small_is_as_large_as_its_text():
    file = parts(text(20, 50, LONG) + text(20, 250, LONG))
    name = "Doc_0/Pages/Page_0/Content.xml"
    file[name] = str(file[name]).replace("209.9028 297.0389", "140 90")
    shown = content(package(file))
    assert len(shown.chars) == 2 * len(LONG) and shown.height >= 250 * MM


# Lines


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("M 20 30 L 80 30", [(20, 30, 80, 30)]),
        ("S 20 30 L 80 30", [(20, 30, 80, 30)]),
        ("M 20 30 L 80 30 L 80 60 C", [(20, 30, 80, 30), (80, 30, 80, 60)]),
        ("M 20 30 B 1 2 3 4 80 30 L 80 60 Q 1 1 20 60 A 5 5 0 0 1 10 60 L 10 90", [(80, 30, 80, 60), (10, 60, 10, 90)]),
        ("M20,30L80,30", [(20, 30, 80, 30)]),
        ("M 2e1 3.0E+1 L 80 30 Z", [(20, 30, 80, 30), (20, 30, 80, 30)]),
        ("L L M 20", []),
    ],
)
def test_straight_lines_of_a_path(data, found):
    assert lines(ofd(path(data))) == found


def test_path_is_placed_by_its_matrix_and_boundary():
    assert lines(ofd(path("M 0 0 L 100 0", boundary="20 30 50 1", CTM="0.5 0 0 0.5 0 2"))) == [(20, 32, 70, 32)]


@pytest.mark.parametrize("how", [{"Stroke": "false"}, {"Visible": "false"}, {"Alpha": 0}])
def test_path_that_is_not_painted_is_no_line(how):
    assert lines(ofd(path("M 20 30 L 80 30", **how))) == []


def test_white_lines_are_none_but_on_something_dark():
    white = {"inner": '<ofd:StrokeColor Value="255 255 255"/>'}
    dark = path("M 10 100 L 90 100 L 90 120 L 10 120 C", Fill="true", Stroke="false", inner=fill("0 0 0"))
    assert (50, 100, 50, 120) in lines(ofd(dark + path("M 50 100 L 50 120", **white)))
    assert lines(ofd(path("M 50 100 L 50 120", **white))) == []


def thin_fill(x0, y0, x1, y1) -> str:
    x1, y1 = max(x1, x0 + 0.2), max(y1, y0 + 0.2)
    return path(f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C", Fill="true", Stroke="false")


@pytest.mark.parametrize("rule", [stroke, thin_fill])
def test_ruled_table_is_a_grid_whose_cells_know_page_and_place(rule):
    (grid,) = ruled_grids(ofd_contents(ofd("", table(rule)), [2]), "ofd:rulings")
    assert isinstance(grid, Grid)
    assert [c.raw for c in grid.cells] == ["规章", "12", "行政许可", "345"]
    assert {c.page for c in grid.cells} == {2}
    assert grid.cells[3].bbox == pytest.approx((60 * MM, 50 * MM, 90 * MM, 60 * MM), abs=1)
