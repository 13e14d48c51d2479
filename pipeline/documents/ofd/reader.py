"""OFD (GB/T 33190), the Chinese government's own format for finished pages: a ZIP of XML.

Read from its XML, because libraries for it give runs of text without the place of each character, and no lines.
Stamps, signatures, attachments and watermarks are not part of what the report says and are left alone; of annotations
only what lies under them matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.model import BBox, Beside, Document, Paragraph
from pipeline.documents.ofd.content import page_content
from pipeline.documents.ofd.drawn import A4, UNIT, Picture, Resources, draw, hide_covered, page_box
from pipeline.documents.ofd.fonts import Fonts
from pipeline.documents.ofd.package import Element, Package, attribute, child, children, content, damaged
from pipeline.documents.ofd.pictures import hides_what_is_below, package_pictures_pdf
from pipeline.documents.pages.beside import beside_among, with_note_of_beside
from pipeline.documents.pages.content import PageContent, mapped
from pipeline.documents.pages.joined import joined, rows_of_pages
from pipeline.documents.pages.words import text_lines

_LEAST_TEXT = 40
"""Characters; a document with fewer is a scan or a picture."""
_MOST_PAGES = 2_000
_MOSTLY = 0.4
"""Share of a page that pictures cover where the page is one."""


_HARMLESS = ("link", "highlight", "stamp", "watermark")
"""Annotations that leave the print under them as it is."""


class WithoutTextError(UnreadableDocument):
    """An OFD file whose pages are pictures."""


@dataclass(frozen=True, slots=True)
class _Body:
    """One of the documents in a package: its pages' parts, what all share, and the parts of each one's annotations."""

    package: Package
    pages: tuple[str, ...]
    box: BBox
    templates: dict[str, tuple[str | None, str | None]]
    resources: Resources
    notes: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as shown; and its box in millimetres with the pictures on it, each with its part's name."""

    content: PageContent
    box: BBox
    pictures: list[tuple[Picture, str]]


def read_ofd(data: bytes) -> Document:
    """The lines of every page as paragraphs.

    Raises:
        UnreadableDocument: it is damaged or encrypted, lacks a page that it lists, or no page has text (a scan).
    """
    bodies = _bodies(Package(data))
    body, contents = _first_with_text(bodies)
    beside = beside_among(contents)
    if beside:
        contents = list(_contents(body, range(1, len(body.pages) + 1), beside))
    blocks = tuple(Paragraph(line, line, page.number) for page in contents for line in text_lines(page))
    if _text_length(contents) < _LEAST_TEXT:
        raise WithoutTextError(
            f"The OFD file has {len(body.pages)} page(s) but no text: it is a scan or a picture",
            "Run character recognition on it, or find the text version.",
            "ofd",
        )
    notes = []
    empty = [str(page.number) for page in contents if not _text_length([page])]
    if empty:
        notes.append(f"No text on page(s) {', '.join(empty)}: blank or scanned.")
    if len(bodies) > 1:
        number = bodies.index(body) + 1
        notes.append(f"The OFD file holds {len(bodies)} documents; number {number} was read, the first with text.")
    return with_note_of_beside(Document("ofd", blocks, len(body.pages), notes=tuple(notes), beside=beside))


def ofd_contents(data: bytes, pages: Sequence[int], beside: Beside = ()) -> Iterator[PageContent]:
    """The content of the wanted pages (numbers from 1) of the document that :func:`read_ofd` reads.

    Pages that stand beside one another give one content together.

    Raises:
        UnreadableDocument: as there.
    """
    body = _chosen(data)[1]
    yield from _contents(body, pages, beside)


def _contents(body: _Body, pages: Sequence[int], beside: Beside) -> Iterator[PageContent]:
    for parts in rows_of_pages(pages, beside):
        contents = [_page(body, part.page).content for part in parts]
        yield joined(list(zip(parts, contents, strict=True))) if len(parts) > 1 else contents[0]


def picture_pages(data: bytes) -> list[int]:
    """Pages that are pictures with hardly any text of their own.

    Raises:
        UnreadableDocument: as :func:`read_ofd`.
    """
    body = _chosen(data)[1]
    return [n for n in range(1, len(body.pages) + 1) if _is_picture(_page(body, n))]


def _is_picture(page: _Page) -> bool:
    return _text_length([page.content]) < _LEAST_TEXT and _is_covered(page.box, page.pictures)


def _is_covered(box: BBox, pictures: Sequence[tuple[Picture, str]]) -> bool:
    """Whether pictures cover most of a page."""
    covered = sum(abs(p.matrix[0] * p.matrix[3] - p.matrix[1] * p.matrix[2]) for p, _ in pictures)
    return covered >= _MOSTLY * box[2] * box[3]


def ofd_pictures(data: bytes) -> bytes:
    """The pictures on the pages of the document that :func:`read_ofd` reads, as a PDF with the same pages.

    Raises:
        UnreadableDocument: as there; or a picture cannot be opened.
    """
    package, body = _chosen(data)
    pages = [_page(body, number) for number in range(1, len(body.pages) + 1)]
    return package_pictures_pdf(package, [(page.box, page.pictures) for page in pages])


def _chosen(data: bytes) -> tuple[Package, _Body]:
    package = Package(data)
    bodies = _bodies(package)
    return package, bodies[0] if len(bodies) == 1 else _first_with_text(bodies)[0]


def _first_with_text(bodies: Sequence[_Body]) -> tuple[_Body, list[PageContent]]:
    read = []
    for body in bodies:
        read.append((body, [_page(body, n).content for n in range(1, len(body.pages) + 1)]))
        if _text_length(read[-1][1]) >= _LEAST_TEXT:
            return read[-1]
    return read[0]


