"""The page that describes every rule, made from ``rules.yaml``."""

from __future__ import annotations

from pipeline.checks.model import rules

_HEAD = """# Rules · 核查规则

Made by `python -m pipeline.checks` from `pipeline/checks/rules.yaml`; do not edit.

At each place it looks at, a rule holds, is broken, or cannot be told. Only a broken one gives a finding (a row of the
`findings` dataset). A number is never corrected: it is published as printed, with the finding beside it. A blank member
of a sum adds 0; a blank total, or an unreadable or missing cell, makes the sum impossible to tell. ERROR: the report
contradicts itself or its form. WARN: look at it. INFO: unusual, and often right.

每条规则在其所查各处有三种结果：成立、不成立、无法判定。只有不成立才产生一条核查发现（`findings` 数据集的一行）。
数据从不改动：按原文发布，并附核查发现。求和时，空的分项按0计；总计为空，或有单元格无法识读、缺失的，无法判定。
ERROR（错误）：报告自相矛盾或不符合格式；WARN（提醒）：请查看；INFO（提示）：少见，但往往无误。

| rule 规则 | 中文 | severity 级别 | place 位置 |
|---|---|---|---|
"""
_PLACES = {"report": "报告", "table": "表", "row": "行", "column": "列", "track": "途径"}


def _place_zh(place: str) -> str:
    """A rule's place in Chinese; names of rows stay as they are."""
    words = place.replace(",", " ").replace("(", " ").replace(")", " ").split()
    known = [_PLACES.get(word, word) for word in words if word != "the"]
    return "、".join(dict.fromkeys(known))


def rules_page() -> str:
    """Every rule as Markdown, in English and Chinese; ``docs/rules.md`` holds this text."""
    lines = [
        f"| [{r.name}](#{r.name.replace('.', '')}) | {r.zh} | {r.severity} | {r.place} |" for r in rules().values()
    ]
    parts = [_HEAD + "\n".join(lines) + "\n"]
    for rule in rules().values():
        own = rule.source != "contract"
        parts.append(
            f"\n## {rule.name}\n\n{rule.zh}{'。' if not rule.zh.endswith('。') else ''}\n\n"
            f"- 级别：{rule.severity}。核查发现指向：{_place_zh(rule.place)}。"
            f"{'本程序自行增加的规则。' if own else ''}\n"
            f"- 无法判定：{rule.not_applicable_zh}\n"
            f"- 如何处理：{rule.fix_zh}\n\n"
            f"{rule.en}\n\n"
            f"- Severity: {rule.severity}. A finding points at: {rule.place}."
            f"{' An addition of this program to the contract.' if own else ''}\n"
            f"- Cannot be told: {rule.not_applicable}\n"
            f"- What to do: {rule.fix}\n"
        )
    return "".join(parts)
