"""Word packages as they are met: documents with macros, templates, and those in the strict form of the standard."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.document import Document
from docx.oxml.ns import qn

_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAIN = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def open_package(data: bytes) -> Document:
    """Open a package, whichever of Word's own kinds it is.

    Raises:
        ValueError: it is no document of Word's.
        KeyError: its main part is missing.
    """
    try:
        document = docx.Document(io.BytesIO(data))
    except (ValueError, KeyError):
        document = None
    if document is not None and document.element.tag == qn("w:document"):
        return document
    return docx.Document(io.BytesIO(_as_document(data)))


def _as_document(data: bytes) -> bytes:
    """The package with the names that an ordinary document has for the same things."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = _OTHER_MAIN.sub(_MAIN, part)
            if name.endswith((".xml", ".rels")):
                part = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)
            target.writestr(name, part)
    return out.getvalue()
