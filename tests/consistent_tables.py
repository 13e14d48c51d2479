"""Tables 三 and 四 that keep every sum, drawn by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st
from report_frames import NOT_OUTCOMES, Place

from pipeline.checks.sums import APPLICANTS
from pipeline.forms import form_cells

Table = tuple[str, bool, dict[Place, float | str | None]]
"""A form version, whether （六） is one row, and the numbers."""


def outcome_rows(version: str, single_other: bool) -> list[str]:
    rows = dict.fromkeys(c.row for c in form_cells() if c.form_version == version and c.table == "requests")
    names = [r for r in rows if r not in NOT_OUTCOMES]
    return [r for r in names if not r.startswith("other_")] + ["other"] if single_other else names


@st.composite
def consistent(draw: st.DrawFn) -> tuple[str, bool, dict[Place, float | str | None]]:
    """A form version, whether （六） is one row, and numbers that keep every sum."""
    version, single = draw(st.sampled_from([("2019", False), ("2021", False), ("2021", True)]))
    rows = outcome_rows(version, single)
    count = st.integers(0, 40)
    put: dict[Place, float | str | None] = {}
    for applicant in APPLICANTS:
        results = draw(st.lists(st.sampled_from([0, 0, 0, 1, 7, 40]), min_size=len(rows), max_size=len(rows)))
        processed, left = sum(results), draw(count)
        carried = draw(st.integers(0, processed + left))
        column = dict(zip(rows, results, strict=True))
        column |= {"processed_total": processed, "carried_out": left, "carried_in": carried}
        column |= {"new_requests": processed + left - carried}
        put |= {("requests", row, applicant): value for row, value in column.items()}
    for row in (*rows, *NOT_OUTCOMES):
        put["requests", row, "total"] = sum(int(put["requests", row, a]) for a in APPLICANTS)  # type: ignore[arg-type]
    for track in ("review", "litigation_direct", "litigation_after_review"):
        members = {c: draw(count) for c in ("upheld", "corrected", "other", "pending")}
        put |= {("review_litigation", track, c): v for c, v in (members | {"total": sum(members.values())}).items()}
    return version, single, put
