"""What a web page's own style sheets say of its tables' rows and cells, written into the elements' own styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

import soupsieve
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from lxml import etree

from pipeline.documents.web.css import CssRule, declarations, media_holds, rules
from pipeline.documents.web.looks import hides, tells

UNSURE = "--unsure"
"""Property of an element that some rule may hide or add digits to: whether it does hangs on more than the page says."""
DRAWN = "--drawn"
"""Property of an element before or behind which a style sheet writes something."""

_OF_ROWS = {"display", "visibility", "float", "position", "order", "flex-direction", "direction", "unicode-bidi"}
_OF_ROWS |= {"opacity", "transform"}
"""What is asked of rows and cells: a cell with small or white print may set that of what is in it anew."""
_ROWS = ("tr", "td", "th", "thead", "tbody", "tfoot")
_MOST_ROWS = 2000
"""Rows from which a page is no report: selectors that count siblings would take minutes there."""
_MOST_LOOKS = 200_000
"""Elements that may be meant, times all of the page, up to which it is found out whether they hold another one."""
_COMPOUND = re.compile(r"(?:[^\s>+~]+)\s*$")
_KEY = re.compile(r"#([\w-]+)|\.([\w-]+)|^([a-z][\w-]*)", re.I)
_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNKNOWN = re.compile(r"(?<!:):(?!nth|first|last|only|not|is|where|has|root|empty|hover|focus|active)[a-z-]+", re.I)

_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a style sheet may name and no element can have."""

_Weight = tuple[bool, bool, bool, int, int, int, int]
"""Important, an element's own, in no layer, ids, classes, names, place: the greatest tells."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with what tells the elements that it means: None where that takes too long, then it may be any."""

    matcher: soupsieve.SoupSieve | None
    key: str
    rule: CssRule
    weight: tuple[int, int, int]
    order: int


def settle_styles(root: etree._Element) -> None:
    """Give rows, cells, and what is inside of cells, what the style sheets say of them as their own style.

    Whole tables, and what holds one, are left as they are: a script may show what the sheet hides at first, and a table
    that is printed twice is judged by its numbers.
    """
    inside = [e for e in root.iter() if isinstance(e.tag, str) and _is_inside(e)]
    by_key: dict[str, list[etree._Element]] = {}
    for element in inside:
        for key in _keys(element):
            by_key.setdefault(key, []).append(element)
    sheets = [rule for sheet, sure in _sheets(root) for rule in rules(sheet) if sure is not False]
    asked = {name for rule in sheets for name, (value, _) in rule.declarations.items() if tells(name, value)}
    found = [r for r in _compiled(sheets, asked, by_key) if by_key.get(r.key)]
    if not found:
        return
    twins = _shadow(root)
    told: dict[etree._Element, dict[str, tuple[_Weight, str]]] = {}
    many = len(inside) and sum(e.tag == "tr" for e in inside) > _MOST_ROWS
    for rule in found:
        looks = len(by_key[rule.key]) * len(twins) if ":has(" in rule.rule.selector else 0
        if looks > _MOST_LOOKS or (many and ":" in rule.rule.selector):
            rule = replace(rule, matcher=None, rule=replace(rule.rule, sure=False))
        for element in by_key[rule.key]:
            if rule.matcher is None or rule.matcher.match(twins[element]):
                _tell(told.setdefault(element, {}), element, rule, asked)
    for element, said in told.items():
        own = declarations(element.get("style") or "")
        for name, (value, important) in own.items():
            weight = (important, True, True, 0, 0, 0, 0)
            said[name] = max(said.get(name, (weight, value)), (weight, value))
        style = "; ".join(f"{name}: {value}" for name, (_, value) in said.items())
        element.set("style", _NO_TEXT.sub("\ufffd", style))


def _tell(said: dict[str, tuple[_Weight, str]], element: etree._Element, rule: _Rule, asked: set[str]) -> None:
    declared = rule.rule.declarations
    weight = (False, False, not rule.rule.layered, *rule.weight, rule.order)
    if rule.rule.pseudo:
        if _draws(rule.rule):
            said[DRAWN] = (weight, "1")
    elif not rule.rule.sure:
        if any(hides(name, value) for name, (value, _) in declared.items()):
            said[UNSURE] = (weight, "1")
    else:
        of = asked & _OF_ROWS if element.tag in _ROWS else asked
        for name in of & declared.keys():
            value, important = declared[name]
            entry = ((important, *weight[1:]), value)
            said[name] = max(said.get(name, entry), entry)


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


