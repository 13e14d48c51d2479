"""Text of a page whose labels and numbers come block by block: what order and sums tell, and what they do not."""

import pytest
from printed_forms import published, request_lines, spaces, truth_of

LINES = request_lines()
HEADING = "三、收到和处理政府信息公开申请情况"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
END = "四、政府信息公开行政复议、行政诉讼情况"


def text(cells: list[str], header: tuple[str, ...] = APPLICANTS) -> str:
    return "\n\n".join([HEADING, *header, *cells, END, "行政复议"])


def cells_of(first: int = 0, last: int | None = None) -> list[str]:
    """Each row's label and its numbers."""
    return [cell for line in LINES[first:last] for cell in (line.label, *line.values)]


def requests(source: str) -> dict[tuple[str, str, str], float | None]:
    return {key: value for key, value in published(source).items() if key[0] == "requests"}


def without(cells: list[str], *taken: str) -> list[str]:
    rest = list(cells)
    for one in taken:
        rest.remove(one)
    return rest


TOTAL_OF_FIRST = LINES[0].values[-1]
TOTAL_OF_THIRD = LINES[2].values[-1]
LAST_LABEL = LINES[24].label


def but(*rows: str) -> dict[tuple[str, str, str], float]:
    """What the table prints, less some rows."""
    return {key: value for key, value in truth_of(LINES).items() if key[1] not in rows}


def test_labels_of_several_rows_before_their_numbers():
    """The sums tell the last two rows apart, but not the refusals."""
    labels = [line.label for line in LINES[22:]]
    values = [value for line in LINES[22:] for value in line.values]
    assert requests(text([*cells_of(0, 22), *labels, *values])) == truth_of(LINES)
    labels = [line.label for line in LINES[10:12]]
    values = [value for line in LINES[10:12] for value in line.values]
    source = text([*cells_of(0, 10), *labels, *values, *cells_of(12)])
    assert requests(source) == but(LINES[10].key, LINES[11].key)


def test_all_labels_and_then_the_columns_one_by_one():
    columns = zip(*(line.values for line in LINES), strict=True)
    cells = [*(line.label for line in LINES), *(value for column in columns for value in column)]
    assert {key[1] for key in requests(text(cells))} == {"processed_total", "carried_out"}


def test_total_that_stands_behind_another_rows_numbers_moves_none():
    cells = without(cells_of(), TOTAL_OF_FIRST)
    place = cells.index(LINES[6].label)
    moved = [*cells[:place], "（六）其他处理", TOTAL_OF_FIRST, *cells[place:]]
    assert requests(text(moved)).items() < truth_of(LINES).items()


def test_numbers_behind_a_heading_between_the_rows_move_none():
    first = [cell for line in LINES[:3] for cell in (line.label, *line.values[:3])]
    others = [value for line in LINES[:3] for value in line.values[3:]]
    found = requests(text([*first, "法人或其他组织", *others, *cells_of(3)]))
    assert found == but(*(line.key for line in LINES[:3]))


def test_numbers_at_the_end_of_their_labels_line_and_on_the_next():
    lines = [f"{x.label} {' '.join(x.values[:2])}\n\n{' '.join(x.values[2:])}" for x in LINES]
    page = "\n\n".join("本机关主动公开政府信息若干条\n\n1" for _ in range(25))
    assert requests(f"{page}\n\n{text(lines)}") == truth_of(LINES)


def test_label_of_a_group_for_the_labels_of_its_rows():
    values = [value for line in LINES[4:12] for value in line.values]
    late = [line.label for line in LINES[4:12]]
    source = text([*cells_of(0, 4), "（三）不予", *values, *cells_of(12), *late])
    assert requests(source) == but(*(line.key for line in LINES[4:12]))


@pytest.mark.parametrize(
    "source",
    [
        text([*(x.label for x in reversed(LINES)), *(v for x in LINES for v in x.values)]),
        text(without(cells_of(), TOTAL_OF_FIRST)),
        text([*without(cells_of(), TOTAL_OF_FIRST, TOTAL_OF_THIRD), TOTAL_OF_FIRST, str(int(TOTAL_OF_THIRD) + 1)]),
        text(
            [*without(cells_of(), TOTAL_OF_FIRST), TOTAL_OF_FIRST],
            header=("自然人", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他", "总计"),
        ),
    ],
    ids=["labels in another order", "a number lacks", "a sum is broken", "columns in another order"],
)
def test_first_row_that_nothing_proves_is_not_read(source):
    assert not [key for key in requests(source) if key[1] == LINES[0].key]


REVIEW = ("行政复议", "行政诉讼")
PIECES = ("结果", "结果", "其他", "尚未", "维持", "纠正", "结果", "审结")
TRACKS = (
    (*REVIEW, *PIECES, "1", "0", "4", "0", "未经复议直接起诉", "总计", "5"),
    (*PIECES, "0", "3", "0", "2", "复议后起诉", "总计", "5"),
    (*PIECES, "0", "0", "7", "0", "总计", "7"),
)


def review(*tracks: tuple[str, ...], before: list[str]) -> list[float | None]:
    source = "\n\n".join([HEADING, *APPLICANTS, *before, END, *(cell for track in tracks for cell in track), ""])
    return [value for key, value in published(source).items() if key[0] == "review_litigation"]


def test_totals_of_tracks_that_stand_behind_the_next_tracks_name():
    assert review(*TRACKS, before=cells_of()) == [1, 0, 4, 0, 5, 0, 3, 0, 2, 5, 0, 0, 7, 0, 7]


def test_tracks_in_another_order_are_not_read():
    name, other = "未经复议直接起诉", "复议后起诉"
    swapped = [tuple({name: other, other: name}.get(cell, cell) for cell in track) for track in TRACKS]
    assert not review(*swapped, before=cells_of())


def test_tracks_are_not_read_where_table_three_is_not_in_order():
    moved = [*without(cells_of(), LINES[3].values[0]), LINES[3].values[0]]
    assert not review(*TRACKS, before=moved)


def test_number_of_table_two_behind_labels_of_several_rows_is_nobodys():
    blocks = (
        *("第二十条第（一）项", "信息内容", "规章", "行政规范性文件", "本年制发件数", "本年废止件数"),
        *("现行有效件数", "0", "0", "0", "1", "2", "17", "第二十条第（五）项", "信息内容", "本年处理决定数量"),
        *("行政许可", "信息内容", "行政处罚", "行政强制", "信息内容", "行政事业性收费", "106"),
        *(
            "第二十条第（六）项",
            "本年处理决定数量",
            "77",
            "3",
            "第二十条第（八）项",
            "本年收费金额（单位：万元）",
            "718.97",
        ),
    )
    found = published("\n\n".join(["二、主动公开政府信息情况", *blocks]) + "\n\n" + text(cells_of()))
    assert not [key for key in found if key[0] == "proactive"]


@pytest.mark.parametrize(
    ("one", "other"), [("new_requests", "carried_in"), ("denied_state_secret", "denied_third_party")]
)
def test_rows_that_a_text_prints_in_each_others_place_have_not_each_others_numbers(one, other):
    lines = request_lines()
    places = {x.key: n for n, x in enumerate(lines)}
    printed = list(lines)
    printed[places[one]], printed[places[other]] = lines[places[other]], lines[places[one]]
    truth = truth_of(lines)
    found = published(spaces(printed))
    assert found.items() <= truth.items()
    assert {row for _, row, _ in truth.keys() - found.keys()} <= {one, other}
