"""Pages of PDF files, drawn for tests: by reportlab, or written as PDF has it."""

import io
from collections.abc import Callable

import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.documents.model import Grid
from pipeline.documents.pdf.tables import pdf_ruled_grids

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
Draw = Callable[[Canvas], None]
SENTENCE = "本机关严格落实政府信息公开条例，全年信息公开工作平稳有序，没有发生任何问题，特此报告如上，请予审阅。"


def pdf(*pages: Draw) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for draw in pages:
        canvas.setFont("STSong-Light", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def framed(inside: Draw) -> Draw:
    """Two rows of two cells: a label and a value each; what is drawn into them besides."""

    def draw(canvas: Canvas) -> None:
        canvas.grid((80, 220, 300), (700, 670, 640))
        canvas.drawString(90, 680, "行政许可")
        canvas.drawString(90, 650, "行政处罚")
        canvas.drawString(240, 680, "27")
        inside(canvas)

    return draw


def values(data: bytes, read=pdf_ruled_grids, page: int = 1) -> list[str]:
    return [c.raw for b in read(data, [page]) if isinstance(b, Grid) for c in b.cells if c.column == 1]


def digit_as_outline(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(240, 650)
    path.curveTo(236, 658, 246, 662, 248, 656)
    path.curveTo(249, 650, 244, 646, 240, 650)
    canvas.drawPath(path, stroke=0, fill=1)


def picture_of(text: str, size: tuple[int, int] = (40, 40)) -> io.BytesIO:
    """Text on white as a picture file."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setFont("Helvetica", size[1] * 0.6)
    canvas.drawString(4, size[1] * 0.25, text)
    canvas.save()
    drawn = io.BytesIO()
    pypdfium2.PdfDocument(out.getvalue())[0].render(scale=2).to_pil().save(drawn, "PNG")
    drawn.seek(0)
    return drawn


def pdf_of(content: str, resources: str = "", page_entries: str = "", catalog: str = "", *further: str) -> bytes:
    """The frame of two rows, 27 in the first one's cell, and what is drawn besides, as PDF writes it."""
    frame = "".join(f"{x} 700 m {x} 640 l S " for x in (80, 220, 300))
    frame += "".join(f"80 {y} m 300 {y} l S " for y in (700, 670, 640))
    drawn = frame + shown_at(90, 680, "Licences") + shown_at(90, 650, "Fines") + shown_at(240, 680, "27") + content
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page_entries} "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> >>",
        stream("", drawn),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *further,
    ]
    body, places = "%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def shown_at(x: float, y: float, text: str, before: str = "") -> str:
    return f"q BT /F1 10 Tf {before} {x} {y} Td ({text}) Tj ET Q\n"


def stream(entries: str, content: str) -> str:
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


FORM = "/Type /XObject /Subtype /Form /Resources << /Font << /F1 5 0 R >> >>"
