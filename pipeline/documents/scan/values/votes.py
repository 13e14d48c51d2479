"""Deciding the values of a document: what two readings find alike and nothing contradicts, then what five and more do.

A number stands only where two differently prepared pictures of it are read alike, the recogniser is sure of each
character or the shapes of the document's other digits bear it out, and as many pieces of print are there as characters
were read. Everything else is unsure, with the texts that it may be.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.documents.scan.engine import Engine, Line
from pipeline.documents.scan.values.candidates import CIRCLES, MARKS, Candidate, Value, is_value_text, plain
from pipeline.documents.scan.values.digit_nets import DigitReader
from pipeline.documents.scan.values.known_digits import (
    CLEAR_CHARACTERS,
    CROWD,
    WIDEST_GAP,
    known_shapes,
    strange_stroke,
    well_known,
    with_usual_pitch,
    without_hidden_dots,
)
from pipeline.documents.scan.values.shapes import Gallery

SURE = 0.99
"""Certainty of a value that two readings, the recogniser's own measure and the shapes of like digits all bear out."""
CLEAR = 0.97
"""Certainty of one of which the document shows too few like digits, but which five readings find the same and clear."""
LIKELY = 0.92
"""Certainty of one that further readings had to settle, or that nothing but the readings bears out."""
UNSURE = 0.5
"""Certainty of a value that may be another: all below 0.9 are not to be published without proof."""

_SIGNS = ("+", "-", "−")
_GROUPED = re.compile(r"^[+\-−]?\d{1,3}([.,])\d{3}(?!\d|[.,])")
_OTHER_MARK = str.maketrans(",.", ".,")
_TAIL = (0.072, 0.075)
_TAIL_PIXELS = 1.5
_CLEAR_MARK = 110
"""How far a dot reaches below its digits at most, and a comma at least, in their height and in pixels; and how much
darker than the paper a dot is whose tail would be seen if it were a comma, in grey levels."""
_LEADING_ZERO = re.compile(r"^[+\-−]?0\d")
_STROKES = frozenset("/1Il|丿J7")
_UPRIGHTS = _STROKES - {"J", "7"}
_SAME, _SAME_STROKE = 0.9, 0.94
"""How like the document's ones a stroke is at least that may be one: where it leans a little, and as a slash does."""
_MANY_STROKES, _NO_ITALICS = 20, 16.0
"""Lone strokes of a document at least that tell by their lean what they are; and degrees that no italic 1 leans."""
_DASHES = str.maketrans(dict.fromkeys("一—–-_~－―ー‐‑−", "—"))
_LIKE_DIGITS = str.maketrans(
    {
        c: d
        for d, alike in {"0": "OoQD〇○口", "1": "IlL|丨!]i", "2": "Zz", "5": "Ss", "8": "B", "9": "qg"}.items()
        for c in alike
    }
)
_POOR = 0.55
_HESITANT = 0.45
"""How sure the recogniser is of a number's least sure character where a few like shapes may still bear it out, and
where many may."""
_LONG_DASH = 0.62
"""Width of a long dash, in character sizes: no lying stroke of a digit is as long."""
_SPECK = 0.18
_DOT = 0.1
"""Longer side, in character sizes, of what may lie unread beside several digits, where it may be a dot; ``_SPECK``:
beside a single one."""


