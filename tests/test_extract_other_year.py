"""This and other years' numbers in columns side by side under each applicant."""

import pytest
from printed_forms import extraction, html_row, published

from pipeline.forms import FORMS

TABLE = FORMS["2021"].tables["requests"]
COLUMNS = TABLE.rows[0].columns
TOP = (
    "<tr><td rowspan={rows}>（本列数据的勾稽关系为）</td><td colspan={all}>申请人情况</td></tr>"
    "<tr><td rowspan=2 colspan={n}>自然人</td><td colspan={five}>法人或其他组织</td>"
    "<td rowspan=2 colspan={n}>总计</td></tr>"
)
GROUPED = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def number(row: int, column: int) -> int:
    return row * 6 + 15 if column == 6 else row + column


def page(*heads: str, title: str = "某县2023年政府信息公开工作年度报告") -> str:
    """A report whose applicants have a column for each head; the first head's numbers are consistent."""
    n = len(heads)
    top = TOP.format(rows=4, all=7 * n, n=n, five=5 * n)
    top += "<tr>" + "".join(f"<td colspan={n}>{label}</td>" for label in GROUPED) + "</tr>" + html_row(*heads * 7)
    body = ""
    for r, row in enumerate(TABLE.rows):
        cells = [
            str(number(r, c)) if head == heads[0] else f"9{r}{c}{k}" for c in range(7) for k, head in enumerate(heads)
        ]
        body += html_row(row.label, *cells)
    return f"<html><body><h1>{title}</h1><table>{top}{body}</table></body></html>"


OWN = {
    ("requests", row.key, column.key): float(number(r, c))
    for r, row in enumerate(TABLE.rows)
    for c, column in enumerate(COLUMNS)
}


@pytest.mark.parametrize(
    "heads",
    [("2023年", "2022年"), ("本年", "上年"), ("本年度", "上年度", "同比增减"), ("2023年度", "2022年度", "2021年度")],
)
def test_only_this_years_columns_are_published(heads):
    found = published(page(*heads))
    assert {key: found[key] for key in OWN} == OWN


@pytest.mark.parametrize("blank", ["", "/"])
def test_rows_below_a_blank_one_are_read_as_those_above_it(blank):
    row = TABLE.rows[4]
    names = f"<td>三、本年度办理结果</td><td>{row.label}</td>"
    source = page("2023年", "2022年").replace("<td rowspan=4>", "<td rowspan=4 colspan=2>")
    for r, other in enumerate(TABLE.rows):
        cells = html_row(*[c for n in range(7) for c in (str(number(r, n)), f"9{r}{n}1")])[4:]
        own = (
            f"<tr>{names}{html_row(*[blank] * 14)[4:]}"
            if other is row
            else f"<tr><td colspan=2>{other.label}</td>{cells}"
        )
        source = source.replace(f"<tr><td>{other.label}</td>{cells}", own)
    assert published(source) == {key: value for key, value in OWN.items() if key[1] != row.key}


@pytest.mark.parametrize(
    "source",
    [
        page("2023年", "2022年", title="政府信息公开工作年度报告"),
        page("2023年", "2022年", title="某县2022年政府信息公开工作年度报告"),
        page("2023年", "计划数"),
        page("本年", "今年"),
    ],
    ids=["no title", "a title of the earlier year", "a column of something else", "twice this year"],
)
def test_columns_whose_year_is_not_told_publish_nothing(source):
    assert {c.value for c in extraction(source).cells} <= {None}


OWN_HEADS = {"licence": "本年处理决定数量", "penalty": "本年处理决定数量", "fee": "本年收费金额（单位：万元）"}


def beside(*heads: str, spans: tuple[int, ...] = (1, 1, 1), own: str = "5") -> dict[str, object]:
    """What is published of rows of table 二 with these headings over each, ``own`` for the form's and its number."""
    rows = html_row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数") + html_row("规章", "1", "0", "3")
    for row in FORMS["2021"].tables["proactive"].rows[2:]:
        if row.key in OWN_HEADS:
            rows += html_row("信息内容", *(OWN_HEADS[row.key] if head == "own" else head for head in heads))
        cells = ((own if head == "own" else "77", span) for head, span in zip(heads, spans, strict=False))
        rows += f"<tr><td>{row.label}" + "".join(f"<td colspan={span}>{text}" for text, span in cells) + "</tr>"
    title = "某县2023年政府信息公开工作年度报告"
    found = extraction(f"<html><body><h1>{title}</h1><table>{rows}</table></body></html>").cells
    return {c.row: c.value if c.state == "reported" else c.state for c in found if c.row in ("coercion", "licence")}


