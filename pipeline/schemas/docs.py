"""The page that describes every published column, made from the schema itself."""

from __future__ import annotations

from pipeline.schemas.model import Column, Dataset, datasets

_TYPES = {"int": "integer", "strings": "list of strings", "box": "list of 4 floats"}

_HEAD = """# Published columns

Made by `python -m pipeline.schemas` from `pipeline/schemas/columns.yaml` and the official forms; do not edit.

Each dataset lies at `OUT/<dataset>/year=YYYY/part-0.parquet`, one folder per report-year; one without years lies at
`OUT/<dataset>/part-0.parquet`. Inside a file the year's column is `report_year`. A column marked *null* may be null.
"""


def _text(text: str) -> str:
    return text.replace("|", "\\|")


def _line(column: Column, spec: Dataset) -> str:
    kind = _TYPES.get(column.type, column.type) + (", *null*" if column.nullable else "")
    key = " (key)" if column.name in spec.primary_key else ""
    allowed = f" One of {', '.join(f'`{a}`' for a in column.allowed)}." if column.allowed else ""
    cells = (f"`{column.name}`{key}", column.label, kind, column.unit or "", column.description + allowed)
    return f"| {' | '.join(_text(c) for c in cells)} |"


def columns_page() -> str:
    """Every dataset and column as Markdown; ``docs/columns.md`` holds this text."""
    parts = [_HEAD]
    for spec in datasets().values():
        lines = [f"\n## {spec.name} {spec.label}\n\n{spec.description}"]
        if not spec.partitioned:
            lines.append("One file for all years.")
        lines.append("\n| column | 中文 | type | unit | meaning |\n|---|---|---|---|---|")
        lines += [_line(column, spec) for column in spec.columns]
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)
