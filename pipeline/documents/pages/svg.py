"""A page as a picture: its characters and lines where they stand, for formats that nothing else here can draw."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pipeline.documents.model import BBox
from pipeline.documents.pages.content import PageContent

_NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONTS = "SimSun, Songti SC, Noto Serif CJK SC, Noto Sans CJK SC, WenQuanYi Zen Hei, Droid Sans Fallback, serif"
_AROUND = 2.0
"""Points between a marked box and its outline."""


def page_size(content: PageContent) -> tuple[float, float]:
    """The page's width and height in points; of an outline of 0 by 0 points, that of what stands on it."""
    width = content.width or max((c["x1"] for c in content.chars), default=0.0) + 20
    height = content.height or max((c["bottom"] for c in content.chars), default=0.0) + 20
    return width, height


def page_svg(content: PageContent, marked: BBox | None, part: BBox | None = None) -> str:
    """The page as an SVG document that needs nothing else.

    Args:
        content: the page.
        marked: a box to be outlined, in points from the page's top left corner; None for none.
        part: the box to be drawn, cut out of the page; the whole page if None.
    """
    width, height = page_size(content)
    left, top, right, bottom = part or (0.0, 0.0, width, height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{right - left:.2f}pt" height="{bottom - top:.2f}pt" '
        f'viewBox="{left:.2f} {top:.2f} {right - left:.2f} {bottom - top:.2f}" font-family="{_FONTS}" '
        f'text-anchor="middle"><rect x="{left:.2f}" y="{top:.2f}" width="100%" height="100%" fill="white"/>',
        '<g stroke="black" stroke-width="0.5">',
    ]
    for e in content.edges:
        if e["bottom"] < top or e["top"] > bottom:
            continue
        parts.append(f'<path d="M{e["x0"]:.2f} {e["top"]:.2f}L{e["x1"]:.2f} {e["bottom"]:.2f}"/>')
    parts.append("</g>")
    for c in content.chars:
        if not c["text"].strip() or c["bottom"] < top or c["top"] > bottom:
            continue
        middle, size = (c["x0"] + c["x1"]) / 2, c["bottom"] - c["top"]
        baseline = c["bottom"] - 0.12 * size
        text = escape(_NO_XML.sub("\ufffd", c["text"]))
        parts.append(f'<text x="{middle:.2f}" y="{baseline:.2f}" font-size="{size:.2f}">{text}</text>')
    if marked is not None:
        x0, y0, x1, y1 = marked
        parts.append(
            f'<rect x="{x0 - _AROUND:.2f}" y="{y0 - _AROUND:.2f}" width="{x1 - x0 + 2 * _AROUND:.2f}" '
            f'height="{y1 - y0 + 2 * _AROUND:.2f}" fill="orange" fill-opacity="0.15" '
            f'stroke="red" stroke-width="1.5"/>'
        )
    return "".join([*parts, "</svg>"])
