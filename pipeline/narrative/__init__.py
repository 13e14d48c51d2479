"""Figures stated in sentences of a report: the requests received, and totals that a sentence takes apart.

Only the introduction and 总体情况 are read, and only statements whose meaning is clear; everything else is left out.
"""

from pipeline.narrative.model import Figure, figures_frame
from pipeline.narrative.reading import read_figures

__all__ = ["Figure", "figures_frame", "read_figures"]
