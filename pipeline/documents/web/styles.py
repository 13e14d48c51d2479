"""What a web page's own style sheets say of its tables' rows and cells, written into the elements' own styles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.documents.faces import SYMBOLS
from pipeline.documents.web.css import (
    FACE,
    CssRule,
    Declarations,
    declarations,
    media_holds,
    rules,
    sheet_in,
)
from pipeline.documents.web.looks import families, hides, tells
from pipeline.documents.web.selectors import Elements, is_known, less_unknown, weight

UNSURE = "--unsure"
"""Property of an element that some rule may hide or add digits to: whether it does hangs on more than the page says."""
DRAWN = "--drawn"
"""Property of an element before or behind which a style sheet writes something."""

_OF_PRINT = {"font-size", "color", "background-color", "background-image", "text-decoration", "text-indent"}
_OF_PRINT |= {"letter-spacing", "opacity", "font-family"}
"""What a text has from whatever stands around it."""
_ROWS = ("tr", "td", "th", "thead", "tbody", "tfoot", "col", "colgroup")
_MOST_ROWS = 2000
"""Rows from which a page is no report: selectors that count siblings would take minutes there."""
_MOST_LOOKS = 200_000
"""Elements that may be meant, times all of the page, up to which it is found out whether they hold another one."""

_LONGEST_NUMBER = 20
"""Characters up to which a text may be a number with its unit."""
NOT_IN_MARKUP = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a style sheet or a script may name and no element can have."""

_Weight = tuple[bool, bool, tuple[int, int, int], int]
"""Important, an element's own, weight of the selector, place: the greatest tells."""
_Said = dict[str, tuple[_Weight, str]]
_OWN: tuple[tuple[int, int, int], int] = ((0, 0, 0), 0)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, its place among all, and its selector; None where that takes too long to ask: then it may mean any."""

    rule: CssRule
    order: int
    selector: str | None


def told_by_sheets(root: etree._Element, names: set[str], *, quirks: bool) -> dict[etree._Element, dict[str, str]]:
    """What the elements of a page are declared to have of these properties, by its sheets and themselves."""
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    sheets = [rule for sheet, sure in _sheets(root) for rule in rules(sheet) if sure is not False]
    page = Elements(root, elements, quirks=quirks)
    told: dict[etree._Element, _Said] = {element: {} for element in elements}
    for one in _telling([rule for rule in sheets if not rule.pseudo], names, page, many=False):
        for element in () if one.selector is None else page.meant(one.selector):
            _tell(told[element], one, names)
    for element, said in told.items():
        _tell_own(said, declarations(element.get("style") or ""))
    return {e: {name: value for name, (_, value) in said.items() if name in names} for e, said in told.items()}


def settle_styles(root: etree._Element, *, quirks: bool, cells: Collection[etree._Element] = ()) -> None:
    """Give rows, cells, and what is inside of cells, what the style sheets say of them as their own style.

    Whole tables, and what holds one, are left as they are, but for how they print: a script may show what the sheet
    hides at first, and a table that is printed twice is judged by its numbers. In a page without tables only what may
    be a number is asked about.

    Args:
        root: the page.
        quirks: whether it is shown as old pages are, which name no type of document.
        cells: elements that are asked about as those of tables are.
    """
    tables = list(root.iter("table"))
    sheets = [rule for sheet, sure in _sheets(root) for rule in rules(sheet) if sure is not False]
    faces, sheets = _faces(sheets), [rule for rule in sheets if rule.pseudo != FACE]
    asked = {name for rule in sheets for name, (value, _) in rule.declarations.items() if tells(name, value)}
    asked |= {"font-family"} if faces else set()
    if not asked and not any(rule.pseudo for rule in sheets):
        return
    meant_for = _is_inside if tables else _is_short
    inside = [e for e in root.iter() if isinstance(e.tag, str) and (e in cells or meant_for(e))]
    around = [e for t in tables for e in (t, *t.iterancestors())]
    page = Elements(root, list(dict.fromkeys([*inside, *around])), quirks=quirks)
    many = sum(e.tag == "tr" for e in inside) > _MOST_ROWS
    within = set(inside)
    told: dict[etree._Element, _Said] = {}
    for one in _telling(sheets, asked, page, many=many):
        meant = page.perhaps_meant(one.rule.selector) if one.selector is None else page.meant(one.selector)
        for element in meant:
            names = asked if element in within else asked & _OF_PRINT
            _tell(told.setdefault(element, {}), one, names)
    for element, said in told.items():
        _tell_own(said, declarations(element.get("style") or ""))
        style = "; ".join(f"{name}: {value}" for name, (_, value) in said.items())
        element.set("style", NOT_IN_MARKUP.sub("\ufffd", style))

    for element in (*inside, *tables) if faces else ():
        style = element.get("style") or ""
        if faces & families(declarations(style).get("font-family", (element.get("face") or "", False))[0]):
            element.set("style", f"{style}; font-family: {SYMBOLS} !important")


def _tell_own(said: _Said, own: Declarations) -> None:
    """Take in what an element's own style says."""
    for name, (value, important) in own.items():
        entry: tuple[_Weight, str] = ((important, True, *_OWN), value)
        said[name] = max(said.get(name, entry), entry)


