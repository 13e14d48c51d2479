"""Pages drawn as SVG."""

from lxml import etree
from ofd_parts import ofd, path, text

from pipeline.documents.ofd.reader import ofd_contents
from pipeline.documents.pages.content import PageContent
from pipeline.documents.pages.svg import page_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(content: PageContent, marked=None):
    return etree.fromstring(page_svg(content, marked).encode())


def test_characters_lines_and_the_marked_box_stand_in_their_places():
    (page,) = ofd_contents(ofd(text(20, 50, "甲&lt;") + path("M 20 60 L 80 60")), [1])
    root = drawn(page, (10.0, 20.0, 30.0, 40.0))
    first, second = root.iter(f"{SVG}text")
    assert (first.text, second.text) == ("甲", "<")
    assert float(first.get("x")) == round((20 + 1.75) * 72 / 25.4, 2) and first.get("y") == f"{50 * 72 / 25.4:.2f}"
    assert [p.get("d") for p in root.iter(f"{SVG}path")] == ["M56.69 170.08L226.77 170.08"]
    frame = list(root.iter(f"{SVG}rect"))[-1]
    assert [float(frame.get(k)) for k in ("x", "y", "width", "height")] == [8, 18, 24, 24] and frame.get(
        "stroke"
    ) == "red"


def test_nothing_is_marked_where_no_box_is_given():
    (page,) = ofd_contents(ofd(text(20, 50, "甲")), [1])
    assert len(list(drawn(page).iter(f"{SVG}rect"))) == 1


def test_characters_that_xml_cannot_hold_are_shown_as_unknown():
    char = {"text": "\x01", "x0": 1.0, "x1": 2.0, "top": 1.0, "bottom": 2.0, "size": 1.0}
    root = drawn(PageContent(1, [char], []))
    assert [t.text for t in root.iter(f"{SVG}text")] == ["\ufffd"] and float(root.get("width")[:-2]) > 2
