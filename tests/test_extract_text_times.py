"""Tables of several times in a text: the line above each of them says of which it is."""

import pytest
from printed_forms import Line, cells, pipes, published, request_lines, spaces, tabs, truth_of

OWN, OTHER = request_lines(seed=1), request_lines(seed=2)


def barred(lines: list[Line], header: tuple[str, ...] = ()) -> str:
    """Markdown, whose rows stand between bars."""
    rows = [row for row in tabs(lines).split("\n") if "\t" in row]
    rows = [f"| {' | '.join(row.split(chr(9)))} |" for row in rows]
    return "\n".join(("三、", rows[0], "|---" * 8 + "|", *rows[1:], "五、"))


def in_text(layout, *parts: tuple[str, list[Line]]) -> str:
    """The report of 2023 with several tables, each below its heading."""
    tables = [f"{head}\n" + "\n".join(layout(lines).rstrip("\n").split("\n")[1:-1]) for head, lines in parts]
    title = "甲县乙局2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n"
    return title + "\n".join(tables) + "\n五、存在的主要问题\n无。\n"


@pytest.mark.parametrize("layout", [tabs, cells, pipes, spaces])
@pytest.mark.parametrize("heads", [("2023年1—6月", "2023年1—12月"), ("2022年", "2023年")])
def test_the_years_own_table_of_a_text_is_told_by_its_heading(layout, heads):
    assert published(in_text(layout, (heads[0], OTHER), (heads[1], OWN))) == truth_of(OWN)
    assert published(in_text(layout, (heads[1], OWN), (heads[0], OTHER))) == truth_of(OWN)


def test_headings_of_markdown_tell_it_too():
    assert published(in_text(barred, ("### 2023年1—6月\n", OTHER), ("### 2023年\n", OWN))) == truth_of(OWN)


@pytest.mark.parametrize("mark", ["### {}", "**{}**"])
def test_headings_of_markdown_tell_it_of_a_list_of_cells_too(mark):
    source = in_text(pipes, (mark.format("2023年1—6月"), OTHER), (mark.format("2023年1—12月"), OWN))
    assert published(source.replace("三、收到", "## 三、收到")) == truth_of(OWN)
