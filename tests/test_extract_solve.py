"""Deciding between readings by the form's sums: what is decided, what stays open, and that it is never wrong."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import ExtractedCell
from pipeline.extract.sums.solve import BROKEN_ELSEWHERE, NONE_FITS, NOT_PROVEN, SEVERAL_FIT, TOO_MANY, Choice, decide
from pipeline.forms import FORMS

ROWS = FORMS["2021"].tables["requests"].rows
KEYS = [r.key for r in ROWS]
COLUMNS = [c.key for c in ROWS[0].columns]
OUTCOMES = [r.key for r in ROWS if r.role == "outcome"]
Table = dict[tuple[str, str], Decimal | None]


def true_table(rng: random.Random, most: int, zeros: float) -> Table:
    """Table 三 whose sums hold."""
    numbers = {k: [0 if rng.random() < zeros else rng.randint(1, most) for _ in range(6)] for k in OUTCOMES}
    numbers["processed_total"] = [sum(numbers[k][c] for k in OUTCOMES) for c in range(6)]
    numbers["carried_out"] = [rng.randint(0, 3) for _ in range(6)]
    handled = [p + o for p, o in zip(numbers["processed_total"], numbers["carried_out"], strict=True)]
    numbers["carried_in"] = [rng.randint(0, min(3, n)) for n in handled]
    numbers["new_requests"] = [n - c for n, c in zip(handled, numbers["carried_in"], strict=True)]
    return {
        (k, c): Decimal(n) for k in KEYS for c, n in zip(COLUMNS, [*numbers[k], sum(numbers[k])], strict=True)
    }  # fmt: skip


def as_cells(printed: Table, without: Collection[str] = ()) -> list[ExtractedCell]:
    return [
        ExtractedCell(
            *("requests", row, column, "2021", None if n is None else float(n), "count"),
            "blank" if n is None else "reported",
        )
        for (row, column), n in printed.items()
        if row not in without
    ]


def places_of(cells: Sequence[tuple[str, str]], printed: Table) -> Choice:
    """A row's numbers in all the places that their order allows."""
    return places_for(cells, [n for key in cells if (n := printed[key]) is not None])


def places_for(cells: Sequence[tuple[str, str]], numbers: Sequence[Decimal | None]) -> Choice:
    options = []
    for places in combinations(range(len(cells)), len(numbers)):
        at = dict(zip(places, numbers, strict=True))
        options.append(tuple(at.get(n) for n in range(len(cells))))
    return Choice(tuple(cells), tuple(dict.fromkeys(options)), complete=True)


def row_of(key: str, printed: Table) -> Choice:
    return places_of([(key, c) for c in COLUMNS], printed)


def whole(seed: int = 1) -> Table:
    return true_table(random.Random(seed), 900, 0)


def without(printed: Table, *cells: tuple[str, str]) -> Table:
    return {**printed, **dict.fromkeys(cells)}


GAP = ("granted", "research_institution")


def gap_table() -> Table:
    """A table one of whose cells is a zero that the source leaves empty."""
    table = whole()
    number = table[GAP]
    for key in ((GAP[0], "total"), ("processed_total", GAP[1]), ("processed_total", "total")):
        table[key] -= number
    for key in (("new_requests", GAP[1]), ("new_requests", "total")):
        table[key] -= number
    return without(table, GAP)


def test_row_with_a_lost_blank_is_placed():
    printed = gap_table()
    decision = decide("requests", as_cells(printed, ["granted"]), [row_of("granted", printed)])
    assert decision.reasons == {}
    assert decision.values == {key: n for key, n in printed.items() if key[0] == "granted"}


def test_two_rows_with_the_same_numbers_in_other_columns_are_not_told_apart():
    printed = gap_table()
    for row, column in (("denied_third_party", "enterprise"), ("denied_deliberative", "legal_service_institution")):
        lost = [(row, c) for c in COLUMNS if c not in (column, "total")]
        printed |= {(row, column): Decimal(5), (row, "total"): Decimal(5)} | dict.fromkeys(lost)
    for column in COLUMNS:
        total = sum(printed[k, column] or 0 for k in OUTCOMES)
        printed["new_requests", column] += total - printed["processed_total", column]
        printed["processed_total", column] = total
    rows = ["denied_third_party", "denied_deliberative"]
    decision = decide("requests", as_cells(printed, rows), [row_of(r, printed) for r in rows])
    assert decision.values["denied_third_party", "total"] == 5
    open_columns = {c for r, c in decision.reasons if r == "denied_third_party"}
    assert open_columns == {"enterprise", "legal_service_institution"}
    assert set(decision.reasons.values()) == {SEVERAL_FIT}


