"""What a quirk is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from samples.draft import Draft
from samples.truth import Report

HTML, DOCX, PDF, OFD = ("html",), ("docx",), ("pdf",), ("ofd",)
DRAWN = ("pdf", "ofd")
TXT = ("txt-grid", "txt-cells", "txt-pipes", "txt-layout", "txt-markdown")
GRIDS = ("html", "docx", "pdf", "ofd", "txt-grid", "txt-markdown", "xlsx")
XLSX = ("xlsx",)


@dataclass(frozen=True, slots=True)
class Quirk:
    """A named way in which real files differ.

    ``formats`` empty means all. ``report`` changes what is printed in cells (and so the truth), ``draft`` changes
    labels, texts and the order of things, ``options`` are read by the writers. ``version``, ``year`` and ``activity``
    ask for a report on which the quirk shows; ``long`` for several pages of text.
    """

    name: str
    about: str
    formats: tuple[str, ...] = ()
    report: Callable[[Report, random.Random], Report] | None = None
    draft: Callable[[Draft, Report, random.Random], None] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    version: str | None = None
    year: int | None = None
    activity: str | None = None
    long: bool = False
