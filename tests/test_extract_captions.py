"""Tables of a quarter, of half a year or of some months: they look like the year's, and are none."""

import pytest
from printed_forms import extraction, html, html_row, published, request_lines, truth_of

from pipeline.extract.captions import is_heading_of_part

OWN, OTHER = request_lines("2021"), request_lines("2021", seed=2)
TITLE = "<h1>甲县乙局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>略。</p>"
THREE = "三、收到和处理政府信息公开申请情况"


def bare(lines):
    return "<table" + html(lines).split("<table")[1].split("</table>")[0] + "</table>"


def with_row(text, lines):
    return bare(lines).replace("<table>", f"<table><tr><td colspan=8>{text}</td></tr>")


def report(*parts, section=THREE, title=TITLE):
    return published(f"<html><body>{title}<p>{section}</p>{''.join(parts)}<p>五、存在的主要问题</p><p>无。</p>")


@pytest.mark.parametrize(
    "part",
    [
        *("第三季度", "2023年三季度数据", "上半年", "（1—6月）", "2023年1月至9月", "前三季度", "截至2023年9月底"),
        *("统计期间：2023年1月1日至2023年6月30日", "2023年7月1日至12月31日", "2023年6月", "半年度"),
        *("（2023.1-2023.6）", "（2023.01-06）", "（2023-01-01至2023-06-30）", "（2023/1/1-2023/6/30）", "十月份"),
        *(
            "（截至2023.10.31）",
            "2023年前9个月",
            "（第一、二季度）",
            "2023年H1",
            "2023年上半年数据如下：",
            "（三年合计）",
        ),
    ],
)
def test_the_table_of_a_part_of_a_year_is_not_the_years(part):
    assert report(f"<p>{part}</p>", bare(OWN)) == {}
    assert report(with_row(part, OWN)) == {}
    assert report(bare(OWN), section=f"{THREE}（{part.strip('（）')}）") == {}
    assert report(bare(OWN).replace("申请人情况", f"申请人情况（{part.strip('（）')}）")) == {}


@pytest.mark.parametrize(
    "other",
    [
        *(
            "统计期间：2022年1月1日至2022年12月31日",
            "2022年1月1日—12月31日",
            "二〇二二年",
            "历年累计",
            "2019—2023年合计",
        ),
        *("近三年累计", "自2008年以来累计", "计划数", "填表示例", "更正前", "作废", "其中：市本级", "下属单位情况"),
    ],
)
def test_the_table_of_other_years_a_plan_or_an_example_is_not_the_years(other):
    assert report(f"<p>{other}</p>", bare(OWN)) == {}
    assert report(with_row(other, OWN)) == {}


@pytest.mark.parametrize(
    "note", ["注：本表为2022年度数据。", "以上为上年度数据", "2022年", "上年同期数", "注：本表为计划数"]
)
def test_a_note_or_caption_below_a_table_tells_its_other_year(note):
    assert report(bare(OWN), f"<p>{note}</p>") == {}


@pytest.mark.parametrize(
    "note", ["注：本表为第三季度数据。", "（以上为2023年上半年数据）", "1—6月", "以上为1至9月份情况"]
)
def test_a_note_or_caption_below_a_table_tells_its_part_of_the_year(note):
    assert report(bare(OWN), f"<p>{note}</p>") == {}


def test_a_report_on_half_a_year_is_no_years_report():
    assert report(bare(OWN), title="<h1>甲县乙局2023年上半年政府信息公开工作报告</h1>") == {}
    annex = "<p>附：甲县乙局2023年第三季度政府信息公开情况统计表</p>"
    introduction = "<p>本报告根据《中华人民共和国政府信息公开条例》的要求编制，所列数据真实，欢迎监督和联系。</p>"
    assert report(bare(OWN), title=TITLE + introduction + annex) == {}


