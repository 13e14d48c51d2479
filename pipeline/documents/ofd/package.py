"""The container of an OFD file: a ZIP of XML parts that name each other by path.

Real packages stray from the standard: backslashes, other letter case, paths relative to the wrong folder, names in GBK,
prefixes without a namespace. What can be meant in one way only is read; the rest is a damaged file.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
from typing import Any, NoReturn

from lxml import etree

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.zips import LARGEST_PART, ZIP_ERRORS, is_encrypted, member_name

Element = Any
"""An lxml element; elements and attributes are found by local name, since producers write many namespaces or none."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ATTRIBUTES = frozenset(
    (
        *("ID", "Type", "BaseLoc", "Current", "TemplateID", "ZOrder", "ResourceID", "DrawParam", "Relative"),
        *("Boundary", "CTM", "Size", "Font", "HScale", "ReadDirection", "CharDirection", "X", "Y", "DeltaX", "DeltaY"),
        *("PageID", "CodePosition", "CodeCount", "Visible", "Alpha", "Fill", "Stroke", "Value"),
    )
)
_BY_LOWER_CASE = {name.lower(): name for name in _ATTRIBUTES}
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<[^<>!?][^<>]*>")
_PREFIX = re.compile(r"^<(/?)[^\s<>/=\"':]*:")
_NAMESPACE = re.compile(r"""\s+xmlns(?::[^\s=]*)?\s*=\s*(?:"[^"]*"|'[^']*')""")
_ATTRIBUTE_PREFIX = re.compile(r"""(\s)[^\s<>/="':]+:(?=[^\s<>/="':]+\s*=)""")


class Package:
    """The parts of one OFD file.

    Raises:
        UnreadableDocument: the ZIP is damaged.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = [i for i in self._zip.infolist() if not i.is_dir()]
        except ZIP_ERRORS as error:
            raise damaged(f"its ZIP container cannot be opened: {error}") from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            self._parts.setdefault(_plain(member_name(part)), part)
        self._any_case = {name.casefold(): name for name in reversed(self._parts)}
        self.encrypted = any(posixpath.basename(n) == "encryptions.xml" for n in self._any_case)

    def find(self, base: str, location: str | None) -> str | None:
        """The part that ``base`` names by a path: relative to itself, else to the package or to its document.

        Args:
            base: the part that names it; empty for the package.
            location: the path as written there.
        """
        written = (location or "").strip().replace("\\", "/")
        if not written:
            return None
        folder = posixpath.dirname(base)
        folders = [""] if written.startswith("/") else [folder, "", base.split("/")[0]]
        for place in folders:
            name = _plain(f"{place}/{written}")
            found = name if name in self._parts else self._any_case.get(name.casefold())
            if found is not None:
                return found
        return None

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            UnreadableDocument: it is damaged, encrypted or far too large.
        """
        part = self._parts[name]
        if is_encrypted(part):
            self._protected()
        try:
            with self._zip.open(part) as stream:
                content = stream.read(LARGEST_PART + 1)
        except ZIP_ERRORS as error:
            raise damaged(f"its part {name} cannot be unpacked: {error}") from error
        if len(content) > LARGEST_PART:
            raise damaged(f"its part {name} is larger than {LARGEST_PART:,} bytes")
        return content

    def xml(self, name: str) -> Element:
        """The root element of an XML part.

        Raises:
            UnreadableDocument: it is no XML, encrypted, or declares a document type (nothing in OFD needs one).
        """
        text = _decoded(self.read(name))
        if text is None or "<" not in text[:1000]:
            if self.encrypted:
                self._protected()
            raise damaged(f"its part {name} is no XML")
        if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
            raise damaged(f"its part {name} declares a document type, which no OFD part does")
        text = _DECLARATION.sub("", text, count=1)
        try:
            return _parsed(text)
        except etree.XMLSyntaxError as first:
            try:
                # Prefixes without a namespace: names alone say what is meant.
                return _parsed(_TAG.sub(_without_prefixes, text))
            except etree.XMLSyntaxError:
                raise damaged(f"its part {name} is no well-formed XML: {first.msg}") from first

    def _protected(self) -> NoReturn:
        raise UnreadableDocument("The OFD file is encrypted", "Save it without encryption or a password.", "ofd")


def damaged(what: str) -> UnreadableDocument:
    """The error for a package that is not whole."""
    return UnreadableDocument(f"The OFD file is damaged: {what}", "Fetch it again from its source.", "ofd")


def local_name(element: Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """The direct children with one of the names."""
    return [] if element is None else [c for c in element if local_name(c) in names]


def child(element: Element | None, name: str) -> Element | None:
    """The first direct child with the name."""
    return next(iter(children(element, name)), None)


def content(element: Element | None) -> str:
    """An element's text; empty where there is no element."""
    return "" if element is None else "".join(element.itertext())


def attribute(element: Element, name: str) -> str | None:
    """An attribute, in whatever letter case and namespace it was written."""
    value: str | None = element.get(name)
    return value


def _plain(name: str) -> str:
    """A path from the package's root, without ``.``, ``..`` and backslashes; nothing lies above the root."""
    path: list[str] = []
    for step in name.replace("\\", "/").split("/"):
        if step == "..":
            del path[-1:]
        elif step not in ("", "."):
            path.append(step)
    return "/".join(path)


def _decoded(data: bytes) -> str | None:
    """The text of a part: by its mark, else in the encoding that it declares and that fits; None where none does."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    utf8 = _strictly(data, "utf-8-sig")
    declared = _DECLARED.match(data)
    name = declared.group(1).decode().lower() if declared else "utf-8"
    if name in ("gb2312", "gbk", "gb18030", "cp936", "big5"):
        # Some producers declare GBK and write UTF-8; characters in GBK do not happen to be Chinese ones in UTF-8.
        if utf8 is not None and re.search(r"[\u4e00-\u9fff]", utf8):
            return utf8
        return _strictly(data, "big5" if name == "big5" else "gb18030")
    return utf8 if utf8 is not None else _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _parsed(text: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    for element in root.iter():
        for written in list(element.attrib):
            if written not in _ATTRIBUTES:
                name = _BY_LOWER_CASE.get(written.rsplit("}", 1)[-1].lower())
                if name is not None and element.get(name) is None:
                    element.set(name, element.get(written))
    return root


def _without_prefixes(match: re.Match[str]) -> str:
    tag = _PREFIX.sub(r"<\1", match.group(), count=1)
    return _ATTRIBUTE_PREFIX.sub(r"\1", _NAMESPACE.sub("", tag))