@pytest.mark.parametrize(
    "heads",
    [("own", "上年数（供参考）"), ("上年处理决定数量", "own"), ("own", "2022年数量"), ("own", "上年数", "同比增长")],
)
def test_the_heading_tells_which_number_beside_another_is_this_years(heads):
    assert set(beside(*heads).values()) == {5.0}
    assert set(beside(*heads, own="").values()) == {"blank"}


def test_numbers_that_stand_under_no_heading_beside_another_years_are_nobodys():
    assert set(beside("own", "上年数", spans=(2, 1)).values()) == {"unreadable"}


TITLE = "某县2023年政府信息公开工作年度报告"


def in_list(*heads: str, spare: int = 0) -> dict[str, object]:
    """What is published of a list of table 二 with a column for each head, 本年's numbers below ten."""
    rows = html_row("项目", "指标", *heads, *[""] * spare)
    for row in FORMS["2021"].tables["proactive"].rows:
        for n, column in enumerate(row.columns):
            rows += html_row(
                row.label, column.label, *(str(n + 3 if "本年" in h else 70 + n) for h in heads), *[""] * spare
            )
    found = extraction(f"<html><body><h1>{TITLE}</h1><table>{rows}</table></body></html>").cells
    return {(c.row, c.column): c.value for c in found if c.table == "proactive" and c.unit == "count"}


@pytest.mark.parametrize(
    "heads", [("上年数", "本年数", "增减"), ("本年", "同比(%)", "上年同期"), ("增减", "本年（件）")]
)
def test_of_a_list_with_columns_of_years_this_years_is_published(heads):
    columns = [(r.key, c.key, n) for r in FORMS["2021"].tables["proactive"].rows for n, c in enumerate(r.columns)]
    counted = {(row, column): n + 3.0 for row, column, n in columns if column != "amount"}
    assert in_list(*heads) == in_list(*heads, spare=9) == counted


@pytest.mark.parametrize("heads", [("甲", "乙"), ("甲", "乙", "丙"), ("计划", "本年", "完成")])
def test_of_a_list_with_columns_that_name_no_year_nothing_is_published(heads):
    assert set(in_list(*heads).values()) == {None}


@pytest.mark.parametrize("heads", ["2023年{}", "本单位{}"])
def test_two_headings_of_one_column_are_no_two_columns(heads):
    row = html_row("信息内容", heads.format("本年收费金额（单位：万元）"), "2022年本年收费金额（单位：万元）")
    fee = row + html_row("行政事业性收费", "3", "77")
    found = extraction(f"<html><body><h1>{TITLE}</h1><table>{fee}</table></body></html>").cells
    assert {c.value for c in found} <= {30_000.0, None}


@pytest.mark.parametrize("names", [("同比",), ("2023年", "增减")])
def test_a_row_of_comparisons_is_no_row_of_results(names):
    table = FORMS["2021"].tables["review_litigation"]
    columns = [(row.key, c.key) for row in table.rows for c in row.columns]
    rows = "<tr><td rowspan=2></td>" + "".join(f"<td colspan=5>{row.label}</td>" for row in table.rows) + "</tr>"
    rows += html_row(*(c.label for row in table.rows for c in row.columns))
    own = ["3", "1", "0", "2", "6"] + ["1", "1", "1", "1", "4"] + ["0"] * 5
    rows += "".join(html_row(name, *(own if name == "2023年" else ["7", "1", "1", "1", "10"] * 3)) for name in names)
    found = extraction(f"<html><body><h1>{TITLE}</h1><table>{rows}</table></body></html>").cells
    printed = dict(zip(columns, map(float, own), strict=True))
    assert all(c.value in (None, printed[c.row, c.column]) for c in found if c.table == "review_litigation")
