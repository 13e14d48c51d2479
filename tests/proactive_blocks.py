"""Table 二 of either form as blocks with a header each, for tests."""

from printed_forms import html_row, read

H2019A = ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量")
H2019B = ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
H2019C = ("信息内容", "上一年项目数量", "本年增/减")
H2019D = ("信息内容", "采购项目数量", "采购总金额")
H2021A = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
H2021B = ("信息内容", "本年处理决定数量")
H2021C = ("信息内容", "本年收费金额（单位：万元）")

OLD_1 = (H2019A, ("规章", "1", "2", "3"), ("规范性文件", "4", "5", "6"))
OLD_5 = (H2019B, ("行政许可", "11", "-8", "13"), ("其他对外管理服务事项", "14", "15", "16"))
OLD_6 = (H2019B, ("行政处罚", "21", "22", "23"), ("行政强制", "24", "25", "26"))
OLD_8 = (H2019C, ("行政事业性收费", "31", "32"))
OLD_9 = (H2019D, ("政府集中采购", "41", "1763847.27元"))
NEW_1 = (H2021A, ("规章", "1", "2", "3"), ("行政规范性文件", "4", "5", "6"))
NEW_5 = (H2021B, ("行政许可", "17"))
NEW_6 = (H2021B, ("行政处罚", "27"), ("行政强制", "28"))
NEW_8 = (H2021C, ("行政事业性收费", "1.5"))


def table(**blocks) -> str:
    """A page with table 二 made of blocks, named by their item of article 20 (``i1``, ``i5``, …)."""
    rows = ""
    for item, block in blocks.items():
        rows += f"<tr><td colspan=4>第二十条第（{'一二三四五六七八九'[int(item[1]) - 1]}）项</td></tr>"
        rows += "".join(html_row(*row) for row in block)
    return f"<html><body><p>二、主动公开政府信息情况</p><table>{rows}</table><p>五、存在的主要问题</p></body></html>"


def numbers(source: str) -> dict[tuple[str, str], float | None]:
    return {(r, c): x.value for (t, r, c), x in read(source).items() if t == "proactive"}


def versions(source: str) -> dict[str, str]:
    return {r: x.form_version for (t, r, _), x in read(source).items() if t == "proactive"}


OLD = table(i1=OLD_1, i5=OLD_5, i6=OLD_6, i8=OLD_8, i9=OLD_9)
NEW = table(i1=NEW_1, i5=NEW_5, i6=NEW_6, i8=NEW_8)
