"""Every reason that the extraction can give for a cell without a number is said in Chinese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.checks.reasons import reason_zh

EXTRACT = Path(__file__).parent.parent / "pipeline" / "extract"
NAMES = {"reason", "doubt"}
CALLS = {"Unplaced", "lost_row", "missing_cells"}


def text_of(node: ast.AST | None) -> str | None:
    """A text as the program may print it, with a number for each gap; None for what is no sentence."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(p.value if isinstance(p, ast.Constant) else "7" for p in node.values)  # type: ignore[misc]
    else:
        return None
    return text if " " in text else None


def reasons() -> Iterator[str]:
    for file in sorted(EXTRACT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found: list[ast.AST | None] = []
            if (
                isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id in NAMES for t in node.targets)
            ) or (isinstance(node, ast.Assign) and file.name == "solve.py" and isinstance(node.value, ast.Constant)):
                found = [node.value]
            elif isinstance(node, ast.Call):
                found = [k.value for k in node.keywords if k.arg in NAMES]
                if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    found += node.args
            yield from (text for n in found if (text := text_of(n)))


@pytest.mark.parametrize("reason", sorted(set(reasons())))
def test_a_reason_is_known(reason: str) -> None:
    assert not re.search("[a-z]{3}", reason_zh(reason)), reason_zh(reason)


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("it may read '1' or '7'; no reading keeps the form's sums", "可能为'1'或'7'；没有一种读法能使合计相符"),
        ("'3; 4' cannot be read as one number", "'3; 4'不能识读为一个数"),
        ("the stars stood badly", "the stars stood badly"),
        ("the table was not found; the stars stood badly", "未找到该表；the stars stood badly"),
    ],
)
def test_several_reasons_and_unknown_ones(reason: str, chinese: str) -> None:
    assert reason_zh(reason) == chinese
