"""Digits drawn in many fonts as a scanner shows them, whole or damaged: what the digit nets learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from pipeline.documents.scan.basics import Box, Image
from pipeline.documents.scan.picture.straighten import ink_of
from pipeline.documents.scan.values.cuts import split_touching
from pipeline.documents.scan.values.digit_nets import NONE, Glyph, glyph_of

Ink = NDArray[np.float32]
"""A drawing larger than its scan, 1 where it is black."""
Random = np.random.Generator

FACES: dict[str, tuple[tuple[str, int], ...]] = {
    "Liberation Sans": (
        ("LiberationSans-Regular.ttf", 0), ("LiberationSans-Bold.ttf", 0), ("LiberationSans-Italic.ttf", 0),
    ),
    "Liberation Sans Narrow": (("LiberationSansNarrow-Regular.ttf", 0), ("LiberationSansNarrow-Bold.ttf", 0)),
    "Liberation Serif": (
        ("LiberationSerif-Regular.ttf", 0), ("LiberationSerif-Bold.ttf", 0), ("LiberationSerif-Italic.ttf", 0),
    ),
    "Liberation Mono": (("LiberationMono-Regular.ttf", 0), ("LiberationMono-Bold.ttf", 0)),
    "DejaVu Sans": (("DejaVuSans.ttf", 0), ("DejaVuSans-Bold.ttf", 0), ("DejaVuSansCondensed.ttf", 0)),
    "DejaVu Sans Mono": (("DejaVuSansMono.ttf", 0),),
    "DejaVu Serif": (("DejaVuSerif.ttf", 0), ("DejaVuSerif-Bold.ttf", 0), ("DejaVuSerifCondensed.ttf", 0)),
    "C059": (("C059-Roman.otf", 0), ("C059-Bold.otf", 0)),
    "Nimbus Mono": (("NimbusMonoPS-Regular.otf", 0), ("NimbusMonoPS-Bold.otf", 0)),
    "Nimbus Roman": (("NimbusRoman-Regular.otf", 0), ("NimbusRoman-Bold.otf", 0)),
    "Nimbus Sans": (("NimbusSans-Regular.otf", 0), ("NimbusSansNarrow-Regular.otf", 0)),
    "P052": (("P052-Roman.otf", 0), ("P052-Bold.otf", 0)),
    "URW Bookman": (("URWBookman-Light.otf", 0), ("URWBookman-Demi.otf", 0)),
    "URW Gothic": (("URWGothic-Book.otf", 0), ("URWGothic-Demi.otf", 0)),
    "Carlito": (("Carlito-Regular.ttf", 0), ("Carlito-Bold.ttf", 0), ("Carlito-Italic.ttf", 0)),
    "Caladea": (("Caladea-Regular.ttf", 0), ("Caladea-Bold.ttf", 0)),
    "Noto Sans CJK": (("NotoSansCJK-Regular.ttc", 2), ("NotoSansCJK-Bold.ttc", 2), ("NotoSansCJK-Regular.ttc", 7)),
    "Noto Serif CJK": (("NotoSerifCJK-Regular.ttc", 2), ("NotoSerifCJK-Bold.ttc", 2)),
    "AR PL UKai": (("ukai.ttc", 0),),
    "AR PL UMing": (("uming.ttc", 0),),
    "AR PL SungtiL": (("gbsn00lp.ttf", 0),),
    "AR PL KaitiM": (("gkai00mp.ttf", 0),),
    "WenQuanYi Zen Hei": (("wqy-zenhei.ttc", 0),),
    "WenQuanYi Micro Hei": (("wqy-microhei.ttc", 0),),
    "FandolFang": (("FandolFang-Regular.otf", 0),),
    "FandolHei": (("FandolHei-Regular.otf", 0), ("FandolHei-Bold.otf", 0)),
    "FandolKai": (("FandolKai-Regular.otf", 0),),
    "FandolSong": (("FandolSong-Regular.otf", 0), ("FandolSong-Bold.otf", 0)),
    "LXGW WenKai": (("LXGWWenKai-Regular.ttf", 0),),
}  # fmt: skip
"""Families by their faces: file name, and number in a collection. All are free, of Debian's packages of fonts."""
OTHERS = (
    "ABDEGHKLNPQRSTUVXYZabdeghknqsuxz口日目曰已巳二三工上下土王士千十个中元人入八儿几力刀九七之乙"
    "万丁了卜于件次户凡月用田甲由且六()[]{}/\\%&?!$*+=<>@#"
)
"""Characters that are no digits and hardly look like one."""
_DIGIT = 0.7
"""Height of a digit in that of its font."""
_CHANGED, _KEPT = 0.45, 0.2
"""Change of a small window, in parts of the print's darkness: from which a digit is damaged, up to which whole."""


