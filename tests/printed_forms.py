"""Small printed forms for the tests of extraction: a table's rows with numbers of their own, printed in some layout."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.documents.read import read_document
from pipeline.extract import ExtractedCell, Extraction, extract
from pipeline.forms import FORMS
from pipeline.identity import identify
from pipeline.normalise import normalise_document

Key = tuple[str, str, str]
HEADER = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
COLUMNS = tuple(c.key for c in FORMS["2021"].tables["requests"].rows[0].columns)


@dataclass(frozen=True)
class Line:
    """One printed row: the form row it is, its label, and its numbers as printed."""

    key: str
    label: str
    values: tuple[str, ...]


def request_lines(version: str = "2021", seed: int = 1) -> list[Line]:
    """Table 三 whose sums hold and whose numbers all differ."""
    rng = random.Random(seed)
    rows = FORMS[version].tables["requests"].rows
    outcomes = [r.key for r in rows if r.role == "outcome"]
    numbers = {k: [rng.randint(1000, 9999) for _ in range(6)] for k in outcomes}
    numbers["processed_total"] = [sum(numbers[k][c] for k in outcomes) for c in range(6)]
    numbers["carried_in"] = [rng.randint(1000, 9999) for _ in range(6)]
    numbers["carried_out"] = [rng.randint(1000, 9999) for _ in range(6)]
    numbers["new_requests"] = [
        numbers["processed_total"][c] + numbers["carried_out"][c] - numbers["carried_in"][c] for c in range(6)
    ]
    return [Line(r.key, r.label, tuple(map(str, [*numbers[r.key], sum(numbers[r.key])]))) for r in rows]


def truth_of(lines: Iterable[Line]) -> dict[Key, float]:
    """The cells that these lines of table 三 print."""
    return {
        ("requests", x.key, c): float(v) for x in lines for c, v in zip(COLUMNS, x.values, strict=True) if v.isdigit()
    }


def relabelled(lines: Sequence[Line], key: str, label: str) -> list[Line]:
    """The lines with one label printed differently."""
    return [replace(x, label=label) if x.key == key else x for x in lines]


def with_values(lines: Sequence[Line], key: str, *values: str) -> list[Line]:
    """The lines with one row's cells printed differently."""
    return [replace(x, values=values) if x.key == key else x for x in lines]


def printed_as(lines: Sequence[Line], key: str, column: int, text: str) -> list[Line]:
    """The lines with one cell printed differently."""
    values = list(next(x for x in lines if x.key == key).values)
    values[column] = text
    return with_values(lines, key, *values)


def html_row(*cells: str) -> str:
    """A row of an HTML table."""
    return "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"


def html_rows(lines: Iterable[Line]) -> str:
    """Rows of an HTML table."""
    return "".join(html_row(x.label.replace("\n", "<br>"), *x.values) for x in lines)


def html(lines: Iterable[Line], header: Sequence[str] = HEADER) -> str:
    """Table 三 as a web page with its heading."""
    head = html_row("申请人情况", *header) if header else ""
    return page(f"<table>{head}{html_rows(lines)}</table>")


def page(body: str) -> str:
    """A web page."""
    return f"<html><body><p>三、收到和处理政府信息公开申请情况</p>{body}<p>五、存在的主要问题</p></body></html>"


def tabs(lines: Iterable[Line], header: Sequence[str] = HEADER) -> str:
    """Table 三 as a tab-separated grid."""
    rows = ["\t".join(("申请人情况", *header))] if header else []
    rows += ["\t".join((x.label.replace("\n", " "), *x.values)) for x in lines]
    return "三、收到和处理政府信息公开申请情况\n\n" + "\n".join(rows) + "\n\n五、存在的主要问题\n"


def cells(lines: Iterable[Line], header: Sequence[str] = HEADER) -> str:
    """Table 三 one cell a line behind a tab, rows parted by blank lines."""
    rows = ["\n".join("\t" + c for c in (x.label, *x.values)) for x in lines]
    head = ["\n".join("\t" + c for c in ("申请人情况", *header))] if header else []
    return "三、收到和处理政府信息公开申请情况\n\n" + "\n\n".join([*head, *rows]) + "\n\n五、存在的主要问题及改进情况\n"


def pipes(lines: Iterable[Line], header: Sequence[str] = HEADER) -> str:
    """Table 三 one cell a line before a bar; empty cells leave no trace."""
    rows = ["\n".join(f"{c} |" for c in (x.label.replace("\n", " "), *x.values) if c) for x in lines]
    head = [f"{c} |" for c in header]
    return "三、收到和处理政府信息公开申请情况\n" + "\n".join([*head, *rows]) + "\n五、存在的主要问题\n"


def spaces(lines: Iterable[Line], header: Sequence[str] = HEADER) -> str:
    """Table 三 in the layout of a page kept with spaces, numbers centred in columns of eight characters."""
    rows = [" " * 26 + "".join(h[:4].center(8) for h in header)] if header else []
    rows += [x.label[:24].ljust(26) + "".join(v.center(8) for v in x.values).rstrip() for x in lines]
    return "三、收到和处理政府信息公开申请情况\n\n" + "\n".join(rows) + "\n\n五、存在的主要问题\n"


LAYOUTS = {"html": html, "tabs": tabs, "cells": cells, "pipes": pipes, "spaces": spaces}


def extraction(source: str | bytes) -> Extraction:
    """A file read, normalised and extracted as the program does it."""
    data = source.encode() if isinstance(source, str) else source
    document = normalise_document(read_document(data, "x"))
    return extract(document, data, year=identify(document, "x").report_year)


def read(source: str | bytes) -> dict[Key, ExtractedCell]:
    """The cells of a file."""
    return {c.key: c for c in extraction(source).cells}


def published(source: str | bytes) -> dict[Key, float]:
    """The numbers that are published of a file."""
    return {k: c.value for k, c in read(source).items() if c.value is not None}
