"""How real files are roughened: the registry of all quirks, by name."""

from __future__ import annotations

from samples.quirk import Quirk
from samples.quirks_cells import CELL_QUIRKS
from samples.quirks_labels import LABEL_QUIRKS
from samples.quirks_layout import LAYOUT_QUIRKS
from samples.quirks_text import TEXT_QUIRKS

QUIRKS: dict[str, Quirk] = {q.name: q for q in (*CELL_QUIRKS, *LABEL_QUIRKS, *TEXT_QUIRKS, *LAYOUT_QUIRKS)}


def quirks_for(form: str) -> list[str]:
    """The quirks that make sense in a format."""
    return [q.name for q in QUIRKS.values() if not q.formats or form in q.formats]
