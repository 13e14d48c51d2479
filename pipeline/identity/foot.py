"""The date at a report's foot with the name beside it, and the date of publication that a page states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.identity.alike import compatible
from pipeline.identity.dates import dates_in
from pipeline.identity.names import believable, clean_agency, compact, placeholder_in

_DATE_LABEL = re.compile(r"(?:发布|公开|发文|成文|生成|印发|公布)(?:日期|时间)|日期:|时间:")
_LONGEST_PLACEHOLDER = 25


@dataclass(frozen=True, slots=True)
class Foot:
    """The date at the foot, and what stands before or above it: an organ's name or a placeholder for one."""

    date: date
    name: str | None
    placeholder: str | None = None


def find_foot(lines: Sequence[str], known: Sequence[str], year: int | None = None) -> Foot | None:
    """The last line that ends with a date, before or below a name; first of all one that signs with a known name.

    Below the report a site prints dates of its own, some behind the name of a company or of another organ. ``year`` is
    the report's, as title or period tell it.
    """
    last_section = max((i for i, line in enumerate(lines) if "其他需要报告" in line), default=None)
    feet = list(_feet(lines, len(lines) // 2 if last_section is None else last_section))
    own = (f for f in feet if f.name and any(compatible(f.name, k) for k in known))
    # Where no part of the report has a name, a placeholder at its foot is nearer to it than a site's own name below.
    marked = (f for f in feet if f.placeholder and not known)
    below = [f for f in feet if f.name and believable(f.name) and not known and last_section is not None]
    # So is the first name below its last section, unless its date is too early for a signature and may be cited.
    signed = (f for f in reversed(below) if f.date.year > (year or below[0].date.year - 1))
    return next(own, next(marked, next(signed, next(iter([*below, *feet]), None))))


def _feet(lines: Sequence[str], start: int) -> Iterator[Foot]:
    """Lines that end with a date, from the last one up."""
    for index in range(len(lines) - 1, start - 1, -1):
        flat = compact(lines[index])
        for found, (begin, end) in dates_in(flat):
            if end != len(flat) or _DATE_LABEL.search(flat) or len(flat) > 50:
                continue
            before = flat[:begin].strip("(),、")
            if before:
                name, blank = clean_agency(before), placeholder_in(before)
                if name or blank:
                    yield Foot(found, name, blank)
                continue
            above = [compact(lines[i]) for i in range(index - 1, max(-1, index - 3), -1)]
            names = (clean_agency(line) for line in above)
            blanks = (placeholder_in(line) for line in above if len(line) <= _LONGEST_PLACEHOLDER)
            yield Foot(found, next((n for n in names if n), None), next((b for b in blanks if b), None))


def stated_date(lines: Sequence[str]) -> date | None:
    """The date behind the first label of one: 发布日期:2024-01-20."""
    for line in lines:
        flat = compact(line)
        label = _DATE_LABEL.search(flat)
        if label:
            for found, (begin, _) in dates_in(flat):
                if 0 <= begin - label.end() <= 3:
                    return found
    return None
