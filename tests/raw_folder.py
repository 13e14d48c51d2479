"""A small raw folder for tests of the whole graph: two years, one planted error, files that are no reports."""

from __future__ import annotations

import hashlib
from pathlib import Path

from samples.build import build
from samples.truth import draw

AGENCY_FILES = ("局/2022.html", "局/2023.docx")
EMPTY = "局/2023年政府信息公开工作年度报告.pdf"
NOTICE = "其他/notice.html"


def fill(raw: Path) -> None:
    """Write the folder: 2022 an HTML report, 2023 a Word report whose balance is broken, an empty PDF, a notice."""
    for path, data in _files().items():
        put(raw, path, data)


def put(raw: Path, path: str, data: bytes | str) -> None:
    """Write a file below the folder."""
    target = raw / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data.encode() if isinstance(data, str) else data)


def _files() -> dict[str, bytes]:
    before = draw("assets/2022", agency="松岭县教育局", year=2022, activity="normal")
    after = draw("assets/2023", agency="松岭县教育局", year=2023, activity="normal", before=before)
    return {
        AGENCY_FILES[0]: build(before.seed, "html", report=before).data,
        AGENCY_FILES[1]: build(after.seed, "docx", plants=["balance"], report=after).data,
        EMPTY: b"",
        NOTICE: "<html><body><p>关于报送档案整理进度的通知</p></body></html>".encode(),
    }


def digests(out: Path) -> dict[str, str]:
    """The digest of every published file by its path; what lies under ``_work`` is not published."""
    return {
        p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(out.rglob("*"))
        if p.is_file() and not p.relative_to(out).as_posix().startswith("_")
    }
