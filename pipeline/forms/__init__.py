"""The official forms as data: one YAML a version, and the typed view of it.

Belongs here: what the notices print (rows, columns, labels), known variants of labels, and which cells add up. Does
not: how a printed table is matched to a form (``pipeline.extract``).
"""

from pipeline.forms.model import (
    FORMS,
    TABLES,
    Column,
    Form,
    FormCell,
    Row,
    Table,
    cell_labels,
    form_cells,
    place_labels,
    rows_by_role,
    table_title,
)

__all__ = ["FORMS", "TABLES", "Column", "Form", "FormCell", "Row", "Table"]
__all__ += ["cell_labels", "form_cells", "place_labels", "rows_by_role", "table_title"]