def test_zero_beside_a_lost_blank_is_not_decided():
    printed = gap_table()
    printed["granted", "public_welfare_organisation"], zero = Decimal(0), printed["granted", COLUMNS[3]]
    for key in (("granted", "total"), ("processed_total", COLUMNS[3]), ("processed_total", "total")):
        printed[key] -= zero
    for key in (("new_requests", COLUMNS[3]), ("new_requests", "total")):
        printed[key] -= zero
    decision = decide("requests", as_cells(printed, ["granted"]), [row_of("granted", printed)])
    assert set(decision.reasons) == {GAP, ("granted", "public_welfare_organisation")}


@pytest.mark.parametrize("row", ["granted", "denied_third_party", "processed_total"])
def test_wrong_number_beside_a_lost_blank_places_nothing(row):
    printed = gap_table()
    printed[row, "enterprise"] += 1
    decision = decide("requests", as_cells(printed, ["granted"]), [row_of("granted", printed)])
    assert decision.values == {} and set(decision.reasons.values()) <= {BROKEN_ELSEWHERE, NONE_FITS}


def test_blank_totals_prove_no_place():
    printed = without(gap_table(), *(("processed_total", c) for c in COLUMNS))
    decision = decide("requests", as_cells(printed, ["granted"]), [row_of("granted", printed)])
    assert decision.values == {} and decision.reasons[GAP] == SEVERAL_FIT


def test_mark_behind_a_row_is_not_its_total_left_blank():
    # A note's 无 behind the row takes a place among its numbers, and so the total none but its own.
    table = {key: Decimal(int(key[0] in ("granted", "processed_total", "new_requests"))) for key in whole()}
    printed = {key: n if key[1] in (COLUMNS[1], "total") else None for key, n in table.items()}
    cells = tuple(("granted", column) for column in COLUMNS)
    found = decide("requests", as_cells(printed, ["granted"]), [places_for(cells, [Decimal(1), Decimal(1), None])])
    assert ("granted", "total") not in found.values


def test_doubtful_number_is_decided_by_its_row_and_column():
    printed = whole()
    key = ("granted", "enterprise")
    choice = Choice((key,), ((printed[key] + 6,), (printed[key],), (None,)))
    assert decide("requests", as_cells(printed), [choice]).values == {key: printed[key]}


def test_doubtful_number_none_of_whose_readings_fits():
    printed = whole()
    key = ("granted", "enterprise")
    choice = Choice((key,), ((printed[key] + 6,), (printed[key] + 1,)))
    assert decide("requests", as_cells(printed), [choice]).reasons == {key: NONE_FITS}


def test_wrong_sum_elsewhere_leaves_a_doubtful_number_decided():
    printed = whole()
    key = ("granted", "enterprise")
    choice = Choice((key,), ((printed[key] + 6,), (printed[key],)))
    printed["denied_third_party", "other_organisation"] += 1
    assert decide("requests", as_cells(printed), [choice]).values == {key: printed[key]}


def test_wrong_number_in_its_row_leaves_other_doubtful_numbers_decided():
    printed = whole()
    keys = [("granted", "enterprise"), ("granted", "total"), ("denied_deliberative", "enterprise")]
    choices = [Choice((k,), ((printed[k] + 6,), (printed[k],))) for k in keys]
    printed["granted", "natural_person"] += 1
    decision = decide("requests", as_cells(printed), choices)
    # The row of two of them does not hold whatever they are; the third has both its sums.
    assert decision.values == {keys[2]: printed[keys[2]]} and set(decision.reasons) == set(keys[:2])


def test_only_reading_is_not_decided_without_a_sum_that_holds():
    printed = without(whole(), ("granted", "total"), ("processed_total", "enterprise"))
    key = ("granted", "enterprise")
    assert decide("requests", as_cells(printed), [Choice((key,), ((printed[key],),))]).reasons == {key: NOT_PROVEN}


def test_many_doubtful_numbers_at_once():
    printed = whole()
    rng = random.Random(3)
    keys = rng.sample(list(printed), 60)
    choices = [Choice((k,), ((printed[k] + rng.randint(1, 99),), (printed[k],), (printed[k] * 10,))) for k in keys]
    assert decide("requests", as_cells(printed), choices).values == {k: printed[k] for k in keys}


TRACKS = [("review_litigation", r, c) for r in ("review", "litigation_direct", "litigation_after_review")
          for c in ("upheld", "corrected", "other", "pending", "total")]  # fmt: skip


