"""Makers of small OFD packages for tests: objects in millimetres, pages, and files of them."""

from pipeline.documents.ofd.reader import ofd_contents
from pipeline.documents.pages.content import PageContent
from samples.ofd import package, package_of

MM = 72 / 25.4

LONG = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止，由办公室根据条例的要求编制并公布。"


def text(x: float, y: float, words: str, *, size: float = 3.5, code: str = "", inner: str = "", **attributes) -> str:
    """A text object whose baseline begins at a point; ``code`` replaces the attributes of its text code."""
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    steps = " ".join(str(size / 2 if c.isascii() else size) for c in words[:-1])
    code = code or f'X="0" Y="{size}" DeltaX="{steps}"'
    return (
        f'<ofd:TextObject ID="5" Boundary="{x} {y - size} 100 {size}" Font="2" Size="{size}"{more}>{inner}'
        f"<ofd:TextCode {code}>{words}</ofd:TextCode></ofd:TextObject>"
    )


def path(data: str, *, boundary: str = "0 0 210 297", inner: str = "", **attributes) -> str:
    """A path object."""
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<ofd:PathObject ID="6" Boundary="{boundary}"{more}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def fill(colour: str) -> str:
    """A fill colour."""
    return f'<ofd:FillColor Value="{colour}"/>'


def parts(*pages: str, template: str | None = None) -> dict[str, str | bytes]:
    """The parts of a file with these pages' objects."""
    return package_of(pages, template=template)


def ofd(*pages: str, template: str | None = None) -> bytes:
    """A file with these pages' objects."""
    return package(parts(*pages, template=template))


def content(data: bytes, number: int = 1) -> PageContent:
    (page,) = ofd_contents(data, [number])
    return page


def printed(data: bytes) -> str:
    return "".join(c["text"] for c in content(data).chars)


def places(data: bytes) -> list[tuple[str, float, float]]:
    """Characters with their left edge and baseline in millimetres."""
    return [
        (c["text"], round(c["x0"] / MM, 2), round((c["bottom"] - 0.12 * c["size"]) / MM, 2))
        for c in content(data).chars
    ]


def lines(data: bytes) -> list[tuple[float, ...]]:
    """Straight lines as left, top, right, bottom in millimetres."""
    return [tuple(round(float(e[k]) / MM, 2) for k in ("x0", "top", "x1", "bottom")) for e in content(data).edges]


def table(rule) -> str:
    """Two rows of a label and a number, ruled in some way."""
    xs, ys = (20, 60, 90), (40, 50, 60)
    page = text(22, 47, "规章") + text(70, 47, "12") + text(22, 57, "行政许可") + text(70, 57, "345")
    return page + "".join(rule(20, y, 90, y) for y in ys) + "".join(rule(x, 40, x, 60) for x in xs)


def stroke(x0, y0, x1, y1) -> str:
    return path(f"M {x0} {y0} L {x1} {y1}")
