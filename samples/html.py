"""Reports as web pages: the publishing site's frame, paragraphs and tables."""

from __future__ import annotations

from html import escape

from samples.draft import Break, Draft, Table, TCell, Text

STYLE = (
    "body{font-family:SimSun;font-size:16px}table{border-collapse:collapse;width:98%}"
    "td{border:1px solid #000;padding:4px}.n2020{color:#200}"
)
SCRIPT = (
    'var total=2020,cells=[1,2,3];function go(n){location.href="list_"+n+".html";}if(total>3&&cells.length<9){go(3);}'
)
NAV = ("首页", "政务公开", "政府信息公开年报", "办事服务", "互动交流", "走进本地", "数据开放")


def _markup(text: str) -> str:
    blank = text == "\xa0"
    return (
        "&nbsp;"
        if blank
        else escape(text, quote=False).replace("\n", "<br>").replace("\xa0", "&nbsp;").replace("\u3000", "&#12288;")
    )


def _cell(cell: TCell, draft: Draft) -> str:
    spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
        f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    )
    body = _markup(cell.text)
    if draft.options.get("word_html"):
        span = f'<span lang="EN-US" style="font-size:9.0pt">{body}<o:p></o:p></span>'
        body = f'<p class="MsoNormal" style="text-align:center">{span}</p>'
    elif draft.options.get("cell_paragraphs"):
        body = f"\n<p>\n{body}\n</p>\n"
    return f"<td{spans}>{body}</td>"


def _rows(table: Table, draft: Draft) -> str:
    comment = "<!--[if !supportMisalignedColumns]--><!--<td width=9>9</td>--><!--[endif]-->"
    end = f"{comment if draft.options.get('word_html') else ''}</tr>"
    return "\n".join("<tr>" + "".join(_cell(c, draft) for c in row) + end for row in table.rows)


def _table(table: Table, draft: Draft) -> str:
    unseen = ' style="display:none"' if table.unseen else ""
    inner = f'<table border="1" cellspacing="0"{unseen}>\n<tbody>\n{_rows(table, draft)}\n</tbody>\n</table>'
    if draft.options.get("nested"):
        inner = f'<table width="100%"><tr><td><table align="center"><tr><td>{inner}</td></tr></table></td></tr></table>'
    return inner


def _body(draft: Draft) -> str:
    parts: list[str] = []
    tags = {"title": "h1", "subtitle": "h2"}
    for item in draft.items:
        if isinstance(item, Break):
            continue
        if isinstance(item, Table):
            parts.append(_table(item, draft))
        elif isinstance(item, Text):
            tag = tags.get(item.kind, "p")
            bold = item.kind in ("heading", "subheading")
            body = f"<strong>{_markup(item.text)}</strong>" if bold else _markup(item.text)
            parts.append(f"<{tag}>{body}</{tag}>")
    return "\n".join(parts)


def _one_table(draft: Draft) -> str:
    """Everything between the second and the fifth heading in one HTML table of thirty columns."""
    before, inside, after = Draft([], "", draft.options), list[str](), Draft([], "", draft.options)
    names_left = len(draft.tables())
    for item in draft.items:
        if isinstance(item, Table):
            names_left -= 1
            unit = 30 // item.width
            for row in item.rows:
                cells = [TCell(c.text, c.role, c.rows, c.columns * unit, c.key) for c in row]
                inside.append("<tr>" + "".join(_cell(c, draft) for c in cells) + "</tr>")
        elif isinstance(item, Text) and inside and names_left:
            inside.append(f'<tr><td colspan="30">{_markup(item.text)}</td></tr>')
        else:
            (after if inside else before).items.append(item)
    table = '<table border="1">\n' + "\n".join(inside) + "\n</table>"
    return "\n".join((_body(before), table, _body(after)))


def write(draft: Draft) -> bytes:
    """The report as an HTML page.

    Options: ``nested``, ``one_table``, ``site``, ``word_html``, ``cell_paragraphs``, ``encoding``.
    """
    body = _one_table(draft) if draft.options.get("one_table") else _body(draft)
    if draft.options.get("site"):
        nav = "".join(
            f'<li><a href="/col{1000 + n}/index.html">{_markup(t)}</a></li>'
            for n, t in enumerate(draft.options.get("nav", NAV))
        )
        foot = draft.options.get(
            "site_foot", "网站标识码：0000000000　备案号：示例备案00000000号-1　访问量：1283946　联系电话：0000-12345"
        )
        crumbs = "您现在的位置：首页 > 政务公开 > 政府信息公开年报 > 2018年 2019年 2020年 2021年 2022年 2023年"
        body = (
            f'<div class="head"><ul>{nav}</ul></div>\n<div class="crumbs">{_markup(crumbs)}</div>\n<div class="meta">'
            f'字体：[大 中 小]　浏览次数：<span>3127</span></div>\n<div class="content">\n{body}\n</div>\n'
            f'<table class="links"><tr><td>上一篇：工作要点12条</td><td>下一篇：没有了</td></tr></table>\n'
            f'<div class="foot">{_markup(foot)}</div>'
        )
    encoding = draft.options.get("encoding", "utf-8")
    charset = {"gbk": "gb2312"}.get(encoding, encoding)
    page = (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        f"<title>{escape(draft.page_title)}</title>\n<style>{STYLE}</style>\n<script>{SCRIPT}</script>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    return page.encode(encoding, errors="xmlcharrefreplace")
