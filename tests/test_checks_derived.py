"""Blank totals that their row or column decides: never another number than the one that was left out."""

from __future__ import annotations

import pandas as pd
from consistent_tables import Table, consistent
from hypothesis import given, settings
from hypothesis import strategies as st
from report_frames import BLANK, MISSING, UNREADABLE, Place, cells

from pipeline.checks.derived import derived_totals
from pipeline.checks.sums import APPLICANTS

Put = dict[Place, float | str | None]
ENTERPRISE: Place = ("requests", "granted", "enterprise")
GRANTED: Place = ("requests", "granted", "total")
PROCESSED: Place = ("requests", "processed_total", "enterprise")


def derived(put: Put, version: str = "2021", single: bool = False) -> dict[Place, float]:
    frame = cells(version=version, put=put, single_other=single)
    found = derived_totals(frame)
    assert found.index.equals(frame.index)
    return {
        (c["table"], c["row"], c["column"]): float(d)
        for c, d in zip(frame.to_dict("records"), found, strict=True)
        if pd.notna(d)
    }


def is_total(place: Place) -> bool:
    return place[2] == "total" or place[:2] == ("requests", "processed_total")


@settings(max_examples=60, deadline=None)
@given(consistent(), st.data())
def test_what_is_derived_is_what_was_left_out(table: Table, data: st.DataObject) -> None:
    version, single, put = table
    erased = data.draw(st.lists(st.sampled_from(sorted(put)), max_size=40, unique=True))
    seen: Put = dict(put)
    for place in erased:
        total = is_total(place)
        # Agencies leave zeros blank; a number that is not there was not filled in.
        seen[place] = BLANK if total or put[place] == 0 else data.draw(st.sampled_from([MISSING, UNREADABLE]))
    found = derived(seen, version, single)
    assert all(found[place] == put[place] for place in found)
    assert all(is_total(place) and seen[place] == BLANK for place in found)


@settings(max_examples=30, deadline=None)
@given(consistent(), st.data())
def test_one_total_left_out_is_derived_from_its_row_or_column(table: Table, data: st.DataObject) -> None:
    version, single, put = table
    place = data.draw(st.sampled_from([p for p in sorted(put) if is_total(p)]))
    assert derived({**put, place: BLANK}, version, single) == {place: put[place]}


@settings(max_examples=20, deadline=None)
@given(consistent())
def test_a_whole_column_of_totals_left_out_is_derived_from_the_rows(table: Table) -> None:
    version, single, put = table
    totals = {p: v for p, v in put.items() if p[0] == "requests" and p[2] == "total"}
    assert derived({**put, **dict.fromkeys(totals, BLANK)}, version, single) == totals


@settings(max_examples=40, deadline=None)
@given(consistent(), st.data())
def test_a_table_with_a_wrong_number_derives_nothing_but_what_a_row_or_column_adds_up_to(
    table: Table, data: st.DataObject
) -> None:
    version, single, put = table
    numbers = [p for p in sorted(put) if p[0] == "requests"]
    wrong, total = data.draw(st.sampled_from(numbers)), data.draw(st.sampled_from([p for p in numbers if is_total(p)]))
    seen: Put = {**put, wrong: int(put[wrong]) + data.draw(st.integers(1, 5)), total: BLANK}  # type: ignore[arg-type]
    found = derived(seen, version, single)
    # Row and column both speak of every total in these tables: a wrong number that reaches it contradicts one of them.
    assert found in ({}, {total: put[total]})


def test_blank_members_add_nothing_but_decide_nothing_alone() -> None:
    new: Place = ("requests", "new_requests", "total")
    row: Put = {("requests", "new_requests", a): BLANK for a in APPLICANTS}
    column: Put = {("requests", r, "total"): BLANK for r in ("carried_in", "processed_total", "carried_out")}
    everything: Put = {**row, **column, new: BLANK}
    assert new not in derived(everything)
    came: Put = {("requests", r, "enterprise"): 4 for r in ("new_requests", "carried_out")}
    assert derived({**everything, **came})[new] == 4


def test_a_row_and_a_column_that_contradict_each_other_decide_nothing() -> None:
    assert derived({ENTERPRISE: 3, GRANTED: BLANK, PROCESSED: 3}) == {}
    agreeing: Put = {ENTERPRISE: 3, GRANTED: BLANK, PROCESSED: 3, ("requests", "new_requests", "enterprise"): 3}
    agreeing |= {("requests", "processed_total", "total"): 3, ("requests", "new_requests", "total"): 3}
    assert derived(agreeing) == {GRANTED: 3}


def test_a_row_with_an_unreadable_member_is_decided_by_its_column_alone() -> None:
    put: Put = {ENTERPRISE: UNREADABLE, GRANTED: BLANK, ("requests", "processed_total", "total"): 3}
    assert derived(put) == {GRANTED: 3}
    assert derived({**put, ("requests", "denied_third_party", "total"): MISSING}) == {}


def test_a_total_below_zero_or_of_fractions_is_not_derived() -> None:
    assert derived({ENTERPRISE: UNREADABLE, GRANTED: BLANK, ("requests", "denied_third_party", "total"): 2}) == {}
    assert (
        derived({("review_litigation", "review", "upheld"): 0.5, ("review_litigation", "review", "total"): BLANK}) == {}
    )


def test_outcome_rows_that_are_not_all_listed_decide_no_total() -> None:
    frame = cells(put={ENTERPRISE: 3, PROCESSED: BLANK, ("requests", "new_requests", "enterprise"): BLANK})
    frame = frame[~frame["row"].isin(["other_misc", "new_requests"])]
    assert derived_totals(frame[frame["column"] == "enterprise"]).isna().all()


def test_a_total_that_is_printed_blank_on_table_four() -> None:
    track: Put = {("review_litigation", "review", c): v for c, v in (("upheld", 2), ("other", BLANK), ("total", BLANK))}
    assert derived(track) == {("review_litigation", "review", "total"): 2}
    assert derived({**track, ("review_litigation", "review", "pending"): MISSING}) == {}
    assert (
        derived(
            {("review_litigation", "review", c): BLANK for c in ("upheld", "corrected", "other", "pending", "total")}
        )
        == {}
    )


def test_no_cells_derive_nothing() -> None:
    assert derived_totals(cells().iloc[:0]).empty
