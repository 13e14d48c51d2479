"""The page that describes every rule, made from ``rules.yaml``."""

from __future__ import annotations

from pipeline.checks.model import rules

_HEAD = """# Rules

Made by `python -m pipeline.checks` from `pipeline/checks/rules.yaml`; do not edit.

At each place it looks at, a rule holds, is broken, or cannot be told. Only a broken one gives a finding (a row of the
`findings` dataset). A number is never corrected: it is published as printed, with the finding beside it. A blank member
of a sum adds 0; a blank total, or an unreadable or missing cell, makes the sum impossible to tell. ERROR: the report
contradicts itself or its form. WARN: look at it.

| rule | 中文 | severity | place |
|---|---|---|---|
"""


def rules_page() -> str:
    """Every rule as Markdown; ``docs/rules.md`` holds this text."""
    lines = [
        f"| [{r.name}](#{r.name.replace('.', '')}) | {r.zh} | {r.severity} | {r.place} |" for r in rules().values()
    ]
    parts = [_HEAD + "\n".join(lines) + "\n"]
    for rule in rules().values():
        origin = "" if rule.source == "contract" else " An addition of this program to the contract's rules."
        parts.append(
            f"\n## {rule.name}\n\n{rule.zh}\n\n{rule.en}{origin}\n\n"
            f"- Severity: {rule.severity}. A finding points at: {rule.place}.\n"
            f"- Cannot be told: {rule.not_applicable}\n"
            f"- What to do: {rule.fix}\n"
        )
    return "".join(parts)