def settle(engine: Engine, candidates: Sequence[Candidate]) -> list[Value]:
    """Decide every candidate of a document; what two readings leave open is read three times more."""
    candidates = with_usual_pitch(candidates)
    gallery = Gallery(known_shapes(candidates, CLEAR_CHARACTERS))
    # Where a font is strange to the recogniser, many shapes that it hesitantly reads alike still bear each other out.
    crowd = Gallery(known_shapes(candidates, _HESITANT), enough=CROWD)
    digits = DigitReader([c.glyphs for c in candidates], well_known(candidates, CLEAR_CHARACTERS))
    candidates = without_hidden_dots(candidates, digits)
    known = known_shapes(candidates, CLEAR_CHARACTERS)
    within = Gallery([(name, shape, n) for name, shape, n in known if candidates[n].columns > 1])
    slanted = _are_slanted(candidates)
    values = [
        _slash(c, n, gallery, within, slanted=slanted) or _at_once(c, n, gallery, digits)
        for n, c in enumerate(candidates)
    ]
    left = [n for n, v in enumerate(values) if v is None]
    pictures = [picture for n in left for picture in candidates[n].further]
    lines = engine.recognise(pictures)
    place = 0
    for n in left:
        count = len(candidates[n].further)
        values[n] = _by_votes(candidates[n], n, lines[place : place + count], gallery, crowd, digits)
        place += count
    # What was read under a seal has lost some of its print with it.
    return [
        replace(v, certainty=min(v.certainty, LIKELY)) if c.sealed else v
        for c, v in zip(candidates, values, strict=True)
        if v is not None
    ]


def _are_slanted(candidates: Sequence[Candidate]) -> bool:
    """Whether a document has many lone strokes that lean more than the 1 of any italics: its marks for none."""
    leans = [c.lean for c in candidates if c.slash and c.columns == 1 and not c.stained and not c.sealed]
    return len(leans) >= _MANY_STROKES and statistics.median(leans) >= _NO_ITALICS


def _slash(one: Candidate, number: int, gallery: Gallery, within: Gallery, *, slanted: bool) -> Value | None:
    """A lone stroke that leans, and is read as a slash or resembles no 1 of the document; None for others.

    A recogniser takes a steep slash for a 1 and is sure of it. So a stroke that leans is also compared with the ones
    ``within`` longer numbers, where no slash can stand.
    """
    readings = {plain(one.first.text), plain(one.second.text)}
    read, shape = "/" in readings, one.shapes[0] if one.shapes else None
    leans = one.columns == 1 and not one.sealed and (one.leaning or (one.slash and not one.stained))
    least = _SAME_STROKE if one.slash else _SAME
    steep = leans and readings <= _UPRIGHTS and shape is not None and within.is_like("1", shape, number, least) is False
    if not steep and not (one.slash and readings <= _STROKES):
        return None
    unlike = steep or slanted or (shape is not None and gallery.is_like("1", shape, number) is False)
    if one.slash and read and (unlike or readings == {"/"}):
        return Value("/", SURE)
    return Value("/", LIKELY) if unlike or read else None


def _at_once(one: Candidate, number: int, gallery: Gallery, reader: DigitReader) -> Value | None:
    """What needs no further reading; None for the rest."""
    first, second = plain(one.first.text), plain(one.second.text)
    if one.dash and not one.stained and {first, second} <= {"", *"一—–-_~"}:
        return Value("—" if one.width >= _LONG_DASH else "-", SURE)
    if first != second or not is_value_text(first) or not _fits(one, first) or strange_stroke(one, first):
        return None
    if not _is_told(one, first):
        return None
    least = min(one.first.least, one.second.least)
    # A wide comma parts its digits as a blank does.
    as_read = is_value_text(one.first.text) and not CIRCLES.match(first) and not _GROUPED.match(first)
    shown = one.first.text.strip() if as_read else first
    if first in MARKS:
        agreed = one.slash is True if first == "/" else least >= CLEAR_CHARACTERS and not one.dash
        return Value(shown, SURE) if agreed and least >= _POOR else None
    digits = re.sub(r"\D", "", first)
    part = _digit_part(one, first, len(digits))
    if reader.agrees(number, digits, part) is False:
        return None
    shapes = one.shapes[part]
    verdict = gallery.judge(digits, shapes, number) if len(digits) == len(shapes) and not one.digits.parted else None
    if verdict is not None and verdict.agrees is False:
        return None
    if verdict is not None and verdict.agrees and least >= _POOR:
        return Value(shown, SURE)
    return None


