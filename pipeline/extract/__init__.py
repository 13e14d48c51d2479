"""Documents and forms to cells: finding the three tables, aligning rows and columns, reading numbers.

Belongs here: everything that knows both a printed table and a form. Does not: file formats (``pipeline.documents``),
what is right or wrong with the numbers (``pipeline.checks``).
"""

from pipeline.extract.extraction import extract
from pipeline.extract.frames import cells_frame, extraction_frame, strategy_counts, unplaced_frame
from pipeline.extract.model import ExtractedCell, Extraction, ExtractionStep, UnplacedValue
from pipeline.extract.paged import PAGED

__all__ = [
    "PAGED",
    "ExtractedCell",
    "Extraction",
    "ExtractionStep",
    "UnplacedValue",
    "cells_frame",
    "extract",
    "extraction_frame",
    "strategy_counts",
    "unplaced_frame",
]