@dataclass(frozen=True)
class Family:
    """A font family as found here: the faces' files."""

    name: str
    faces: tuple[tuple[Path, int], ...]


@dataclass(frozen=True)
class Print:
    """A number as scanned.

    Attributes:
        grey: the picture.
        glyphs: its pieces from the left.
        labels: digit of each; ``NONE`` for what is no whole digit, -1 where that cannot be told.
        printed: the digit that each was before it was damaged; -1 for other characters.
        height: of its digits in pixels.
    """

    grey: Image
    glyphs: tuple[Glyph, ...]
    labels: tuple[int, ...]
    printed: tuple[int, ...]
    height: float


def families(folders: Sequence[Path]) -> list[Family]:
    """The families that the folders hold."""
    files = {p.name: p for folder in folders for p in sorted(folder.rglob("*")) if p.suffix in (".ttf", ".otf", ".ttc")}
    found = [
        Family(name, tuple((files[file], place) for file, place in faces if file in files))
        for name, faces in FACES.items()
    ]
    return [family for family in found if family.faces]


@lru_cache(maxsize=4000)
def _face(path: Path, place: int, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), pixels, index=place)


def prints(random: Random, known: Sequence[Family], *, damaged: bool) -> Iterator[Print]:
    """Numbers without end; of the damaged ones those pieces that were hit, and other characters."""
    while True:
        family = known[random.integers(len(known))]
        path, place = family.faces[random.integers(len(family.faces))]
        height = float(np.exp(random.uniform(np.log(8.5), np.log(34))))
        scale = 3 if height > 14 else 5
        if damaged and random.random() < 0.25:
            made = _other(random, path, place, height, scale)
        else:
            made = _number(random, path, place, height, scale, damaged=damaged)
        if made is not None:
            yield made


def _other(random: Random, path: Path, place: int, height: float, scale: int) -> Print | None:
    ink, _ = _draw(random, path, place, OTHERS[random.integers(len(OTHERS))], height, scale)
    grey = scanned(random, ink, scale, height)
    columns = _columns(grey, height)
    if not columns:
        return None
    size = max(c[3] - c[1] for c in columns)
    size = max(size, height) if random.random() < 0.5 else size
    return Print(
        grey, tuple(glyph_of(grey, c, size) for c in columns), (NONE,) * len(columns), (-1,) * len(columns), height
    )


def _number(random: Random, path: Path, place: int, height: float, scale: int, *, damaged: bool) -> Print | None:
    text = "".join(random.choice(list("0123456789"), int(random.choice([1, 1, 2, 2, 3, 4, 5]))))
    ink, spans = _draw(random, path, place, text, height, scale)
    hit = int(random.integers(len(text)))
    seed = int(random.integers(1 << 31))
    whole = scanned(np.random.default_rng(seed), ink, scale, height)
    grey = whole
    if damaged:
        grey = scanned(np.random.default_rng(seed), damage(random, ink, spans[hit], height * scale), scale, height)
    columns = _columns(grey, height)
    size = max((c[3] - c[1] for c in columns), default=0)
    if not damaged:
        columns = [part for c in columns for part in split_touching(grey, c)]
        if len(columns) != len(text) or abs(size - height) > 0.35 * height:
            return None
        return Print(grey, tuple(glyph_of(grey, c, size) for c in columns), *[tuple(map(int, text))] * 2, height)
    near = 0.1 * height
    left, right = spans[hit][0] / scale, spans[hit][1] / scale
    own = [c for c in columns if left - near <= (c[0] + c[2]) / 2 <= right + near]
    change = _change(whole, grey, (int(left) - 1, int(right) + 2), height)
    single = len(columns) == len(text)
    label = NONE if change > _CHANGED else int(text[hit]) if change < _KEPT and single else -1
    if not own:
        return None
    shown = tuple(glyph_of(grey, c, size) for c in own)
    return Print(grey, shown, (label,) * len(own), (int(text[hit]),) * len(own), height)