def _fits(one: Candidate, text: str) -> bool:
    """Whether as many pieces of print are there as the text has characters, and dots and commas where it has some."""
    if one.stained or _LEADING_ZERO.match(text):
        return False  # nobody prints 01: something stood before it
    if one.digits.signed and not text.startswith(_SIGNS):
        return False
    if text in MARKS:
        return one.columns <= (3 if text in "无無" else 1)
    body = re.sub(r"[^\d.,]+$", "", text.lstrip("+-−"))
    rest = len(text.lstrip("+-−")) - len(body)
    digits = sum(c.isdigit() for c in body)
    dots = len(body) - digits
    signs = len(text) - len(body) - rest
    if rest:  # behind the number a unit, whose pieces are many
        return one.columns >= digits and one.digits.dots >= dots
    if signs == 0 and dots == 0:
        return (
            one.columns == digits
            and one.digits.gap <= WIDEST_GAP
            and one.digits.extra < (_SPECK if digits == 1 else _DOT)
        )
    # A sign may touch the digit behind it.
    whole = one.columns == digits or (signs == 1 and one.columns == digits + 1)
    return whole and one.digits.dots >= dots and not (dots == 0 and one.digits.gap > WIDEST_GAP)


def _is_told(one: Candidate, text: str) -> bool:
    """Whether the mark before a number's last three digits, if it has one, is surely the dot or comma that is read.

    A comma reaches below the digits, unless its tail is too pale to be seen.
    """
    grouped = _GROUPED.match(text)
    if grouped is None:
        return True
    if len(one.digits.tails) != 1:
        return False
    (tail,) = one.digits.tails
    if grouped[1] == ",":
        return tail >= _TAIL[1] and tail * one.digits.height >= _TAIL_PIXELS
    return tail <= _TAIL[0] and one.digits.mark >= _CLEAR_MARK


def _by_votes(
    one: Candidate, number: int, lines: Sequence[Line], gallery: Gallery, crowd: Gallery, reader: DigitReader
) -> Value:
    """Five readings, the shapes and the digits by themselves: settled where nearly all agree and none contradicts."""
    votes, weight = _votes(one, lines)
    best = max(votes, key=lambda t: (votes[t], weight[t]))
    near = gallery.nearest(one.shapes, number) if one.columns else ""
    # Nothing but a dash is as long and as flat as a long one, whatever a rough one is read as.
    if one.dash and not one.stained and (votes["—"] >= votes.total() - 1 or one.width >= _LONG_DASH):
        return Value("—" if one.width >= _LONG_DASH else "-", LIKELY)
    if is_value_text(best) and _fits(one, best) and not strange_stroke(one, best):
        mean = weight[best] / votes[best]
        total = votes.total() - (_idle(best, votes, weight) if mean >= 0.97 else 0)
        ballot = _Ballot(best, votes[best], total, mean, near == best)
        certainty = _elected(one, number, ballot, gallery, crowd, reader)
        if certainty is not None and _is_told(one, best):
            return Value(best, certainty)
        if certainty is not None:  # its digits are settled: what it counts tells whether it can have a fraction
            return Value(best, UNSURE, (best.translate(_OTHER_MARK),))
    readings = _readings(one, votes, weight, near)
    if _GROUPED.match(best):
        readings.append(best.translate(_OTHER_MARK))
    if not is_value_text(best) and readings:
        return Value(readings[0], UNSURE if one.columns else 0.3, tuple(readings[1:]))
    return Value(best, UNSURE, tuple(t for t in readings if t != best))


def _votes(one: Candidate, lines: Sequence[Line]) -> tuple[Counter[str], dict[str, float]]:
    """How often each text was read, and how sure the recogniser was of it, added up."""
    votes: Counter[str] = Counter()
    weight: dict[str, float] = {}
    for line in (one.first, one.second, *lines):
        text = plain(line.text)
        if one.dash and 0 < len(text) <= 2 and text.translate(_DASHES) == "—" * len(text):
            text = "—"
        votes[text] += 1
        weight[text] = weight.get(text, 0.0) + max(line.mean, 0.05)
    return votes, weight


def _idle(best: str, votes: Counter[str], weight: dict[str, float]) -> int:
    """How many readings say nothing: one at most, which found no value and is not sure of what it found."""
    others = [text for text in votes if text != best]
    said = [text for text in others if is_value_text(text) or weight[text] >= _HESITANT]
    return 1 if len(others) == 1 and not said and votes[others[0]] == 1 else 0


