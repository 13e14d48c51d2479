"""Totals that a sentence takes apart: 共N条, 其中A a条, B b条.

The words decide how the parts must stand to the total (see :class:`~pipeline.narrative.model.Figure`). A list whose
structure is not perfectly clear is ``approximate``, so that nothing is concluded from it; a total with fewer than two
parts in its own unit is no breakdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.narrative import breakdown_patterns as known
from pipeline.narrative.model import Relation
from pipeline.narrative.prose import Sentence
from pipeline.narrative.quantity import MASK, Quantity, is_balanced, mask_parentheses, mask_quoted, quantities

_SELECTION = 0.5
"""A list that names less than this share of its total is a selection, also where the total says 共."""
_NEARLY_ALL = 0.9
"""Without 共, three or more parts that reach this share of the total are meant as a complete list."""
_NESTING = 0.05
"""A surplus of at least this share of the total may come from one part that lies inside another."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total, its parts, and how their sum must stand to it."""

    total: Quantity
    parts: tuple[Quantity, ...]
    relation: Relation


@dataclass(frozen=True, slots=True)
class _Parts:
    """A list behind a total: its quantities, their labels, whether it claims to be complete, whether it is clear."""

    quantities: tuple[Quantity, ...]
    labels: tuple[str, ...]
    is_open: bool
    is_clear: bool

    @property
    def sum(self) -> float:
        return sum(q.value for q in self.quantities)

    def moved(self, by: int) -> _Parts:
        """The same with places counted from the beginning of the sentence."""
        return replace(self, quantities=tuple(q.moved(by) for q in self.quantities))


def breakdowns(sentence: Sentence) -> list[Breakdown]:
    """The breakdowns of one sentence, each with its parts and the relation that must hold.

    Args:
        sentence: One sentence; parts that follow in the next one are not read.

    Returns:
        One a total that is directly followed by its parts. Empty for unbalanced brackets or quotation marks.
    """
    if not is_balanced(sentence.compact):
        return []
    text = mask_quoted(sentence.compact)
    masked = mask_parentheses(text)
    return [
        Breakdown(total, parts.quantities, _relation(total, parts, ambiguous, masked))
        for total, parts, ambiguous in _lists(text, masked)
        if len(parts.quantities) > 1 and not known.COMPARISON.search(masked[max(0, total.start - 8) : total.start])
    ]


def _lists(text: str, masked: str) -> Iterator[tuple[Quantity, _Parts, bool]]:
    """Each total directly followed by a list, with its parts and whether the list may belong to another total."""
    outside = quantities(masked)
    for index, total in enumerate(outside):
        if bracket := known.BRACKETED.match(text, total.end):
            inner = mask_parentheses(bracket["list"])
            parts = _parse(inner, bracket["list"], total.unit, bool(bracket["open"]))
            yield total, parts.moved(bracket.start("list")), False
        elif lead := known.LEAD.match(masked, total.end):
            tail = slice(lead.end(), len(masked))
            parts = _parse(masked[tail], text[tail], total.unit, bool(lead["open"] or lead["open_alone"]))
            yield total, parts.moved(lead.end()), _is_ambiguous(masked, outside[: index + 1])


def _is_ambiguous(text: str, until_total: list[Quantity]) -> bool:
    """Whether the list may take apart an earlier number too: 规章13件、文件42件, 其中…. Not where the total says 共."""
    total = until_total[-1]
    statement = text.rfind(";", 0, total.start)
    rivals = {q.value for q in until_total[:-1] if q.unit == total.unit and q.start > statement}
    return bool(rivals - {total.value}) and not _says_total(text, total)


def _clause(text: str, total: Quantity) -> str:
    """What the total's own clause says before it, since the last number."""
    before = text[: total.start]
    return before[
        max([m.end() for m in re.finditer(r"[,;:。]", before)] + [q.end for q in quantities(before)], default=0) :
    ]


def _says_total(text: str, total: Quantity) -> bool:
    return bool(known.TOTAL_WORD.search(_clause(text, total)))


def _parse(masked: str, full: str, unit: str, is_open: bool) -> _Parts:
    """Read a list up to where it ends.

    Args:
        masked: The text behind 其中 with titles and brackets masked.
        full: The same with brackets readable.
        unit: The total's unit, which every part must have.
        is_open: Whether the lead-in already says that the list is open (包括, 主要).
    """
    end, is_clear = _extent(masked, unit)
    text = known.SHARE.sub(lambda m: MASK * len(m.group()), masked[:end])
    found = quantities(text)
    labels, at = [], 0
    for quantity in found:
        labels.append(text[at : quantity.start])
        at = quantity.end
    rest = text[at:]
    is_clear = (
        is_clear
        and not any(_is_beside(b, full[:end], unit) for b in known.BRACKET.finditer(full[:end]))
        and all(q.unit == unit and (q.exact or q.at_least) for q in found)
        and all(known.SEPARATED.match(label) for label in labels[1:])
        and not any(known.UNCLEAR_LABEL.search(known.SEPARATORS.sub("", label)) for label in labels)
        and all(_is_plain(label) for label in labels)
        and not known.DIGIT.search(rest)
        and bool(known.REST.match(rest))
        and not known.WRITTEN_COUNT.search(text)
        and not known.mixes_families(labels)
        and not (any(map(known.TRACK.search, labels[1:])) and not any(map(known.TRACK.search, labels[:1])))
    )
    is_open = (
        is_open
        or bool(known.OPEN_WORD.search(text))
        or any(known.YEAR.search(label) for label in labels)
        or any(known.CHANGE_LABEL.search(known.SEPARATORS.sub("", label)) for label in labels)
        or any(q.at_least for q in found)
        or bool(known.REMAINDER.search(rest) or known.MORE.match(rest))
    )
    same = [i for i, q in enumerate(found) if q.unit == unit]
    return _Parts(tuple(found[i] for i in same), tuple(labels[i] for i in same), is_open, is_clear)


