"""What is found in a sentence, and what is known while it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.narrative.measures import Scope
from pipeline.narrative.quantity import Quantity, Unit

Subject = Literal["requests", "review", "litigation", "alien"]
"""What the text is speaking of; ``alien``: something that is no request for information."""

_TOPICS = re.compile(
    r"(?P<requests>依申请|信息公开申请|申请公开|(?<![党村厂校院警居财站检]务)公开申请)|(?P<review>复议)|(?P<litigation>行政诉讼|诉讼|应诉|起诉|被诉)|"
    r"(?P<alien>信访|投诉|举报|热线|工单|诉求|留言|建议|提案|议案|许可|处罚|咨询|来信|来访|来电|信箱|信件(?!申请|方式|形式)|备案|认定|公文|低保|"
    r"工伤|暗访|模拟|演练|档案|赔偿|[党村厂校院警居财站检]务公开|规范性文件|仲裁|调解)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A number whose meaning is known, at ``start:end`` of the compact sentence. The rest is as in ``Figure``."""

    start: int
    end: int
    measure: str
    value: float
    unit: Unit
    approximate: bool
    scope: Scope
    of: str | None = None
    base: str | None = None
    stop: int = 0

    @classmethod
    def read(cls, quantity: Quantity, measure: str, scope: Scope) -> Found:
        """A number as printed."""
        return cls(
            start=quantity.number_start,
            end=quantity.number_end,
            measure=measure,
            value=float(quantity.value),
            unit=quantity.kind,
            approximate=not quantity.exact,
            scope=scope,
            stop=quantity.end,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What a paragraph has said so far.

    Attributes:
        subject: What it speaks of.
        scope: The scope of its last number; None before the first.
        head: The measure of its last number that others can belong to.
        cases: Whose results follow: ``review``, ``litigation``, or one track of lawsuits.
        inside: Whether the scope is that of the same sentence.
    """

    subject: Subject | None = None
    scope: Scope | None = None
    head: str | None = None
    cases: str | None = None
    inside: bool = False


def subject_of(text: str, start: int = 0, end: int | None = None) -> Subject | None:
    """What the last telling word of a stretch of text speaks of; None where it has none."""
    last = None
    for match in _TOPICS.finditer(text, start, len(text) if end is None else end):
        last = match
    return None if last is None else last.lastgroup  # type: ignore[return-value]
