"""The page: the source with the cells marked, beside it what is published and what is found wrong with it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
import pandas as pd

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.prepared import NOTHING_KEPT, Prepared
from pipeline.forms import table_title
from pipeline.show.choice import Choice, ShowError
from pipeline.show.marks import Mark, marks_of
from pipeline.show.names import STATE_NAMES, TABLE_NUMBERS, english
from pipeline.show.pictures import can_cut_out, page_crop_png
from pipeline.show.published import published_tables
from pipeline.show.views import ReadsDifferently, source_views

# Only brings the wanted cell, else the first that is worth a look, into sight; the page needs no script.
_SCRIPT = """
const first = (state) => document.querySelector(`[id^="s-"].mark${state}`);
const cell = first(".wanted") || first(".unreadable") || first("");
if (cell && !location.hash) {
  if (matchMedia("(min-width: 1000px)").matches) {
    cell.scrollIntoView({block: "center", inline: "nearest"});
  } else {
    for (let box = cell.parentElement; box; box = box.parentElement) {
      if (box.scrollWidth > box.clientWidth + 1 && box !== document.documentElement && box !== document.body) {
        const a = cell.getBoundingClientRect(), b = box.getBoundingClientRect();
        box.scrollLeft += a.left - b.left - (box.clientWidth - a.width) / 2;
        break;
      }
    }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of the report, and whether it speaks of a wanted cell."""

    severity: str
    rule: str
    message: str
    message_zh: str
    expected: str | None
    actual: str | None
    evidence: str | None
    touches: bool


@dataclass(frozen=True, slots=True)
class Closeup:
    """The one wanted cell: its mark, its facts by bilingual name, and a picture cut out around it."""

    mark: Mark
    facts: tuple[tuple[str, str], ...]
    picture: str | None


def show_page(choice: Choice, data: bytes, name: str, prepared: Prepared = NOTHING_KEPT) -> str:
    """One HTML page, complete in itself, that shows the chosen cells where they are printed.

    Args:
        choice: the report and its cells.
        data: the source file's bytes.
        name: its file name, for messages.
        prepared: where what costly readers made of the file is kept.

    Raises:
        ShowError: the file is not the one that was published, or cannot be read.
    """
    report = choice.report
    found = hashlib.sha256(data).hexdigest()
    if found != report["sha256"]:
        raise ShowError(
            f"{report['source_path']} has changed since it was published (SHA-256 now {found[:16]}…, published"
            f" {report['report_id']}…). Run `gongkai run` again, or put the file back."
        )
    marks = marks_of(choice.cells)
    drawn = marks if choice.narrowed else _none_wanted(marks)
    kind = str(report["format"])
    try:
        views = source_views(data, kind, name, drawn, prepared)
        closeup = _closeup(drawn, data, kind)
    except ReadsDifferently as error:
        raise ShowError(
            f"{report['source_path']} is read in another way than when it was published ({error}). Run `gongkai run`"
            " again with the present version."
        ) from error
    except UnreadableDocument as error:
        raise ShowError(f"{report['source_path']}: {error}") from error
    findings = list(_findings(choice))
    return _template().render(
        report=_texts(report),
        asked=_asked(marks, choice.narrowed),
        narrowed=choice.narrowed,
        closeup=closeup,
        views=views,
        tables=[(key, title, f"Table {TABLE_NUMBERS[key][1]}: {english(key)}", html)
                for key, title, html in published_tables(drawn)],
        touching=[f for f in findings if f.touches],
        others=[f for f in findings if not f.touches],
        missing=sum(m.state == "missing" for m in marks),
        script=_SCRIPT,
        script_hash=b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode(),
        style=files("pipeline.show").joinpath("page.css").read_text(encoding="utf-8"),
        states=STATE_NAMES,
    )  # fmt: skip


def summaries(choice: Choice) -> list[str]:
    """A line for each wanted cell: labels, value, state, printed text, place, reader, confidence, reason."""
    return [_summary(m) for m in marks_of(choice.cells) if m.wanted]


def _summary(mark: Mark) -> str:
    row, column = mark.labels
    parts = [
        f"{table_title(mark.table)}：{row} × {column} = {mark.value or '—'}",
        f"{mark.state} {STATE_NAMES[mark.state]}",
        *([] if mark.raw is None else [f"printed '{' '.join(mark.raw.split())}'"]),
        *([mark.where] if mark.where else []),
        *([mark.method] if mark.method else []),
        f"confidence {_confidence(mark)}" if mark.confidence is not None else "",
        *([mark.reason] if mark.reason else []),
    ]
    return " | ".join(p for p in parts if p)


def _confidence(mark: Mark) -> str:
    if mark.confidence is None:
        return "—"
    return f"{mark.confidence:g}" + (" (of its place only 仅指位置)" if mark.state == "unreadable" else "")


def _none_wanted(marks: Sequence[Mark]) -> list[Mark]:
    """Where everything is asked for nothing stands out: the states have the colours."""
    return [replace(m, wanted=False) for m in marks]


def _asked(marks: Sequence[Mark], narrowed: bool) -> str:
    """What was asked for, in the form's words."""
    wanted = [m for m in marks if m.wanted]
    tables = "、".join(table_title(t).split("、", 1)[1] for t in dict.fromkeys(m.table for m in wanted))
    if not narrowed:
        return tables
    rows, columns = ({m.labels[n] for m in wanted} for n in (0, 1))
    names = [next(iter(labels)) for labels in (rows, columns) if len(labels) == 1]
    return f"{tables}：{' × '.join(names)}"


def _closeup(marks: Sequence[Mark], data: bytes, kind: str) -> Closeup | None:
    wanted = [m for m in marks if m.wanted]
    if len(wanted) != 1:
        return None
    mark = wanted[0]
    facts = [
        ("状态 state", f"{STATE_NAMES[mark.state]} {mark.state}"),
        ("原文 printed", "—" if mark.raw is None else mark.raw or "（空 empty）"),
        ("位置 place", mark.where or "—"),
        ("读取方法 method", mark.method or "—"),
        ("置信度 confidence", _confidence(mark)),
        *([("原因 reason", mark.reason)] if mark.reason else []),
        ("名称 name in the datasets", f"{mark.table} / {mark.row} / {mark.column}"),
    ]
    picture = None
    if mark.bbox is not None and mark.page is not None and can_cut_out(data, kind, mark.page):
        picture = b64encode(page_crop_png(data, kind, mark.page, mark.bbox)).decode()
    return Closeup(mark, tuple(facts), picture)


def _findings(choice: Choice) -> Iterator[Finding]:
    """The report's findings that speak of a drawn table or of the whole report, those about wanted cells first."""
    wanted = choice.cells[choice.cells["wanted"]]
    tables = set(choice.cells["table"])
    records = [_texts(record) for _, record in choice.findings.iterrows()]
    for record in sorted(records, key=lambda r: r["severity"] != "ERROR"):
        if record["table"] is not None and record["table"] not in tables:
            continue
        named = {k: record[k] for k in ("severity", "rule", "message", "message_zh", "expected", "actual", "evidence")}
        yield Finding(**named, touches=record["table"] is not None and _touches(record, wanted))


def _touches(finding: dict[str, Any], wanted: pd.DataFrame) -> bool:
    """Whether a finding's table, row and column, where it has them, are those of a wanted cell."""
    here = wanted["table"] == finding["table"]
    for key in ("row", "column"):
        if finding[key] is not None:
            here &= wanted[key] == finding[key]
    return bool(here.any())


def _texts(record: pd.Series[Any]) -> dict[str, Any]:
    """A row of a dataset with None for what is not there."""
    return {str(k): v if isinstance(v, list) or not pd.isna(v) else None for k, v in record.items() if k != "also_at"}


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(files("pipeline.show").joinpath("page.html").read_text(encoding="utf-8"))
