"""Tables dumped by programs: merged cells once for each column that they cover, rows that are counted."""

import pytest
from printed_forms import read

BLOCKS_2019 = (
    (("本年新制作数量", "本年新公开数量", "对外公开总数量"), ("规章", "0", "0", "0"), ("规范性文件", "2", "2", "9")),
    (
        ("上一年项目数量", "本年增/减", "处理决定数量"),
        ("行政许可", "5", "5", "5"),
        ("其他对外管理服务事项", "0", "0", "3"),
    ),
    (("上一年项目数量", "本年增/减", "处理决定数量"), ("行政处罚", "0", "0", "0"), ("行政强制", "1", "", "1")),
)
BLOCKS_2021 = (
    (("本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "0", "0", "0"), ("行政规范性文件", "2", "2", "9")),
    (("本年处理决定数量",) * 3, ("行政许可", "55", "55", "55")),
    (("本年处理决定数量",) * 3, ("行政处罚", "9", "9", "9"), ("行政强制", "", "", "")),
    (("本年收费金额（单位：万元）",) * 3, ("行政事业性收费", "12.5", "12.5", "12.5")),
)


def fee_2019(*values: str):
    return (("上一年项目数量", "本年增/减", "本年增/减"), ("行政事业性收费", *values))


def as_tabs(blocks) -> str:
    rows = [("第二十条",) * 4 if not n else row for block in blocks for n, row in enumerate((None, *block))]
    rows = [row if row[0].startswith(("第", "规", "行", "其")) else ("信息内容", *row) for row in rows]
    return "二、主动公开政府信息情况\n" + "\n".join("\t".join(row) for row in rows) + "\n五、存在的主要问题\n"


def as_markdown(blocks) -> str:
    text = ""
    for name, (names, *rows) in enumerate(blocks):
        again = [f"('第{name}项', '{n}{f'.{k}' if n in names[:k] else ''}')" for k, n in enumerate(names)]
        lines = [[f"('第{name}项', '信息内容')", *again], ["---"] * 4, *rows]
        text += "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"
    return f"二、主动公开政府信息情况\n{text}五、存在的主要问题\n"


@pytest.mark.parametrize("layout", [as_tabs, as_markdown])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("", "0", "0"), (None, 0)),
        (("4", "-1", "-1"), (4, -1)),
        (("4", "-1", ""), (4, -1)),
        (("4", "0", "1"), (None, None)),
    ],
)
def test_header_that_repeats_itself_stands_over_one_column(layout, values, expected):
    found = read(layout((*BLOCKS_2019, fee_2019(*values))))
    assert tuple(found["proactive", "fee", c].value for c in ("items_last_year", "change")) == expected
    assert [found["proactive", "licence", c].value for c in ("items_last_year", "change", "decisions")] == [5, 5, 5]
    assert [found["proactive", "penalty", c].value for c in ("items_last_year", "change", "decisions")] == [0, 0, 0]


@pytest.mark.parametrize("layout", [as_tabs, as_markdown])
def test_one_number_for_each_column_of_a_merged_cell_is_that_cells(layout):
    found = {k: (c.form_version, c.value) for k, c in read(layout(BLOCKS_2021)).items() if k[0] == "proactive"}
    assert set(found.values()) == {("2021", v) for v in (0, 2, 9, 55, None, 125_000)}
    assert len(found) == 10 and found["proactive", "normative_document", "in_force"] == ("2021", 9)


def test_numbers_of_rows_are_not_of_the_table():
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = [("行政复议",) * 5 + ("行政诉讼",) * 10, names + ("未经复议直接起诉",) * 5 + ("复议后起诉",) * 5, names * 3]
    rows += [("1", "/", "2", "2", "5", "0", "2", "5", "3", "10", "4", "0", "0", "", "4")]
    lines = ["".join(f"{n:>18}" for n in ("", *range(15)))]
    lines += [f"{n:<18}" + "".join(f"{c:>18}" for c in row) for n, row in enumerate(rows)]
    found = read("四、行政复议、行政诉讼情况\n" + "\n".join(lines) + "\n五、存在的主要问题\n")
    values = [x.value for x in found.values()]
    assert values[:5] == [1, None, 2, 2, 5]
    assert all(v is None or v == float(c) for v, c in zip(values, rows[3], strict=True))