def _text_length(contents: Sequence[PageContent]) -> int:
    return sum(bool(c["text"].strip()) for page in contents for c in page.chars)


def _bodies(package: Package) -> list[_Body]:
    entry = package.find("", "OFD.xml")
    if entry is None:
        raise damaged("it has no part OFD.xml")
    found = [
        _body(package, root)
        for item in children(package.xml(entry), "DocBody")
        if (root := _document_part(package, entry, item)) is not None
    ]
    if not found:
        raise damaged("OFD.xml names no document that it holds")
    if not any(body.pages for body in found):
        raise damaged("its document lists no pages")
    return [body for body in found if body.pages]


def _document_part(package: Package, entry: str, body: Element) -> str | None:
    """The root part of a document: of its current version, where it keeps several."""
    for version in children(child(body, "Versions"), "Version"):
        if (attribute(version, "Current") or "").strip().lower() == "true":
            part = package.find(entry, attribute(version, "BaseLoc"))
            root = part and package.find(part, content(child(package.xml(part), "DocRoot")))
            if root:
                return root
    return package.find(entry, content(child(body, "DocRoot")))


def _body(package: Package, root: str) -> _Body:
    document = package.xml(root)
    common = child(document, "CommonData")
    pages, by_id = [], dict[str, str]()
    for number, page in enumerate(children(child(document, "Pages"), "Page"), start=1):
        part = package.find(root, attribute(page, "BaseLoc"))
        if part is None:
            raise damaged(f"page {number} is missing ({attribute(page, 'BaseLoc')})")
        pages.append(part)
        by_id[(attribute(page, "ID") or "").strip()] = part
    if len(pages) > _MOST_PAGES:
        raise damaged(f"it lists {len(pages)} pages")
    templates = {
        (attribute(t, "ID") or "").strip(): (package.find(root, attribute(t, "BaseLoc")), attribute(t, "ZOrder"))
        for t in children(common, "TemplatePage")
    }
    resources = Resources()
    for item in children(common, "PublicRes", "DocumentRes"):
        _add(resources, package, package.find(root, content(item)))
    notes: dict[str, tuple[str, ...]] = {}
    listed = package.find(root, content(child(document, "Annotations")))
    for entry in children(package.xml(listed), "Page") if listed else ():
        page_part = by_id.get((attribute(entry, "PageID") or "").strip())
        found = [f for item in children(entry, "FileLoc") if (f := package.find(listed or "", content(item)))]
        if page_part is not None:
            notes[page_part] = (*notes.get(page_part, ()), *found)
    return _Body(package, tuple(pages), page_box(child(common, "PageArea")) or A4, templates, resources, notes)


def _looks(body: _Body, page: str) -> Iterator[Element]:
    """The looks of a page's annotations that may hide its print or cross it out."""
    for part in body.notes.get(page, ()):
        for note in children(body.package.xml(part), "Annot"):
            shown = (attribute(note, "Visible") or "").strip().lower() not in ("false", "0")
            if shown and (attribute(note, "Type") or "").strip().lower() not in _HARMLESS:
                yield from children(note, "Appearance")


def _add(resources: Resources, package: Package, part: str | None) -> None:
    """Note what a resource part holds."""
    if part is None:
        return
    root = package.xml(part)
    for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
        resources.units[(attribute(unit, "ID") or "").strip()] = unit
    for param in children(child(root, "DrawParams"), "DrawParam"):
        resources.params[(attribute(param, "ID") or "").strip()] = param
    folder = (attribute(root, "BaseLoc") or "").strip()
    for kind, name, listed in (("MultiMedia", "MediaFile", resources.pictures), ("Font", "FontFile", resources.fonts)):
        for item in children(child(root, f"{kind}s"), kind):
            file = content(child(item, name)).strip()
            found = package.find(part, f"{folder}/{file}") or package.find(part, file) if file else None
            if found is not None:
                listed[(attribute(item, "ID") or "").strip()] = found


def _page(body: _Body, number: int) -> _Page:
    package, part = body.package, body.pages[number - 1]
    page = package.xml(part)
    resources = body.resources
    own = children(page, "PageRes")
    if own:
        resources = replace(
            resources,
            **{name: dict(getattr(resources, name)) for name in ("units", "params", "pictures", "fonts")},
        )
        for item in own:
            _add(resources, package, package.find(part, content(item)))
    parts: list[tuple[Element, str]] = []
    for reference in children(page, "Template"):
        template = body.templates.get((attribute(reference, "TemplateID") or "").strip())
        if template is not None:
            if template[0] is None:
                raise damaged(f"the template of page {number} is missing")
            place = attribute(reference, "ZOrder") or template[1] or "Background"
            parts.append((package.xml(template[0]), place if place in ("Body", "Foreground") else "Background"))
    drawn = draw([*parts, (page, "Body")], resources, list(_looks(body, part)))
    box = page_box(child(page, "Area")) or page_box(child(child(page, "Content"), "PageArea")) or body.box
    pictures = [(p, resources.pictures[p.resource]) for p in drawn.pictures if p.resource in resources.pictures]
    over = [(p.over, mapped(UNIT, p.matrix)) for p, name in pictures if p.over and hides_what_is_below(package, name)]
    if over:
        drawn.covers += over
        hide_covered(drawn)
    scanned = _is_covered(box, pictures)
    return _Page(page_content(number, box, drawn, Fonts(package, resources.fonts), scanned=scanned), box, pictures)
