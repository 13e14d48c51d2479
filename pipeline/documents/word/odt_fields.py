"""OpenDocument texts before LibreOffice gets them: fields as they were last shown, and nothing that is hidden.

LibreOffice would compute fields anew, and it writes hidden paragraphs and sections into DOCX as if they were shown.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.documents.zips import ZIP_ERRORS

_O = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE = f"{{{_O}text:1.0}}", f"{{{_O}table:1.0}}"
_FIELDS = (
    *("conditional-text", "expression", "hidden-text", "placeholder", "sequence", "user-field-get", "user-field-input"),
    *("variable-get", "variable-input", "variable-set"),
)
_FORMULA = f"{_TABLE}formula"
_CONTENT = "content.xml"


def as_shown(data: bytes, kind: str) -> bytes:
    """The file with its fields' last results for the fields; as it is where it has none, or is not understood.

    Args:
        data: the whole file.
        kind: ``odt`` or ``fodt``.
    """
    try:
        if kind == "fodt":
            return _without_fields(data)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = package.read(_CONTENT)
            shown = _without_fields(content)
            if shown is content:
                return data
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as target:
                for entry in package.infolist():
                    target.writestr(entry, shown if entry.filename == _CONTENT else package.read(entry))
            return out.getvalue()
    except (etree.XMLSyntaxError, *ZIP_ERRORS):
        return data  # LibreOffice says what is wrong with it


def _without_fields(content: bytes) -> bytes:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    hidden = list(_hidden(root))
    computed = [cell for cell in root.iter(f"{_TABLE}table-cell") if cell.get(_FORMULA) is not None]
    if not hidden and not computed and next(root.iter(*(_TEXT + name for name in _FIELDS)), None) is None:
        return content
    for element in hidden:
        for child in list(element):
            element.remove(child)
        element.text = None
    for cell in computed:
        del cell.attrib[_FORMULA]
    etree.strip_tags(root, *(_TEXT + name for name in _FIELDS))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _hidden(root: etree._Element) -> Iterator[etree._Element]:
    """Texts, paragraphs and sections that are not shown; a section that depends on a condition says how it came out."""
    for section in root.iter(f"{_TEXT}section"):
        display = section.get(f"{_TEXT}display")
        if display == "none" or (display == "condition" and section.get(f"{_TEXT}is-hidden") == "true"):
            yield section
    for field in root.iter(f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph"):
        if field.get(f"{_TEXT}is-hidden") == "true":
            whole = field.getparent() if field.tag == f"{_TEXT}hidden-paragraph" else field
            yield from [] if whole is None else [whole]
