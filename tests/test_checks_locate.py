"""The one wrong cell of a table: named where it is, or not at all."""

from __future__ import annotations

import pandas as pd
from consistent_tables import Table, consistent
from hypothesis import given, settings
from hypothesis import strategies as st
from report_frames import BLANK, MISSING, UNREADABLE, Place, cells

from pipeline.checks.locate import locate
from pipeline.checks.printed import printed

Put = dict[Place, float | str | None]


def located(put: Put, version: str = "2021", single: bool = False) -> tuple[Place, float] | None:
    frame = cells(version=version, put=put, single_other=single)
    table = printed("requests", frame, pd.Index(["a" * 16]))
    found = locate(table).get(0)
    return None if found is None else (("requests", table.rows[found.row], table.columns[found.column]), found.fits)


def of_requests(put: Put) -> list[Place]:
    return [p for p in sorted(put) if p[0] == "requests"]


@settings(max_examples=60, deadline=None)
@given(consistent(), st.data())
def test_one_wrong_number_anywhere_is_named_with_the_right_one(table: Table, data: st.DataObject) -> None:
    version, single, put = table
    place = data.draw(st.sampled_from(of_requests(put)))
    right = int(put[place])  # type: ignore[arg-type]
    wrong = data.draw(st.integers(0, 60).filter(lambda n: n != right) | st.just(right * 10 + 7))
    assert located({**put, place: wrong}, version, single) == (place, right)


@settings(max_examples=60, deadline=None)
@given(consistent(), st.data())
def test_beside_cells_that_tell_nothing_no_other_cell_is_ever_named(table: Table, data: st.DataObject) -> None:
    version, single, put = table
    seen: Put = dict(put)
    for place in data.draw(st.lists(st.sampled_from(of_requests(put)), max_size=30, unique=True)):
        total = place[2] == "total" or place[1] == "processed_total"
        seen[place] = BLANK if total or put[place] == 0 else data.draw(st.sampled_from([MISSING, UNREADABLE]))
    place = data.draw(st.sampled_from([p for p in of_requests(seen) if isinstance(seen[p], int)]))
    seen[place] = int(put[place]) + data.draw(st.integers(1, 9))  # type: ignore[arg-type]
    found = located(seen, version, single)
    # A blank total inside the row of totals breaks that row too, and may be the only cause that can be told.
    assert found is None or (put[found[0]] == found[1] and (found[0] == place or seen[found[0]] == BLANK))


def test_a_number_left_out_is_named_where_row_and_column_lack_it() -> None:
    put: Put = {("requests", r, c): 4 for r in ("new_requests", "carried_out") for c in ("enterprise", "total")}
    blank: Place = ("requests", "carried_out", "enterprise")
    assert located({**put, blank: BLANK}) == (blank, 4)


def test_a_blank_total_inside_a_row_is_named_where_its_column_gives_the_same_number() -> None:
    put: Put = {
        ("requests", r, c): 4 for r in ("new_requests", "granted", "processed_total") for c in ("enterprise", "total")
    }
    blank: Place = ("requests", "processed_total", "enterprise")
    assert located({**put, blank: BLANK}) == (blank, 4)
    assert located({**put, blank: BLANK, ("requests", "granted", "enterprise"): 5}) is None


def test_a_row_and_a_column_that_are_off_in_opposite_ways_name_no_cell() -> None:
    # The applicants of the row exceed their total by 2, the outcomes of the column fall short of theirs by 2.
    put: Put = {("requests", "granted", "enterprise"): 5, ("requests", "granted", "total"): 3}
    put |= {("requests", r, "enterprise"): 7 for r in ("new_requests", "processed_total")}
    put |= {("requests", "new_requests", "total"): 7, ("requests", "processed_total", "total"): BLANK}
    assert located(put) is None
    fits: Put = {("requests", r, "enterprise"): 3 for r in ("new_requests", "processed_total")}
    assert located({**put, **fits, ("requests", "new_requests", "total"): 3}) == (
        ("requests", "granted", "enterprise"),
        3,
    )


def test_a_cell_that_would_have_to_be_negative_is_not_named() -> None:
    # 予以公开 of enterprises prints 0 where its row and its column exceed their totals by 2.
    put: Put = {("requests", "granted", "natural_person"): 2, ("requests", "denied_third_party", "enterprise"): 2}
    put |= {("requests", "denied_third_party", "total"): 2, ("requests", "processed_total", "natural_person"): 2}
    put |= {("requests", "new_requests", "natural_person"): 2, ("requests", "new_requests", "total"): 2}
    put |= {("requests", "processed_total", "total"): 2}
    assert located(put) is None


def test_two_wrong_numbers_name_no_cell() -> None:
    put: Put = {("requests", "granted", "enterprise"): 5, ("requests", "denied_third_party", "natural_person"): 5}
    assert located(put) is None


def test_one_broken_sum_alone_names_no_cell() -> None:
    put: Put = {("requests", r, "enterprise"): BLANK for r in ("processed_total",)}
    put |= {("requests", "granted", "enterprise"): 5, ("requests", "granted", "natural_person"): UNREADABLE}
    put |= {("requests", "granted", "total"): 4, ("requests", "denied_third_party", "total"): 1}
    assert located(put) is None


def test_a_clean_table_names_nothing_and_no_report_is_mixed_up_with_another() -> None:
    wrong: Put = {("requests", "granted", "enterprise"): 3}
    frames = [cells("a"), cells("b", put=wrong), cells("c")]
    table = printed("requests", pd.concat(frames), pd.Index(["a", "b", "c"]))
    found = locate(table)
    assert list(found) == [1] and (table.rows[found[1].row], table.columns[found[1].column]) == (
        "granted",
        "enterprise",
    )
    assert locate(printed("requests", cells("a"), pd.Index(["a"]))) == {}
