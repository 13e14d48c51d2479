"""A report drawn from a seed: who, which year, which form, and every cell with the text it is printed as.

Numbers are internally consistent until :mod:`samples.plants` breaks them on purpose. What is printed is the truth.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from samples.forms import (
    APPLICANTS,
    COLUMNS,
    NOT_OUTCOMES,
    PROACTIVE,
    PROACTIVE_SECTIONS,
    REQUESTS,
    RESULTS,
    REVIEW,
    THREE_OTHERS,
    TRACKS,
    Key,
    form_cells,
    rows_of,
)

PLACES = (
    "澜溪市",
    "松岭县",
    "澜溪市碧潭区",
    "望川县",
    "清岚市",
    "清岚市鹤渚区",
    "石坪县",
    "云渡市",
    "云渡市柏荫区",
    "枫湾市",
)
OFFICES = (
    "人民政府",
    "人民政府办公室",
    "财政局",
    "教育局",
    "发展和改革局",
    "自然资源和规划局",
    "卫生健康委员会",
    "市场监督管理局",
    "住房和城乡建设局",
    "文化广电和旅游局",
    "民政局",
    "人力资源和社会保障局",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell as printed: its value (amounts in yuan unless the unit is unstated), unit, state and text."""

    value: float | None
    unit: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report: identity, the form each table follows, and the printed cells.

    ``sections`` gives the form version of each item of table 二, so that a mixture can be printed; ``period`` is the
    stated statistical period (None where the report states none); ``stated`` overrides numbers that the text repeats.
    ``says`` names the families of sentences that restate numbers (:mod:`samples.statements`; empty for a drawn few),
    ``last_year`` the year before's numbers that the text compares with, ``extra`` the number of a row that no form
    has, ``odd`` the rule and the key of a planted number that does not fit the agency's other years.
    ``names`` prints another agency in some parts (``title``, ``intro``, ``foot``); ``agency_clear`` tells whether a
    reader can still say whose report it is.
    """

    seed: str
    agency: str
    year: int
    version: str
    sections: dict[str, str]
    requests_version: str
    cells: dict[Key, Printed]
    period: tuple[str, str] | None
    title_year: int
    amount_style: str = "wan_header"
    stated: dict[str, int] = field(default_factory=dict)
    breakdown: str = "exact"
    names: dict[str, str] = field(default_factory=dict)
    agency_clear: bool = True
    says: tuple[str, ...] = ()
    last_year: dict[str, int] = field(default_factory=dict)
    extra: int | None = None
    odd: tuple[str, str] | None = None

    def rng(self, purpose: str) -> random.Random:
        """A random source of this report for one purpose, independent of all others."""
        return random.Random(f"{self.seed}/{purpose}")

    def count(self, table: str, row: str, column: str) -> int | None:
        """A printed count, or None where no whole number is printed or the report has no such cell."""
        cell = self.cells.get((table, row, column))
        # A sentence that rounded a planted fraction would contradict the table unplanned.
        return None if cell is None or cell.value is None or cell.value % 1 else int(cell.value)

    def with_cells(self, changes: dict[Key, Printed]) -> Report:
        """The report with some cells printed differently."""
        return replace(self, cells={**self.cells, **changes})

    def map_cells(self, change: Callable[[Key, Printed], Printed]) -> Report:
        """The report with every cell passed through ``change``."""
        return replace(self, cells={k: change(k, c) for k, c in self.cells.items()})

    def sum_of(self, rows: Iterable[str], column: str = "total") -> int | None:
        """Sum of request rows in a column; None where one of them prints no number."""
        numbers = [self.count(REQUESTS, r, column) for r in rows]
        return None if any(n is None for n in numbers) else sum(n or 0 for n in numbers)


def plain(value: int | float | Decimal) -> str:
    """A number as digits, without an exponent or needless zeros."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed_count(value: int) -> Printed:
    """A count printed as plain digits."""
    return Printed(float(value), "count", "reported", str(value))


