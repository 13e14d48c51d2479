"""Reports in the formats that LibreOffice writes, made from our Word files and workbooks, where it is installed."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from samples import docx, xlsx
from samples.docx import ZIP_DATE
from samples.draft import Draft

FILTERS = {
    "doc": ("docx", "doc:MS Word 97"),
    "rtf": ("docx", "rtf:Rich Text Format"),
    "odt": ("docx", "odt:writer8"),
    "xls": ("xlsx", "xls:MS Excel 97"),
    "ods": ("xlsx", "ods:calc8"),
}
"""Per format: what it is made from, and LibreOffice's name for it. The last two want LibreOffice Calc."""

MADE = "GONGKAI_SAMPLES_MADE"
"""Environment variable: a folder in which converted files are kept by content, so that many go into one start."""


class NoLibreOffice(RuntimeError):
    """LibreOffice, which makes these formats, is not installed."""


def program() -> str | None:
    """The LibreOffice program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def source(form: str, draft: Draft) -> bytes:
    """The file from which a format is made."""
    return docx.write(draft) if FILTERS[form][0] == "docx" else xlsx.write(draft)


def write(form: str, draft: Draft) -> bytes:
    """The report as a file of a format of :data:`FILTERS`.

    Raises:
        NoLibreOffice: it is not installed.
    """
    data = source(form, draft)
    kept = os.environ.get(MADE)
    if kept and _kept(Path(kept), form, data).is_file():
        return _kept(Path(kept), form, data).read_bytes()
    return convert(form, [data])[0]


def make_ahead(form: str, sources: Iterable[bytes], folder: Path) -> None:
    """Convert many files in one start and keep them in a folder, to be named by :data:`MADE`."""
    files = list(dict.fromkeys(sources))
    folder.mkdir(parents=True, exist_ok=True)
    for data, made in zip(files, convert(form, files), strict=True):
        _kept(folder, form, data).write_bytes(made)


def _kept(folder: Path, form: str, data: bytes) -> Path:
    return folder / f"{hashlib.sha256(data).hexdigest()}.{form}"


def convert(form: str, files: list[bytes]) -> list[bytes]:
    """Files of the format's source as files of the format, in one start of LibreOffice.

    Raises:
        NoLibreOffice: it is not installed, or the part of it that is needed is not.
        subprocess.CalledProcessError: it failed.
    """
    soffice = program()
    if soffice is None:
        raise NoLibreOffice(
            f"LibreOffice makes the {form} samples and was not found. Install libreoffice-writer-nogui and"
            " libreoffice-calc-nogui, or leave this format out."
        )
    suffix, target = FILTERS[form]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        names = [f"{number}.{suffix}" for number in range(len(files))]
        for name, data in zip(names, files, strict=True):
            (folder / name).write_bytes(data)
        command = [soffice, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", target, "--outdir", str(folder / "out"), *names]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120 + 10 * len(files))
        made = [folder / "out" / f"{number}.{form}" for number in range(len(files))]
        if not all(path.is_file() for path in made):
            raise NoLibreOffice(f"The LibreOffice found ({soffice}) cannot make {form} files; a part of it is missing.")
        return [_fixed_dates(form, path.read_bytes()) for path in made]


def _fixed_dates(form: str, data: bytes) -> bytes:
    """The file without the time of its making, where the format lets it be taken out."""
    if form == "rtf":
        return re.sub(rb"\{\\(?:creatim|revtim|printim)[^{}]*\}", b"", data)
    if form not in ("odt", "ods"):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in packed.infolist():
            if info.is_dir() or info.filename.startswith("Thumbnails/"):
                continue
            body = packed.read(info)
            if info.filename == "meta.xml":
                body = re.sub(rb"<(dc:date|meta:editing-duration|meta:editing-cycles)>[^<]*</\1>", b"", body)
            if info.filename == "settings.xml":  # numbers drawn anew for every session
                body = re.sub(rb'(config:name="Rsid(?:Root)?"[^>]*>)\d+', rb"\g<1>1", body)
            if info.filename == "META-INF/manifest.xml":
                body = re.sub(rb'\s*<manifest:file-entry manifest:full-path="Thumbnails/[^>]*>', b"", body)
            entry = zipfile.ZipInfo(info.filename, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, body)
    return out.getvalue()
