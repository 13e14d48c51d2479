"""Every published column once: type, unit, Chinese label, description; pandera and Arrow schemas made from it.

What belongs here: ``columns.yaml`` and what is derived from it. What does not: how a frame comes about, where it is
stored, and whether its numbers make sense (``pipeline.checks``).
"""

from pipeline.schemas.docs import columns_page
from pipeline.schemas.model import (
    Column,
    Dataset,
    dataset,
    datasets,
    form_columns,
    form_rows,
)
from pipeline.schemas.order import positions, sort_rows
from pipeline.schemas.validation import SchemaViolation, pandera_schema, validate

__all__ = [
    "Column",
    "Dataset",
    "SchemaViolation",
    "columns_page",
    "dataset",
    "datasets",
    "form_columns",
    "form_rows",
    "pandera_schema",
    "positions",
    "sort_rows",
    "validate",
]
