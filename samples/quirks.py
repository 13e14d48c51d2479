"""How real files are roughened: the registry of all quirks, by name."""

from __future__ import annotations

import random
from collections.abc import Sequence

from samples.quirk import Quirk
from samples.quirks_cells import CELL_QUIRKS
from samples.quirks_copied import COPIED_QUIRKS
from samples.quirks_labels import LABEL_QUIRKS
from samples.quirks_layout import LAYOUT_QUIRKS
from samples.quirks_tables import TABLE_QUIRKS
from samples.quirks_text import TEXT_QUIRKS
from samples.txt_copied import WAYS

# The order in which quirks are applied: tables are cut by their plain labels before the labels change.
QUIRKS: dict[str, Quirk] = {
    q.name: q for q in (*CELL_QUIRKS, *LAYOUT_QUIRKS, *TABLE_QUIRKS, *LABEL_QUIRKS, *TEXT_QUIRKS, *COPIED_QUIRKS)
}

ALTERNATIVES = (
    {n for n in QUIRKS if n.startswith("split_") and n not in ("split_proactive", "split_review")},
    {"split_proactive", "section_tables"},
    {n for n in QUIRKS if n.startswith("blank_")},
    {n for n in QUIRKS if n.startswith(("amount_", "fee_"))},
    {n for n in QUIRKS if n.startswith("numbering_")},
    {"thousands", "thousands_fullwidth"},
    {"traditional", "traditional_mixed"},
    {n for n in QUIRKS if n.endswith("_rulings")},
    {"no_title", "title_two_lines", "title_spaces"},
    {"one_table", "nested", "split_wider", "split_narrower"},
    {"one_table", "decoy_table"},
    {"group_covers_last", "group_in_pieces"} | {n for n in QUIRKS if n.startswith("split_")},
    *({"broken_numbers", n} for n in ("tight_columns", "padded", "units", "no_rulings", "frame_rulings")),
    {"broken_numbers", "horizontal_rulings"},
    {"heading_variants", "no_headings"},
    {"corner_below", "split_header_repeated", "split_all_repeated", "split_after_header"},
    {"group_in_pieces", "vertical_label", "split_narrower", "split_wider"},
    *({"split_in_number", n} for n in ("padded", "units", "thousands", "thousands_fullwidth", "broken_numbers")),
    {"gbk", "bom"},
    {"shared_out", "on_its_side", "year_before_requests", "half_year", "one_table"}
    | {n for n in QUIRKS if n.startswith("split_") and n not in ("split_proactive", "split_review")},
    *(
        {"on_its_side", n}
        for n in ("group_covers_last", "corner_below", "group_in_pieces", "vertical_label", "ragged", "decoy_table")
    ),
    {"year_before_review", "rows_of_years", "split_review", "one_table"},
    {"unseen_copies", "one_table"},
    *({"spread_sheet", n} for n in ("turned_pages", "turned_content", "two_up", "text_columns", "wps_boxes")),
    *({"spread_sheet", n} for n in ("broken_numbers", "narrow_columns", "tight_columns", "large_text", "long_text")),
    *({"spread_sheet", n} for n in QUIRKS if n.endswith("_rulings")),
    {"text_columns", "two_up"},
    {"scan_and_text", "scan_layer"},
    {"turned_pages", "turned_content", "two_up"},
    {"broken_numbers", "narrow_columns", "tight_columns"},
    *({"narrow_columns", n} for n in ("padded", "units", "no_rulings", "frame_rulings", "horizontal_rulings")),
    {"split_in_number", "narrow_columns"},
    {n for n in QUIRKS if n.startswith("digits_")} | {"embedded_font"},
    {n for n in QUIRKS if n.startswith("pinyin")} | {"invisible", "lookalikes"},
    *({"traditional", n} for n in ("script_remains", "lookalikes")),
    *({"traditional_mixed", n} for n in ("script_remains", "lookalikes")),
    {*WAYS, "ragged", "bare_bars"},
    *({"gbk", n} for n in ("invisible", "lookalikes", "pinyin_wide", "pinyin_bare")),
)
"""Quirks of which a file can show one only."""


def compatible(names: Sequence[str]) -> bool:
    """Whether one file can show all these quirks."""
    versions = {QUIRKS[n].version for n in names} - {None}
    years = {QUIRKS[n].year for n in names} - {None}
    activities = {QUIRKS[n].activity for n in names} - {None}
    single = all(len(group & set(names)) <= 1 for group in ALTERNATIVES)
    return single and len(set(names)) == len(names) and max(len(versions), len(years), len(activities)) <= 1


def combination(form: str, rng: random.Random, size: int) -> list[str]:
    """A drawn set of quirks that one file of a format can show."""
    names = quirks_for(form)
    while True:
        chosen = rng.sample(names, size)
        if compatible(chosen):
            return chosen


_LIKE = {"doc-html": "html", "mht": "html", "doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx"}


def quirks_for(form: str) -> list[str]:
    """The quirks that make sense in a format."""
    form = _LIKE.get(form, form)
    return [q.name for q in QUIRKS.values() if not q.formats or form in q.formats]
