"""Tables that print the form's rows in another order: a label with its numbers beside it tells, wherever it stands."""

import random
from dataclasses import replace
from itertools import groupby

import pytest
from printed_forms import LAYOUTS, Line, html, published, request_lines, tabs, truth_of

LINES = request_lines()
IN_GRIDS = ["html", "tabs", "cells"]


def moved(key: str, before: str) -> list[Line]:
    """The lines with one row before another."""
    own = next(x for x in LINES if x.key == key)
    rest = [x for x in LINES if x is not own]
    at = next(n for n, x in enumerate(rest) if x.key == before)
    return [*rest[:at], own, *rest[at:]]


@pytest.mark.parametrize("layout", IN_GRIDS)
@pytest.mark.parametrize(("key", "before"), [("carried_in", "new_requests"), ("carried_out", "denied_state_secret")])
def test_row_before_another_than_in_the_form_is_told_by_its_label(layout, key, before):
    assert published(LAYOUTS[layout](moved(key, before))) == truth_of(LINES)


@pytest.mark.parametrize("layout", IN_GRIDS)
@pytest.mark.parametrize("seed", range(3))
def test_rows_of_each_group_in_any_order_are_told_by_their_labels(layout, seed):
    chance = random.Random(seed)
    groups = [list(own) for _, own in groupby(LINES, key=lambda x: x.key.split("_")[0])]
    lines = [x for own in groups for x in chance.sample(own, len(own))]
    assert published(LAYOUTS[layout](lines)) == truth_of(LINES)


def test_other_with_its_number_is_a_row_before_the_two_that_stand_above_it_in_the_form():
    lines = moved("other_misc", "other_overdue_correction")
    assert published(html(lines)) == truth_of(LINES)
    assert not {k for k in published(html([replace(x, label="其他") if x.key == "other_misc" else x for x in lines]))
                if k[1] == "other_misc"}  # fmt: skip


def test_rows_of_a_text_that_has_numbers_without_a_label_are_not_told_where_they_stand_elsewhere():
    lines = moved("carried_in", "new_requests")
    unlabelled = tabs([*lines[:6], Line("", "", lines[6].values), *lines[6:]])
    assert published(unlabelled).items() <= truth_of(LINES).items()
    assert "carried_in" not in {key[1] for key in published(unlabelled)}
