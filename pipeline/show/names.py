"""What tables, rows and columns are called, and finding one by what a person calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.extract.printed.labels import label_key
from pipeline.forms import FORMS, TABLES, Column, Row, table_title

TABLE_NUMBERS = {"proactive": ("二", "2"), "requests": ("三", "3"), "review_litigation": ("四", "4")}
STATE_NAMES = {"reported": "有数", "blank": "空白", "missing": "缺失", "unreadable": "无法读取"}

Names = Mapping[str, tuple[str, ...]]
"""By key, what it may be called: its label first."""


def english(key: str) -> str:
    """A key of the datasets as words."""
    return key.replace("_", " ")


def table_names() -> Names:
    """What the three tables may be called."""
    published = {"proactive": "proactive_disclosure"}
    return {
        t: (table_title(t), *TABLE_NUMBERS[t], f"表{TABLE_NUMBERS[t][0]}", published.get(t, t))
        for t in TABLES
    }  # fmt: skip


def row_names(table: str, version: str) -> Names:
    """What the rows of a table may be called, of both forms, this version's labels first."""
    return _names(_rows(table, version))


def column_names(table: str, version: str) -> Names:
    """What the columns of a table may be called, of both forms, this version's labels first."""
    return _names(c for r in _rows(table, version) for c in r.columns)


def _rows(table: str, version: str) -> list[Row]:
    forms = sorted(FORMS.values(), key=lambda form: form.version != version)
    return [r for form in forms for r in form.tables[table].rows]


def _names(items: Iterable[Row | Column]) -> Names:
    found: dict[str, dict[str, None]] = {}
    for item in items:
        found.setdefault(item.key, {}).update(dict.fromkeys((item.label, *item.variants)))
    return {key: tuple(names) for key, names in found.items()}


def keys_called(wanted: str, names: Names) -> list[str]:
    """The keys that a word may mean: one by its key or whole label, else those whose label holds the word."""
    if wanted in names:
        return [wanted]
    word, compact = label_key(wanted), re.sub(r"\s+", "", wanted)
    whole = [k for k, labels in names.items() if any(compact == label for label in labels)]
    whole = whole or [k for k, labels in names.items() if word and any(word == label_key(label) for label in labels)]
    if whole or not compact:
        return whole
    return [
        k
        for k, labels in names.items()
        if any(compact in label or (word and word in label_key(label)) for label in labels)
    ]


def listed(keys: Iterable[str], names: Names) -> str:
    """Keys with their labels, one a line, for a message."""
    return "\n".join(f"  {k}  {names[k][0]}" for k in keys)
