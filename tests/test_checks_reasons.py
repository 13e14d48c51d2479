"""Every reason for a cell without a number, and for a file without a report, is said in Chinese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.checks.reasons import error_zh, reason_zh

PIPELINE = Path(__file__).parent.parent / "pipeline"
EXTRACT = PIPELINE / "extract"
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
        (
            "Page(s) 2, 3 were not read (a picture): The file is a scan or a picture, and the package rapidocr that "
            "recognises its characters is not installed. Install it with: pip install 'gongkai[ocr]', or find the text "
            "version.",
            "第 2, 3 页为图片，未读取：识别文字所需的软件包 rapidocr 未安装。"
            "请安装：pip install 'gongkai[ocr]'，或寻找文字版",
        ),
        ("the table was not found; the stars stood badly", "未找到该表；the stars stood badly"),
    ],
)
def test_several_reasons_and_unknown_ones(reason: str, chinese: str) -> None:
    assert reason_zh(reason) == chinese


def texts_of(node: ast.AST) -> list[str]:
    """The texts that an expression may be; without those that end in a gap, which may stand for words."""
    if isinstance(node, ast.IfExp):
        return texts_of(node.body) + texts_of(node.orelse)
    text = text_of(node.left if isinstance(node, ast.BinOp) else node)
    return [text] if text and not text.endswith(" 7") else []


def errors() -> Iterator[str]:
    """The two texts of every refusal of a file, each a sentence or more."""
    for file in sorted(PIPELINE.glob("documents/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UnreadableDocument":
                yield from (text.removesuffix(".") for argument in node.args[:2] for text in texts_of(argument))


@pytest.mark.parametrize("error", sorted(set(errors())))
def test_why_a_file_is_not_read_is_said_in_chinese(error: str) -> None:
    assert not re.search(r"[a-z]\. [A-Z]|[a-z]\.$", error_zh(f"{error}.")), error_zh(f"{error}.")


def test_a_sentence_that_is_not_known_stays_between_those_that_are() -> None:
    assert error_zh("The stars stood badly. Fetch it again from its source.") == (
        "The stars stood badly. 请从来源重新获取。"
    )
