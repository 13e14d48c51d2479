"""Formats made by other programs of this machine, where they are installed: real producers' habits, not only ours.

``pdf-office`` and ``html-office`` come from LibreOffice, given our DOCX; ``txt-pdftotext`` from
poppler's ``pdftotext -layout`` and ``txt-plumber`` from pdfplumber's layout text, given our PDF.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import pdfplumber

OFFICE = {"pdf-office": "pdf", "html-office": "html"}
TEXTS = ("txt-pdftotext", "txt-plumber")


def available() -> list[str]:
    """The formats that this machine can make."""
    found = list(OFFICE) if shutil.which("soffice") else []
    found += ["txt-pdftotext"] if shutil.which("pdftotext") else []
    return [*found, "txt-plumber"]


def base(form: str) -> str:
    """The generated format that a machine-made format is made from."""
    return "docx" if form in OFFICE else "pdf" if form in TEXTS else form


def convert(form: str, data: bytes) -> bytes:
    """The generated file as the other program writes it.

    Raises:
        subprocess.CalledProcessError: The program failed.
    """
    if form == "txt-plumber":
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return "\n\f\n".join(p.extract_text(layout=True) for p in pdf.pages).encode()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"report.{'pdf' if form == 'txt-pdftotext' else 'docx'}"
        source.write_bytes(data)
        if form == "txt-pdftotext":
            target = source.with_suffix(".txt")
            command = ["pdftotext", "-layout", str(source), str(target)]
        else:
            target = source.with_suffix("." + OFFICE[form])
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", "--headless", profile, "--convert-to", OFFICE[form], "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()