def _change(whole: Image, hit: Image, span: tuple[int, int], height: float) -> float:
    """The largest change of a small window in a digit's place, in parts of its darkness."""
    dark = [255.0 - p[:, max(0, span[0]) : span[1]].astype(np.float64) for p in (whole, hit)]
    before, after = (np.clip(d - np.percentile(d, 30), 0, None) for d in dark)
    window = (max(2, round(0.16 * height)),) * 2
    return float(cv2.blur(np.abs(before - after), window).max() / max(30.0, float(np.percentile(before, 97))))


def _draw(
    random: Random, path: Path, place: int, text: str, height: float, scale: int
) -> tuple[Ink, list[tuple[float, float]]]:
    """A text, and where each of its characters begins and ends."""
    pixels = max(6, round(height * scale / _DIGIT))
    face = _face(path, place, pixels)
    gap = float(random.choice([0, 0, 0, 0.05, 0.12, 0.5])) * pixels if len(text) > 1 else 0.0
    width = sum(face.getlength(c) for c in text) + gap * (len(text) - 1) + 1.6 * pixels
    picture = Picture.new("L", (int(width), int(2.2 * pixels)), 0)
    pen, x, spans = ImageDraw.Draw(picture), 0.8 * pixels, []
    for character in text:
        pen.text((x, 1.1 * pixels), character, 255, face, "lm")
        spans.append((x, x + face.getlength(character)))
        x = spans[-1][1] + gap
    return np.asarray(picture, np.float32) / 255, spans


