"""The recognition models, run by onnxruntime with one thread each.

Detection and recognition are the models that the package ``rapidocr`` carries (PP-OCR). They are run here directly,
from the packaged files, because what the recogniser thinks of every character is needed to know when it is unsure, and
so that nothing is ever downloaded.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.errors import UnreadableDocument
from pipeline.documents.scan.basics import Box, Image

_HEIGHT = 48
"""Pixels to which the recogniser wants a line's height."""
_STEP = 32
_WIDEST = 2400
_BATCH_AREA = 4800
"""Pixels of width that are recognised at once: more costs memory and gains no time."""
_DETECTION_SIDE = 1088
_INK_SHARE = 0.3
_LEAST_SCORE = 0.5
_UNCLIP = 1.6


@dataclass(frozen=True, slots=True)
class Line:
    """One recognised line of text.

    Attributes:
        text: its characters.
        chances: of each character, how sure the recogniser is, 0 to 1.
        places: where along the line each character was seen, in parts of the crop's width.
    """

    text: str
    chances: tuple[float, ...]
    places: tuple[float, ...] = ()

    @property
    def least(self) -> float:
        """How sure the least sure character is; 0 where there is none."""
        return min(self.chances, default=0.0)

    @property
    def mean(self) -> float:
        """How sure the characters are on the whole; 0 where there is none."""
        return sum(self.chances) / len(self.chances) if self.chances else 0.0


def recognises() -> bool:
    """Whether the optional packages for recognition are installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def engine_version() -> str:
    """The version of the package that carries the models: a part of the name under which results are kept.

    Raises:
        UnreadableDocument: it is not installed.
    """
    try:
        return importlib.metadata.version("rapidocr")
    except importlib.metadata.PackageNotFoundError as error:
        raise _not_installed("rapidocr") from error


def _not_installed(package: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"The file is a scan or a picture, and the package {package} that recognises its characters is not installed",
        "Install it with: pip install 'gongkai[ocr]', or find the text version.",
        "image",
    )


@lru_cache(maxsize=1)
def load_engine() -> Engine:
    """The models, loaded once in each process.

    Raises:
        UnreadableDocument: a package is not installed, or carries no such models.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise _not_installed("onnxruntime") from error
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise _not_installed("rapidocr")
    folder = Path(spec.origin).parent / "models"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # several processes run side by side
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # every line has its own width: they only grow
    sessions = []
    for part in ("det", "rec"):
        model = next(iter(sorted(folder.glob(f"*_{part}_*.onnx"), reverse=True)), None)
        if model is None:
            raise UnreadableDocument(
                f"The installed rapidocr {engine_version()} carries no model *_{part}_*.onnx",
                "Install the version that gongkai asks for: pip install 'gongkai[ocr]'.",
                "image",
            )
        sessions.append(onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"]))
    return Engine(*sessions)


class Engine:
    """Finds lines of text in a picture, and reads them."""

    def __init__(self, detector: Any, recogniser: Any) -> None:
        self._detector, self._recogniser = detector, recogniser
        characters = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.alphabet: tuple[str, ...] = ("", *characters, " ")

    def detect(self, image: Image) -> list[Box]:
        """Boxes of the lines of text in an upright picture, from the top."""
        import cv2

        height, width = image.shape[:2]
        scale = min(1.0, _DETECTION_SIDE / max(height, width))
        size = tuple(max(_STEP, round(n * scale / _STEP) * _STEP) for n in (width, height))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        values = _as_input(np.asarray(small, np.uint8))[None]
        heat = self._detector.run(None, {self._detector.get_inputs()[0].name: values})[0][0, 0]
        mask = cv2.dilate((heat > _INK_SHARE).astype(np.uint8), np.ones((2, 2), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        found: list[Box] = []
        across, down = width / size[0], height / size[1]
        for x, y, w, h, _ in stats[1:].tolist():
            if min(w, h) < 3 or heat[y : y + h, x : x + w].mean() < _LEAST_SCORE * 0.8:
                continue
            grow = w * h * _UNCLIP / (2 * (w + h))
            left, right = max(0.0, x - grow), min(size[0], x + w + grow)
            top, bottom = max(0.0, y - grow), min(size[1], y + h + grow)
            found.append((int(left * across), int(top * down), math.ceil(right * across), math.ceil(bottom * down)))
        return sorted(found, key=lambda b: (b[1], b[0]))

    def recognise(self, crops: Sequence[Image]) -> list[Line]:
        """What each crop of one line says. Crops of like width are read together."""
        prepared = [_line_input(crop) for crop in crops]
        order = sorted(range(len(crops)), key=lambda n: prepared[n].shape[2])
        lines: list[Line] = [Line("", ())] * len(crops)
        batch: list[int] = []
        for place, number in enumerate(order):
            batch.append(number)
            following = prepared[order[place + 1]].shape[2] if place + 1 < len(order) else None
            if (
                following is None
                or following > 1.3 * prepared[batch[0]].shape[2] + 16
                or following * (len(batch) + 1) > _BATCH_AREA
            ):
                self._read_batch(batch, prepared, lines)
                batch = []
        return lines

    def _read_batch(self, batch: Sequence[int], prepared: Sequence[NDArray[np.float32]], lines: list[Line]) -> None:
        width = max(prepared[n].shape[2] for n in batch)
        values = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
        for row, number in enumerate(batch):
            values[row, :, :, : prepared[number].shape[2]] = prepared[number]
        output = self._recogniser.run(None, {self._recogniser.get_inputs()[0].name: values})[0]
        best, chance = output.argmax(axis=2), output.max(axis=2)
        for row, number in enumerate(batch):
            own = prepared[number].shape[2] / width
            lines[number] = self._decode(best[row], chance[row], own)

    def _decode(self, best: NDArray[np.int64], chance: NDArray[np.float32], own: float) -> Line:
        """A character stands wherever the best guess changes; guess 0 stands for none."""
        steps = [n for n in range(len(best)) if best[n] and (n == 0 or best[n] != best[n - 1])]
        text = tuple(self.alphabet[int(best[n])] for n in steps)
        chances = tuple(float(chance[n]) for n in steps)
        return Line("".join(text), chances, tuple((n + 0.5) / len(best) / own for n in steps))


def _as_input(image: Image) -> NDArray[np.float32]:
    """Colours first, values from -1 to 1."""
    values = np.asarray(image, np.float32) / 127.5 - 1.0
    if values.ndim == 2:
        return np.repeat(values[None], 3, axis=0)
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def _line_input(crop: Image) -> NDArray[np.float32]:
    import cv2

    height, width = crop.shape[:2]
    wide = min(_WIDEST, max(16, math.ceil(width * _HEIGHT / max(1, height))))
    how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    return _as_input(np.asarray(cv2.resize(crop, (wide, _HEIGHT), interpolation=how), np.uint8))