def test_tracks_that_can_stand_nowhere_else_are_placed():
    cells = [key[1:] for key in TRACKS]
    numbers = [5, 4, 3, 2, 14, None, 7, 9, 1, 17, 21, 2, 8, 30, 61]
    printed = dict(zip(cells, (None if n is None else Decimal(n) for n in numbers), strict=True))
    decision = decide("review_litigation", [], [places_of(cells, printed)])
    assert decision.values.items() <= printed.items()
    assert all(key in decision.values for key in cells[:4])


def test_readings_beyond_counting_stay_open():
    rng = random.Random(1)
    printed = {key: (n or None) for key, n in true_table(rng, 2, 0.6).items()}
    rows = [k for k in KEYS if any(printed[k, c] is not None for c in COLUMNS)]
    decision = decide("requests", as_cells(printed, rows), [row_of(r, printed) for r in rows])
    assert all(printed[key] == n for key, n in decision.values.items())
    assert set(decision.reasons.values()) <= {TOO_MANY, SEVERAL_FIT}


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    most=st.sampled_from([2, 9, 300]),
    zeros=st.sampled_from([0.2, 0.6]),
    blank=st.sampled_from([0.3, 1.0]),
    lossy=st.sampled_from([0.1, 0.4, 1.0]),
    planted=st.integers(0, 1),
)
def test_lost_blanks_never_lead_to_a_wrong_place(seed, most, zeros, blank, lossy, planted):
    """Random true tables; zeros left empty; rows without trace of that; and one number that is printed wrong."""
    rng = random.Random(seed)
    printed = {key: None if n == 0 and rng.random() < blank else n for key, n in true_table(rng, most, zeros).items()}
    for key in rng.sample(list(printed), planted):
        printed[key] = Decimal(rng.choice([n for n in range(2 * most + 3) if n != printed[key]]))
    rows = [k for k in KEYS if rng.random() < lossy and 0 < sum(printed[k, c] is not None for c in COLUMNS) < 7]
    decision = decide("requests", as_cells(printed, rows), [row_of(r, printed) for r in rows])
    assert {key: n for key, n in decision.values.items() if printed[key] != n} == {}
    assert len(decision.values) + len(decision.reasons) == 7 * len(rows)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40), planted=st.integers(0, 1))
def test_doubtful_numbers_are_never_decided_wrong(seed, count, planted):
    """Random true tables with doubtful cells, and elsewhere one number that is printed wrong."""
    rng = random.Random(seed)
    printed = true_table(rng, 60, 0.3)
    doubtful = rng.sample(list(printed), count)
    for key in rng.sample([k for k in printed if k not in doubtful], planted):
        printed[key] += rng.choice([1, 6, 10, 54])
    choices = []
    for key in doubtful:
        others = {Decimal(str(printed[key]).replace(a, b)) for a, b in ("17", "38", "06", "56")} | {Decimal(1)}
        choices.append(Choice((key,), tuple((n,) for n in sorted(others | {printed[key]}))))
    decision = decide("requests", as_cells(printed), choices)
    assert {key: n for key, n in decision.values.items() if printed[key] != n} == {}
    # Four cells at the corners of a rectangle are the fewest that can change together and keep all sums.
    assert planted or not decision.reasons or count > 3


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), planted=st.integers(0, 1))
def test_lost_blanks_of_table_four_never_lead_to_a_wrong_place(seed, planted):
    rng = random.Random(seed)
    numbers: list[int | None] = []
    for _ in range(3):
        parts = [rng.choice([0, 0, 1, 2, 7]) for _ in range(4)]
        numbers += [*parts, sum(parts)]
    cells = [key[1:] for key in TRACKS]
    printed: Table = {
        key: None if n == 0 and rng.random() < 0.5 else Decimal(n) for key, n in zip(cells, numbers, strict=True)
    }
    for key in rng.sample(cells, planted):
        printed[key] = Decimal(rng.randint(0, 9))
    decision = decide("review_litigation", [], [places_of(cells, printed)])
    assert {key: n for key, n in decision.values.items() if printed[key] != n} == {}


def test_numbers_that_fit_only_beside_a_blank_total_are_not_placed():
    # Printed is 1 0 0 0 _ | 0 0 _ 0 0 | 0 0 1 0 0: a total that nobody filled in, and a wrong one.
    keys = [(row.key, c.key) for row in FORMS["2021"].tables["review_litigation"].rows for c in row.columns]
    printed = {key: None if n == "_" else Decimal(n) for key, n in zip(keys, "1000_00_0000100", strict=True)}
    assert decide("review_litigation", [], [places_of(keys, printed)]).values == {}
