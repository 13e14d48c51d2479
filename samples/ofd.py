"""Reports as OFD, laid out as the PDFs are: a ZIP of XML with text, lines and fills in millimetres.

Options besides those of the PDF layout: ``runs`` (run-length distances between characters), ``matrix`` (objects in
points, placed by matrices), ``template`` (a page template with a header), ``shuffled`` (objects sorted by what they
are), ``single`` (one object a character), ``plain`` (no prefixes, backslashes in paths).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.pdfbase import pdfmetrics

from samples.draft import Draft
from samples.pen import HEIGHT, WIDTH, cid_font
from samples.spread import laid_out

MILLIMETRES = 25.4 / 72
NAMESPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _mm(*values: float) -> str:
    return " ".join(f"{v * MILLIMETRES:.4f}".rstrip("0").rstrip(".") for v in values)


def _pt(*values: float) -> str:
    return " ".join(f"{v:.4f}".rstrip("0").rstrip(".") for v in values)


@dataclass(slots=True)
class _Canvas:
    """Collects the objects of each page; takes points from the bottom left corner, as the PDF's canvas does."""

    options: dict[str, Any]
    pages: list[list[str]] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    font: str = ""
    size: float = 10.0
    colour: Color = black
    line_width: float = 1.0
    last_id: int = 1000

    def setFont(self, name: str, size: float) -> None:
        self.font, self.size = name, size

    def setFillColor(self, colour: Color) -> None:
        self.colour = colour

    def setLineWidth(self, width: float) -> None:
        self.line_width = width

    def drawString(self, x: float, y: float, text: str, mode: int | None = None) -> None:
        if self.options.get("single"):
            for char in text:
                self._write(x, y, char)
                x += pdfmetrics.stringWidth(char, self.font, self.size)
        else:
            self._write(x, y, text)

    def _write(self, x: float, y: float, text: str) -> None:
        widths = [pdfmetrics.stringWidth(c, self.font, self.size) for c in text]
        top = HEIGHT - y - self.size
        box = _mm(x, top, max(sum(widths), 0.1), self.size * 1.2)
        if self.options.get("matrix"):
            size, place, steps = _pt(self.size), f'X="0" Y="{_pt(self.size)}"', [_pt(w) for w in widths[:-1]]
            matrix = f' CTM="{MILLIMETRES:.8f} 0 0 {MILLIMETRES:.8f} 0 0"'
        else:
            size, place, steps = _mm(self.size), f'X="0" Y="{_mm(self.size)}"', [_mm(w) for w in widths[:-1]]
            matrix = ""
        deltas = f' DeltaX="{_runs(steps) if self.options.get("runs") else " ".join(steps)}"' if steps else ""
        self.objects.append(
            f'<ofd:TextObject ID="{self._id()}" Boundary="{box}" Font="2" Size="{size}"{matrix}>'
            f"<ofd:TextCode {place}{deltas}>{escape(text)}</ofd:TextCode></ofd:TextObject>"
        )

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._path([(x1, y1), (x2, y2)], stroke=1, fill=0)

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        corners = [(x, y + height), (x + width, y + height), (x + width, y), (x, y)]
        self._path(corners, stroke, fill, closed=True)

    def _path(self, points: Sequence[tuple[float, float]], stroke: int, fill: int, *, closed: bool = False) -> None:
        left, top = min(p[0] for p in points), HEIGHT - max(p[1] for p in points)
        right, bottom = max(p[0] for p in points), HEIGHT - min(p[1] for p in points)
        number = _pt if self.options.get("matrix") else _mm
        data = " L ".join(number(x - left, HEIGHT - y - top) for x, y in points)
        matrix = f' CTM="{MILLIMETRES:.8f} 0 0 {MILLIMETRES:.8f} 0 0"' if self.options.get("matrix") else ""
        how = "" if stroke else ' Stroke="false"'
        if fill:
            how += ' Fill="true"'
        red, green, blue = (round(255 * part) for part in self.colour.rgb())
        colour = f'<ofd:FillColor Value="{red} {green} {blue}"/>' if fill else ""
        self.objects.append(
            f'<ofd:PathObject ID="{self._id()}" Boundary="{_mm(left, top, right - left, bottom - top)}"{matrix}{how} '
            f'LineWidth="{number(self.line_width)}">{colour}<ofd:AbbreviatedData>M {data}{" C" if closed else ""}'
            f"</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def showPage(self) -> None:
        if self.options.get("shuffled"):
            fills = [o for o in self.objects if "FillColor" in o]
            self.objects = fills + sorted(o for o in self.objects if "FillColor" not in o)
        self.pages.append(self.objects)
        self.objects = []

    def _id(self) -> int:
        self.last_id += 1
        return self.last_id


def _runs(steps: Sequence[str]) -> str:
    """Equal neighbours as ``g count value``."""
    parts: list[list[Any]] = []
    for step in steps:
        if parts and parts[-1][0] == step:
            parts[-1][1] += 1
        else:
            parts.append([step, 1])
    return " ".join(f"g {count} {step}" if count > 1 else step for step, count in parts)


def package(parts: dict[str, str | bytes]) -> bytes:
    """An OFD file of the given parts, the same bytes for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def page_xml(objects: str, *, template: str = "") -> str:
    """The part of one page, or of a page template."""
    return (
        f'{HEAD}<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Area><ofd:PhysicalBox>0 0 {_mm(WIDTH, HEIGHT)}'
        f'</ofd:PhysicalBox></ofd:Area>{template}<ofd:Content><ofd:Layer ID="11" Type="Body">{objects}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )


def package_of(pages: Sequence[str], title: str = "", template: str | None = None) -> dict[str, str | bytes]:
    """The parts of a document with the given pages: entry, document, fonts, template and pages."""
    listed = "".join(f'<ofd:Page ID="{100 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    common = '<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    parts: dict[str, str | bytes] = {
        "OFD.xml": (
            f'{HEAD}<ofd:OFD xmlns:ofd="{NAMESPACE}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f'{HEAD}<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>'
            f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_mm(WIDTH, HEIGHT)}</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        ),
        "Doc_0/PublicRes.xml": (
            f'{HEAD}<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:Fonts>'
            '<ofd:Font ID="2" FontName="宋体" FamilyName="SimSun"/></ofd:Fonts></ofd:Res>'
        ),
    }
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = page_xml(template)
    use = '<ofd:Template TemplateID="90" ZOrder="Background"/>' if template else ""
    for number, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = page_xml(objects, template=use)
    return parts


def _plain(part: str) -> str:
    """A part as some producers write it: no prefixes, and backslashes in paths."""
    part = part.replace("<ofd:", "<").replace("</ofd:", "</").replace("xmlns:ofd", "xmlns")
    return part.replace("/Content.xml", "\\Content.xml").replace("Doc_0/Doc", "Doc_0\\Doc")


def write(draft: Draft) -> bytes:
    """The report as an OFD file, the same bytes for the same draft."""
    canvas = _Canvas(draft.options)
    laid_out(canvas, draft, cid_font())
    header = None
    if draft.options.get("template"):
        pen = _Canvas({})
        pen.setFont(cid_font(), 9)
        pen.drawString(260, HEIGHT - 48, "政务公开")
        pen.line(74, HEIGHT - 56, 518, HEIGHT - 56)
        header = "".join(pen.objects)
    parts = package_of(["".join(page) for page in canvas.pages], draft.page_title, header)
    if draft.options.get("plain"):
        parts = {name: _plain(str(part)) for name, part in parts.items()}
    return package(parts)