def _faces(sheets: list[CssRule]) -> set[str]:
    """The names of faces of print that the page brings along: which digits they draw for which is not known."""
    said = ({name: value for name, (value, _) in r.declarations.items()} for r in sheets if r.pseudo == FACE)
    return {name for face in said if "url(" in face.get("src", "") for name in families(face.get("font-family", ""))}


def _tell(said: _Said, one: _Rule, names: set[str]) -> None:
    """Take in what a rule says of these properties of an element."""
    rule = one.rule
    place = (weight(rule.selector), one.order)
    mark: _Weight = (False, False, *place)
    if rule.pseudo:
        if _draws(rule):
            said[DRAWN] = (mark, "1")
    elif not rule.sure or _undoes(rule):
        if _undoes(rule) or any(hides(name, value) for name, (value, _) in rule.declarations.items()):
            said[UNSURE] = (mark, "1")
    else:
        for name in names & rule.declarations.keys():
            value, important = rule.declarations[name]
            entry: tuple[_Weight, str] = ((important, False, *place), value)
            said[name] = max(said.get(name, entry), entry)


def _undoes(rule: CssRule) -> bool:
    """Whether a rule takes back what others say, which is not followed here."""
    return "all" in rule.declarations or any(value == "revert-layer" for value, _ in rule.declarations.values())


def _draws(rule: CssRule) -> bool:
    """Whether a rule writes something that may be part of a number, or makes a number's first digits vanish."""
    declared = rule.declarations
    if rule.pseudo in ("first-letter", "first-line"):
        return any(hides(name, value) for name, (value, _) in declared.items())
    content = declared.get("content", ("", False))[0]
    if rule.pseudo not in ("before", "after") or any(hides(n, v) for n, (v, _) in declared.items()):
        return False
    plain = re.sub(r"[\"']", "", content).strip()
    return plain not in ("", "none", "normal", "件", "条", "项", "个", ":", "：") and plain != "."


def _is_inside(element: etree._Element) -> bool:
    inside = element.tag in _ROWS or next(element.iterancestors("td", "th"), None) is not None
    return inside and next(element.iter("table"), None) is None


def _is_short(element: etree._Element) -> bool:
    """Whether an element of a page without tables may be a number of one, or a part of such a number."""
    text = "".join(element.itertext()).strip() if element.tag not in ("style", "script") else ""
    return len(text) <= _LONGEST_NUMBER and any(c.isdigit() for c in text)


def _sheets(root: etree._Element) -> Iterator[tuple[str, bool | None]]:
    """The text of the page's style sheets, and whether they hold for a reader at a desk."""
    for sheet in root.iter("style", "link"):
        if next(sheet.iterancestors("noscript", "template"), None) is not None:
            continue  # for browsers without scripts, or for what a script makes
        kind = (sheet.get("type") or "text/css").strip().lower()
        held = media_holds(sheet.get("media") or "")
        text = sheet_in(sheet.get("href") or "") if sheet.tag == "link" else sheet.text if kind == "text/css" else None
        if text:
            yield (text if held else f"@unknown {{{text}}}"), held


def _telling(sheets: Iterable[CssRule], asked: set[str], page: Elements, *, many: bool) -> Iterator[_Rule]:
    """Rules that say something that is asked of elements that the page has."""
    for order, rule in enumerate(sheets):
        if not rule.pseudo and not asked & rule.declarations.keys():
            continue
        perhaps = page.perhaps_meant(rule.selector)
        if not perhaps:
            continue
        selector: str | None = rule.selector or "*"
        if not is_known(rule.selector):
            # All that it may mean, where no one can tell which of it; another program's own mean nothing here.
            selector = less_unknown(rule.selector)
            if ":-" in rule.selector or not is_known(selector):
                continue
            rule = replace(rule, sure=False)
        elif not all(map(is_known, rule.beside)):
            rule = replace(rule, sure=False)
        looks = len(perhaps) * page.count if ":has(" in rule.selector else 0
        if looks > _MOST_LOOKS or (many and ":" in rule.selector):
            rule, selector = replace(rule, sure=False), None
        yield _Rule(rule, order, selector)
