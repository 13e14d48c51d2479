"""LibreOffice in few starts for the benchmark: making the files of its formats, and converting them for reading."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from pipeline.documents.prepared import Prepared
from pipeline.documents.word.libreoffice import FORMATS, Waiting, convert_many
from samples import office
from samples.build import build

BATCH = 40


class Planned(Protocol):
    """A file to be made."""

    seed: str
    form: str
    quirks: tuple[str, ...]
    plants: tuple[str, ...]


def prepare(jobs: Sequence[Planned], folder: Path) -> Prepared:
    """Make and convert the files of LibreOffice's formats.

    Args:
        jobs: the files of the benchmark, of any format.
        folder: takes the files made, which ``samples`` looks up by the environment, and the converted ones.
    """
    made, prepared = folder / "made", Prepared(folder / "prepared")
    os.environ[office.MADE] = str(made)
    for form, (base, _) in office.FILTERS.items():
        sources = [build(j.seed, base, j.quirks, j.plants).data for j in jobs if j.form == form]
        for start in range(0, len(sources), BATCH):
            office.make_ahead(form, sources[start : start + BATCH], made)
        if form in FORMATS and sources:
            paths = sorted(made.glob(f"*.{form}"))
            hashes = [hashlib.sha256(p.read_bytes()).hexdigest() for p in paths]
            convert_many([Waiting(form, h, p.read_bytes) for h, p in zip(hashes, paths, strict=True)], prepared)
    return prepared