@dataclass(frozen=True, slots=True)
class _Ballot:
    """The text that most readings have.

    Attributes:
        text: it.
        votes: how many readings have it.
        total: how many readings there are.
        mean: how sure the recogniser is of it.
        nearest: whether the shapes of known digits by themselves say the same.
    """

    text: str
    votes: int
    total: int
    mean: float
    nearest: bool


def _elected(
    one: Candidate, number: int, ballot: _Ballot, gallery: Gallery, crowd: Gallery, reader: DigitReader
) -> float | None:
    """How certain a text is that most readings have; None where it is not settled."""
    text, mean = ballot.text, ballot.mean
    all_of_them, nearly_all = ballot.votes == ballot.total, ballot.votes >= ballot.total - 1
    shapes_agree = _shapes_agree(one, text, number, gallery)
    not_against = shapes_agree is not False
    digits = re.sub(r"\D", "", text)
    part = _digit_part(one, text, len(digits))
    seen = reader.agrees(number, digits, part)
    # The shapes of other digits are a poor measure of a rare one, which five clear readings and the nets know.
    known = seen is True and nearly_all and (not_against or mean >= 0.97)
    # Where either witness knows only some of the digits, they may know all of them together.
    together = False
    if seen is None and shapes_agree is None and len(digits) == len(one.shapes[part]):
        pairs = zip(
            reader.each(number, digits, part), gallery.judge(digits, one.shapes[part], number).each, strict=True
        )
        together = bool(digits) and all(True in pair for pair in pairs)
        known = nearly_all and mean >= 0.97 and together and not one.digits.parted
    unanimous = all_of_them and mean >= 0.8
    # Where the pieces were told by what is read, they must also look like these digits.
    alike = shapes_agree is True or together
    told = seen is not False and (not one.digits.parted or (alike and unanimous and mean >= 0.97))
    settled = told and unanimous and not_against
    striking = all_of_them and ballot.nearest and gallery.is_striking(text, one.shapes, number)
    if (mean >= 0.97 and (settled or (known and all_of_them))) or (told and striking):
        return CLEAR
    borne_out = nearly_all and (
        (shapes_agree is True and mean >= 0.6)
        # Two that know nothing of each other, recogniser and shapes, find the same digits.
        or (ballot.nearest and mean >= 0.97)
        or (not_against and _shapes_agree(one, text, number, crowd) is True)
    )
    slash = text == "/" and one.slash is True and ballot.votes >= 3
    return LIKELY if settled or (told and borne_out) or slash or known else None


def _readings(one: Candidate, votes: Counter[str], weight: dict[str, float], near: str) -> list[str]:
    """What an unsettled value may say, likeliest first: what was read, and what its print looks like."""
    readings = sorted((t for t in votes if is_value_text(t)), key=lambda t: -weight[t])
    readings += [d for t in votes if (d := t.translate(_LIKE_DIGITS)).isdigit()]
    if near:
        readings.append(near)
    if one.slash:
        readings.insert(0, "/")
    if one.slash is False and not one.dash:
        readings += ["1", "/"] if one.stained else ["1"]
    if one.dash:
        readings.insert(0, "—")
    return list(dict.fromkeys(readings))


def _shapes_agree(one: Candidate, text: str, number: int, gallery: Gallery) -> bool | None:
    digits = re.sub(r"\D", "", text)
    shapes = one.shapes[_digit_part(one, text, len(digits))]
    if not digits or len(digits) != len(shapes):
        return None
    return gallery.judge(digits, shapes, number).agrees


def _digit_part(one: Candidate, text: str, digits: int) -> slice:
    """Which of its pieces are a text's digits: without a sign that touches them, and a unit behind them."""
    if not text[-1:].isdigit():
        return slice(0, digits)
    return slice(1, None) if text[:1] in _SIGNS and len(one.shapes) == digits + 1 else slice(None)
