"""Labels that a narrow column breaks over many lines: their numbers are none of the empty row's beside them.

Two rows of outcomes may change places without breaking any sum of the form.
"""

import pytest
from printed_forms import COLUMNS, HEADER, Line, read, request_lines, truth_of, with_values


def given_to(key: str, lines: list[Line], *empty: str) -> list[Line]:
    """The lines with the numbers of some rows added to one, and nothing printed there."""
    values = [x.values for x in lines if x.key in (key, *empty)]
    lines = with_values(lines, key, *(str(sum(map(int, column))) for column in zip(*values, strict=True)))
    for row in empty:
        lines = with_values(lines, row, *[""] * len(HEADER))
    return lines


def narrow(lines: list[Line], width: int, at: float) -> str:
    """Table 三 in a layout of spaces whose labels have so many characters a line, the numbers on one of the lines."""
    printed = [" " * (width + 4) + "".join(h[:4].center(10) for h in HEADER)]
    for line in lines:
        pieces = [line.label[n : n + width] for n in range(0, len(line.label), width)]
        own = round(at * (len(pieces) - 1))
        numbers = "".join(v.center(10) for v in line.values)
        printed += [(p.ljust(width + 4) + numbers * (n == own)).rstrip() for n, p in enumerate(pieces)]
    return "\n".join(("三、收到和处理政府信息公开申请情况", "", *printed, "", "五、存在的主要问题", ""))


@pytest.mark.parametrize(
    ("key", "empty"),
    [
        ("not_processed_petition", "not_processed_duplicate"),
        ("other_overdue_correction", "other_unpaid_fee"),
        ("other_unpaid_fee", "other_overdue_correction"),
    ],
)
@pytest.mark.parametrize("at", [0.0, 0.5, 1.0], ids=["first line", "middle", "last line"])
def test_numbers_beside_a_broken_label_are_not_the_empty_rows_beside_it(key, empty, at):
    lines = given_to(key, request_lines(), empty)
    truth = truth_of(lines)
    for width in (3, 5, 8, 11):
        found = [c for c in read(narrow(lines, width, at)).values() if c.table == "requests"]
        told = {c.key: c.value for c in found if c.state in ("reported", "blank")}
        assert {k: v for k, v in told.items() if truth.get(k) != v} == {}, width
        lost = {c.key for c in found if c.state not in ("reported", "blank")}
        assert lost <= {("requests", row, column) for row in (key, empty) for column in COLUMNS}, width


def test_character_of_an_upright_group_label_keeps_no_numbers_from_the_label_below():
    text = "\n".join(
        (
            *("三、收到和处理政府信息公开申请情况", "", f"{' ' * 36}{'  '.join(h[:2] for h in HEADER)}"),
            f"一、本年新收政府信息公开申请数量      {'   '.join('5000005')}",
            f"二、上年结转政府信息公开申请数量      {'   '.join('0000000')}",
            f"三 （一）予以公开                     {'   '.join('1000001')}",
            f"、 （四）无法提 1.本机关不掌握相关政府信息 {'   '.join('2000002')}",
            f"本                                    {'   '.join('1000001')}",
            "年    供    2.没有现成信息需要另行制作",
            f"度          3.补正后申请内容仍不明确  {'   '.join('1000001')}",
            f"（七）总计                            {'   '.join('5000005')}",
            *(f"四、结转下年度继续办理                {'   '.join('0000000')}", "", "五、存在的主要问题", ""),
        )
    )
    found = read(text)
    assert [found["requests", "unavailable_needs_creation", c].value for c in COLUMNS] == [1, 0, 0, 0, 0, 0, 1]
