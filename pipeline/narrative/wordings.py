"""The table of wordings: one row a way to name what a number counts."""

from __future__ import annotations

from pipeline.narrative.wording import Wording
from pipeline.narrative.wordings_cases import CASES_WORDINGS
from pipeline.narrative.wordings_outcomes import OUTCOMES
from pipeline.narrative.wordings_requests import APPLICANTS, CARRIED, REQUESTS

WORDINGS: tuple[Wording, ...] = (*CARRIED, *CASES_WORDINGS, *APPLICANTS, *OUTCOMES, *REQUESTS)
"""In the order in which they are tried at one place of the text; the wording that begins first wins."""
