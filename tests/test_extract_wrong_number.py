"""A sum that the source prints wrong, in a text of one cell a line."""

import pytest
from printed_forms import HEADER, published, relabelled, request_lines, truth_of, with_values


def lines_of(rows, further=()) -> str:
    cells = [c for x in rows for c in (x.label, *x.values)]
    text = "\n".join(["三、收到和处理政府信息公开申请情况", *HEADER, *cells, "五、存在的主要问题及改进情况", *further])
    return text + "\n"


def with_nothing_granted():
    """The table whose first outcome is 0 throughout; all sums hold."""
    rows = request_lines()
    granted = next(x for x in rows if x.key == "granted")
    for key in ("granted", "processed_total", "new_requests"):
        values = next(x.values for x in rows if x.key == key)
        rows = with_values(rows, key, *(str(int(v) - int(g)) for v, g in zip(values, granted.values, strict=True)))
    return rows


ZERO = with_nothing_granted()


def with_total(rows, key, add):
    values = next(x.values for x in rows if x.key == key)
    return with_values(rows, key, *values[:-1], str(int(values[-1]) + add))


@pytest.mark.parametrize("key", ["processed_total", "new_requests", "denied_third_party"])
def test_wrong_sum_of_rows_that_print_all_their_numbers_is_published(key):
    rows = with_total(ZERO, key, 3)
    assert published(lines_of(rows)) == truth_of(rows)


def test_row_that_adds_up_but_was_never_dealt_with_is_published():
    carried_in = [int(v) for v in next(x.values for x in ZERO if x.key == "carried_in")]
    rows = with_values(ZERO, "carried_in", *(str(v + (n in (1, 6)) * 2) for n, v in enumerate(carried_in)))
    assert published(lines_of(rows)) == truth_of(rows)


def test_number_that_may_be_a_pages_leaves_the_wrong_sum_open():
    rows = with_total(ZERO, "denied_third_party", 3)
    found = published(lines_of(rows, ["下一步打算", "7"]))
    assert not any(row == "denied_third_party" for _, row, _ in found)


def test_foreign_number_in_place_of_an_empty_cell_is_no_wrong_number():
    rows = with_values(ZERO, "granted", *"0000700")
    assert published(lines_of(rows)) == {key: v for key, v in truth_of(rows).items() if key[1] != "granted"}


def test_label_that_lost_words_is_known_in_a_table_printed_in_full():
    rows = relabelled(with_total(ZERO, "processed_total", 3), "denied_third_party", "4.保护第三方权益")
    assert published(lines_of(rows)) == truth_of(rows)
