"""The benchmark of the rules: what is planted is found, what is not is not raised, and its own counting."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks import findings, hints
from benchmarks.checking import measure
from benchmarks.panels import Agency, plan, reports_of
from benchmarks.regions import regions
from samples.findings import findings as contradictions
from samples.panels import PANEL_PLANTS, agencies, draw_panel, panel_findings

NAME = next(agencies())


def agency(*plants: tuple[str, ...], form: str = "html") -> Agency:
    years = tuple(range(2024, 2024 - len(plants), -1))[::-1]
    return Agency("test/1", NAME, years, (form,) * len(plants), ((),) * len(plants), plants)


def found(*agencies: Agency, printed: bool = True) -> findings.Results:
    return findings.compare(*findings.run(agencies, 1, printed=printed))


@pytest.mark.parametrize("seed", range(5))
def test_years_of_an_agency_contradict_neither_themselves_nor_each_other(seed: int) -> None:
    reports = draw_panel(f"clean/{seed}", NAME, range(2019, 2025))
    assert [contradictions(r) for r in reports.values()] == [[]] * 6
    assert [panel_findings(reports[y - 1], reports[y]) for y in range(2020, 2025)] == [[]] * 5


@pytest.mark.parametrize("plant", [p for p in PANEL_PLANTS if p != "said_growth"])
def test_planted_break_between_two_years_is_in_the_truth(plant: str) -> None:
    year = 2020 if plant == "items" else 2023
    reports = draw_panel("broken", NAME, (year - 1, year), "busy")
    broken = PANEL_PLANTS[plant][1](reports[year], reports[year].rng("here"))
    assert panel_findings(reports[year - 1], broken)


def test_growth_is_told_from_what_last_year_really_prints() -> None:
    reports = reports_of(agency(("balance",), ()))
    printed = reports[2023].count("requests", "new_requests", "total")
    assert reports[2024].last_year == {"received": printed}


def test_planted_errors_of_two_years_are_found_and_nothing_else() -> None:
    results = found(agency(("applicants",), ("carry_over",)))
    sums, carried = results.by_rule["requests.applicants_sum"], results.by_rule["panel.carry_over"]
    assert (sums.planted, sums.found, carried.planted, carried.found) == (1, 1, 2, 2)
    assert results.details == []


def test_tables_without_files_are_checked_the_same_way() -> None:
    results = found(agency(("outcomes",), ("stock",)), printed=False)
    assert results.by_rule["panel.in_force_stock"].found == 1 and results.details == []


def test_missed_and_false_places_are_counted_apart() -> None:
    made, _ = findings.run([agency(("applicants",))], 1, printed=False)
    row = {"report_id": made[0].report_id, "rule": "requests.balance", "table": "requests", "row": None}
    results = findings.compare(made, pd.DataFrame([row | {"column": "enterprise"}]))
    assert results.by_rule["requests.balance"].false == 1
    assert results.by_rule["requests.applicants_sum"].planted == 1
    assert results.by_rule["requests.applicants_sum"].found == 0
    assert len(results.details) == 3  # the row, its column, and the false alarm


def test_planned_agencies_are_the_same_each_time_and_each_once() -> None:
    planned = list(plan("1", 200, 0, ("html", "pdf"), 1))
    assert planned == list(plan("1", 200, 0, ("html", "pdf"), 1))
    assert len({a.name for a in planned}) == len(planned)
    assert sum(len(a.years) for a in planned) >= 200
    assert {p for a in planned for plants in a.plants for p in plants} >= set(PANEL_PLANTS)


def test_derived_totals_and_located_cells_are_measured() -> None:
    totals, one, two = hints.derived("test", 12), hints.located("test", 10, 1), hints.located("test", 10, 2)
    assert totals["right"] > 0
    assert sum(one.values()) == sum(two.values()) == 10
    assert one["right"] == 10


def test_guards_of_corrections_hold_or_are_findings() -> None:
    made, _ = findings.run([agency((), (), ())], 1, printed=False)
    made, corrections = hints.with_guards(made, "test", share=1.0)
    found = findings.checked.findings((m.reading for m in made), corrections)
    broken = {m.report_id for m in made if ("correction.guard", "") in m.findings}
    assert len(corrections.of_cells) == 3
    assert set(found.loc[found["rule"] == "correction.guard", "report_id"]) == broken


def test_a_region_contradicts_its_departments_only_where_planted() -> None:
    made = [m for several in regions("1", 6) for m in several]
    found = findings.checked.findings(m.reading for m in made)
    wanted = {m.report_id for m in made if ("region.members_sum", "new_requests") in m.findings}
    assert set(found.loc[found["rule"] == "region.members_sum", "report_id"]) == wanted and wanted


def test_a_year_is_multiplied_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    measure([agency((), ("outcomes",))], 50, None)
    assert "checking 50 reports" in capsys.readouterr().out
