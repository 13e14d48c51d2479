"""Which printed names are one agency, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.identity import ALONE, identify_agency
from pipeline.identity.divisions import Rank, divisions, table_year
from pipeline.identity.organs import canonical


def ident(name: str, year: int = 2023, *others: str, path: str = "", report: str = "r1") -> str:
    return identify_agency(name, year, report, others, path).agency_id


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("淮安市洪泽区人民政府", "洪泽区人民政府", "江苏省洪泽区政府", "洪澤區人民政府", "洪泽区"), "320813-人民政府"),
        (("淮安市人民政府", "江苏淮安市政府"), "320800-人民政府"),
        (("洪泽区人民政府办公室", "淮安洪泽区政府办"), "320813-人民政府办公室"),
        (("江苏省教育厅", "江蘇省教育廳"), "320000-教育厅"),
        (("双江拉祜族佤族布朗族傣族自治县教育局", "双江自治县教育局", "云南省双江县教育局"), "530925-教育局"),
        (("大理白族自治州发展和改革委员会", "大理州发改委", "大理州发展改革委员会"), "532900-发展改革委员会"),
        (("大理市发展和改革局", "大理州大理市发改局"), "532901-发展改革局"),
        (("国家税务总局淮安市洪泽区税务局", "洪泽区税务局"), "320813-税务局"),
        (("北京市朝阳区人民政府", "北京朝阳区政府"), "110105-人民政府"),
        (("湖北省仙桃市教育局", "仙桃市教育局"), "429004-教育局"),
        (("昆山市千灯镇人民政府", "苏州市昆山市千灯镇政府", "昆山市千灯镇"), "320583-千灯镇人民政府"),
        (("东莞市虎门镇人民政府",), "441900-虎门镇人民政府"),
        (("海淀区学院路街道办事处", "北京市海淀区人民政府学院路街道办事处"), "110108-学院路街道办事处"),
        (("中共洪泽区委宣传部", "中共淮安市洪泽区委员会宣传部"), "320813-党委宣传部"),
        (("淮安市经济技术开发区管委会", "江苏省淮安市经济技术开发区管理委员会"), "320800-经济技术开发区管理委员会"),
        (("乾县人民政府", "乾縣人民政府"), "610424-人民政府"),
        (("荆州市公安局",), "421000-公安局"),
        (("公安县公安局",), "421022-公安局"),
        (("武威市民勤县教育局",), "620621-教育局"),
        (("望川县政府办", "望川县人民政府办公室"), "name:望川县-人民政府办公室"),
        (("江苏省望川县教育局",), "name:江苏省望川县-教育局"),
        (("江岭市鼓楼区财政局",), "name:江岭市鼓楼区-财政局"),
        (("江岭市民防办公室",), "name:江岭市-民防办公室"),
        (("淮安市洪泽教育局",), "name:淮安市-洪泽教育局"),
        (("复旦大学",), "name:复旦大学"),
        (("国家铁路局",), "name:国家铁路局"),
    ],
)
def test_the_ways_to_write_a_name_have_one_identity(names: tuple[str, ...], expected: str) -> None:
    assert {ident(name) for name in names} == {expected}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("洪泽区人民政府", "洪泽区人民政府办公室"),
        ("洪泽区人民政府", "洪泽区人民政府(本级)"),
        ("洪泽区教育局", "洪泽区教育和体育局"),
        ("洪泽区发展和改革局", "洪泽区发展和改革委员会"),
        ("洪泽区城市管理局", "洪泽区城市建设局"),
        ("洪泽区委办公室", "洪泽区人民政府办公室"),
        ("吉林省人民政府", "吉林省吉林市人民政府"),
        ("朝阳市人民政府", "朝阳市朝阳县人民政府"),
        ("昆山市千灯镇人民政府", "昆山市人民政府"),
        ("公安县公安局", "荆州市公安局"),
    ],
)
def test_different_bodies_are_kept_apart(one: str, other: str) -> None:
    assert ident(one) != ident(other)


@pytest.mark.parametrize(
    "name",
    [
        *("鼓楼区教育局", "江苏省鼓楼区教育局", "朝阳区人民政府", "城区人民政府", "滨海新区管委会", "滨海新区财政局"),
        *("教育局", "市财政局", "区人民政府办公室", "镇人民政府", "城关镇人民政府", "淮安市岔河镇人民政府", "卫生院"),
        *("高新区管委会", "职业技术学院"),
    ],
)
def test_a_name_of_many_agencies_is_never_shared_by_two_reports(name: str) -> None:
    first, second = (identify_agency(name, 2023, report) for report in ("r1", "r2"))
    assert first.agency_id != second.agency_id
    assert first.agency_id.startswith(ALONE) and first.division_code is None


@pytest.mark.parametrize("name", ["朝阳市场监督管理局", "绵阳市江油市场监督管理局"])
def test_a_kind_of_place_that_may_belong_to_the_next_word_names_no_division(name: str) -> None:
    assert identify_agency(name, 2023, "r1").division_code is None


@pytest.mark.parametrize(
    ("name", "others", "path", "expected"),
    [
        ("鼓楼区教育局", ("南京市鼓楼区教育局",), "", "320106-教育局"),
        ("鼓楼区教育局", (), "江苏省/徐州/鼓楼区/2022.pdf", "320302-教育局"),
        ("滨海新区财政局", (), "天津/滨海新区/2022.pdf", "120116-财政局"),
        ("市财政局", ("淮安市人民政府",), "", "320800-财政局"),
        ("市财政局", (), "江苏省/淮安市/财政局2022.pdf", "320800-财政局"),
        ("教育局", (), "淮安市/洪泽区/教育局2022.pdf", "320813-教育局"),
        ("教育局", ("洪泽区教体局",), "", "320813-教育局"),
        ("岔河镇人民政府", (), "洪泽区/岔河镇/2022.pdf", "320813-岔河镇人民政府"),
        ("省教育厅", (), "江苏/2022.pdf", "320000-教育厅"),
    ],
)
def test_the_rest_of_the_report_tells_the_place(name: str, others: tuple[str, ...], path: str, expected: str) -> None:
    assert ident(name, 2023, *others, path=path) == expected


@pytest.mark.parametrize(
    ("name", "others", "path"),
    [
        ("鼓楼区教育局", ("南京市鼓楼区教育局", "徐州市鼓楼区教育局"), ""),  # contradictory
        ("鼓楼区教育局", (), "江苏省/鼓楼区/2022.pdf"),  # two in the province
        ("滨海新区财政局", ("绍兴市滨海新区财政局",), ""),  # not the table's 滨海新区
        ("滨海新区财政局", (), "滨海新区/2022.pdf"),
        ("教育局", (), "江苏省/淮安市/教育局2022.pdf"),  # may be that of any of its counties
        ("市财政局", (), "江苏省/苏州市/财政局2022.pdf"),  # 昆山市's, for one
        ("党政办公室", (), "洪泽区/岔河镇/2022.pdf"),
        ("财政局", (), "洪泽区/望川县/2022.pdf"),
        ("财政局", (), "淮安市/徐州市/2022.pdf"),
        ("镇人民政府", (), "洪泽区/2022.pdf"),
        ("卫生院", (), "洪泽区/2022.pdf"),
        ("县财政局", (), "洪泽区/2022.pdf"),
    ],
)
def test_a_place_is_never_guessed(name: str, others: tuple[str, ...], path: str) -> None:
    assert ident(name, 2023, *others, path=path).startswith(ALONE)


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("崇川区人民政府", 2019, "320602"),
        ("崇川区人民政府", 2020, "320613"),
        ("偃师市人民政府", 2020, "410381"),
        ("偃师区人民政府", 2021, "410307"),
        # Printed a few weeks after the year: the new name, the year's code.
        ("偃师区人民政府", 2020, "410381"),
        ("偃师市人民政府", 2021, "410307"),
        ("偃师市人民政府", 2023, None),
        ("洪泽区人民政府", 2030, "320813"),
        ("洪泽区人民政府", 0, None),
    ],
)
def test_the_code_is_that_of_the_report_year(name: str, year: int, code: str | None) -> None:
    assert identify_agency(name, year, "r1").division_code == code


def test_years_beyond_the_table_use_its_last() -> None:
    assert (table_year(2025), table_year(2024), table_year(2019)) == (2024, 2024, 2019)
    assert divisions(2025) is divisions(2024)


_PLACES = sorted(
    {d.name: d for ds in divisions(2023)._named.values() for d in ds if len(divisions(2023).named(d.name)) == 1}.items()
)
_BODIES = ("人民政府", "人民政府办公室", "教育局", "发展和改革委员会", "市场监督管理局", "民政局", "公安局", "审计局")
_TRADITIONAL = OpenCC("s2t")


@given(st.sampled_from(_PLACES), st.sampled_from(_BODIES))
def test_full_short_and_traditional_forms_are_one(place, body) -> None:  # type: ignore[no-untyped-def]
    name, division = place
    by_code = {d.code: d for _, d in _PLACES}
    parents = [by_code[c] for c in (division.province, division.city) if c in by_code and c != division.code]
    full = "".join(p.name for p in parents) + name + body
    expected = f"{division.code}-{canonical(body)}"
    assert ident(full) == expected or (division.needs_parent and not parents)
    assert ident(_TRADITIONAL.convert(full)) == ident(full)
    if not division.needs_parent:
        assert ident(name + body) == expected
    if division.rank is Rank.COUNTY and parents:
        assert ident(parents[0].name + name + body) == expected


@given(st.text(st.sampled_from("淮安市洪泽区县人民政府办公室教育局镇乡街道管委会新开发()省江苏和发改"), max_size=14))
def test_any_text_has_an_identity_and_its_own_writing_keeps_it(text: str) -> None:
    found = identify_agency(text, 2023, "r1")
    assert found.agency_id and (found.division_code is None) == found.agency_id.startswith((ALONE, "name:"))
    body = found.agency_id.partition("-")[2] if found.division_code else text
    assert canonical(canonical(body)) == canonical(body)