def printed_amount(yuan: Decimal, style: str) -> Printed:
    """An amount printed in one of the known styles.

    ``wan_header`` and ``yuan_header`` leave the unit to the column's header; ``bare`` prints it nowhere.
    """
    wan = yuan / 10000
    texts = {
        "wan_header": plain(wan),
        "yuan_header": plain(yuan),
        "bare": plain(yuan),
        "yuan_cell": f"{plain(yuan)}元",
        "yuan_cell_space": f"{plain(yuan)} 元",
        "wan_cell": f"{plain(wan)}万元",
        "wan_cell_space": f"{plain(wan)} 万元",
    }
    return Printed(float(yuan), "unstated" if style == "bare" else "CNY", "reported", texts[style])


def _number(rng: random.Random, chance: float, scale: int) -> int:
    if rng.random() >= chance:
        return 0
    return rng.choice((rng.randint(1, 9), rng.randint(1, scale), rng.randint(1, max(2, scale // 4))))


def _requests(
    rng: random.Random, version: str, chance: float, scale: int, carried_in: dict[str, int] | None
) -> dict[Key, int]:
    rows = rows_of(version, REQUESTS)
    outcomes = [r for r in rows if r not in NOT_OUTCOMES]
    grid: dict[str, dict[str, int]] = {r: {} for r in rows}
    for applicant in APPLICANTS:
        likely = chance if applicant in ("natural_person", "enterprise") else chance * 0.6
        for row in outcomes:
            grid[row][applicant] = _number(rng, likely, scale)
        processed = sum(grid[r][applicant] for r in outcomes)
        before = (carried_in or {}).get(applicant)
        if before is None:
            before = rng.randint(0, min(processed, scale)) if rng.random() < chance else 0
        if before > processed:
            grid["granted"][applicant] += before - processed
            processed = before
        after = _number(rng, likely * 0.7, scale)
        grid["carried_in"][applicant], grid["carried_out"][applicant] = before, after
        grid["processed_total"][applicant] = processed
        grid["new_requests"][applicant] = processed + after - before
    for row in rows:
        grid[row]["total"] = sum(grid[row][a] for a in APPLICANTS)
    return {(REQUESTS, r, c): grid[r][c] for r in rows for c in COLUMNS}


def _review(rng: random.Random, chance: float, scale: int) -> dict[Key, int]:
    cells: dict[Key, int] = {}
    for track in TRACKS:
        parts = [_number(rng, chance, min(scale, 40)) for _ in RESULTS]
        cells |= {(REVIEW, track, r): n for r, n in zip(RESULTS, parts, strict=True)}
        cells[REVIEW, track, "total"] = sum(parts)
    return cells


def _proactive(
    rng: random.Random, sections: dict[str, str], chance: float, scale: int, style: str, stock: dict[str, int] | None
) -> dict[Key, Printed]:
    cells: dict[Key, Printed] = {}
    for section, version in sections.items():
        wanted = PROACTIVE_SECTIONS[version][section]
        for form_cell in form_cells(version, PROACTIVE):
            _, row, column = form_cell.key
            if row not in wanted:
                continue
            if column == "amount":
                yuan = Decimal(_number(rng, max(chance, 0.6), 9_000_000)) + Decimal(rng.randint(0, 99)) / 100
                used = "wan_header" if version == "2021" else style
                whole = yuan.quantize(Decimal("1")) * 100
                cells[form_cell.key] = printed_amount(whole if used.startswith("wan") else yuan, used)
            elif column == "change":
                number = _number(rng, chance, scale)
                cells[form_cell.key] = printed_count(-number if rng.random() < 0.35 else number)
            else:
                cells[form_cell.key] = printed_count(_number(rng, max(chance, 0.4), scale * 3))
        if section == "（一）" and version == "2021":
            for row in wanted:
                made, repealed = (int(cells[PROACTIVE, row, c].value or 0) for c in ("made", "repealed"))
                before = (stock or {}).get(row, repealed + _number(rng, 0.8, 60))
                repealed = min(repealed, before + made)
                cells[PROACTIVE, row, "repealed"] = printed_count(repealed)
                cells[PROACTIVE, row, "in_force"] = printed_count(before + made - repealed)
    return cells


def _items(cells: dict[Key, Printed], before: Report | None) -> dict[Key, Printed]:
    """The numbers of items as they follow from last year's, none of which falls below 0."""
    changes: dict[Key, Printed] = {}
    for table, row, column in cells:
        if column != "items_last_year":
            continue
        was = [None if before is None else before.count(table, row, c) for c in ("items_last_year", "change")]
        items = int(cells[table, row, column].value or 0)
        if was[0] is not None and was[1] is not None:
            items = was[0] + was[1]
            changes[table, row, column] = printed_count(items)
        change = int(cells[table, row, "change"].value or 0)
        if items + change < 0:
            changes[table, row, "change"] = printed_count(-change)
    return changes


def draw(
    seed: str,
    *,
    agency: str | None = None,
    year: int | None = None,
    version: str | None = None,
    amount_style: str | None = None,
    activity: str | None = None,
    before: Report | None = None,
) -> Report:
    """Draw a consistent report.

    Args:
        seed: Same seed, same report.
        agency: The agency; drawn where None.
        year: Report-year; drawn where None.
        version: ``2019``, ``2021`` or ``mixed``; by the year where None.
        amount_style: How the amount of 政府集中采购 prints its unit, see :func:`printed_amount`.
        activity: ``quiet``, ``normal`` or ``busy``: how many cells are not zero, and how large they are.
        before: The same agency's report of the year before, whose carried-out requests and documents in force continue.
    """
    rng = random.Random(f"{seed}/draw")
    place, office = rng.choice(PLACES), rng.choice(OFFICES)
    drawn_year = rng.randint(2019, 2024)
    year = year or (
        (2019 if drawn_year % 2 else 2020) if version == "2019" else max(2021, drawn_year) if version else drawn_year
    )
    version = version or ("2019" if year <= 2020 else "2021")
    activity = activity or rng.choice(("quiet", "normal", "normal", "busy", "busy"))
    chance, scale = {"quiet": (0.12, 5), "normal": (0.45, 40), "busy": (0.9, 2600)}[activity]
    drawn_style = rng.choice(
        ("wan_header", "yuan_cell", "wan_cell", "yuan_cell_space", "wan_cell_space", "yuan_header")
    )
    style = amount_style or drawn_style
    if version == "mixed":
        sections = rng.choice(
            (
                {"（一）": "2021", "（五）": "2019", "（六）": "2019", "（八）": "2019", "（九）": "2019"},
                {"（一）": "2019", "（五）": "2021", "（六）": "2021", "（八）": "2021"},
                {"（一）": "2021", "（五）": "2021", "（六）": "2021", "（八）": "2019", "（九）": "2019"},
            )
        )
        requests_version = "2021"
    else:
        items = (
            ("（一）", "（五）", "（六）", "（八）", "（九）")
            if version == "2019"
            else ("（一）", "（五）", "（六）", "（八）")
        )
        sections = dict.fromkeys(items, version)
        requests_version = version
    carried = stock = None
    if before is not None:
        carried = {a: before.count(REQUESTS, "carried_out", a) or 0 for a in APPLICANTS}
        kept = {r: before.count(PROACTIVE, r, "in_force") for r in ("regulation", "normative_document")}
        stock = {r: n for r, n in kept.items() if n is not None}
    counts = _requests(rng, requests_version, chance, scale, carried) | _review(rng, chance, scale)
    cells = _proactive(rng, sections, chance, scale, style, stock)
    cells |= _items(cells, before)
    cells |= {k: printed_count(v) for k, v in counts.items()}
    period = (f"{year}年1月1日", f"{year}年12月31日")
    return Report(
        seed=seed,
        agency=agency or place + office,
        year=year,
        version=version,
        sections=sections,
        requests_version=requests_version,
        cells=cells,
        period=None if rng.random() < 0.15 else period,
        title_year=year,
        amount_style=style,
    )


def single_other(report: Report) -> Report:
    """A 2021 report that prints （六）其他处理 as one row: the three sub-rows added up."""
    cells: dict[Key, Printed] = {}
    for key, cell in report.cells.items():
        if key[1] == THREE_OTHERS[0]:
            cells[REQUESTS, "other", key[2]] = printed_count(report.sum_of(THREE_OTHERS, key[2]) or 0)
        elif key[1] not in THREE_OTHERS:
            cells[key] = cell
    return replace(report, cells=cells, requests_version="2019", version="2021")


def outcome_rows(report: Report) -> list[str]:
    """The outcome rows that this report prints."""
    rows = dict.fromkeys(r for t, r, _ in report.cells if t == REQUESTS)
    return [r for r in rows if r not in NOT_OUTCOMES]
