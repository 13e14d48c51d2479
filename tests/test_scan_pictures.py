"""From bytes to pictures of pages: what is refused, turned and cut."""

from __future__ import annotations

import io
import re
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.scan.picture.frames import PageImage, picture_images
from pipeline.show.pictures import page_pictures


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def pages(data: bytes, kind: str) -> list[PageImage]:
    return list(picture_images(data, kind))


def with_lines(height: int, gaps: list[tuple[int, int]], width: int = 400) -> Image.Image:
    """Lines of print every 20 pixels, none in the gaps."""
    values = np.full((height, width), 255, np.uint8)
    for y in range(0, height, 20):
        if not any(a <= y < b for a, b in gaps):
            values[y : y + 16, 30:-30:3] = 0
    return Image.fromarray(values)


def test_a_picture_larger_than_any_page_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(UnreadableDocument, match=r"60000 x 60000|damaged"):
        pages(data, "png")


def test_a_picture_cut_off_is_refused() -> None:
    data = saved(with_lines(500, []), "JPEG")
    with pytest.raises(UnreadableDocument, match="damaged or cut off"):
        pages(data[: len(data) // 2], "jpg")


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    (page,) = pages(saved(Image.new("L", (300, 200), 255), "JPEG", exif=exif), "jpg")
    assert page.image.shape[:2] == (300, 200)


def test_every_page_of_a_tiff_has_its_number() -> None:
    first, second = with_lines(500, []), with_lines(520, [])
    found = pages(saved(first, "TIFF", save_all=True, append_images=[second]), "tiff")
    assert [(p.number, p.image.shape[0]) for p in found] == [(1, 500), (2, 520)]


def test_a_transparent_ground_is_paper() -> None:
    picture = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    (page,) = pages(saved(picture, "PNG"), "png")
    assert page.image.min() == 255


@pytest.mark.parametrize("ink", [0, 40_000])
def test_a_picture_of_16_bits_keeps_its_print(ink: int) -> None:
    values = np.full((60, 80), 65_535, np.uint16)
    values[20:30, 20:60] = ink
    data = saved(Image.fromarray(values), "PNG")
    (page,) = pages(data, "png")
    (shown,) = page_pictures(data, "png", [1])
    assert page.image[25, 40].tolist() == [ink >> 8] * 3
    assert abs(Image.open(io.BytesIO(shown.image)).convert("L").getpixel((40, 25)) - (ink >> 8)) < 8


def test_a_long_picture_is_cut_where_nothing_is_printed() -> None:
    found = pages(saved(with_lines(1200, [(540, 620)]), "PNG"), "png")
    assert [p.number for p in found] == [1, 1]
    assert 540 <= found[1].top <= 640
    assert found[0].image.shape[0] + found[1].image.shape[0] == 1200


def test_a_long_picture_without_a_gap_loses_nothing() -> None:
    values = np.full((1500, 400), 255, np.uint8)
    values[:, 100:104] = 0  # a ruling from top to bottom
    found = pages(saved(Image.fromarray(values), "PNG"), "png")
    assert sum(p.image.shape[0] for p in found) == 1500


def test_a_tiff_without_its_size_is_refused() -> None:
    data = saved(with_lines(120, [], 160), "TIFF")
    (tag,) = [m.start() for m in re.finditer(rb"\x00\x01[\x03\x04]\x00\x01\x00\x00\x00", data)]
    with pytest.raises(UnreadableDocument, match="damaged"):
        pages(data[:tag] + b"\xff\xfe" + data[tag + 2 :], "tiff")


KINDS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
WHOLE = {kind: saved(with_lines(120, [], 160), kind) for kind in KINDS}


@given(st.sampled_from(KINDS), st.floats(0, 1), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7)), max_size=4))
@settings(max_examples=200, deadline=None)
def test_damaged_pictures_are_read_or_refused_by_name(kind: str, share: float, flips: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[kind] if flips else WHOLE[kind][: int(share * len(WHOLE[kind]))])
    for place, bit in flips:
        data[int(place * (len(data) - 1))] ^= 1 << bit
    try:
        pages(bytes(data), kind.lower())
    except UnreadableDocument as problem:
        assert problem.found and problem.remedy