def test_a_subheading_of_sentences_about_half_a_year_heads_no_table():
    parts = "<p>（一）上半年政府信息公开工作情况</p><p>略。</p><p>（二）下半年政府信息公开工作情况</p><p>略。</p>"
    assert report(bare(OWN), title=TITLE + parts) == truth_of(OWN)


def test_a_row_of_half_a_year_is_not_the_years():
    row = "上半年新收政府信息公开申请数量"
    assert report(bare(OWN).replace("本年新收政府信息公开申请数量", row)) == {}


@pytest.mark.parametrize("corner", ["2022年", "申请人情况（2022年）"])
def test_another_year_in_the_corner_of_a_tables_header_is_heard(corner):
    assert report(bare(OWN).replace("申请人情况", corner)) == {}
    assert report(bare(OWN).replace("申请人情况", corner.replace("2022", "2023"))) == truth_of(OWN)


@pytest.mark.parametrize("note", ["注：以上数据与上年度同期对比", "（初步统计）", "（2023.01.01-2023.12.31）"])
def test_a_note_that_holds_the_years_numbers_against_others_takes_none(note):
    assert report(bare(OWN), f"<p>{note}</p>") == truth_of(OWN)


@pytest.mark.parametrize("heading", ["现行有效件数（历年累计）", "现行有效件数（2008年以来）"])
def test_what_is_in_force_may_be_of_all_years(heading):
    rows = [
        ("信息内容", "本年制发件数", "本年废止件数", heading),
        ("规章", "1", "0", "4"),
        ("规范性文件", "2", "1", "37"),
    ]
    rows += [("信息内容", "本年处理决定数量"), ("行政许可", "412"), ("行政处罚", "35"), ("行政强制", "6")]
    table = "<table>" + "".join(html_row(*row) for row in rows) + "</table>"
    found = report(table, section="二、主动公开政府信息情况")
    assert found["proactive", "normative_document", "in_force"] == 37
    assert len(found) == 9


@pytest.mark.parametrize(
    "around",
    [
        "{}<p>第三季度</p>[]",
        "<p>第三季度</p>[]<p>全年</p>{}",
        "<p>全年</p>{}<p>2023年1—9月</p>[]",
        "<p>2023年上半年</p>[]<p>2023年</p>{}",
    ],
)
def test_beside_a_quarters_table_the_years_is_published(around):
    assert report(around.replace("{}", bare(OWN)).replace("[]", bare(OTHER))) == truth_of(OWN)


def test_rows_and_columns_of_quarters_beside_the_years_are_left_out():
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
    numbers = [html_row(head, *[str(n)] * 15) for n, head in enumerate(("第一季度", "第二季度", "全年"), 1)]
    top = "<tr><td></td><td colspan=5>行政复议<td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉</tr>"
    found = report(f"<table>{top}{html_row('', *names)}{''.join(numbers)}</table>")
    assert set(found.values()) <= {3.0}


@pytest.mark.parametrize(
    "near",
    [
        *("<p>（2023年1月1日至12月31日）</p>{}", "<p>1—12月</p>{}", "{}<p>2024年1月</p>"),
        "<p>截至2023年12月31日</p>{}",
        *("<p>2024年1月</p>{}", "{}<p>注：上半年未收到申请</p>", "<p>截至2024年1月底</p>{}", "<p>一至四季度</p>{}"),
        *("{}<p>注：上年度无申请</p>", "{}<p>2023年</p>", "{}<p>注：本表为2023年数据</p>", "<p>二〇二三年度</p>{}"),
        *("{}<p>以上为全年数据</p>", "<p>上半年共受理申请五件</p>{}", "<p>统计期限：2023年1月1日起至12月31日止</p>{}"),
    ],
)
def test_the_years_table_is_read_whatever_times_its_surroundings_name(near):
    assert report(near.replace("{}", bare(OWN))) == truth_of(OWN)


