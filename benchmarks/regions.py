"""Governments beside their departments, under the names of real places: only those have a division code.

All numbers are drawn. A government either counts its whole region, as its form asks, or (planted) its office alone,
which contradicts its departments where they count more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.panels import Made, alone
from samples.findings import findings
from samples.forms import REQUESTS, Key
from samples.panels import draw_panel
from samples.truth import Report, printed_count

PLACES = (
    *("德清县", "桐庐县", "安吉县", "嘉善县", "海宁市", "平湖市", "义乌市", "永康市", "慈溪市", "余姚市"),
    *("宁海县", "象山县", "瑞安市", "乐清市", "平阳县", "泰顺县", "昆山市", "曲阜市", "诸暨市", "天台县"),
)
"""Counties of GB/T 2260 that no other county is named like."""
DEPARTMENTS = ("财政局", "教育局", "民政局", "卫生健康局", "交通运输局", "水利局")
YEAR = 2023


def _counts(report: Report) -> dict[Key, int]:
    return {k: int(c.value or 0) for k, c in report.cells.items() if k[0] == REQUESTS}


def region(seed: str, place: str) -> list[Made]:
    """One government, its office and some departments of a year."""
    rng = random.Random(f"region/{seed}/{place}")
    names = [place + d for d in rng.sample(DEPARTMENTS, rng.randint(2, 5))]
    own = draw_panel(f"{seed}/{place}", f"{place}人民政府", (YEAR,), "normal")[YEAR]
    members = [draw_panel(f"{seed}/{name}", name, (YEAR,), "normal")[YEAR] for name in names]
    planted = rng.random() < 0.4
    government = own
    if not planted:
        sums = _counts(own)
        for member in members:
            sums = {k: n + _counts(member)[k] for k, n in sums.items()}
        government = own.with_cells({k: printed_count(n) for k, n in sums.items()})
    received = (REQUESTS, "new_requests", "total")
    fewer = (government.count(*received) or 0) < sum(m.count(*received) or 0 for m in members)
    # Without decisions in table 二 nothing says that the government counts its departments too.
    decides = any(government.count("proactive", r, "decisions") for r in ("licence", "penalty", "coercion"))
    broken = fewer and decides
    plants = ("region",) if planted else ()
    found = [*findings(government), *([("region.members_sum", "new_requests")] if broken else [])]
    made = [alone(replace(government, seed=f"{seed}/{place}"), plants, found, seed, undisturbed=not planted)]
    return made + [alone(m, (), findings(m), seed, undisturbed=True) for m in members]


def regions(seed: str, number: int) -> Iterator[list[Made]]:
    """So many regions, at most one for each place that is known here."""
    for place in PLACES[:number]:
        yield region(seed, place)
