"""What a document's clear numbers show of its digits: their shapes, how far apart they stand, how wide they are."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.documents.scan.values.candidates import Candidate, plain
from pipeline.documents.scan.values.digit_nets import DigitReader
from pipeline.documents.scan.values.shapes import Shape

CLEAR_CHARACTERS = 0.9
"""How sure the recogniser is of the least sure character of a clear number."""
CROWD = 6
"""Numbers, or like digits, that show what a document's are like, where few do not tell."""
WIDEST_GAP = 0.34
"""White between digits in which no dot can have been, in character sizes; and"""
_PITCH = 1.15
"""how far from one digit's middle to the next one's none can have been either, in the usual distance."""
_WIDER = 1.1
_ONE_DIGIT = 0.95
"""From how much more than the usual width on a digit may have a dot beside it; and how wide one is at most, in its
height."""
_UNEVEN = 0.25
_OF_A_DOT = 0.2
"""How differently far apart digits stand where they are equally wide, most of them, and how much longer a number is at
most that has no dot, in the distance from one digit to the next."""
_BODY = re.compile(r"^\d[\d.,]*")


def with_usual_pitch(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Where digits stand no farther apart than the document's do, white beside a 1 or in a wide font hides no dot."""
    numbers = [c for c in candidates if 1 < c.columns == len(plain(c.first.text)) and c.digits.dots == 0]
    pitches = [c.digits.pitch for c in numbers if plain(c.first.text).isdigit()]
    if len(pitches) < CROWD:
        return candidates
    usual = _PITCH * float(np.median(pitches))
    near = [replace(c.digits, gap=min(c.digits.gap, WIDEST_GAP)) for c in candidates]
    return [replace(c, digits=d) if c.digits.pitch <= usual else c for c, d in zip(candidates, near, strict=True)]


def without_hidden_dots(candidates: Sequence[Candidate], reader: DigitReader) -> Sequence[Candidate]:
    """Where digits touch at their foot and one is wider than the document's, a dot may be there: no gap is known.

    Unless each by itself is surely the digit that is read, as a 4 that is wider than others, or the number is no longer
    than so many digits are.
    """
    known = [(c, t) for n, t in well_known(candidates, CLEAR_CHARACTERS) if not (c := candidates[n]).digits.bridged]
    wide = [(b[2] - b[0]) / c.digits.height for c, text in known for b in c.digits.columns[: len(text)]]
    if len(wide) < CROWD:
        return candidates
    widest = _WIDER * float(np.percentile(wide, 75))
    lengths = _Lengths(known)
    return [
        replace(c, digits=replace(c.digits, gap=math.inf))
        if c.digits.bridged
        and max(b[2] - b[0] for b in c.digits.columns) > widest * c.digits.height
        and not (
            (text := plain(c.first.text)).isdigit()
            and (reader.agrees(n, text, slice(None)) or lengths.have_no_room_for_a_dot(c, text))
        )
        else c
        for n, c in enumerate(candidates)
    ]


class _Lengths:
    """How long a document's numbers are, in their height, where all its digits are equally far apart."""

    def __init__(self, known: Sequence[tuple[Candidate, str]]) -> None:
        """Measure numbers whose digits do not touch, each with its digits."""
        pitches: list[float] = []
        widths: dict[str, list[float]] = {}
        for one, text in known:
            own = one.digits.columns[: len(text)]
            if one.digits.dots == 0:
                pitches += [(b[0] + b[2] - a[0] - a[2]) / 2 / one.digits.height for a, b in itertools.pairwise(own)]
            for digit, box in zip(text, own, strict=True):
                widths.setdefault(digit, []).append((box[2] - box[0]) / one.digits.height)
        self._pitch = float(np.median(pitches)) if len(pitches) >= CROWD else 0.0
        if self._pitch and float(np.ptp(np.percentile(pitches, (10, 90)))) > _UNEVEN * self._pitch:
            self._pitch = 0.0  # a 1 narrower than others would leave room
        self._widths = {digit: float(np.median(own)) for digit, own in widths.items()}

    def have_no_room_for_a_dot(self, one: Candidate, text: str) -> bool:
        """Whether a number is as long as its digits alone are: a dot is half as wide as a digit, or as wide."""
        if not self._pitch or len(text) != one.columns or not {text[0], text[-1]} <= self._widths.keys():
            return False
        ends = (self._widths[text[0]] + self._widths[text[-1]]) / 2
        length = (one.digits.columns[-1][2] - one.digits.columns[0][0]) / one.digits.height
        return length <= (len(text) - 1 + _OF_A_DOT) * self._pitch + ends


def known_shapes(candidates: Sequence[Candidate], clear: float) -> list[tuple[str, Shape, int]]:
    """The digits of those numbers, with their shapes and their numbers' places."""
    found: list[tuple[str, Shape, int]] = []
    for number, digits in well_known(candidates, clear):
        found += [(c, s, number) for c, s in zip(digits, candidates[number].shapes, strict=False)]
    return found


def well_known(candidates: Sequence[Candidate], clear: float) -> list[tuple[int, str]]:
    """Places and digits of the numbers that two readings find the same and as clear as that.

    What follows their digits, as the characters of a unit do, is none of them.
    """
    found: list[tuple[int, str]] = []
    for number, one in enumerate(candidates):
        text = plain(one.first.text)
        sure = min(one.first.least, one.second.least) >= clear and text == plain(one.second.text)
        doubted = one.sealed or one.digits.parted or strange_stroke(one, text)
        body = _BODY.match(text)
        if not sure or doubted or body is None:
            continue
        digits = re.sub(r"\D", "", text)
        whole = one.columns == len(digits) or (text != body[0] and one.columns > len(digits) and one.digits.apart)
        own = one.digits.columns[: len(digits)]
        whole = whole and all(b[2] - b[0] <= _ONE_DIGIT * one.digits.height for b in own)
        if whole and one.digits.dots >= len(body[0]) - len(digits):
            found.append((number, digits))
    return found


def strange_stroke(one: Candidate, text: str) -> bool:
    """Whether a lone stroke leans as the character read does not."""
    strange = one.slash is not None and one.slash != (text == "/")
    return one.columns == 1 and (strange or one.leaning) and text in ("1", "/", "7")