@pytest.mark.parametrize(
    ("own", "caption"),
    [
        *(
            ("甲县人民政府", "附：甲县民政局政府信息公开情况表"),
            ("甲县民政局", "甲县财政局2023年政府信息公开情况统计表"),
            ("甲县民政局", "其中：甲县财政局收到和处理政府信息公开申请情况"),
            ("望川县", "（二）望川县财政局收到和处理政府信息公开申请情况"),
            ("甲县民政局", "丁山镇收到和处理政府信息公开申请情况"),
            ("甲县人民政府", "全县各乡镇收到和处理政府信息公开申请情况"),
        ),
        *(
            ("甲县民政局", "填报单位：甲县财政局"),
            ("甲县民政局", "单位名称：丁县民政局"),
            ("甲县甲镇", "编制单位（盖章）：丁镇人民政府"),
        ),
    ],
)
def test_the_table_of_another_agency_is_not_published(own, caption):
    title = TITLE.replace("甲县乙局", own)
    for source in (report(f"<p>{caption}</p>", bare(OWN), title=title), report(with_row(caption, OWN), title=title)):
        assert source == {}


@pytest.mark.parametrize(
    ("own", "caption"),
    [
        *(("甲县人民政府", "填报单位：甲县人民政府办公室"), ("甲县人民政府", "填报单位：甲县政务服务局")),
        *(
            ("甲县民政局", "甲县政府信息公开情况统计表"),
            ("甲县民政局", "填报单位：民政局"),
            ("甲县民政局", "填报单位：信息中心"),
            ("甲县民政局", "填报部门：机关党委"),
            ("甲县民政局", "统计单位：甲县司法局"),
            ("甲县商务局", "甲县经济和信息化局政府信息公开情况表"),
            ("甲县民政局", "全县政府信息公开情况表"),
            ("甲县民政局", "三、县民政局收到和处理政府信息公开申请情况"),
            ("甲县人民政府", "全县各乡镇政府信息公开情况汇总表"),
            ("甲县丁山镇", "丁山镇收到和处理政府信息公开申请情况"),
        ),
        *(("甲县自然资源局", "附：甲县国土资源局政府信息公开情况表"), ("甲县发展和改革局", "填报单位：甲县发改委")),
        *(("甲区民政局", "甲县民政局政府信息公开情况表"), ("甲县民政局", "丁市民政局政府信息公开情况表")),
        *(("甲县民政局", "收到和处理政府信息公开申请情况表"), ("甲县教育局", "甲县教体局政府信息公开情况表")),
    ],
)
def test_other_names_of_the_agency_or_those_above_it_are_captions_of_its_table(own, caption):
    title = TITLE.replace("甲县乙局", own)
    assert report(f"<p>{caption}</p>", bare(OWN), title=title) == truth_of(OWN)


def test_the_reason_quotes_what_says_that_a_table_is_not_the_reports():
    reasons = {
        c.reason for c in extraction(f"<html><body>{TITLE}<p>{THREE}</p><p>第三季度</p>{bare(OWN)}</body></html>").cells
    }
    assert any("第三季度" in reason for reason in reasons if reason)


def test_links_to_reports_of_quarters_above_the_table_head_nothing():
    links = "".join(f"<li>甲县乙局2023年{part}政府信息公开工作报告</li>" for part in ("上半年", "第三季度"))
    assert report(bare(OWN), title=f"{TITLE}<ul>{links}</ul>") == truth_of(OWN)
    before = "<p>一、总体情况</p><p>（一）上半年</p><p>略。</p><p>（二）第三季度</p>"
    assert report(bare(OWN), title=TITLE + before) == truth_of(OWN)


@pytest.mark.parametrize(
    "text", ["本列数据的勾稽关系为", "3.本机关不掌握相关政府信息", "季度考核", "每半年一次", "1-6"]
)
def test_words_of_tables_and_sentences_are_no_part_of_a_year(text):
    assert not is_heading_of_part(text)