def _is_beside(bracket: re.Match[str], text: str, unit: str) -> bool:
    """Whether brackets behind a part count the same things, and not clearly inside that part."""
    inner = sum(q.value for q in quantities(bracket[1]) if q.unit == unit)
    if not any(q.unit == unit for q in quantities(bracket[1])):
        return False
    before = quantities(text[: bracket.start()])
    is_behind = bool(before) and before[-1].end == bracket.start() and before[-1].unit == unit
    return not (is_behind and known.NESTED.match(bracket[1]) and inner <= before[-1].value)


def _extent(text: str, unit: str) -> tuple[int, bool]:
    """Where a list ends, and whether that is clear.

    A semicolon ends it, unless every piece between semicolons is one part. A piece with a part of the same unit that
    does not fit either way leaves it unclear.
    """
    end, counts = 0, []
    for piece in re.finditer(r"[^;]*;?", text):
        count = sum(q.unit == unit for q in quantities(piece.group()))
        beside = known.TRACK.search(_first_label(piece.group())) and not known.TRACK.search(_first_label(text))
        if end and (not count or beside or known.NEW_STATEMENT.search(piece.group())):
            return end, True
        counts.append(count)
        if len(counts) > 1 and set(counts) != {1}:
            return end, False
        end = piece.end()
    return end, True


def _first_label(text: str) -> str:
    """What stands before a text's first number."""
    found = quantities(text)
    return text[: found[0].start] if found else text


def _is_plain(label: str) -> bool:
    """Whether a label names something and holds no digits but years, dates and names such as 5G."""
    name = known.SEPARATORS.sub("", label)
    return bool(name) and not known.DIGIT.search(known.HARMLESS_DIGITS.sub("", name))


def _relation(total: Quantity, parts: _Parts, ambiguous: bool, text: str) -> Relation:
    if ambiguous or not parts.is_clear:
        return "approximate"
    if not total.exact:
        return _relation_to_vague(total, parts)
    if parts.sum != total.value and known.names_overlapping(parts.labels):
        return "approximate"
    group = known.members_of_a_group(parts.labels)
    exclude_each_other = group is not None or _is_of_one_kind(parts.labels)
    if not exclude_each_other and _may_overlap(total.value, [q.value for q in parts.quantities]):
        return "approximate"
    if parts.is_open or (known.NEXT_SENTENCE.match(text, total.end) and parts.sum != total.value):
        return "at_most"
    if known.SINCE.search(text[: total.start]):
        return "at_most"
    if group and group[0] == group[1] and not known.RECEIVED.search(_clause(text, total)):
        return "equal"
    return "equal" if _is_complete(total, parts, text) else "at_most"


def _is_of_one_kind(labels: tuple[str, ...]) -> bool:
    """Whether three or more parts are named alike (A类信息, B类信息, C类信息): none of them then repeats another."""
    ends = {m.group() if (m := known.SAME_KIND.search(known.SEPARATORS.sub("", label))) else "" for label in labels}
    return len(labels) > 2 and len(ends) == 1 and "" not in ends


def _relation_to_vague(total: Quantity, parts: _Parts) -> Relation:
    """1200余 is certain to be exceeded only from 1300 on, and certain to hold anything up to 1200."""
    certain = parts.sum <= total.value or parts.sum >= total.value + total.step
    return "at_most" if total.at_least and certain else "approximate"


def _is_complete(total: Quantity, parts: _Parts, text: str) -> bool:
    if parts.sum == total.value:
        return True
    if known.RECEIVED.search(_clause(text, total)) and known.names_outcomes(parts.labels):
        return False
    share = parts.sum / total.value if total.value else 1.0
    closed = _says_total(text, total) or bool(known.REMAINDER.match(known.SEPARATORS.sub("", parts.labels[-1])))
    return share >= _SELECTION if closed else len(parts.quantities) >= 3 and share >= _NEARLY_ALL


def _may_overlap(total: float, values: list[float]) -> bool:
    """Whether the parts exceed the total and would add up without a run of them that may repeat others.

    Several parts at either end may be a second way of dividing the total, if they cover much of it; a run behind a part
    at least as large may be the inside of that part. Both are likelier than an error. Small numbers may have that sum
    by chance.
    """
    surplus = sum(values) - total
    if surplus <= 0:
        return False
    for i in range(len(values)):
        for j in range(i + 1, len(values) + 1):
            if sum(values[i:j]) != surplus:
                continue
            at_end = i == 0 or j == len(values)
            is_inside = i > 0 and values[i - 1] >= surplus
            if j - i == 1:
                repeats = (at_end or is_inside) and surplus >= total * _NESTING
            else:
                repeats = is_inside or (at_end and surplus >= total * _SELECTION)
            if repeats:
                return True
    return False
