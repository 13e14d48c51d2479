"""Figures stated in sentences of a report: what each number counts, whose it is, and how parts stand to their total.

What belongs here: reading the prose of the introduction and of 总体情况, number by number (``clauses``), by tables of
wordings (``wordings``) and scopes (``scope_words``), in the words of ``measures.yaml``. What does not: comparing them
with anything (``pipeline.checks``). A number whose words are not understood is left out.
"""

from pipeline.narrative.model import Figure, figures_frame
from pipeline.narrative.reading import read_figures

__all__ = ["Figure", "figures_frame", "read_figures"]