def _sheets(root: etree._Element) -> Iterator[tuple[str, bool | None]]:
    """The text of the page's style sheets, and whether they hold for a reader at a desk."""
    for sheet in root.iter("style", "link"):
        if next(sheet.iterancestors("noscript", "template"), None) is not None:
            continue  # for browsers without scripts, or for what a script makes
        kind = (sheet.get("type") or "text/css").strip().lower()
        held = media_holds(sheet.get("media") or "")
        if sheet.tag == "style" and kind == "text/css":
            text = sheet.text or ""
        elif sheet.tag == "link" and (sheet.get("href") or "").startswith("data:text/css"):
            text = unquote_to_bytes((sheet.get("href") or "").partition(",")[2]).decode("utf-8", errors="replace")
        else:
            continue
        yield (text if held else f"@unknown {{{text}}}"), held


def _compiled(sheets: Iterable[CssRule], asked: set[str], by_key: dict[str, list[etree._Element]]) -> Iterator[_Rule]:
    """Rules that say something that is asked, with what tells the elements they mean."""
    for order, rule in enumerate(sheets):
        if not rule.pseudo and not asked & rule.declarations.keys():
            continue
        key = _key(rule.selector)
        if not by_key.get(key):
            continue
        selector, sure = rule.selector or "*", rule.sure
        try:
            matcher = soupsieve.compile(selector)
        except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError):
            # All that it may mean, where no one can tell which of it.
            selector, sure = _UNKNOWN.sub("", _without_brackets(selector)) or "*", False
            if ":-" in rule.selector:
                continue  # another program's own
            try:
                matcher = soupsieve.compile(selector)
            except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError):
                continue
        said = CssRule(selector, rule.pseudo, rule.declarations, sure, rule.layered)
        yield _Rule(matcher, key, said, _weight(rule.selector), order)


def _without_brackets(selector: str) -> str:
    """A selector without what its round brackets say."""
    return re.sub(r":[\w-]+\([^()]*\)", "", selector)


def _key(selector: str) -> str:
    """Under what a selector is looked up by the elements that it may mean: a page has thousands of both."""
    bare = selector
    while (shorter := _INNER.sub(lambda m: ":x" if m[0][0] == "[" else "", bare)) != bare:
        bare = shorter
    last = _COMPOUND.search(bare.strip())
    if last is None or "\\" in bare:
        return ""
    marks = re.sub(r"::?[\w-]+", "", last[0]).strip()
    found = _KEY.findall(marks)
    ids, classes, names = ([f[n] for f in found if f[n]] for n in range(3))
    return f"#{ids[0]}" if ids else f".{min(classes)}" if classes else names[0].lower() if names else ""


def _keys(element: etree._Element) -> set[str]:
    classes = (f".{name}" for name in (element.get("class") or "").split())
    return {"", str(element.tag), f"#{element.get('id')}", *classes}


def _weight(selector: str) -> tuple[int, int, int]:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", re.sub(r":where\([^()]*\)|:nth-[\w-]+\([^()]*\)", ":n", selector))
    ids = len(re.findall(r"#[\w-]+", bare))
    classes = len(re.findall(r"\.[\w-]+|\[|(?<!:):(?!is\b|not\b|has\b)[\w-]+", bare))
    names = len(re.findall(r"(?:^|[\s>+~(,])([a-z][\w-]*)", bare, re.I))
    return ids, classes, names


def _shadow(root: etree._Element) -> dict[etree._Element, Tag]:
    """The same tree in the form that the selectors' library takes, each element's twin by the element."""
    soup = BeautifulSoup("", "html.parser")
    twins: dict[etree._Element, Tag] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        twin = soup.new_tag(element.tag, attrs={str(k): str(v) for k, v in element.attrib.items()})
        twins[element] = twin
        parent = element.getparent()
        above = twins.get(parent) if parent is not None and element is not root else soup
        assert above is not None
        above.append(twin)
        if (element.text or "").strip():
            twin.append(NavigableString(element.text or ""))
        if element is not root and (element.tail or "").strip():
            above.append(NavigableString(element.tail or ""))
    return twins