def damage(random: Random, ink: Ink, span: tuple[float, float], high: float) -> Ink:
    """The drawing with one character damaged as folds, stains, seals, cuts and losses do."""
    out = ink.copy()
    start, end = max(0, int(span[0])), int(span[1])
    part = out[:, start:end]
    rows, columns = np.flatnonzero(part.max(axis=1) > 0.3), np.flatnonzero(part.max(axis=0) > 0.3)
    if not len(rows) or not len(columns):
        return out
    top, foot, left, right = rows[0], rows[-1] + 1, start + columns[0], start + columns[-1] + 1
    tall, wide = foot - top, right - left

    def within(low: float, high_: float, of: float = 1.0) -> float:
        return float(random.uniform(low, high_) * of)

    kind = random.integers(9)
    if kind == 0:  # a side is gone, or pale
        side, share = random.integers(4), within(0.12, 0.6)
        shade = float(random.choice([0, 0, within(0, 0.3)]))
        across, down = int(share * wide), int(share * tall)
        place = (
            (slice(top, foot), slice(left, left + across)), (slice(top, foot), slice(right - across, right)),
            (slice(top, top + down), slice(left, right)), (slice(foot - down, foot), slice(left, right)),
        )[side]  # fmt: skip
        out[place] *= shade
    elif kind == 1:  # a fold through it, upright or lying
        x, width = int(random.integers(left, right)), max(1, int(within(0.05, 0.35, tall)))
        out[max(0, top - tall // 2) : foot + tall // 2, max(0, x - width // 2) : x + width - width // 2] = (
            random.choice([0.0, 0.0, 0.5, 1.0])
        )
    elif kind == 2:
        y, width = int(random.integers(top, foot)), max(1, int(within(0.05, 0.3, tall)))
        out[max(0, y - width // 2) : y + width - width // 2, max(0, left - wide // 2) : right + wide // 2] = (
            random.choice([0.0, 0.0, 0.5, 1.0])
        )
    elif kind == 3:  # blots, or losses
        for _ in range(random.integers(1, 4)):
            middle = int(random.integers(left, right)), int(random.integers(top, foot))
            cv2.circle(out, middle, max(1, int(within(0.08, 0.28, tall))), (float(random.choice([0, 0, 1, 0.6])),), -1)
    elif kind == 4:  # its loops filled
        side = max(2, int(within(0.2, 0.6, tall)))
        out[:, start:end] = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((side, side), np.float32))
    elif kind == 5:  # a loop open, a stroke broken
        y = int(random.choice([top, top + tall // 4, top + tall // 2, top + int(0.7 * tall)]))
        x = int(random.choice([left, left + wide // 3, left + int(0.6 * wide)]))
        out[y : y + int(within(0.15, 0.4, tall)), x : x + int(within(0.25, 0.6, wide))] = 0
    elif kind == 6:  # a stroke through it or beside it
        x, y = int(random.integers(left - wide // 3, right + wide // 3)), int(random.integers(top - tall // 4, foot))
        angle, length = within(0, np.pi), within(0.5, 1.6, tall)
        to = int(x + np.cos(angle) * length), int(y + np.sin(angle) * length)
        cv2.line(out, (x, y), to, (within(0.6, 1),), max(1, int(within(0.05, 0.16, tall))))
    elif kind == 7:  # the ring of a seal
        x, y = (
            int(random.integers(left - 2 * tall, right + 2 * tall)),
            int(random.integers(top - 2 * tall, foot + 2 * tall)),
        )
        thick = max(1, int(within(0.06, 0.2, tall)))
        cv2.circle(out, (x, y), int(within(1, 3, tall)), (within(0.35, 0.9),), thick)
    else:  # printed twice, moved
        moved = np.roll(ink, (int(within(-0.4, 0.4, tall)), int(within(-0.5, 0.5, wide))), (0, 1))
        out = np.maximum(out, moved * within(0.5, 1))
    return out


def scanned(random: Random, ink: Ink, scale: int, height: float) -> Image:
    """A drawing as a scanner shows it: askew, thinner or thicker, blurred, grained, compressed, or black and white."""
    weight = random.integers(-1, 2) if height > 12 else random.integers(0, 2)
    brush = np.ones((2, 2), np.uint8)
    if weight > 0 and random.random() < 0.5:
        ink = np.asarray(cv2.dilate(ink, brush), np.float32)
    if weight < 0 and random.random() < 0.3:
        ink = np.asarray(cv2.erode(ink, brush), np.float32)
    tall, wide = ink.shape
    turn = cv2.getRotationMatrix2D((wide / 2, tall / 2), random.uniform(-1.5, 1.5), 1)
    shear = random.uniform(-0.03, 0.03)
    turn[0, 1] += shear
    turn[:, 2] += random.uniform(0, scale) - shear * tall / 2, random.uniform(0, scale)
    turned = cv2.warpAffine(ink, turn, (wide, tall), flags=cv2.INTER_LINEAR)
    small = cv2.resize(turned, (max(8, wide // scale), max(8, tall // scale)), interpolation=cv2.INTER_AREA)
    blur = min(abs(random.normal(0, 0.055)) * height + float(random.choice([0, 0.4, 0.7])), 0.12 * height)
    small = cv2.GaussianBlur(small, (0, 0), blur) if blur > 0.2 else small
    if random.random() < 0.3:
        small = np.clip(small * random.uniform(1, 1.6), 0, 1)
    black, paper = random.uniform(0, 110), random.uniform(222, 255)
    grey = paper - (paper - black) * small
    if random.random() < 0.12:
        grained = grey + random.normal(0, random.uniform(0, 10), grey.shape)
        grey = np.where(grained < random.uniform(0.4, 0.65) * (paper + black), random.uniform(0, 20), 255.0)
    else:
        grey = grey + random.normal(0, abs(random.normal(0, 2 + 0.35 * min(height, 24))), grey.shape)
    image = np.clip(grey, 0, 255).astype(np.uint8)
    if random.random() < 0.6:
        _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(35, 95))])
        image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    return image


def _columns(grey: Image, height: float) -> list[Box]:
    """Pieces of print from the left, those above one another as one, without what is no character."""
    size = height / _DIGIT
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(grey, size), connectivity=8)
    joined: list[Box] = []
    for x, y, w, h, _ in sorted(stats[1:].tolist()):
        if max(w, h) < 0.22 * size:
            continue
        if joined and x < joined[-1][2] - 1:
            last = joined[-1]
            joined[-1] = (last[0], min(last[1], y), max(last[2], x + w), max(last[3], y + h))
        else:
            joined.append((x, y, x + w, y + h))
    return [c for c in joined if c[3] - c[1] >= 0.45 * size]
