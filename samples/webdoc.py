"""Reports as Word saves web pages: HTML under the name .doc, and a web archive (.mht)."""

from __future__ import annotations

import quopri
import re

from samples import html
from samples.draft import Draft

_HEAD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"'
    ' xmlns="http://www.w3.org/TR/REC-html40">'
)
_WORD = (
    '<meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15">\n'
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View><w:Zoom>100</w:Zoom></w:WordDocument></xml>"
    "<![endif]-->\n"
)
_PHANTOM_ROW = "<![if !supportMisalignedColumns]><tr height=0>{cells}</tr><![endif]>"
"""Word ends a table with a row of no height that carries the columns' widths."""
BOUNDARY = "----=_NextPart_01DA0000.00000000"


def word_page(draft: Draft) -> bytes:
    """The report as the HTML that Word saves, with its name spaces and its row without height, in GB2312 as a rule."""
    draft.options = {"word_html": True, "encoding": "gbk"} | draft.options
    encoding = draft.options["encoding"]
    page = html.write(draft).decode(encoding)
    page = page.replace("<!DOCTYPE html>\n<html>", _HEAD, 1).replace("<head>\n", f"<head>\n{_WORD}", 1)

    def ended(table: re.Match[str]) -> str:
        count = max(len(re.findall("<td", row)) for row in table[1].split("</tr>"))
        return table[1] + _PHANTOM_ROW.format(cells="<td width=60 style='border:none'></td>" * count) + table[2]

    page = re.sub(r"(<table.*?)((?:</tbody>\s*)?</table>)", ended, page, flags=re.S)
    return page.encode(encoding, errors="xmlcharrefreplace")


def archive(draft: Draft) -> bytes:
    """The report as a web archive: the page quoted-printable, beside it a part that is no text."""
    page = word_page(draft)
    charset = "gb2312" if draft.options["encoding"] == "gbk" else draft.options["encoding"]
    # The page says its encoding in its part's header alone.
    page = page.replace(f"; charset={charset}".encode(), b"")
    body = quopri.encodestring(page).decode("ascii").replace("\n", "\r\n")
    lines = (
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related; boundary="{BOUNDARY}"; type="text/html"',
        "",
        "This is a multi-part message in MIME format.",
        "",
        f"--{BOUNDARY}",
        "Content-Location: file:///C:/report.htm",
        "Content-Transfer-Encoding: quoted-printable",
        f'Content-Type: text/html; charset="{charset}"',
        "",
        body,
        f"--{BOUNDARY}",
        "Content-Location: file:///C:/report.files/header.png",
        "Content-Transfer-Encoding: base64",
        "Content-Type: image/png",
        "",
        "iVBORw0KGgo=",
        "",
        f"--{BOUNDARY}--",
        "",
    )
    return "\r\n".join(lines).encode("ascii")
