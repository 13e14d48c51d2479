"""Word documents as one XML file: Word 2003's own, and the flat form of today's.

Word 2003's elements are those of DOCX under another name space, but for a few, so the file is renamed and read as DOCX.
LibreOffice opens it too, and loses its vertically merged cells.
"""

from __future__ import annotations

from docx.oxml.ns import qn
from lxml import etree

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import Block, Document
from pipeline.documents.word.docx import body_blocks
from pipeline.documents.word.runs import DRAWN_FIELDS, settle_runs

_WORD_2003 = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_RENAMED = {"vmerge": "vMerge"}


def read_wordml(data: bytes) -> Document:
    """Read a Word document that is one XML file.

    Raises:
        UnreadableDocument: it is damaged or cut off, or holds no text.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(
            "The Word XML document is damaged or cut off", "Fetch it again from its source.", "wordxml"
        ) from error
    for element in root.iter():
        if isinstance(element.tag, str):
            _rename(element)
    body = next(root.iter(qn("w:body")), None)
    styles = next(root.iter(qn("w:styles")), None)
    blocks: tuple[Block, ...] = ()
    if body is not None:
        settle_runs(body, etree.Element("none") if styles is None else styles, DRAWN_FIELDS)
        blocks = tuple(body_blocks(body))
    if not blocks:
        raise UnreadableDocument("The Word XML document holds no text", "Find the text version.", "wordxml")
    return Document(format="wordxml", blocks=blocks)


def _rename(element: etree._Element) -> None:
    """Give an element and its attributes the names that they have in DOCX."""
    for name, value in list(element.attrib.items()):
        if str(name).startswith(_WORD_2003):
            del element.attrib[name]
            element.set(qn(f"w:{str(name)[len(_WORD_2003) :]}"), value)
    tag = str(element.tag)
    if tag.startswith(_WORD_2003):
        local = tag[len(_WORD_2003) :]
        element.tag = qn(f"w:{_RENAMED.get(local, local)}")
    elif tag == _ANNOTATION:
        # Insertions are shown; deletions and comments are not.
        element.tag = qn("w:ins" if element.get(qn("w:type")) == "Word.Insertion" else "w:del")
