"""What a Word file's runs show once styles and fields are taken into account, written into the runs themselves.

A mark may be raised by its style, a number may stand in a field whose result is another program's. The reader looks at
each run alone, so all that is settled here, before it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.documents.model import NO_TEXT
from pipeline.documents.word.properties import (
    PARAGRAPH,
    RUN,
    TEXT,
    look,
    path,
    raise_run,
    said,
    written,
)
from pipeline.documents.word.styles import settle_styles
from pipeline.documents.word.unseen import settle_unseen

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SHOWN_WITHOUT_RESULT = re.compile(
    r"\s*(?:=|FORM|SEQ|DOC|REF|MERGE|QUOTE|IF\b|AUTONUM|LISTNUM|NUM|PAGE|FILLIN|ASK)", re.I
)
"""Codes of fields that show something even where the file keeps no result of theirs."""

DRAWN_FIELDS = re.compile(r"\s*EQ\b", re.I)
"""Codes of fields that show a formula drawn from their code, such as a number in a circle, and have no text."""


def settle_runs(body: etree._Element, styles: etree._Element, distrusted: re.Pattern[str]) -> None:
    """Write into the runs of a document what its styles and fields say of them.

    Args:
        body: the document's body; it is changed.
        styles: the styles of the document.
        distrusted: the codes of fields whose result is not what the document showed.
    """
    _settle_alternatives(body)
    settle_styles(body, styles)
    _settle_positions(body)
    _settle_fields(body, distrusted)
    settle_unseen(body)


def _settle_alternatives(body: etree._Element) -> None:
    """Of content in several forms keep the first that Word knows; the last form is for programs that know none."""
    for several in list(body.iter(f"{_COMPATIBILITY}AlternateContent")):
        known = [c for c in several.iterchildren(f"{_COMPATIBILITY}Choice") if _is_known(c.get("Requires") or "")]
        kept = known[:1] or list(several.iterchildren(f"{_COMPATIBILITY}Fallback"))[:1]
        for child in list(several):
            if child not in kept:
                several.remove(child)
        for child in kept:
            child.tag = f"{_COMPATIBILITY}Choice"


def _is_known(required: str) -> bool:
    return all(
        re.fullmatch(r"wp[scgi]|w?p?1[0-9]\w*|w1[0-9]\w*|[a-z]+1[0-9]\w*|v|o|w|m|a|c|aink|am3d|cx\d*", n)
        for n in required.split()
    )


def _settle_positions(body: etree._Element) -> None:
    """Runs lifted above the others of their paragraph are raised, however the lifting is written."""
    lifted = {p for place in body.iter(path("position")) for p in place.iterancestors(PARAGRAPH)}
    for paragraph in lifted:
        runs = [r for r in paragraph.iter(RUN) if written(r)]
        heights = [_height(run) for run in runs]
        if len(set(heights)) > 1:
            for run, height in zip(runs, heights, strict=True):
                if height != "0":
                    raise_run(run)


def _height(run: etree._Element) -> str:
    return said(look(run, "position")) or "0"


def _settle_fields(body: etree._Element, distrusted: re.Pattern[str]) -> None:
    """Put the mark for what is no text in place of field results that are not what the document showed."""
    for simple in body.iter(path("fldSimple")):
        if distrusted.match(said(simple, "instr")):
            _blot_out(list(simple.iter(RUN)), simple)
    for code, told, runs, end in list(_fields(body)):
        for text in (t for run in told for t in run.iter(TEXT)):
            text.text = ""
        if distrusted.match(code) or (not runs and _SHOWN_WITHOUT_RESULT.match(code)):
            _blot_out(runs, end)


def _blot_out(runs: list[etree._Element], place: etree._Element) -> None:
    texts = [t for run in runs for t in run.iter(TEXT)]
    for text in texts:
        text.text = ""
    mark = texts[0] if texts else etree.SubElement(place, TEXT)
    mark.text = NO_TEXT


def _fields(
    body: etree._Element,
) -> Iterator[tuple[str, list[etree._Element], list[etree._Element], etree._Element]]:
    """Each field written in pieces: its code, the runs of its code and of its result, and the one that ends it."""
    open_fields: list[tuple[list[str], list[etree._Element], list[etree._Element], list[bool]]] = []
    for run in body.iter(RUN):
        for piece in run:
            if piece.tag == path("fldChar"):
                kind = said(piece, "fldCharType")
                if kind == "begin":
                    open_fields.append(([], [], [], []))
                elif kind == "separate" and open_fields:
                    open_fields[-1][3].append(True)
                elif kind == "end" and open_fields:
                    code, told, runs, _ = open_fields.pop()
                    yield "".join(code), told, runs, run
            elif piece.tag == path("instrText") and open_fields:
                open_fields[-1][0].append(piece.text or "")
        for _, told, runs, parted in open_fields:  # what a field in another one's code shows is a part of that code
            (runs if parted else told).append(run)
